"""Compose what changed since the last release: what was printed then against what is printed now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.report import (
    CityReport,
    DistrictReport,
    Figure,
    FigureShift,
    ForumShift,
    Printed,
    PrintedFigure,
    PrintedForum,
    Since,
    State,
    Unit,
)
from pipeline.report.figures import MISSING
from pipeline.rounding import round_printed
from pipeline.wording import Language
from pipeline.wording.language import MILLION


def record_printed(city: CityReport, districts: Sequence[DistrictReport], language: Language) -> Printed:
    """Return what this release publishes, for the next one to compare itself with."""
    return Printed(
        before=city.meta.before,
        now=city.meta.now,
        policy=language.gettext("{policy}, version {version}").format(policy=city.meta.policy, version=city.meta.policy_version),
        program=city.method.program_version,
        inputs=city.method.inputs,
        findings=tuple(finding.text for finding in city.method.findings),
        forums=tuple(PrintedForum(report.forum, report.verdict.kind, _figures(report, language)) for report in districts),
    )


def compose_since(earlier: Printed | None, present: Printed) -> Since | None:
    """Return what changed; None for the first release.

    Args:
        earlier: What the last release printed; None where there is none.
        present: What this release prints.
    """
    if earlier is None:
        return None
    files = {file.name: file.fingerprint for file in earlier.inputs}
    forums = {forum.forum: forum for forum in earlier.forums}
    names = {forum.forum for forum in present.forums}
    shifts = [_shift(forums.get(forum.forum), forum) for forum in present.forums]
    return Since(
        before=earlier.before,
        now=earlier.now,
        policy=earlier.policy if earlier.policy != present.policy else "",
        program=earlier.program if earlier.program != present.program else "",
        inputs=tuple(file.name for file in present.inputs if files.get(file.name) != file.fingerprint),
        findings=tuple(text for text in present.findings if text not in earlier.findings),
        settled=tuple(text for text in earlier.findings if text not in present.findings),
        forums=tuple(shift for shift in shifts if shift.figures or shift.earlier != shift.now),
        gone=tuple(name for name in forums if name not in names),
    )


def _figures(report: DistrictReport, language: Language) -> tuple[PrintedFigure, ...]:
    figures, money = report.key_figures, report.money
    return (
        _printed("deprived", language.gettext("Deprived areas"), figures.deprived_now, Unit.COUNT),
        _printed("index", language.gettext("Index, the city = 100"), figures.index_now, Unit.INDEX),
        *(_printed(f"share:{row.id}", row.label, row.now.share, Unit.PERCENT) for row in report.indicators),
        _printed("plans", language.gettext("Plans now"), Figure(figures.plans), Unit.COUNT),
        _printed("in_order", language.gettext("Plans with the agreed share"), Figure(money.plans_in_order), Unit.COUNT),
        _printed("budget", language.gettext("Budget now, DKK m"), Figure(figures.budget_now_dkk), Unit.MILLIONS),
        _printed("activities", language.gettext("Activities now"), Figure(report.organisation.total.now), Unit.COUNT),
    )


def _printed(key: str, label: str, figure: Figure, unit: Unit) -> PrintedFigure:
    """Round a figure as it is printed: more digits than that have not been published."""
    if figure.value is None:
        return PrintedFigure(key, label, figure, unit)
    scale: Mapping[Unit, float] = {Unit.PERCENT: 100, Unit.MILLIONS: 1 / MILLION}
    return PrintedFigure(key, label, Figure(round_printed(figure.value * scale.get(unit, 1), unit.digits)), unit)


def _shift(earlier: PrintedForum | None, present: PrintedForum) -> ForumShift:
    """Compare what both releases print of one forum; a figure that the last one did not know is no change.

    Of a figure that is hidden now the earlier number is not repeated.
    """
    known = {one.key: one.figure for one in earlier.figures} if earlier else {}
    figures = tuple(
        FigureShift(one.label, one.unit, MISSING if one.figure.state is State.HIDDEN else known[one.key], one.figure)
        for one in present.figures
        if one.key in known and known[one.key] != one.figure
    )
    return ForumShift(present.forum, earlier.verdict if earlier else None, present.verdict, figures)
