"""Write the sheets Budget and Indsatser of a workbook in their wide shape: the same lines, pivoted by hand and not by the pipeline.

Enters: a workbook with long sheets. Leaves: the same workbook; a column for each year, an x for each estate covered.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

PAYER = ("Plan-id", "Ordning", "Kilde", "Forvaltning")
LISTED = "Afdelinger dækket"


def widen_budget(book: Workbook) -> None:
    """Write the budget with a column for each year; a line of hours is a row of its own."""
    rows = _rows(book["Budget"])
    years = sorted({row["År"] for row in rows})
    wide: dict[tuple[Any, ...], dict[int, Any]] = {}
    for row in rows:
        unit, amount = ("timer", row["Timer"]) if row["Kroner"] is None else (None, row["Kroner"])
        wide.setdefault((*(row[name] for name in PAYER), unit), {})[row["År"]] = amount
    _write(book, "Budget", [[*PAYER, "Enhed", *years], *([*payer, *map(amounts.get, years)] for payer, amounts in wide.items())])


def widen_activities(book: Workbook) -> None:
    """Write the activities with a column for each estate, in the order of the sheet Afdelinger."""
    rows = _rows(book["Indsatser"])
    estates = [row["Afdeling-id"] for row in _rows(book["Afdelinger"])]
    fixed = [name for name in rows[0] if name != LISTED]
    marks = [["x" if estate in row[LISTED].split("; ") else None for estate in estates] for row in rows]
    _write(
        book, "Indsatser", [[*fixed, *estates], *([*(row[name] for name in fixed), *mark] for row, mark in zip(rows, marks, strict=True))]
    )


def widen(book: Workbook) -> None:
    """Write both sheets in their wide shape."""
    widen_budget(book)
    widen_activities(book)


def _rows(worksheet: Worksheet) -> list[dict[str, Any]]:
    headers, *rows = worksheet.iter_rows(values_only=True)
    return [dict(zip(map(str, headers), row, strict=True)) for row in rows]


def _write(book: Workbook, title: str, rows: Sequence[Sequence[Any]]) -> None:
    place = book.sheetnames.index(title)
    book.remove(book[title])
    worksheet = book.create_sheet(title, place)
    for row in rows:
        worksheet.append(list(row))
