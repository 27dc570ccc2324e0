"""What page 1 says of a corrected release, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.language.language import Language
from pipeline.report.printed_figures import DEPRIVED, Change, FigureKind, PrintedFigure, Shown
from pipeline.report.words.notes import name_status_before
from pipeline.report.words.verdict_words import DEPRIVATION
from pipeline.scoring.compare.verdict import Verdict

OF_NOW: Final = {
    FigureKind.VERDICT,
    FigureKind.RUNNING,
    FigureKind.PLANNED,
    FigureKind.ENDED,
    FigureKind.RUNNING_IN_ORDER,
    FigureKind.ACTIVITIES_ON_DAY,
}  # of the reported year alone, so it is not said


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
        return language.gettext(
            "Conclusion, statuses, index, shares, plans, money and activities are the same; other figures, such as counts, may have changed."
        )
    rest = changes - told
    if rest == 0:
        return ""
    return language.ngettext("and {number} more figure", "and {number} more figures", rest).format(number=language.number(rest))


def describe_change(change: Change, language: Language) -> str:
    """Return one changed figure: ``Indeks 2025: 118,2 → 116,3``."""
    figure = change.figure
    label = name_kind(figure, language)
    if figure.kind not in OF_NOW:
        label = language.gettext("{figure} {year}").format(figure=label, year=figure.year)
    if figure.unit:
        label = language.gettext("{area}: {figure}").format(area=figure.unit, figure=label)
    before, now = (_with_unit(figure, shown, language) for shown in (change.before, change.now))
    return language.gettext("{figure}: {before} → {now}").format(figure=label, before=before, now=now)


def name_kind(figure: PrintedFigure, language: Language) -> str:
    """Return what kind of figure it is: ``Indeks``, or the indicator of a share."""
    return {
        FigureKind.VERDICT: language.gettext("Verdict"),
        FigureKind.STATUS: language.gettext("Deprived"),
        FigureKind.RESIDENTS: language.gettext("Residents in deprived areas"),
        FigureKind.INDEX: language.gettext("Index"),
        FigureKind.SHARE: figure.indicator,
        FigureKind.RUNNING: language.gettext("Running plans"),
        FigureKind.PLANNED: language.gettext("Planned plans"),
        FigureKind.ENDED: language.gettext("Ended plans"),
        FigureKind.RUNNING_IN_ORDER: language.gettext("Running plans with the agreed share"),
        FigureKind.YEARLY: language.gettext("Budget a year"),
        FigureKind.ACTIVITIES_ON_DAY: language.gettext("Activities now"),
    }[figure.kind]


def write_figure(figure: PrintedFigure, shown: Shown, language: Language) -> str | None:
    """Return what was printed of a figure, money in millions without their name; None where it is missing."""
    if shown is None:
        return None
    if figure.kind is FigureKind.STATUS:
        return name_status_before(shown == DEPRIVED, language)
    if isinstance(shown, str):
        return language.gettext(DEPRIVATION[Verdict(shown)]) if figure.kind is FigureKind.VERDICT else shown
    if figure.kind in {FigureKind.SHARE, FigureKind.RESIDENTS}:
        return language.percent(shown / 100)
    return language.number(shown, 1 if figure.kind is FigureKind.YEARLY or (figure.kind is FigureKind.INDEX and not figure.unit) else 0)


def _with_unit(figure: PrintedFigure, shown: Shown, language: Language) -> str:
    text = write_figure(figure, shown, language)
    if text is None:
        return language.gettext("not stated")
    return language.gettext("DKK {amount}m").format(amount=text) if figure.kind is FigureKind.YEARLY else text
