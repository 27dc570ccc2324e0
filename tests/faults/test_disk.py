"""A full disk, a read-only one, an unwritable log: exit 50, the previous release is kept, and with space again the run succeeds."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.faults.mounts import in_own_mounts, mount_memory, remount_memory, used_bytes
from tests.faults.stories import Story
from tests.faults.warm import is_current_whole, is_history_sound, published, run_reports

pytestmark = pytest.mark.faults

ROOM = 64 * 2**20
PAGE = 4096
LEFT = (1, 4, 8, 16, 30, 60, 90, 120, 200, 500)  # pages that are free when the run begins


@pytest.mark.parametrize("number", [0, 1], ids=["first", "correction"])
def test_a_full_disk(stories: list[Story], tmp_path: Path, number: int) -> None:
    """With so many pages left: done or exit 50, the release before is whole and current, the database sound; then with room: done."""
    story = stories[number]
    codes: list[int] = []

    def work() -> None:
        disk = tmp_path / "disk"
        mount_memory(disk, ROOM)
        for pages in LEFT:
            output = story.set_up(disk)
            remount_memory(disk, used_bytes(disk) + pages * PAGE)
            codes.append(run_reports(story.source, output, stderr=tmp_path / "stderr"))
            assert codes[-1] in {0, 50}, (pages, codes[-1], (tmp_path / "stderr").read_text(encoding="utf-8"))
            assert is_current_whole(output), pages
            remount_memory(disk, ROOM)
            assert is_history_sound(output), pages
            assert run_reports(story.source, output) == 0, pages
            assert published(output) == story.end, pages
        assert codes[0] == 50
        assert codes[-1] == 0
        assert codes == sorted(codes, reverse=True), codes

    in_own_mounts(work, tmp_path / "report")


def test_a_read_only_disk(stories: list[Story], tmp_path: Path) -> None:
    """Exit 50, nothing changes."""
    story = stories[1]

    def work() -> None:
        disk = tmp_path / "disk"
        mount_memory(disk, ROOM)
        output = story.set_up(disk)
        before = published(output)
        remount_memory(disk, ROOM, read_only=True)
        (tmp_path / "stderr").touch()
        assert run_reports(story.source, output, stderr=tmp_path / "stderr") == 50
        assert "Rapporterne kunne ikke gemmes" in (tmp_path / "stderr").read_text(encoding="utf-8")
        assert published(output) == before

    in_own_mounts(work, tmp_path / "report")


@pytest.mark.parametrize("name", ["log.jsonl", "historik.sqlite"])
def test_a_file_whose_writes_fail(stories: list[Story], tmp_path: Path, name: str) -> None:
    """Where a file of the register is /dev/full: exit 50, `current` is whole; with the file gone the run ends."""
    story = stories[1]
    output = story.set_up(tmp_path)
    kept = output / "register" / name
    if kept.exists():
        shutil.move(kept, tmp_path / name)
    kept.symlink_to("/dev/full")
    assert run_reports(story.source, output) == 50
    assert is_current_whole(output)
    kept.unlink(missing_ok=True)
    if (tmp_path / name).exists():
        shutil.move(tmp_path / name, kept)
    assert run_reports(story.source, output) == 0
    assert published(output) == story.end
