"""Two commands set up and remove the scheduled run: units if there is systemd, else a line in the crontab."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.__main__ import app
from pipeline.commands.app import Exit
from pipeline.scheduled_run import BETWEEN_CALLS, LONGEST_RUN, REGISTER, SCHEDULE_FILE
from tests.build import ROOT
from tests.programs_on_path import add_script

SCRIPT = ROOT / "scripts" / "schedule.sh"
PROGRAM = "/opt/boligsocial/bin/python"
UNITS = sorted(path.name for path in (ROOT / "deploy").iterdir())


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """An empty working folder, on a machine with stand-ins for crontab and systemctl."""
    folder = tmp_path / "project"
    folder.mkdir()
    add_script(
        tmp_path / "bin",
        "crontab",
        f'if [ "$1" = -l ]; then cat {tmp_path}/tab; else cat >{tmp_path}/new; mv {tmp_path}/new {tmp_path}/tab; fi',
    )
    add_script(tmp_path / "bin", "systemctl", f'echo "$*" >>{tmp_path}/log')
    return folder


def schedule(project: Path, *arguments: str, user: int = 0, program: str | Path = PROGRAM) -> subprocess.CompletedProcess[str]:
    """Run the script as the command calls it, with stand-ins for systemctl, crontab and id."""
    tmp_path = project.parent
    add_script(tmp_path / "bin", "id", f"echo {user}")
    path = f"{tmp_path / 'bin'}:{os.environ['PATH']}"
    environment = os.environ | {"DESTDIR": str(tmp_path / "root"), "PATH": path, "FOLDER": str(project), "PROGRAM": str(program)}
    return subprocess.run([SCRIPT, *arguments], env=environment, capture_output=True, text=True, check=False)


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
    assert not [line for lines in filled.values() for line in lines if re.search("@[A-Z]+@", line)]
    assert f"WorkingDirectory={project}" in filled["boligsociale-rapporter.service"]
    assert f"ExecStart={PROGRAM} -m pipeline reports --if-due" in filled["boligsociale-rapporter.service"]
    assert "IPAddressAllow=192.0.2.25" in filled["boligsociale-udsendelse.service"]
    assert "PrivateNetwork=yes" in filled["boligsociale-rapporter.service"]
    assert (project.parent / "log").read_text(encoding="utf-8").splitlines() == [
        "daemon-reload",
        "enable --now boligsociale-rapporter.timer boligsociale-udsendelse.timer boligsociale-vagt.timer",
    ]
    owner = (project / "output").owner()
    assert owner == project.owner(), "the units run as the owner of the project and write nowhere else"
    kept = project / "output" / REGISTER / SCHEDULE_FILE
    kept.parent.mkdir()
    kept.touch()
    assert schedule(project, "remove").returncode == 0
    assert list(units.iterdir()) == []
    assert not kept.exists(), "set up once more, it makes up for nothing of the time between"
    assert (project.parent / "log").read_text(encoding="utf-8").splitlines()[2:] == [
        "disable --now boligsociale-rapporter.timer boligsociale-udsendelse.timer boligsociale-vagt.timer",
        "daemon-reload",
        "reset-failed boligsociale-*",
    ]


@pytest.mark.parametrize("user", [0, 1000])
def test_without_systemd_or_root_there_is_a_line_in_the_crontab(project: Path, user: int) -> None:
    """Set up twice it is there once; taken away, the other lines are as they were, and so are they after an older version's two lines."""
    if user:
        (project.parent / "root" / "run" / "systemd" / "system").mkdir(parents=True)
    tab = project.parent / "tab"
    tab.write_text("5 4 * * * backup\n0 7 * * * old # boligsociale-rapporter\n*/5 * * * * old # boligsociale-rapporter\n", encoding="utf-8")
    for _ in range(2):
        assert schedule(project, "install", user=user).returncode == 0
    lines = tab.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "5 4 * * * backup"
    program = f"{PROGRAM} -m pipeline"
    both = f"{program} reports --if-due; {program} send --send >/dev/null;"
    assert lines[1:] == [f"*/15 * * * * cd {project} && {{ {both} }} # boligsociale-rapporter"]
    assert schedule(project, "remove", user=user).returncode == 0
    assert tab.read_text(encoding="utf-8") == "5 4 * * * backup\n"


