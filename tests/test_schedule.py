"""The daily run is set up and taken away by two commands: units where systemd is, else a line in the crontab."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.commands import Exit, app
from pipeline.history import Pulse, beat_pulse
from tests.build import ROOT
from tests.programs_on_path import add_script

UNITS = sorted(path.name for path in (ROOT / "deploy").iterdir())


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of what the command uses."""
    folder = tmp_path / "project"
    shutil.copytree(ROOT / "scripts", folder / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "deploy", folder / "deploy")
    add_script(
        tmp_path / "bin",
        "crontab",
        f'if [ "$1" = -l ]; then cat {tmp_path}/tab; else cat >{tmp_path}/new; mv {tmp_path}/new {tmp_path}/tab; fi',
    )
    add_script(tmp_path / "bin", "systemctl", f'echo "$*" >>{tmp_path}/log')
    return folder


def schedule(project: Path, *arguments: str, user: int = 0) -> subprocess.CompletedProcess[str]:
    """Run the command with stand-ins for systemctl, crontab and id."""
    tmp_path = project.parent
    add_script(tmp_path / "bin", "id", f"echo {user}")
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
    owner = (project / "output").owner()
    assert owner == project.owner(), "the units run as the owner of the project and write nowhere else"
    assert schedule(project, "remove").returncode == 0
    assert list(units.iterdir()) == []
    assert (project.parent / "log").read_text(encoding="utf-8").splitlines()[2:] == [
        "disable --now boligsociale-rapporter.timer boligsociale-udsendelse.timer boligsociale-vagt.timer",
        "daemon-reload",
        "reset-failed boligsociale-*",
    ]


@pytest.mark.parametrize("user", [0, 1000])
def test_without_systemd_or_root_there_are_two_lines_in_the_crontab(project: Path, user: int) -> None:
    """The daily run and the sending; set up twice they stand once; taken away, the other lines are as they were."""
    if user:
        (project.parent / "root" / "run" / "systemd" / "system").mkdir(parents=True)
    tab = project.parent / "tab"
    tab.write_text("5 4 * * * backup\n", encoding="utf-8")
    for _ in range(2):
        assert schedule(project, "install", user=user).returncode == 0
    lines = tab.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "5 4 * * * backup"
    program = f"cd {project} && .venv/bin/python -m pipeline"
    assert lines[1:] == [
        f"0 7 * * * {program} reports # boligsociale-rapporter",
        f"*/5 * * * * {program} send --send >/dev/null # boligsociale-rapporter",
    ]
    assert schedule(project, "remove", user=user).returncode == 0
    assert tab.read_text(encoding="utf-8") == "5 4 * * * backup\n"


def test_a_folder_that_units_cannot_name_is_refused(project: Path) -> None:
    """A sign that systemd or cron would read as something else: nothing is installed."""
    moved = project.rename(project.with_name("50 % rapporter"))
    done = schedule(moved, "install")
    assert done.returncode == 1
    assert "Move the project" in done.stderr


@pytest.mark.parametrize(("service", "ends"), [("rapporter", "reports"), ("udsendelse", "send --send"), ("vagt", "outbox")])
def test_the_units_run_commands_that_are_there(service: str, ends: str) -> None:
    """Each asks the program for one of its commands, with options that it has."""
    text = (ROOT / "deploy" / f"boligsociale-{service}.service").read_text(encoding="utf-8")
    assert re.findall(r"^ExecStart=.* -m pipeline (.+)$", text, re.MULTILINE) == [ends]
    assert CliRunner().invoke(app, [*ends.split(), "--help"]).exit_code == 0


def test_what_is_no_failure_of_the_sending() -> None:
    """Waiting for a person, for another try or for another sender; a mail of which nobody knows is one, and so is a disk."""
    text = (ROOT / "deploy" / "boligsociale-udsendelse.service").read_text(encoding="utf-8")
    fine = {int(code) for code in re.findall(r"^SuccessExitStatus=(.*)$", text, re.MULTILINE)[0].split()}
    assert fine == {Exit.WAITS, Exit.INCOMPLETE, Exit.LOCKED}


def test_a_missed_day_is_made_up_for() -> None:
    """By the run, at once; by the watch an hour after the machine's start, when the run has had its time."""
    timers = {path.stem: path.read_text(encoding="utf-8").splitlines() for path in (ROOT / "deploy").glob("*.timer")}
    assert {"OnCalendar=*-*-* 07:00:00 Europe/Copenhagen", "Persistent=true"} <= set(timers["boligsociale-rapporter"])
    assert {"OnCalendar=*-*-* 11:00:00 Europe/Copenhagen", "OnBootSec=1h"} <= set(timers["boligsociale-vagt"])
    assert "Persistent=true" not in timers["boligsociale-vagt"]
    assert "OnCalendar=*:0/5" in timers["boligsociale-udsendelse"]


@pytest.mark.parametrize(
    ("silent", "says"),
    [("register", "No run for 26 hours."), ("post", "No delivery for 2 hours."), ("", "")],
    ids=["run", "delivery", "none"],
)
def test_the_watch_sees_a_pulse_that_has_stopped(tmp_path: Path, silent: str, says: str) -> None:
    """Of the runs or of the deliveries, and says which; a pulse that was never there has stopped too."""
    text = (ROOT / "deploy" / "boligsociale-vagt.service").read_text(encoding="utf-8")
    looks = re.findall(r"^ExecStart=/bin/sh -c '(.*)'$", text, re.MULTILINE)
    for pulse in Pulse:
        beat_pulse(tmp_path / "output", pulse)
    if silent:
        old = time.time() - 27 * 3600
        os.utime(tmp_path / "output" / silent / "puls", (old, old))
    done = [subprocess.run(["/bin/sh", "-c", look], cwd=tmp_path, capture_output=True, text=True, check=False) for look in looks]
    assert [one.stderr.strip() for one in done if one.returncode] == ([says] if says else [])
    assert len(done) == 2
    for pulse in Pulse:
        (tmp_path / "output" / pulse).unlink()
    assert all(subprocess.run(["/bin/sh", "-c", look], cwd=tmp_path, capture_output=True, check=False).returncode for look in looks)
