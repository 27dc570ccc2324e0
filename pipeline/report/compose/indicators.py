"""Compose page 1's indicator table, and page 2's slope charts and waterfall."""

from __future__ import annotations

from math import fsum, isnan

from pipeline.language.rounding import round_printed
from pipeline.report.compose.lookup import Row, records
from pipeline.report.compose.material import Material, count_figure, figure, share_figure, tri_state
from pipeline.report.model.figures import MISSING, Interval
from pipeline.report.model.indicators import Decomposition, DecompositionPart, DotChart, IndicatorRow, Slope, YearShare
from pipeline.report.words.comparability import explain_area, explain_missing, explain_shift
from pipeline.report.words.notes import describe_indicator, describe_slope
from pipeline.scoring.compare.comparison import Incomparable
from pipeline.scoring.compare.verdict import Verdict
from pipeline.scoring.scores import Level
from pipeline.settings.policy.parts import Indicator


def compose_indicators(material: Material, forum_id: str) -> tuple[IndicatorRow, ...]:
    """Return one row per indicator, in the order of the policy."""
    return tuple(_row(material, forum_id, indicator) for indicator in material.policy.indicators)


def _row(material: Material, forum_id: str, indicator: Indicator) -> IndicatorRow:
    before = year_share(material, forum_id, material.before, indicator)
    now = year_share(material, forum_id, material.now, indicator)
    change = material.changes[Level.FORUM, forum_id, indicator.id]
    why = explain_pair(material, indicator, change)
    points = figure(change["change_pp"])
    peers = [line[-1] for forum, line in material.trends.drawn[indicator.id].items() if forum != forum_id]
    return IndicatorRow(
        id=indicator.id,
        label=material.label(indicator),
        short_label=material.short_label(indicator),
        base_label=indicator.base_label.text(material.language.code),
        judged=indicator.judged,
        before=before,
        now=now,
        change_pp=points,
        change_interval=_interval(change["low_pp"], change["high_pp"]),
        verdict=Verdict(change["verdict"]),
        not_comparable=why,
        chart=DotChart(
            interval_now=_interval(change["low_now"], change["high_now"]),
            peers_now=tuple(share for share in peers if share is not None),
            alt=describe_indicator(
                material.label(indicator), (material.before, material.now), (before.share, now.share), now.city, why, material.language
            ),
        ),
    )


def _interval(low: float, high: float) -> Interval | None:
    """Return an interval, or None if there is none: the number is missing, or the indicator counts all dwellings."""
    return None if isnan(low) else Interval(low, high)


def explain_pair(material: Material, indicator: Indicator, change: Row) -> str:
    """Return why a pair of years is not compared, in words; empty if it is."""
    if not change["reason"]:
        return ""
    if change["reason"] == Incomparable.BOUNDARY:
        return explain_area(Incomparable.BOUNDARY, material.before, material.now, material.language)
    shift = material.comparison.shifts.get(indicator.id)
    if shift is not None:
        return explain_shift(shift, material.before, material.now, material.language)
    missing = [year for year, name in ((material.before, "base_before"), (material.now, "base_now")) if isnan(change[name])]
    return explain_missing(missing or [material.before, material.now], material.language)


def year_share(material: Material, forum_id: str, year: int, indicator: Indicator) -> YearShare:
    """Return one indicator of one forum in one year; missing if the forum has no number."""
    city = material.city[year, indicator.id]
    threshold = city * float(material.policy.ratio)
    row = material.shares.get((Level.FORUM, forum_id, year, indicator.id))
    if row is None:
        return YearShare(MISSING, MISSING, MISSING, MISSING, city, threshold, None)
    return YearShare(
        share=share_figure(row),
        count=count_figure(row),
        base=figure(row["base"]),
        index=figure(100 * row["ratio"]),
        city=city,
        threshold=threshold,
        met=tri_state(row["met"]),
        near=row["near"] == 1.0,
    )


def count_above(material: Material, forum_id: str) -> int:
    """Count the indicators above the city as they are printed: 21,1 beside 21,1 is not above."""
    shares = [material.shares.get((Level.FORUM, forum_id, material.now, indicator.id)) for indicator in material.policy.indicators]
    return sum(
        row is not None and round_printed(100 * row["share"], 1) > round_printed(100 * row["city_share"], 1) for row in shares
    )  # NaN exceeds nothing


def compose_slopes(material: Material, forum_id: str) -> tuple[Slope, ...]:
    """Return one slope chart an indicator, over all years of the workbook up to the reported one."""
    slopes, trends = [], material.trends
    for indicator in material.policy.indicators:
        own = tuple(year_share(material, forum_id, year, indicator).share for year in trends.years)
        city = tuple(material.city[year, indicator.id] for year in trends.years)
        slopes.append(
            Slope(
                label=material.plain_label(indicator),
                years=trends.years,
                joined=trends.joined[indicator.id],
                own=own,
                city=city,
                threshold=tuple(share * float(material.policy.ratio) for share in city),
                peers=tuple(line for forum, line in trends.drawn[indicator.id].items() if forum != forum_id),
                alt=describe_slope(material.label(indicator), trends.years, own, city, material.language),
            )
        )
    return tuple(slopes)


def compose_decomposition(material: Material, forum_id: str) -> Decomposition | None:
    """Return the parts of the index change, or None if the index is missing in one of the years."""
    parts = records(material.rows_of("comparison.decomposition", forum_id, "unit_id"))
    own_parts = {part["indicator"]: part for part in parts if part["level"] == Level.FORUM}
    result = material.comparison.conclusions[forum_id]
    if not own_parts:
        return None
    rows = tuple(
        DecompositionPart(
            label=material.label(indicator),
            judged=indicator.judged,
            total=own_parts[indicator.id]["total"],
            own=own_parts[indicator.id]["own"],
            city=own_parts[indicator.id]["city"],
            city_before=material.city[material.before, indicator.id],
            caution=indicator.caution.text(material.language.code),
        )
        for indicator in material.policy.indicators
    )
    return Decomposition(
        index_before=result.index_before,
        index_now=result.index_now,
        parts=rows,
        own=fsum(part.own for part in rows),
        city=fsum(part.city for part in rows),
        total=fsum(part.total for part in rows),
    )
