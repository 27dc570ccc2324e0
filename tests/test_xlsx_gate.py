"""Hostile files: each is refused with a message or read correctly, in little time and memory, and none affects the next."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import threading
import time
from functools import cache
from pathlib import Path

import pytest

from pipeline.input.excel.limits import MEMORY, START, read_limited
from pipeline.input.excel.refused import Refused
from pipeline.problems.model import Code
from tests.hostile_files import ONE, Hostile, hostile_files
from tests.xlsx_parts import many, workbook

MOST_SECONDS, MOST_KILOBYTES = 10, 600_000


@cache
def files() -> dict[str, Hostile]:
    """Return the hostile files, built once."""
    return hostile_files()


NAMES = sorted(files())


def refusal(path: Path, **limits: float) -> Refused:
    """Return why a file is refused."""
    with pytest.raises(Refused) as refused:
        read_limited(path, **limits)  # type: ignore[arg-type]  # because the limits are named as they are there
    return refused.value


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_file_is_refused(name: str, tmp_path: Path) -> None:
    """The refusal names the kind, and the sheet and the cell where there is one."""
    hostile, path = files()[name], tmp_path / "fora.xlsx"
    path.write_bytes(hostile.content)
    if hostile.code is None:
        assert read_limited(path).sheets
    else:
        refused = refusal(path)
        assert (refused.code, refused.sheet) == (hostile.code, hostile.sheet)
        assert hostile.cell is None or refused.cell == hostile.cell


def test_the_file_after_a_hostile_one_is_read(tmp_path: Path) -> None:
    """The reader of the next file, even of the same name, knows nothing of a bomb."""
    path = tmp_path / "fora.xlsx"
    path.write_bytes(files()["a bomb of a sheet"].content)
    refusal(path)
    path.write_bytes(workbook(ONE))
    assert read_limited(path).sheets[0].row(1) == {1: 1}


MEASURE = """
import re, resource
try:
    main()
finally:
    used = resource.getrusage(resource.RUSAGE_SELF)
    peak = re.search(r"VmHWM:\\s*(\\d+)", open("/proc/self/status").read())[1]  # since this program began: not what it was forked from
    print(used.ru_utime + used.ru_stime, peak, file=sys.stderr)
"""


@pytest.mark.parametrize("name", NAMES)
def test_no_hostile_file_takes_long_or_much(name: str, tmp_path: Path) -> None:
    """Ten seconds of the processor and 600 MB are never reached, measured by the operating system in the reader's own process."""
    path = tmp_path / "fora.xlsx"
    path.write_bytes(files()[name].content)
    command = [sys.executable, "-I", "-S", "-c", START.removesuffix("main()") + MEASURE, str(path), str(MEMORY)]
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=True)
    seconds, kilobytes = done.stderr.split()
    assert float(seconds) < MOST_SECONDS
    assert int(kilobytes) < MOST_KILOBYTES


def large(folder: Path) -> Path:
    """Write a workbook that takes a moment to read."""
    row = "".join(f'<c r="{letter}#"><v>#</v></c>' for letter in "ABCDEFGHIJ")
    path = folder / "large.xlsx"
    path.write_bytes(workbook(many(60_000, f'<row r="#">{row}</row>')))
    return path


def test_too_much_time_is_a_refusal(tmp_path: Path) -> None:
    """A reader that does not end is ended."""
    assert refusal(large(tmp_path), seconds=0.2).code is Code.FILE_TOO_SLOW


def test_too_much_memory_is_a_refusal(tmp_path: Path) -> None:
    """A reader that wants more memory than it may have says so."""
    assert refusal(large(tmp_path), memory=40_000_000).code is Code.FILE_OUT_OF_MEMORY


def test_a_killed_reader_is_a_refusal(tmp_path: Path) -> None:
    """A process that dies, as one does that the system ends, is a message and not the program's end."""
    path, killed = large(tmp_path), threading.Event()

    def kill() -> None:
        while not killed.wait(0.02):
            for command in Path("/proc").glob("[0-9]*/cmdline"):
                try:
                    if os.fsencode(path) in command.read_bytes():
                        os.kill(int(command.parent.name), signal.SIGABRT)
                        killed.set()
                except (OSError, ValueError):
                    continue  # it has ended by itself meanwhile

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        assert refusal(path).code is Code.FILE_CRASHED
    finally:
        killed.set()
        killer.join()


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path) -> None:
    """A synchronisation that goes on is noticed: what was read would be half of one file and half of another."""
    path, done = tmp_path / "fora.xlsx", threading.Event()
    with path.open("wb") as file:
        file.truncate(250_000_000)  # long enough to read that a writer is faster

    def write() -> None:
        with path.open("r+b") as file:
            while not done.is_set():
                file.seek(0)
                file.write(b"PK\x03\x04")
                file.flush()
                os.utime(path, ns=(time.time_ns(), time.time_ns()))
                done.wait(0.001)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert refusal(path).code is Code.FILE_CHANGED
    finally:
        done.set()
        writer.join()


def test_what_is_no_file_cannot_be_read(tmp_path: Path) -> None:
    """A missing file and a folder are told in our own words."""
    for path, reason in ((tmp_path / "none.xlsx", "closed_gone"), (tmp_path, "closed_folder")):
        refused = refusal(path)
        assert refused.code is Code.FILE_UNREADABLE
        assert getattr(refused.facts["reason"], "name", "") == reason


def test_the_test_s_own_limits_are_not_changed() -> None:
    """Limits hold in the reader's process only."""
    assert resource.getrlimit(resource.RLIMIT_AS)[0] in {resource.RLIM_INFINITY, resource.getrlimit(resource.RLIMIT_AS)[1]}
