"""Unusual files that Excel opens are read, each value as Excel shows it; what cannot be read is refused in words."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from pipeline.input.excel.cells import SheetCells
from pipeline.input.excel.limits import read_limited
from pipeline.input.excel.refused import Refused
from pipeline.input.excel.workbook import read_workbook
from pipeline.language.language import load_language
from pipeline.problems.describe import describe
from pipeline.problems.model import Code, Phrase, Place, Problem
from tests.xlsx_parts import (
    BOOK,
    OF_BOOK,
    OF_PACKAGE,
    SHEET,
    STRICT,
    STRINGS,
    book,
    cell,
    packed,
    parts,
    read,
    relations,
    row,
    sheet,
    strings,
    values_of,
    workbook,
)

ROWS = row(1, cell("A1", "0", "s"), cell("B1", "7"))
WHOLE = parts(ROWS, strings=strings("<t>Valby</t>"))
READ = {"A1": "Valby", "B1": 7}
LABEL = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
    'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
    '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="MSIP_Label_1_Name"><vt:lpwstr>Fortrolig</vt:lpwstr></property></Properties>'
)


def renamed(**names: str) -> dict[str, str | bytes]:
    """Return the workbook with other names of parts, by the names of `xlsx_parts` in small letters."""
    places = {"sheet": SHEET, "book": BOOK, "strings": STRINGS, "of_book": OF_BOOK, "of_package": OF_PACKAGE}
    new = {places[name]: changed for name, changed in names.items()}
    return {new.get(name, name): content for name, content in WHOLE.items()}


FILES: dict[str, dict[str, str | bytes]] = {
    "capitals": renamed(sheet="xl/Worksheets/Sheet1.XML", strings="xl/SharedStrings.xml", book="XL/workbook.xml"),
    "capitals of the relationships": renamed(of_book="xl/_Rels/Workbook.xml.rels", of_package="_RELS/.rels"),
    "backslashes": {name.replace("/", "\\"): content for name, content in WHOLE.items()},
    "backslashes in a target": WHOLE
    | {OF_BOOK: relations(("worksheet", "worksheets\\sheet1.xml"), ("sharedStrings", "\\xl\\sharedStrings.xml"))},
    "the book at the root": {
        "workbook.xml": WHOLE[BOOK],
        OF_PACKAGE: relations(("officeDocument", "workbook.xml")),
        "_rels/workbook.xml.rels": relations(("worksheet", "xl/worksheets/sheet1.xml"), ("sharedStrings", "/xl/sharedStrings.xml")),
        **{name: WHOLE[name] for name in (SHEET, STRINGS)},
    },
    "the book elsewhere": {name.replace("xl/", "tabel/"): content for name, content in WHOLE.items()}
    | {OF_PACKAGE: relations(("officeDocument", "/tabel/workbook.xml"))},
    "forks of macOS": WHOLE
    | {f"__MACOSX/xl/._{name}.xml": b"\0\5\26\7" for name in ("workbook", "styles")}
    | {"xl/._x.xml": b"\0", ".DS_Store": b"\0"},
    "types in small letters": WHOLE | {"[content_types].xml": "<Types/>"},
    "a label": WHOLE | {"docProps/custom.xml": LABEL, "docMetadata/LabelInfo.xml": "<labelList/>"},
    "a module without a part": WHOLE
    | {BOOK: book().replace("</sheets>", '<sheet name="Module1" sheetId="9" state="veryHidden" r:id=""/></sheets>')},
}


@pytest.mark.parametrize("name", FILES)
def test_an_unusual_package_is_read(name: str, tmp_path: Path) -> None:
    """As Excel does, and in the reader's own process."""
    path = tmp_path / "x.xlsx"
    path.write_bytes(packed(FILES[name]))
    (only,) = read_limited(path).sheets
    assert values_of(only) == READ


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2025-12-31", datetime(2025, 12, 31)),  # noqa: DTZ001 - Excel knows no time zones
        ("2025-12-31T12:30:00Z", datetime(2025, 12, 31, 12, 30)),  # noqa: DTZ001
        ("12:30:15", time(12, 30, 15)),
        ("T12:30", time(12, 30)),
        ("1899-12-30T08:15:00", time(8, 15)),
        ("PT36H30M", timedelta(hours=36, minutes=30)),
        ("P1DT2H", timedelta(days=1, hours=2)),
        ("-PT1.5S", timedelta(seconds=-1.5)),
    ],
)
def test_a_day_a_time_and_a_duration_of_the_strict_format_are_read(text: str, value: object) -> None:
    """They are written in words where other workbooks have a number and a format."""
    assert read(row(1, cell("A1", text, "d"))) == {"A1": value}


