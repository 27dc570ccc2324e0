"""Who receives the reports: the forums and the people that `fora.xlsx` names for each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.input.tables import ForumBook, Tables


@dataclass(frozen=True, slots=True)
class Recipient:
    """One person or office of one forum."""

    forum_id: str
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Recipients:
    """All forums and all recipients.

    Attributes:
        forums: Forum id → name.
        people: The recipients, in the order of the workbook.
    """

    forums: Mapping[str, str]
    people: tuple[Recipient, ...]


def list_recipients(tables: Tables | ForumBook) -> Recipients:
    """Return the recipients in a checked input."""
    forums = dict(zip(tables.forums["forum_id"], tables.forums["forum"], strict=True))
    columns = (tables.recipients[name] for name in ("forum_id", "recipient", "email"))
    return Recipients(forums, tuple(Recipient(*row) for row in zip(*columns, strict=True)))
