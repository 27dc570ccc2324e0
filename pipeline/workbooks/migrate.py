"""Write a copy of a workbook in today's form, whatever version of the schema it follows, and say what was done.

Enters: a workbook as people have it, and how it was read. Leaves: the same workbook with today's *Skemaversion*, drop-downs, colours and sheet of
counts, and a column per year in the budget. Never: a lost cell; own sheets, columns, formats and formulas stay, and the original is not touched.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum, auto
from itertools import count
from pathlib import Path
from typing import Any, Final

from openpyxl import load_workbook as open_workbook
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import range_boundaries
from pandas import isna

from pipeline.input.schema.columns import Sheet
from pipeline.input.schema.plan_workbook import BUDGET
from pipeline.input.schema.workbooks import ABOUT, SCHEMA_FIELD, SCHEMA_VERSION
from pipeline.input.tables import RawTable
from pipeline.input.validate.totals import parse_with_totals
from pipeline.workbooks.cell_colours import MISSING_FILL, WRONG_FILL
from pipeline.workbooks.checks import add_checks
from pipeline.workbooks.control_sheet import CONTROL_TITLE
from pipeline.workbooks.drop_downs import LISTS_TITLE
from pipeline.workbooks.laid_out import LaidOut, as_written
from pipeline.workbooks.lost_parts import sheets_with_lost_parts
from pipeline.workbooks.references import formula_of, refers
from pipeline.workbooks.stable_file import CREATOR, save_stable
from pipeline.workbooks.style import FORMATS, TEXT, Filled, excel_values, header_cells, lay_out
from pipeline.workbooks.tables import Table

FORMER: Final = "Tidligere {title}"
UNKEPT: Final = r".*(extension|DrawingML support) is "
"""How openpyxl begins a warning of parts that it leaves out."""


class Step(StrEnum):
    """What was done with a workbook."""

    VERSION = auto()
    CHECKS = auto()
    WIDE = auto()
    STAYS_LONG = auto()
    RENAMED = auto()
    FORMULAS = auto()
    DRAWINGS = auto()
    NOTHING = auto()


@dataclass(frozen=True, slots=True)
class Done:
    """One step, with the values of its sentence."""

    step: Step
    facts: Mapping[str, object]


def migrate_workbook(source: Path, tables: Sequence[RawTable], target: Path) -> list[Done]:
    """Write a copy of a workbook in today's form.

    Args:
        source: The workbook, which could be read.
        tables: Its sheets, as they were read.
        target: The file to write.

    Returns:
        What was done, in order.
    """
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", UNKEPT)  # told in Danish, with the sheet
        book = open_workbook(source, rich_text=True, keep_vba=source.suffix == ".xlsm")
    versions = [_set_version(book, table) for table in tables if table.sheet.name == ABOUT.name]
    done = [Done(Step.VERSION, {"before": before}) for before in versions if before != str(SCHEMA_VERSION)]
    known = CONTROL_TITLE in book.sheetnames
    done += _make_room(book)
    renewed = known and not done
    sheets = []
    for table in tables:
        found = tuple(column for column in table.sheet.columns if column.name in table.letters)
        laid_out = LaidOut(replace(table.sheet, columns=found), table.title, table.letters, table.first)
        _drop_checks(book[table.title], laid_out)
        if table.sheet is BUDGET:
            wide, told = _widen(book, table, source)
            done.append(told)
            laid_out = wide or laid_out
        sheets.append(laid_out)
    add_checks(book, sheets)
    if not renewed:
        done.append(Done(Step.CHECKS, {"sheets": ", ".join(one.title for one in sheets)}))
    done = done or [Done(Step.NOTHING, {})]
    done += _told_of_formulas(book)
    if lost := ", ".join(sheets_with_lost_parts(source)):
        done.append(Done(Step.DRAWINGS, {"sheets": lost}))
    save_stable(book, target, book.properties.creator or CREATOR)
    return done


def _set_version(book: Any, table: RawTable) -> str:
    """Set the version of the schema, in a row of its own if it had none; return what it was."""
    worksheet = book[table.title]
    rows = {value: row for row, value in table.frame["field"].items()}
    row = int(str(rows.get(SCHEMA_FIELD, max(map(int, table.frame.index), default=table.first - 1) + 1)))
    field, value = worksheet[f"{table.letters['field']}{row}"], worksheet[f"{table.letters['value']}{row}"]
    before = value.value if SCHEMA_FIELD in rows else 1
    field.value, value.value = SCHEMA_FIELD, str(SCHEMA_VERSION)
    return str(before)


def _make_room(book: Any) -> Iterator[Done]:
    """Take away our own sheets of an earlier version; rename one of somebody's own that has such a name."""
    for title in (CONTROL_TITLE, LISTS_TITLE):
        if title not in book.sheetnames:
            continue
        sheet = book[title]
        ours = sheet.sheet_state == "hidden" if title == LISTS_TITLE else sheet["A1"].value == CONTROL_TITLE
        if ours:
            book.remove(sheet)
        else:
            sheet.title = _free(book, FORMER.format(title=title))
            yield Done(Step.RENAMED, {"sheet": title, "new": sheet.title})


