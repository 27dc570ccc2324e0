"""Compose all tables behind the reports, in the order of `tabeller.xlsx`."""

from __future__ import annotations

from pipeline.report.compose.material import Material
from pipeline.report.tables.book import stamp_book, tell_book, title_book
from pipeline.report.tables.indicators import tabulate_changes, tabulate_shares
from pipeline.report.tables.method import (
    tabulate_assumptions,
    tabulate_definitions,
    tabulate_editions,
    tabulate_findings,
    tabulate_inputs,
    tabulate_settings,
)
from pipeline.report.tables.model import TableBook
from pipeline.report.tables.money import tabulate_funding, tabulate_plan_totals, tabulate_plans, tabulate_posts
from pipeline.report.tables.organisation import tabulate_activities, tabulate_contracts, tabulate_steering_groups
from pipeline.report.tables.scores import (
    tabulate_checks,
    tabulate_conclusions,
    tabulate_deprived_areas,
    tabulate_parts,
    tabulate_units,
    tabulate_verdicts,
)

TABLES = (
    *(tabulate_conclusions, tabulate_deprived_areas, tabulate_verdicts, tabulate_shares, tabulate_changes, tabulate_units),
    *(tabulate_parts, tabulate_checks, tabulate_funding, tabulate_plan_totals, tabulate_plans, tabulate_posts, tabulate_activities),
    *(tabulate_steering_groups, tabulate_contracts, tabulate_findings, tabulate_definitions, tabulate_editions, tabulate_settings),
    *(tabulate_assumptions, tabulate_inputs),
)


def compose_datasets(material: Material) -> TableBook:
    """Return every table behind the reports of all forums and the city, in the order of the workbook."""
    datasets = tuple(tabulate(material) for tabulate in TABLES)
    return TableBook(title_book(material), stamp_book(material), tell_book(material), datasets)
