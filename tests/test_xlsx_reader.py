"""Our reader compared with openpyxl, and unusual but valid XML."""

from __future__ import annotations

import warnings
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter

from pipeline.input.excel.cells import SheetCells, UnsavedFormula, letter_of, number_of, unmarked
from pipeline.input.excel.refused import Refused
from pipeline.input.excel.texts import clean_text
from pipeline.input.excel.workbook import read_workbook
from pipeline.problems.model import Code
from tests.build import ROOT
from tests.published import PUBLISHED
from tests.xlsx_parts import read, sheet, values_of, workbook

FOLDERS = (ROOT / "input", ROOT / "tests" / "data", PUBLISHED)
WORKBOOKS = sorted(path for folder in FOLDERS for path in folder.rglob("*.xlsx") if path.read_bytes()[:2] == b"PK")


def unmarked_values(one: SheetCells) -> dict[str, Any]:
    """Return a sheet's values by their addresses, without what openpyxl does not know of them."""
    return {address: unmarked(value) for address, value in values_of(one).items()}


def by_openpyxl(content: bytes | Path) -> dict[str, dict[str, Any]]:
    """Return every sheet's values as openpyxl reads them, text cleaned as we clean it, and formulas without a result as such."""
    found: dict[str, dict[str, Any]] = {}
    source = BytesIO(content) if isinstance(content, bytes) else content
    with warnings.catch_warnings(action="ignore"):  # openpyxl on drawings that it drops
        results, formulas = load_workbook(source, data_only=True), load_workbook(source)
    for one in results.worksheets:
        values = {}
        for row in one.iter_rows():
            for cell in row:
                value = clean_text(cell.value) if isinstance(cell.value, str) else cell.value
                unsaved = formulas[one.title][cell.coordinate].data_type == "f" and cell.value is None
                if value is not None or unsaved:
                    values[cell.coordinate] = UnsavedFormula() if unsaved else value
        found[one.title] = values
    return found


@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: path.name)
def test_real_workbooks_are_read_as_openpyxl_reads_them(path: Path) -> None:
    """Two readers that share no line agree on every cell and every address of every workbook of the project."""
    assert {one.title: unmarked_values(one) for one in read_workbook(path.read_bytes()).sheets} == by_openpyxl(path)


LARGEST = 9.99999999999999e307  # in Excel
VALUES = st.one_of(
    *(st.integers(-(10**15), 10**15), st.booleans(), st.floats(-LARGEST, LARGEST)),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20).filter(
        lambda text: not text.startswith("=") and "_x" not in text
    ),
    st.datetimes(datetime(1901, 1, 1), datetime(2100, 1, 1)).map(lambda moment: moment.replace(microsecond=0)),  # noqa: DTZ001
    *(st.sampled_from(["#REF!", "#N/A", "..", "-", "=1+1"]),),
)


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(st.dictionaries(st.tuples(st.integers(1, 60), st.integers(1, 40)), VALUES, min_size=1, max_size=30))
def test_generated_workbooks_are_read_as_openpyxl_reads_them(values: dict[tuple[int, int], Any]) -> None:
    """Any values anywhere, with empty rows and columns before, between and after."""
    book = Workbook()
    assert book.active is not None
    for (row, column), value in values.items():
        book.active.cell(row, column, value)
    saved = BytesIO()
    book.save(saved)
    assert unmarked_values(read_workbook(saved.getvalue()).sheets[0]) == by_openpyxl(saved.getvalue())["Sheet"]


@pytest.mark.parametrize("number", [1, 26, 27, 52, 53, 702, 703, 16384])
def test_letters_and_numbers_of_columns(number: int) -> None:
    """A is 1, Z 26, AA 27, XFD 16384."""
    assert letter_of(number) == get_column_letter(number)
    assert number_of(letter_of(number)) == number


