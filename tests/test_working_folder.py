"""`init`: a working folder from nothing, in which every command works."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from pipeline.__main__ import app
from pipeline.commands.app import Exit
from pipeline.input.check_input import check_input
from pipeline.input.tables import Tables
from tests.build import SAMPLE


def contents(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder by their path in it."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_example_is_the_sample(tmp_path: Path) -> None:
    """So that its reports are those of the project's own; settings and policies are the same to the byte."""
    done = CliRunner().invoke(app, ["init", str(tmp_path / "arbejde"), "--example"])
    assert done.exit_code == 0, done.output
    made = tmp_path / "arbejde" / "input"
    assert done.stdout.splitlines()[1:] == [
        f"Alle kommandoer skrives i arbejdsmappen. Gå derhen med: cd {tmp_path / 'arbejde'}",
        "Næste: make reports",
    ]
    assert set(contents(made)) == set(contents(SAMPLE))
    assert [name for name, content in contents(SAMPLE).items() if name.endswith(".toml") and contents(made)[name] != content] == []
    assert values(check_input(made).tables) == values(check_input(SAMPLE).tables)


def values(tables: Tables) -> dict[str, str]:
    """Return every table of an input as text."""
    return {field.name: table.to_csv() for field in fields(tables) if isinstance(table := getattr(tables, field.name), pd.DataFrame)}


def test_without_it_the_workbooks_wait_to_be_filled_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Check finds its way in the folder, and names what is missing."""
    assert CliRunner().invoke(app, ["init", str(tmp_path)]).exit_code == 0
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, ["check"])
    assert done.exit_code == Exit.REJECTED
    assert "input/fora.xlsx" in done.stderr


@pytest.mark.parametrize("more", [[], ["--example"]], ids=str)
def test_what_is_there_stays(more: list[str], tmp_path: Path) -> None:
    """An input folder with a file in it is somebody's; nothing is written beside it."""
    (tmp_path / "input").mkdir()
    (tmp_path / "input" / "noter.txt").write_text("mine", encoding="utf-8")
    done = CliRunner().invoke(app, ["init", str(tmp_path), *more])
    assert done.exit_code == 2
    assert f"MAPPE: {tmp_path / 'input'} indeholder allerede filer; de er ikke ændret. Vælg en anden mappe." in done.stderr
    assert contents(tmp_path) == {"input/noter.txt": b"mine"}


def test_an_empty_input_folder_is_filled(tmp_path: Path) -> None:
    """As IT may have made it."""
    (tmp_path / "input").mkdir()
    assert CliRunner().invoke(app, ["init", str(tmp_path)]).exit_code == 0
    assert (tmp_path / "input" / "fora.xlsx").exists()


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """With the code for storage."""
    (tmp_path / "fil").write_text("", encoding="utf-8")
    done = CliRunner().invoke(app, ["init", str(tmp_path / "fil")])
    assert done.exit_code == Exit.STORAGE
    assert done.stderr.startswith("Mappen kunne ikke oprettes: ")
