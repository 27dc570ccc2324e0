"""Whatever keeps all mails back when a timer calls, the operator gets one mail about it; a person at a terminal needs none."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest

from pipeline.__main__ import Exit
from tests.mail_server import Inbox
from tests.test_news import put
from tests.test_series import OPERATOR, Place, inbox, unsent

__all__ = ["inbox", "unsent"]


def nothing(place: Place) -> None:
    """Ask from a folder from which nothing has been sent."""


def wrong_recipients(place: Place) -> None:
    """Take the sheet of the recipients' heads away."""
    put(place.input, "fora.xlsx", "Modtagere", "C1", "Adresser")


def half_filled(place: Place) -> None:
    """Break a number of another workbook."""
    put(place.input, "indikatorer.xlsx", "2025", "E4", "mange")


def approval(place: Place) -> None:
    """Let every release wait for a person."""
    settings = place.input / "indstillinger.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + '\n[gates]\napproval = "required"\n', encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "code", "says"),
    [
        (nothing, Exit.WAITS, "make send SEND=1 HERFRA=1"),
        (wrong_recipients, Exit.REJECTED, "make check"),
        (half_filled, Exit.REJECTED, "make check"),
        (approval, Exit.WAITS, "venter på et menneske"),
    ],
)
def test_the_operator_is_told_once(
    unsent: Place, inbox: Inbox, tmp_path: Path, change: Callable[[Place], None], code: Exit, says: str
) -> None:
    """However often the timer calls; told again only after something has been sent."""
    place = unsent.copy(tmp_path, inbox)
    change(place)
    before = len(inbox.mails)
    for _ in range(3):
        assert place.send().exit_code == code
    assert [to for to, _ in inbox.mails[before:]] == [OPERATOR]
    message = inbox.parsed()[-1]
    assert isinstance(message, EmailMessage)
    assert message["Subject"] == "Rapporterne bliver ikke sendt"
    assert says in message.get_content()


def test_after_mails_have_gone_it_is_told_again(unsent: Place, inbox: Inbox, tmp_path: Path) -> None:
    """A correction waits for its approval."""
    place = unsent.copy(tmp_path, inbox)
    before = len(inbox.mails)
    assert place.send().exit_code == Exit.WAITS
    assert place.send("--from-here").exit_code == Exit.DONE
    assert len(inbox.mails) - before == 3
    put(place.input, "indikatorer.xlsx", "2025", "E4", 401)
    assert len(place.make()) == 2
    for _ in range(2):
        assert place.send().exit_code == Exit.WAITS
    assert [to for to, _ in inbox.mails[before + 3 :]] == [OPERATOR]


def test_sample_data_reach_no_relay(unsent: Place, inbox: Inbox, tmp_path: Path) -> None:
    """Their release may wait, and nobody is told by mail."""
    place = unsent.copy(tmp_path, inbox)
    put(place.input, "fora.xlsx", "Om", "B6", "ja")
    place.run("reports")
    before = len(inbox.lines)
    approval(place)
    place.send()
    half_filled(place)
    place.send()
    assert len(inbox.lines) == before
