"""Marked copies of unusual workbooks: nothing in them is active, every mark is visible, and a strange cell never prevents the copy."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.language.language import load_language
from pipeline.problems.marked_copies.annotate import annotate_workbook
from pipeline.problems.marked_copies.in_own_process import words_of_copy
from pipeline.problems.marked_copies.marks import ERROR_FILL, FINDING_FILL, LONGEST_COMMENT, MOST_MARKED
from pipeline.problems.marked_copy_sign import PROPERTY, VALUE
from pipeline.problems.model import Code, Phrase, Place, Problem
from pipeline.problems.rows import make_rows

DANISH = load_language("da")
FILE, SHEET = "input/indikatorer.xlsx", "2025"
DDE = "cmd|'/c calc'!A1"


def small_book() -> tuple[Workbook, Worksheet]:
    """Return a workbook of one sheet with a header and three rows."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = SHEET
    for row in (("Id", "Antal"), ("A1", 1), ("A2", 2), ("A3", 3)):
        sheet.append(row)
    return book, sheet


def wrong(cell: str | None, *more: str, sheet: str = SHEET, code: Code = Code.NOT_A_YEAR) -> Problem:
    """Return an error, or another problem, at a cell."""
    facts = {"found": "x", "column": "År", "advice": Phrase("correct_it"), "plan": "Plan"}
    return Problem(code, Place(FILE, sheet, cell, more), facts, area="Mjølnerparken", period="2025")


def saved(book: Workbook) -> bytes:
    """Return a workbook's bytes."""
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def copy_of(book: Workbook, problems: Sequence[Problem]) -> bytes:
    """Return the marked copy's bytes."""
    return annotate_workbook(saved(book), make_rows(problems, DANISH), words_of_copy(DANISH))


def marked(book: Workbook, *problems: Problem) -> Workbook:
    """Return the marked copy, opened again."""
    return load_workbook(BytesIO(copy_of(book, problems)))


def colour(book: Workbook, cell: str) -> str:
    """Return a cell's fill without its opacity."""
    return str(book[SHEET][cell].fill.fgColor.rgb)[-6:]


