"""Why mails are not sent, as data; `wording.delivery` puts it into words."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

REFUSED: Final = "refused: "  # before one of the program's own reasons, where a mail's evidence is not a server's reply


class Why(StrEnum):
    """Every reason for which the program itself refuses to send."""

    NO_SETTINGS = "no_settings"
    RELEASE_MISSING = "release_missing"
    RELEASE_DAMAGED = "release_damaged"
    RELEASE_CHANGED = "release_changed"
    FORUM_UNKNOWN = "forum_unknown"
    WRONG_FORUM = "wrong_forum"
    RECIPIENT_GONE = "recipient_gone"
    DOMAIN_NOT_ALLOWED = "domain_not_allowed"
    TRIAL_NOT_ALLOWED = "trial_not_allowed"
    ADDRESS_UNFIT = "address_unfit"
    TOO_LARGE = "too_large"
    TABLES_MISSING = "tables_missing"
    GAVE_UP = "gave_up"
    CREDENTIALS_HALF = "credentials_half"


class DeliveryRefused(Exception):
    """Something may not be sent.

    Attributes:
        why: The reason.
        facts: Values for its wording; never an address that a log might keep.
    """

    def __init__(self, why: Why, facts: Mapping[str, object] | None = None) -> None:
        self.why = why
        self.facts = dict(facts or {})
        super().__init__(f"{why}: {self.facts}")
