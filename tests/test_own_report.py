"""The guard's question is asked when a report is made: a release that the sender would refuse says so at once."""

from __future__ import annotations

from pathlib import Path

from openpyxl import load_workbook

from pipeline.__main__ import Exit
from tests.broken_inputs import INDICATORS
from tests.test_news import two_forums
from tests.test_send_command import run
from tests.test_shared_folders import without_relay


def name_area(folder: Path, name: str) -> None:
    """Name the first area of the first forum."""
    file = folder / "input" / INDICATORS
    book = load_workbook(file)
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                cell.value = name if cell.row > 1 and cell.value == "Askeby" else cell.value
    book.save(file)


def test_a_report_that_names_another_forum_like_a_foot_is_found_when_it_is_made(tmp_path: Path) -> None:
    """Another forum's name after the separator of the foot: exit 10 with the file's name at each run, and no mail."""
    two_forums(tmp_path)
    without_relay(tmp_path)
    name_area(tmp_path, "Ny · Nabolag")
    for _ in range(2):
        made = run(tmp_path, "reports")
        assert (made.returncode, "Kontrollen af rapport_proeveby.pdf fandt fejl" in made.stderr) == (Exit.WAITS, True), made.stderr
    assert "rapport_nabolag.pdf" not in made.stderr
    assert run(tmp_path, "send", "--send").returncode != Exit.DONE
    assert not list((tmp_path / "output").rglob("*.eml"))
