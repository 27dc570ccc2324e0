"""One bad cell stops at most one mail: check names it, every other recipient gets the report, and the operator is notified once."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner, Result

from pipeline.__main__ import Exit, app
from pipeline.delivery.outbox.mails import Entry, MailState
from pipeline.delivery.outbox.store import open_outbox
from pipeline.delivery.refusals import Why, read_evidence
from pipeline.delivery.words import say_evidence
from pipeline.language.language import load_language
from tests.build import INPUT, copy_three_areas
from tests.mail_server import PASSWORD, USER, Authority, Inbox, mail_server
from tests.sample_release import contents, draft, drafts, guard, publish_copy, reasons
from tests.test_recipients import DELIVERY, edit, set_cell
from tests.test_send_command import settle

AUTHORITY = Authority()
OPERATOR = "analyse@kommune.example"
BAD, SECOND = "nørrebro@forum.example", "noerrebro.formandskab@forum.example"  # both of the forum Nørrebro
NAMED = "input/fora.xlsx [Modtagere!C2]: "


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an input and an output of its own, the release published, the tests' authority trusted."""
    shutil.copytree(INPUT, tmp_path / "input")
    publish_copy(tmp_path / "output")
    trust = {"SSL_CERT_FILE": AUTHORITY.write(tmp_path), "SSL_CERT_DIR": tmp_path, "SMTP_USER": USER, "SMTP_PASSWORD": PASSWORD}
    for name, value in trust.items():
        monkeypatch.setenv(name, str(value))
    return tmp_path


def run(folder: Path, *command: str) -> Result:
    """Run a command of the program; a traceback fails the test."""
    result = CliRunner().invoke(app, [*command[:1], "--input", str(folder / "input"), "--output", str(folder / "output"), *command[1:]])
    assert isinstance(result.exception, SystemExit | None), result.exception
    return result


def outbox(folder: Path) -> tuple[Entry, ...]:
    """Return what stands in the outbox."""
    with open_outbox(folder / "output" / "post") as box:
        return box.entries()


def stopped(folder: Path) -> dict[str, Why | None]:
    """Return the recipients whose mail is stopped, and our own reason."""
    found = {entry.recipient: read_evidence(entry.evidence) for entry in outbox(folder) if entry.state is MailState.STOPPED}
    return {recipient: own and own[0].why for recipient, own in found.items()}


def told(folder: Path) -> str:
    """Return what the outbox says of the mail that is stopped."""
    (entry,) = [entry for entry in outbox(folder) if entry.state is MailState.STOPPED]
    return say_evidence(entry, load_language("da"))


def reached(inbox: Inbox) -> set[str]:
    """Return who got a report."""
    return {to for to, _ in inbox.mails} - {OPERATOR}


def everybody() -> set[str]:
    """Return the sample's recipients."""
    return {person.email for person in guard().recipients.people}


def email(value: object) -> Callable[[Any], object]:
    """Return a change of the first recipient's address."""
    return set_cell("Modtagere", "C2", value)


