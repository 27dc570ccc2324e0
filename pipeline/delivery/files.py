"""Delivery without a relay: write each mail as an .eml file that any mail program opens. Writing it again gives the same file."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from pipeline.delivery.batch import Batch
from pipeline.delivery.due import AskRelease, DueMails
from pipeline.delivery.guard import Guard
from pipeline.delivery.outbox.mails import Draft, MailState
from pipeline.delivery.outbox.store import Outbox
from pipeline.storage import replace_file


def write_queued(outbox: Outbox, guard: Guard, ask_release: AskRelease, folder: Path) -> Batch:
    """Write every queued mail as a file. Requires the sender lock.

    Args:
        outbox: The outbox; mails of spaces other than the settings' are skipped.
        guard: Checks every mail once more.
        ask_release: Asked before each mail.
        folder: Parent of the period's folder.

    Raises:
        StorageFailed: a file or the outbox cannot be written; the mail stays queued.
    """
    due = DueMails(outbox, guard, ask_release)
    written = 0
    while mail := due.claim_next():
        place = write_mail(mail.draft, folder)
        outbox.enter(mail.id, MailState.SENT, f"{place.name}/")
        written += 1
    return Batch(written, due.superseded, due.halted)


def write_mail(draft: Draft, folder: Path) -> Path:
    """Write a mail as a file; return the folder that it is in.

    Args:
        draft: The mail.
        folder: Parent of the period's folder.

    Raises:
        StorageFailed: the file cannot be written.
    """
    place = folder / f"{draft.period}_r{draft.revision}"
    replace_file(draft.message, place, name_file(draft))
    return place


def name_file(draft: Draft) -> str:
    """Return the name of a mail's file: ``F-NOR noerrebro@forum.example.eml``; a hash tells names apart that would fall together."""
    trial = f" til {draft.address}" if " to " in draft.space else ""
    whole = f"{draft.forum_id} {draft.recipient}{trial}"
    safe = re.sub(r"[^\w.@+ -]", "-", whole)
    return f"{safe}.eml" if safe == whole else f"{safe} {hashlib.sha256(whole.encode()).hexdigest()[:8]}.eml"
