"""A correction is known as one: its mail says so first, with the reason and what changed, and `approve` shows the mails as they will be."""

from __future__ import annotations

import shutil
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pipeline.__main__ import Exit, app
from pipeline.input.check_input import read_forum_book
from pipeline.input.record import Sent, append_record
from pipeline.language.language import load_language
from pipeline.releases.find import Release, list_releases
from pipeline.report.printed_figures import read_printed
from tests.test_news import PERIOD, put, two_forums
from tests.test_shared_folders import without_relay

REASON = "Kilden har rettet et tal"


def run(folder: Path, *command: str) -> Result:
    """Run a command of the program on a folder."""
    return CliRunner().invoke(app, [command[0], "--input", str(folder / "input"), "--output", str(folder / "output"), *command[1:]])


def first_release(folder: Path) -> Path:
    """Make the first release of two forums, whose mails are files."""
    two_forums(folder)
    without_relay(folder)
    assert run(folder, "reports").exit_code == Exit.DONE
    return folder


@pytest.fixture(scope="module")
def corrected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose first release has gone out as files, and whose correction waits."""
    folder = first_release(tmp_path_factory.mktemp("corrected"))
    assert run(folder, "send", "--send").exit_code == Exit.DONE
    put(folder / "input", "indikatorer.xlsx", "2025", "E4", 401)
    assert run(folder, "reports", "--reason", REASON).exit_code == Exit.DONE
    return folder


@pytest.fixture
def folder(corrected: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(corrected, tmp_path, symlinks=True, dirs_exist_ok=True))


def approve(folder: Path) -> Result:
    """Approve what is shown."""
    shown = run(folder, "approve")
    return run(folder, "approve", "--code", shown.stdout.rpartition("CODE=")[2].strip())


def mails(folder: Path, revision: int) -> list[EmailMessage]:
    """Return the mails of a revision that were written as files."""
    files = sorted((folder / "output" / "post" / f"{PERIOD}_r{revision}").glob("*.eml"))
    return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]  # type: ignore[misc]  # the stubs know the older Message alone


def test_a_corrections_mail_says_that_it_is_one(folder: Path) -> None:
    """Subject and first line, the reason, a figure old → new, and the attachment's name; the first release's mails say none of it."""
    assert approve(folder).exit_code == Exit.DONE
    assert run(folder, "send", "--send").exit_code == Exit.DONE
    (corrected,) = mails(folder, 2)
    assert corrected["Subject"].startswith("Rettelse: ")
    (pdf,) = corrected.iter_attachments()
    assert pdf.get_filename().endswith("rapport, revision 2.pdf")
    for kind in ("plain", "html"):
        body = corrected.get_body((kind,))
        assert body is not None
        text = body.get_content()
        assert "Rettelse: Den vedhæftede revision 2 af rapporten erstatter den tidligere" in text.replace("\n", " ")
        assert REASON in text
        assert " → " in text
    plain = corrected.get_body(("plain",))
    assert plain is not None
    assert plain.get_content().startswith("Rettelse: ")
    first = mails(folder, 1)
    assert len(first) == 2
    assert not any("Rettelse" in str(mail["Subject"]) or "evision" in next(mail.iter_attachments()).get_filename() for mail in first)


def test_approve_shows_the_mails_as_they_will_be_and_ends_green(folder: Path) -> None:
    """Without a period: sender, subject, attachment and text of the corrected forum's mail alone; 0, and the code at the end."""
    shown = run(folder, "approve")
    assert shown.exit_code == Exit.DONE, shown.output
    assert "Mailene, fra Københavns Kommune <" in shown.stdout
    assert shown.stdout.count("Rettelse: Boligsocial rapport") == 1
    assert "rapport, revision 2.pdf" in shown.stdout
    assert "    Til Boligsocialt Forum" in shown.stdout


@pytest.mark.parametrize("change", ["sender", "attach_tables", "municipality"])
def test_an_approval_is_void_when_what_the_mails_show_changes(folder: Path, change: str) -> None:
    """Another sender, name or attachment: it waits again, and is approved anew."""
    assert approve(folder).exit_code == Exit.DONE
    assert run(folder, "gates").exit_code == Exit.DONE
    file = folder / "input" / "indstillinger.toml"
    text = file.read_text(encoding="utf-8")
    old, new = {
        "sender": ('sender = "', 'sender = "x'),
        "attach_tables": ("attach_tables = false", "attach_tables = true"),
        "municipality": ('municipality = "', 'municipality = "X'),
    }[change]
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert run(folder, "gates").exit_code == Exit.WAITS


