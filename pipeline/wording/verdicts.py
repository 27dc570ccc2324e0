"""The verdict on a forum: the sentence on page 1 and what stands behind it. The grammar is the same for every forum and language."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan

from markupsafe import Markup

from pipeline.comparison import Check, CheckKind, Conclusion
from pipeline.report import Verdict
from pipeline.wording.language import Language

MOST_NAMED = 2


def say_status(result: Conclusion, before: int, language: Language) -> str:
    """Return the number of deprived areas now against before: ``tre af fem byområder er udsatte mod fire i 2011``."""
    now = language.ngettext(
        "{deprived} of {areas} areas is deprived", "{deprived} of {areas} areas are deprived", result.deprived_now
    ).format(deprived=language.words(result.deprived_now, neuter=True), areas=language.words(result.known_now, neuter=True))
    if result.known_now == 1 == result.known_before:
        return _say_one_area(result, before, language)
    same_areas = result.known_before == result.known_now
    if same_areas and result.deprived_before == result.deprived_now:
        return language.gettext("{now} as in {year}").format(now=now, year=before)
    earlier = language.words(result.deprived_before, neuter=True)
    if not same_areas:
        whole = language.words(result.known_before, neuter=True)
        earlier = language.gettext("{deprived} of {areas}").format(deprived=earlier, areas=whole)
    return language.gettext("{now} against {before} in {year}").format(now=now, before=earlier, year=before)


def _say_one_area(result: Conclusion, before: int, language: Language) -> str:
    text = {
        (0, 0): language.gettext("its one area is not deprived, as in {year}"),
        (1, 1): language.gettext("its one area is deprived, as in {year}"),
        (1, 0): language.gettext("its one area is not deprived; it was in {year}"),
        (0, 1): language.gettext("its one area is deprived; it was not in {year}"),
    }[result.deprived_before, result.deprived_now]
    return text.format(year=before)


def say_verdict(result: Conclusion, before: int, now: int, language: Language) -> Markup:
    """Return the verdict as one sentence with its finding in bold.

    Args:
        result: The forum's conclusion; a hidden one reveals nothing.
        before: The earlier year.
        now: The reported year.
        language: Language of the report.
    """
    status = say_status(result, before, language)
    holding = _holding(result, language)
    if result.verdict is Verdict.HIDDEN:
        return Markup(language.gettext("The development <b>cannot be shown</b>: too few persons stand behind the status of the areas."))
    if result.verdict is Verdict.NOT_COMPARABLE:
        alone = language.ngettext(
            "{deprived} of {areas} areas is deprived in {year}", "{deprived} of {areas} areas are deprived in {year}", result.deprived_now
        ).format(deprived=language.words(result.deprived_now, neuter=True), areas=language.words(result.known_now, neuter=True), year=now)
        text = language.gettext("The development <b>cannot be compared</b>: no area has the same boundary as in {before}; {status}.")
        return Markup(text).format(before=before, status=alone)
    if result.verdict is Verdict.UNCLEAR:
        text = language.gettext("It is <b>unclear</b> whether the district has become more or less deprived: {status}, but {doubt}.")
        return Markup(text).format(status=status, doubt=_doubt(result, language))
    text = {
        Verdict.BETTER: language.gettext("The district has become <b>less deprived</b>: {status}{holding}."),
        Verdict.WORSE: language.gettext("The district has become <b>more deprived</b>: {status}{holding}."),
        Verdict.UNCHANGED: language.gettext("The district is <b>neither more nor less deprived</b>: {status}{holding}."),
    }[result.verdict]
    return Markup(text).format(status=status, holding=holding)


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
    if result.verdict not in {Verdict.HIDDEN, Verdict.NOT_COMPARABLE}:
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
    text = language.gettext(", and the conclusion holds in <b>{holding} of {checks}</b> robustness checks")
    return Markup(text).format(holding=result.holding, checks=len(result.checks))


def _doubt(result: Conclusion, language: Language) -> str:
    index = result.index_now - result.index_before
    count = result.deprived_now - result.deprived_before
    if not isnan(index) and count * index < 0:
        text = (
            language.gettext("the index rises from {before} to {now}")
            if index > 0
            else language.gettext("the index falls from {before} to {now}")
        )
        return text.format(before=language.number(result.index_before, 1), now=language.number(result.index_now, 1))
    if result.status_unknown:
        return language.gettext("the source withholds a number that decides the status of an area")
    return language.gettext("the conclusion holds in only {holding} of {checks} robustness checks").format(
        holding=result.holding, checks=len(result.checks)
    )


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