def test_a_folder_that_units_cannot_name_is_refused(project: Path) -> None:
    """A sign that systemd or cron would read as something else: nothing is installed."""
    moved = project.rename(project.with_name("50 % rapporter"))
    done = schedule(moved, "install")
    assert done.returncode == 1
    assert "Flyt mappen" in done.stderr


@pytest.mark.parametrize(
    ("service", "ends"), [("rapporter", ["reports --if-due"]), ("udsendelse", ["send --send"]), ("vagt", ["pulse", "outbox"])]
)
def test_the_units_run_commands_that_are_there(service: str, ends: list[str]) -> None:
    """Each asks the program for its commands, with options that they have."""
    text = (ROOT / "deploy" / f"boligsociale-{service}.service").read_text(encoding="utf-8")
    assert re.findall(r"^ExecStart=.* -m pipeline (.+)$", text, re.MULTILINE) == ends
    assert [CliRunner().invoke(app, [*end.split(), "--help"]).exit_code for end in ends] == [0] * len(ends)


def test_what_is_no_failure_of_the_sending() -> None:
    """Waiting for a person, for another try or for another sender; a mail of which nobody knows is one, and so is a disk."""
    text = (ROOT / "deploy" / "boligsociale-udsendelse.service").read_text(encoding="utf-8")
    fine = {int(code) for code in re.findall(r"^SuccessExitStatus=(.*)$", text, re.MULTILINE)[0].split()}
    assert fine == {Exit.WAITS, Exit.INCOMPLETE, Exit.LOCKED}


def test_the_timers_call_as_often_as_the_program_reckons_with() -> None:
    """Both, and so does cron; what was missed is made up for by the program, at a machine's start at once. The watch looks every day."""
    timers = {path.stem: path.read_text(encoding="utf-8").splitlines() for path in (ROOT / "deploy").glob("*.timer")}
    quarter = f"OnCalendar=*:0/{BETWEEN_CALLS // timedelta(minutes=1)}"
    assert {quarter, "Persistent=true"} <= set(timers["boligsociale-rapporter"])
    assert quarter in timers["boligsociale-udsendelse"]
    assert {"OnCalendar=*-*-* 11:00:00 Europe/Copenhagen", "OnBootSec=1h"} <= set(timers["boligsociale-vagt"])
    assert "Persistent=true" not in timers["boligsociale-vagt"]


def test_a_run_that_fails_is_shown_until_one_ends_well() -> None:
    """The unit's next call is a success, so the failure calls the watch, which goes on failing. It has as long as the watch gives it."""
    text = (ROOT / "deploy" / "boligsociale-rapporter.service").read_text(encoding="utf-8").splitlines()
    assert "OnFailure=boligsociale-vagt.service" in text
    assert f"SuccessExitStatus={Exit.LOCKED:d}" in text
    assert f"TimeoutStartSec={LONGEST_RUN // timedelta(hours=1)}h" in text


def test_the_crontab_line_runs_both_in_turn(project: Path) -> None:
    """As cron runs it, in a shell: reports first, whatever they come to, then the sending; what the first says becomes a mail, the rest not."""
    program = project / "bin" / "python"
    add_script(program.parent, program.name, f'echo "$*" >>{project.parent}/asked', 'echo "said by $3"', '[ "$3" != reports ]')
    assert schedule(project, "install", user=1000, program=program).returncode == 0
    line = (project.parent / "tab").read_text(encoding="utf-8")
    minutes, command = line.split(" * * * * ")
    assert minutes == "*/15"
    done = subprocess.run(["/bin/sh", "-c", command], cwd="/", capture_output=True, text=True, check=False)
    assert (project.parent / "asked").read_text(encoding="utf-8") == "-m pipeline reports --if-due\n-m pipeline send --send\n"
    assert (done.stdout, done.stderr) == ("said by reports\n", "")