@pytest.fixture(scope="module")
def unsent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose first release readers have, and whose correction nobody has got."""
    folder = first_release(tmp_path_factory.mktemp("unsent"))
    reports = [one for one in newest(folder).manifest["outputs"] if one.get("forum")]
    people = read_forum_book(folder / "input").recipients
    sent = [
        Sent("2026-01-02T03:04:05+00:00", PERIOD, one["forum"], person.email, 1, one["says"], "srv:/srv")
        for one in reports
        for person in people[people["forum_id"] == one["forum"]].itertuples()
    ]
    append_record(folder / "input", sent)
    put(folder / "input", "indikatorer.xlsx", "2025", "E4", 401)
    assert run(folder, "reports", "--reason", REASON).exit_code == Exit.DONE
    return folder


def newest(folder: Path) -> Release:
    """Return the newest release of a folder."""
    return list_releases(folder / "output", PERIOD)[-1]


def pdfs_of(edition: Release) -> dict[str, str]:
    """Return the hash of each PDF of a release."""
    return {one["name"]: one["sha256"] for one in edition.manifest["outputs"] if one["name"].endswith(".pdf")}


def test_a_correction_that_is_taken_back_gives_readers_the_file_that_they_have(unsent: Path, tmp_path: Path) -> None:
    """The release after it has the very PDFs of the one that was sent, under their number, so that no mail is due."""
    folder = Path(shutil.copytree(unsent, tmp_path, symlinks=True, dirs_exist_ok=True))
    first, wrong = (pdfs_of(one) for one in list_releases(folder / "output", PERIOD))
    assert first != wrong
    put(folder / "input", "indikatorer.xlsx", "2025", "E4", 400)
    assert run(folder, "reports", "--reason", "tilbage").exit_code == Exit.DONE
    taken_back = newest(folder)
    assert pdfs_of(taken_back) == first
    assert {one["revision"] for one in taken_back.manifest["outputs"] if one["name"].endswith(".pdf")} == {1}
    assert (folder / "output" / "current").resolve().name == taken_back.name
    assert run(folder, "reports").exit_code == Exit.DONE
    assert newest(folder).name == taken_back.name, "the same input again makes nothing"


def test_a_release_of_which_readers_have_all_waits_for_nobody(unsent: Path, tmp_path: Path) -> None:
    """Nothing is to be approved or sent, and that is no failure; before it was taken back, the correction waited."""
    folder = Path(shutil.copytree(unsent, tmp_path, symlinks=True, dirs_exist_ok=True))
    with_relay(folder)
    assert run(folder, "send").exit_code == Exit.WAITS
    assert "CODE=" in run(folder, "status").stdout
    put(folder / "input", "indikatorer.xlsx", "2025", "E4", 400)
    assert run(folder, "reports", "--reason", "tilbage").exit_code == Exit.DONE
    assert run(folder, "send").exit_code == Exit.DONE
    told = run(folder, "status").stdout
    assert "Der er intet nyt at sende." in told
    assert "CODE=" not in told


def with_relay(folder: Path) -> None:
    """Name a mail server in the settings, so that mails are real and the record counts; none is called."""
    file = folder / "input" / "indstillinger.toml"
    text = file.read_text(encoding="utf-8")
    relay = '[delivery.smtp]\nhost = "localhost"\nport = 2525\ntls = "starttls"\n'
    file.write_text(f"{text}\n{relay}", encoding="utf-8")


def test_a_correction_is_compared_with_what_readers_have(unsent: Path, tmp_path: Path) -> None:
    """Not with the one before it, which nobody got; page 1, the mail and `approve` show the same."""
    folder = Path(shutil.copytree(unsent, tmp_path, symlinks=True, dirs_exist_ok=True))
    first, _ = list_releases(folder / "output", PERIOD)
    before = read_printed(first.folder)
    put(folder / "input", "indikatorer.xlsx", "2025", "E4", 402)
    assert run(folder, "reports", "--reason", REASON).exit_code == Exit.DONE
    third = newest(folder)
    assert (third.number, third.manifest["revision"]["replaces"]) == (3, first.name)
    now = read_printed(third.folder)
    assert before is not None
    assert now is not None
    shown = run(folder, "approve").stdout
    danish = load_language("da")
    changed = {figure: (before.figures[figure], value) for figure, value in now.figures.items() if before.figures.get(figure) != value}
    assert changed
    for old, new in changed.values():
        if isinstance(old, float) and isinstance(new, float):
            assert danish.number(old, 1) in shown
