"""Reasons for not sending a mail, as data; `delivery.words` has the sentences."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

REFUSED: Final = "refused: "  # marks our own reason in a mail's evidence, as opposed to a server's reply
OWN: Final = re.compile(rf"{REFUSED}(?P<why>\w+)( (?P<facts>\{{.*?\}}))?(; (?P<reply>.*))?", re.DOTALL)


class Why(StrEnum):
    """Every reason for which the program refuses to send."""

    NO_SETTINGS = "no_settings"
    RELEASE_MISSING = "release_missing"
    RELEASE_DAMAGED = "release_damaged"
    RELEASE_WAITS = "release_waits"
    RELEASE_GONE = "release_gone"
    SUPERSEDED = "superseded"
    FORUM_UNKNOWN = "forum_unknown"
    WRONG_FORUM = "wrong_forum"
    RECIPIENT_GONE = "recipient_gone"
    DOMAIN_NOT_ALLOWED = "domain_not_allowed"
    TRIAL_NOT_ALLOWED = "trial_not_allowed"
    ADDRESS_UNFIT = "address_unfit"
    NOT_COMPOSED = "not_composed"
    UNREADABLE = "unreadable"
    TOO_LARGE = "too_large"
    TABLES_MISSING = "tables_missing"
    GAVE_UP = "gave_up"
    CREDENTIALS_HALF = "credentials_half"
    CERTIFICATE_EXPIRED = "certificate_expired"
    CERTIFICATE_OF_OTHER = "certificate_of_other"
    CERTIFICATE_UNKNOWN = "certificate_unknown"
    AUTHORITY_UNREADABLE = "authority_unreadable"
    TLS_FAILED = "tls_failed"
    TLS_NOT_OFFERED = "tls_not_offered"
    UNCERTAIN = "uncertain"
    NEVER_SENT = "never_sent"
    SENT_ELSEWHERE = "sent_elsewhere"
    OTHER_HOST = "other_host"


WAITING: Final = frozenset({Why.RELEASE_WAITS, Why.RELEASE_GONE})
"""Reasons that may pass: the mail waits, and is sent when the reason is gone."""
OF_PLACE: Final = frozenset({Why.NEVER_SENT, Why.SENT_ELSEWHERE, Why.OTHER_HOST})
"""Reasons not to send from here, which a person decides on."""


class DeliveryRefused(Exception):
    """Something may not be sent.

    Attributes:
        why: The reason.
        facts: Values for its sentence; never an address, which might end up in a log.
    """

    def __init__(self, why: Why, facts: Mapping[str, object] | None = None) -> None:
        self.why = why
        self.facts = dict(facts or {})
        super().__init__(f"{why}: {self.facts}")


def write_evidence(refused: DeliveryRefused, reply: str = "") -> str:
    """Return a refusal as a mail's evidence, with the server's last reply if there is one."""
    facts = f" {json.dumps(refused.facts, ensure_ascii=False, default=str)}" if refused.facts else ""
    return f"{REFUSED}{refused.why}{facts}{f'; {reply}' if reply else ''}"


def read_evidence(evidence: str) -> tuple[DeliveryRefused, str] | None:
    """Return the refusal in a mail's evidence and the server's reply after it; None if it is only a server's reply."""
    found = OWN.fullmatch(evidence)
    if found is None or found["why"] not in set(Why):
        return None
    return DeliveryRefused(Why(found["why"]), json.loads(found["facts"] or "{}")), found["reply"] or ""