def _free(book: Any, title: str) -> str:
    """Return a name that no sheet has yet."""
    names = (title if number == 1 else f"{title} {number}" for number in count(1))
    return next(name for name in names if name not in book.sheetnames)


def _drop_checks(worksheet: Any, laid_out: LaidOut) -> None:
    """Take away what an earlier version checked in our columns; what somebody has in own columns, and own colours, stay."""
    own = set(laid_out.letters.values())
    lists = worksheet.data_validations
    lists.dataValidation = [one for one in lists.dataValidation if not own & _letters(str(one.sqref))]
    colours = ConditionalFormattingList()
    for area in worksheet.conditional_formatting:
        for rule in area.rules:
            if rule.dxf is None or rule.dxf.fill is None or str(rule.dxf.fill.bgColor.rgb) not in {WRONG_FILL, MISSING_FILL}:
                colours.add(str(area.sqref), rule)
    worksheet.conditional_formatting = colours


def _letters(areas: str) -> set[str]:
    bounds = (range_boundaries(area) for area in areas.split())
    return {get_column_letter(place) for left, _, right, _ in bounds for place in range(int(left or 1), int(right or 1) + 1)}


def _widen(book: Any, table: RawTable, source: Path) -> tuple[LaidOut | None, Done]:
    """Write the budget with a column per year in place of the long sheet, which stays under another name; None and why where it cannot be."""
    former = book[table.title]
    own = refers(book, table.title, source)
    wide = None if own else _in_years(table)
    if wide is None:
        return None, Done(Step.STAYS_LONG, {"sheet": table.title, "why": "formulas" if own else "lines"})
    place = book.index(former)
    former.title = _free(book, FORMER.format(title=table.title))
    former.auto_filter.ref = None
    worksheet = book.create_sheet(table.title, place)
    filled = Filled(wide[0], table.title, wide[1])
    lay_out(worksheet, filled)
    worksheet.append(header_cells(worksheet, filled.sheet))
    for place, column in enumerate(filled.sheet.columns, 1):
        for row, value in enumerate(excel_values(column, filled.table[column.name]), 2):
            worksheet.cell(row, place, value).number_format = FORMATS.get(column.kind, TEXT)
    facts = {"lines": len(table.frame), "rows": len(wide[1]["plan_id"]), "sheet": table.title, "new": former.title}
    return as_written(filled.sheet, table.title), Done(Step.WIDE, facts)


def _in_years(table: RawTable) -> tuple[Sheet, Table] | None:
    """Return the lines of a long budget as a row for each payer; None where a line is wrong or the same payer has two in a year."""
    parsed, _, problems = parse_with_totals(table)
    rows: dict[tuple[object, ...], dict[int, int]] = {}
    for line in parsed.frame.to_dict("records"):
        unit = "hours" if isna(line["budget_dkk"]) else None
        payer = (line["plan_id"], line["arrangement"], line["source"], line["administration"], unit)
        amount = line["hours"] if unit else line["budget_dkk"]
        if problems or isna(amount) or int(line["year"]) in rows.get(payer, {}):
            return None
        rows.setdefault(payer, {})[int(line["year"])] = int(amount)
    years = sorted({year for amounts in rows.values() for year in amounts})
    sheet = BUDGET.widen((str(year), str(year)) for year in years)
    names = [column.name for column in sheet.columns[: len(next(iter(rows), ()))]] if rows else []
    if not names:
        return None
    columns: dict[str, list[Any]] = {name: [payer[place] for payer in rows] for place, name in enumerate(names)}
    return sheet, columns | {str(year): [amounts.get(year) for amounts in rows.values()] for year in years}


def _told_of_formulas(book: Any) -> Iterator[Done]:
    """Yield the sheets whose formulas are without a result until Excel has calculated them."""
    titles = [title for title in book.sheetnames if title not in {CONTROL_TITLE, LISTS_TITLE}]
    found = [title for title in titles if any(any(map(formula_of, row)) for row in book[title].iter_rows())]
    if found:
        yield Done(Step.FORMULAS, {"sheets": ", ".join(found)})
