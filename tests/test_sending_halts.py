"""What concerns all mails stops them without spending one: no password, a relay that takes mails and hangs up. Files and trials are not sent."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from pipeline.__main__ import Exit
from pipeline.delivery.files import name_file
from pipeline.delivery.outbox.mails import MailState
from pipeline.settings.email_address import UnfitAddress, encode_address
from tests.build import ROOT
from tests.mail_server import PASSWORD, USER, Fault, mail_server
from tests.sample_release import drafts, guard
from tests.test_news import two_forums
from tests.test_send_command import AUTHORITY, entries, folder, run, settle
from tests.test_shared_folders import without_relay

__all__ = ["folder"]
QUEUED, SENT, UNCERTAIN = MailState.QUEUED, MailState.SENT, MailState.UNCERTAIN
EXPECTED = 9


def test_without_a_password_mails_wait_as_with_a_wrong_one(folder: Path) -> None:
    """30 and the server's words; every mail waits; with the password, each goes once."""
    with mail_server(AUTHORITY.context(), closed=True) as inbox:
        settle(folder, inbox=inbox)
        done = run(folder, "send", "--send", SMTP_USER="", SMTP_PASSWORD="")
        assert (done.returncode, entries(folder)) == (Exit.INCOMPLETE, [QUEUED] * EXPECTED), done.stdout
        assert "Afsendelsen blev standset: MAIL: 530" in done.stderr
        assert "make outbox" in run(folder, "status").stdout
        number = run(folder, "outbox").stdout.split("\n")[1].split()[0]
        assert run(folder, "outbox", "resolve", number, "--resend").returncode == Exit.DONE
        assert run(folder, "send", "--send").returncode == Exit.DONE
        assert (len(inbox.mails), entries(folder)) == (EXPECTED, [SENT] * EXPECTED)


def test_a_relay_that_takes_mails_and_hangs_up_spends_two(folder: Path) -> None:
    """However often it is called; decided on, the others go, and nobody gets a mail twice by itself."""
    with mail_server(AUTHORITY.context(), Fault("dot", "drop", times=99)) as inbox:
        settle(folder, inbox=inbox)
        for _ in range(2):
            done = run(folder, "send", "--send")
            assert done.returncode == Exit.UNCERTAIN
            assert "Resten venter, til du har afgjort det" in done.stderr
            assert entries(folder) == [UNCERTAIN] * 2 + [QUEUED] * (EXPECTED - 2)
        inbox.fault = None
        assert run(folder, "outbox", "resolve", "1", "2", "--delivered").returncode == Exit.DONE
        assert run(folder, "send", "--send").returncode == Exit.DONE
    reports = [to for to, _ in inbox.mails if to != "analyse@kommune.example"]
    assert len(reports) == len(set(reports)) == EXPECTED - 2


def test_mails_written_as_files_are_not_called_sent(folder: Path) -> None:
    """Neither in the outbox nor in `status`, which counts them apart; with a relay, they are sent."""
    assert run(folder, "send", "--send").returncode == Exit.DONE
    assert run(folder, "outbox").stdout.count("skrevet som fil") == EXPECTED
    told = run(folder, "status").stdout
    assert f"{EXPECTED} mails er skrevet som filer, ikke sendt." in told
    assert "mails er sendt" not in told
    assert "Der er intet nyt at sende." in told


@pytest.mark.parametrize("address", ["a%other.example@forum.example", "other.example!a@forum.example"])
def test_an_address_that_names_a_way_to_another_domain_is_none(address: str) -> None:
    """Some servers would pass the mail on, past the allowed domains."""
    with pytest.raises(UnfitAddress):
        encode_address(address)


def test_files_of_forums_whose_ids_fall_together_are_two() -> None:
    """`F:1` and `F/1` are the same to a file system, not to us; an ordinary name stays plain."""
    (draft,) = drafts(guard(), 1)
    names = {name_file(replace(draft, forum_id=forum_id)) for forum_id in ("F:1", "F/1", "F?1")}
    assert len(names) == 3
    assert name_file(replace(draft, forum_id="F-1")) == f"F-1 {draft.recipient}.eml"


def test_domains_that_are_not_allowed_are_told_with_their_cells_before_anything_is_sent(tmp_path: Path) -> None:
    """All of them at once, in `check` and in `status`; the reports are made."""
    two_forums(tmp_path)
    without_relay(tmp_path)
    book = load_workbook(tmp_path / "input" / "fora.xlsx")
    for row in (2, 3):
        book["Modtagere"][f"C{row}"] = f"a{row}@elsewhere.example"
    book.save(tmp_path / "input" / "fora.xlsx")
    checked = run(tmp_path, "check")
    assert checked.returncode == Exit.REJECTED
    assert run(tmp_path, "reports").returncode == Exit.DONE
    for told in (checked.stderr, run(tmp_path, "status").stdout):
        assert all(f"[Modtagere!C{row}]" in told for row in (2, 3)), told
        assert "elsewhere.example" in told


