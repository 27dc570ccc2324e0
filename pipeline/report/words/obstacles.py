"""Clauses on why a forum's two years cannot be compared, for the verdict's sentence."""

from __future__ import annotations

from pipeline.language.language import Language
from pipeline.scoring.compare.area_changes import AreaChanges


def say_changes(changes: AreaChanges, years: tuple[int, int], language: Language) -> str:
    """Return how areas have changed: new boundaries, with the years; new; no longer there."""
    before, now = years
    parts = []
    if changes.first is not None and changes.last is not None:
        text = (
            language.gettext("the boundary was changed in {last}")
            if changes.first == changes.last
            else language.gettext("the boundary was changed between {first} and {last}")
        )
        parts.append(text.format(first=changes.first, last=changes.last))
    if changes.new:
        text = language.ngettext("{number} area is new since {before}", "{number} areas are new since {before}", changes.new)
        parts.append(text.format(number=language.words(changes.new, neuter=True), before=before))
    if changes.closed:
        text = language.ngettext(
            "{number} area of {before} is not in the numbers of {now}",
            "{number} areas of {before} are not in the numbers of {now}",
            changes.closed,
        )
        parts.append(text.format(number=language.words(changes.closed, neuter=True), before=before, now=now))
    if not parts:
        return language.gettext("no area is the same in both years")
    return language.clauses(parts)
