"""Record the figures that a release prints, to compare with the next release."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from pipeline.language.language import MILLION, Language
from pipeline.language.rounding import round_printed
from pipeline.report.compose.district import CITY_SLUG
from pipeline.report.model.city import CityReport
from pipeline.report.model.district import DistrictReport
from pipeline.report.model.figures import Figure
from pipeline.report.model.money import PlanFigures
from pipeline.report.printed_figures import DEPRIVED, NOT_DEPRIVED, FigureKind, PrintedFigure, PrintedFigures, Shown
from pipeline.report.words.small_counts import say_percent


def record_printed(reports: Sequence[DistrictReport | CityReport], language: Language) -> PrintedFigures:
    """Return the figures printed in these reports; one of them is the city's."""
    (city,) = (report for report in reports if isinstance(report, CityReport))
    return PrintedFigures(
        now=city.meta.now,
        policy=language.gettext("{policy}, version {version}").format(policy=city.meta.policy, version=city.meta.policy_version),
        program=city.method.provenance.program_version,
        inputs=city.method.provenance.inputs,
        findings=tuple(finding.text for finding in city.method.findings),
        forums=tuple((report.slug, report.forum) for report in reports if isinstance(report, DistrictReport)),
        figures={
            figure: shown
            for report in reports
            for figure, shown in (_of_district(report, language) if isinstance(report, DistrictReport) else _of_city(report, language))
        },
    )


def _of_district(report: DistrictReport, language: Language) -> Iterator[tuple[PrintedFigure, Shown]]:
    before, now, answer = report.meta.before, report.meta.now, report.answer
    figures = answer.key_figures
    own = partial(PrintedFigure, report.slug, "")
    yield own(FigureKind.VERDICT, now), answer.verdict.kind.value
    yield own(FigureKind.RESIDENTS, before), _print_share(figures.before.residents, language)
    yield own(FigureKind.INDEX, before), _print(figures.before.index.value, 1)
    yield own(FigureKind.RESIDENTS, now), _print_share(figures.now.residents, language)
    yield own(FigureKind.INDEX, now), _print(figures.now.index.value, 1)
    for row in answer.indicators:
        yield own(FigureKind.SHARE, before, row.label), _print_share(row.before.share, language)
        yield own(FigureKind.SHARE, now, row.label), _print_share(row.now.share, language)
    for area in report.areas.rows:
        of_area = partial(PrintedFigure, report.slug, area.name)
        for year, one in ((before, area.before), (now, area.now)):
            if one is None:
                continue
            yield of_area(FigureKind.STATUS, year), None if one.deprived is None else DEPRIVED if one.deprived else NOT_DEPRIVED
            yield of_area(FigureKind.INDEX, year), _print(one.index.value, 0)
            for row, share in zip(answer.indicators, one.shares, strict=True):
                yield of_area(FigureKind.SHARE, year, row.label), _print_share(share, language)
    yield from _of_plans(own, report.money.figures, before, now)
    yield own(FigureKind.RUNNING_IN_ORDER, now), _print(report.money.figures.in_order, 0)
    yield own(FigureKind.ACTIVITIES_ON_DAY, now), _print(report.organisation.total.now, 0)


def _of_city(report: CityReport, language: Language) -> Iterator[tuple[PrintedFigure, Shown]]:
    before, now = report.meta.before, report.meta.now
    for line in report.lines:
        of_forum = partial(PrintedFigure, CITY_SLUG, line.forum)
        yield of_forum(FigureKind.VERDICT, now), line.verdict.value
        yield of_forum(FigureKind.RESIDENTS, before), _print_share(line.before.residents, language)
        yield of_forum(FigureKind.INDEX, before), _print(line.before.index.value, 0)
        yield of_forum(FigureKind.RESIDENTS, now), _print_share(line.now.residents, language)
        yield of_forum(FigureKind.INDEX, now), _print(line.now.index.value, 0)
        for year, shares in ((before, line.shares_before), (now, line.shares_now)):
            for indicator, share in zip(report.indicators, shares, strict=True):
                yield of_forum(FigureKind.SHARE, year, indicator.label), _print_share(share, language)
        yield from _of_plans(of_forum, line.plans, before, now)
    for indicator in report.indicators:
        yield PrintedFigure(CITY_SLUG, "", FigureKind.SHARE, before, indicator.label), _print(100 * indicator.before, 1)
        yield PrintedFigure(CITY_SLUG, "", FigureKind.SHARE, now, indicator.label), _print(100 * indicator.now, 1)


def _of_plans(
    figure: Callable[[FigureKind, int], PrintedFigure], one: PlanFigures, before: int, now: int
) -> Iterator[tuple[PrintedFigure, Shown]]:
    yield figure(FigureKind.RUNNING, now), _print(one.running, 0)
    yield figure(FigureKind.PLANNED, now), _print(one.planned, 0)
    yield figure(FigureKind.ENDED, now), _print(one.ended, 0)
    yield figure(FigureKind.YEARLY, before), _print(one.before.dkk / MILLION, 1)
    yield figure(FigureKind.YEARLY, now), _print(one.now.dkk / MILLION, 1)


def _print_share(share: Figure, language: Language) -> Shown:
    """Return a share in percent; for a small count, as printed."""
    if share.bounds is not None:
        return say_percent(share.bounds, language)
    return None if share.value is None else _print(100 * share.value, 1)


def _print(value: float | None, digits: int) -> float | None:
    """Return a number as printed: a difference that cannot be seen is no change."""
    return None if value is None else float(round_printed(value, digits))
