"""Keys occur once, references lead somewhere."""

from __future__ import annotations

from difflib import get_close_matches

from pipeline.problems import Code, Problem
from pipeline.schema import WORKBOOKS, Column, Kind
from pipeline.validate.cells import show
from pipeline.validate.parsed import Parsed, ParsedTable

MOST_COMPARED = 50  # unknown ids a column; looking for near ones is slow, and the screen shows only the first


def check_keys(parsed: Parsed) -> list[Problem]:
    """Return a problem for each row whose key stands further up already, with both addresses."""
    problems: list[Problem] = []
    for table in parsed.tables:
        key = list(table.raw.sheet.key)
        if not key:
            continue
        keys = table.frame[key].dropna()
        first = keys[~keys.duplicated()]
        first_rows = {tuple(values): row for row, values in zip(first.index, first.to_numpy().tolist(), strict=True)}
        for row, values in keys[keys.duplicated()].iterrows():
            earlier = table.place(first_rows[tuple(values.tolist())], key[-1])
            shown = " / ".join(str(int(value)) if isinstance(value, float) else str(value) for value in values.tolist())
            problems.append(Problem(Code.DUPLICATE_KEY, table.place(row, key[-1]), {"found": shown, "first": str(earlier.cell)}))
    return problems


def check_references(parsed: Parsed) -> list[Problem]:
    """Return a problem for each id that no row of the other sheet has, with the nearest known one."""
    problems: list[Problem] = []
    for table in parsed.tables:
        for column in table.raw.sheet.columns:
            if column.refers_to is None:
                continue
            target_name, target_column = column.refers_to.split(".")
            target = parsed.one(target_name)
            if target is None:
                continue  # its sheet is a problem already
            known = set(target.frame[target_column].dropna())
            unknown: list[Problem] = []
            for row, value in table.frame[column.name].items():
                for wanted in (value or ()) if column.kind is Kind.REFERENCES else (value,):
                    if wanted is not None and wanted not in known:
                        near = get_close_matches(wanted, sorted(known), n=2) if len(unknown) < MOST_COMPARED else []
                        unknown.append(_unknown(table, row, column, wanted, target, near))
            problems += unknown
    return problems


def _unknown(table: ParsedTable, row: object, column: Column, value: str, target: ParsedTable, near: list[str]) -> Problem:
    facts = {
        "column": column.header,
        "found": show(value),
        "sheet": target.raw.title,
        "file": _filename(target),
        "near": ", ".join(near) or "-",
    }
    return Problem(Code.UNKNOWN_REFERENCE, table.place(row, column.name), facts)


def _filename(table: ParsedTable) -> str:
    return next(workbook.filename for workbook in WORKBOOKS if any(sheet.name == table.name for sheet in workbook.sheets))
