"""Mail a release: prepare the mails, then send them. The release is used as published; nothing is computed here."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
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
from pipeline.delivery.notice import tell_operator
from pipeline.delivery.outbox.mails import Draft, Entry, Refusal
from pipeline.delivery.outbox.sender_lock import only_sender
from pipeline.delivery.outbox.store import OUTBOX_FOLDER, open_outbox
from pipeline.delivery.queue import draft_mails
from pipeline.delivery.recipients import list_recipients
from pipeline.delivery.refusals import DeliveryRefused, Why
from pipeline.delivery.release import read_release
from pipeline.delivery.session import Session, Timeouts
from pipeline.delivery.words import say_notice
from pipeline.input.check_input import check_input
from pipeline.language.language import load_language
from pipeline.problems.model import Problem
from pipeline.releases.find import CURRENT, current_release
from pipeline.releases.history.pulse import Pulse, beat_pulse
from pipeline.releases.history.store import open_history
from pipeline.settings.period import Wanted
from pipeline.settings.settings import Settings


class ReleaseWaits(Exception):
    """The gates hold the release; nothing was queued."""


@dataclass(frozen=True)
class Sending:
    """The mails of a release, before anything is queued.

    Attributes:
        drafts: Every mail of the release, whether already sent or not.
        refusals: Recipients whose mail cannot be sent.
        problems: Errors in the recipients, with their cells.
        clearance: The gates' decision on the release.
        ask_release: Decides for any mail whether it may be sent now.
        sample: The numbers are sample data: no mail is sent or kept in the outbox, it is only written as a file.
    """

    settings: Settings
    guard: Guard
    drafts: tuple[Draft, ...]
    refusals: tuple[Refusal, ...]
    problems: tuple[Problem, ...]
    clearance: GateResult
    ask_release: AskRelease
    sample: bool = False

    @property
    def waits(self) -> bool:
        """True if the gates hold the release."""
        return not self.clearance.lets_pass(trial=self.guard.delivery.redirect_all_to is not None)


@dataclass(frozen=True)
class SendResult:
    """The result of sending.

    Attributes:
        batch: The result of this pass.
        entries: The mails of this space, afterwards.
        changed: Some mail is new or has changed state.
        told: The operator has been notified of every failure.
        files: The folder of the mails written as files; None if there is a relay.
    """

    batch: Batch
    entries: tuple[Entry, ...]
    changed: bool
    told: bool
    files: Path | None = None

    @property
    def is_empty(self) -> bool:
        """True if there was nothing to do."""
        return not self.changed and not self.batch.halted and self.told


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
    return Sending(settings, guard, drafted.drafts, drafted.refusals, intake.tables.of_one_mail, clearance, asked.ask, sample)


def send_release(
    sending: Sending,
    output_folder: Path,
    *,
    environment: Mapping[str, str] = os.environ,
    timeouts: Timeouts | None = None,
    clock: Clock = now_utc,
) -> SendResult:
    """Queue new mails, send what is due, and signal the pulse.

    Args:
        sending: The prepared mails.
        output_folder: The output folder; the outbox lies in its `post/`.
        environment: Where to look for the relay's user and password.
        timeouts: How long to wait for the relay.
        clock: The current time.

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
        outcome = _send(sending, output_folder, environment, timeouts or Timeouts(), clock)
        beat_pulse(output_folder, Pulse.DELIVERY)
    return outcome


def _send(sending: Sending, output_folder: Path, environment: Mapping[str, str], timeouts: Timeouts, clock: Clock) -> SendResult:
    """Queue and send. Requires the sender lock."""
    folder, delivery = output_folder / OUTBOX_FOLDER, sending.guard.delivery
    if sending.sample:
        for draft in sending.drafts:
            write_mail(draft, folder)
        return SendResult(Batch(len(sending.drafts)), (), changed=True, told=True, files=folder)
    credentials = find_credentials(environment) if delivery.smtp else None
    language = load_language(sending.settings.language)
    with open_outbox(folder, clock) as outbox:
        before = outbox.entries(delivery.space)
        outbox.queue(sending.drafts, sending.refusals)
        relay = delivery.smtp
        if relay is None:
            batch = write_queued(outbox, sending.guard, sending.ask_release, folder)
            entries = outbox.entries(delivery.space)
            return SendResult(batch, entries, entries != before, told=True, files=folder)

        def open_session() -> Session:
            return Session(relay, credentials, delivery.sender, timeouts)

        batch = send_queued(outbox, sending.guard, sending.ask_release, open_session, clock)
        told = tell_operator(outbox, delivery, open_session, lambda news: say_notice(news, language), clock())
        entries = outbox.entries(delivery.space)
        return SendResult(batch, entries, entries != before, told)
