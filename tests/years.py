"""Edits to an input folder for the tests of periods: leave the reported year open, count on another day, add a year's sheet."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook

from tests.broken_inputs import INDICATORS, SETTINGS, Edit, content, workbook


def periods(before: int = 2011, now: int | None = None, month: int = 12, day: int = 31) -> Edit:
    """Write the settings' years and counting day anew; without `now` the reported year is left open."""
    lines = [f"before = {before}", *([f"now = {now}"] if now else []), f"month = {month}", f"day = {day}"]

    def change(whole: bytes) -> bytes:
        head, rest = whole.decode().split("[periods]", 1)
        return f"{head}[periods]\n{chr(10).join(lines)}\n\n[money]{rest.split('[money]', 1)[1]}".encode()

    return content(SETTINGS, change)


def with_sheets(*years: int) -> Edit:
    """Add sheets of years, with the numbers of 2025."""

    def change(book: Workbook) -> None:
        for year in years:
            book.copy_worksheet(book["2025"]).title = str(year)
            for title, column in (("Byen", 0), ("Definitioner", 1)):
                rows = [[one.value for one in row] for row in book[title].iter_rows()] if title in book.sheetnames else []
                for row in rows:
                    if row[column] == 2025:
                        book[title].append([*row[:column], year, *row[column + 1 :]])

    return workbook(INDICATORS, change)


def grown(year: int) -> Edit:
    """Make every count and base of a year a fifth larger: a sheet with the numbers of another looks copied, which holds a release."""

    def change(book: Workbook) -> None:
        rows = [row for row in book["Byen"].iter_rows(min_row=2) if row[0].value == year]
        for cell in (cell for row in (*book[str(year)].iter_rows(min_row=2, min_col=4), *(row[1:] for row in rows)) for cell in row):
            if isinstance(cell.value, int):
                cell.value = round(cell.value * 1.2)

    return workbook(INDICATORS, change)


def without_sheets(*years: int) -> Edit:
    """Take sheets of years out, and what other sheets say of those years."""

    def change(book: Workbook) -> None:
        for year in years:
            del book[str(year)]
        for title, column in (("Byen", 1), ("Definitioner", 2)):
            for row in reversed(range(2, book[title].max_row + 1) if title in book.sheetnames else ()):
                if book[title].cell(row, column).value in years:
                    book[title].delete_rows(row)

    return workbook(INDICATORS, change)


def edited(folder: Path, edits: Sequence[Edit]) -> Path:
    """Apply edits to an input folder and return it."""
    for edit in edits:
        edit(folder)
    return folder
