"""Compose what changed since the last release: what was printed then against what is printed now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pipeline.published import Published, Told, Value
from pipeline.report import Figure, FigureShift, ForumShift, Since, Unit, Verdict
from pipeline.wording import Language

UNITS: Final[Mapping[Told, Unit]] = {
    Told.DEPRIVED: Unit.COUNT,
    Told.INDEX: Unit.INDEX,
    Told.SHARE: Unit.PERCENT,
    Told.PLANS: Unit.COUNT,
    Told.IN_ORDER: Unit.COUNT,
    Told.BUDGET: Unit.MILLIONS,
    Told.ACTIVITIES: Unit.COUNT,
}
"""The figures of a forum that are compared, in the unit in which they are kept."""

Figures = Mapping[tuple[Told, str], Value]


def compose_since(earlier: Published | None, present: Published, language: Language) -> Since | None:
    """Return what changed.

    Args:
        earlier: What the last release published; None where there is none, or none to compare with: then there is nothing to say.
        present: What this release publishes.
        language: Language of the page.
    """
    if earlier is None:
        return None
    files = {file.name: file.fingerprint for file in earlier.inputs}
    present_slugs = {slug for slug, _ in present.forums}
    shifts = [_shift(name, _own_figures(earlier, slug), _own_figures(present, slug), language) for slug, name in present.forums]
    return Since(
        before=earlier.before,
        now=earlier.now,
        policy=earlier.policy if earlier.policy != present.policy else "",
        program=earlier.program if earlier.program != present.program else "",
        inputs=tuple(file.name for file in present.inputs if files.get(file.name) != file.fingerprint),
        findings=tuple(text for text in present.findings if text not in earlier.findings),
        settled=tuple(text for text in earlier.findings if text not in present.findings),
        forums=tuple(shift for shift in shifts if shift.figures or shift.earlier != shift.now),
        gone=tuple(name for slug, name in earlier.forums if slug not in present_slugs),
    )


def _own_figures(published: Published, slug: str) -> Figures:
    """Return a forum's own figures of the reported year, without those of its areas."""
    own = (value for value in published.values if value.report == slug and not value.unit and value.year == published.now)
    return {(value.told, value.indicator): value for value in own}


def _shift(forum: str, earlier: Figures, present: Figures, language: Language) -> ForumShift:
    """Compare what both releases print of one forum; a figure that the last one did not know is no change."""
    figures = tuple(
        FigureShift(_label(one, language), UNITS[one.told], _figure(earlier[key]), _figure(one))
        for key, one in present.items()
        if one.told in UNITS and key in earlier and (earlier[key].state, earlier[key].shown) != (one.state, one.shown)
    )
    verdict = (Told.VERDICT, "")
    return ForumShift(
        forum,
        Verdict(str(earlier[verdict].shown)) if earlier and earlier[verdict].shown else None,
        Verdict(str(present[verdict].shown)),
        figures,
    )


def _figure(value: Value) -> Figure | str:
    return value.shown if isinstance(value.shown, str) else Figure(float(value.shown) if value.shown is not None else None, value.state)


def _label(value: Value, language: Language) -> str:
    return {
        Told.DEPRIVED: language.gettext("Deprived areas"),
        Told.INDEX: language.gettext("Index, the city = 100"),
        Told.SHARE: value.indicator,
        Told.PLANS: language.gettext("Plans now"),
        Told.IN_ORDER: language.gettext("Plans with the agreed share"),
        Told.BUDGET: language.gettext("Budget now, DKK m"),
        Told.ACTIVITIES: language.gettext("Activities now"),
    }[value.told]
