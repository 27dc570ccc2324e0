"""A folder that cannot be written: each command says in Danish which path and why, and exits with the storage code, without a traceback."""

from __future__ import annotations

import errno
import os
import socket
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.__main__ import app
from pipeline.commands.app import Exit
from pipeline.language.language import load_language
from pipeline.language.os_reason import REASONS, say_reason
from tests.build import copy_three_areas

DANISH = load_language("da")
IS_FILE = ("en del af stien er en fil og ikke en mappe", "der ligger en fil med det navn")


@pytest.mark.parametrize("place", ["fil", "fil/under"])
@pytest.mark.parametrize(
    "command",
    [
        ["init", "{blocked}"],
        ["template", "--folder", "{blocked}"],
        ["example", "--folder", "{blocked}"],
        ["migrate", "--folder", "{blocked}", "--input", "{input}"],
        ["reports", "--input", "{input}", "--output", "{blocked}"],
        ["reports", "--forum", "hele byen", "--input", "{input}", "--output", "{blocked}"],
    ],
    ids=lambda command: " ".join(command[:2]),
)
def test_a_file_where_a_folder_should_be(command: list[str], place: str, tmp_path: Path) -> None:
    """The path and the reason stand in one line."""
    copy_three_areas(tmp_path)
    (tmp_path / "fil").write_text("", encoding="utf-8")
    blocked = tmp_path / place
    done = CliRunner().invoke(app, [part.format(blocked=blocked, input=tmp_path / "input") for part in command])
    assert done.exit_code == Exit.STORAGE, done.output
    assert any(str(tmp_path / "fil") in line and any(reason in line for reason in IS_FILE) for line in done.stderr.splitlines()), (
        done.stderr
    )
    assert "skrivebeskyttet" not in done.stderr


@pytest.mark.parametrize("number", sorted(REASONS))
def test_each_reason_is_danish(number: int) -> None:
    """None is in the system's words."""
    said = say_reason(OSError(number, os.strerror(number)), DANISH)
    assert said not in {os.strerror(number), REASONS[number]}


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (socket.gaierror(socket.EAI_NONAME, "Name or service not known"), "ingen maskine har det navn"),
        (TimeoutError("timed out"), "der kom intet svar i tide"),
        (OSError(errno.EXDEV, "Invalid cross-device link"), "Invalid cross-device link"),
        (OSError(), "OSError"),
    ],
)
def test_errors_without_a_number_of_ours(error: OSError, said: str) -> None:
    """What is rare keeps the system's words, so that it can be looked up."""
    assert say_reason(error, DANISH) == said
