"""Wording for a scored table: yes, no and unknown, and the note that a legal status is our own calculation."""

from __future__ import annotations

from pipeline.language.language import Language


def name_tri_state(holds: bool | None, language: Language) -> str:
    """Return yes, no, or unknown."""
    if holds is None:
        return language.gettext("not known")
    return language.gettext("yes") if holds else language.gettext("no")


def name_calculated(status: str, language: Language) -> str:
    """Return a legal status with the note that it is our calculation: only the ministry's list is authoritative."""
    return language.gettext("{status} (own calculation)").format(status=status)
