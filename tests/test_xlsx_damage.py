"""A workbook that contradicts itself is refused at that place, and never read as something that Excel would not show."""

from __future__ import annotations

import re
from typing import Any

import pytest

from pipeline.input.excel.refused import Refused
from pipeline.input.excel.workbook import read_workbook
from pipeline.problems.model import Code
from tests.xlsx_parts import MAIN, OF_BOOK, SHEET, TITLE, book, cell, packed, parts, relations, row, strings, styles, workbook

A1 = row(1, cell("A1", "1"))
# What stands in the rows, and the cell that the refusal names.
CELLS: dict[str, tuple[str, str | None]] = {
    **{
        f"number {text[:9]}": (row(2, cell("B2", text)), "B2")
        for text in ("1e999", "nan", "inf", "1_000", "0x10", "1,5", "٣", "1 2", "9" * 5000)
    },
    **{f"shared {text}": (row(1, cell("A1", text, "s")), "A1") for text in ("2", "-1", "1_0", "٠", "0.0", "99999999999999999999")},
    "truth": (row(1, cell("A1", "sand", "b")), "A1"),
    "kind": (row(1, cell("A1", "1", "x")), "A1"),
    "day": (row(1, cell("A1", "i går", "d")), "A1"),
    "day with an offset": (row(1, cell("A1", "2020-01-01T00:00:00+02:00", "d")), "A1"),
    "style": (row(1, cell("A1", "1", style=7)), "A1"),
    "style with a zero": (row(1, '<c r="A1" s="01"><v>1</v></c>'), "A1"),
    "reference in another row": (row(1, cell("A2", "1")), "A2"),
    "reference beyond the columns": (row(1, cell("XFE1", "1")), "XFE1"),
    "reference in other digits": (row(1, cell("A１", "1")), None),
    "reference of another kind": (row(2, cell("R2C1", "1")), None),
    "row beyond the rows": (row(1_048_577, cell("A1048577", "1")), None),
    "row zero": (row(0, cell("A0", "1")), None),
    "row with a line": ('<row r="1_0"/>', None),
    "row after the last": (row(1_048_576) + "<row><c><v>1</v></c></row>", None),
    "column after the last": (row(1, cell("XFD1", "1"), "<c><v>1</v></c>"), None),
    "cell without a row": ("<c><v>1</v></c>", None),
    "cell in a cell": (row(1, '<c r="A1"><c r="B1"><v>1</v></c></c>'), "A1"),
    "row in a cell": ('<row r="1"><c r="A1"><row r="2"/></c></row>', "A1"),
    "two values": (row(1, '<c r="A1"><v>1</v><v>2</v></c>'), "A1"),
    "value without a cell": (row(1, cell("A1", "1"), "<v>1</v>"), "A1"),
    "two versions": (row(1, "<mc:AlternateContent><mc:Choice/></mc:AlternateContent>"), None),
    "other prefix": (row(1, '<x:c r="A1"><v>1</v></x:c>'), None),
    "text of 40,000": (row(1, f'<c r="A1" t="inlineStr"><is><t>{"a" * 40_000}</t></is></c>'), "A1"),
    "not closed": ('<row r="1"><c r="A1"><v>1</v>', "A1"),
    "entity": (row(1, cell("A1", "&a;")), "A1"),
}
# What else is wrong, and the sheet that the refusal names.
OTHERS: dict[str, tuple[dict[str, Any], str | None]] = {
    "no sheet data": ({"sheet": "<worksheet/>"}, TITLE),
    "sheet data twice": ({"after": "<sheetData/>"}, TITLE),
    "sheet data under another prefix": ({"sheet": f'<worksheet xmlns="{MAIN}" xmlns:x="{MAIN}"><x:sheetData/></worksheet>'}, TITLE),
    "another root": ({"sheet": "<chartsheet/>"}, TITLE),
    "empty part": ({"sheet": ""}, None),
    "merged beyond the rows": ({"after": '<mergeCell ref="A1:A1048577"/>'}, TITLE),
    "merged twice": ({"after": '<mergeCell ref="A1:B2"/><mergeCell ref="A1:B2"/>'}, TITLE),
    "merged areas that overlap": ({"after": '<mergeCell ref="B2:C9"/><mergeCell ref="A3:B3"/>'}, TITLE),
    "merged in words": ({"after": '<mergeCell ref="alt"/>'}, TITLE),
    "columns turned around": ({"before": '<col min="3" max="2" hidden="1"/>'}, TITLE),
    "column zero": ({"before": '<col min="0" max="2" hidden="1"/>'}, TITLE),
    "no such relationship": ({"book": book((TITLE, "B"))}, "B"),
    "part outside": ({"of_book": relations(("worksheet", "../../../etc/passwd"))}, TITLE),
    "part outside, from the root": ({"of_book": relations(("worksheet", "/etc/passwd"))}, TITLE),
    "part elsewhere": ({"of_book": relations(("worksheet", "http://example.org/sheet1.xml", "External"))}, TITLE),
    "the workbook as its own sheet": ({"of_book": relations(("worksheet", "workbook.xml"))}, TITLE),
    "relationship twice": ({"of_book": relations(("worksheet", "worksheets/sheet1.xml"), ("theme", "a")).replace("rId2", "rId1")}, None),
    "two shared strings": ({"of_book": relations(("worksheet", "worksheets/sheet1.xml"), *[("sharedStrings", "a.xml")] * 2)}, None),
    "sheets in a version": ({"book": book().replace("<sheets>", "<v><sheets>").replace("</sheets>", "</sheets></v>")}, None),
    "two versions of a string": ({"strings": strings("<mc:AlternateContent/>")}, None),
    "a format's number": ({"styles": styles("0").replace("164", "1_0")}, None),
    "encoding of Python": ({"styles": '<?xml version="1.0" encoding="unicode_escape"?><styleSheet/>'}, None),
    "encoding of nobody": ({"strings": '<?xml version="1.0" encoding="none"?><sst/>'}, None),
    "bytes that are no text": ({"strings": b"<sst><si><t>\xff\xfe</t></si></sst>"}, None),
}


