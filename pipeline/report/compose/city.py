"""Compose the city overview: the forums side by side, in the order of the workbook."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.report.compose.material import Material
from pipeline.report.compose.method import compose_method
from pipeline.report.compose.money import compose_funding
from pipeline.report.compose.organisation import compose_organisation
from pipeline.report.compose.overview import compose_meta, compose_tiles
from pipeline.report.model.city import CityIndicator, CityReport, ForumLine
from pipeline.report.model.district import DistrictReport
from pipeline.report.model.figures import MISSING, Figure
from pipeline.report.words.comparability import explain_shift
from pipeline.report.words.headings import head_findings, say_city


def compose_city(material: Material, districts: Sequence[DistrictReport]) -> CityReport:
    """Return the overview.

    Args:
        material: The release with its lookups.
        districts: All forums' reports: the overview shows their numbers and computes none of its own anew.
    """
    comparison, language = material.comparison, material.language
    verdicts = [report.verdict.kind for report in districts]
    method = compose_method(material, None)
    money = material.settings.money
    money_before, money_now = (compose_funding(material, comparison.funding, arrangement) for arrangement in ("before", "now"))
    return CityReport(
        meta=compose_meta(material),
        sentence=say_city(verdicts, language),
        tiles=compose_tiles(material),
        indicators=_indicators(material),
        lines=tuple(_line(report) for report in districts),
        money_before=money_before,
        money_now=money_now,
        running=sum(report.key_figures.running for report in districts),
        planned=sum(report.key_figures.planned for report in districts),
        ended=sum(report.key_figures.ended for report in districts),
        plans_in_order=sum(report.money.plans_in_order for report in districts),
        shortfall_dkk=sum(report.money.shortfall_dkk for report in districts),
        yearly_before_dkk=money_before.yearly_dkk,
        yearly_now_dkk=money_now.yearly_dkk,
        years_before=money_before.years,
        years_now=money_now.years,
        tmf_share=float(money.tmf_share),
        lbf_max_share=float(money.lbf_max_share),
        organisation=compose_organisation(material, None),
        findings_heading=head_findings(method.findings, language),
        method=method,
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
    figures, total = report.key_figures, report.organisation.total
    return ForumLine(
        forum=report.forum,
        areas_before=figures.areas_before,
        areas_now=figures.areas_now,
        deprived_before=figures.deprived_before,
        deprived_now=figures.deprived_now,
        index_before=figures.index_before,
        index_now=figures.index_now,
        verdict=report.verdict.kind,
        shares_before=tuple(row.before.share for row in report.indicators),
        shares_now=tuple(row.now.share for row in report.indicators),
        verdicts=tuple(row.verdict for row in report.indicators),
        running=figures.running,
        planned=figures.planned,
        ended=figures.ended,
        plans_in_order=report.money.plans_in_order,
        yearly_before_dkk=figures.yearly_before_dkk,
        yearly_now_dkk=figures.yearly_now_dkk,
        activities_before=total.before,
        activities_now=total.now,
        across_before=total.across_before,
        across_now=total.across_now,
        groups_before=report.organisation.own_groups_before,
        groups_now=report.organisation.own_groups_now,
    )
