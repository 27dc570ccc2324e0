"""The daily run is set up and taken away by two commands: units where systemd is, else a line in the crontab."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from pipeline.commands import app
from tests.build import ROOT
from tests.test_setup import program

UNITS = sorted(path.name for path in (ROOT / "deploy").iterdir())


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of what the command uses."""
    folder = tmp_path / "project"
    shutil.copytree(ROOT / "scripts", folder / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "deploy", folder / "deploy")
    program(
        tmp_path / "bin",
        "crontab",
        f'if [ "$1" = -l ]; then cat {tmp_path}/tab; else cat >{tmp_path}/new; mv {tmp_path}/new {tmp_path}/tab; fi',
    )
    program(tmp_path / "bin", "systemctl", f'echo "$*" >>{tmp_path}/log')
    return folder


def schedule(project: Path, *arguments: str, user: int = 0) -> subprocess.CompletedProcess[str]:
    """Run the command with stand-ins for systemctl, crontab and id."""
    tmp_path = project.parent
    program(tmp_path / "bin", "id", f"echo {user}")
    environment = os.environ | {"DESTDIR": str(tmp_path / "root"), "PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}"}
    return subprocess.run([project / "scripts" / "schedule.sh", *arguments], env=environment, capture_output=True, text=True, check=False)


def test_with_systemd_the_units_are_installed_and_removed(project: Path) -> None:
    """Every place is filled in, the timers are enabled, and nothing is left afterwards."""
    root = project.parent / "root"
    (root / "run" / "systemd" / "system").mkdir(parents=True)
    done = schedule(project, "install", "192.0.2.25")
    assert done.returncode == 0, done.stderr
    units = root / "etc" / "systemd" / "system"
    assert sorted(path.name for path in units.iterdir()) == UNITS
    texts = {path.name: path.read_text(encoding="utf-8") for path in units.iterdir()}
    filled = {name: [line for line in text.splitlines() if not line.startswith("#")] for name, text in texts.items()}
    assert not [line for lines in filled.values() for line in lines if "@FOLDER@" in line or "@USER@" in line or "@RELAY@" in line]
    assert f"WorkingDirectory={project}" in filled["boligsociale-rapporter.service"]
    assert "IPAddressAllow=192.0.2.25" in filled["boligsociale-udsendelse.service"]
    assert "PrivateNetwork=yes" in filled["boligsociale-rapporter.service"]
    assert (project.parent / "log").read_text(encoding="utf-8").splitlines() == [
        "daemon-reload",
        "enable --now boligsociale-rapporter.timer boligsociale-udsendelse.timer boligsociale-vagt.timer",
    ]
    assert schedule(project, "remove").returncode == 0
    assert list(units.iterdir()) == []


@pytest.mark.parametrize("user", [0, 1000])
def test_without_systemd_or_root_there_is_one_line_in_the_crontab(project: Path, user: int) -> None:
    """Set up twice it stands once; taken away, the other lines are as they were."""
    if user:
        (project.parent / "root" / "run" / "systemd" / "system").mkdir(parents=True)
    tab = project.parent / "tab"
    tab.write_text("5 4 * * * backup\n", encoding="utf-8")
    for _ in range(2):
        assert schedule(project, "install", user=user).returncode == 0
    lines = tab.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "5 4 * * * backup"
    assert re.fullmatch(rf"0 7 \* \* \* cd {project} && \.venv/bin/python -m pipeline reports && .* # boligsociale-rapporter", lines[1])
    assert len(lines) == 2
    assert schedule(project, "remove", user=user).returncode == 0
    assert tab.read_text(encoding="utf-8") == "5 4 * * * backup\n"


def test_a_folder_that_units_cannot_name_is_refused(project: Path) -> None:
    """A sign that systemd or cron would read as something else: nothing is installed."""
    moved = project.rename(project.with_name("50 % rapporter"))
    done = schedule(moved, "install")
    assert done.returncode == 1
    assert "Move the project" in done.stderr


def test_the_units_run_commands_that_are_there() -> None:
    """The first unit's command is one of the program's; the timers name the time zone and make up for a missed day."""
    commands = {command.name or str(getattr(command.callback, "__name__", "")) for command in app.registered_commands}
    text = (ROOT / "deploy" / "boligsociale-rapporter.service").read_text(encoding="utf-8")
    assert re.findall(r"^ExecStart=.* -m pipeline (\w+)$", text, re.MULTILINE)[0] in commands
    for timer in (ROOT / "deploy").glob("*.timer"):
        assert re.search(
            r"^OnCalendar=\*-\*-\* \d\d:00:00 Europe/Copenhagen\n(?:.*\n)*?Persistent=true$",
            timer.read_text(encoding="utf-8"),
            re.MULTILINE,
        )
