"""A disk that fails in the middle of a run: exit 50, the previous release is kept, and once it works again the run succeeds."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.stories import Story, check
from tests.faults.warm import published, run_reports

pytestmark = pytest.mark.faults

SYNCED = {"fsync", "fdatasync", "rename", "symlink"}
STEP = 4
TOLD = 30  # of these at the least the program has to hear


@pytest.mark.parametrize("number", [0, 1], ids=["first", "correction"])
def test_a_call_that_fails(stories: list[Story], tmp_path: Path, number: int) -> None:
    """EIO at every fsync, fdatasync, rename and symlink and at every fourth of the other calls: exit 50, or all is there in spite of it, as 0 says."""
    story = stories[number]
    points = [point for point in story.list_points(tmp_path) if point.call != "openat"]  # how many are opened for reading varies
    chosen = [point for point in points if point.call in SYNCED] + [point for point in points if point.call not in SYNCED][::STEP]
    codes = []
    for point in chosen:
        output = story.set_up(tmp_path)
        codes.append(run_reports(story.source, output, point.traced(tmp_path / "calls", "error=EIO")))
        assert codes[-1] in {0, 50}, (point, codes[-1], (tmp_path / "stderr").read_text(encoding="utf-8"))
        assert codes[-1] == 50 or published(output) == story.end, point
        check(story, output, str(point))
    assert codes.count(50) >= TOLD, codes