def test_nothing_in_the_copy_is_calculated() -> None:
    """Formulas also stand in names, drop-downs, conditional formats and tables: none of them is in the copy, nor a call of another program."""
    book, sheet = small_book()
    book.defined_names["Kald"] = DefinedName("Kald", attr_text=DDE)
    sheet.defined_names["Her"] = DefinedName("Her", attr_text="OFFSET('2025'!A1,1,1)")
    choices = DataValidation(type="list", formula1="INDIRECT(A1)")
    choices.add("B2")
    sheet.add_data_validation(choices)
    sheet.conditional_formatting.add("A1:B4", FormulaRule(["$B1>WEBSERVICE(A1)"], fill=PatternFill("solid", bgColor="00FF00")))
    sheet.add_table(Table(displayName="Tal", ref="A1:B4"))
    with ZipFile(BytesIO(copy_of(book, [wrong("B2")]))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    whole = b"".join(parts.values())
    for live in (b"cmd|", b"OFFSET", b"INDIRECT", b"WEBSERVICE", b"<f>", b"<dataValidation", b"<conditionalFormatting"):
        assert live not in whole, live
    assert not [name for name in parts if "table" in name.lower()]


def test_a_row_is_marked_as_far_as_it_is_filled() -> None:
    """A problem of a whole row, such as a missing header, colours the row's cells and speaks at the first."""
    copy = marked(small_book()[0], wrong("3"))
    assert [colour(copy, cell) for cell in ("A3", "B3")] == [ERROR_FILL, ERROR_FILL]
    assert colour(copy, "C3") != ERROR_FILL
    assert [bool(copy[SHEET][cell].comment) for cell in ("A3", "B3")] == [True, False]
    assert copy.worksheets[0]["D5"].hyperlink.location == f"'{SHEET}'!A3"


@pytest.mark.parametrize("cell", ["XFE1", "A1048577", "A0", "ZZZ9999999", "7777777", "a key"])
def test_a_cell_that_no_sheet_has_is_listed_and_costs_no_copy(cell: str) -> None:
    """An address beyond the last row or column marks nothing; the others are marked all the same."""
    copy = marked(small_book()[0], wrong(cell), wrong("B2"))
    assert [copy.worksheets[0].cell(row, 4).value for row in (5, 6)] == [cell, "B2"]
    assert copy.worksheets[0]["D5"].hyperlink.location == f"'{SHEET}'!A1"
    assert colour(copy, "B2") == ERROR_FILL


def test_a_mark_on_a_hidden_sheet_row_and_column_is_seen() -> None:
    """What is hidden is shown where something is marked in it, and stays hidden elsewhere."""
    book, sheet = small_book()
    sheet.row_dimensions[3].hidden = sheet.row_dimensions[4].hidden = True
    sheet.column_dimensions.group("B", "D", hidden=True)
    sheet.sheet_state = "veryHidden"
    book.create_sheet("Andet").sheet_state = "visible"
    book.create_sheet("Lister").sheet_state = "hidden"
    copy = marked(book, wrong("C3"))
    assert [one.sheet_state for one in copy.worksheets] == ["visible", "visible", "visible", "hidden"]
    rows, columns = copy[SHEET].row_dimensions, copy[SHEET].column_dimensions
    assert (rows[3].hidden, rows[4].hidden) == (False, True)
    assert not columns["B"].hidden


def test_an_error_outshines_a_finding() -> None:
    """Where a cell has both, it has the colour of the error, whichever comes first, and says both."""
    finding, error = wrong("B2", code=Code.PLAN_WITHOUT_ESTATE), wrong("B2")
    for problems in ((finding, error), (error, finding)):
        copy = marked(small_book()[0], *problems)
        assert colour(copy, "B2") == ERROR_FILL
        assert "Bemærkning til data: " in copy[SHEET]["B2"].comment.text
        assert "Fejl: " in copy[SHEET]["B2"].comment.text
    assert colour(marked(small_book()[0], finding), "B2") == FINDING_FILL


def test_a_cell_with_very_many_problems_says_some_of_them() -> None:
    """A comment stays within what Excel opens, the older words first, and the list has all."""
    book, sheet = small_book()
    sheet["B2"].comment = Comment("Ring til Anne", "Bo")
    copy = marked(book, *(wrong("B2") for _ in range(1500)))
    said = copy[SHEET]["B2"].comment.text
    assert said.startswith("Ring til Anne\n\nFejl: ")
    assert len(said) <= LONGEST_COMMENT
    assert said.endswith("…")
    assert copy.worksheets[0].max_row == 4 + 1500


def test_a_person_s_comment_that_looks_cut_gets_the_words_too() -> None:
    """Only a comment that was cut here is full."""
    book, sheet = small_book()
    sheet["B2"].comment = Comment("Ring til Anne\n…", "Bo")
    assert marked(book, wrong("B2"))[SHEET]["B2"].comment.text.startswith("Ring til Anne\n…\n\nFejl: ")


def test_at_most_so_many_cells_are_marked() -> None:
    """Cells are counted and not problems: beyond the limit they are listed only, and the sheet says so."""
    book, _ = small_book()
    many = [f"A{row}" for row in range(1, MOST_MARKED + 1)]
    assert marked(book, wrong(*many)).worksheets[0]["A3"].value is None
    copy = marked(book, wrong(*many), wrong("B2"))
    assert str(MOST_MARKED) in copy.worksheets[0]["A3"].value
    assert colour(copy, f"A{MOST_MARKED}") == ERROR_FILL
    assert copy[SHEET]["B2"].comment is None
    assert copy.worksheets[0].cell(6, 4).value == "B2"


def test_a_workbook_with_our_property_already_has_it_once() -> None:
    """A property of that name with another value is replaced."""
    book, _ = small_book()
    book.custom_doc_props.append(StringProperty(name=PROPERTY, value="noget andet"))
    copy = marked(book, wrong("B2"))
    assert [(one.name, one.value) for one in copy.custom_doc_props.props] == [(PROPERTY, VALUE)]


def test_a_template_becomes_a_workbook() -> None:
    """A workbook that was saved as a template is a workbook in its copy, as its file's name says."""
    book, _ = small_book()
    book.template = True
    with ZipFile(BytesIO(copy_of(book, [wrong("B2")]))) as archive:
        assert b"spreadsheetml.sheet.main+xml" in archive.read("[Content_Types].xml")


def test_an_error_value_is_seen_and_a_formula_without_result_is_empty_and_marked() -> None:
    """What Excel shows, the copy shows; a formula that nobody calculated leaves an empty, marked cell."""
    book, sheet = small_book()
    sheet["B2"], sheet["B3"] = "#REF!", "=1+1"
    copy = marked(book, wrong("B2"), wrong("B3"))
    assert copy[SHEET]["B2"].value == "#REF!"
    assert copy[SHEET]["B3"].value is None
    assert colour(copy, "B3") == ERROR_FILL


def test_the_list_keeps_what_is_said_as_text() -> None:
    """A sheet's name and an area that begin with = are texts in the list, also when somebody edits the cell."""
    problem = Problem(
        Code.NOT_A_YEAR,
        Place(FILE, SHEET, "B2"),
        {"found": "x", "column": "År", "advice": Phrase("correct_it")},
        area=f"={DDE}",
        period="=1+1",
    )
    listed = marked(small_book()[0], problem).worksheets[0]
    assert [(listed[cell].data_type, listed[cell].quotePrefix) for cell in ("E5", "F5")] == [("s", True), ("s", True)]


def test_a_comment_says_which_part_is_which() -> None:
    """What was found stands after the kind, what was expected after its own word, and then what to do."""
    said = marked(small_book()[0], wrong("B2"))[SHEET]["B2"].comment.text
    assert said.splitlines() == ["Fejl: »x« i »År«", "Forventet: et årstal fra 1990 til 2100, som 2025", "Ret det."]


def test_a_taken_title_gets_a_number() -> None:
    """An analyst's own sheet named Fejl stays, and the list goes beside it."""
    book, _ = small_book()
    book.create_sheet("FEJL")
    assert marked(book, wrong("B2")).sheetnames == ["Fejl (2)", SHEET, "FEJL"]


def test_a_row_of_the_list_is_as_high_as_its_text() -> None:
    """A long text is wrapped and seen whole, in programs too that leave rows as they are."""
    book, _ = small_book()
    long = Problem(Code.NOT_A_YEAR, Place(FILE, SHEET, "B2"), {"found": "ord " * 60, "column": "År", "advice": Phrase("correct_it")})
    listed = marked(book, wrong("B3"), long).worksheets[0]
    assert listed.row_dimensions[5].height == 15
    assert listed.row_dimensions[6].height >= 15 * len("ord " * 60) / listed.column_dimensions["G"].width
