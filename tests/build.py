"""One builder for the tests: an input folder through the stages, as far as a test needs."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from pipeline.compare import compare_years
from pipeline.comparison import Comparison
from pipeline.intake import Intake, check_input
from pipeline.ledger import Ledger
from pipeline.release import Release
from pipeline.score import score_areas
from pipeline.scores import Scores
from pipeline.secret import OPEN
from pipeline.suppress import suppress_small_counts

ROOT = Path(__file__).resolve().parents[1]
INPUT = ROOT / "input"
THREE_AREAS = ROOT / "tests" / "data" / "three_areas"


@dataclass(frozen=True)
class Built:
    """The results of the stages up to suppression."""

    intake: Intake
    scores: Scores
    comparison: Comparison
    release: Release


def copy_three_areas(folder: Path) -> Path:
    """Copy the hand-checked input, with the project's own policy, to a folder named input."""
    target = folder / "input"
    shutil.copytree(THREE_AREAS / "input", target)
    shutil.copytree(INPUT / "politik", target / "politik")
    return target


def build(folder: Path, ledger: Ledger | None = None) -> Built:
    """Run an input folder through check, score, compare and suppress; without a ledger as the first release."""
    intake = check_input(folder)
    settings, tables = intake.settings, intake.tables
    scores = score_areas(tables, intake.policy, settings.periods)
    comparison = compare_years(scores, tables, intake.policy, settings)
    release = suppress_small_counts(scores, comparison, tables, intake.policy, settings, ledger or Ledger(), OPEN)
    return Built(intake, scores, comparison, release)
