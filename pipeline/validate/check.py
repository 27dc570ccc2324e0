"""Validate everything in one pass: cells, keys, references, rules; then findings on what is left."""

from __future__ import annotations

from dataclasses import replace

from pipeline.names import Names, check_aliases
from pipeline.problems import InputRejected, Problem
from pipeline.schema import WORKBOOKS
from pipeline.settings import Settings
from pipeline.tables import Loaded, Tables
from pipeline.validate.cells import parse_table
from pipeline.validate.findings import find_findings
from pipeline.validate.parsed import Parsed, ParsedTable
from pipeline.validate.references import check_keys, resolve_references
from pipeline.validate.rules import check_rules
from pipeline.validate.typed import build_tables

NO_NAMES = Names()
NAMED = {"bydele": ("districts", "district"), "omraader": ("areas", "area"), "fora": ("forums", "forum")}


def validate_tables(loaded: Loaded, settings: Settings | None, names: Names = NO_NAMES) -> Tables:
    """Check the raw tables and type them.

    Args:
        loaded: What was read, with the problems of reading.
        settings: The periods that must be complete and the limits for findings; None where the settings are rejected themselves, so
            that the workbooks' own errors are told in the same pass.
        names: Accepted spellings of our names.

    Returns:
        The typed tables with all findings.

    Raises:
        InputRejected: there is at least one error; carries every error of every file.
    """
    problems: list[Problem] = list(loaded.problems)
    parsed_tables: list[ParsedTable] = []
    for table in loaded.tables:
        frame, wrong = parse_table(table)
        problems += wrong
        parsed_tables.append(ParsedTable(table, frame))
    parsed = Parsed(tuple(parsed_tables), _unread_years(loaded), names)
    problems += check_keys(parsed)
    parsed, wrong = resolve_references(parsed)
    problems += wrong
    problems += _aliases(parsed)
    problems += check_rules(parsed, settings)
    if problems or settings is None:
        raise InputRejected(_in_order(problems))
    tables = build_tables(parsed)
    return replace(tables, findings=tuple(find_findings(tables, parsed, settings)))


def _aliases(parsed: Parsed) -> list[Problem]:
    problems = []
    for of, (name, column) in NAMED.items():
        table = parsed.one(name)
        if table is not None:
            problems += check_aliases(parsed.names, of, table.frame[column].dropna(), table.raw.file.rpartition("/")[0])
    return problems


def _unread_years(loaded: Loaded) -> frozenset[int]:
    titles = {(problem.place.sheet or "").strip() for problem in loaded.problems}
    return frozenset(int(title) for title in titles if title.isdecimal())


def _in_order(problems: list[Problem]) -> list[Problem]:
    """Sort by workbook as the schema lists them; within one, as they were found (cells by column, then rules)."""
    order = {workbook.filename: number for number, workbook in enumerate(WORKBOOKS)}
    return sorted(problems, key=lambda problem: order.get(problem.place.file.rsplit("/", 1)[-1], len(order)))