@pytest.mark.parametrize("text", ["P", "PT", "P1Y", "25:00", "24:00:00", "2025-13-01", "2020-01-01T00:00:00+02:00", "P٣D", "", "i går"])
def test_another_text_as_a_day_is_refused_in_words(text: str) -> None:
    """The message names the cell and no exception."""
    content = workbook(row(1, cell("A1", text, "d")))
    if not text:
        assert values_of(read_workbook(content).sheets[0]) == {}
        return
    with pytest.raises(Refused) as refused:
        read_workbook(content)
    assert (refused.value.code, refused.value.cell) == (Code.FILE_DAMAGED, "A1")
    assert "en værdi, der ikke kan læses" in say(refused.value)


def say(refused: Refused) -> str:
    """Return a refusal in Danish."""
    return describe(Problem(refused.code, Place("x.xlsx"), refused.facts), load_language("da"))


@pytest.mark.parametrize(
    "rows", [row(1, cell("A1", "7", "s")), row(1, cell("A1", "x", "b")), row(1, cell("A1", "1", style=9)), row(1, cell("A1", "1,5"))]
)
def test_no_exception_is_named_to_an_analyst(rows: str) -> None:
    """A shared string, a style, a truth or a number that is none."""
    with pytest.raises(Refused) as refused:
        read_workbook(workbook(rows, styles="<styleSheet><cellXfs><xf/></cellXfs></styleSheet>"))
    assert refused.value.facts["reason"] == Phrase("value_unreadable")
    assert not [word for word in ("Error", "{") if word in say(refused.value)]


def test_a_broken_packing_is_told_in_words() -> None:
    """Bytes that do not unpack."""
    content = bytearray(packed(WHOLE))
    with ZipFile(BytesIO(bytes(content))) as archive:
        place = archive.getinfo(SHEET).header_offset + 30 + len(SHEET) + 5
    content[place : place + 8] = b"\xff" * 8
    with pytest.raises(Refused) as refused:
        read_workbook(bytes(content))
    assert refused.value.facts["reason"] == Phrase("part_broken")


def test_references_in_small_letters_are_read() -> None:
    """Also beside capitals, and in a merged area."""
    rows = row(1, cell("a1", "1"), cell("B1", "2"), cell("aa1", "3")) + row(2, cell("A2", "4"), cell("b2", "5"))
    assert read(rows) == {"A1": 1, "A2": 4, "B1": 2, "B2": 5, "AA1": 3}
    found = read_workbook(workbook(rows, after='<mergeCells><mergeCell ref="a1:b1"/></mergeCells>')).sheets[0]
    assert str(found.merged[0]) == "A1:B1"
    with pytest.raises(Refused) as refused:
        read_workbook(workbook(row(1, cell("A1", "1"), cell("a1", "2"))))
    assert refused.value.code is Code.CELL_TWICE


def test_a_thousand_and_more_sheets_are_read(tmp_path: Path) -> None:
    """Excel sets no limit."""
    number = 1_024
    files = parts(book=book(f"A{place}" for place in range(1, number + 1)))
    files |= {f"xl/worksheets/sheet{place}.xml": sheet(row(1, cell("A1", str(place)))) for place in range(1, number + 1)}
    files[OF_BOOK] = relations(*(("worksheet", f"worksheets/sheet{place}.xml") for place in range(1, number + 1)))
    (tmp_path / "x.xlsx").write_bytes(packed(files))
    found: tuple[SheetCells, ...] = read_limited(tmp_path / "x.xlsx").sheets
    assert [values_of(one) for one in found] == [{"A1": place} for place in range(1, number + 1)]


def test_long_texts_that_pack_a_thousandfold_are_read(tmp_path: Path) -> None:
    """Two thousand cells of 30,000 characters; what unpacks to more than a hundred megabytes at such a ratio is refused."""
    text = "Nørrebro " * 3_333
    rows = "".join(row(number, f'<c r="A{number}" t="inlineStr"><is><t>{text}</t></is></c>') for number in range(1, 2_001))
    (tmp_path / "x.xlsx").write_bytes(workbook(rows))
    assert len(read_limited(tmp_path / "x.xlsx").sheets[0].columns[1].values) == 2_000


def test_the_strict_format_is_read_with_its_own_names() -> None:
    """Its namespace and relationships are others."""
    strict = {
        name: str(content).replace("http://schemas.openxmlformats.org/spreadsheetml/2006/main", STRICT) for name, content in WHOLE.items()
    }
    assert values_of(read_workbook(packed(strict)).sheets[0]) == READ
