"""The mails of an outbox whose time has come, each looked at just before it goes: what may not go is written down, and the next has its turn."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.delivery.guard import Guard
from pipeline.delivery.outbox.mails import Draft, Mail, MailState
from pipeline.delivery.outbox.store import Outbox
from pipeline.delivery.refusals import WAITING, DeliveryRefused, Why, write_evidence

AskRelease = Callable[[Draft], None]
"""Lets a mail pass whose report is the newest and may be sent; raises `DeliveryRefused` for any other."""


class DueMails:
    """The mails of one delivery. Only the process with the right to send may use this.

    Attributes:
        halted: Why no more are taken; empty where all have had their turn.
        superseded: Number of mails that a newer revision of their report has replaced.
    """

    def __init__(self, outbox: Outbox, guard: Guard, ask_release: AskRelease) -> None:
        outbox.recover()
        self._outbox, self._guard, self._ask_release = outbox, guard, ask_release
        self._held: list[int] = []
        self.halted = ""
        self.superseded = 0

    def claim_next(self) -> Mail | None:
        """Claim the next mail that may go; None where there is none, or where no other is to be trusted."""
        while not self.halted and (mail := self._outbox.next_due(self._guard.delivery.space, self._held)):
            refused = self._look(mail.draft)
            if refused is None:
                self._outbox.claim(mail)
                return mail
            self._write_down(mail, refused)
        return None

    def _look(self, draft: Draft) -> DeliveryRefused | None:
        """Return why a mail may not go now."""
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
        except Exception as error:  # whatever makes one mail unreadable stops that mail
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
        if refused.why is Why.WRONG_FORUM:  # files or rows are mixed up: no other is to be trusted
            self.halted = evidence
