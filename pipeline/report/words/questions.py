"""Questions for the forum: each is triggered by a rule, asks and never explains."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from markupsafe import Markup

from pipeline.language.language import Language, capitalise, lower_first
from pipeline.report.model.indicators import AreaRow, AreaYear, IndicatorRow
from pipeline.report.model.money import Money, PlanRow
from pipeline.report.model.organisation import Organisation
from pipeline.scoring.compare.verdict import Verdict

MOST = 4
LITTLE_ACROSS = 0.5


def ask(
    indicators: tuple[IndicatorRow, ...],
    entered: list[tuple[AreaRow, AreaYear, AreaYear]],
    money: Money,
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


def _worse(indicators: tuple[IndicatorRow, ...], money: Money, language: Language) -> Iterator[Markup]:
    for row in indicators:
        if row.verdict is Verdict.WORSE and row.change_pp.value is not None:
            text = language.gettext(
                "<b>The share of {label} has risen</b> by {points} percentage points. Which of the forum's plans work with it?"
            )
            if not money.plans:
                text = language.gettext("<b>The share of {label} has risen</b> by {points} percentage points. Who works with it?")
            yield Markup(text).format(label=lower_first(row.label), points=language.number(row.change_pp.value, 1))


def _entered(entered: list[tuple[AreaRow, AreaYear, AreaYear]], language: Language) -> Iterator[Markup]:
    for area, before, now in entered:
        if before.criteria.value is not None and now.criteria.value is not None:
            text = language.gettext("<b>{area} meets {now} criteria</b> against {before} before. Does the area need an effort of its own?")
            yield Markup(text).format(
                area=area.name, now=language.words(int(now.criteria.value)), before=language.words(int(before.criteria.value))
            )


def _contributions(money: Money, language: Language) -> Iterator[Markup]:
    for plan in money.plans:
        if not plan.tmf_ok:
            share, agreed = language.percent(plan.tmf_share), language.percent(money.tmf_share)
            if plan.shortfall_dkk > 0:
                text = language.gettext(
                    "<b>{plan} has a municipal share of {share}</b>, not {agreed}. Who covers the missing {kroner} kr.?"
                )
            else:
                text = language.gettext("<b>{plan} has a municipal share of {share}</b>, not {agreed}. Why does the municipality pay more?")
            yield Markup(text).format(plan=plan.plan, share=share, agreed=agreed, kroner=language.number(plan.shortfall_dkk))


def _approvals(money: Money, language: Language) -> Iterator[Markup]:
    for plan in money.plans:
        if plan.approval.day is None:
            text = language.gettext("<b>{plan} lacks the municipality's approval</b> and starts on {start}. When will it be there?")
            yield Markup(text).format(plan=plan.plan, start=language.day(plan.start))


def _periods(money: Money, language: Language) -> Iterator[Markup]:
    for plan in money.plans:
        if not plan.period_ok:
            text = language.gettext("<b>{plan} lasts longer than agreed</b>, from {start} to {end}. Is the extension approved?")
            yield Markup(text).format(plan=plan.plan, start=language.day(plan.start), end=language.day(plan.end))


def _ending(money: Money, now: int, language: Language) -> Iterator[Markup]:
    ending = [plan for plan in money.plans if plan.end.year == now]
    if ending:
        text = language.ngettext(
            "<b>{plans} ends in {year}</b>. Which of its activities should go on?",
            "<b>{plans} end in {year}</b>. Which of their activities should go on?",
            len(ending),
        )
        yield Markup(text).format(plans=_named(ending, language), year=now)


def _across(organisation: Organisation, language: Language) -> Iterator[Markup]:
    total = organisation.total
    if total.now and total.across_now / total.now < LITTLE_ACROSS:
        text = language.gettext("<b>{across} of {total} activities cover more than one estate</b>. Which of the others could?")
        yield Markup(text).format(across=capitalise(language.words(total.across_now)), total=language.words(total.now))


def _named(plans: list[PlanRow], language: Language) -> str:
    names = [plan.plan for plan in plans]
    if len(names) > MOST:
        return language.ngettext("{number} plan", "{number} plans", len(names)).format(number=capitalise(language.words(len(names))))
    return language.listing(names)
