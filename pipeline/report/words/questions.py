"""Questions for the forum: each is triggered by a rule, asks and never explains."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from markupsafe import Markup

from pipeline.input.plan_phase import Phase
from pipeline.language.language import Language, capitalise, lower_first
from pipeline.report.model.indicators import AreaRow, AreaYear, IndicatorRow
from pipeline.report.model.money import ForumMoney, PlanRow
from pipeline.report.model.organisation import Organisation
from pipeline.scoring.compare.verdict import Verdict

MOST = 4
LITTLE_ACROSS = 0.5


def ask(
    indicators: tuple[IndicatorRow, ...],
    entered: list[tuple[AreaRow, AreaYear, AreaYear]],
    money: ForumMoney,
    organisation: Organisation,
    now: int,
    language: Language,
) -> tuple[Markup, ...]:
    """Return at most four questions, the weightiest rule first.

    Args:
        indicators: The forum's indicators.
        entered: Areas that have become deprived, with both years.
        money: Plans and their checks.
        organisation: Activities and what they cover.
        now: The reported year.
        language: Language of the report.
    """
    rules = (
        *_worse(indicators, money, language),
        *_entered(entered, language),
        *_contributions(money, language),
        *_approvals(money, language),
        *_periods(money, language),
        *_ending(money, now, language),
        *_across(organisation, language),
    )
    questions = tuple(islice(rules, MOST))
    return questions or (Markup(language.gettext("Which of the changes does the forum recognise from its own work?")),)


def _worse(indicators: tuple[IndicatorRow, ...], money: ForumMoney, language: Language) -> Iterator[Markup]:
    for row in indicators:
        if row.verdict is Verdict.WORSE and row.change_pp.value is not None:
            text = language.gettext(
                "<b>The share of {label} has risen</b> by {points} percentage points. Which of the forum's running plans work with it?"
            )
            if not money.running:
                text = language.gettext("<b>The share of {label} has risen</b> by {points} percentage points. Who works with it?")
            yield Markup(text).format(label=lower_first(row.label), points=language.number(row.change_pp.value, 1))


def _entered(entered: list[tuple[AreaRow, AreaYear, AreaYear]], language: Language) -> Iterator[Markup]:
    for area, before, now in entered:
        if before.criteria.value is not None and now.criteria.value is not None:
            text = language.gettext("<b>{area} meets {now} against {before} earlier</b>. Does the area need an effort of its own?")
            yield Markup(text).format(area=area.name, now=_met(now, language), before=_met(before, language))


def _met(year: AreaYear, language: Language) -> str:
    """Return how many criteria are met of how many: where it is not known of some, of the known ones."""
    met, known = int(year.criteria.value or 0), sum(one is not None for one in year.met)
    hidden = any(
        one is None and (share.value is None or share.bounds is not None) for one, share in zip(year.met, year.shares, strict=True)
    )
    text = language.gettext("{met} of the {known} known criteria") if hidden else language.gettext("{met} of {known} criteria")
    return text.format(met=language.words(met, neuter=True), known=language.words(known))


def _contributions(money: ForumMoney, language: Language) -> Iterator[Markup]:
    """Ask about a share that is not the agreed one; the plan's sources add up to its budget, so that no money is missing."""
    for plan in _unended(money):
        if not plan.budget.tmf_ok:
            text = (
                language.gettext(
                    "<b>{plan}: TMF pays {share} of the budget</b>, not {agreed}. That is {kroner} kr. less; the housing organisations "
                    "pay {housing}. Is that agreed?"
                )
                if plan.budget.shortfall_dkk > 0
                else language.gettext(
                    "<b>{plan}: TMF pays {share} of the budget</b>, not {agreed}. That is {kroner} kr. more. Is that agreed?"
                )
            )
            yield Markup(text).format(
                plan=plan.plan,
                share=language.percent(plan.budget.tmf_share),
                agreed=language.percent(money.agreed.tmf_share),
                kroner=language.number(abs(plan.budget.shortfall_dkk)),
                housing=language.percent(plan.budget.housing_share),
            )


def _approvals(money: ForumMoney, language: Language) -> Iterator[Markup]:
    for plan in _unended(money):
        if plan.papers.approval.day is None:
            text = (
                language.gettext("<b>{plan} lacks the municipality's approval</b> and starts on {start}. When will it be there?")
                if plan.phase is Phase.PLANNED
                else language.gettext("<b>{plan} lacks the municipality's approval</b> and started on {start}. When will it be there?")
            )
            yield Markup(text).format(plan=plan.plan, start=language.day(plan.start))


def _periods(money: ForumMoney, language: Language) -> Iterator[Markup]:
    for plan in _unended(money):
        if not plan.period_ok:
            text = language.ngettext(
                "<b>{plan} lasts longer than {years} year</b>, from {start} to {end}. Is it agreed that it lasts longer?",
                "<b>{plan} lasts longer than {years} years</b>, from {start} to {end}. Is it agreed that it lasts longer?",
                money.agreed.max_years,
            )
            years = language.words(money.agreed.max_years, neuter=True)
            yield Markup(text).format(plan=plan.plan, years=years, start=language.day(plan.start), end=language.day(plan.end))


def _unended(money: ForumMoney) -> tuple[PlanRow, ...]:
    return tuple(plan for plan in money.plans if plan.phase is not Phase.ENDED)


def _ending(money: ForumMoney, now: int, language: Language) -> Iterator[Markup]:
    """Ask what goes on of the plans that ended in the reported year, and of those that end in what is left of it."""
    ending = [plan for plan in money.plans if plan.end.year == now]
    ended, left = ([plan for plan in ending if (plan.phase is Phase.ENDED) == over] for over in (True, False))
    if ended:
        text = language.ngettext(
            "<b>{plans} ended in {year}</b>. Which of its activities should go on?",
            "<b>{plans} ended in {year}</b>. Which of their activities should go on?",
            len(ended),
        )
        yield Markup(text).format(plans=_named(ended, language), year=now)
    if left:
        text = language.ngettext(
            "<b>{plans} ends in {year}</b>. Which of its activities should go on?",
            "<b>{plans} end in {year}</b>. Which of their activities should go on?",
            len(left),
        )
        yield Markup(text).format(plans=_named(left, language), year=now)


def _across(organisation: Organisation, language: Language) -> Iterator[Markup]:
    total = organisation.total
    if total.now and total.across_now / total.now < LITTLE_ACROSS:
        text = language.gettext("<b>{across} of {total} activities cover more than one estate</b>. Which of the others could?")
        if not total.across_now:
            text = language.gettext("<b>None of {total} activities covers more than one estate</b>. Which of them could?")
        yield Markup(text).format(across=capitalise(language.words(total.across_now)), total=language.words(total.now))


def _named(plans: list[PlanRow], language: Language) -> str:
    names = [plan.plan for plan in plans]
    if len(names) > MOST:
        return language.ngettext("{number} plan", "{number} plans", len(names)).format(number=capitalise(language.words(len(names))))
    return language.listing(names)
