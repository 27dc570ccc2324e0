"""`reports --forum` draws one report without publishing it, `open` shows the newest index page, and work is shown on a terminal."""

from __future__ import annotations

import os
import pty
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pipeline.__main__ import app
from pipeline.commands.app import Exit
from tests.build import ROOT, copy_as_real
from tests.programs_on_path import add_script
from tests.reading_pdf import texts_of
from tests.test_news import two_forums

STAMP = "PRØVE"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sample, marked as real."""
    folder = tmp_path_factory.mktemp("preview")
    copy_as_real(folder)
    return folder


def look(folder: Path, *command: str) -> Result:
    """Run a command on a folder's input and output."""
    name, *rest = command
    return CliRunner().invoke(app, [name, "--input", str(folder / "input"), "--output", str(folder / "output"), *rest])


@pytest.mark.parametrize(
    ("typed", "file"),
    [("nørrebro", "rapport_noerrebro.pdf"), ("F-NOR", "rapport_noerrebro.pdf"), ("Hele byen", "rapport_hele-byen.pdf")],
)
def test_one_report_is_drawn_and_nothing_is_published(typed: str, file: str, folder: Path) -> None:
    """Every page is stamped; there is no release, no run and no mail of it."""
    shutil.rmtree(folder / "output", ignore_errors=True)
    done = look(folder, "reports", "--forum", typed)
    assert done.exit_code == 0, done.output
    pdf = folder / "output" / "proeve" / file
    assert done.stdout == f"En prøve ligger i {pdf}. Den er ikke udgivet.\n"
    assert [path for path in (folder / "output").rglob("*") if path.is_file()] == [pdf]
    pages = texts_of(pdf.read_bytes())
    assert len(pages) > 1
    assert all(STAMP in page and "EKSEMPELDATA" not in page for page in pages)


def test_a_name_that_is_no_forum_s_is_told_with_the_nearest(folder: Path) -> None:
    """As a wrong command line."""
    done = look(folder, "reports", "--forum", "Nørbro")
    assert done.exit_code == 2
    assert done.stderr.splitlines()[0].startswith("--forum: »Nørbro« er ikke et forum; nærmest: ")
    assert "Nørrebro" in done.stderr


@pytest.mark.parametrize("option", [["--reason", "Et tal er rettet."], ["--anew"], ["--if-due"], ["--scheduler", "tcp://10.0.0.5:8786"]])
def test_what_belongs_to_all_reports_is_refused_beside_a_forum(option: list[str], folder: Path) -> None:
    """A correction is of all reports; nothing is drawn."""
    done = look(folder, "reports", "--forum", "Nørrebro", *option)
    assert done.exit_code == 2
    assert done.stderr.startswith(f"{option[0]}: det hører til alle rapporter")


def test_errors_in_the_input_are_told_as_check_tells_them(tmp_path: Path) -> None:
    """No preview of an input that makes no report."""
    two_forums(tmp_path)
    (tmp_path / "input" / "fora.xlsx").unlink()
    done = look(tmp_path, "reports", "--forum", "Nørrebro")
    assert done.exit_code == Exit.REJECTED
    assert "input/fora.xlsx" in done.stderr
    assert not (tmp_path / "output" / "proeve").exists()


def test_the_newest_index_page_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the browser of the person; without one its path is printed; without a release that is said."""
    two_forums(tmp_path)
    assert look(tmp_path, "open").exit_code == Exit.WAITS
    assert look(tmp_path, "reports").exit_code == 0
    shown = tmp_path / "shown"
    add_script(tmp_path / "bin", "browser", f'printf %s "$1" >{shown}')
    command = [sys.executable, "-m", "pipeline", "open", "--input", tmp_path / "input", "--output", tmp_path / "output"]
    environment = os.environ | {"BROWSER": f"{tmp_path / 'bin' / 'browser'} %s"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    page = tmp_path / "output" / "current" / "index.html"
    assert done.stdout == f"Åbnet: {page}\n"
    assert shown.read_text(encoding="utf-8") == page.resolve().as_uri()
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(name, raising=False)
    alone = os.environ | {"PATH": str(tmp_path / "bin")}
    done = subprocess.run(command, cwd=ROOT, env=alone, capture_output=True, text=True, check=True)
    assert done.stdout == f"Her er ingen browser. Åbn den selv: {page.resolve()}\n"


@pytest.mark.parametrize("command", ["check", "reports"])
def test_work_is_shown_on_a_terminal_alone(command: str, folder: Path) -> None:
    """From before the input is read; a file or a timer's journal gets none of it."""
    typed = [sys.executable, "-m", "pipeline", command, "--input", folder / "input", "--output", folder / "output"]
    outer, inner = pty.openpty()
    environment = os.environ | {"TERM": "xterm", "COLUMNS": "120"}
    watched = subprocess.Popen(typed, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=inner)
    os.close(inner)
    shown = b""
    while True:
        try:
            part = os.read(outer, 4096)
        except OSError:  # Linux: the other end has closed
            break
        if not part:
            break
        shown += part
    os.close(outer)
    assert watched.wait() == 0
    told = shown.decode()
    assert "Læser og kontrollerer input …" in told
    if command == "reports":
        assert told.index("Læser og kontrollerer input …") < told.index("7/7")
        assert "Læser" not in told[told.index("7/7") :]
    done = subprocess.run(typed, cwd=ROOT, env=environment, capture_output=True, check=True)
    assert done.stderr == b""
