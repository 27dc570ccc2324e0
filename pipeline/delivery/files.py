"""Without a relay: each mail as an .eml file, which any mail program opens. Writing one twice writes the same file, so nothing is uncertain."""

from __future__ import annotations

import re
from pathlib import Path

from pipeline.delivery.batch import Batch
from pipeline.delivery.due import AskRelease, DueMails
from pipeline.delivery.guard import Guard
from pipeline.delivery.outbox.mails import Draft, MailState
from pipeline.delivery.outbox.store import Outbox
from pipeline.storage import replace_file


def write_queued(outbox: Outbox, guard: Guard, ask_release: AskRelease, folder: Path) -> Batch:
    """Write every mail that waits as a file. Only who holds the right to send may call this.

    Args:
        outbox: The outbox; mails of other spaces than the settings' are left alone.
        guard: Looks at every mail once more.
        ask_release: Asked before each mail.
        folder: Where the folder of the period is put.

    Raises:
        StorageFailed: a file or the outbox cannot be written; the mail still waits.
    """
    due = DueMails(outbox, guard, ask_release)
    written = 0
    while mail := due.claim_next():
        place = folder / f"{mail.draft.period}_r{mail.draft.revision}"
        replace_file(mail.draft.message, place, name_file(mail.draft))
        outbox.enter(mail.id, MailState.SENT, f"{place.name}/")
        written += 1
    return Batch(written, due.superseded, due.halted)


def name_file(draft: Draft) -> str:
    """Return the name of a mail's file: ``F-NOR noerrebro@forum.example.eml``."""
    trial = f" til {draft.address}" if " to " in draft.space else ""
    return re.sub(r"[^\w.@+ -]", "-", f"{draft.forum_id} {draft.recipient}{trial}") + ".eml"