def refused(content: bytes) -> Refused:
    """Return the refusal of a workbook."""
    with pytest.raises(Refused) as caught:
        read_workbook(content)
    return caught.value


def in_english(refusal: Refused) -> bool:
    """Return whether the reason has words of the program rather than a phrase of the catalogs or a name from the file."""
    reason = refusal.facts["reason"]
    return isinstance(reason, str) and re.search("[a-z] [a-z]", reason.removeprefix("mergeCell ")) is not None


@pytest.mark.parametrize("name", CELLS)
def test_a_cell_that_cannot_be_is_refused_where_it_stands(name: str) -> None:
    """The refusal names the sheet, and the cell where it has an address."""
    rows, address = CELLS[name]
    found = refused(workbook(rows, strings=strings("<t>a</t>", "<t>b</t>"), styles=styles("0%", "0")))
    assert (found.code, found.facts["part"], found.sheet) == (Code.FILE_DAMAGED, SHEET, TITLE)
    assert not in_english(found)
    assert found.cell == address or address is None


@pytest.mark.parametrize("name", OTHERS)
def test_a_workbook_that_contradicts_itself_is_refused(name: str) -> None:
    """No sheet, no text and no style is left out or guessed because the way to it is broken."""
    others, title = OTHERS[name]
    found = refused(workbook(A1, **others))
    assert (found.code, found.sheet) == (Code.FILE_DAMAGED, title)
    assert not in_english(found)


@pytest.mark.parametrize("missing", ["_rels/.rels", "xl/workbook.xml", OF_BOOK, SHEET])
def test_a_workbook_without_one_of_its_parts_is_refused(missing: str) -> None:
    """It never passes for a workbook with fewer sheets."""
    given = parts(A1)
    del given[missing]
    assert refused(packed(given)).code in {Code.FILE_NOT_WORKBOOK, Code.FILE_DAMAGED}


@pytest.mark.parametrize(
    "second", [row(1, cell("A1", "2")), "<row r='1'><c r='B1'/><c r='A1'><v>1</v></c></row>", row(2) + row(1, cell("A1", "1"))]
)
def test_a_cell_that_stands_twice_is_refused(second: str) -> None:
    """Nobody knows which of its values is meant, in whatever order they stand."""
    found = refused(workbook(row(1, cell("A1", "1")) + second))
    assert (found.code, found.sheet, found.cell) == (Code.CELL_TWICE, TITLE, "A1")


def test_cells_that_lie_far_apart_are_refused_with_both_corners() -> None:
    """One cell at each end of the sheet would be a table of seventeen thousand million cells."""
    found = refused(workbook(row(1, cell("A1", "1")) + row(1_048_576, cell("XFD1048576", "1"))))
    assert (found.code, found.cell) == (Code.CELLS_TOO_SPREAD, "XFD1048576")
    assert found.facts == {"first": "A1", "last": "XFD1048576", "most": 5_000_000}


LONG = "\u202e" + "x" * 100_000
TOLD = {
    "reference": parts(row(1, f'<c r="{LONG}"/>')),
    "tag": parts(f"<row><row:{LONG}:c/></row>"),
    "encoding": {**parts(A1), "xl/theme.xml": f'<?xml version="1.0" encoding="{"x" * 9_000}"?><a/>'},
    "target": parts(A1, of_book=relations(("worksheet", LONG))),
    "part": {**parts(A1), "x" * 9_000 + ".xml": ""},
    "document type": {**parts(A1), "x" * 9_000 + ".xml": "<!DOCTYPE a>"},
}


@pytest.mark.parametrize("name", TOLD)
def test_a_refusal_repeats_no_more_of_the_file_than_a_line(name: str) -> None:
    """A name of a megabyte does not become a message of one, and a character that turns the text around is not told on."""
    facts = str(refused(packed(TOLD[name])).facts)
    assert len(facts) < 300
    assert facts.isprintable()
    assert "\\u" not in facts
