"""Test builder: takes an input folder through the stages, as far as a test needs."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from pipeline.disclosure.protect import Protected, protect_input
from pipeline.input.check_input import Intake, check_input
from pipeline.run import compare_input
from pipeline.scoring.compare.comparison import Comparison
from pipeline.scoring.scores import Scores

ROOT = Path(__file__).resolve().parents[1]
INPUT = ROOT / "input"
THREE_AREAS = ROOT / "tests" / "data" / "three_areas"


@dataclass(frozen=True)
class Built:
    """The results of the stages up to the comparison.

    Attributes:
        intake: The checked input, with the counts as they are.
        protected: The same with small counts replaced, as all later stages get it.
    """

    intake: Intake
    protected: Protected
    scores: Scores
    comparison: Comparison


def copy_three_areas(folder: Path) -> Path:
    """Copy the hand-checked input, with the project's own policy, to a folder named input."""
    target = folder / "input"
    shutil.copytree(THREE_AREAS / "input", target)
    shutil.copytree(INPUT / "politik", target / "politik")
    return target


def build(folder: Path) -> Built:
    """Run an input folder through check, protect, score and compare."""
    intake = check_input(folder)
    protected = protect_input(intake)
    scores, comparison = compare_input(protected)
    return Built(intake, protected, scores, comparison)