@pytest.mark.parametrize(
    ("value", "recipient", "said"),
    [
        (BAD, BAD, "fandt »nørrebro@forum.example« i »E-mail«, forventede en adresse uden bogstaver som ø før @"),
        pytest.param(
            "anna..hansen@forum.example",
            "anna..hansen@forum.example",
            "fandt »anna..hansen@forum.example« i »E-mail«, forventede én e-mailadresse",
            marks=pytest.mark.faults,
        ),
        pytest.param(
            "a@forum.example;\nb@forum.example",
            "a@forum.example; b@forum.example",
            "fandt »a@forum.example; b@forum.example« i »E-mail«",
            marks=pytest.mark.faults,
        ),
        pytest.param("#N/A", "#n/a", "fandt Excels fejlværdi #N/A i »E-mail«", marks=pytest.mark.faults),
        (None, "", "fandt en tom celle i »E-mail«"),
    ],
    ids=["letters", "dots", "two in a cell", "an error value", "empty"],
)
def test_one_wrong_address_stops_its_own_mail(folder: Path, value: object, recipient: str, said: str) -> None:
    """Check and send name the cell; the forum's other recipient and the other forums get their mail, and the operator one notice."""
    edit(folder / "input", email(value))
    check = run(folder, "check")
    assert (check.exit_code, check.stderr.count(NAMED + said)) == (Exit.REJECTED, 1)
    assert "Rapporterne kan laves, men en forkert adresse får ingen mail. Alle andre får deres." in check.stderr
    with mail_server(AUTHORITY.context()) as inbox:
        settle(folder, inbox=inbox)
        preview = run(folder, "send")
        sent = [run(folder, "send", "--send", "--from-here") for _ in range(2)]
    assert (preview.exit_code, preview.stderr.count(NAMED + said)) == (Exit.INCOMPLETE, 1)
    assert [one.exit_code for one in sent] == [Exit.INCOMPLETE] * 2
    assert [NAMED in one.stderr for one in sent] == [True, False]  # a timer says it every fifteen minutes otherwise
    assert reached(inbox) == everybody() - {"noerrebro@forum.example"}
    assert len(inbox.mails) == 9  # eight reports and one notice, however often it is run
    (notice,) = [message for message, (to, _) in zip(inbox.parsed(), inbox.mails, strict=True) if to == OPERATOR]
    assert notice["Subject"] == "1 rapport kunne ikke leveres"
    assert "Nørrebro, 2011-2025: stoppet. Adressen i fora.xlsx kan mailservere ikke bruge." in notice.get_content()
    assert stopped(folder) == {recipient: Why.ADDRESS_UNFIT}
    listed = run(folder, "outbox")
    assert (listed.exit_code, "stoppet" in listed.stdout) == (Exit.INCOMPLETE, True)
    assert "1 mail venter eller blev afvist. Næste skridt: make outbox" in run(folder, "status").stdout


def test_put_right_it_is_sent_and_nothing_is_left(folder: Path) -> None:
    """The corrected address gets the report, nobody gets a second one, and the outbox is in order again."""
    edit(folder / "input", email(BAD))
    with mail_server(AUTHORITY.context()) as inbox:
        settle(folder, inbox=inbox)
        run(folder, "send", "--send", "--from-here")
        edit(folder / "input", email("noerrebro@forum.example"))
        done = run(folder, "send", "--send", "--from-here")
    assert (done.exit_code, done.stderr) == (Exit.DONE, "")
    assert sorted(to for to, _ in inbox.mails) == sorted([*everybody(), OPERATOR])
    assert [entry.state for entry in outbox(folder) if entry.recipient == BAD] == [MailState.SUPERSEDED]
    assert run(folder, "check").exit_code == Exit.DONE


@pytest.mark.parametrize("decision", ["--resend", "--delivered"])
def test_a_person_may_decide_about_a_mail_that_could_not_be_composed(folder: Path, decision: str) -> None:
    """Sent again it is refused again, and no empty mail leaves; sent by hand it is done with, and its report never goes out by itself."""
    edit(folder / "input", email("noerrebro@elsewhere.example"))
    with mail_server(AUTHORITY.context()) as inbox:
        settle(folder, inbox=inbox)
        run(folder, "send", "--send", "--from-here")
        (number,) = [entry.id for entry in outbox(folder) if entry.state is MailState.STOPPED]
        run(folder, "outbox", "resolve", str(number), decision)
        sent = run(folder, "send", "--send", "--from-here")
        assert sent.exit_code == (Exit.DONE if decision == "--delivered" else Exit.INCOMPLETE)
        settle(folder, ('allowed_domains = ["forum.example"]', 'allowed_domains = ["forum.example", "elsewhere.example"]'))
        assert run(folder, "send", "--send", "--from-here").exit_code == Exit.DONE
    assert reached(inbox) - everybody() == ({"noerrebro@elsewhere.example"} if decision == "--resend" else set())
    assert all(len(content) > 10_000 for to, content in inbox.mails if to != OPERATOR)


