"""Killed at any moment, a run loses nothing: `current` is whole, and the next run ends byte-identical."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.build import ROOT
from tests.faults.stories import Story, tell_stories
from tests.faults.warm import is_current_whole, is_history_sound, kill_at, published, remember, run_reports, tear_at

pytestmark = pytest.mark.faults

FEWEST = 200
STEP = 5
TORN = (0, 100, 3_000, 5_000, 13_000, 30_000, 66_000, 150_000)


@pytest.fixture(scope="module")
def stories(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Story]]:
    """The runs to disturb, with what has to stand in the end."""
    with pytest.MonkeyPatch.context() as patch:
        remember(patch)
        yield tell_stories(tmp_path_factory.mktemp("stories"))


def check(story: Story, output: Path, at: str) -> None:
    """Look at what a disturbed run has left, run again, and look at the end."""
    assert is_current_whole(output) or story.name == "repair", at
    assert is_history_sound(output), at
    assert run_reports(story.source, output) == 0, (at, (output.parent / "stderr").read_text(encoding="utf-8"))
    assert published(output) == story.end, at
    assert not list(output.rglob(".building*")) + list(output.rglob(".replaced*")), at
    assert is_history_sound(output), at


def test_killed_at_every_fifth_call_that_touches_the_disk(stories: list[Story], tmp_path: Path) -> None:
    """At every fifth open, write, flush, fsync, rename, link, unlink, statement and commit, in turn before and after it, in four kinds of runs."""
    points: dict[str, int] = {}
    for story in stories:
        for number in range(1, 10_000, STEP):
            event = ("c_call", "c_return")[number // STEP % 2]
            output = story.set_up(tmp_path)
            code = run_reports(story.source, output, kill_at(number, event))
            if code == 0:
                break  # the run has fewer calls
            assert code == -signal.SIGKILL, (story.name, event, number, (tmp_path / "stderr").read_text(encoding="utf-8"))
            check(story, output, f"{story.name}, {event} {number}")
            points[story.name] = points.get(story.name, 0) + 1
    assert sum(points.values()) >= FEWEST, points


@pytest.mark.parametrize("dies", [True, False], ids=["killed", "told"])
def test_torn_in_the_middle_of_a_write(stories: list[Story], tmp_path: Path, dies: bool) -> None:
    """A write that the kernel tears after so many bytes, whether the run dies of it or is told: exit 50 then, and nothing is lost."""
    ended: list[int] = []
    for story in stories[:2]:
        for size in TORN:
            output = story.set_up(tmp_path)
            code = run_reports(story.source, output, tear_at(size, dies=dies), Path("/dev/null"))
            assert code in ({0, -signal.SIGXFSZ, -signal.SIGBUS} if dies else {0, 50}), (story.name, size, code)
            ended.append(code)
            check(story, output, f"{story.name}, {size} bytes")
    assert ended.count(0) < len(ended) // 2


@pytest.mark.parametrize("stage", ["validate", "render", "publish"])
def test_a_process_of_its_own_killed_at_each_stage(stories: list[Story], tmp_path: Path, stage: str) -> None:
    """The whole program, nothing remembered, killed as soon as its log says that a stage has ended."""
    story = stories[1]
    output = story.set_up(tmp_path)
    log = output / "register" / "log.jsonl"
    seen = log.stat().st_size
    command = [sys.executable, "-m", "pipeline", "reports", "--input", str(story.source), "--output", str(output)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while f'"stage": "{stage}"'.encode() not in log.read_bytes()[seen:]:
            assert process.poll() is None
            time.sleep(0.005)
        os.kill(process.pid, signal.SIGKILL)
    check(story, output, stage)
