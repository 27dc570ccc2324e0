"""`send` and `outbox` as used by a person or a timer: their output, the mails sent, their exit codes."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path
from unittest import mock

import pytest
from rich.console import Console
from typer.testing import CliRunner

from pipeline.__main__ import Exit, app
from pipeline.commands import operation
from pipeline.commands.app import out
from pipeline.delivery import words
from pipeline.delivery.outbox.mails import MailState
from pipeline.delivery.outbox.sender_lock import only_sender
from pipeline.delivery.outbox.store import open_outbox
from tests.build import INPUT
from tests.mail_server import PASSWORD, USER, Authority, Fault, Inbox, mail_server
from tests.sample_release import publish_copy

AUTHORITY = Authority()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with an input and an output of its own, the release published."""
    shutil.copytree(INPUT, tmp_path / "input")
    publish_copy(tmp_path / "output")
    AUTHORITY.write(tmp_path)
    return tmp_path


def settle(folder: Path, *changes: tuple[str, str], inbox: Inbox | None = None) -> None:
    """Change the settings of delivery; with a server, name it as the relay."""
    file = folder / "input" / "indstillinger.toml"
    text = file.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    if inbox is not None:
        head, tail = text.split("# Forvaltningernes navne", 1)
        text = f'{head}[delivery.smtp]\nhost = "localhost"\nport = {inbox.port}\ntls = "starttls"\n\n# {tail}'
    file.write_text(text, encoding="utf-8")


@contextmanager
def wide(console: Console) -> Iterator[None]:
    """Let a console have lines long enough for its tables."""
    before, console.width = console.width, 200
    try:
        yield
    finally:
        console.width = before


