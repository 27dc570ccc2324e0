"""What stands under the conclusion: the residents of deprived areas, the forum's own development beside the city's, the areas."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isnan
from typing import Final

from pipeline.language.language import Language, capitalise
from pipeline.language.rounding import round_printed
from pipeline.report.words.verdict_checks import say_checks, say_offset
from pipeline.report.words.verdict_facts import INDEX_DECIMALS, VerdictFacts
from pipeline.scoring.compare.comparison import Check, CheckKind
from pipeline.scoring.compare.rule import direction_of
from pipeline.scoring.compare.verdict import Verdict

MOST_NAMED: Final = 2  # indicators that worsened, areas


def say_grounds(facts: VerdictFacts, language: Language) -> str:
    """Return all that stands under the conclusion, in its order."""
    if facts.result.verdict in {Verdict.NOT_COMPARABLE, Verdict.UNKNOWN}:
        return _say_residents(facts, language)
    parts = (
        _say_residents(facts, language),
        *_say_limits(facts, language),
        say_development(facts, language),
        _say_not_judged(facts, language),
        _say_comparable_areas(facts, language),
        say_checks(facts.result, facts.indicators, language),
    )
    return " ".join(filter(None, parts))


def _say_residents(facts: VerdictFacts, language: Language) -> str:
    """Return the share of residents in deprived areas, now against before, or why it is not known; empty where it is said already."""
    result, (before, now) = facts.result, facts.years
    if result.verdict is Verdict.MIXED:
        return ""
    if facts.areas.unknown:
        return _say_unknown(facts, language)
    if result.verdict is Verdict.NOT_COMPARABLE or isnan(result.residents_before):
        text = language.gettext("{now} of the residents live in a deprived area in {year}.")
        return "" if isnan(result.residents_now) else text.format(now=language.percent(result.residents_now), year=now)
    shares = [language.percent(share) for share in (result.residents_before, result.residents_now)]
    if shares[0] == shares[1]:
        return language.gettext("{now} of the residents live in a deprived area, as in {year}.").format(now=shares[1], year=before)
    text = language.gettext("{now} of the residents live in a deprived area against {before} in {year}.")
    return text.format(now=shares[1], before=shares[0], year=before)


def _say_unknown(facts: VerdictFacts, language: Language) -> str:
    names = list(dict.fromkeys(facts.areas.names[area] for area, _ in facts.areas.unknown))
    years = language.listing([str(year) for year in sorted({year for _, year in facts.areas.unknown})])
    if len(names) > MOST_NAMED:
        text = language.gettext(
            "The share of residents in deprived areas is not stated: in {number} areas a number that decides the status is missing in {years}."
        )
        return text.format(number=language.words(len(names), neuter=True), years=years)
    text = language.gettext(
        "The share of residents in deprived areas is not stated: a number that decides whether {areas} is deprived is missing in {years}."
    )
    return text.format(areas=language.listing(names), years=years)


def _say_limits(facts: VerdictFacts, language: Language) -> Iterator[str]:
    """Yield what the residents' shares are with other limits, where that is another picture, and the area that decides it."""
    own = _points(facts.result.residents_before, facts.result.residents_now)
    for check in facts.result.checks:
        if check.kind not in {CheckKind.THRESHOLD_LOWER, CheckKind.THRESHOLD_HIGHER} or check.verdict is Verdict.UNKNOWN or isnan(own):
            continue
        other = _points(*check.residents)
        if abs(other - own) <= facts.contrary_pp and other * own >= 0:
            continue
        yield _say_limit(check, facts, language)


def _points(before: float, now: float) -> float:
    return round_printed(100 * (now - before), INDEX_DECIMALS)


def _say_limit(check: Check, facts: VerdictFacts, language: Language) -> str:
    lower = check.kind is CheckKind.THRESHOLD_LOWER
    shares = [language.percent(share) for share in check.residents]
    if shares[0] == shares[1]:
        text = (
            language.gettext("With limits {off} lower the share is {now} in both years.")
            if lower
            else language.gettext("With limits {off} higher the share is {now} in both years.")
        )
    else:
        text = (
            language.gettext("With limits {off} lower the share goes from {before} to {now}.")
            if lower
            else language.gettext("With limits {off} higher the share goes from {before} to {now}.")
        )
    said = text.format(off=say_offset(check, language), before=shares[0], now=shares[1])
    if len(check.moved) != 1:
        return said
    (area, year) = check.moved[0]
    where = (
        language.gettext("One area decides it: {area} lies just under the limit in {year}.")
        if lower
        else language.gettext("One area decides it: {area} lies just over the limit in {year}.")
    )
    return f"{where.format(area=facts.areas.names[area], year=year)} {said}"