NAMES = ["Oﬃcersgaardens ﬁne Vænge", "Vesterbro-Kongens Enghave-Sydhavnen-Teglholmen-Sluseholmen-Valby"]


@pytest.mark.parametrize("name", NAMES, ids=["ligatures", "a long name with hyphens"])
def test_a_forums_own_report_passes_the_guard(tmp_path: Path, name: str) -> None:
    """Whatever a line's end or the typeface makes of its name."""
    two_forums(tmp_path)
    without_relay(tmp_path)
    book = load_workbook(tmp_path / "input" / "fora.xlsx")
    old = book["Fora"]["B2"].value
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                cell.value = name if cell.value == old and sheet.title == "Fora" else cell.value
    book.save(tmp_path / "input" / "fora.xlsx")
    made = run(tmp_path, "reports")
    assert made.returncode == Exit.DONE, made.stderr
    done = run(tmp_path, "send", "--send")
    assert (done.returncode, "2 mails skrevet" in done.stdout) == (Exit.DONE, True), done.stderr + done.stdout


STARTED = """
import multiprocessing, os, subprocess, sys
from pipeline.__main__ import app
from pipeline.releases.make import processes
if __name__ == "__main__":
    app(["status", "--input", sys.argv[1], "--output", sys.argv[2]], standalone_mode=False)
    with processes._context().Pool(1) as pool:
        print(pool.apply(os.getenv, ("SMTP_PASSWORD",)), pool.apply(os.getenv, ("PYTHONPATH",)))
    print(subprocess.run([sys.executable, "-c", "import os; print(dict(os.environ))"], capture_output=True, text=True).stdout)
"""


def test_no_process_that_the_program_starts_gets_the_password(tmp_path: Path) -> None:
    """Neither one that is started afresh, such as the reader and the maker of marked copies, nor one that renders."""
    two_forums(tmp_path)
    script = tmp_path / "started.py"
    script.write_text(STARTED, encoding="utf-8")
    secrets = dict.fromkeys(("SMTP_USER", "SMTP_PASSWORD", "CREDENTIALS_DIRECTORY"), "a secret of ours")
    command = [sys.executable, str(script), str(tmp_path / "input"), str(tmp_path / "output")]
    done = subprocess.run(command, env=os.environ | secrets | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True)
    assert (done.stdout.count(f"None {ROOT}"), "PYTHONPATH" in done.stdout) == (1, True), done.stdout
    assert "a secret of ours" not in done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal of the test's own needs POSIX")
def test_a_person_on_a_terminal_does_not_wait_for_the_next_try(folder: Path) -> None:
    """The timer waits its minute; the person sends at once. The next try is told with its day."""
    with mail_server(AUTHORITY.context(), Fault("RCPT", "4xx", times=99)) as inbox:
        settle(folder, inbox=inbox)
        assert re.search(r"igen \d\d-\d\d-\d{4} \d\d:\d\d", run(folder, "send", "--send").stdout)
        inbox.fault = None
        run(folder, "send", "--send")
        assert entries(folder) == [QUEUED] * EXPECTED
        person, terminal = os.openpty()
        command = [sys.executable, "-m", "pipeline", "send", "--input", str(folder / "input"), "--output", str(folder / "output"), "--send"]
        trust = {"SSL_CERT_FILE": str(folder / "authority.pem"), "SMTP_USER": USER, "SMTP_PASSWORD": PASSWORD}
        done = subprocess.run(command, cwd=ROOT, env=os.environ | trust, stdin=terminal, capture_output=True, text=True, check=False)
        os.close(person)
        os.close(terminal)
        assert (done.returncode, entries(folder)) == (Exit.DONE, [SENT] * EXPECTED), done.stderr


def test_what_the_server_says_is_logged_without_addresses(folder: Path) -> None:
    """A timer's log is read by others; the outbox has the reply as it is."""
    with mail_server(AUTHORITY.context(), Fault("AUTH", "5xx", times=99)) as inbox:
        settle(folder, inbox=inbox)
        done = run(folder, "send", "--send")
        assert (done.returncode, "535 not …" in done.stderr, "@" in done.stderr) == (Exit.INCOMPLETE, True, False), done.stderr
        assert "535 not konto@kommune.example" in run(folder, "outbox").stdout
