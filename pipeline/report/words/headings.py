"""Headings that assert a finding, each composed from the numbers that stand below it."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.language.language import Language, capitalise
from pipeline.report.model.money import Money, PhaseTotal
from pipeline.report.model.organisation import ActivityRow, Organisation
from pipeline.report.words.verdict_words import DEPRIVATION
from pipeline.scoring.compare.verdict import Verdict


def head_areas(left: int, entered: int, language: Language, *, all_compared: bool) -> str:
    """Return the heading of the neighbourhood matrix: how many areas left and entered the status."""
    if left:
        text = language.ngettext("{number} area is no longer deprived", "{number} areas are no longer deprived", left)
        heading = text.format(number=language.words(left, neuter=True))
        if entered:
            text = language.ngettext("{heading}, and {number} has become so", "{heading}, and {number} have become so", entered)
            heading = text.format(heading=heading, number=language.words(entered, neuter=True))
        return capitalise(heading)
    if entered:
        text = language.ngettext("{number} area has become deprived", "{number} areas have become deprived", entered)
        return capitalise(text.format(number=language.words(entered, neuter=True)))
    if all_compared:
        return language.gettext("No area has changed its status")
    return language.gettext("No comparable area has changed its status")


def head_slopes(above: int, indicators: int, language: Language) -> str:
    """Return the heading of the slopes: on how many indicators the district is above the city."""
    if above == indicators:
        return language.gettext("The forum area is above the city on all {number} indicators").format(number=language.words(indicators))
    if above == 0:
        return language.gettext("The forum area is above the city on none of the {number} indicators").format(
            number=language.words(indicators)
        )
    return language.gettext("The forum area is above the city on {above} of {number} indicators").format(
        above=language.words(above), number=language.words(indicators)
    )


def count_phases(totals: Sequence[PhaseTotal], language: Language) -> str:
    """Return how many plans run, are planned and have ended: ``tre planer i gang og to planlagt``; none of a phase is not said."""
    running, planned, ended = (total.plans for total in totals)
    parts = [language.ngettext("{number} plan running", "{number} plans running", running).format(number=language.words(running))]
    if not running:
        parts = [language.gettext("no plan running")]
    if planned:
        parts.append(language.ngettext("{number} planned", "{number} planned", planned).format(number=language.words(planned)))
    if ended:
        parts.append(language.ngettext("{number} ended", "{number} ended", ended).format(number=language.words(ended)))
    return language.listing(parts)


def head_plans(totals: Sequence[PhaseTotal], off: int, unagreed: int, unapproved: int, too_long: int, language: Language) -> str:
    """Return the heading of the plan table: the plans by phase, and what of all of them is not as agreed."""
    if not any(total.plans for total in totals):
        return language.gettext("No plans")
    heading = capitalise(count_phases(totals, language))
    flaws = []
    if off:
        text = language.ngettext("{number} contribution off the agreed share", "{number} contributions off the agreed share", off)
        flaws.append(text.format(number=language.words(off, neuter=True)))
    if unagreed:
        text = language.ngettext("{number} missing agreement", "{number} missing agreements", unagreed)
        flaws.append(text.format(number=language.words(unagreed)))
    if unapproved:
        text = language.ngettext("{number} missing approval", "{number} missing approvals", unapproved)
        flaws.append(text.format(number=language.words(unapproved)))
    if too_long:
        text = language.ngettext("{number} period too long", "{number} periods too long", too_long)
        flaws.append(text.format(number=language.words(too_long)))
    if not flaws:
        return language.gettext("{plans}: all with the agreed contribution and approval").format(plans=heading)
    return f"{heading}: {language.listing(flaws)}"


def head_organisation(money: Money, organisation: Organisation, language: Language) -> str:
    """Return the title of page 3 from what is true: fewer payers, fewer steering groups, more across estates."""
    facts = []
    if money.now.total_dkk and money.now.municipal_posts < money.before.municipal_posts:
        facts.append(language.gettext("fewer purses"))
    if 0 < organisation.groups_now < organisation.groups_before:
        facts.append(language.gettext("fewer steering groups"))
    if _across(organisation.total, now=True) > _across(organisation.total, now=False):
        facts.append(language.gettext("more across estates"))
    if not facts:
        return language.gettext("Money and organisation before and now")
    return capitalise(", ".join(facts))


def _across(row: ActivityRow, *, now: bool) -> float:
    number, across = (row.now, row.across_now) if now else (row.before, row.across_before)
    return across / number if number else 0.0


def say_city(verdicts: Sequence[Verdict], language: Language) -> str:
    """Return the city overview's sentence: how many forums became less and more deprived, and of how many that cannot be said."""
    better, worse, same, mixed, unclear, apart, unknown = (
        verdicts.count(kind)
        for kind in (
            *(Verdict.BETTER, Verdict.WORSE, Verdict.UNCHANGED, Verdict.MIXED),
            *(Verdict.UNCLEAR, Verdict.NOT_COMPARABLE, Verdict.UNKNOWN),
        )
    )
    if apart + unknown == len(verdicts):
        return language.gettext("The development cannot be stated for any forum.")
    if len(verdicts) == 1:
        return language.gettext("The city has one forum. Conclusion: {verdict}.").format(verdict=language.gettext(DEPRIVATION[verdicts[0]]))
    text = language.ngettext(
        "{number} of {forums} forums has become less deprived compared with the city",
        "{number} of {forums} forums have become less deprived compared with the city",
        better,
    )
    parts = [text.format(number=language.words(better, neuter=True), forums=language.words(len(verdicts), neuter=True))]
    for number, text in (
        (worse, language.ngettext("{number} has become more deprived", "{number} have become more deprived", worse)),
        (same, language.ngettext("{number} is unchanged", "{number} are unchanged", same)),
        (mixed, language.ngettext("{number} has a mixed picture", "{number} have a mixed picture", mixed)),
        (unclear, language.gettext("for {number} it is unclear")),
        (apart, language.gettext("for {number} it cannot be compared")),
        (unknown, language.gettext("for {number} it is not stated")),
    ):
        if number:
            parts.append(text.format(number=language.words(number, neuter=True)))
    return f"{capitalise(language.clauses(parts))}."


def head_findings(findings: Sequence[object], language: Language) -> str:
    """Return the heading of the data quality table: the number of findings."""
    if not findings:
        return language.gettext("No findings in the data")
    text = language.ngettext("{number} finding in the data", "{number} findings in the data", len(findings))
    return capitalise(text.format(number=language.words(len(findings))))