def test_a_domain_that_is_not_allowed_stops_its_own_mail_until_it_is(folder: Path) -> None:
    """Named in the list and to the operator; allowed, the mail goes out by itself."""
    edit(folder / "input", email("noerrebro@elsewhere.example"))
    with mail_server(AUTHORITY.context()) as inbox:
        settle(folder, inbox=inbox)
        refused = run(folder, "send", "--send", "--from-here")
        assert refused.exit_code == Exit.INCOMPLETE
        assert "en adresse hos elsewhere.example, som ikke er blandt allowed_domains" in told(folder)
        assert stopped(folder) == {"noerrebro@elsewhere.example": Why.DOMAIN_NOT_ALLOWED}
        assert reached(inbox) == everybody() - {"noerrebro@forum.example"}
        settle(folder, ('allowed_domains = ["forum.example"]', 'allowed_domains = ["forum.example", "elsewhere.example"]'))
        assert run(folder, "send", "--send", "--from-here").exit_code == Exit.DONE
    assert inbox.mails[-1][0] == "noerrebro@elsewhere.example"
    assert len(inbox.mails) == 10  # nine reports and the notice


@pytest.mark.parametrize(
    ("change", "name", "code"),
    [
        (set_cell("Modtagere", "B2", "Sekretariatet for\nforum Nørrebro"), "Sekretariatet for forum Nørrebro", Exit.DONE),
        (
            set_cell("Modtagere", "B2", "Ud =?utf-8?q?a=0D=0ABcc:_alle@forum.example?="),
            "Ud = ?utf-8?q?a=0D=0ABcc:_alle@forum.example?=",
            Exit.DONE,
        ),
        pytest.param(set_cell("Modtagere", "B2", "Sekretariatet\u202e"), "", Exit.REJECTED, marks=pytest.mark.faults),
        (set_cell("Modtagere", "B2", None), "", Exit.REJECTED),
        pytest.param(set_cell("Modtagere", "B2", "S" * 121), "", Exit.REJECTED, marks=pytest.mark.faults),
    ],
    ids=["Alt+Enter", "an encoded word", "a hidden character", "empty", "too long"],
)
def test_a_recipients_name_stops_no_mail(folder: Path, change: Callable[[Any], object], name: str, code: Exit) -> None:
    """Over several lines it is one line; one that check refuses is left out of the mail."""
    edit(folder / "input", change)
    assert run(folder, "check").exit_code == code
    with mail_server(AUTHORITY.context()) as inbox:
        settle(folder, inbox=inbox)
        assert run(folder, "send", "--send", "--from-here").exit_code == Exit.DONE
    assert reached(inbox) == everybody()
    (mail,) = [message for message in inbox.parsed() if message["To"].addresses[0].addr_spec == "noerrebro@forum.example"]
    assert mail["To"].addresses[0].display_name == name
    assert mail["Bcc"] is None


def test_the_municipality_over_two_lines_is_one_name(folder: Path) -> None:
    """The reports stand as they were made, and all mails go out under it."""
    with mail_server(AUTHORITY.context()) as inbox:
        settle(folder, ('municipality = "Københavns Kommune"', 'municipality = "Københavns\\nKommune"'), inbox=inbox)
        assert run(folder, "send", "--send", "--from-here").exit_code == Exit.DONE
    assert len(inbox.mails) == 9
    assert {message["From"].addresses[0].display_name for message in inbox.parsed()} == {"Københavns Kommune"}


@pytest.mark.parametrize(
    ("key", "old", "new"),
    [
        ("sender", 'sender = "boligsocial@', 'sender = "bolig..social@'),
        ("operator", 'operator = "analyse@', 'operator = "analysér@'),
        ("redirect_all_to", '# redirect_all_to = "analyse@', 'redirect_all_to = ".analyse@'),
    ],
)
def test_an_unfit_address_of_the_settings_is_told_at_its_key(folder: Path, key: str, old: str, new: str) -> None:
    """By check and by send, which sends nothing: it is the address of every mail."""
    with mail_server(AUTHORITY.context()) as inbox:
        settle(folder, (old, new), inbox=inbox)
        for command in (["check"], ["send", "--send", "--from-here"]):
            done = run(folder, *command)
            assert done.exit_code == Exit.REJECTED
            assert f"input/indstillinger.toml [delivery.{key}]: fandt " in done.stderr
    assert inbox.mails == []


