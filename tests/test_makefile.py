"""What people write in make's variables reaches the program as they wrote it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.build import ROOT
from tests.programs_on_path import add_script

TEXTS = ["5 $ mere", "$(shell touch ramt)", "`touch ramt`", "'a' og \"b\"", "$HOME # x $$", "100 %", "-- x", "æøå – »x«"]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The Makefile, with a program that prints its arguments, one a line."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    (tmp_path / ".venv").mkdir()
    add_script(tmp_path / ".venv" / "bin", "python", "printf '%s\\n' \"$@\"")
    add_script(tmp_path / "scripts", "setup.sh", "")
    return tmp_path


def arguments(project: Path, *command: str) -> list[str]:
    """Return the arguments that the program gets from a make command."""
    done = subprocess.run(["make", *command], cwd=project, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert not (project / "ramt").exists(), "make or the shell has run a part of the text"
    return done.stdout.splitlines()


@pytest.mark.parametrize("written", TEXTS)
@pytest.mark.parametrize(
    ("command", "variable", "others"),
    [
        ("reports", "REASON", []),
        ("reports", "FORUM", []),
        ("check", "PERIOD", []),
        ("alias", "FROM", ["LIST=bydele"]),
        ("approve", "CODE", []),
        ("schedule", "RELAY", []),
    ],
)
def test_a_text_is_a_text(command: str, variable: str, others: list[str], written: str, project: Path) -> None:
    """A dollar, quotation marks, backquotes and a number sign mean nothing to make or the shell."""
    assert written in arguments(project, command, *others, f"{variable}={written}")


def test_a_variable_that_is_not_given_is_no_argument(project: Path) -> None:
    """Without a period there is no option, and without a reason an empty one."""
    assert arguments(project, "reports") == ["-E", "-m", "pipeline", "reports", "--reason", ""]
    assert arguments(project, "check", "PERIOD=2011-2019")[-2:] == ["--period", "2011-2019"]
