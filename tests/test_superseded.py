"""A waiting mail is sent only while its report is the newest and its release may be sent: checked before each mail."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner, Result

from pipeline.__main__ import Exit, app
from pipeline.commands.mails import judge
from pipeline.delivery.outbox.mails import Entry, MailState
from pipeline.delivery.outbox.store import open_outbox
from pipeline.delivery.refusals import Why, read_evidence
from pipeline.delivery.send import SendResult, prepare_sending, send_release
from pipeline.delivery.session import Timeouts
from pipeline.delivery.words import say_evidence
from pipeline.language.language import load_language
from pipeline.releases.find import Release, name_release, newest_release
from pipeline.releases.publish import point_current
from pipeline.run import make_reports
from pipeline.run_once import RunRequest, run_once
from pipeline.settings.period import Years
from tests.broken_inputs import INDICATORS, SETTINGS
from tests.build import copy_three_areas
from tests.mail_server import PASSWORD, USER, Authority, Fault, Inbox, mail_server
from tests.sample_release import Clock
from tests.test_recipients import DELIVERY, edit
from tests.years import edited, grown, with_sheets, without_sheets

AUTHORITY = Authority()
OLD, OTHER = "2011-2025", "2011-2024"  # the period whose mails wait, and the one that is made the current one meanwhile
LOGIN = {"SMTP_USER": USER, "SMTP_PASSWORD": PASSWORD}
QUEUED, SENT, SUPERSEDED = MailState.QUEUED, MailState.SENT, MailState.SUPERSEDED


@dataclass
class Place:
    """An input folder with two recipients, its output folder, and a clock that goes when it is told to."""

    folder: Path
    clock: Clock = field(default_factory=Clock)

    @property
    def input(self) -> Path:
        """The input folder."""
        return self.folder / "input"

    @property
    def output(self) -> Path:
        """The output folder."""
        return self.folder / "output"

    def make(self, period: str = OLD) -> str:
        """Make the reports of a period, or go back to them; return the release's name."""
        before, now = map(int, period.split("-"))
        return run_once(self.input, self.output, make_reports, RunRequest(Years(before, now)), clock=self.clock).edition.name

    def send(self) -> SendResult:
        """Send what is new and what waits, ten minutes later."""
        self.clock.go(minutes=10)
        sending = prepare_sending(self.input, self.output, self.clock)
        return send_release(sending, self.output, environment=LOGIN, timeouts=Timeouts(2, 2), clock=self.clock, from_here=True)

    def command(self, *command: str) -> Result:
        """Run a command of the program."""
        return CliRunner().invoke(app, [*command[:1], "--input", str(self.input), "--output", str(self.output), *command[1:]])

    def approve(self, period: str) -> None:
        """Approve what is shown."""
        code = self.command("approve", period).stdout.rpartition("CODE=")[2].strip()
        assert self.command("approve", period, "--code", code).exit_code == Exit.DONE

    def setting(self, old: str, new: str) -> None:
        """Change the settings."""
        file = self.input / SETTINGS
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")

    def entries(self, period: str = OLD) -> list[Entry]:
        """Return the outbox's mails of a period."""
        with open_outbox(self.output / "post") as box:
            return [entry for entry in box.entries() if entry.period == period]

    def states(self, period: str = OLD) -> list[MailState]:
        """Return where they stand."""
        return [entry.state for entry in self.entries(period)]

    def whys(self) -> set[Why | None]:
        """Return our own reasons why the old period's mails wait."""
        found = [read_evidence(entry.evidence) for entry in self.entries()]
        return {own and own[0].why for own in found}

    @property
    def old(self) -> Release:
        """The newest release of the old period."""
        edition = newest_release(self.output, OLD)
        assert edition is not None
        return edition


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Reports of 2025, and beside them those of 2024, which going to needs no making while the input is the same."""
    folder = tmp_path_factory.mktemp("made")
    source = edited(copy_three_areas(folder), [with_sheets(2024), grown(2024)])
    settings = source / SETTINGS
    settings.write_text(settings.read_text(encoding="utf-8") + DELIVERY.replace("required", "automatic"), encoding="utf-8")
    edit(source, lambda book: book["Modtagere"].append([book["Modtagere"]["A2"].value, "Formanden", "formand@forum.example"]))
    for period in (OTHER, OLD):
        Place(folder).make(period)
    return folder


@pytest.fixture
def place(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """A copy of it that a test may change."""
    for name in ("input", "output"):
        shutil.copytree(made / name, tmp_path / name, symlinks=True)
    monkeypatch.setenv("SSL_CERT_FILE", str(AUTHORITY.write(tmp_path)))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))
    return Place(tmp_path)


def relay(place: Place, inbox: Inbox) -> None:
    """Name a server as the relay."""
    part = f'[delivery.smtp]\nhost = "localhost"\nport = {inbox.port}\ntls = "starttls"\n\n[gates]'
    place.setting("[gates]", part)


def put_off(place: Place, inbox: Inbox) -> None:
    """Let the server put off both mails of 2025."""
    relay(place, inbox)
    inbox.fault = Fault("RCPT", "4xx", times=2)
    place.send()
    assert place.states() == [QUEUED] * 2
    inbox.fault = None


def correct(place: Place) -> None:
    """Correct a number of 2025 and make its next revision."""
    book = load_workbook(place.input / INDICATORS)
    cell = book["2025"]["E2"]
    cell.value += 5
    book.save(place.input / INDICATORS)
    assert place.make().startswith(f"{OLD}_r2_")


def revise(place: Place, *, changed: bool) -> str:
    """Lay the next revision of 2025 beside the first, as a run leaves it before it is made the current one; return its name.

    Args:
        place: Where.
        changed: The forum's report is another than before; else only the city's is.
    """
    manifest = json.loads((place.old.folder / "manifest.json").read_text(encoding="utf-8"))
    manifest["revision"] |= {"number": 2, "replaces": place.old.name, "reason": "noget"}
    for record in manifest["outputs"]:
        if record["name"].endswith(".pdf"):
            record["revision"] = 2 if changed or "forum" not in record else 1
    content = (json.dumps(manifest, ensure_ascii=False, indent=2) + "\n").encode()
    name = name_release(OLD, 2, content)
    shutil.copytree(place.old.folder, place.output / "releases" / name)
    (place.output / "releases" / name / "manifest.json").write_bytes(content)
    return name


def damage(place: Place) -> None:
    """Change a byte of a report that waits."""
    pdf = next(place.old.folder.glob("rapport_*.pdf"))
    pdf.write_bytes(pdf.read_bytes() + b"\n")


def cut_manifest(place: Place) -> None:
    """Publish a revision that left the report as it was, and tear its manifest: nobody can say any more what it holds."""
    point_current(place.output, revise(place, changed=False))
    manifest = place.old.folder / "manifest.json"
    manifest.write_bytes(manifest.read_bytes()[:100])


def exchange(place: Place) -> None:
    """Put another release of the same revision in the place of the one that waits."""
    damage(place)
    manifest = json.loads((place.old.folder / "manifest.json").read_text(encoding="utf-8"))
    for record in manifest["outputs"]:
        record["sha256"] = hashlib.sha256((place.old.folder / record["name"]).read_bytes()).hexdigest()
    content = (json.dumps(manifest, ensure_ascii=False, indent=2) + "\n").encode()
    (place.old.folder / "manifest.json").write_bytes(content)
    place.old.folder.rename(place.output / "releases" / name_release(OLD, 1, content))
    point_current(place.output, place.old.name)


def other_settings(place: Place) -> None:
    """Change what the reports are made of."""
    place.setting("hourly_rate_dkk = 320", "hourly_rate_dkk = 321")


def require_approval(place: Place) -> None:
    """Ask for approvals from now on."""
    place.setting('approval = "automatic"', 'approval = "required"')


def remove_release(place: Place) -> None:
    """Take the release that waits away."""
    shutil.move(place.old.folder, place.folder / "away")


MEANWHILE: dict[str, tuple[Callable[[Place], object], MailState, Why | None]] = {
    "nothing": (lambda _: None, SENT, None),
    "a correction": (correct, SUPERSEDED, Why.SUPERSEDED),
    "a correction that left the report as it was": (lambda place: point_current(place.output, revise(place, changed=False)), SENT, None),
    "an approval is asked for": (require_approval, QUEUED, Why.RELEASE_WAITS),
    "another input": (other_settings, QUEUED, Why.RELEASE_WAITS),
    "a year that is gone": (lambda place: without_sheets(2025)(place.input), SENT, None),
    "a damaged report": (damage, QUEUED, Why.RELEASE_WAITS),
    "a damaged manifest": (cut_manifest, QUEUED, Why.RELEASE_WAITS),
    "another release of its revision": (exchange, QUEUED, Why.RELEASE_GONE),
    "a folder that is gone": (remove_release, QUEUED, Why.RELEASE_GONE),
}


SELDOM = {"a damaged report", "another release of its revision", "a year that is gone"}


@pytest.mark.parametrize("meanwhile", [pytest.param(one, marks=pytest.mark.faults if one in SELDOM else ()) for one in MEANWHILE])
def test_another_period_is_sent_while_mails_of_this_one_wait(place: Place, meanwhile: str) -> None:
    """Its mails go out; those that waited go with them only where their release is the newest, whole, and may be sent."""
    change, state, why = MEANWHILE[meanwhile]
    with mail_server(AUTHORITY.context()) as inbox:
        put_off(place, inbox)
        change(place)
        place.make(OTHER)
        if meanwhile == "an approval is asked for":
            place.approve(OTHER)
        outcome = place.send()
    assert (place.states(), place.states(OTHER)) == ([state] * 2, [SENT] * 2)
    assert outcome.batch.superseded == (2 if state is SUPERSEDED else 0)
    assert len(inbox.mails) == (4 if state is SENT else 2)
    assert judge(outcome.entries) == (Exit.INCOMPLETE if state is QUEUED else Exit.DONE)
    if why is not None:
        assert place.whys() == {why}
    if state is QUEUED:
        entry = place.entries()[0]
        assert "make reports PERIOD=2011-2025" in say_evidence(entry, load_language("da"))
        assert entry.attempts == 1  # waiting is no attempt that failed


def test_what_waited_for_an_approval_goes_when_it_is_given(place: Place) -> None:
    """Back at its period and approved, each mail goes once; how often it is asked in between leaves no trace."""
    with mail_server(AUTHORITY.context()) as inbox:
        put_off(place, inbox)
        require_approval(place)
        place.make(OTHER)
        place.approve(OTHER)
        place.send()
        events = count_events(place)
        place.send()
        assert count_events(place) == events
        assert place.make().startswith(f"{OLD}_r1_")
        place.approve(OLD)
        place.send()
    assert place.states() == place.states(OTHER) == [SENT] * 2
    assert len(set(inbox.ids())) == len(inbox.mails) == 4


def count_events(place: Place) -> int:
    """Return how many lines of evidence the outbox holds."""
    with closing(sqlite3.connect(place.output / "post" / "outbox.sqlite")) as connection:
        return int(connection.execute("SELECT count(*) FROM events").fetchone()[0])


def test_a_folder_that_is_put_back_lets_its_mails_go(place: Place) -> None:
    """Nothing is lost with it."""
    with mail_server(AUTHORITY.context()) as inbox:
        put_off(place, inbox)
        release = place.old.folder
        remove_release(place)
        place.make(OTHER)
        place.send()
        shutil.move(place.folder / "away", release)
        place.send()
    assert place.states() == [SENT] * 2
    assert len(set(inbox.ids())) == len(inbox.mails) == 4


def test_a_server_that_is_down_puts_off_no_mail_that_may_not_go(place: Place) -> None:
    """Else it would be given up after a day of waiting for an approval."""
    with mail_server(AUTHORITY.context()) as inbox:
        put_off(place, inbox)
        require_approval(place)
        place.make(OTHER)
        place.approve(OTHER)
        before = [(entry.attempts, entry.first_failed) for entry in place.entries()]
        inbox.fault = Fault("connect", "4xx", times=9)
        place.send()
    assert [(entry.attempts, entry.first_failed) for entry in place.entries()] == before
    assert [entry.attempts for entry in place.entries(OTHER)] == [1, 1]


BETWEEN: dict[str, tuple[Callable[[Place], object], MailState, Why]] = {
    "a correction": (lambda place: point_current(place.output, revise(place, changed=True)), SUPERSEDED, Why.SUPERSEDED),
    "an approval is asked for": (require_approval, QUEUED, Why.RELEASE_WAITS),
    "another input": (other_settings, QUEUED, Why.RELEASE_WAITS),
    "a damaged report": (damage, QUEUED, Why.RELEASE_WAITS),
    "a folder that is gone": (remove_release, QUEUED, Why.RELEASE_GONE),
}


@pytest.mark.parametrize("between", BETWEEN)
def test_each_mail_is_asked_about_when_its_turn_comes(place: Place, between: str) -> None:
    """The first is accepted, then something happens: the second recipient does not get what the first one got."""
    change, state, why = BETWEEN[between]

    def happen(event: str) -> None:
        if event == "taken":
            change(place)

    with mail_server(AUTHORITY.context(), event=happen) as inbox:
        relay(place, inbox)
        outcome = place.send()
    assert (place.states(), place.whys()) == ([SENT, state], {None, why})
    assert (outcome.batch.superseded, len(inbox.mails)) == (int(state is SUPERSEDED), 1)


def test_a_newer_release_that_a_killed_run_left_holds_the_older_ones_mails(place: Place) -> None:
    """It is not the current one yet, so its mails are not queued; what it will replace is not sent in the meantime."""
    with mail_server(AUTHORITY.context()) as inbox:
        relay(place, inbox)
        newer = revise(place, changed=False)
        place.send()
        assert (place.states(), place.whys()) == ([QUEUED] * 2, {Why.RELEASE_WAITS})
        point_current(place.output, newer)
        place.send()
    assert place.states() == [SENT] * 2


@pytest.mark.parametrize("trial", [False, True], ids=["real", "trial"])
def test_an_old_revision_that_is_to_be_sent_again_is_replaced(place: Place, trial: bool) -> None:
    """By the person's command itself, also before the newer revision's mails are queued; a trial is no exception."""
    with mail_server(AUTHORITY.context()) as inbox:
        if trial:
            place.setting("attach_tables = false", 'attach_tables = false\nredirect_all_to = "proeve@forum.example"')
        put_off(place, inbox)
        require_approval(place)
        correct(place)  # waits for an approval: nothing of it is queued
        resolved = place.command("outbox", "resolve", "1", "--resend")
        assert (resolved.exit_code, "afløst" in resolved.stdout) == (Exit.DONE, True)
        assert place.states() == [SUPERSEDED, QUEUED]
        place.make(OTHER)
        place.approve(OTHER)
        place.send()
        assert place.states() == [SUPERSEDED] * 2
        assert place.command("outbox", "resolve", "2", "--resend").exit_code == 2  # no decision is needed about it
    assert {to for to, _ in inbox.mails} == ({"proeve@forum.example"} if trial else {"proeveby@forum.example", "formand@forum.example"})
    assert len(inbox.mails) == 2


def test_without_a_relay_an_old_report_is_not_written_either(place: Place) -> None:
    """Mails as files are asked about just the same."""
    place.setting("[gates]", "[gates]\n# files")
    with open_outbox(place.output / "post", place.clock) as box:
        box.queue(prepare_sending(place.input, place.output, place.clock).drafts)
    correct(place)
    place.make(OTHER)
    place.send()
    assert (place.states(), place.states(OTHER)) == ([SUPERSEDED] * 2, [SENT] * 2)
    assert {file.parent.name for file in (place.output / "post").rglob("*.eml")} == {f"{OTHER}_r1"}


def test_it_is_said_on_the_screen(place: Place) -> None:
    """By send how many were replaced, by outbox which; there is nothing left to do."""
    with open_outbox(place.output / "post", place.clock) as box:
        box.queue(prepare_sending(place.input, place.output, place.clock).drafts)
    correct(place)
    place.make(OTHER)
    sent = place.command("send", "--send", "--from-here")
    assert (sent.exit_code, "2 mails er ikke sendt: En nyere revision har taget deres plads." in sent.stdout) == (Exit.DONE, True)
    listed = place.command("outbox")
    assert (listed.exit_code, listed.stdout.count("afløst")) == (Exit.DONE, 2)
