"""Words of a scored table: yes, no and not known, and that a status of the law is our own calculation."""

from __future__ import annotations

from pipeline.language.language import Language


def name_tri_state(holds: bool | None, language: Language) -> str:
    """Return yes, no, or not known."""
    if holds is None:
        return language.gettext("not known")
    return language.gettext("yes") if holds else language.gettext("no")


def name_calculated(status: str, language: Language) -> str:
    """Return a status of the law as it may be printed: the ministry's list is the authority, and this is no part of it."""
    return language.gettext("{status} (own calculation)").format(status=status)