def run(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command on a folder's input and output, in this process; mails are sent from there; a traceback fails the test."""
    trust = {"SSL_CERT_FILE": str(folder / "authority.pem"), "SSL_CERT_DIR": str(folder)}
    command, *rest = arguments
    rest += ["--from-here"] if "--send" in rest else []
    places = ["--input", str(folder / "input"), "--output", str(folder / "output")]
    own = trust | {"SMTP_USER": USER, "SMTP_PASSWORD": PASSWORD} | environment
    with mock.patch.dict(os.environ, own), wide(out):
        done = CliRunner().invoke(app, [command, *places, *rest])
    assert isinstance(done.exception, SystemExit | None), done.exception
    return subprocess.CompletedProcess(arguments, done.exit_code, done.stdout, done.stderr)


def entries(folder: Path) -> list[MailState]:
    """Return where each mail stands."""
    with open_outbox(folder / "output" / "post") as outbox:
        return [entry.state for entry in outbox.entries()]


def test_without_being_asked_nothing_leaves_and_nothing_is_written(folder: Path) -> None:
    """`send` alone lists nine mails and ends with 0."""
    shown = run(folder, "send")
    assert shown.returncode == Exit.DONE
    assert shown.stdout.count("@forum.example") == 9
    assert "Der er intet sendt.\nSend med: make send SEND=1" in shown.stdout
    assert not (folder / "output" / "post").exists()


def test_without_a_relay_mails_are_files_and_only_once(folder: Path) -> None:
    """Nine .eml files whose attachments have the manifest's hashes; sending again writes none."""
    assert "9 mails skrevet" in run(folder, "send", "--send").stdout
    files = sorted((folder / "output" / "post" / "2011-2025_r1").glob("*.eml"))
    assert len(files) == 9
    manifest = json.loads((folder / "output" / "current" / "manifest.json").read_text(encoding="utf-8"))
    hashes = {record["forum"]: record["sha256"] for record in manifest["outputs"] if "forum" in record}
    for file in files:
        message = message_from_bytes(file.read_bytes(), policy=policy.default)
        (pdf,) = message.iter_attachments()  # type: ignore[attr-defined]  # the stubs know the older Message alone
        assert hashlib.sha256(pdf.get_content()).hexdigest() == hashes[file.name.split(" ")[0]]
    again = run(folder, "send", "--send")
    assert (again.returncode, "intet nyt at sende" in again.stdout) == (Exit.DONE, True)
    assert len(re.findall(r"skrevet som fil \d\d-\d\d-\d{4} \d\d:\d\d", run(folder, "send").stdout)) == 9


def test_through_a_relay_each_recipient_gets_one_mail_however_often_it_is_run(folder: Path) -> None:
    """Logged in over TLS; two runs, nine mails."""
    with mail_server(AUTHORITY.context()) as inbox:
        settle(folder, inbox=inbox)
        first, second = run(folder, "send", "--send"), run(folder, "send", "--send")
    assert (first.returncode, second.returncode) == (Exit.DONE, Exit.DONE), first.stderr
    assert len(inbox.mails) == len(set(inbox.ids())) == 9
    assert {recipient for recipient, _ in inbox.mails} == {str(message["To"].addresses[0].addr_spec) for message in inbox.parsed()}


@pytest.mark.parametrize("relay", [True, False], ids=["relay", "files"])
def test_a_delivery_with_nothing_to_do_only_lets_the_pulse_beat(folder: Path, relay: bool) -> None:
    """No mail, nothing on the error screen, no other file of the outbox; what version 0.1.2 kept there makes no difference."""
    with mail_server(AUTHORITY.context()) as inbox:
        settle(folder, inbox=inbox if relay else None)
        run(folder, "send", "--send")
        post, sent = folder / "output" / "post", len(inbox.mails)
        (post / "afsluttet.json").write_text('{"digest": "", "space": "smtp", "mails": 9, "tells": true, "waits": true}', encoding="utf-8")
        (post / "puls").unlink()
        before = {path: path.read_bytes() for path in post.rglob("*") if path.is_file()}
        again = run(folder, "send", "--send")
        assert (again.returncode, again.stdout, again.stderr) == (Exit.DONE, "Der er intet nyt at sende.\n", "")
        assert len(inbox.mails) == sent == (9 if relay else 0)
    after = {path: path.read_bytes() for path in post.rglob("*") if path.is_file()}
    assert set(after) - set(before) == {post / "puls"}
    assert after | before == after


def test_the_pulse_beats_where_the_release_waits_but_not_beside_another_sender(folder: Path) -> None:
    """Where another one sends, that one's pulse counts."""
    settle(folder, ('approval = "corrections"', 'approval = "required"'))
    post = folder / "output" / "post"
    with only_sender(post):
        assert run(folder, "send", "--send").returncode == Exit.LOCKED
    assert not (post / "puls").exists()
    waiting = run(folder, "send", "--send")
    assert (waiting.returncode, waiting.stderr, (post / "puls").exists()) == (Exit.WAITS, "", True)
    assert not list(post.rglob("*.eml"))


def test_trials_and_files_do_not_count_as_sent(folder: Path) -> None:
    """After files and a trial to one address, the real mails still go out."""
    run(folder, "send", "--send")
    with mail_server(AUTHORITY.context()) as inbox:
        settle(folder, ('# redirect_all_to = "analyse@kommune.example"', 'redirect_all_to = "proeve@forum.example"'), inbox=inbox)
        done = run(folder, "send", "--send")
        assert (done.returncode, done.stdout) == (Exit.DONE, "En prøve: alle går til proeve@forum.example.\n9 mails sendt\n")
        assert {recipient for recipient, _ in inbox.mails} == {"proeve@forum.example"}
        assert all(message["Subject"].startswith("[PRØVE for ") for message in inbox.parsed())
        settle(folder, ('redirect_all_to = "proeve@forum.example"', ""))
        assert run(folder, "send", "--send").returncode == Exit.DONE
    assert len(inbox.mails) == 18
    assert len({recipient for recipient, _ in inbox.mails[9:]}) == 9


def test_the_trial_of_the_settings_works_when_its_comment_mark_is_removed(folder: Path) -> None:
    """The line as it is shipped, without its mark: nine mails to the address that stands there. At another domain it is told at its key."""
    file = folder / "input" / "indstillinger.toml"
    text, removed = re.subn(r"(?m)^# (?=redirect_all_to)", "", file.read_text(encoding="utf-8"))
    assert removed == 1
    file.write_text(text, encoding="utf-8")
    done = run(folder, "send", "--send")
    assert (done.returncode, done.stderr) == (Exit.DONE, "")
    mails = [message_from_bytes(one.read_bytes(), policy=policy.default) for one in (folder / "output" / "post").rglob("*.eml")]
    assert [str(mail["To"]) for mail in mails] == ["analyse@kommune.example"] * 9
    settle(folder, ('redirect_all_to = "analyse@kommune.example"', 'redirect_all_to = "mig@andetsteds.example"'))
    refused = run(folder, "send")
    assert refused.returncode == Exit.REJECTED
    assert (
        'input/indstillinger.toml [delivery.redirect_all_to]: fandt "mig@andetsteds.example", forventede en adresse hos kommune.example'
        in refused.stderr
    )


def test_a_refused_mail_is_30_and_the_operator_is_told_once(folder: Path) -> None:
    """One mailbox does not exist: the other eight are sent, the operator gets one mail, a rerun sends nothing more."""
    with mail_server(AUTHORITY.context(), Fault("RCPT", "5xx")) as inbox:
        settle(folder, inbox=inbox)
        runs = [run(folder, "send", "--send") for _ in range(2)]
    assert [done.returncode for done in runs] == [Exit.INCOMPLETE] * 2
    assert "stoppet" in runs[0].stdout
    assert "550 no such mailbox" in runs[0].stdout
    told = [message for message, (to, _) in zip(inbox.parsed(), inbox.mails, strict=True) if to == "analyse@kommune.example"]
    assert [message["Subject"] for message in told] == ["1 rapport kunne ikke leveres"]
    assert "Nørrebro" in told[0].get_content()
    assert len(inbox.mails) == 9


def test_an_uncertain_mail_is_40_until_a_person_decides(folder: Path) -> None:
    """The line breaks after the content: the mail is never sent again by itself; resolved as delivered, all is done."""
    with mail_server(AUTHORITY.context(), Fault("dot", "drop")) as inbox:
        settle(folder, inbox=inbox)
        assert [run(folder, "send", "--send").returncode for _ in range(2)] == [Exit.UNCERTAIN] * 2
        assert entries(folder) == [MailState.UNCERTAIN, *[MailState.SENT] * 8]
        listed = run(folder, "outbox")
        assert (listed.returncode, "uafklaret" in listed.stdout) == (Exit.UNCERTAIN, True)
        assert "tom" not in run(folder, "outbox", "resolve", "2", "--resend").stdout
        assert run(folder, "send", "--from-here").returncode == 2
        assert run(folder, "outbox", "resolve", "2", "--resend").returncode == 2
        assert run(folder, "outbox", "resolve", "1").returncode == 2
        assert run(folder, "outbox", "resolve", "1", "--delivered").returncode == Exit.DONE
        assert run(folder, "send", "--send").returncode == Exit.DONE
    assert len([1 for to, _ in inbox.mails if to != "analyse@kommune.example"]) == 8
    assert len(inbox.swallowed) == 1


def test_a_mail_that_is_to_be_sent_again_is(folder: Path) -> None:
    """With the same Message-ID, by which a mail program knows a mail that came twice."""
    with mail_server(AUTHORITY.context(), Fault("dot", "drop")) as inbox:
        settle(folder, inbox=inbox)
        run(folder, "send", "--send")
        assert run(folder, "outbox", "resolve", "1", "--resend").returncode == Exit.DONE
        assert run(folder, "send", "--send").returncode == Exit.DONE
    assert inbox.swallowed[0][1] == inbox.mails[-1][1]


def test_half_a_login_sends_nothing(folder: Path) -> None:
    """Exit 30, no mail, and what to do."""
    with mail_server(AUTHORITY.context()) as inbox:
        settle(folder, inbox=inbox)
        done = run(folder, "send", "--send", SMTP_PASSWORD="")
    assert (done.returncode, inbox.mails) == (Exit.INCOMPLETE, [])
    assert "en bruger uden adgangskode" in done.stderr
    assert PASSWORD not in done.stdout + done.stderr


def test_where_no_domain_is_allowed_every_mail_is_stopped_and_told(folder: Path) -> None:
    """Exit 30, no report leaves, and the operator gets one mail about all nine."""
    with mail_server(AUTHORITY.context()) as inbox:
        settle(folder, ('allowed_domains = ["forum.example"]', 'allowed_domains = ["forum2.example"]'), inbox=inbox)
        done = run(folder, "send", "--send")
    assert (done.returncode, entries(folder)) == (Exit.INCOMPLETE, [MailState.STOPPED] * 9)
    assert [to for to, _ in inbox.mails] == ["analyse@kommune.example"]
    assert "forum.example, som ikke er blandt allowed_domains" in inbox.parsed()[0].get_content().replace("\n", " ")


def test_credentials_of_systemd_are_used(folder: Path) -> None:
    """From the folder that LoadCredential= fills, before the environment."""
    (folder / "credentials").mkdir()
    for name, content in (("smtp_user", USER), ("smtp_password", f"{PASSWORD}\n")):
        (folder / "credentials" / name).write_text(content, encoding="utf-8")
    with mail_server(AUTHORITY.context()) as inbox:
        settle(folder, inbox=inbox)
        done = run(folder, "send", "--send", CREDENTIALS_DIRECTORY=str(folder / "credentials"), SMTP_USER="x", SMTP_PASSWORD="y")  # noqa: S106 - of a test
    assert (done.returncode, len(inbox.mails)) == (Exit.DONE, 9)


def test_a_wrong_password_is_told_and_shown_nowhere(folder: Path) -> None:
    """Exit 30; every mail waits; the operator cannot be told by mail, and that is said."""
    with mail_server(AUTHORITY.context()) as inbox:
        settle(folder, inbox=inbox)
        done = run(folder, "send", "--send", SMTP_PASSWORD="hunter2-secret")  # noqa: S106 - of a test
    assert (done.returncode, inbox.mails) == (Exit.INCOMPLETE, [])
    assert "Afsendelsen blev standset: AUTH: 535" in done.stderr
    assert "hunter2" not in done.stdout + done.stderr
    assert b"hunter2" not in b"".join(file.read_bytes() for file in (folder / "output" / "post").iterdir())
    assert entries(folder) == [MailState.QUEUED] * 9


def test_a_second_sender_ends_with_75(folder: Path) -> None:
    """And leaves the outbox alone."""
    with only_sender(folder / "output" / "post"):
        done = run(folder, "send", "--send")
    assert done.returncode == Exit.LOCKED
    assert "En anden proces er ved at sende" in done.stderr
    assert not (folder / "output" / "post" / "outbox.sqlite").exists()


def test_an_outbox_that_cannot_be_written_is_50(folder: Path) -> None:
    """And sends nothing."""
    (folder / "output" / "post" / "outbox.sqlite").mkdir(parents=True)
    with mail_server(AUTHORITY.context()) as inbox:
        settle(folder, inbox=inbox)
        done = run(folder, "send", "--send")
    assert (done.returncode, inbox.mails) == (Exit.STORAGE, [])


def test_without_a_release_or_settings_it_says_what_to_do(folder: Path) -> None:
    """No traceback."""
    (folder / "output" / "current").unlink()
    done = run(folder, "send")
    assert (done.returncode, "Kør make reports først" in done.stderr) == (Exit.INCOMPLETE, True)
    text = (folder / "input" / "indstillinger.toml").read_text(encoding="utf-8")
    head, tail = text.split("[delivery]")
    (folder / "input" / "indstillinger.toml").write_text(head + tail[tail.index("[[administrations]]") :], encoding="utf-8")
    done = run(folder, "send")
    assert (done.returncode, "har ingen [delivery]" in done.stderr) == (Exit.INCOMPLETE, True)


@pytest.mark.parametrize("zone", ["UTC", "America/New_York"])
def test_times_are_danish_wherever_the_machine_stands(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server's clock is often in UTC; those who read its lines are not."""
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        assert operation._local("2026-12-01T12:52:00+00:00") == "01-12-2026 13:52"
        assert words._local(datetime(2026, 7, 1, 12, 52, tzinfo=UTC)) == "01-07-2026 14:52"
    finally:
        monkeypatch.undo()
        time.tzset()