@pytest.mark.parametrize(
    ("relay", "allowed"),
    [
        ("", "localhost"),
        ("localhost", "localhost"),
        ("192.0.2.25, 192.0.2.26;2001:db8::25", "192.0.2.25 192.0.2.26 2001:db8::25"),
        ("192.0.2.0/28", "192.0.2.0/28"),
        ("smtp.kommune.example", "192.0.2.41 192.0.2.42"),
    ],
)
def test_a_relay_is_a_name_or_addresses(relay: str, allowed: str, project: Path) -> None:
    """A name is looked up, several are all allowed, and it is said what the sending may reach."""
    root = project.parent / "root"
    (root / "run" / "systemd" / "system").mkdir(parents=True)
    names = 'case "$2" in smtp.kommune.example) echo "192.0.2.42 STREAM"; echo "192.0.2.41 STREAM"; echo "192.0.2.42 DGRAM" ;;'
    add_script(project.parent / "bin", "getent", f'{names} *) exec /usr/bin/getent "$@" ;; esac')
    done = schedule(project, "install", relay)
    assert done.returncode == 0, done.stderr
    assert f"Udsendelsen kan kun nå: {allowed}\n" in done.stdout
    unit = (root / "etc" / "systemd" / "system" / "boligsociale-udsendelse.service").read_text(encoding="utf-8")
    assert f"\nIPAddressAllow={allowed}\n" in unit


@pytest.mark.parametrize("relay", ["192.0.2.999", "192.0.2", "smtp.invalid", "192.0.2.25,192.0.2.256", "*", "192.0.2.0/x", "a#b"])
def test_a_relay_that_cannot_be_allowed_is_refused(relay: str, project: Path) -> None:
    """None is dropped silently: nothing is installed, and the one that is wrong is named."""
    root = project.parent / "root"
    (root / "run" / "systemd" / "system").mkdir(parents=True)
    done = schedule(project, "install", relay)
    assert done.returncode == 1
    assert f"Mailserveren: fandt »{relay.rsplit(',', maxsplit=1)[-1]}«" in done.stderr
    assert not (root / "etc").exists()


def test_a_crontab_takes_no_relay(project: Path) -> None:
    """A line of cron limits nothing, so that a relay that is named is refused and not ignored."""
    done = schedule(project, "install", "192.0.2.25", user=1000)
    assert done.returncode == 1
    assert "sudo make schedule RELAY=" in done.stderr
    assert not (project.parent / "tab").exists()


def test_without_systemd_and_cron_it_is_said_what_to_do_instead(project: Path) -> None:
    """No line of the shell's own, such as »crontab: not found«, and taking away what is not there is no fault."""
    (project.parent / "bin" / "crontab").unlink()
    for tool in ("sh", "dirname", "pwd", "printf", "rm", "grep"):
        (project.parent / "bin" / tool).symlink_to(shutil.which(tool) or "")
    add_script(project.parent / "bin", "id", "echo 1000")
    places = {"FOLDER": str(project), "PROGRAM": PROGRAM}
    environment = {"DESTDIR": str(project.parent / "root"), "PATH": str(project.parent / "bin")} | places
    for command, code in (("install", 1), ("remove", 0)):
        done = subprocess.run(["/bin/sh", SCRIPT, command], env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == code
        assert "not found" not in done.stderr
    told = subprocess.run(["/bin/sh", SCRIPT, "install"], env=environment, capture_output=True, text=True, check=False).stderr
    assert "make send SEND=1" in told
    assert "reports --if-due" in told


def test_the_command_sets_up_the_folder_it_is_typed_in_for_the_program_that_runs_it(project: Path) -> None:
    """In a checkout and installed alike: each line calls the very interpreter, and is gone when it is taken away."""
    add_script(project.parent / "bin", "id", "echo 1000")
    environment = os.environ | {"DESTDIR": str(project.parent / "root"), "PATH": f"{project.parent / 'bin'}:{os.environ['PATH']}"}
    command = [sys.executable, "-c", "from pipeline.__main__ import main; main()", "schedule"]
    environment["PYTHONPATH"] = str(ROOT)
    for option, begins in (
        ("--relay=", f"*/15 * * * * cd {project} && {{ {sys.executable} -m pipeline reports --if-due;"),
        ("--remove", ""),
    ):
        done = subprocess.run([*command, option], cwd=project, env=environment, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")
        tab = (project.parent / "tab").read_text(encoding="utf-8")
        assert tab.startswith(begins)
        assert bool(tab) is bool(begins)
    done = subprocess.run([*command, "--relay", "192.0.2.25"], cwd=project, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "make schedule RELAY=192.0.2.25" in done.stderr
