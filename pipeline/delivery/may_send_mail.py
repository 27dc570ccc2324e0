"""Decide whether a mail of the outbox may be sent now: its report is the newest of its forum and period, and that release passes the gates.

Asked before each mail, of the folders at that moment: while the mail waited, its report may have been corrected, an approval may have
become void, or another period may have become the current one.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.clock import Clock, local_date, now_utc
from pipeline.delivery.may_send_release import ask_clearance, ask_without_input, holds_of_record
from pipeline.delivery.outbox.mails import Draft
from pipeline.delivery.recipients import list_recipients
from pipeline.delivery.refusals import DeliveryRefused, Why
from pipeline.input.check_input import check_input, read_forum_book
from pipeline.input.record import read_record
from pipeline.problems.rejected import InputRejected
from pipeline.releases.find import Release, current_release, find_newer, newest_release
from pipeline.releases.fingerprint import hash_inputs
from pipeline.releases.history.store import History, open_history
from pipeline.settings.period import Wanted
from pipeline.settings.settings import read_settings


@dataclass
class MailClearance:
    """Decides for one mail after another; the gates are asked once for an unchanged release and input.

    Attributes:
        trial: Mails are redirected: they need no approval, but faults must be corrected first.
        known: Decisions so far: release and input → may be sent.
    """

    input_folder: Path
    output_folder: Path
    trial: bool
    clock: Clock = now_utc
    known: dict[Hashable, bool] = field(default_factory=dict)

    def ask(self, draft: Draft) -> None:
        """Accept a mail that may be sent now.

        Raises:
            DeliveryRefused: its report has been replaced, or its release is held, faulty or missing.
            StorageFailed: the approvals cannot be read.
        """
        newer = find_newer(self.output_folder, draft.period, draft.forum_id, draft.revision) or self._find_sent(draft)
        if newer is not None:
            raise DeliveryRefused(Why.SUPERSEDED, {"revision": newer})
        newest = newest_release(self.output_folder, draft.period)
        if newest is None:
            raise DeliveryRefused(Why.RELEASE_GONE, {"period": draft.period})
        if not draft.message or self._is_unfinished(newest) or not newest.is_whole():
            raise DeliveryRefused(Why.RELEASE_WAITS, {"period": draft.period})
        if newest.find_report(draft.forum_id) != (draft.revision, draft.pdf_sha256):  # an older copy of the folder was put in its place
            raise DeliveryRefused(Why.RELEASE_GONE, {"period": draft.period})
        if not self._may_send(newest):
            raise DeliveryRefused(Why.RELEASE_WAITS, {"period": draft.period})

    def _find_sent(self, draft: Draft) -> int | None:
        """Return a later revision of the report that readers have, wherever it was made."""
        sent = read_record(self.input_folder).newest(draft.period).get(draft.forum_id)
        return sent.revision if sent and sent.revision > draft.revision else None

    def _is_unfinished(self, newest: Release) -> bool:
        """Return whether a run was killed between writing a release and making it the current one."""
        current = current_release(self.output_folder)
        return current is not None and current.period == newest.period and current.name != newest.name

    def _may_send(self, edition: Release) -> bool:
        """Return the gates' decision on a release, for the current input of its own years."""
        with open_history(self.output_folder) as history:
            try:
                inputs = frozenset(hash_inputs(self.input_folder).items())
            except OSError:
                return False  # `check` reports which file and why
            day, approvals = local_date(self.clock()), frozenset(approval.digest for approval in history.approvals(edition.name))
            key = (edition.name, inputs, approvals, day)
            if key not in self.known:
                self.known[key] = self._ask_gates(edition, history)
            return self.known[key]

    def _ask_without_input(self, edition: Release, history: History) -> bool:
        """Return the gates' decision where the input has errors, such as a half-filled sheet of the next year.

        Nothing in it says that the reports are wrong, and they were let pass when the mail was queued. Who may receive them is
        another question: without a readable list, no mail goes.
        """
        try:
            settings, recipients = read_settings(self.input_folder), list_recipients(read_forum_book(self.input_folder))
            overtaken = holds_of_record(self.input_folder, edition)
        except InputRejected:
            return False
        return ask_without_input(recipients, settings, edition, history, overtaken).lets_pass(trial=self.trial)

    def _ask_gates(self, edition: Release, history: History) -> bool:
        try:
            intake = check_input(self.input_folder, Wanted(local_date(self.clock()), edition.years))
        except InputRejected:
            return self._ask_without_input(edition, history)
        return ask_clearance(intake, edition, history).lets_pass(trial=self.trial)
