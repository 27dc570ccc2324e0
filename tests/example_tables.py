"""Read the example's workbooks back from disk, for the tests: rows by the schema's names.

Enters: a folder that `write_example` filled. Leaves: tables of plain values. Never: the pipeline's own loader, which has its own tests.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from openpyxl import load_workbook

from pipeline.input.schema.columns import Kind, Sheet
from pipeline.input.schema.workbooks import WORKBOOKS
from pipeline.workbooks.example.generate import write_example

Row = dict[str, Any]
Tables = dict[str, list[Row]]

SIZES: dict[str, dict[str, Any]] = {
    "default": {},
    "smallest": {"forums": 1, "areas": 1, "plans": 0},
    "one year": {"forums": 3, "areas": 5, "plans": 2, "years": (2025,)},
    "larger": {"forums": 12, "areas": 60, "plans": 70, "years": (2015, 2025)},
    "many areas": {"forums": 7, "areas": 400, "plans": 9, "years": (2011, 2012)},
}


def read_sheet(worksheet: Any, sheet: Sheet) -> list[Row]:
    """Return a sheet's rows by the schema's names; choices and references as in our tables."""
    rows = worksheet.iter_rows(values_only=True)
    headers = list(next(rows))
    columns = [column for column in sheet.columns if column.header in headers or not column.optional]
    assert headers == [column.header for column in columns]
    table = []
    for values in rows:
        row = dict(zip([column.name for column in columns], values, strict=True))
        for column in columns:
            if column.kind is Kind.CHOICE and row[column.name] is not None:
                row[column.name] = column.choices[row[column.name]]
            if column.kind is Kind.REFERENCES:
                row[column.name] = row[column.name].split("; ")
        table.append(row)
    return table


def read_tables(folder: Path) -> Tables:
    """Return all tables of the three workbooks; the yearly sheets as one table with a column for the year."""
    tables: Tables = {}
    for workbook in WORKBOOKS:
        file = load_workbook(folder / workbook.filename)
        for sheet in workbook.sheets:
            if sheet.title is None:
                years = [title for title in file.sheetnames if title.isdigit()]
                tables[sheet.name] = [{"year": int(year)} | row for year in years for row in read_sheet(file[year], sheet)]
            else:
                tables[sheet.name] = read_sheet(file[sheet.title], sheet)
    return tables


@cache
def example(size: str = "default") -> Tables:
    """Return the tables of one of `SIZES`, written once and read back."""
    with TemporaryDirectory() as folder:
        write_example(Path(folder), **SIZES[size])
        return read_tables(Path(folder))


def forum_of_area(tables: Tables) -> dict[str, str]:
    """Return each area's forum."""
    forum = {row["district_id"]: row["forum_id"] for row in tables["districts"]}
    return {row["area_id"]: forum[row["district_id"]] for row in tables["areas"]}
