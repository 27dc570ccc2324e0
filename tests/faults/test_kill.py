"""A run killed at any moment loses nothing: `current` is whole, and the next run's result is byte-identical."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.lock import hold_lock
from pipeline.run_once import LOCK, REGISTER
from tests.build import ROOT, copy_three_areas
from tests.faults.stories import Story, check
from tests.faults.warm import run_reports, tear_at

pytestmark = pytest.mark.faults

STEPS = (2, 2, 1, 1)
FEWEST = (115, 75, 80, 40)  # calls of each story: at least 215 of them kill
TORN = (0, 100, 3_000, 5_000, 13_000, 30_000, 66_000, 150_000)


@pytest.mark.parametrize("number", range(4), ids=["first", "correction", "repair", "no news"])
def test_killed_at_system_calls_that_change_a_file(stories: list[Story], tmp_path: Path, number: int) -> None:
    """Before the calls that open, write, sync, rename, link or remove something in the output folder, in four kinds of runs."""
    story = stories[number]
    points = story.list_points(tmp_path)
    assert len(points) >= FEWEST[number]
    for point in points[:: STEPS[number]]:
        output = story.set_up(tmp_path)
        code = run_reports(story.source, output, point.traced(tmp_path / "calls", "signal=KILL"))
        assert code == -signal.SIGKILL, (point, (tmp_path / "stderr").read_text(encoding="utf-8"))
        check(story, output, str(point))


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


def test_twenty_killed_runs_leave_their_lock_at_once(tmp_path: Path) -> None:
    """Killed while they read and make, sooner and later: the next run gets the lock, whatever is left of their processes."""
    source, killed = copy_three_areas(tmp_path), 0
    for number in range(20):
        register = tmp_path / str(number) / REGISTER
        command = [sys.executable, "-m", "pipeline", "reports", "--input", str(source), "--output", str(register.parent)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            while not (register / "log.jsonl").exists():  # its first line is written under the lock
                assert process.poll() is None
                time.sleep(0.001)
            time.sleep(number / 10)
            process.kill()
            killed += process.wait() == -signal.SIGKILL
            with hold_lock(register / LOCK):
                pass
    assert killed
