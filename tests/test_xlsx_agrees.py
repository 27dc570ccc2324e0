"""The reader and openpyxl, which share no code, find the same values under the same addresses in every sound workbook."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from pipeline.xlsx.cells import PercentNumber, SheetCells, UnsavedFormula
from pipeline.xlsx.texts import clean_text
from pipeline.xlsx.workbook import read_workbook
from tests.build import ROOT
from tests.xlsx_parts import MAIN, OF_BOOK, STRINGS, packed, parts_of, values_of

SECOND = timedelta(seconds=1)
FORMATS = ["General", "0.00", "0%", '0.0" %"', "dd-mm-yyyy", "yyyy-mm-dd hh:mm:ss", "[h]:mm:ss", "[Red]0;[Blue]-0"]
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\r\ufffe\uffff"), max_size=12).filter(
    lambda text: not ILLEGAL_CHARACTERS_RE.search(text)
)
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**14), 10**14),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.datetimes(datetime(1900, 3, 1), datetime(9999, 12, 30)).map(lambda moment: moment.replace(microsecond=0)),  # noqa: DTZ001
    st.times().map(lambda clock: clock.replace(microsecond=0)),
    st.timedeltas(SECOND, timedelta(days=999)).map(lambda span: timedelta(seconds=int(span.total_seconds()))),
    st.sampled_from(["#N/A", "#DIV/0!", "=A1+1", "007", " æ ", "a_x000D_b", "1e5"]),
    TEXTS.filter(lambda text: not text.startswith("=")),
)
CELLS = st.dictionaries(
    st.tuples(st.integers(1, 60), st.integers(1, 40)), st.tuples(VALUES, st.none() | st.sampled_from(FORMATS)), max_size=25
)


def whole_of(cells: dict[tuple[int, int], tuple[Any, str | None]]) -> bytes:
    """Return a workbook of these cells, saved by openpyxl."""
    book = Workbook()
    for (number, column), (value, code) in cells.items():
        target = book.worksheets[0].cell(number, column, value)
        if code and isinstance(value, int | float):
            target.number_format = code
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


def with_shared_strings(whole: bytes) -> bytes:
    """Return a workbook of openpyxl's with its texts where Excel puts them."""
    parts = parts_of(whole)
    name = "xl/worksheets/sheet1.xml"
    texts: list[str] = []
    pieces = parts[name].decode().split(' t="inlineStr"><is>')
    for place, piece in enumerate(pieces[1:], 1):
        text, _, rest = piece.partition("</is>")
        pieces[place] = f' t="s"><v>{len(texts)}</v>{rest}'
        texts.append(text)
    parts[name] = "".join(pieces).encode()
    parts[STRINGS] = f'<sst xmlns="{MAIN}">{"".join(f"<si>{text}</si>" for text in texts)}</sst>'.encode()
    if b"sharedStrings" not in parts[OF_BOOK]:
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
        new = f'<Relationship Id="rIdS" Type="{kind}" Target="sharedStrings.xml"/></Relationships>'.encode()
        parts[OF_BOOK] = parts[OF_BOOK].replace(b"</Relationships>", new)
    return packed(parts)


def of_openpyxl(whole: bytes) -> list[dict[str, Any]]:
    """Return what openpyxl reads from each sheet, formulas without a result among it, texts as they are shown."""
    sheets = []
    for shown, written in zip(
        load_workbook(BytesIO(whole), data_only=True).worksheets, load_workbook(BytesIO(whole)).worksheets, strict=True
    ):
        found: dict[str, Any] = {}
        for line in written.iter_rows():
            for one in line:
                value = shown[one.coordinate].value
                value = UnsavedFormula() if value is None and one.data_type == "f" else value
                found[one.coordinate] = clean_text(value) if isinstance(value, str) else value
        sheets.append({address: value for address, value in found.items() if value is not None})
    return sheets


def differences(ours: SheetCells, theirs: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Return the addresses whose values differ."""
    found = values_of(ours)
    return {
        address: (found.get(address), theirs.get(address))
        for address in found.keys() | theirs.keys()
        if not same(found.get(address), theirs.get(address))
    }


def same(ours: Any, theirs: Any) -> bool:
    """Return whether two values are one; openpyxl rounds moments in its own ways, by less than a millisecond."""
    if isinstance(ours, datetime) and isinstance(theirs, datetime):
        return abs(ours - theirs) < SECOND / 1000
    return type(ours) in {type(theirs), PercentNumber} | ({str} if isinstance(ours, str) else set()) and bool(ours == theirs)


@settings(max_examples=150, derandomize=True, deadline=None)
@given(cells=CELLS)
def test_every_cell_of_any_workbook_agrees(cells: dict[tuple[int, int], tuple[Any, str | None]]) -> None:
    """Numbers, texts, truths, moments, errors and formulas, wherever they stand and whatever their format."""
    whole = whole_of(cells)
    for content in (whole, with_shared_strings(whole)):
        assert differences(read_workbook(content).sheets[0], of_openpyxl(content)[0]) == {}


@pytest.mark.parametrize("name", ["fora.xlsx", "helhedsplaner.xlsx", "indikatorer.xlsx"])
def test_every_cell_of_the_example_agrees(name: str) -> None:
    """The workbooks that people start from hold the same for both, and their sheets stand in the same order."""
    content = (ROOT / "input" / name).read_bytes()
    ours, theirs = read_workbook(content).sheets, of_openpyxl(content)
    assert [sheet.title for sheet in ours] == load_workbook(BytesIO(content)).sheetnames
    assert [differences(*both) for both in zip(ours, theirs, strict=True)] == [{}] * len(ours)
    assert sum(len(values_of(sheet)) for sheet in ours) > 100


def test_the_comparison_finds_a_difference() -> None:
    """A value that was changed under openpyxl's eyes is found, so agreement means something."""
    whole = whole_of({(2, 3): (1.5, None), (3, 3): ("a", None)})
    with ZipFile(BytesIO(whole)) as archive:
        changed = packed({name: archive.read(name).replace(b"<v>1.5</v>", b"<v>1.25</v>") for name in archive.namelist()})
    assert differences(read_workbook(changed).sheets[0], of_openpyxl(whole)[0]) == {"C2": (1.25, 1.5)}
