"""Validate everything in one pass: cells, keys, references, rules; then findings on what is left."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from pipeline.input.schema.workbooks import WORKBOOKS
from pipeline.input.tables import ForumBook, Loaded, Tables
from pipeline.input.validate.administrations import name_code
from pipeline.input.validate.cells import parse_table
from pipeline.input.validate.findings import find_findings
from pipeline.input.validate.known import find_later_rows, keep_known
from pipeline.input.validate.parsed import Parsed, ParsedTable
from pipeline.input.validate.placing import place_problems
from pipeline.input.validate.references import check_keys, resolve_references
from pipeline.input.validate.rules import check_rules
from pipeline.input.validate.totals import check_totals, parse_with_totals
from pipeline.input.validate.typed import build_tables
from pipeline.input.validate.wide import spread_wide, with_heads
from pipeline.problems.model import Problem
from pipeline.problems.rejected import InputRejected
from pipeline.settings.accepted_names import Names, check_aliases
from pipeline.settings.settings import Settings

NO_NAMES = Names()
# Columns of the recipients: what is wrong in one of their cells stops one mail, and neither the reports nor the other mails.
OF_ONE_MAIL = ("recipient", "email")
NAMED = {"bydele": ("districts", "district"), "omraader": ("areas", "area"), "fora": ("forums", "forum")}


def validate_tables(loaded: Loaded, settings: Settings | None, names: Names = NO_NAMES) -> Tables:
    """Check the raw tables and type them.

    Args:
        loaded: What was read, with the problems of reading.
        settings: The periods that must be complete and the limits for findings; None where the settings are rejected themselves, so
            that the workbooks' own errors are told in the same pass.
        names: Accepted spellings of our names.

    Returns:
        The typed tables with all findings, and the errors of single recipients, which stop nothing but their mails.

    Raises:
        InputRejected: there is at least one error elsewhere; carries every error of every file.
    """
    problems = [problem for problem in loaded.problems if not problem.is_finding]
    mentioned = [problem for problem in loaded.problems if problem.is_finding]
    raws = [one for raw in loaded.tables for one in with_heads(raw)]
    read = [parse_with_totals(raw) for raw in raws]
    parsed = Parsed(tuple(table for table, _, _ in read), loaded.unread_years, names, loaded.copies)
    for raw, (table, totals, wrong) in zip(raws, read, strict=True):
        problems += [name_code(problem, settings) for problem in wrong]
        problems += check_totals(raw, table, totals, _city(parsed, table))
    problems += check_keys(parsed)
    written, wrong = resolve_references(parsed)
    problems += wrong
    parsed, wrong = spread_wide(written)
    problems += wrong
    problems += _aliases(parsed)
    problems += check_rules(parsed, settings)
    of_one_mail = [problem for problem in problems if _stops_one_mail(problem, parsed)]
    if len(problems) > len(of_one_mail) or settings is None:
        raise InputRejected(place_problems(_in_order(problems), written))
    day = settings.periods.present_day
    known = keep_known(parsed, day)
    forum_of_plan = {plan["plan_id"]: plan["forum_id"] for _, _, plan in parsed.rows("plans")}
    tables = build_tables(known, forum_of_plan)
    findings = [*mentioned, *find_findings(tables, known, settings), *find_later_rows(parsed, day)]
    return replace(tables, findings=tuple(place_problems(findings, written)), of_one_mail=tuple(place_problems(of_one_mail, written)))


def validate_recipients(loaded: Loaded) -> ForumBook:
    """Check the workbook of the forums alone, so that mails that wait depend on no other.

    Args:
        loaded: What was read of it.

    Raises:
        InputRejected: it has an error outside the recipients' names and addresses.
    """
    problems = [problem for problem in loaded.problems if not problem.is_finding]
    read = [parse_table(raw) for raw in loaded.tables]
    parsed = Parsed(tuple(ParsedTable(raw, frame) for raw, (frame, _) in zip(loaded.tables, read, strict=True)))
    problems += [problem for _, wrong in read for problem in wrong] + check_keys(parsed)
    parsed, wrong = resolve_references(parsed)
    problems += [*wrong, *check_rules(parsed, None)]
    errors = [problem for problem in problems if not _stops_one_mail(problem, parsed)]
    forums, recipients = parsed.one("forums"), parsed.one("recipients")
    if errors or forums is None or recipients is None:
        raise InputRejected(errors)
    fit = recipients.frame.dropna(subset=["email"]).fillna({"recipient": ""})  # a wrong address gets no mail; the others do
    return ForumBook(forums.frame, fit)


def _stops_one_mail(problem: Problem, parsed: Parsed) -> bool:
    """Return whether a problem is of one recipient's name or address."""
    table = parsed.one("recipients")
    if table is None or (problem.place.file, problem.place.sheet) != (table.raw.file, table.raw.title):
        return False
    return (problem.place.cell or "").rstrip("0123456789") in {table.raw.letters[column] for column in OF_ONE_MAIL}


def _city(parsed: Parsed, table: ParsedTable) -> pd.Series | None:
    """Return the city's own numbers of a yearly sheet's year: the row »Hele byen« may give those instead of the areas' sum."""
    city = parsed.one("city_years")
    if city is None or not table.raw.sheet.yearly:
        return None
    rows = city.frame[city.frame["year"] == table.year]
    return rows.iloc[0] if len(rows) else None


def _aliases(parsed: Parsed) -> list[Problem]:
    problems = []
    for of, (name, column) in NAMED.items():
        table = parsed.one(name)
        if table is not None:
            problems += check_aliases(parsed.names, of, table.frame[column].dropna(), table.raw.file.rpartition("/")[0])
    return problems


def _in_order(problems: list[Problem]) -> list[Problem]:
    """Sort by workbook as the schema lists them; within one, as they were found (cells by column, then rules)."""
    order = {_stem(workbook.filename): number for number, workbook in enumerate(WORKBOOKS)}
    return sorted(problems, key=lambda problem: order.get(_stem(problem.place.file), len(order)))


def _stem(file: str) -> str:
    """Return a workbook's name whether it is saved with macros or without."""
    return file.rpartition("/")[2].removesuffix(".xlsx").removesuffix(".xlsm")
