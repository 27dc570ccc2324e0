"""`doctor` says what a machine lacks, and a command that needs it says so too."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pipeline.__main__ import app
from pipeline.commands.app import Exit
from pipeline.commands.machine import HOW_TO_GET, Weight, look_at_clock, look_at_relay, look_at_versions
from pipeline.language.language import load_language
from pipeline.releases.history.pulse import Pulse
from pipeline.render import system_libraries
from pipeline.settings.delivery import Relay
from tests.build import ROOT, SAMPLE
from tests.test_shared_folders import needs_gcc, shim  # noqa: F401 - a fixture

DANISH = load_language("da")
NOWHERE = {"Pango": ("libnowhere-1.0.so.0",)}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A working folder with the sample."""
    shutil.copytree(SAMPLE, tmp_path / "input")
    return tmp_path


def ask(folder: Path, command: str = "doctor") -> Result:
    """Run a command on a working folder."""
    return CliRunner().invoke(app, [command, "--input", str(folder / "input"), "--output", str(folder / "output")])


def weights(told: str) -> list[str]:
    """Return the sign at the beginning of each line."""
    return [line.split(":")[0] for line in told.splitlines() if line.startswith(("I orden:", "Advarsel:", "I vejen:"))]


def test_where_nothing_is_missing_nothing_stands_in_the_way(folder: Path) -> None:
    """The code is 0, and nothing is left of what was tried."""
    done = ask(folder)
    assert done.exit_code == 0, done.output
    assert set(weights(done.output)) == {"I orden"}
    assert done.stdout.splitlines()[-1] == "Intet står i vejen."
    assert [path.name for path in folder.iterdir()] == ["input"]


def test_a_missing_library_is_named_with_what_installs_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By doctor, and by reports before anything is begun; check needs none."""
    monkeypatch.setattr(system_libraries, "LIBRARIES", system_libraries.LIBRARIES | NOWHERE)
    monkeypatch.setattr(sys, "platform", "linux")
    done = ask(folder)
    assert done.exit_code == Exit.LACKING
    assert done.stderr.splitlines() == [
        "I vejen: Der kan ikke laves PDF'er her: Pango mangler. Det er en del af styresystemet, og installeres med",
        "  Debian, Ubuntu: sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz0b libharfbuzz-subset0",
        "  Fedora: sudo dnf install pango harfbuzz",
        "1 ting står i vejen.",
    ]
    made = ask(folder, "reports")
    assert made.exit_code == Exit.LACKING
    assert made.stderr.splitlines() == [
        "Der kan ikke laves rapporter på denne maskine: Pango mangler. Se, hvad du skal gøre, med: make doctor"
    ]
    assert not (folder / "output").exists()
    assert ask(folder, "check").exit_code == 0


def test_the_packages_are_those_that_setup_installs() -> None:
    """Doctor and scripts/setup.sh name the same."""
    packages = HOW_TO_GET["linux"][0].partition("install ")[2]
    assert f'packages="{packages}"' in (ROOT / "scripts" / "setup.sh").read_text(encoding="utf-8")


@needs_gcc
@pytest.mark.parametrize(
    ("lacks", "code", "told"),
    [
        ("folders links", 0, "Advarsel: Drevet med {} har ikke symbolske links og gennemskrivning af mapper: "),
        ("hardlinks rights", 0, "Advarsel: Drevet med {} har ikke symbolske links, hårde links og rettigheder: "),
        ("locks", Exit.LACKING, "I vejen: Drevet med {} kan ikke låse filer. "),
    ],
)
def test_what_a_drive_cannot_do_is_told(lacks: str, code: int, told: str, folder: Path, shim: Path) -> None:  # noqa: F811 - the fixture
    """A share without links is a warning, one without locks stands in the way."""
    command = [sys.executable, "-m", "pipeline", "doctor", "--input", folder / "input", "--output", folder / "output"]
    environment = os.environ | {"LD_PRELOAD": str(shim), "LACKS": lacks}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == code
    assert told.format(folder) in done.stdout + done.stderr


def test_a_folder_that_cannot_be_written_stands_in_the_way(folder: Path) -> None:
    """As where a file has the name of the output folder."""
    (folder / "output").write_text("", encoding="utf-8")
    done = ask(folder)
    assert done.exit_code == Exit.LACKING
    assert f"I vejen: Du kan ikke skrive i {folder / 'output'}: " in done.stderr


def test_without_an_input_folder_the_way_to_one_is_told(tmp_path: Path) -> None:
    """The machine is looked at all the same."""
    done = ask(tmp_path)
    assert done.exit_code == 0
    assert (
        f"Advarsel: Her er ingen mappe {tmp_path / 'input'}. Gå til arbejdsmappen, eller lav en med: boligsocial init MAPPE" in done.stdout
    )


def test_other_versions_are_named(tmp_path: Path) -> None:
    """With the one that is pinned for each Python; a package for another system is none."""
    pinned = tmp_path / "requirements.txt"
    lines = ["numpy==1.0 ; python_version < '3.12' \\", "    --hash=sha256:00", "numpy==1.1 ; python_version >= '3.12' \\"]
    lines += [f"pandas=={version('pandas')} \\", "no-such-package==1.0"]
    pinned.write_text("\n".join(lines), encoding="utf-8")
    (seen,) = look_at_versions(DANISH, pinned)
    assert seen.weight is Weight.WARNING
    assert seen.told.endswith(f": numpy {version('numpy')} (1.0/1.1)")


def test_a_relay_that_answers_is_told_from_one_that_does_not() -> None:
    """A connection is enough; that mails cannot be sent stops no report."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        (there,) = look_at_relay(Relay(host="127.0.0.1", port=port, tls="starttls"), DANISH)
    (gone,) = look_at_relay(Relay(host="127.0.0.1", port=port, tls="starttls"), DANISH)
    (unknown,) = look_at_relay(Relay(host="relay.invalid", port=25, tls="starttls"), DANISH)
    assert (there.weight, gone.weight, unknown.weight) == (Weight.GOOD, Weight.WARNING, Weight.WARNING)
    assert gone.told.startswith(f"Mailserveren 127.0.0.1:{port} kan ikke nås herfra (")


@pytest.mark.parametrize(("hours", "warned"), [(-1, False), (1, True)])
def test_a_clock_behind_the_last_run_is_told(hours: int, warned: bool, tmp_path: Path) -> None:
    """A run that ended in an hour from now shows that the clock was set back."""
    now = datetime.now(UTC)
    pulse = tmp_path / Pulse.RUN
    pulse.parent.mkdir()
    pulse.write_text((now + timedelta(hours=hours)).isoformat(), encoding="utf-8")
    assert [seen.weight for seen in look_at_clock(tmp_path, now, DANISH)] == [Weight.WARNING] * warned


def test_a_screen_without_danish_letters_is_told(folder: Path) -> None:
    """With LANG=C in a terminal of another age."""
    command = [sys.executable, "-m", "pipeline", "doctor", "--input", folder / "input", "--output", folder / "output"]
    environment = os.environ | {"PYTHONIOENCODING": "iso-8859-1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True)
    assert "Advarsel: Skærmen viser iso8859-1".encode("latin-1") in done.stdout
