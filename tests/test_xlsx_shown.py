"""A cell's appearance counts: raised, lowered and struck-out text and values hidden under a merged area are recognised."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from pipeline.input.excel.cells import CellArea, Covered, Marked, PercentNumber
from pipeline.input.excel.workbook import read_workbook
from tests.xlsx_parts import HEAD, MAIN, cell, packed, parts_of, read, row, strings, values_of, workbook


def run(text: str, font: str = "") -> str:
    """Return a run of rich text."""
    return f"<r>{f'<rPr>{font}</rPr>' if font else ''}<t xml:space='preserve'>{text}</t></r>"


RAISED, LOWERED, STRUCK = '<vertAlign val="superscript"/>', '<vertAlign val="subscript"/>', "<strike/>"
RICH: dict[str, tuple[str, object]] = {
    "raised": (run("3") + run("1", RAISED), Marked("31", "1")),
    "lowered": (run("3") + run("1", LOWERED), Marked("31", "1")),
    "struck out": (run("379", STRUCK) + run("381"), Marked("379381", "379")),
    "struck out, said in a word": (run("3", '<strike val="true"/>'), Marked("3", "3")),
    "among other things": (run("3", "<b/>") + run("1", f'<b/><sz val="8"/>{RAISED}<color rgb="FF000000"/>'), Marked("31", "1")),
    "two pieces": (run("1", RAISED) + run("3") + run("2", LOWERED), Marked("132", "12")),
    "a letter": (run("3") + run("a)", RAISED), Marked("3a)", "a)")),
    "of a word": (run("Antal") + run("1", RAISED), Marked("Antal1", "1")),
    "not raised": (run("3") + run("1", '<vertAlign val="baseline"/>'), "31"),
    "not struck out": (run("3") + run("1", '<strike val="0"/>') + run("2", '<strike val="false"/>'), "312"),
    "bold": (run("3", "<b/>") + run("1", "<i/>"), "31"),
    "no properties": (run("ca. ") + run("3"), "ca. 3"),
    "a space": (run("3") + run(" ", RAISED) + run("1"), "3 1"),
    "the sign for provisional": (run("3") + run("*", RAISED), "3*"),
    "how it is said": (run("3") + f'<rPh sb="0" eb="1"><t>1</t></rPh><phoneticPr fontId="1"/>{run("2", RAISED)}', Marked("32", "2")),
    "how it is said alone": ('<t>3</t><rPh sb="0" eb="1"><t>1</t></rPh>', "3"),
}  # fmt: skip


@pytest.mark.parametrize("name", RICH)
@pytest.mark.parametrize("way", ["shared", "inline"])
def test_rich_text_is_read_with_what_is_marked_of_it(name: str, way: str) -> None:
    """The text is what it was; what is raised, lowered or struck out of it is known. The text after it has no part in that."""
    item, value = RICH[name]
    cells = {
        "shared": (cell("A1", "0", "s"), cell("B1", "1", "s")),
        "inline": tuple(f'<c r="{at}" t="inlineStr"><is>{text}</is></c>' for at, text in (("A1", item), ("B1", "<t>7</t>"))),
    }
    assert read(row(1, *cells[way]), strings=strings(item, "<t>7</t>")) == {"A1": value, "B1": "7"}


def test_marks_are_known_under_any_prefix() -> None:
    """The elements of a font may have a prefix like all others."""
    rows = row(1, cell("A1", "0", "s"), f'<c r="B1" t="inlineStr"><is>{RICH["raised"][0]}</is></c>')
    whole = parts_of(workbook(rows, strings=strings(RICH["struck out"][0])))
    for name, content in whole.items():
        text = content.decode()
        if MAIN in text:
            text = text.replace("</", "</x:").replace("<", "<x:").replace("<x:/x:", "</x:").replace("<x:?", "<?")
            whole[name] = text.replace(f'xmlns="{MAIN}"', f'xmlns:x="{MAIN}"').encode()
    assert values_of(read_workbook(packed(whole)).sheets[0]) == {"A1": RICH["struck out"][1], "B1": RICH["raised"][1]}


FONTS = f'<font><b/></font><font>{STRUCK}</font><font>{RAISED}</font><font><strike val="0"/><vertAlign val="baseline"/></font>'
STYLES = (  # 0 plain, 1 bold, 2 and 3 marked, 4 not; 5 and 6 marked percents and days
    f'{HEAD}<styleSheet xmlns="{MAIN}"><fonts count="4">{FONTS}</fonts>'
    '<cellStyleXfs><xf numFmtId="0" fontId="1"/></cellStyleXfs><cellXfs><xf/><xf fontId="0"/><xf fontId="1"/><xf fontId="2"/><xf fontId="3"/>'
    '<xf numFmtId="10" fontId="1"/><xf numFmtId="14" fontId="1"/></cellXfs><dxfs><dxf><font><strike/></font></dxf></dxfs></styleSheet>'
)


def styled(value: str, style: int, kind: str = "n") -> str:
    """Return a cell with a style as Excel writes it."""
    return f'<c r="A1" s="{style}" t="{kind}"><v>{value}</v></c>'


STYLED: dict[str, tuple[str, object]] = {
    "number": (styled("7", 2), Marked(7)),
    "number with decimals": (styled("7.5", 3), Marked(7.5)),
    "percent": (styled("0.125", 5), Marked(PercentNumber(0.125))),
    "day": (styled("45657", 6), Marked(datetime(2024, 12, 31))),  # noqa: DTZ001
    "shared text": (styled("0", 2, "s"), Marked("7")),
    "shared rich text": (styled("1", 2, "s"), Marked("31")),
    "inline text": ('<c r="A1" s="2" t="inlineStr"><is><t>7</t></is></c>', Marked("7")),
    "inline rich text": (f'<c r="A1" s="2" t="inlineStr"><is>{RICH["raised"][0]}</is></c>', Marked("31")),
    "result of a formula": ('<c r="A1" s="2" t="str"><f>B1</f><v>7</v></c>', Marked("7")),
    "empty": ('<c r="A1" s="2"/>', None),
    "bold": (styled("7", 1), 7),
    "neither": (styled("7", 4), 7),
    "no style": (cell("A1", "7"), 7),
}


@pytest.mark.parametrize("name", STYLED)
def test_a_cell_that_is_all_struck_out_or_raised_is_known(name: str) -> None:
    """The font of the cell's style marks whatever stands in it; a font that only a condition would use marks nothing."""
    xml, value = STYLED[name]
    found = read(row(1, xml), styles=STYLES, strings=strings("<t>7</t>", RICH["raised"][0])).get("A1")
    assert (found, type(found)) == (value, type(value))