def test_an_archive_whose_table_points_before_its_beginning_is_refused() -> None:
    """Found by fuzzing: a damaged offset made zipfile seek to a negative place."""
    whole = workbook(PLAIN_ROW.format(1))
    with pytest.raises(Refused) as refused:
        read_workbook(whole[:4] + whole[14:])
    assert refused.value.code in {Code.FILE_DAMAGED, Code.FILE_TRUNCATED}


ODD_ROWS: dict[str, dict[str, object] | None] = {  # the second of three rows → what it adds, None where the sheet is refused
    '<row r="2"><!-- <row r="2"><c r="A2"><v>9</v></c></row> --><c r="A2"><v>2</v></c></row>': {"A2": 2},
    '<row r="2"><c r="A2"><v><![CDATA[2]]></v></c></row>': {"A2": 2},
    '<row r="2"><c r="A2" t="inlineStr"><is><t>a &amp; &#229; &#xe6; &lt;b&gt;</t></is></c></row>': {"A2": "a & å æ <b>"},
    '<row r="2"><c r="A2" t="str"><v>a&#13;b</v></c></row>': {"A2": "a\rb"},
    "<row r='2'><c r='A2'><v>2</v></c></row>": {"A2": 2},
    "<row><c><v>2</v></c><c><v>3</v></c></row>": {"A2": 2, "B2": 3},
    '<row r="2"><c r="AB2"><v>2</v></c><c><v>3</v></c></row>': {"AB2": 2, "AC2": 3},
    '<row r="2">\n <c r="A2">\n <v>\n2.50</v>\n</c>\n</row>': {"A2": 2.5},
    '<row r="2"><c r="A2" t="s"/><c r="B2"><v>3</v></c></row>': {"B2": 3},
    '<row r="2"><c r="B2"><v>2</v></c><c r="A2"><v>1</v></c></row>': {"A2": 1, "B2": 2},
    '<row r="2"><c r="A2"><v>&#50;</v></c></row>': {"A2": 2},
    '<row r="2"><c r="A3"><v>2</v></c></row>': None,
    '<row r="2"><c r="A2"><v>1_0</v></c></row>': None,
    '<row r="2"><c r="A2" t="inlineStr"><is><t>&#0;</t></is></c></row>': None,
}
PLAIN_ROW = '<row r="{0}"><c r="A{0}"><v>{0}</v></c></row>'


@pytest.mark.parametrize("odd", ODD_ROWS)
def test_a_row_may_be_written_in_any_way_that_xml_allows(odd: str) -> None:
    """Comments, quotes, entities and rows without addresses are read as XML means them; the rows around are what they are."""
    rows, added = PLAIN_ROW.format(1) + odd + PLAIN_ROW.format(3), ODD_ROWS[odd]
    if added is None:
        with pytest.raises(Refused) as refused:
            read(rows)
        assert refused.value.code is Code.FILE_DAMAGED
    else:
        assert read(rows) == {"A1": 1, "A3": 3} | added


def test_rows_in_a_comment_or_an_extension_are_no_rows() -> None:
    """What looks like rows within a long comment stays a comment, and so does what an extension holds."""
    rows = "".join(PLAIN_ROW.format(number) for number in range(2, 5_000))
    assert read(f"{PLAIN_ROW.format(1)}<!-- {rows} -->{PLAIN_ROW.format(5_001)}") == {"A1": 1, "A5001": 5_001}
    assert read("", after=f"<extLst><ext>{rows}</ext></extLst>") == {}


def test_other_encodings_are_the_parser_s() -> None:
    """A sheet in another encoding than UTF-8 is read by what its first line says."""
    xml = sheet('<row r="1"><c r="A1" t="inlineStr"><is><t>\xc3\xa5</t></is></c></row>')
    for encoding in ("ISO-8859-1", "UTF-16"):
        content = workbook(sheet=xml.replace("UTF-8", encoding).encode(encoding))
        assert values_of(read_workbook(content).sheets[0]) == {"A1": "\xc3\xa5"}
