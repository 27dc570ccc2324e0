"""What page 1 says of a corrected release, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from pipeline.published import Told, Value
from pipeline.wording.language import Language
from pipeline.wording.verdict_words import DEPRIVATION

VERDICTS: Final[Mapping[str, str]] = {verdict.value: word for verdict, word in DEPRIVATION.items()}
OF_NOW: Final = {Told.VERDICT, Told.PLANS, Told.IN_ORDER, Told.ACTIVITIES}  # of the reported year alone, so it is not said


def head_revision(number: int, language: Language) -> str:
    """Return the heading: ``Revision 2: ændret siden forrige udgivelse.``."""
    return language.gettext("Revision {number}: changed since the release before.").format(number=number)


def say_reason(reason: str, language: Language) -> str:
    """Return why there is another release."""
    return language.gettext("Reason: {reason}.").format(reason=reason.rstrip(" ."))


def say_revised(number: int, changed: Sequence[str | None], kept: int, language: Language) -> str:
    """Return which reports a revision changed; None among their names stands for the city overview, `kept` is how many others there are."""
    if not kept:
        return language.gettext("Revision {number}: all reports are changed.").format(number=number)
    if not changed:
        return language.gettext("Revision {number}: no report is changed. They keep their revision.").format(number=number)
    names = [language.gettext("The whole city") if name is None else name for name in changed]
    told = language.ngettext(
        "Revision {number}: {reports}. The other report is unchanged and keeps its revision.",
        "Revision {number}: {reports}. The other {kept} reports are unchanged and keep their revision.",
        kept,
    )
    return told.format(number=number, reports=language.listing(names), kept=kept)


def say_rest(changes: int, told: int, *, unknown: bool, language: Language) -> str:
    """Return how many changes are not listed, or that there is none; `unknown` where the earlier figures cannot be read."""
    if unknown:
        return language.gettext("The figures of the release before cannot be compared with these, so the changes are not listed.")
    if changes == 0:
        return language.gettext("No figure of this report's first two pages has changed.")
    rest = changes - told
    if rest == 0:
        return ""
    return language.ngettext("and {number} more figure", "and {number} more figures", rest).format(number=language.number(rest))


def describe_change(before: Value | None, now: Value | None, language: Language) -> str:
    """Return one changed figure: ``Indeks 2025: 118,2 → 116,3``."""
    value = now or before
    if value is None:
        raise ValueError("a change has at least one side")
    label = _label(value, language)
    return language.gettext("{figure}: {before} → {now}").format(figure=label, before=_shown(before, language), now=_shown(now, language))


def _label(value: Value, language: Language) -> str:
    kind = {
        Told.VERDICT: language.gettext("Verdict"),
        Told.STATUS: language.gettext("Deprived"),
        Told.DEPRIVED: language.gettext("Deprived areas"),
        Told.INDEX: language.gettext("Index"),
        Told.SHARE: value.indicator,
        Told.PLANS: language.gettext("Plans now"),
        Told.IN_ORDER: language.gettext("Plans with the agreed share"),
        Told.BUDGET: language.gettext("Budget"),
        Told.ACTIVITIES: language.gettext("Activities now"),
    }[value.told]
    text = kind if value.told in OF_NOW else language.gettext("{figure} {year}").format(figure=kind, year=value.year)
    return language.gettext("{area}: {figure}").format(area=value.unit, figure=text) if value.unit else text


def _shown(value: Value | None, language: Language) -> str:
    if value is None or value.shown is None:
        return language.gettext("not stated")
    if isinstance(value.shown, str):
        return language.gettext(VERDICTS[value.shown]) if value.told is Told.VERDICT else value.shown
    if value.told is Told.SHARE:
        return language.percent(value.shown / 100)
    if value.told is Told.BUDGET:
        return language.gettext("DKK {amount}m").format(amount=language.number(value.shown, 1))
    digits = 1 if value.told is Told.INDEX and not value.unit else 0
    return language.number(value.shown, digits)
