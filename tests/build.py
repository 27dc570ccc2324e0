"""Test builder: takes an input folder through the stages, as far as a test needs."""

from __future__ import annotations

import atexit
import shutil
import zipfile
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Final

from pipeline.disclosure.protect import Protected, protect_input
from pipeline.input.check_input import Intake, check_input
from pipeline.run import compare_input
from pipeline.scoring.compare.comparison import Comparison
from pipeline.scoring.scores import Scores

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "input"
THREE_AREAS = ROOT / "tests" / "data" / "three_areas"


IS_SAMPLE: Final = b'<t>Eksempeldata</t></is></c><c r="B6" s="2" t="inlineStr"><is><t>ja</t>'


def mark_as_real(folder: Path) -> Path:
    """Let the workbooks of a folder say that their numbers are no sample data, so that corrections of them are kept."""
    for file in folder.glob("*.xlsx"):
        with zipfile.ZipFile(file) as book:
            parts = {about: book.read(about) for about in book.infolist()}
        with zipfile.ZipFile(file, "w") as book:
            for about, content in parts.items():
                book.writestr(about, content.replace(IS_SAMPLE, IS_SAMPLE.replace(b">ja<", b">nej<")), compress_type=about.compress_type)
    return folder


def copy_as_real(folder: Path) -> Path:
    """Copy the sample into a folder, as `input/`, marked as real."""
    return mark_as_real(Path(shutil.copytree(SAMPLE, folder / "input")))


def _copy_once() -> Path:
    folder = Path(mkdtemp(prefix="input-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return copy_as_real(folder)


INPUT = _copy_once()


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
    shutil.copytree(SAMPLE / "politik", target / "politik")
    return target


def build(folder: Path) -> Built:
    """Run an input folder through check, protect, score and compare."""
    intake = check_input(folder)
    protected = protect_input(intake)
    scores, comparison = compare_input(protected)
    return Built(intake, protected, scores, comparison)
