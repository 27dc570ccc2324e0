"""A change in fora.xlsx sends the existing release to the changed recipients, and no mail to the others."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner, Result

from pipeline.__main__ import app
from pipeline.disclosure.protect import protect_input
from pipeline.input.check_input import check_input
from tests.build import ROOT, copy_three_areas
from tests.test_revisions import tree

DELIVERY = """
[delivery]
sender = "a@kommune.example"
operator = "b@kommune.example"
allowed_domains = ["forum.example"]
attach_tables = false

[gates]
approval = "required"
"""


def edit(source: Path, change: Callable[[Any], object]) -> None:
    """Change fora.xlsx, as a person would."""
    book = load_workbook(source / "fora.xlsx")
    change(book)
    book.save(source / "fora.xlsx")


def test_a_new_recipient_gets_the_standing_release_and_nobody_else_a_mail(tmp_path: Path) -> None:
    """One new mail; no byte of the release or the link is another, the approval is void, and the run after next is fast again."""
    source, output = copy_three_areas(tmp_path), tmp_path / "output"
    settings = source / "indstillinger.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + DELIVERY, encoding="utf-8")

    def run(*command: str) -> Result:
        return CliRunner().invoke(app, [*command, "--input", str(source), "--output", str(output)])

    def approve() -> None:
        code = run("approve", "2011-2025").stdout.rpartition("CODE=")[2].strip()
        assert run("approve", "2011-2025", "--code", code).exit_code == 0

    def mails() -> set[str]:
        return {file.name for file in (output / "post").rglob("*.eml")}

    assert run("reports").exit_code == 0
    approve()
    assert run("send", "--send", "--from-here").exit_code == 0
    first, stood = mails(), tree(output)

    edit(source, lambda book: book["Modtagere"].append([book["Modtagere"]["A2"].value, "Ny sekretær", "ny@forum.example"]))
    held = run("gates")
    assert (held.exit_code, held.stdout.splitlines()[:2]) == (10, ["Den venter:", "  Indstillingerne kræver en godkendelse."])
    told = run("status").stdout
    assert "Indstillingerne kræver en godkendelse." in told
    assert "make reports" not in told
    again = run("reports")
    assert again.exit_code == 0
    assert again.stdout.startswith("Ingen rapport er ændret; de bliver stående, som de er.")
    assert tree(output) == stood
    assert run("send", "--send", "--from-here").exit_code == 10
    approve()
    sent = run("send", "--send", "--from-here")
    assert (sent.exit_code, "1 mail skrevet" in sent.stdout) == (0, True)
    (new,) = mails() - first
    message = message_from_bytes((output / "post" / "2011-2025_r1" / new).read_bytes(), policy=policy.default)
    assert [address.addr_spec for address in message["To"].addresses] == ["ny@forum.example"]

    code = (
        "import sys\nfrom pipeline.__main__ import app\n"
        f"app(['reports', '--input', {str(source)!r}, '--output', {str(output)!r}], standalone_mode=False)\n"
        "print('pandas' in sys.modules, file=sys.stderr)"
    )
    fast = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert (fast.stdout.startswith("Ingen rapport er ændret"), fast.stderr) == (True, "False\n")
    assert tree(output) == stood


def set_cell(sheet: str, address: str, value: object) -> Callable[[Any], object]:
    """Return a change of one cell."""
    return lambda book: book[sheet].__setitem__(address, value)


@pytest.mark.parametrize(
    ("change", "same"),
    [
        (set_cell("Modtagere", "B2", "En anden"), True),
        (set_cell("Modtagere", "C2", "en.anden@forum.example"), True),
        (set_cell("Om", "B5", "2.1"), True),
        (set_cell("Fora", "B2", "Et andet forum"), False),
        (set_cell("Fora", "C2", 3), False),
        (set_cell("Bydele", "B2", "En anden bydel"), False),
        (lambda book: book["Bydele"].row_dimensions.__getitem__(2).__setattr__("hidden", True), False),
    ],
    ids=[
        "a name",
        "an address",
        "the version",
        "a forum's name",
        "its place on the map",
        "a district's name",
        "a row hidden, which is a finding",
    ],
)
def test_the_record_of_the_forums_is_of_what_the_reports_are_made_of(change: Callable[[Any], object], same: bool, tmp_path: Path) -> None:
    """Recipients and the version of the workbook leave it; what a report could print changes it."""
    source = copy_three_areas(tmp_path)
    before = protect_input(check_input(source)).inputs
    edit(source, change)
    assert (protect_input(check_input(source)).inputs == before) is same
