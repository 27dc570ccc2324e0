"""The commands that texts tell a person to type, as make's and as the installed program's."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer

from pipeline.__main__ import app
from pipeline.language.typed_command import INSTALLED, TYPED, name_installed
from pipeline.problems.model import FINDING, Code
from pipeline.problems.words import WORDS
from tests.build import ROOT
from tests.programs_on_path import add_script
from tests.test_catalogs import strings, translations

FACTS = {
    "period": "2011-2025",
    "reason": "Nye tal",
    "of": "bydele",
    "found": "Kgs. Enghave",
    "target": "Vesterbro",
    "code": "ab12",
    "command": "send",
}
OWN = {"help"}
"""Targets that are no commands of the program's."""
NAMED = sorted({typed[0] for id_, message in translations().items() for text in (id_, *strings(message)) for typed in TYPED.finditer(text)})


def parsed(command: str) -> tuple[str, dict[str, Any]]:
    """Return the command and the parameters of a command line, as the program reads it; wrong usage is raised."""
    group = typer.main.get_command(app)
    words = [word for word in shlex.split(command) if word != "--help"]  # which would be shown
    with group.make_context("program", words, resilient_parsing=False) as context:
        if not context._protected_args:
            return "", context.params
        name, found, rest = group.resolve_command(context, [*context._protected_args, *context.args])  # type: ignore[attr-defined]
        with found.make_context(name, rest, parent=context) as inner:
            return name, inner.params | {"rest": [*inner._protected_args, *inner.args]}


def test_every_command_that_a_danish_text_names_is_known() -> None:
    """A target or a variable that the table lacks would be shown as make's."""
    texts = [text for message in translations().values() for text in strings(message) if re.search(r"\bmake [a-z]", text)]
    assert len(texts) > 50
    assert [text for text in texts if re.search(r"\bmake [a-z]|\b[A-Z]{2,}=", name_installed(text))] == []


@pytest.mark.parametrize("typed", [typed for typed in NAMED if typed.split()[1] not in OWN])
def test_the_installed_command_says_the_same_as_make(typed: str, tmp_path: Path) -> None:
    """The program gets the same command and the same values, whichever of the two a person types."""
    filled = typed.format(**FACTS)
    translated = name_installed(typed).format(**FACTS).removeprefix(f"{INSTALLED} ")
    assert parsed(translated) == parsed(typed_by_make(filled, tmp_path))


def typed_by_make(command: str, project: Path) -> str:
    """Return the arguments that the program gets from a make command."""
    shutil.copy(ROOT / "Makefile", project)
    (project / ".venv").mkdir()
    add_script(project / ".venv" / "bin", "python", "printf '%s\\n' \"$@\"")
    add_script(project / "scripts", "setup.sh", "")
    done = subprocess.run(shlex.split(command), cwd=project, capture_output=True, text=True, check=True)
    return shlex.join(done.stdout.split("pipeline\n", 1)[1].splitlines())


@pytest.mark.parametrize(("name", "shown"), [("boligsocial", "boligsocial check"), ("pytest", "make check")])
def test_a_command_is_told_as_it_is_typed(name: str, shown: str, tmp_path: Path) -> None:
    """Who started the installed program has no make."""
    started = tmp_path / name
    started.write_text("from pipeline.__main__ import main; main()", encoding="utf-8")
    command = [sys.executable, started, "example", "--folder", "input"]
    done = subprocess.run(command, cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == f"Næste: {shown}"


def test_what_is_published_names_no_command() -> None:
    """Else a release's files would be others where the installed program made them: neither its templates nor the words of findings."""
    pages = [page for page in (ROOT / "templates").rglob("*.j2") if page.name != "check.html.j2"]  # which is never published
    assert [page for page in pages if TYPED.search(page.read_text(encoding="utf-8"))] == []
    findings = [code for code in Code if code.severity is FINDING]
    assert len(findings) > 10
    assert [code for code in findings if TYPED.search(WORDS[code])] == []
