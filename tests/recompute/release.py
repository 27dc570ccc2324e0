"""Compare a release with the recomputed numbers: every number and day of `tabeller.xlsx`, and the first page of every PDF."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from itertools import zip_longest
from pathlib import Path
from typing import Any, Final

from openpyxl import load_workbook

from tests.recompute.arithmetic import exact, half_up
from tests.recompute.page_one import check_page
from tests.recompute.source import read_source
from tests.recompute.tables import Line, Recomputed, Value

DECIMALS: Final = {"0.0%": 6, "0.0": 4}  # by the cell's number format; others are compared exactly
PRINTED: Final = 3  # of these decimals, so many are never printed
NONE: Final = (None, "–")


@dataclass
class Compared:
    """What was compared.

    Attributes:
        numbers: Numbers and days of the tables that were compared, by sheet; `held` those that there are.
        texts: Verdicts, statuses and answers, and cells without a number, that were compared.
        on_pages: Numbers on the first pages of the PDFs.
        wrong: What disagrees.
    """

    numbers: Counter[str] = field(default_factory=Counter)
    held: Counter[str] = field(default_factory=Counter)
    texts: int = 0
    on_pages: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def summary(self) -> str:
        """How much was compared."""
        return f"{self.numbers.total()} numbers, {self.texts} texts and empty cells, {self.on_pages} numbers on first pages"


def compare_release(folder: Path, release: Path, period: str = "") -> Compared:
    """Recompute everything from an input folder and compare it with a release.

    Args:
        folder: The input folder.
        release: The folder of a release.
        period: The option of the command line, if it was used.
    """
    made, found = Recomputed(read_source(folder, period)), Compared()
    for sheet in load_workbook(release / "tabeller.xlsx"):
        heads = [str(cell.value) for cell in sheet[1]]
        rows = [row for row in sheet.iter_rows(min_row=2) if any(cell.value is not None for cell in row)]
        found.held[sheet.title] = sum(_is_number(cell.value) for row in rows for cell in row)
        for row, line in zip_longest(rows, made.sheets.get(sheet.title, [])):
            if line is None and sheet.title not in made.sheets:
                continue
            if row is None or line is None:
                found.wrong.append(f"{sheet.title}: {len(rows)} rows, expected {len(made.sheets[sheet.title])}")
                break
            _compare_row(sheet.title, dict(zip(heads, row, strict=True)), line, found)
    for forum, name in [*made.forums.items(), ("", "Hele byen")]:
        page = check_page(release / f"rapport_{_slug(name)}.pdf", made, forum)
        found.on_pages += page.compared
        found.wrong += [f"{name}, page 1: {one}" for one in page.wrong]
    return found


def _compare_row(title: str, row: dict[str, Any], line: Line, found: Compared) -> None:
    found.wrong += [f"{title}: no column {head}" for head in set(line) - set(row)]
    for head in set(line) & set(row):
        cell, expected = row[head], line[head]
        if _is_number(cell.value):
            found.numbers[title] += 1
        else:
            found.texts += 1
        if not _agree(cell.value, expected, DECIMALS.get(cell.number_format)):
            shown = float(expected) if isinstance(expected, Fraction) else expected
            found.wrong.append(f"{title}!{cell.coordinate} {head}: found {cell.value}, expected {shown}")


def _agree(value: Any, expected: Value, decimals: int | None) -> bool:
    if isinstance(value, datetime):
        value = value.date()
    if expected is None:
        return value in NONE
    if isinstance(expected, str | date) or not isinstance(value, int | float):
        return bool(value == expected)
    there, wanted = exact(value), exact(expected)
    if decimals is None:
        return abs(there - wanted) <= abs(wanted) / 10**11
    printed_alike = all(half_up(there, digits) == half_up(wanted, digits) for digits in range(decimals - PRINTED + 1))
    return there == half_up(there, decimals) and abs(there - wanted) <= Fraction(1, 10**decimals) and printed_alike


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float | date) and not isinstance(value, bool)


def _slug(name: str) -> str:
    plain = name.casefold().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
