"""Mails that wait are tried while the input has errors: sending reads the settings and the list of recipients, and no number."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner, Result

from pipeline.__main__ import Exit, app
from pipeline.delivery.outbox.mails import MailState
from tests.broken_inputs import INDICATORS
from tests.mail_server import mail_server
from tests.test_recipients import edit
from tests.test_superseded import AUTHORITY, LOGIN, QUEUED, SENT, Place, made, place, put_off, require_approval

__all__ = ["made", "place"]
STOPPED = MailState.STOPPED


def begin_next_year(place: Place) -> None:
    """Begin a sheet of 2026, and leave its numbers for tomorrow."""
    book = load_workbook(place.input / INDICATORS)
    sheet = book.copy_worksheet(book["2025"])
    sheet.title = "2026"
    for row in sheet.iter_rows(min_row=2, min_col=5):
        for cell in row:
            cell.value = "?"
    book.save(place.input / INDICATORS)


def tear(name: str) -> Callable[[Place], None]:
    """Leave half of a file."""

    def change(place: Place) -> None:
        file = place.input / name
        file.write_bytes(file.read_bytes()[:2000])

    return change


def both(*changes: Callable[[Place], object]) -> Callable[[Place], None]:
    """Do one after the other."""

    def change(place: Place) -> None:
        for one in changes:
            one(place)

    return change


def remove_recipient(place: Place) -> None:
    """Take the second recipient off the list."""
    edit(place.input, lambda book: book["Modtagere"].delete_rows(3))


def empty_recipients(place: Place) -> None:
    """Leave a list without rows."""
    edit(place.input, lambda book: book["Modtagere"].delete_rows(2, 9))


def add_recipient(place: Place) -> None:
    """Add a recipient, whose mail is not queued yet."""
    edit(place.input, lambda book: book["Modtagere"].append([book["Modtagere"]["A2"].value, "Kassereren", "kasse@forum.example"]))


CASES: dict[str, tuple[Callable[[Place], object], list[MailState], Exit]] = {
    "a half-filled sheet of the next year": (begin_next_year, [SENT, SENT], Exit.DONE),
    "a torn workbook": (tear(INDICATORS), [SENT, SENT], Exit.DONE),
    "a recipient who is gone": (both(begin_next_year, remove_recipient), [SENT, STOPPED], Exit.INCOMPLETE),
    "a new recipient": (both(begin_next_year, add_recipient), [SENT, SENT], Exit.REJECTED),
    "an approval is asked for": (both(begin_next_year, require_approval), [QUEUED, QUEUED], Exit.INCOMPLETE),
    "a torn list of recipients": (tear("fora.xlsx"), [QUEUED, QUEUED], Exit.REJECTED),
    "an empty list of recipients": (empty_recipients, [QUEUED, QUEUED], Exit.REJECTED),
    "settings that cannot be read": (tear("indstillinger.toml"), [QUEUED, QUEUED], Exit.REJECTED),
}


def send(place: Place) -> Result:
    """Send as the timer does."""
    return CliRunner().invoke(app, ["send", "--input", str(place.input), "--output", str(place.output), "--send", "--from-here"], env=LOGIN)


@pytest.mark.parametrize("case", CASES)
def test_what_waits_is_sent_while_other_input_has_errors(place: Place, case: str) -> None:
    """Where recipients and settings can be read and the gates let it pass; only what keeps new mails back ends with 20."""
    change, states, code = CASES[case]
    with mail_server(AUTHORITY.context()) as inbox:
        put_off(place, inbox)
        change(place)
        done = send(place)
        assert (place.states(), done.exit_code) == (states, code), done.output
        again = send(place)
    assert again.exit_code == code
    assert sorted(to for to, _ in inbox.mails if to.endswith("@forum.example")) == sorted(
        ["proeveby@forum.example", "formand@forum.example"][: states.count(SENT)]
    )
    if code is not Exit.REJECTED:
        assert (done.stderr, again.stderr) == ("", "")
    if "recipients" not in case and "settings" not in case:
        assert "De mails, der allerede venter, sendes" in place.command("status").stdout


def test_a_correction_that_can_be_read_holds_what_waits(place: Place) -> None:
    """Input without errors that says something else than the release: nothing goes before there is a new revision or the old input."""
    with mail_server(AUTHORITY.context()) as inbox:
        put_off(place, inbox)
        book = load_workbook(place.input / INDICATORS)
        book["2025"]["E2"].value += 5
        book.save(place.input / INDICATORS)
        assert send(place).exit_code == Exit.WAITS
        assert place.states() == [QUEUED, QUEUED]
    assert inbox.to_forums() == []
