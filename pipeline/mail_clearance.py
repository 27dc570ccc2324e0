"""Whether a mail of the outbox may go now: its report is the newest of its forum and period, and the gates let that release pass.

Asked before each mail, of the folders as they are then: a mail may have waited while its report was corrected, an approval became void, or
another period was made the current one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.clearance import ask_clearance
from pipeline.clock import Clock, local_date, now_utc
from pipeline.editions import Edition, current_edition, list_editions
from pipeline.history import open_history
from pipeline.intake import check_input
from pipeline.outbox import Draft
from pipeline.period import Wanted
from pipeline.problems import InputRejected
from pipeline.settled import take_digest
from pipeline.undelivered import DeliveryRefused, Why


def find_newer(output_folder: Path, period: str, forum_id: str, revision: int) -> int | None:
    """Return the revision of a forum's report in the newest release of a period, where it is later than this one.

    A newest release without that forum counts as newer: it has taken the report's place.
    """
    newest = _newest(output_folder, period)
    if newest is None:
        return None
    record = _record(newest, forum_id)
    found = _revision(newest, record) if record else newest.number
    return found if found > revision else None


@dataclass
class MailClearance:
    """Asks about one mail after the other; of a release and an input that are as they were, the gates are asked once.

    Attributes:
        trial: Mails are redirected: they wait for no approval, but for what has to be put right.
        known: What the gates have said: release and digest of the input → it may be sent.
    """

    input_folder: Path
    output_folder: Path
    trial: bool
    clock: Clock = now_utc
    known: dict[tuple[str, str], bool] = field(default_factory=dict)

    def ask(self, draft: Draft) -> None:
        """Let a mail pass that may go now.

        Raises:
            DeliveryRefused: its report has been replaced, or its release waits, has to be put right, or is not there.
            StorageFailed: the approvals cannot be read.
        """
        newer = find_newer(self.output_folder, draft.period, draft.forum_id, draft.revision)
        if newer is not None:
            raise DeliveryRefused(Why.SUPERSEDED, {"revision": newer})
        newest = _newest(self.output_folder, draft.period)
        if newest is None or not _holds(newest, draft):
            raise DeliveryRefused(Why.RELEASE_GONE, {"period": draft.period})
        current = current_edition(self.output_folder)
        unfinished = current is not None and current.period == draft.period and current.name != newest.name
        if not draft.message or unfinished or not newest.is_whole() or not self._may_send(newest):
            raise DeliveryRefused(Why.RELEASE_WAITS, {"period": draft.period})

    def _may_send(self, edition: Edition) -> bool:
        """Return what the gates say of a release, asked with the input of its own years as it is now."""
        key = (edition.name, take_digest(self.input_folder, self.output_folder, self.clock))
        if key not in self.known or not key[1]:  # an input that cannot be read has no digest
            self.known[key] = self._ask_gates(edition)
        return self.known[key]

    def _ask_gates(self, edition: Edition) -> bool:
        try:
            intake = check_input(self.input_folder, Wanted(local_date(self.clock()), edition.years))
            with open_history(self.output_folder) as history:
                return ask_clearance(intake, edition, self.output_folder, history).lets_pass(trial=self.trial)
        except InputRejected:  # the check says what is wrong; nobody can say of such an input that the release is made of it
            return False


def _newest(output_folder: Path, period: str) -> Edition | None:
    return next(reversed(list_editions(output_folder, period)), None)


def _record(edition: Edition, forum_id: str) -> Mapping[str, Any] | None:
    """Return what a manifest says of a forum's report."""
    return next((record for record in edition.manifest.get("outputs", ()) if record.get("forum") == forum_id), None)


def _revision(edition: Edition, record: Mapping[str, Any]) -> int:
    return int(record.get("revision", edition.number))


def _holds(edition: Edition, draft: Draft) -> bool:
    """Return whether a mail's PDF is the one of a release."""
    record = _record(edition, draft.forum_id)
    return record is not None and (_revision(edition, record), record["sha256"]) == (draft.revision, draft.pdf_sha256)
