"""The verdict on a forum: the sentence on page 1 and what stands behind it. The grammar is the same for every forum and language."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan
from typing import Final

from markupsafe import Markup

from pipeline.boundaries import AreaChanges
from pipeline.comparison import Check, CheckKind, Conclusion
from pipeline.report import Verdict
from pipeline.rounding import round_printed
from pipeline.wording.language import Language
from pipeline.wording.obstacles import say_changes
from pipeline.wording.statuses import say_areas_in, say_status

MOST_NAMED: Final = 2
INDEX_DECIMALS: Final = 1


def say_verdict(result: Conclusion, changes: AreaChanges, years: tuple[int, int], language: Language) -> Markup:
    """Return the verdict as one sentence with its finding in bold.

    Args:
        result: The forum's conclusion.
        changes: What became of the forum's areas; said where they are not comparable.
        years: The earlier and the reported year.
        language: Language of the report.
    """
    before, now = years
    if result.verdict is Verdict.NOT_COMPARABLE:
        text = language.gettext("The development <b>cannot be compared</b>: {reason}; {status}.")
        return Markup(text).format(reason=say_changes(changes, years, language), status=say_areas_in(result, now, language))
    status = say_status(result, before, language)
    if result.verdict is Verdict.UNCLEAR:
        text = language.gettext("It is <b>unclear</b> whether the district has become more or less deprived: {status}, but {doubt}.")
        return Markup(text).format(status=status, doubt=_doubt(result, language))
    text = {
        Verdict.BETTER: language.gettext("The district has become <b>less deprived</b>: {status}{holding}."),
        Verdict.WORSE: language.gettext("The district has become <b>more deprived</b>: {status}{holding}."),
        Verdict.UNCHANGED: language.gettext("The district is <b>neither more nor less deprived</b>: {status}{holding}."),
    }[result.verdict]
    return Markup(text).format(status=status, holding=_holding(result, language))


def say_background(left: Sequence[str], entered: Sequence[str], result: Conclusion, labels: dict[str, str], language: Language) -> str:
    """Return who left and who entered the status, and which check says otherwise.

    Args:
        left: Names of areas that are not deprived any more.
        entered: Names of areas that have become deprived.
        result: The forum's conclusion.
        labels: Indicator → its label in running text.
        language: Language of the report.
    """
    parts = []
    if left:
        parts.append(
            language.ngettext("{areas} is no longer deprived.", "{areas} are no longer deprived.", len(left)).format(
                areas=language.listing(list(left))
            )
        )
    if entered:
        parts.append(
            language.ngettext("{areas} has become deprived.", "{areas} have become deprived.", len(entered)).format(
                areas=language.listing(list(entered))
            )
        )
    failing = [check for check in result.checks if not check.holds]
    if result.verdict is not Verdict.NOT_COMPARABLE:
        if len(failing) > MOST_NAMED:
            parts.append(
                language.gettext("The conclusion does not hold in {number} of {checks} checks; the last page shows which.").format(
                    number=language.words(len(failing)), checks=language.words(len(result.checks))
                )
            )
        else:
            parts += [_say_failing(check, result, labels, language) for check in failing]
    return " ".join(parts)


def _holding(result: Conclusion, language: Language) -> Markup:
    if not result.checks:
        return Markup("")
    text = language.ngettext(
        ", and the conclusion holds in <b>{holding} of {checks}</b> robustness check",
        ", and the conclusion holds in <b>{holding} of {checks}</b> robustness checks",
        len(result.checks),
    )
    return Markup(text).format(holding=result.holding, checks=len(result.checks))


def _doubt(result: Conclusion, language: Language) -> str:
    change = result.index_now - result.index_before
    direction = 0.0 if isnan(change) else round_printed(change, INDEX_DECIMALS)
    if (result.deprived_now - result.deprived_before) * direction < 0:
        return _say_index(result, direction, language)
    if result.status_unknown:
        return language.gettext("a number that decides the status of an area is not stated")
    return language.ngettext(
        "the conclusion holds in only {holding} of {checks} robustness check",
        "the conclusion holds in only {holding} of {checks} robustness checks",
        len(result.checks),
    ).format(holding=result.holding, checks=len(result.checks))


def _say_index(result: Conclusion, direction: float, language: Language) -> str:
    before, now = (language.number(index, INDEX_DECIMALS) for index in (result.index_before, result.index_now))
    if before == now:  # 100.05 and 100.11 print alike, though their difference does not print as nil
        text = (
            language.gettext("the index rises by {points} points")
            if direction > 0
            else language.gettext("the index falls by {points} points")
        )
        return text.format(points=language.number(abs(direction), INDEX_DECIMALS))
    text = (
        language.gettext("the index rises from {before} to {now}")
        if direction > 0
        else language.gettext("the index falls from {before} to {now}")
    )
    return text.format(before=before, now=now)


def _say_failing(check: Check, result: Conclusion, labels: dict[str, str], language: Language) -> str:
    condition = {
        CheckKind.THRESHOLD_LOWER: language.gettext("With thresholds 5 % lower"),
        CheckKind.THRESHOLD_HIGHER: language.gettext("With thresholds 5 % higher"),
        CheckKind.WITHOUT_INDICATOR: language.gettext("Without {subject}"),
        CheckKind.COMPARABLE_AREAS: language.gettext("With the comparable areas alone"),
        CheckKind.OTHER_YEAR: language.gettext("Measured from {subject}"),
    }[check.kind].format(subject=labels.get(check.subject, check.subject))
    if check.deprived is not None:
        before, now = (language.words(number, neuter=True) for number in check.deprived)
        text = (
            language.gettext("{condition} the number of deprived areas is {now} in both years.")
            if before == now
            else language.gettext("{condition} the number of deprived areas goes from {before} to {now}.")
        )
        return text.format(condition=condition, before=before, now=now)
    change = check.index_change or 0.0
    if language.number(change, 1) == language.number(0.0, 1):
        return language.gettext("{condition} the index is the same.").format(condition=condition)
    text = (
        language.gettext("{condition} the index rises by {points} points.")
        if change > 0
        else language.gettext("{condition} the index falls by {points} points.")
    )
    return text.format(condition=condition, points=language.number(abs(change), 1))