AREA = CellArea(2, 2, 3, 3)
MERGED: dict[str, tuple[str, str, dict[str, Any]]] = {
    "empty below": (row(2, cell("B2", "5")) + row(3, '<c r="B3" s="0"/>'), "B2:C3", {"B2": 5}),
    "a number below": (row(2, cell("B2", "5")) + row(3, cell("B3", "7")), "B2:C3", {"B2": 5, "B3": Covered(7, AREA)}),
    "a number beside": (row(2, cell("B2", "5"), cell("C2", "7")), "B2:C3", {"B2": 5, "C2": Covered(7, AREA)}),
    "the same number": (row(2, cell("B2", "5"), cell("C2", "5")), "B2:C3", {"B2": 5, "C2": Covered(5, AREA)}),
    "nothing above it": (row(3, cell("C3", "7")), "B2:C3", {"C3": Covered(7, AREA)}),
    "a text": (row(2, cell("C2", "ja", "str")), "B2:C3", {"C2": Covered("ja", AREA)}),
    "a marked text": (row(2, cell("C2", "0", "s")), "B2:C3", {"C2": Covered("31", AREA)}),
    "an area from its other corner": (row(2, cell("C2", "7")), "C3:B2", {"C2": Covered(7, AREA)}),
    "around the area": (
        row(1, cell("B1", "1")) + row(2, cell("A2", "2"), cell("D2", "3")) + row(4, cell("C4", "4")),
        "B2:C3",
        {"A2": 2, "B1": 1, "C4": 4, "D2": 3},
    ),
    "rows out of order": (row(3, cell("B3", "7")) + row(2, cell("B2", "5")), "B2:C3", {"B2": 5, "B3": Covered(7, AREA)}),
    "one cell": (row(2, cell("B2", "5")), "B2", {"B2": 5}),
}


@pytest.mark.parametrize("name", MERGED)
def test_a_value_under_a_merged_area_is_covered(name: str) -> None:
    """The top left cell shows its value; what other cells of the area still hold is known with the area, and no number."""
    rows, area, values = MERGED[name]
    after = f'<mergeCells count="1"><mergeCell ref="{area}"/></mergeCells>'
    assert read(rows, after=after, strings=strings(RICH["raised"][0])) == values
    assert str(AREA) == "B2:C3"


INLINE: dict[str, tuple[str, object]] = {
    "value and text": ('<c r="A1" t="inlineStr"><v>7</v><is><t>ja</t></is></c>', "ja"),
    "text and value": ('<c r="A1" t="inlineStr"><is><t>ja</t></is><v>7</v></c>', "ja"),
    "value and rich text": ('<c r="A1" t="inlineStr"><v>7</v><is><r><t>j</t></r><r><t>a</t></r></is></c>', "ja"),
    "value and marked text": (f'<c r="A1" t="inlineStr"><v>7</v><is>{RICH["raised"][0]}</is></c>', Marked("31", "1")),
    "value and an empty text": ('<c r="A1" t="inlineStr"><v>7</v><is/></c>', None),
    "an empty text": ('<c r="A1" t="inlineStr"><is/></c>', None),
    "a text without letters": ('<c r="A1" t="inlineStr"><is><t/></is></c>', None),
    "value alone": ('<c r="A1" t="inlineStr"><v>ja</v></c>', "ja"),
    "text of a formula": ('<c r="A1" t="str"><v>7</v><is><t>ja</t></is></c>', "7"),
    "text of a formula without value": ('<c r="A1" t="str"><is><t>ja</t></is></c>', None),
    "number": ('<c r="A1"><v>7</v><is><t>ja</t></is></c>', 7),
    "number without value": ('<c r="A1"><is><t>ja</t></is></c>', None),
    "shared text": ('<c r="A1" t="s"><v>0</v><is><t>ja</t></is></c>', "nej"),
}


@pytest.mark.parametrize("name", INLINE)
def test_a_text_in_the_cell_is_read_where_the_cell_says_so_and_there_alone(name: str) -> None:
    """A cell of that type shows its own text, whatever value stands beside it; a cell of another type shows its value. The next is itself."""
    xml, value = INLINE[name]
    assert read(row(1, xml, cell("B1", "3")), strings=strings("<t>nej</t>")) == {"B1": 3} | ({} if value is None else {"A1": value})
