"""Whether a delivery would find anything to do, without a workbook read: what the last one had looked at, and the outbox as it stands now.

Enters: hashes of the input, the current release, its approvals, the outbox. Leaves: `post/afsluttet.json` after a delivery that left nothing
undone for now, and the answer of the next. Never: a mail, and never a yes where anything is another than it was.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from pipeline.clock import Clock, local_date, now_utc
from pipeline.deliver.notice import is_news
from pipeline.editions import current_edition
from pipeline.fingerprint import hash_inputs, take_fingerprint
from pipeline.history import Pulse, beat_pulse, local_key, open_history
from pipeline.lock import Locked
from pipeline.outbox import FOLDER, Entry, State, only_sender, open_outbox
from pipeline.storage import replace_file

FILENAME: Final = "afsluttet.json"


@dataclass(frozen=True, slots=True)
class Settled:
    """What a delivery left behind.

    Attributes:
        digest: Of all that decides what is sent; see `take_digest`.
        space: The space of its mails.
        mails: Number of mails in that space; one more or less, and the next delivery looks at everything.
        tells: There is a relay, through which the operator is told.
        waits: The gates hold the release.
    """

    digest: str
    space: str
    mails: int
    tells: bool
    waits: bool


def take_digest(input_folder: Path, output_folder: Path, clock: Clock = now_utc) -> str:
    """Return one SHA-256 of input, program, current release, approvals and the day, so that at least one delivery a day looks at everything.

    Raises:
        StorageFailed: the approvals cannot be read.
    """
    try:
        inputs = hash_inputs(input_folder)
    except OSError:
        return ""  # the reader says which file and why; nothing is ever settled with it
    edition = current_edition(output_folder)
    approvals: list[str] = []
    if edition is not None:
        with open_history(output_folder) as history:
            approvals = [approval.digest for approval in history.approvals(edition.name)]
    day = local_date(clock()).isoformat()
    parts = [take_fingerprint(inputs, "", local_key(output_folder)), edition.name if edition else "", *sorted(approvals), day]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def find_settled(input_folder: Path, output_folder: Path, clock: Clock = now_utc) -> tuple[Settled, tuple[Entry, ...]] | None:
    """Return what the last delivery left and the mails of its space; None where there may be something to do.

    Raises:
        StorageFailed: the outbox or the approvals cannot be read.
    """
    folder = output_folder / FOLDER
    try:
        last = Settled(**json.loads((folder / FILENAME).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None  # whoever looks at everything says what is wrong
    if not last.digest or last.digest != take_digest(input_folder, output_folder, clock):
        return None
    with open_outbox(folder, clock) as outbox:
        entries = outbox.entries(last.space)
    quiet = len(entries) == last.mails and not any(_is_due(entry, last, clock()) for entry in entries)
    return (last, entries) if last.waits or quiet else None


def _is_due(entry: Entry, last: Settled, now: datetime) -> bool:
    if entry.state in {State.CLAIMED, State.DATA}:  # somebody sends, or was killed while sending
        return True
    return (entry.state is State.QUEUED and entry.next_try <= now) or (last.tells and not entry.told and is_news(entry, now))


def end_delivery(output_folder: Path, settled: Settled | None) -> None:
    """Let the pulse beat, and keep what this delivery has looked at; where another one is at work, that one does.

    Args:
        output_folder: The output folder.
        settled: What it leaves; None where that stands already.

    Raises:
        StorageFailed: it cannot be written.
    """
    folder = output_folder / FOLDER
    try:
        with only_sender(folder):
            if settled is not None:
                replace_file(json.dumps(asdict(settled)).encode(), folder, FILENAME)
            beat_pulse(output_folder, Pulse.DELIVERY)
    except Locked:
        pass
