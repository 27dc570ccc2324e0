"""The reader: every cell as Excel shows it, at the address that Excel gives it, whoever wrote the file."""

from __future__ import annotations

import warnings
from datetime import datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter

from pipeline.problems import Code
from pipeline.xlsx import ErrorValue, PercentNumber, Refused, SheetCells, UnsavedFormula
from pipeline.xlsx.cells import letter_of, number_of, unmarked
from pipeline.xlsx.styles import Shown, kind_of_format
from pipeline.xlsx.texts import clean_text
from pipeline.xlsx.workbook import read_workbook
from tests.build import ROOT
from tests.hostile_files import MAIN, RELATED, parts, sheet, workbook, zipped

WORKBOOKS = sorted(path for folder in (ROOT / "input", ROOT / "tests" / "data") for path in folder.rglob("*.xlsx"))


def cells_of(one: SheetCells) -> dict[str, Any]:
    """Return a sheet's values by their addresses, without what openpyxl does not know of them."""
    return {
        f"{letter_of(column)}{row}": unmarked(value)
        for column, cells in one.columns.items()
        for row, value in zip(cells.rows, cells.values, strict=True)
    }


def only(data: str, around: str = "", **changed: bytes) -> dict[str, Any]:
    """Return the values of a workbook with one sheet."""
    return cells_of(read_workbook(workbook(sheet(data, around), **changed)).sheets[0])


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
    assert {one.title: cells_of(one) for one in read_workbook(path.read_bytes()).sheets} == by_openpyxl(path)


