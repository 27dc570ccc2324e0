"""Mail a release: prepare the mails, then send them. The release is used as published; nothing is computed here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pipeline.clock import Clock, local_date, now_utc
from pipeline.delivery.batch import Batch, send_queued
from pipeline.delivery.credentials import find_credentials
from pipeline.delivery.due import AskRelease
from pipeline.delivery.files import write_mail, write_queued
from pipeline.delivery.gates import GateResult
from pipeline.delivery.guard import Guard
from pipeline.delivery.may_send_mail import MailClearance
from pipeline.delivery.may_send_release import ask_clearance
from pipeline.delivery.new_mails import list_new
from pipeline.delivery.notice import tell_operator
from pipeline.delivery.outbox.mails import Draft, Entry, Refusal
from pipeline.delivery.outbox.sender_lock import only_sender
from pipeline.delivery.outbox.store import OUTBOX_FOLDER, Outbox, open_outbox
from pipeline.delivery.queue import draft_mails
from pipeline.delivery.recipients import list_recipients
from pipeline.delivery.refusals import DeliveryRefused, Why
from pipeline.delivery.release import read_release
from pipeline.delivery.series import Series
from pipeline.delivery.session import Session, Timeouts
from pipeline.delivery.words import say_notice
from pipeline.input.check_input import check_input, read_forum_book
from pipeline.language.language import load_language
from pipeline.problems.model import Problem
from pipeline.problems.rejected import InputRejected
from pipeline.releases.find import CURRENT, current_release
from pipeline.releases.history.pulse import Pulse, beat_pulse
from pipeline.releases.history.store import open_history
from pipeline.settings.period import Wanted
from pipeline.settings.settings import WrittenSettings, read_settings


class ReleaseWaits(Exception):
    """The gates hold the release; nothing was queued."""


@dataclass(frozen=True)
class Sending:
    """The mails of a release, before anything is queued.

    Attributes:
        drafts: Every mail of the release, whether already sent or not.
        refusals: Recipients whose mail cannot be sent.
        problems: Errors in the recipients, with their cells.
        clearance: The gates' decision on the release; None where the input has errors, so that only mails that wait are tried.
        ask_release: Decides for any mail whether it may be sent now.
        input_folder: The input, with the record of what was sent.
        is_new: The release has a mail that nobody has yet.
        at_once: A person asks: mails that wait for their next try are due.
        sample: The numbers are sample data: no mail is sent or kept in the outbox, it is only written as a file.
    """

    settings: WrittenSettings
    guard: Guard
    drafts: tuple[Draft, ...]
    refusals: tuple[Refusal, ...]
    problems: tuple[Problem, ...]
    clearance: GateResult | None
    ask_release: AskRelease
    input_folder: Path
    sample: bool
    is_new: bool = True
    at_once: bool = False

    @property
    def waits(self) -> bool:
        """True if the gates hold mails of the release."""
        if self.clearance is None or not (self.is_new or self.clearance.is_final):
            return False
        return not self.clearance.lets_pass(trial=self.guard.delivery.redirect_all_to is not None)


@dataclass(frozen=True)
class SendResult:
    """The result of sending.

    Attributes:
        batch: The result of this pass.
        entries: The mails of this space, afterwards.
        changed: Some mail is new or has changed state.
        notified: The operator has been notified of every failure.
        files: The folder of the mails written as files; None if there is a relay.
        fetched: Number of sent mails that only the record knew, of `known` in all.
    """

    batch: Batch
    entries: tuple[Entry, ...]
    changed: bool
    notified: bool
    files: Path | None = None
    fetched: int = 0
    known: int = 0

    @property
    def is_empty(self) -> bool:
        """True if there was nothing to do."""
        return not self.changed and not self.batch.halted and self.notified


def prepare_sending(input_folder: Path, output_folder: Path, clock: Clock = now_utc) -> Sending:
    """Read the release and its recipients, and compose every mail; writes nothing.

    Raises:
        InputRejected: the recipients cannot be read.
        DeliveryRefused: no mail may be sent.
        StorageFailed: the history of runs cannot be used.
    """
    edition = current_release(output_folder)
    intake = check_input(input_folder, Wanted(local_date(clock()), edition.years if edition else None))
    settings = intake.settings
    if settings.delivery is None:
        raise DeliveryRefused(Why.NO_SETTINGS)
    guard = Guard(list_recipients(intake.tables), settings.delivery)
    if edition is None:
        raise DeliveryRefused(Why.RELEASE_MISSING, {"folder": output_folder / CURRENT})
    with open_history(output_folder) as history:
        clearance = ask_clearance(intake, edition, history)
    trial = load_language(settings.language).gettext("[TRIAL for {recipient}]")
    drafted = draft_mails(read_release(edition.folder), guard, settings.municipality, trial, clock())
    asked = MailClearance(input_folder, output_folder, guard.delivery.redirect_all_to is not None, clock)
    sample = intake.tables.sample or bool(edition.manifest.get("sample"))
    is_new = bool(list_new(edition, guard.recipients, input_folder, output_folder, guard.delivery.space))
    return Sending(
        settings, guard, drafted.drafts, drafted.refusals, intake.tables.of_one_mail, clearance, asked.ask, input_folder, sample, is_new
    )


def prepare_retries(input_folder: Path, output_folder: Path, rejected: InputRejected, clock: Clock = now_utc) -> Sending:
    """Prepare to try the mails that wait, by the settings and the workbook of the forums alone, because the input has errors.

    Args:
        input_folder: The input.
        output_folder: The output folder, with the outbox.
        rejected: The errors; they are kept as problems if mails of the current release are not queued yet.
        clock: The current time.

    Raises:
        InputRejected: the settings or that workbook have errors themselves.
        DeliveryRefused: there are no settings of delivery.
    """
    try:
        settings, recipients = read_settings(input_folder), list_recipients(read_forum_book(input_folder))
    except InputRejected as error:
        raise rejected from error
    if settings.delivery is None:
        raise DeliveryRefused(Why.NO_SETTINGS)
    guard, edition = Guard(recipients, settings.delivery), current_release(output_folder)
    is_new = edition is None or list_new(edition, recipients, input_folder, output_folder, settings.delivery.space)
    asked = MailClearance(input_folder, output_folder, settings.delivery.redirect_all_to is not None, clock)
    problems = tuple(rejected.problems) if is_new else ()
    return Sending(settings, guard, (), (), problems, None, asked.ask, input_folder, sample=False)


def send_release(
    sending: Sending,
    output_folder: Path,
    *,
    environment: Mapping[str, str] | None = None,
    timeouts: Timeouts | None = None,
    clock: Clock = now_utc,
    from_here: bool = False,
) -> SendResult:
    """Queue new mails, send what is due, and signal the pulse.

    Args:
        sending: The prepared mails.
        output_folder: The output folder; the outbox lies in its `post/`.
        environment: Where to look for the relay's user and password; None for what was hidden at the start.
        timeouts: How long to wait for the relay.
        clock: The current time.
        from_here: A person says that from now on mails are sent from this machine and output folder.

    Raises:
        ReleaseWaits: the gates hold the release.
        Locked: another process is sending.
        DeliveryRefused: the release is not the one that was prepared, or the credentials are incomplete.
        StorageFailed: the outbox or a file could not be written; mails sent so far are recorded.
    """
    with only_sender(output_folder / OUTBOX_FOLDER):
        if sending.waits:
            beat_pulse(output_folder, Pulse.DELIVERY)
            raise ReleaseWaits
        outcome = _Sender(sending, output_folder, clock, from_here).send(environment, timeouts or Timeouts())
        beat_pulse(output_folder, Pulse.DELIVERY)
    return outcome


@dataclass(frozen=True, slots=True)
class _Sender:
    """One delivery, see `send_release`. Requires the sender lock."""

    sending: Sending
    output_folder: Path
    clock: Clock
    from_here: bool

    def send(self, environment: Mapping[str, str] | None, timeouts: Timeouts) -> SendResult:
        """Queue and send."""
        delivery, folder = self.sending.guard.delivery, self.output_folder / OUTBOX_FOLDER
        if self.sending.sample:
            for draft in self.sending.drafts:
                write_mail(draft, folder)
            return SendResult(Batch(len(self.sending.drafts)), (), changed=True, notified=True, files=folder)
        with open_outbox(folder, self.clock) as outbox:
            outbox.recover()
            before = outbox.entries(delivery.space)
            if self.sending.at_once:
                outbox.hurry(delivery.space)
            if delivery.smtp is None:
                outbox.queue(self.sending.drafts, self.sending.refusals)
                batch = write_queued(outbox, self.sending.guard, self.sending.ask_release, folder)
                entries = outbox.entries(delivery.space)
                return SendResult(batch, entries, entries != before, notified=True, files=folder)
            credentials = find_credentials(environment)
            return self._send(outbox, before, partial(Session, delivery.smtp, credentials, delivery.sender, timeouts))

    def _send(self, outbox: Outbox, before: Sequence[Entry], open_session: Callable[[], Session]) -> SendResult:
        """Queue and send through the relay."""
        sending, clock = self.sending, self.clock
        delivery, language = sending.guard.delivery, load_language(sending.settings.language)
        series = Series(sending.input_folder, self.output_folder, outbox, sending.guard.recipients.forums) if delivery.is_real else None

        def record_sent(draft: Draft) -> None:
            if series is not None:
                series.record(draft, clock())

        with ExitStack() as held:
            if series is not None and (self.from_here or outbox.has_news(delivery.space, sending.drafts)):
                held.enter_context(series.send_from_here(delivery.sends_from, decided=self.from_here))
            outbox.queue(sending.drafts, sending.refusals)
            batch = send_queued(outbox, sending.guard, sending.ask_release, open_session, clock, record_sent)
        if not sending.problems:
            outbox.note_refused("")
        notified = tell_operator(outbox, delivery, open_session, lambda news: say_notice(news, language), clock())
        entries = outbox.entries(delivery.space)
        fetched, known = (series.fetched, series.total) if series is not None else (0, 0)
        return SendResult(batch, entries, entries != before, notified, None, fetched, known)