def test_a_row_that_no_longer_reads_as_a_mail_stops_alone(folder: Path) -> None:
    """Python's own reader fails at it; the others go, and it is told as any other stopped mail."""
    with mail_server(AUTHORITY.context()) as inbox:
        settle(folder, inbox=inbox)
        first = drafts(guard(inbox.port))[0]
        broken = replace(first, message=b'To: \\,"\r\n\r\n')
        with open_outbox(folder / "output" / "post") as box:
            box.queue([broken])
        done = run(folder, "send", "--send", "--from-here")
    assert (done.exit_code, stopped(folder)) == (Exit.INCOMPLETE, {first.recipient: Why.UNREADABLE})
    assert told(folder) == "Det, der lå i kø, kan ikke læses som en mail (IndexError). Send rapporten på en anden måde."
    assert reached(inbox) == everybody() - {first.recipient}


def test_a_release_whose_forum_stands_on_two_lines_stops_that_forums_mails() -> None:
    """Letters of an older program hold the line break in their subject: the library refuses it, and the other forums get theirs."""
    letters = contents().letters
    broken = replace(letters[0], subject=letters[0].subject.replace("Nørrebro", "Nørre\nbro"))
    drafted = draft(guard(), replace(contents(), letters=(broken, *letters[1:])))
    assert ({refusal.forum_id for refusal in drafted.refusals}, reasons(drafted)) == ({"F-NOR"}, {Why.NOT_COMPOSED})
    assert {mail.recipient for mail in drafted.drafts} == everybody() - {"noerrebro@forum.example", SECOND}


def test_reports_are_made_and_sent_beside_a_wrong_address(tmp_path: Path) -> None:
    """From the first run on: a bad address is no reason to make no reports. The forum's name over two lines is one name in report and mail."""
    source = copy_three_areas(tmp_path)
    settings = source / "indstillinger.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + DELIVERY.partition("[gates]")[0], encoding="utf-8")
    edit(source, set_cell("Fora", "B2", "Prøve\nby"))
    edit(source, lambda book: book["Modtagere"].append([book["Modtagere"]["A2"].value, "Ny", "ny@forum"]))
    assert run(tmp_path, "check").exit_code == Exit.REJECTED
    assert run(tmp_path, "reports").exit_code == Exit.DONE
    sent = run(tmp_path, "send", "--send", "--from-here")
    assert (sent.exit_code, stopped(tmp_path)) == (Exit.INCOMPLETE, {"ny@forum": Why.ADDRESS_UNFIT})
    assert [(entry.forum, entry.state) for entry in outbox(tmp_path) if entry.recipient != "ny@forum"] == [("Prøve by", MailState.SENT)]
    approval = run(tmp_path, "approve", "2011-2025")
    assert "fandt »ny@forum« i »E-mail«" in approval.stdout


def test_other_errors_of_the_input_are_told_with_it_and_still_stop_all(folder: Path) -> None:
    """In one pass, be they in a workbook or in another file; a number that is none is no matter of one mail."""
    edit(folder / "input", email(BAD))
    book = load_workbook(folder / "input" / "indikatorer.xlsx")
    right = book["2025"]["D2"].value
    book["2025"]["D2"] = "mange"
    book.save(folder / "input" / "indikatorer.xlsx")
    for command in (["check"], ["reports"], ["send", "--send", "--from-here"]):
        done = run(folder, *command)
        told = done.stdout if command[0] == "send" else done.stderr  # of a timer's call, no mail is made
        assert (done.exit_code, told.count(NAMED)) == (Exit.REJECTED, 1)
        assert "input/indikatorer.xlsx [2025!D2]: " in told
    book["2025"]["D2"] = right
    book.save(folder / "input" / "indikatorer.xlsx")
    (folder / "input" / "navne.toml").write_text("[bydele", encoding="utf-8")
    done = run(folder, "check")
    assert (done.exit_code, done.stderr.count(NAMED), done.stderr.count("input/navne.toml")) == (Exit.REJECTED, 1, 1)
