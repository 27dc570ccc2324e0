"""The command line in Danish: help, what is wrong with what was typed, and output that cannot be written."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.__main__ import app
from pipeline.commands.app import Exit
from pipeline.commands.command_line import say_wrong_usage
from tests.build import ROOT

WRONG = [
    (["example", "--seed", "x"], "--seed: forventede et helt tal."),
    (["example", "--forums", "0"], "--forums: forventede mindst 1."),
    (["outbox", "resolve", "x", "--delivered"], "MAIL...: forventede et helt tal."),
    (["template", "--years", "2011"], "--years: forventede mindst to forskellige årstal med fire cifre, adskilt af komma, som 2011,2025."),
    (["chek"], "Kommandoen chek findes ikke. Er det check?"),
    (["zzz"], "Kommandoen zzz findes ikke."),
    (["check", "--inpt", "x"], "--inpt findes ikke. Er det --input?"),
    (["check", "--zzz"], "--zzz findes ikke."),
    (["check", "--input"], "Der mangler noget efter --input."),
    (["check", "for", "meget"], "»for meget« hører ikke til dér; sæt anførselstegn om en tekst med mellemrum."),
    (["alias", "bydele"], "FROM mangler."),
    (["score"], "--policy mangler."),
    (["reports", "--anew=3"], "--anew står alene, uden = og en værdi."),
    (["reports", "--reason", "Nyt tal 北"], "--reason: rapporternes skrifttype mangler 北; skriv det uden."),
]
COMMANDS = [
    [],
    *(
        [name]
        for name in [
            "reports",
            "check",
            "status",
            "gates",
            "approve",
            "send",
            "outbox",
            "score",
            "sources",
            "alias",
            "example",
            "template",
            "robustness",
        ]
    ),
]
ENGLISH = re.compile(r"Usage|Options|Commands|Arguments|Show this|default:|required|FOLDER|FILE|ADDRESS|<\w+")


@pytest.mark.parametrize(("typed", "said"), WRONG, ids=lambda part: " ".join(part) if isinstance(part, list) else "")
def test_a_wrong_command_line_is_told_in_danish(typed: list[str], said: str) -> None:
    """One line says what is wrong, the next where the options stand; the exit code is that of a wrong command line."""
    result = CliRunner().invoke(app, typed, env={"MAKELEVEL": None})
    assert result.exit_code == 2
    first, *rest = result.stderr.splitlines()
    assert first == said
    assert all(re.fullmatch(r"Se mulighederne med: .* --help", line) for line in rest)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        (["check", "--zzz"], 'make check OPTIONS="--help"'),
        (["outbox", "resolve", "--zzz"], 'make outbox OPTIONS="resolve --help"'),
        (["chek"], "make help"),
    ],
    ids=" ".join,
)
def test_under_make_the_options_are_shown_by_make(typed: list[str], shown: str) -> None:
    """An analyst types make alone, and gets a line that can be typed as it is."""
    result = CliRunner().invoke(app, typed, env={"MAKELEVEL": "1"})
    assert result.stderr.splitlines()[1] == f"Se mulighederne med: {shown}"


def test_what_typer_says_otherwise_is_passed_on() -> None:
    """A message that a later version of typer may have is shown, after Danish words."""
    assert say_wrong_usage("Something new") == "Kommandoen kan ikke forstås: Something new"


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_help_is_danish(command: list[str]) -> None:
    """No heading, type or default of typer's own is left in English."""
    shown = CliRunner().invoke(app, [*command, "--help"]).output
    assert "Brug:" in shown
    assert "Vis denne hjælp." in shown
    assert ENGLISH.findall(shown) == []


def run(*command: str, **options: object) -> subprocess.CompletedProcess[bytes]:
    """Run the program as a process of its own."""
    return subprocess.run([sys.executable, "-m", "pipeline", *command], cwd=ROOT, stderr=subprocess.PIPE, check=False, **options)  # type: ignore[call-overload,no-any-return]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
@pytest.mark.parametrize("command", [["--help"], ["--version"], ["gates", "--help"]], ids=" ".join)
def test_a_full_disk_behind_the_output_is_told(command: list[str]) -> None:
    """In words, with the code for storage, and without a traceback."""
    with Path("/dev/full").open("wb") as full:
        done = run(*command, stdout=full)
    assert done.stderr.decode().splitlines() == [
        "Det, kommandoen melder, kan ikke skrives: disken er fuld. Se, hvor langt den nåede: make status"
    ]
    assert done.returncode == Exit.STORAGE


def test_a_reader_that_has_closed_is_told() -> None:
    """As where `head` has seen enough."""
    reading, writing = os.pipe()
    os.close(reading)
    done = run("--help", stdout=writing)
    os.close(writing)
    assert done.stderr.decode().startswith("Det, kommandoen melder, kan ikke skrives: modtageren er lukket.")
    assert done.returncode == Exit.STORAGE


def test_a_closed_output_is_told() -> None:
    """Nothing is begun: a file that is opened later would get what is meant for the screen."""
    done = run("status", stdout=subprocess.PIPE, preexec_fn=lambda: os.close(1))
    assert done.stderr.decode().startswith("Det, kommandoen melder, kan ikke skrives: udskriften er lukket.")
    assert done.returncode == Exit.STORAGE


def test_an_error_that_cannot_be_shown_anywhere_keeps_its_meaning() -> None:
    """With both streams full the code is that of storage, and Python adds nothing of its own."""
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([sys.executable, "-m", "pipeline", "chek"], cwd=ROOT, stdout=full, stderr=full, check=False)
    assert done.returncode == Exit.STORAGE


@pytest.mark.parametrize(
    ("encoding", "shown"), [("iso-8859-1", "fandt »2«, forventede >= 1 – æøå"), ("ascii", 'fandt "2", forventede >= 1 - aeoeaa')]
)
def test_a_screen_without_utf_8_gets_what_it_can_show(encoding: str, shown: str) -> None:
    """As with LANG=da_DK: letters that the encoding has are kept, others are written plainly, and nothing stops the command."""
    program = "from pipeline.commands.streams import told_streams\nwith told_streams(): print('fandt »2«, forventede ≥ 1 – æøå')"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=os.environ | {"PYTHONIOENCODING": encoding}, capture_output=True, check=False
    )
    assert done.stderr == b""
    assert done.stdout.decode(encoding).strip() == shown.replace("–", "-")
