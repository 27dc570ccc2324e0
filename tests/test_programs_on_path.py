"""`make test` does not change the machine: files that a test puts on a PATH never replace the machine's programs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import programs_on_path
from tests.build import ROOT
from tests.programs_on_path import add_script, borrow_programs, hash_file


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a program, the only one on the PATH, that plays the machine's own."""
    add_script(tmp_path / "machine", "id", 'echo "the machine: $*"')
    monkeypatch.setenv("PATH", str(tmp_path / "machine"))
    monkeypatch.setattr(programs_on_path, "_borrowed", {})  # those of the other tests are looked at when all have run
    return tmp_path / "machine" / "id"


def said(path: str, *arguments: str) -> str:
    """Return what the program says that is found on a PATH."""
    return subprocess.run(["id", *arguments], env={"PATH": path}, capture_output=True, text=True, check=True).stdout


def test_a_borrowed_program_is_the_machines(machine: Path, tmp_path: Path) -> None:
    """It gets its arguments as they are, and what is not borrowed is not there."""
    path = borrow_programs(tmp_path / "bin", ["id"])
    assert said(path, "-u", "a  b") == "the machine: -u a  b\n"
    assert [entry.name for entry in (tmp_path / "bin").iterdir()] == ["id"]


@pytest.mark.parametrize("by", ["script", "writing", "linked before"])
def test_what_is_laid_over_a_borrowed_program_leaves_the_machines_own(machine: Path, tmp_path: Path, by: str) -> None:
    """By a script, by a test that writes the file itself, and by a script in place of a link that a test has made: another hash, or none."""
    before = hash_file(machine)
    path = borrow_programs(tmp_path / "bin", ["id"])
    stand_in = tmp_path / "bin" / "id"
    if by == "linked before":
        stand_in.unlink()
        stand_in.symlink_to(machine)
    if by == "writing":
        stand_in.write_text("#!/bin/sh\necho 1000\n", encoding="utf-8")
    else:
        add_script(tmp_path / "bin", "id", "echo 1000")
    assert said(path) == "1000\n"
    assert hash_file(machine) == before


CHANGING = """
from pathlib import Path
from tests.programs_on_path import borrow_programs

def test_one(tmp_path):
    borrow_programs(tmp_path / "bin", ["id"])
    {harm}
"""


@pytest.mark.parametrize(
    ("harm", "code"),
    [("pass", 0), ('Path("machine/id").write_text("changed")', 1), ('Path("machine/id").unlink()', 1)],
    ids=["none", "changed", "removed"],
)
def test_a_changed_program_of_the_machine_fails_the_whole_run(machine: Path, tmp_path: Path, harm: str, code: int) -> None:
    """A borrowed program that a test changes or removes, in any way, ends the run with an error that names it."""
    shutil.copy(ROOT / "tests" / "conftest.py", tmp_path)
    (tmp_path / "test_it.py").write_text(CHANGING.format(harm=harm), encoding="utf-8")
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "test_it.py"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stdout
    assert (str(machine) in done.stdout) == bool(code)
