"""Record what a release tells, figure by figure as printed, for the next one to compare itself with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.compose.district import CITY_SLUG
from pipeline.published import Published, Told, Value
from pipeline.report import CityReport, DistrictReport, Figure, State
from pipeline.rounding import round_printed
from pipeline.wording import Language
from pipeline.wording.language import MILLION
from pipeline.wording.small_counts import say_percent


def record_published(reports: Sequence[DistrictReport | CityReport], language: Language) -> Published:
    """Return what a release of these reports publishes; one of them is the city's."""
    (city,) = (report for report in reports if isinstance(report, CityReport))
    return Published(
        before=city.meta.before,
        now=city.meta.now,
        policy=language.gettext("{policy}, version {version}").format(policy=city.meta.policy, version=city.meta.policy_version),
        program=city.method.program_version,
        inputs=city.method.inputs,
        findings=tuple(finding.text for finding in city.method.findings),
        forums=tuple((report.slug, report.forum) for report in reports if isinstance(report, DistrictReport)),
        values=list_values(reports, language),
    )


def list_values(reports: Sequence[DistrictReport | CityReport], language: Language) -> tuple[Value, ...]:
    """Return the figures of all reports, in the reports' order."""
    return tuple(
        value
        for report in reports
        for value in (_of_district(report, language) if isinstance(report, DistrictReport) else _of_city(report, language))
    )


def _of_district(report: DistrictReport, language: Language) -> Iterator[Value]:
    slug, meta, figures = report.slug, report.meta, report.key_figures
    years = (meta.before, meta.now)
    yield Value(slug, "", Told.VERDICT, "", meta.now, State.SHOWN, report.verdict.kind.value)
    for year, deprived, index in zip(
        years, (figures.deprived_before, figures.deprived_now), (figures.index_before, figures.index_now), strict=True
    ):
        yield _figure(slug, "", Told.DEPRIVED, "", year, deprived, 0)
        yield _figure(slug, "", Told.INDEX, "", year, index, 1)
    for row in report.indicators:
        yield _share(slug, "", row.label, meta.before, row.before.share, language)
        yield _share(slug, "", row.label, meta.now, row.now.share, language)
    for area in report.areas:
        for year, one in zip(years, (area.before, area.now), strict=True):
            if one is None:
                continue
            yield Value(slug, area.name, Told.STATUS, "", year, State.SHOWN, one.status)
            yield _figure(slug, area.name, Told.INDEX, "", year, one.index, 0)
            for row, share in zip(report.indicators, one.shares, strict=True):
                yield _share(slug, area.name, row.label, year, share, language)
    yield _figure(slug, "", Told.PLANS, "", meta.now, Figure(figures.plans), 0)
    yield _figure(slug, "", Told.IN_ORDER, "", meta.now, Figure(report.money.plans_in_order), 0)
    yield _figure(slug, "", Told.BUDGET, "", meta.before, Figure(figures.budget_before_dkk), 1, scale=1 / MILLION)
    yield _figure(slug, "", Told.BUDGET, "", meta.now, Figure(figures.budget_now_dkk), 1, scale=1 / MILLION)
    yield _figure(slug, "", Told.ACTIVITIES, "", meta.now, Figure(report.organisation.total.now), 0)


def _of_city(report: CityReport, language: Language) -> Iterator[Value]:
    meta = report.meta
    for line in report.lines:
        yield Value(CITY_SLUG, line.forum, Told.VERDICT, "", meta.now, State.SHOWN, line.verdict.value)
        for year, deprived, index in (
            (meta.before, line.deprived_before, line.index_before),
            (meta.now, line.deprived_now, line.index_now),
        ):
            yield _figure(CITY_SLUG, line.forum, Told.DEPRIVED, "", year, deprived, 0)
            yield _figure(CITY_SLUG, line.forum, Told.INDEX, "", year, index, 0)
        for year, shares in ((meta.before, line.shares_before), (meta.now, line.shares_now)):
            for indicator, share in zip(report.indicators, shares, strict=True):
                yield _share(CITY_SLUG, line.forum, indicator.label, year, share, language)
        yield _figure(CITY_SLUG, line.forum, Told.PLANS, "", meta.now, Figure(line.plans), 0)
        yield _figure(CITY_SLUG, line.forum, Told.BUDGET, "", meta.before, Figure(line.budget_before_dkk), 1, scale=1 / MILLION)
        yield _figure(CITY_SLUG, line.forum, Told.BUDGET, "", meta.now, Figure(line.budget_now_dkk), 1, scale=1 / MILLION)
    for indicator in report.indicators:
        yield _share(CITY_SLUG, "", indicator.label, meta.before, Figure(indicator.before), language)
        yield _share(CITY_SLUG, "", indicator.label, meta.now, Figure(indicator.now), language)


def _share(report: str, unit: str, indicator: str, year: int, share: Figure, language: Language) -> Value:
    """Return a share in percent; that of a small count as it is written."""
    if share.bounds is not None:
        return Value(report, unit, Told.SHARE, indicator, year, State.SHOWN, say_percent(share.bounds, language))
    return _figure(report, unit, Told.SHARE, indicator, year, share, 1, scale=100)


def _figure(report: str, unit: str, told: Told, indicator: str, year: int, figure: Figure, digits: int, *, scale: float = 1) -> Value:
    """Return a figure as it is printed: what no reader can see is no change."""
    shown = None if figure.value is None else float(round_printed(figure.value * scale, digits))
    return Value(report, unit, told, indicator, year, figure.state, shown)
