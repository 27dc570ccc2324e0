"""Output folders in which a run is disturbed, and their expected final state."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from openpyxl import load_workbook

from pipeline.run import make_reports
from pipeline.run_once import run_once
from tests.build import copy_three_areas
from tests.faults.traced import Point, list_points
from tests.faults.warm import is_current_whole, is_history_sound, published, run_reports


@dataclass(frozen=True)
class Story:
    """One run to disturb.

    Attributes:
        source: Its input folder.
        start: The output folder before it; missing where nothing was ever published.
        end: What has to be published after it.
    """

    name: str
    source: Path
    start: Path
    end: dict[str, bytes]

    def set_up(self, folder: Path) -> Path:
        """Return a fresh copy of the output folder."""
        output = folder / "output"
        shutil.rmtree(output, ignore_errors=True)
        if self.start.exists():
            shutil.copytree(self.start, output, symlinks=True)
        return output

    def list_points(self, folder: Path) -> list[Point]:
        """Return the calls of the undisturbed run that change something in the output folder."""
        output = self.set_up(folder)
        return list_points(lambda prepare: run_reports(self.source, output, prepare), output, folder / "calls")


def tell_stories(folder: Path) -> list[Story]:
    """Return the first release, a correction, the repair of a damaged release, and a run without news."""
    first = copy_three_areas(folder)
    corrected = folder / "corrected" / "input"
    shutil.copytree(first, corrected)
    book = load_workbook(corrected / "indikatorer.xlsx")
    book["2025"]["G4"] = 900
    book.save(corrected / "indikatorer.xlsx")

    def after(start: Path, source: Path, name: str, damage: Callable[[Path], object] = lambda _: None) -> Story:
        output = folder / name / "output"
        if start.exists():
            shutil.copytree(start, output, symlinks=True)
            damage(output)
        before = folder / name / "start"
        if output.exists():
            shutil.copytree(output, before, symlinks=True)
        output.parent.mkdir(exist_ok=True)
        run_once(source, output, make_reports)  # in this process, which remembers for its children
        return Story(name, source, before, published(output))

    nothing = folder / "nothing"
    made = after(nothing, first, "first")
    standing = folder / "first" / "output"
    return [
        made,
        after(standing, corrected, "correction"),
        after(standing, first, "repair", lambda output: (output / "current" / "rapport_proeveby.pdf").write_bytes(b"damaged")),
        after(standing, first, "no news"),
    ]


def check(story: Story, output: Path, at: str) -> None:
    """Look at what a disturbed run has left, run again, and look at the end."""
    assert is_current_whole(output) or story.name == "repair", at
    assert is_history_sound(output), at
    assert run_reports(story.source, output) == 0, (at, (output.parent / "stderr").read_text(encoding="utf-8"))
    assert published(output) == story.end, at
    assert not list(output.rglob(".building*")) + list(output.rglob(".replaced*")), at
    assert is_history_sound(output), at
