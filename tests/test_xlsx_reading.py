"""A workbook is read as Excel shows it, whichever program wrote it, each value with its own address."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

import pytest

from pipeline.input.excel.cells import CellArea, ErrorValue, PercentNumber, UnsavedFormula
from pipeline.input.excel.styles import Shown, kind_of_format
from pipeline.input.excel.workbook import read_workbook
from tests.xlsx_parts import (
    MAIN,
    OF_BOOK,
    OFFICE,
    book,
    cell,
    packed,
    parts,
    read,
    relations,
    row,
    sheet,
    strings,
    styles,
    values_of,
    workbook,
)
from tests.xlsx_samples import SAMPLES, TABLE

UNSAVED = UnsavedFormula()


def day(year: int, month: int, number: int, *clock: int) -> datetime:
    """Return a moment; Excel knows no time zones."""
    return datetime(year, month, number, *clock)  # noqa: DTZ001


@pytest.mark.parametrize("writer", [name for name in SAMPLES if name != "openpyxl"])
def test_the_same_table_is_read_from_every_writer(writer: str) -> None:
    """Prefixes, namespaces, encodings, shared or inline texts and missing references make no difference."""
    only = read_workbook(SAMPLES[writer]()).sheets[0]
    assert values_of(only) == TABLE
    assert [type(value) for value in values_of(only).values()] == [type(TABLE[address]) for address in values_of(only)]
    assert (only.merged, only.hidden_columns) == ((CellArea(1, 2, 2, 4),), (4,))


TEXTS: dict[str, tuple[str, str | None]] = {
    "line break": ("a_x000D_b", "a\rb"),
    "escaped escape": ("a_x005F_x000D_b", "a_x000D_b"),
    "escapes in a row": ("a_x000D__x0041_", "a\rA"),
    "no number": ("NA", "NA"),
    "pair": ("_xD83D__xDE00_", "\N{GRINNING FACE}"),
    "half a pair": ("a_xD83D_b", "a\N{REPLACEMENT CHARACTER}b"),
    "no escape": ("a_x00_b", "a_x00_b"),
    "small letters": ("a_x000d_", "a"),
    "decomposed": ("a\u030a", "å"),
    "spaces": ("\N{NO-BREAK SPACE} a \n", "a"),
    "only spaces": ("  ", None),
    "number": ("007", "007"),
    "comment": ("a<!-- b -->c<![CDATA[<d>]]>", "ac<d>"),
    "equal letters": ("å" * 5000, "å" * 5000),
}


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("way", ["shared", "inline", "formula"])
def test_a_text_is_read_as_it_is_shown(name: str, way: str) -> None:
    """Escapes are put back, letters composed, spaces at the ends cut, in shared and inline texts and in results of formulas."""
    written, shown = TEXTS[name]
    cells = {
        "shared": cell("B2", "0", "s"),
        "inline": f'<c r="B2" t="inlineStr"><is><t xml:space="preserve">{written}</t></is></c>',
        "formula": f'<c r="B2" t="str"><f>A1</f><v>{written}</v></c>',
    }
    found = read(row(2, cells[way]), strings=strings(f'<t xml:space="preserve">{written}</t>'))
    assert found == ({"B2": shown} if shown else {})


NUMBERS = {
    "0": 0,
    "-0": 0,
    "007": 7,
    "-12": -12,
    "1.50": 1.5,
    "1E3": 1000.0,
    "-2.5e-3": -0.0025,
    " 5 ": 5,
    "12345678901234567890": 12345678901234567890.0,
}


@pytest.mark.parametrize("text", NUMBERS)
def test_a_number_is_whole_where_it_is_and_never_more_exact_than_excel(text: str) -> None:
    """Seventeen digits are a number with decimals, as in Excel, which keeps fifteen."""
    found = read(row(1, cell("A1", text)))["A1"]
    assert (found, type(found)) == (NUMBERS[text], type(NUMBERS[text]))


FORMATS: dict[str, Shown | None] = {
    "0%": Shown.PERCENT,
    "#,##0.0 %;[Red]-0%": Shown.PERCENT,
    r"0.0\ %": Shown.PERCENT,
    "[Red]0%;0": Shown.PERCENT,
    '0"%"': None,
    '0" pct"': None,
    '"dag "0': None,
    "#,##0": None,
    r"_-* #,##0_-;\-* #,##0_-": None,
    r"#\ ###\ ##0\ \ \ \ ;\-#\ ###": None,
    r"0\%": None,
    "0_%": None,
    "[$-406]d. mmmm yyyy;@": Shown.DATE,
    "[Red]0.00": None,
    "[Red][<5]0;0": None,
    "[<=100]0;0": None,
    '#,##0 "dkk. pr. år"': None,
    "hh:mm:ss": Shown.DATE,
    "[h]:mm": Shown.ELAPSED,
    "[h]:mm:ss": Shown.ELAPSED,
    "[mm]:ss": Shown.ELAPSED,
    "0.00E+00": None,
    "General": None,
    "Standard": None,
    "@": None,
    '"uden slut': None,
}


@pytest.mark.parametrize("code", FORMATS)
def test_a_format_says_whether_a_number_is_a_percent_a_day_or_a_time(code: str) -> None:
    """What is quoted, escaped, a colour, a condition or a filler counts for nothing."""
    assert kind_of_format(code) is FORMATS[code]


MOMENTS: list[tuple[str, str, bool, Any]] = [
    ("dd-mm-yyyy", "1", False, day(1900, 1, 1)),
    ("dd-mm-yyyy", "59", False, day(1900, 2, 28)),
    ("dd-mm-yyyy", "60", False, 60),  # Excel's 29 February 1900, which never was
    ("dd-mm-yyyy", "61", False, day(1900, 3, 1)),
    ("dd-mm-yyyy", "43890.5", False, day(2020, 2, 29, 12)),
    ("dd-mm-yyyy", "42428.5", True, day(2020, 2, 29, 12)),
    ("dd-mm-yyyy", "0", True, day(1904, 1, 1)),
    ("dd-mm-yyyy", "-1", False, -1),
    ("dd-mm-yyyy", "2958465", False, day(9999, 12, 31)),
    ("dd-mm-yyyy", "2958466", False, 2958466),
    ("dd-mm-yyyy", "2957003", True, day(9999, 12, 31)),
    ("dd-mm-yyyy", "2957004", True, 2957004),
    ("hh:mm", "0.75", False, time(18)),
    ("hh:mm", "0.9999999999", False, time(0)),
    ("[h]:mm", "1.25", False, timedelta(hours=30)),
    ("[h]:mm", "-1.25", False, timedelta(hours=-30)),
    ("0.0%", "0.125", False, PercentNumber(0.125)),
]


@pytest.mark.parametrize(("code", "number", "epoch_1904", "value"), MOMENTS)
def test_a_number_is_the_moment_that_excel_shows(code: str, number: str, epoch_1904: bool, value: Any) -> None:
    """Days of both epochs, the leap day that never was, times, elapsed times and percents; what is no day stays a number."""
    own = book(before='<workbookPr date1904="1"/>') if epoch_1904 else book()
    found = read(row(1, cell("A1", number, style=0)), styles=styles(code), book=own)["A1"]
    assert (found, type(found)) == (value, type(value))


def test_formats_that_excel_knows_by_number_are_those_of_a_cell_s_own_style() -> None:
    """14 is a day and 10 a percent; what the styles list for themselves, as Excel does for names of styles, is no cell's."""
    own = f'<styleSheet xmlns="{MAIN}"><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf/><xf numFmtId="10"/><xf numFmtId="14"/></cellXfs></styleSheet>'
    found = read(row(1, cell("A1", "0.125", style=1), cell("B1", "45657", style=2), cell("C1", "1", style=0)), styles=own)
    assert found == {"A1": PercentNumber(0.125), "B1": day(2024, 12, 31), "C1": 1}
    assert isinstance(found["A1"], PercentNumber)


