"""One run at a time: of twenty started, one works, and a lock never outlives its process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.lock import Locked, hold_lock
from pipeline.storage import StorageFailed
from tests.build import ROOT, copy_three_areas

HOLDER = """
import sys
from pathlib import Path
from pipeline.lock import Locked, hold_lock
try:
    with hold_lock(Path(sys.argv[1]) / "lock"):
        print("held", flush=True)
        sys.stdin.readline()
except Locked:
    print("locked", flush=True)
"""
ORPHANS = """
import os, subprocess, sys, time
from pathlib import Path
os.register_at_fork(after_in_child=lambda: time.sleep(600))  # a child that comes to nothing else
from pipeline.lock import hold_lock
with hold_lock(Path(sys.argv[1]) / "lock"):
    started = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], close_fds=False)
    forked = os.fork()
    print(started.pid, forked, flush=True)
    sys.stdin.readline()
"""


def start(code: str, output: Path) -> subprocess.Popen[str]:
    """Start a Python of its own with a piece of code."""
    command = [sys.executable, "-c", code, str(output)]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def said(process: subprocess.Popen[str]) -> str:
    """Return a process's first line."""
    assert process.stdout is not None
    return process.stdout.readline().strip()


def is_locked(output: Path) -> bool:
    """Return whether somebody holds the lock."""
    try:
        with hold_lock(output / "lock"):
            return False
    except Locked:
        return True


def test_of_twenty_at_once_one_holds_the_lock(tmp_path: Path) -> None:
    """Nineteen are told at once, while the one still works; afterwards the lock is free."""
    processes = [start(HOLDER, tmp_path) for _ in range(20)]
    assert sorted(said(process) for process in processes) == ["held", *["locked"] * 19]
    assert is_locked(tmp_path)
    for process in processes:
        process.communicate("\n")
    assert not is_locked(tmp_path)


def test_an_orphan_does_not_keep_the_lock(tmp_path: Path) -> None:
    """Killed with -9, a run leaves a started child behind, and a forked one that has not come to a line of its own; neither holds the lock."""
    process = start(ORPHANS, tmp_path)
    children = [int(number) for number in said(process).split()]
    try:
        assert is_locked(tmp_path)
        process.kill()
        process.wait()
        assert all(Path(f"/proc/{child}").exists() for child in children)
        assert not is_locked(tmp_path)
    finally:
        for child in children:
            os.kill(child, signal.SIGKILL)
        process.communicate()


def test_a_lock_that_this_process_holds_is_refused_too(tmp_path: Path) -> None:
    """And asking for it does not end it: others are still kept out, until the block ends."""
    with hold_lock(tmp_path / "lock"):
        assert is_locked(tmp_path)
        other = start(HOLDER, tmp_path)
        assert other.communicate("\n")[0] == "locked\n"
    assert not is_locked(tmp_path)


def test_running_and_sending_need_nothing_that_windows_lacks() -> None:
    """The kernel's locks are asked for where there are any."""
    code = "import sys; sys.modules['fcntl'] = None\nimport pipeline.run_once, pipeline.delivery.send"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


def test_a_lock_in_a_folder_that_cannot_be_made_is_a_matter_of_storage(tmp_path: Path) -> None:
    """Where the output folder is a file, nobody is said to hold the lock."""
    (tmp_path / "output").write_bytes(b"")
    with pytest.raises(StorageFailed), hold_lock(tmp_path / "output" / "lock"):
        pass


@pytest.mark.faults
def test_twenty_runs_of_the_program(tmp_path: Path) -> None:
    """While one run works (here it is stopped in the middle), nineteen end with 75 and a sentence; it then ends with 0."""
    command = [sys.executable, "-m", "pipeline", "reports", "--input", str(copy_three_areas(tmp_path)), "--output", str(tmp_path / "out")]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as first:
        log = tmp_path / "out" / "register" / "log.jsonl"
        while not log.exists():  # its first line is written under the lock
            assert first.poll() is None
            time.sleep(0.01)
        first.send_signal(signal.SIGSTOP)
        others = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(19)]
        told = [process.communicate() for process in others]
        first.send_signal(signal.SIGCONT)
        out, err = first.communicate()
    assert [process.returncode for process in others] == [75] * 19
    assert {text for text, _ in told} == {""}
    assert {text for _, text in told} == {
        f"En anden kørsel er i gang i {tmp_path}/out. Vent, til den er færdig, og kør kommandoen igen. Intet er ændret.\n"
    }
    assert (first.returncode, err) == (0, "")
    assert "2 rapporter i " in out
    assert len(list((tmp_path / "out" / "releases").iterdir())) == 1
