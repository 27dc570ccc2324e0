"""The mails that are due, each checked just before it is sent; a mail that may not be sent is recorded and the next one is tried."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from pipeline.delivery.guard import Guard
from pipeline.delivery.outbox.mails import Draft, Mail, MailState
from pipeline.delivery.outbox.store import Outbox
from pipeline.delivery.refusals import WAITING, DeliveryRefused, Why, write_evidence

AskRelease = Callable[[Draft], None]
"""Accepts a mail whose report is the newest and may be sent; raises `DeliveryRefused` for any other."""


MOST_UNCERTAIN: Final = 2


class DueMails:
    """The mails of one delivery that are due. Requires the sender lock.

    Attributes:
        halted: Why no more are taken; empty if all were tried.
        superseded: Number of mails replaced by a newer revision of their report.
    """

    def __init__(self, outbox: Outbox, guard: Guard, ask_release: AskRelease) -> None:
        outbox.recover()
        self._outbox, self._guard, self._ask_release = outbox, guard, ask_release
        self._held: list[int] = []
        self.halted = ""
        self.superseded = 0

    def claim_next(self) -> Mail | None:
        """Claim the next mail that may be sent; None if there is none, or if sending has been halted."""
        while not self.halted and (mail := self._outbox.next_due(self._guard.delivery.space, self._held)):
            uncertain = self._outbox.count_uncertain(self._guard.delivery.space)
            if uncertain >= MOST_UNCERTAIN:  # a relay that takes mails and does not answer would make all of them uncertain
                self.halted = write_evidence(DeliveryRefused(Why.UNCERTAIN, {"number": uncertain}))
                return None
            refused = self._look(mail.draft)
            if refused is None:
                self._outbox.claim(mail)
                return mail
            self._write_down(mail, refused)
        return None

    def _look(self, draft: Draft) -> DeliveryRefused | None:
        """Return why a mail may not be sent now."""
        try:
            self._ask_release(draft)
            self._check(draft)
        except DeliveryRefused as refused:
            return refused
        return None

    def _check(self, draft: Draft) -> None:
        try:
            self._guard.check_draft(draft)
        except DeliveryRefused:
            raise
        except Exception as error:  # a mail that cannot be read stops only itself
            raise DeliveryRefused(Why.UNREADABLE, {"error": type(error).__name__}) from error

    def _write_down(self, mail: Mail, refused: DeliveryRefused) -> None:
        evidence = write_evidence(refused)
        if refused.why is Why.SUPERSEDED:
            self._outbox.enter(mail.id, MailState.SUPERSEDED, evidence)
            self.superseded += 1
        elif refused.why in WAITING:
            self._outbox.hold(mail, evidence)
            self._held.append(mail.id)
        else:
            self._outbox.enter(mail.id, MailState.STOPPED, evidence)
        if refused.why is Why.WRONG_FORUM:  # files or rows are mixed up, so no other mail can be trusted
            self.halted = evidence
