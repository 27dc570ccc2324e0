"""What readers have: the record beside the input and the outbox, always joined, so that a copied, restored or half-lost folder goes on.

Neither is an authority: what one of them has as sent was sent. Enters: the input and the output folder. Leaves: one record. `fill` alone
writes, and the sender alone calls it.
"""

from __future__ import annotations

import socket
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from pipeline.delivery.outbox.mails import REAL, Draft
from pipeline.delivery.outbox.store import FILE, OUTBOX_FOLDER, Outbox, open_outbox
from pipeline.delivery.refusals import DeliveryRefused, Why
from pipeline.input.record import Record, Sent, append_record, read_record
from pipeline.releases.find import list_releases


def read_series(input_folder: Path, output_folder: Path) -> Record:
    """Return what readers have, by the record and the outbox together; writes nothing.

    Raises:
        InputRejected: a line of the record cannot be read.
        StorageFailed: one of them cannot be read.
    """
    record = read_record(input_folder)
    if not (output_folder / OUTBOX_FOLDER / FILE).is_file():
        return record
    with open_outbox(output_folder / OUTBOX_FOLDER) as outbox:
        return Record((*record.lines, *_find_unrecorded(record, outbox, output_folder)))


class Series:
    """The series of one sender: its record, its outbox and its place. Requires the sender lock.

    Attributes:
        fetched: Number of sent mails that the outbox did not have.
        total: Number of sent mails.
    """

    def __init__(self, input_folder: Path, output_folder: Path, outbox: Outbox, forums: Mapping[str, str]) -> None:
        """Join record and outbox.

        Raises:
            InputRejected: a line of the record cannot be read.
            RecordUnwritable: the outbox has sent mails that the record has not, and it cannot be written.
        """
        self._input, self._output = input_folder, output_folder
        self._record = read_record(input_folder)
        missing = _find_unrecorded(self._record, outbox, output_folder)
        self._add(*missing)
        self.fetched = outbox.adopt(REAL, self._record.mails, forums)
        self.total = len(self._record.mails)

    def ask_place(self, sends_from: str, *, from_here: bool) -> None:
        """Accept sending from this machine and output folder, and see that the record can be written.

        Args:
            sends_from: The machine that the settings name; empty for any.
            from_here: A person says that from now on mails are sent from here.

        Raises:
            DeliveryRefused: mails are sent from elsewhere, or it is not known from where.
            RecordUnwritable: the record cannot be written.
        """
        place = name_place(self._output)
        if from_here and self._record.place != place:
            refused = _refuse_host(sends_from)
            if refused is not None:
                raise refused
            append_record(self._input, ())
            self._add(Sent(_now(), "", "", "", 0, "", place))
        refused = refuse_place(self._record, self._output, sends_from)
        if refused is not None:
            raise refused
        append_record(self._input, ())

    def record(self, draft: Draft, now: datetime) -> None:
        """Record a mail that the relay has accepted.

        Raises:
            RecordUnwritable: it cannot be written.
        """
        says = _find_says(self._output, draft.period, draft.forum_id, draft.revision)
        line = Sent(_text(now), draft.period, draft.forum_id, draft.recipient.casefold(), draft.revision, says, name_place(self._output))
        self._add(line)

    def _add(self, *lines: Sent) -> None:
        if lines:
            append_record(self._input, lines)
            self._record = Record((*self._record.lines, *lines))


def name_place(output_folder: Path) -> str:
    """Return where mails are sent from: the machine and the output folder."""
    return f"{socket.gethostname()}:{output_folder.resolve()}"


def refuse_place(record: Record, output_folder: Path, sends_from: str) -> DeliveryRefused | None:
    """Return why mails are not sent from this machine and output folder; None if they are."""
    here = name_place(output_folder)
    if refused := _refuse_host(sends_from):
        return refused
    if not record.place:
        return DeliveryRefused(Why.NEVER_SENT)
    return None if record.place == here else DeliveryRefused(Why.SENT_ELSEWHERE, {"there": record.place, "here": here})


def _refuse_host(sends_from: str) -> DeliveryRefused | None:
    host = socket.gethostname()
    if sends_from and sends_from.casefold() not in {host.casefold(), host.partition(".")[0].casefold()}:
        return DeliveryRefused(Why.OTHER_HOST, {"there": sends_from, "here": host})
    return None


def _find_unrecorded(record: Record, outbox: Outbox, output_folder: Path) -> list[Sent]:
    """Return the mails that the outbox has as sent and the record has not."""
    known, place = record.mails, name_place(output_folder)
    sent = (
        Sent(at, period, forum_id, recipient, revision, "", place) for at, period, forum_id, recipient, revision in outbox.list_sent(REAL)
    )
    return [
        replace(line, says=_find_says(output_folder, line.period, line.forum_id, line.revision)) for line in sent if line.key not in known
    ]


def _find_says(output_folder: Path, period: str, forum_id: str, revision: int) -> str:
    """Return the hash of what a forum's report of a revision says; empty if no release has it."""
    for edition in list_releases(output_folder, period):
        for record in edition.manifest.get("outputs", ()):
            if (record.get("forum"), record.get("revision")) == (forum_id, revision):
                return str(record.get("says", ""))
    return ""


def _now() -> str:
    return _text(datetime.now(UTC))


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
