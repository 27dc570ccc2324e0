"""The mails of a release that nobody has yet."""

from __future__ import annotations

from pathlib import Path

from pipeline.delivery.outbox.mails import REAL
from pipeline.delivery.outbox.store import FILE, OUTBOX_FOLDER, open_outbox
from pipeline.delivery.recipients import Recipients
from pipeline.input.record import read_record
from pipeline.releases.find import Release


def list_new(
    edition: Release, recipients: Recipients, input_folder: Path, output_folder: Path, space: str
) -> frozenset[tuple[str, str, str, int]]:
    """Return the mails of a release that neither record nor outbox has: period, forum id, recipient and revision of each.

    Args:
        edition: The release.
        recipients: Who receives it.
        input_folder: The input, with the record.
        output_folder: The output folder, with the outbox.
        space: The space of the mails, see `Delivery.space`.
    """
    wanted = {
        (edition.period, person.forum_id, person.email.casefold(), report[0])
        for person in recipients.people
        if (report := edition.find_report(person.forum_id)) is not None
    }
    known = set(read_record(input_folder).mails) if space == REAL else set()
    if (output_folder / OUTBOX_FOLDER / FILE).is_file():
        with open_outbox(output_folder / OUTBOX_FOLDER) as outbox:
            known |= {(one.period, one.forum_id, one.recipient, one.revision) for one in outbox.entries(space)}
    return frozenset(wanted - known)
