"""Compose the city overview: the forums side by side, in the order of the workbook."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.report.compose.material import Material
from pipeline.report.compose.method import compose_method
from pipeline.report.compose.money import compose_funding, compose_terms
from pipeline.report.compose.organisation import compose_organisation
from pipeline.report.compose.overview import compose_meta, compose_tiles
from pipeline.report.model.city import CityIndicator, CityReport, ForumLine
from pipeline.report.model.district import DistrictReport
from pipeline.report.model.figures import MISSING, Figure
from pipeline.report.model.money import ForumMoney, Money, PlanFigures
from pipeline.report.words.comparability import explain_shift
from pipeline.report.words.headings import head_findings, say_city


def compose_city(material: Material, districts: Sequence[DistrictReport]) -> CityReport:
    """Return the overview.

    Args:
        material: The release with its lookups.
        districts: All forums' reports: the overview shows their numbers and computes none of its own anew.
    """
    language = material.language
    verdicts = [report.answer.verdict.kind for report in districts]
    method = compose_method(material, None)
    return CityReport(
        meta=compose_meta(material),
        sentence=say_city(verdicts, language),
        tiles=compose_tiles(material),
        indicators=_indicators(material),
        lines=tuple(_line(report) for report in districts),
        money=_money(material, [report.money for report in districts]),
        organisation=compose_organisation(material, None),
        findings_heading=head_findings(method.findings, language),
        method=method,
    )


def _money(material: Material, forums: Sequence[ForumMoney]) -> Money:
    before, now = (compose_funding(material.comparison.money.funding, arrangement) for arrangement in ("before", "now"))
    plans = [forum.figures for forum in forums]
    return Money(
        before=before,
        now=now,
        figures=PlanFigures(
            running=sum(one.running for one in plans),
            planned=sum(one.planned for one in plans),
            ended=sum(one.ended for one in plans),
            in_order=sum(one.in_order for one in plans),
            before=before.yearly,
            now=now.yearly,
        ),
        shortfall_dkk=sum(forum.shortfall_dkk for forum in forums),
        agreed=compose_terms(material),
    )


def _indicators(material: Material) -> tuple[CityIndicator, ...]:
    rows = []
    shifts = material.comparison.shifts
    for indicator in material.policy.indicators:
        before, now = (material.city[year, indicator.id] for year in (material.before, material.now))
        shift = shifts.get(indicator.id)
        rows.append(
            CityIndicator(
                label=material.label(indicator),
                short_label=material.short_label(indicator),
                before=before,
                now=now,
                change_pp=MISSING if shift else Figure(100 * (now - before)),
                not_comparable=explain_shift(shift, material.before, material.now, material.language) if shift else "",
                threshold_now=now * float(material.policy.ratio),
            )
        )
    return tuple(rows)


def _line(report: DistrictReport) -> ForumLine:
    answer = report.answer
    return ForumLine(
        forum=report.forum,
        before=answer.key_figures.before,
        now=answer.key_figures.now,
        verdict=answer.verdict.kind,
        shares_before=tuple(row.before.share for row in answer.indicators),
        shares_now=tuple(row.now.share for row in answer.indicators),
        verdicts=tuple(row.verdict for row in answer.indicators),
        plans=report.money.figures,
        activities=report.organisation.total,
        groups_before=report.organisation.own_groups_before,
        groups_now=report.organisation.own_groups_now,
    )
