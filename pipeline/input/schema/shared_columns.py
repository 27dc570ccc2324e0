"""Columns that several sheets have."""

from __future__ import annotations

from pipeline.input.schema.choices import ARRANGEMENTS
from pipeline.input.schema.columns import Column, Kind


def forum_reference() -> Column:
    """Return the column with the forum that a row belongs to."""
    return Column("forum_id", "Forum-id", Kind.REFERENCE, refers_to="forums.forum_id", note="Forummets id fra fora.xlsx, arket Fora.")


def plan_reference() -> Column:
    """Return the column with the plan that a row belongs to."""
    return Column("plan_id", "Plan-id", Kind.REFERENCE, refers_to="plans.plan_id", note="Planens id fra arket Helhedsplaner.")


def first_day(note: str) -> Column:
    """Return the column with the first day on which a row applies."""
    return Column("from_day", "Fra", Kind.DATE, required=False, optional=True, width=12, note=note)


def last_day(note: str, after: str = "from_day") -> Column:
    """Return the column with the last day on which a row applies; `after` is the column with the first."""
    return Column("to_day", "Til", Kind.DATE, required=False, optional=True, after=after, width=12, note=note)


def arrangement() -> Column:
    """Return the column that tells the earlier arrangement from the present one."""
    return Column(
        "arrangement", "Ordning", Kind.CHOICE, choices=ARRANGEMENTS, width=10, note="før: alle forvaltninger betaler. nu: TMF betaler."
    )
