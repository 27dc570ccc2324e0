"""What stands under the conclusion: the residents of deprived areas, the forum's own development beside the city's, the areas."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import fsum, isnan
from typing import Final

from pipeline.language.language import N_, Language, capitalise
from pipeline.language.rounding import round_printed
from pipeline.report.words.verdict_checks import LIMITS
from pipeline.report.words.verdict_facts import INDEX_DECIMALS, VerdictFacts
from pipeline.scoring.compare.comparison import Check, CheckKind
from pipeline.scoring.compare.rule import conclude, direction_of, sign_of
from pipeline.scoring.compare.verdict import Verdict

MOST_NAMED: Final = 2  # indicators that worsened, areas
NOT_ASKED: Final = float("nan")  # the residents' share, where the indicators alone are compared
BESIDE_IMPROVED: Final = {
    Verdict.BETTER: N_("the city has improved too, but less"),
    Verdict.WORSE: N_("the city has improved more"),
    Verdict.UNCHANGED: N_("the city has improved about as much"),
    Verdict.UNCLEAR: N_("the city has improved too"),
}
BESIDE_WORSENED: Final = {
    Verdict.WORSE: N_("the city has worsened too, but less"),
    Verdict.BETTER: N_("the city has worsened more"),
    Verdict.UNCHANGED: N_("the city has worsened about as much"),
    Verdict.UNCLEAR: N_("the city has worsened too"),
}


def say_grounds(facts: VerdictFacts, language: Language) -> str:
    """Return all that stands under the conclusion but the checks, in its order."""
    if facts.result.verdict is Verdict.NOT_COMPARABLE:
        return _say_residents(facts, language)
    parts = (
        _say_residents(facts, language),
        *_say_limits(facts, language),
        _say_share_beside_index(facts, language),
        say_development(facts, language),
        _say_not_judged(facts, language),
        _say_comparable_areas(facts, language),
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
    """Yield on which area, and otherwise on which limits, the residents' share depends, where other limits give another picture.

    What the share is with those limits is said among the checks.
    """
    own = _points(facts.result.residents_before, facts.result.residents_now)
    other = {
        check: points
        for check in facts.result.checks
        if check.kind in LIMITS
        and check.verdict is not Verdict.UNKNOWN
        and not isnan(own)
        and (abs((points := _points(*check.residents)) - own) > facts.contrary_pp or points * own < 0)
    }
    decided = next((check for check in other if len(check.moved) == 1), None)
    if decided:
        yield _say_area(decided, own, other[decided], facts, language)
    if len(other) > (decided is not None):
        yield (
            language.gettext("The share also depends on where the limits are drawn (see Checks at the end of the report).")
            if decided
            else language.gettext("The share depends on where the limits are drawn (see Checks at the end of the report).")
        )


def _say_share_beside_index(facts: VerdictFacts, language: Language) -> str:
    """Return why the share has changed much although the conclusion is that nothing has; empty where it has not."""
    own = _points(facts.result.residents_before, facts.result.residents_now)
    if facts.result.verdict is not Verdict.UNCHANGED or isnan(own) or abs(own) <= facts.contrary_pp:
        return ""
    return language.gettext(
        "The conclusion follows the indicators; the share changes with each area that passes the limit, however little."
    )


def _points(before: float, now: float) -> float:
    return round_printed(100 * (now - before), INDEX_DECIMALS)


def _say_area(check: Check, own: float, other: float, facts: VerdictFacts, language: Language) -> str:
    """Return what one area's closeness to the limit means for the residents' share.

    Args:
        own: Change of the share, percentage points; `other` with the check's limits.
    """
    ((area, year),) = check.moved
    earlier, lower = year == facts.years[0], check.kind is CheckKind.THRESHOLD_LOWER
    where = {
        (True, True): language.gettext("{area}, which in {year} was just under the limit for being deprived"),
        (True, False): language.gettext("{area}, which in {year} was just over the limit for being deprived"),
        (False, True): language.gettext("{area}, which in {year} is just under the limit for being deprived"),
        (False, False): language.gettext("{area}, which in {year} is just over the limit for being deprived"),
    }[earlier, lower].format(area=facts.areas.names[area], year=year)
    if abs(own) <= facts.contrary_pp:
        text = language.gettext("The share depends on one area, {where}.")
    elif abs(other) <= facts.contrary_pp or other * own < 0:
        text = language.gettext("The difference is due to one area, {where}.")
    else:
        text = language.gettext("A part of the difference is due to one area, {where}.")
    return text.format(where=where)


def say_development(facts: VerdictFacts, language: Language) -> str:
    """Return how many indicators improved and worsened, and what became of the city meanwhile."""
    own = _say_indicators(facts, language)
    beside = _say_city(facts, language)
    return language.gettext("{own}; {city}.").format(own=own, city=beside) if beside else f"{own}."


def _say_city(facts: VerdictFacts, language: Language) -> str:
    """Return what became of the city in the judged indicators; empty where they do not go one way in the forum."""
    judged = [part for part in facts.parts.parts if part.judged] if facts.parts else []
    forum, city, total = (
        round_printed(fsum(points), INDEX_DECIMALS)
        for points in ([part.own for part in judged], [part.city for part in judged], [part.total for part in judged])
    )
    way = sign_of(len(facts.worsened) - len(facts.improved))
    if not way or sign_of(forum) != way:
        return ""
    beside = _beside_city(total, facts)
    if abs(city) < float(facts.rule.least_points) and beside is not Verdict.UNCHANGED:
        return language.gettext("the city is about as before")
    if sign_of(city) == way:  # an own rise of the city lowers the forum's index
        return language.gettext("the city has improved") if way > 0 else language.gettext("the city has worsened")
    return language.gettext((BESIDE_WORSENED if way > 0 else BESIDE_IMPROVED)[beside])


def _beside_city(total: float, facts: VerdictFacts) -> Verdict:
    """Return how the forum moved against the city in the judged indicators; unclear where the report calls that unclear.

    Args:
        total: The judged indicators' part of the index change, points.
    """
    result = facts.result
    if result.verdict is Verdict.UNCLEAR:
        return Verdict.UNCLEAR
    if result.core is not Verdict.UNCHANGED and 2 * total * sign_of(facts.points) > abs(facts.points):
        return Verdict.WORSE if facts.points > 0 else Verdict.BETTER
    return conclude(total, result.least, NOT_ASKED, facts.rule)


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


def _say_not_judged(facts: VerdictFacts, language: Language) -> str:
    """Return how much of the index's change lies in an indicator that is not judged, where that is half of it or more."""
    if facts.parts is None or facts.result.core in {Verdict.UNCHANGED, Verdict.UNCLEAR}:
        return ""
    heavy = [
        part for part in facts.parts.parts if not part.judged and part.total * facts.points > 0 and 2 * abs(part.total) >= abs(facts.points)
    ]
    text = (
        language.gettext(
            "Of the {change} points by which the index rises, {points} lie in »{label}«, which is not judged ({own} from the area itself, "
            "{city} from the city)."
        )
        if facts.points > 0
        else language.gettext(
            "Of the {change} points by which the index falls, {points} lie in »{label}«, which is not judged ({own} from the area itself, "
            "{city} from the city)."
        )
    )
    if any(abs(part.total) >= abs(facts.points) for part in heavy):
        text = (
            language.gettext(
                "The whole rise of the index by {change} points lies in »{label}«, which is not judged ({own} from the area itself, "
                "{city} from the city)."
            )
            if facts.points > 0
            else language.gettext(
                "The whole fall of the index by {change} points lies in »{label}«, which is not judged ({own} from the area itself, "
                "{city} from the city)."
            )
        )
    change, *points = (language.number(abs(number), INDEX_DECIMALS) for number in (facts.points, *(part.total for part in heavy)))
    return " ".join(
        text.format(change=change, points=own, label=part.label, own=language.signed(part.own), city=language.signed(part.city))
        for part, own in zip(heavy, points, strict=True)
    )


def _say_comparable_areas(facts: VerdictFacts, language: Language) -> str:
    """Return how the index moved in the comparable areas and in the whole area; risen or fallen where both moved the same way."""
    changes: Sequence[float] = [check.index_change for check in facts.result.checks if check.kind is CheckKind.COMPARABLE_AREAS]
    if not changes or isnan(changes[0]):
        return ""
    own, whole = changes[0], facts.points
    if direction_of(own) == direction_of(whole) == 1:
        text = language.gettext(
            "Counting only the areas that are the same in both years, the index has risen by {points} points against {whole} in the whole area."
        )
    elif direction_of(own) == direction_of(whole) == -1:
        text = language.gettext(
            "Counting only the areas that are the same in both years, the index has fallen by {points} points against {whole} in the whole area."
        )
    else:
        text = language.gettext(
            "Counting only the areas that are the same in both years, the index has changed by {points} points against {whole} in the whole area."
        )
        return text.format(points=language.signed(own), whole=language.signed(whole))
    return text.format(points=language.number(abs(own), INDEX_DECIMALS), whole=language.number(abs(whole), INDEX_DECIMALS))