FORMULAS: dict[str, tuple[str, Any]] = {
    "no value": ('<c r="A1"><f>1</f></c>', UNSAVED),
    "empty value": ('<c r="A1"><f>1</f><v></v></c>', UNSAVED),
    "closed value": ('<c r="A1"><f>1</f><v/></c>', UNSAVED),
    "spaces": ('<c r="A1"><f>1</f><v> </v></c>', UNSAVED),
    "text without value": ('<c r="A1" t="str"><f>1</f></c>', UNSAVED),
    "text that is empty": ('<c r="A1" t="str"><f>1</f><v></v></c>', None),
    "truth without value": ('<c r="A1" t="b"><f>1</f><v/></c>', UNSAVED),
    "error without value": ('<c r="A1" t="e"><f>1</f><v/></c>', UNSAVED),
    "closed": ('<c r="A1" t="n"><f/></c>', UNSAVED),
    "shared": ('<c r="A1"><f t="shared" si="0"/></c>', UNSAVED),
    "value": ('<c r="A1"><f>1</f><v>1</v></c>', 1),
    "error": ('<c r="A1" t="e"><f>1</f><v>#REF!</v></c>', ErrorValue("#REF!")),
    "empty cell": ('<c r="A1" s="0"/>', None),
}


@pytest.mark.parametrize("name", FORMULAS)
def test_a_formula_is_its_result_or_unsaved(name: str) -> None:
    """A formula without result is no empty cell; one whose result is the empty text is; the cell after it is itself."""
    xml, value = FORMULAS[name]
    assert read(row(1, xml, "<c/>", cell("C1", "3"))) == {"C1": 3} | ({} if value is None else {"A1": value})