VALUES = st.one_of(
    *(st.integers(-(10**15), 10**15), st.booleans(), st.floats(allow_nan=False, allow_infinity=False)),
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
    assert cells_of(read_workbook(saved.getvalue()).sheets[0]) == by_openpyxl(saved.getvalue())["Sheet"]


def test_leading_empty_rows_and_columns_keep_the_addresses() -> None:
    """The first cell of a sheet is where it is."""
    assert only('<row r="7"><c r="AB7"><v>1</v></c></row>') == {"AB7": 1}


def test_rows_and_cells_without_an_address_follow_the_one_before() -> None:
    """Some programs write no addresses, and mean the next one."""
    assert only(
        "<row><c><v>1</v></c><c><v>2</v></c></row><row r='4'><c r='C4'><v>3</v></c><c><v>4</v></c></row><row><c><v>5</v></c></row>"
    ) == {
        "A1": 1,
        "B1": 2,
        "C4": 3,
        "D4": 4,
        "A5": 5,
    }


def test_rows_out_of_order_are_put_in_order() -> None:
    """A file that lists row 5 before row 2 says nothing wrong."""
    data = '<row r="5"><c r="B5"><v>5</v></c><c r="A5"><v>4</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>'
    one = read_workbook(workbook(sheet(data))).sheets[0]
    assert list(one.columns[1].rows) == [2, 5]
    assert cells_of(one) == {"A2": 2, "A5": 4, "B5": 5}
    with pytest.raises(Refused) as refused:
        only(data + '<row r="5"><c r="A5"><v>9</v></c></row>')
    assert (refused.value.code, refused.value.cell) == (Code.CELL_TWICE, "A5")


@pytest.mark.parametrize(
    ("xml", "value"),
    [
        ('<c r="A1"><f>A2</f></c>', UnsavedFormula()),
        ('<c r="A1"><f>A2</f><v/></c>', UnsavedFormula()),
        ('<c r="A1"><f>A2</f><v></v></c>', UnsavedFormula()),
        ('<c r="A1" t="str"><f>A2</f></c>', UnsavedFormula()),
        ('<c r="A1" t="n"><f/></c>', UnsavedFormula()),
        ('<c r="A1" t="str"><f>""</f><v></v></c>', None),
        ('<c r="A1"><f>1+1</f><v>2</v></c>', 2),
        ('<c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c>', ErrorValue("#DIV/0!")),
        ('<c r="A1" t="e"><v>#N/A</v></c>', ErrorValue("#N/A")),
        ('<c r="A1" t="b"><v>1</v></c>', True),
        ('<c r="A1" t="d"><v>2025-12-31T00:00:00Z</v></c>', datetime(2025, 12, 31)),  # noqa: DTZ001
        ('<c r="A1" t="s"><v>0</v></c>', "Beboere"),
        ('<c r="A1" t="inlineStr"><is><r><t>Nør</t></r><r><t>rebro</t></r><rPh><t>x</t></rPh></is></c>', "Nørrebro"),
        ('<c r="A1" t="inlineStr"><is><t xml:space="preserve">\xa0 NA </t></is></c>', "NA"),
        ('<c r="A1" t="str"><v>a_x000D__x0041_</v></c>', "a\rA"),
        ('<c r="A1" t="str"><v>_xD800_</v></c>', "\ufffd"),
        ('<c r="A1">\n  <v>\n12.50</v>\n</c>', 12.5),
        ('<c r="A1"><v>1E3</v></c>', 1000.0),
        ('<c r="A1"/>', None),
        ('<c r="A1" s="1"><v>45657</v></c>', datetime(2024, 12, 31)),  # noqa: DTZ001
        ('<c r="A1" s="1"><v>1</v></c>', datetime(1900, 1, 1)),  # noqa: DTZ001
        ('<c r="A1" s="1"><v>59</v></c>', datetime(1900, 2, 28)),  # noqa: DTZ001
        ('<c r="A1" s="1"><v>60</v></c>', 60),
        ('<c r="A1" s="1"><v>61</v></c>', datetime(1900, 3, 1)),  # noqa: DTZ001
        ('<c r="A1" s="1"><v>0.5</v></c>', time(12)),
        ('<c r="A1" s="1"><v>-1</v></c>', -1),
        ('<c r="A1" s="1"><v>99999999</v></c>', 99999999),
    ],
)
def test_a_cell_is_what_excel_shows(xml: str, value: Any) -> None:
    """Every type, result and format becomes its value; what says nothing is nothing."""
    found = only(f'<row r="1">{xml}</row>').get("A1")
    assert (type(found), found) == (type(value), value)


def test_days_count_from_1904_where_the_workbook_says_so() -> None:
    """A workbook from an old Mac has the same days under other numbers."""
    book = f'<workbook xmlns="{MAIN}" xmlns:r="{RELATED}"><workbookPr date1904="1"/><sheets><sheet name="Ark1" sheetId="1" r:id="r1"/></sheets></workbook>'
    data = '<row r="1"><c r="A1" s="1"><v>44195</v></c><c r="B1" s="1"><v>0</v></c></row>'
    assert only(data, workbook=book.encode()) == {"A1": datetime(2024, 12, 31), "B1": datetime(1904, 1, 1)}  # noqa: DTZ001


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        *(
            ("0.0%", Shown.PERCENT),
            ("0.0\\ %", Shown.PERCENT),
            ('0"%"', None),
            ("0\\%", None),
            ("[Red]0%;0", Shown.PERCENT),
            ('0" pct"', None),
        ),
        *(("dd-mm-yyyy", Shown.DATE), ("[$-406]d. mmmm yyyy;@", Shown.DATE), ("hh:mm", Shown.DATE), ("[h]:mm:ss", Shown.ELAPSED)),
        *(
            ("General", None),
            ("Standard", None),
            ("#,##0", None),
            ("0.00E+00", None),
            ('#,##0" kr."', None),
            ("@", None),
            ("_-* #,##0_-;\\-* #,##0_-", None),
        ),
        *(('"dag "0', None), ("[Red][<5]0;0", None), ("#\\ ###\\ ##0\\ \\ \\ \\ ;\\-#\\ ###", None)),
    ],
)
def test_a_format_says_how_a_number_is_shown(code: str, shown: Shown | None) -> None:
    """A percent sign and a letter count where they work, not where they are quoted."""
    assert kind_of_format(code) == shown


def test_percents_and_elapsed_times_keep_their_kind() -> None:
    """0.125 under a percent format is a percent; thirty hours are thirty hours."""
    styles = (
        f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="164" formatCode="[h]:mm"/></numFmts>'
        '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="10"/><xf numFmtId="164"/></cellXfs></styleSheet>'
    )
    found = only('<row r="1"><c r="A1" s="1"><v>0.125</v></c><c r="B1" s="2"><v>1.25</v></c></row>', styles=styles.encode())
    assert found == {"A1": 0.125, "B1": timedelta(hours=30)}
    assert isinstance(found["A1"], PercentNumber)


