"""The tables on method: findings, definitions, limits, assumptions, input files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from math import isnan

from pipeline.input.schema.workbooks import INDICATOR_WORKBOOK
from pipeline.language.language import N_
from pipeline.problems.describe import describe, describe_handling
from pipeline.report.compose.lookup import records
from pipeline.report.compose.material import Material
from pipeline.report.tables.addresses import in_indicators
from pipeline.report.tables.model import Dataset, Value
from pipeline.report.tables.shaping import make_dataset, yes_or_no
from pipeline.report.words.setting_words import SETTINGS
from pipeline.scoring.compare.comparison import DRAWS, FIRM_FROM, LIMIT_SPREAD
from pipeline.settings.policy.read import POLICY_FOLDER
from pipeline.settings.settings import SETTINGS_FILENAME

DEFINITIONS = ("indicator", "share_of", "numerator", "denominator", "register", "judged", "weight")


def tabulate_findings(material: Material) -> Dataset:
    """Return the findings with their cells; one about the whole input has no forum and is in the overview only."""
    names = dict(zip(material.tables.forums["forum_id"], material.tables.forums["forum"], strict=True))
    rows = []
    for one in material.tables.findings:
        forum_id = one.about.get("forum", "")
        values = (names.get(forum_id, ""), describe(one, material.language), describe_handling(one.code, material.language), str(one.place))
        rows.append((forum_id or ALL, values))
    return make_dataset("findings", ("forum", "finding", "handling", "cells"), rows, material.language)


ALL = "*"  # not a forum's id: the row is in the table of all forums only


def tabulate_definitions(material: Material) -> Dataset:
    """Return what each indicator counts."""
    code, rows = material.language.code, []
    for one in material.policy.indicators:
        texts = (one.base_label.text(code), one.definition(code), one.base.text(code), one.source.text(code))
        rows.append(("", (material.label(one), *texts, yes_or_no(float(one.judged), material.language), float(one.weight))))
    return make_dataset("definitions", DEFINITIONS, rows, material.language)


def tabulate_editions(material: Material) -> Dataset:
    """Return each indicator's definition and line in kroner by year, if the workbook has them."""
    labels = {indicator.id: material.label(indicator) for indicator in material.policy.indicators}
    rows = []
    for row in records(material.tables.definitions):
        if row["indicator"] in labels:
            line = None if isnan(row["line_dkk"]) else round(row["line_dkk"])
            rows.append(("", (labels[row["indicator"]], int(row["year"]), row["definition"], line, in_indicators([row["cell"]]))))
    return make_dataset("editions", ("indicator", "year", "definition", "line_dkk", "cells"), rows, material.language)


def tabulate_settings(material: Material) -> Dataset:
    """Return every number used in a rule of the reports, and where it is set."""
    text = material.language.gettext
    rows = [("", (text(SETTINGS[name][0]), value, text(SETTINGS[name][1]), key)) for name, value, key in _settings(material)]
    return make_dataset("settings", ("setting", "value", "unit_of_value", "key"), rows, material.language)


def _settings(material: Material) -> Iterator[tuple[str, Value, str]]:
    """Yield id, value in the unit of `SETTINGS`, and file with key; for a constant of the program, the last one says so."""
    settings, policy = material.settings, material.policy
    program = material.language.gettext(N_("the program, the same for every input"))

    def set_in(key: str) -> str:
        return f"{SETTINGS_FILENAME} [{key}]"

    def sheet_of(year: int) -> str:  # not always named in the settings
        return f"{INDICATOR_WORKBOOK.filename} [{year}]"

    def policy_has(key: str) -> str:
        return f"{POLICY_FOLDER}/{settings.policy}.toml [{key}]"

    yield "before", material.before, sheet_of(material.before)
    yield "now", material.now, sheet_of(material.now)
    yield "present_day", settings.periods.present_day, set_in("periods.month, periods.day")
    yield "forums", len(material.tables.forums), "fora.xlsx [Fora]"
    yield "administrations", settings.count_administrations(material.now), set_in("administrations")
    yield "indicators", len(policy.indicators), policy_has("indicators")
    yield "ratio", float(policy.ratio), policy_has("indicators.criterion.times")
    yield "minimum_criteria", policy.minimum_criteria, policy_has("statuses.minimum_criteria")
    yield "scale", float(policy.index.scale) if policy.index else None, policy_has("index.scale")
    yield "smallest_small", 1, program
    yield "largest_small", material.settings.small_numbers.smallest_shown - 1, set_in("small_numbers.smallest_shown")
    yield "middle_small", material.settings.small_numbers.middle, program
    yield "rounded_to", 5, program
    yield "smallest_shown", material.settings.small_numbers.smallest_shown, set_in("small_numbers.smallest_shown")
    yield "judged_from_pp", float(settings.changes.judged_from_pp), set_in("changes.judged_from_pp")
    yield "interval_level", _percent(settings.changes.interval_level), set_in("changes.interval_level")
    yield "draws", DRAWS, program
    yield "limit_spread", _percent(Decimal(str(LIMIT_SPREAD))), program
    yield "may_change", _percent(1 - Decimal(str(FIRM_FROM))), program
    for name in ("least_points", "chance", "unchanged_up_to", "contrary_pp"):
        yield name, float(getattr(policy.conclusion, name)), policy_has(f"conclusion.{name}")
    for name in ("other_limits", "holds_over"):
        yield name, _percent(getattr(policy.conclusion, name)), policy_has(f"conclusion.{name}")
    yield "tmf_share", _percent(settings.money.tmf_share), set_in("money.tmf_share")
    yield "lbf_max_share", _percent(settings.money.lbf_max_share), set_in("money.lbf_max_share")
    yield "tolerance_pp", float(settings.money.tolerance_pp), set_in("money.tolerance_pp")
    yield "hourly_rate_dkk", settings.money.hourly_rate_dkk, set_in("money.hourly_rate_dkk")
    for year, level in sorted(settings.prices.items()):
        yield "price_index", float(level), set_in(f"price_index.{year}")
    yield "max_years", settings.plans.max_years, set_in("plans.max_years")
    yield "base_change_limit", _percent(settings.checks.base_change_limit), set_in("checks.base_change_limit")
    yield "city_tolerance", _percent(settings.checks.city_tolerance), set_in("checks.city_tolerance")
    yield "rounding_pp", 0.1, program


def _percent(fraction: Decimal) -> float:
    return float(100 * fraction)


def tabulate_assumptions(material: Material) -> Dataset:
    """Return the policy's assumptions, as every report prints them."""
    rows = [("", (assumption.text(material.language.code),)) for assumption in material.policy.assumptions]
    return make_dataset("assumptions", ("assumption",), rows, material.language)


def tabulate_inputs(material: Material) -> Dataset:
    """Return the input files of the release."""
    rows: list[tuple[str, Sequence[Value]]] = [("", (file.name, file.fingerprint)) for file in material.inputs]
    return make_dataset("inputs", ("file", "fingerprint"), rows, material.language)
