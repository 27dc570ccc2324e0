"""Compose the last page: definitions, robustness, caveats, data quality, provenance."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from pipeline import __version__
from pipeline.input.schema.workbooks import INDICATOR_WORKBOOK
from pipeline.problems.describe import describe, describe_handling
from pipeline.problems.model import Code, Problem
from pipeline.report.compose.areas import count_unfirm
from pipeline.report.compose.indicators import year_share
from pipeline.report.compose.material import Material
from pipeline.report.model.figures import Figure
from pipeline.report.model.indicators import AreaRow
from pipeline.report.model.method import Definition, FindingRow, Method, Provenance, RobustnessCheck, Rules
from pipeline.report.words.comparability import caution_areas, caution_shift, remark_line
from pipeline.report.words.firmness import say_direction, say_firmness
from pipeline.report.words.notes import describe_check, list_caveats
from pipeline.report.words.small_counts import explain
from pipeline.report.words.verdict_checks import head_checks
from pipeline.report.words.verdict_words import say_check
from pipeline.scoring.compare.comparison import DRAWS, FIRM_FROM
from pipeline.scoring.scores import Level

LOW_INCOME: Final = "lavindkomst"  # the only relative indicator of the workbooks


def compose_method(material: Material, forum_id: str | None, areas: tuple[AreaRow, ...] = ()) -> Method:
    """Return a forum's last page, or the city's for None, which has no robustness. `areas` are the forum's, composed."""
    language, settings, policy = material.language, material.settings, material.policy
    findings = [one for one in material.tables.findings if forum_id is None or one.about.get("forum") == forum_id]
    about = material.tables.about[INDICATOR_WORKBOOK.filename]
    return Method(
        definitions=_definitions(material, forum_id),
        checks_heading=head_checks(material.comparison.conclusions[forum_id], language) if forum_id else "",
        robustness=_robustness(material, forum_id) if forum_id else (),
        caveats=_caveats(material, findings),
        findings=tuple(
            FindingRow(f"DK-{number:02d}", describe(one, language), describe_handling(one.code, language))
            for number, one in enumerate(findings, start=1)
        ),
        small_counts=explain(settings.small_numbers, language),
        draws=_draws(material, forum_id, areas) if forum_id else "",
        rules=Rules(
            change_threshold_pp=float(settings.changes.judged_from_pp),
            interval_level=printed_level(material),
            minimum_criteria=policy.minimum_criteria,
            threshold_ratio=float(policy.ratio),
            assumptions=tuple(assumption.text(language.code) for assumption in policy.assumptions),
            limits_assumed=policy.limits_assumed,
        ),
        provenance=Provenance(material.inputs, about["source"], about["extracted"], __version__, about["contact"]),
    )


def printed_level(material: Material) -> str:
    """Return the level of the intervals with all its decimals, but no more."""
    level = material.settings.changes.interval_level
    exponent = (100 * level).normalize().as_tuple().exponent
    return material.language.percent(float(level), max(0, -int(exponent)))


def _definitions(material: Material, forum_id: str | None) -> tuple[Definition, ...]:
    rows = []
    for indicator in material.policy.indicators:
        years = (material.before, material.now)
        before, now = (year_share(material, forum_id or "", year, indicator) for year in years)
        bases = (before.base, now.base) if forum_id else tuple(Figure(material.city_bases[year, indicator.id]) for year in years)
        rows.append(
            Definition(
                label=material.label(indicator),
                numerator=indicator.definition(material.language.code),
                base=indicator.base.text(material.language.code),
                source=indicator.source.text(material.language.code),
                threshold_before=before.threshold,
                threshold_now=now.threshold,
                city_before=before.city,
                city_now=now.city,
                base_before=bases[0],
                base_now=bases[1],
            )
        )
    return tuple(rows)


def _robustness(material: Material, forum_id: str) -> tuple[RobustnessCheck, ...]:
    labels = {indicator.id: material.plain_label(indicator) for indicator in material.policy.indicators}
    rows, result = [], material.comparison.conclusions[forum_id]
    for check in result.checks:
        label, group, number = describe_check(check, labels, material.language)
        said = "" if check.holds and result.verdict is result.core else say_check(check.verdict, material.language)
        rows.append(RobustnessCheck(label, group, number, said, check.holds))
    return tuple(rows)


def _caveats(material: Material, findings: Iterable[Problem]) -> tuple[str, ...]:
    reasons = material.comparison.incomparable
    findings = list(findings)
    years, language = (material.before, material.now), material.language
    shifts = material.comparison.shifts
    apart = [
        caution_shift(material.label(indicator), shifts[indicator.id], *years, language)
        for indicator in material.policy.indicators
        if indicator.id in shifts
    ]
    lines = material.comparison.moved_lines
    apart += [
        remark_line(material.label(indicator), lines[indicator.id], *years, language)
        for indicator in material.policy.indicators
        if indicator.id in lines
    ]
    areas = [
        (str(one.facts["area"]), reasons[one.about["area"]])
        for one in findings
        if one.about.get("area") in reasons and "year" not in one.facts
    ]
    apart += caution_areas(areas, material.before, language)
    withheld = list(dict.fromkeys(str(one.facts["area"]) for one in findings if one.code is Code.COUNT_WITHHELD))
    definitions = material.tables.definitions
    states_line = bool(definitions.loc[definitions["indicator"] == LOW_INCOME, "line_dkk"].notna().any())
    return list_caveats(apart, withheld, states_line=states_line, language=language)


def _draws(material: Material, forum_id: str, areas: tuple[AreaRow, ...]) -> str:
    row = material.robustness.get((Level.FORUM, forum_id))
    direction = say_direction(row["direction"], row["direction_draws"], material.language) if row is not None else ""
    unfirm = count_unfirm(areas)
    return " ".join(filter(None, (say_firmness(unfirm, DRAWS, 1 - FIRM_FROM, material.language), direction)))