def test_prefixes_and_the_strict_namespace_make_no_difference() -> None:
    """The same workbook from another program."""
    strict = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    prefixed = (
        f'<x:worksheet xmlns:x="{strict}"><x:sheetData><x:row r="2"><x:c r="B2"><x:v>7</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )
    assert cells_of(read_workbook(workbook(prefixed.encode())).sheets[0]) == {"B2": 7}


def test_cells_elsewhere_in_the_file_are_no_cells() -> None:
    """What an extension holds is not in the sheet."""
    assert only('<row r="1"><c r="A1"><v>1</v></c></row>', '<extLst><ext><row r="9"><c r="A9"><v>9</v></c></row></ext></extLst>') == {
        "A1": 1
    }


def test_what_is_hidden_is_read_and_known() -> None:
    """Rows, columns and sheets that nobody sees hold values all the same."""
    book = f'<workbook xmlns="{MAIN}" xmlns:r="{RELATED}"><sheets><sheet name="Ark1" state="veryHidden" sheetId="1" r:id="r1"/></sheets></workbook>'
    xml = (
        f'<worksheet xmlns="{MAIN}"><cols><col min="2" max="3" hidden="1" width="9"/><col min="4" max="4" width="0"/></cols>'
        '<sheetData><row r="3" hidden="1"><c r="A3"><v>1</v></c></row><row r="4" hidden="1"/><row r="5"><c r="C5"><v>2</v></c><c r="D5"><v>3</v></c></row></sheetData></worksheet>'
    )
    one = read_workbook(workbook(xml.encode(), workbook=book.encode())).sheets[0]
    assert (one.hidden, one.hidden_rows, one.hidden_columns) == (True, (3,), (3, 4))
    assert cells_of(one) == {"A3": 1, "C5": 2, "D5": 3}


def test_a_sheet_of_a_chart_holds_no_cells() -> None:
    """It is passed over; the other sheets are read."""
    whole = parts()
    whole["xl/_rels/workbook.xml.rels"] = whole["xl/_rels/workbook.xml.rels"].replace(
        b'Id="r1" Type="%s/worksheet"' % RELATED.encode(), b'Id="r1" Type="x/chartsheet"'
    )
    assert read_workbook(zipped(whole)).sheets == ()


@pytest.mark.parametrize("number", [1, 26, 27, 52, 53, 702, 703, 16384])
def test_letters_and_numbers_of_columns(number: int) -> None:
    """A is 1, Z 26, AA 27, XFD 16384."""
    assert letter_of(number) == get_column_letter(number)
    assert number_of(letter_of(number)) == number


def test_an_archive_whose_table_points_before_its_beginning_is_refused() -> None:
    """Found by fuzzing: a damaged offset made zipfile seek to a negative place."""
    whole = workbook()
    with pytest.raises(Refused) as refused:
        read_workbook(whole[:4] + whole[14:])
    assert refused.value.code in {Code.FILE_DAMAGED, Code.FILE_TRUNCATED}


ODD_ROWS: dict[str, dict[str, object] | None] = {  # the second of three rows → what it adds, None where the sheet is refused
    '<row r="2"><!-- <row r="2"><c r="A2"><v>9</v></c></row> --><c r="A2"><v>2</v></c></row>': {"A2": 2},
    '<row r="2"><c r="A2"><v><![CDATA[2]]></v></c></row>': {"A2": 2},
    '<row r="2"><c r="A2" t="inlineStr"><is><t>a &amp; &#229; &#xe6; &lt;b&gt;</t></is></c></row>': {"A2": "a & å æ <b>"},
    '<row r="2"><c r="A2" t="str"><v>a&#13;b</v></c></row>': {"A2": "a\rb"},
    "<row r='2'><c r='A2'><v>2</v></c></row>": {"A2": 2},
    "<row><c><v>2</v></c></row>": {"A2": 2},
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
    content = workbook(sheet(PLAIN_ROW.format(1) + odd + PLAIN_ROW.format(3)))
    added = ODD_ROWS[odd]
    if added is None:
        with pytest.raises(Refused) as refused:
            read_workbook(content)
        assert refused.value.code is Code.FILE_DAMAGED
    else:
        assert cells_of(read_workbook(content).sheets[0]) == {"A1": 1, "A3": 3} | added


def test_rows_in_a_comment_are_no_rows() -> None:
    """What looks like rows within a long comment stays a comment, and so does what an extension holds."""
    rows = "".join(PLAIN_ROW.format(number) for number in range(2, 5_000))
    assert only(f"{PLAIN_ROW.format(1)}<!-- {rows} -->{PLAIN_ROW.format(5_001)}") == {"A1": 1, "A5001": 5_001}
    assert only("", f"<extLst><ext>{rows}</ext></extLst>") == {}


def test_other_encodings_are_the_parser_s() -> None:
    """A sheet in another encoding than UTF-8 is read by what its first line says."""
    xml = sheet('<row r="1"><c r="A1" t="inlineStr"><is><t>\xc3\xa5</t></is></c></row>').decode()
    latin = xml.replace('<?xml version="1.0"?>', '<?xml version="1.0" encoding="ISO-8859-1"?>').encode("latin-1")
    utf16 = xml.replace('<?xml version="1.0"?>', '<?xml version="1.0" encoding="UTF-16"?>').encode("utf-16")
    for content in (latin, utf16):
        assert cells_of(read_workbook(workbook(content)).sheets[0]) == {"A1": "\xc3\xa5"}