def test_rows_out_of_order_are_put_in_order() -> None:
    """Their addresses count, not their places in the file."""
    only = read_workbook(workbook(row(9, cell("C9", "9"), cell("B9", "8")) + row(4, cell("C4", "4")))).sheets[0]
    assert {column: (list(cells.rows), cells.values) for column, cells in only.columns.items()} == {2: ([9], [8]), 3: ([4, 9], [4, 9])}
    assert (only.last_row, only.row(9), only.row(5)) == (9, {2: 8, 3: 9}, {})


def test_what_is_hidden_is_read_and_told() -> None:
    """Hidden rows and columns that hold cells are named, and hidden sheets; charts on sheets of their own are no sheets."""
    rows = f'<row r="2" hidden="1">{cell("B2", "1")}</row><row r="3" hidden="true"/><row r="5" ht="0">{cell("D5", "1")}</row>'
    own = book(("A", "Figur", "B", "C")).replace('name="B"', 'name="B" state="hidden"').replace('name="C"', 'name="C" state="veryHidden"')
    of_book = relations(*[("worksheet", f"worksheets/sheet{number}.xml") for number in (1, 2, 3, 4)])
    of_book = of_book.replace("relationships/worksheet", "relationships/chartsheet", 2).replace(
        "relationships/chartsheet", "relationships/worksheet", 1
    )
    others = {f"xl/worksheets/sheet{number}.xml": sheet() for number in (2, 3, 4)}
    given = parts(
        rows, before='<cols><col min="1" max="2" hidden="1"/><col min="4" max="4" width="0"/><col min="9" max="9" hidden="1"/></cols>'
    )
    found = read_workbook(packed({**given, **others, "xl/workbook.xml": own, OF_BOOK: of_book})).sheets
    assert [(one.title, one.hidden) for one in found] == [("A", False), ("B", True), ("C", True)]
    assert (found[0].hidden_rows, found[0].hidden_columns) == ((2, 5), (2, 4))
    assert OFFICE in of_book
