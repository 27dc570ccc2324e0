"""Mailing a release, step by step: what would be sent, and sending it. The release is as it was published; nothing is computed here."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.clearance import ask_clearance
from pipeline.clock import Clock, local_date, now_utc
from pipeline.deliver import (
    Batch,
    Guard,
    Timeouts,
    draft_mails,
    find_credentials,
    read_release,
    send_queued,
    tell_operator,
    write_queued,
)
from pipeline.deliver.session import Session
from pipeline.editions import CURRENT, current_edition
from pipeline.gates import GateResult
from pipeline.history import open_history
from pipeline.intake import check_input
from pipeline.outbox import FOLDER, Draft, Entry, only_sender, open_outbox
from pipeline.period import Wanted
from pipeline.recipients import list_recipients
from pipeline.settings import Settings
from pipeline.settled import Settled, take_digest
from pipeline.undelivered import DeliveryRefused, Why
from pipeline.wording import load_language
from pipeline.wording.delivery import say_notice


class ReleaseWaits(Exception):
    """The gates hold the release: nothing was queued."""


@dataclass(frozen=True)
class Sending:
    """What there is to send, before anything is queued.

    Attributes:
        release: The release's folder.
        drafts: Every mail of it, sent already or not.
        clearance: What the gates say of it.
        digest: What was looked at; see `settled.take_digest`.
    """

    settings: Settings
    guard: Guard
    release: Path
    drafts: tuple[Draft, ...]
    clearance: GateResult
    digest: str

    @property
    def waits(self) -> bool:
        """True where the release waits. A trial does not wait for a person's approval, but for what has to be put right."""
        return not self.clearance.may_send and (self.clearance.is_final or not self.guard.delivery.redirect_all_to)

    def settle(self, entries: tuple[Entry, ...] = ()) -> Settled:
        """Return what the next delivery has to know, given the mails of the outbox."""
        delivery = self.guard.delivery
        return Settled(self.digest, delivery.space, len(entries), delivery.smtp is not None, self.waits)


@dataclass(frozen=True)
class Outcome:
    """What sending did.

    Attributes:
        batch: What this go did.
        queued: Number of mails that were new.
        entries: The outbox afterwards, the mails of this space.
        told: The operator knows of what went wrong, or nothing did.
        files: The folder of the mails that were written as files; None where there is a relay.
    """

    batch: Batch
    queued: int
    entries: tuple[Entry, ...]
    told: bool
    files: Path | None = None


def prepare_sending(input_folder: Path, output_folder: Path, clock: Clock = now_utc) -> Sending:
    """Read the release and its recipients, and compose every mail; writes nothing.

    Raises:
        InputRejected: the recipients cannot be read.
        DeliveryRefused: a mail may not be sent; then none is.
        StorageFailed: the history of runs cannot be used.
    """
    digest = take_digest(input_folder, output_folder, clock)  # first: what changes while we read is looked at next time
    edition = current_edition(output_folder)
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
    drafts = draft_mails(read_release(edition.folder), guard, settings.municipality, trial, clock())
    return Sending(settings, guard, edition.folder, drafts, clearance, digest)


def send_release(
    sending: Sending,
    output_folder: Path,
    *,
    environment: Mapping[str, str] = os.environ,
    timeouts: Timeouts | None = None,
    clock: Clock = now_utc,
) -> Outcome:
    """Queue what is new and send what waits.

    Args:
        sending: What there is to send.
        output_folder: The output folder; the outbox lies in its `post/`.
        environment: Where the relay's user and password are looked for.
        timeouts: How long the relay is waited for.
        clock: The time of now.

    Raises:
        ReleaseWaits: the gates hold the release.
        Locked: another process sends.
        DeliveryRefused: the release is not the one that was queued, or the credentials are not whole.
        StorageFailed: the outbox or a file could not be written; what was sent before is written down.
    """
    if sending.waits:
        raise ReleaseWaits
    folder, delivery = output_folder / FOLDER, sending.guard.delivery
    credentials = find_credentials(environment) if delivery.smtp else None
    language = load_language(sending.settings.language)
    with only_sender(folder), open_outbox(folder, clock) as outbox:
        queued = outbox.queue(sending.drafts)
        relay = delivery.smtp
        if relay is None:
            return Outcome(write_queued(outbox, sending.guard, folder), queued, outbox.entries(delivery.space), told=True, files=folder)

        def open_session() -> Session:
            return Session(relay, credentials, delivery.sender, timeouts or Timeouts())

        batch = send_queued(outbox, sending.guard, open_session, clock)
        told = tell_operator(outbox, delivery, open_session, lambda news: say_notice(news, language), clock())
        return Outcome(batch, queued, outbox.entries(delivery.space), told)