def say_development(facts: VerdictFacts, language: Language) -> str:
    """Return how many indicators improved and worsened, and what became of the city meanwhile."""
    own = _say_indicators(facts, language)
    parts = facts.parts
    if parts is None:
        return f"{own}."
    forum, city, total = (round_printed(points, INDEX_DECIMALS) for points in (parts.own, parts.city, parts.total))
    if len(facts.improved) > len(facts.worsened) and forum < 0:
        beside = _beside_improved(city, total, facts.result.core, language)
    elif len(facts.worsened) > len(facts.improved) and forum > 0:
        beside = _beside_worsened(city, total, facts.result.core, language)
    else:
        return f"{own}."
    return language.gettext("{own}; {city}.").format(own=own, city=beside)


def _say_indicators(facts: VerdictFacts, language: Language) -> str:
    improved, worsened = len(facts.improved), len(facts.worsened)
    if not improved and not worsened:
        return language.gettext("No judged indicator has clearly improved or worsened")
    if not improved:
        text = language.ngettext(
            "{number} indicator has worsened and none improved", "{number} indicators have worsened and none improved", worsened
        )
        return capitalise(text.format(number=language.words(worsened)))
    text = language.ngettext(
        "{number} indicator has improved and {worsened} worsened{which}",
        "{number} indicators have improved and {worsened} worsened{which}",
        improved,
    )
    which = f" ({language.listing(list(facts.worsened))})" if 1 <= worsened <= MOST_NAMED else ""
    return capitalise(text.format(number=language.words(improved), worsened=language.words(worsened), which=which))


def _beside_improved(city: float, total: float, core: Verdict, language: Language) -> str:
    if city < 0:
        return language.gettext("the city has worsened")
    if city == 0:
        return language.gettext("the city is as before")
    if core is Verdict.UNCHANGED:
        return language.gettext("the city has improved as much")
    return language.gettext("the city has improved too, but less") if total < 0 else language.gettext("the city has improved more")


def _beside_worsened(city: float, total: float, core: Verdict, language: Language) -> str:
    if city > 0:
        return language.gettext("the city has improved")
    if city == 0:
        return language.gettext("the city is as before")
    if core is Verdict.UNCHANGED:
        return language.gettext("the city has worsened as much")
    return language.gettext("the city has worsened too, but less") if total > 0 else language.gettext("the city has worsened more")


def _say_not_judged(facts: VerdictFacts, language: Language) -> str:
    """Return how much of the index's change lies in an indicator that is not judged, where that is half of it or more."""
    if facts.parts is None or facts.result.core in {Verdict.UNCHANGED, Verdict.UNCLEAR}:
        return ""
    heavy = [
        part for part in facts.parts.parts if not part.judged and part.total * facts.points > 0 and 2 * abs(part.total) >= abs(facts.points)
    ]
    text = (
        language.gettext("Of the {change} points by which the index rises, {points} lie in {label}, which is not judged.")
        if facts.points > 0
        else language.gettext("Of the {change} points by which the index falls, {points} lie in {label}, which is not judged.")
    )
    number = [language.number(abs(points), INDEX_DECIMALS) for points in (facts.points, *(part.total for part in heavy))]
    return " ".join(text.format(change=number[0], points=points, label=part.label) for part, points in zip(heavy, number[1:], strict=True))


def _say_comparable_areas(facts: VerdictFacts, language: Language) -> str:
    """Return how the index moved in the comparable areas and in the whole area; risen or fallen where both moved the same way."""
    changes: Sequence[float] = [check.index_change for check in facts.result.checks if check.kind is CheckKind.COMPARABLE_AREAS]
    if not changes or isnan(changes[0]):
        return ""
    own, whole = changes[0], facts.points
    if direction_of(own) == direction_of(whole) == 1:
        text = language.gettext(
            "In the areas alone that are the same in both years, the index has risen by {points} points against {whole} in the whole area."
        )
    elif direction_of(own) == direction_of(whole) == -1:
        text = language.gettext(
            "In the areas alone that are the same in both years, the index has fallen by {points} points against {whole} in the whole area."
        )
    else:
        text = language.gettext(
            "In the areas alone that are the same in both years, the index has changed by {points} points against {whole} in the whole area."
        )
        return text.format(points=language.signed(own), whole=language.signed(whole))
    return text.format(points=language.number(abs(own), INDEX_DECIMALS), whole=language.number(abs(whole), INDEX_DECIMALS))
