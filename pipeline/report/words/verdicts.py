"""The conclusion on a forum, against the city: a finding in bold, and the two numbers that it rests on."""

from __future__ import annotations

from typing import Final

from markupsafe import Markup

from pipeline.language.language import N_, Language
from pipeline.report.words.obstacles import say_changes
from pipeline.report.words.verdict_facts import INDEX_DECIMALS, VerdictFacts, relative_level
from pipeline.report.words.verdict_words import DEPRIVATION
from pipeline.scoring.compare.verdict import Verdict

FINDINGS: Final = {
    Verdict.BETTER: N_("<b>{forum} has become less deprived compared with the city.</b>"),
    Verdict.WORSE: N_("<b>{forum} has become more deprived compared with the city.</b>"),
    Verdict.UNCHANGED: N_("<b>{forum} is about as deprived compared with the city as in {before}.</b>"),
    Verdict.MIXED: N_("<b>The picture is mixed in {forum}.</b>"),
}


def say_verdict(facts: VerdictFacts, language: Language) -> Markup:
    """Return the conclusion, its finding in bold."""
    result, before = facts.result, facts.years[0]
    verdict = result.verdict
    if verdict is Verdict.NOT_COMPARABLE:
        text = language.gettext("<b>The two years cannot be compared:</b> {reason}.")
        return Markup(text).format(reason=say_changes(facts.areas.changes, facts.years, language))
    if verdict is Verdict.UNKNOWN:
        text = language.gettext("<b>The development in {forum} cannot be stated:</b> the source does not give {indicators}.")
        return Markup(text).format(forum=facts.forum, indicators=_list_missing(facts, language))
    if verdict is not Verdict.UNCLEAR:
        finding = Markup(language.gettext(FINDINGS[verdict])).format(forum=facts.forum, before=before)
        return Markup("{} {}").format(
            finding, _say_mixed(facts, language) if verdict is Verdict.MIXED else Markup("{}.").format(_say_level(facts, language))
        )
    if result.core is not Verdict.UNCLEAR:
        return _say_checks_decide(facts, language)
    return _say_swings(facts, language) if facts.swings_widely else _say_chance(facts, language)


def _list_missing(facts: VerdictFacts, language: Language) -> str:
    """Return the indicators that the source does not give, each with its year; both years are said once."""
    text = language.gettext("{label} in {years}")
    both = language.listing([str(year) for year in facts.years])
    return language.listing(
        [text.format(label=label, years=years[0] if len(years) == 1 else both) for label, years in facts.missing.items()]
    )


def _say_level(facts: VerdictFacts, language: Language) -> Markup:
    """Return how far the indicators lay over or under the city's level, in both years, without a full stop."""
    levels = [relative_level(index) for index in (facts.result.index_before, facts.result.index_now)]
    signs = [(level > 0) - (level < 0) for level in levels]
    full = {
        1: language.gettext("{points} above the city's level"),
        -1: language.gettext("{points} below the city's level"),
        0: language.gettext("at the city's level"),
    }
    short = {1: language.gettext("{points} above"), -1: language.gettext("{points} below"), 0: full[0]}
    points = [language.percent(abs(level)) for level in levels]
    earlier = full[signs[0]].format(points=points[0])
    if signs == [0, 0]:
        later = ""
    elif signs[0] == signs[1]:
        later = points[1]
    else:
        later = (short if signs[0] else full)[signs[1]].format(points=points[1])
    text = language.ngettext(
        "The indicator was {earlier} in {before} and {later} in {now}",
        "The {number} indicators were on average {earlier} in {before} and {later} in {now}",
        len(facts.indicators),
    )
    if not later:
        text = language.ngettext(
            "The indicator was {earlier} in both {before} and {now}",
            "The {number} indicators were on average {earlier} in both {before} and {now}",
            len(facts.indicators),
        )
    words = language.words(len(facts.indicators))
    earlier, later = Markup(earlier), Markup(later)  # texts of the catalog, with an apostrophe
    return Markup(text).format(number=words, earlier=earlier, later=later, before=facts.years[0], now=facts.years[1])


def _say_mixed(facts: VerdictFacts, language: Language) -> Markup:
    result = facts.result
    text = (
        language.gettext("{level}, but a smaller part of the residents now live in a deprived area: {now} against {before}.")
        if result.residents_now < result.residents_before
        else language.gettext("{level}, but a larger part of the residents now live in a deprived area: {now} against {before}.")
    )
    shares = (language.percent(share) for share in (result.residents_before, result.residents_now))
    return Markup(text).format(level=_say_level(facts, language), **dict(zip(("before", "now"), shares, strict=True)))


def _say_chance(facts: VerdictFacts, language: Language) -> Markup:
    """Return that a change of two points or more may be chance in a forum of this size."""
    finding = (
        language.gettext("<b>It is unclear whether {forum} has become more deprived compared with the city.</b>")
        if facts.points > 0
        else language.gettext("<b>It is unclear whether {forum} has become less deprived compared with the city.</b>")
    )
    text = language.gettext("{level}; in an area of this size so small a difference may be chance (under {least} points).")
    least = language.number(facts.result.least, INDEX_DECIMALS)
    return Markup("{} {}").format(
        Markup(finding).format(forum=facts.forum), Markup(text).format(level=_say_level(facts, language), least=least)
    )


def _say_swings(facts: VerdictFacts, language: Language) -> Markup:
    text = language.gettext(
        "<b>The figures cannot show the development in {forum} compared with the city.</b> With {residents} residents the index "
        "can swing by {least} points by chance; it has changed by {points} points."
    )
    return Markup(text).format(
        forum=facts.forum,
        residents=language.number(facts.residents),
        least=language.number(facts.result.least, INDEX_DECIMALS),
        points=language.number(abs(facts.points), INDEX_DECIMALS),
    )


def _say_checks_decide(facts: VerdictFacts, language: Language) -> Markup:
    """Return that it hangs on how one reckons."""
    result = facts.result
    finding = language.gettext("<b>It is unclear whether {forum} has become more or less deprived compared with the city.</b>")
    text = language.gettext("{level}. The conclusion depends on how it is calculated: only {holding} of {checks} checks give »{word}«.")
    opposite = sum(check.verdict is opposite_of(result.core) for check in result.checks)
    if opposite:
        text = language.gettext(
            "{level}. The conclusion depends on how it is calculated: {holding} of {checks} checks give »{word}« and "
            "{opposite} the opposite."
        )
    said = Markup(text).format(
        level=_say_level(facts, language),
        holding=language.words(result.holding),
        checks=language.words(len(result.checks)),
        opposite=language.words(opposite),
        word=language.gettext(DEPRIVATION[result.core]),
    )
    return Markup("{} {}").format(Markup(finding).format(forum=facts.forum), said)


def opposite_of(verdict: Verdict) -> Verdict | None:
    """Return more for less deprived and the reverse."""
    return {Verdict.BETTER: Verdict.WORSE, Verdict.WORSE: Verdict.BETTER}.get(verdict)
