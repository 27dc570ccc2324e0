"""Problems on the screen, on the page and in marked copies: all of them, in words, and no change to an original."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from rich.console import Console

from pipeline.language.language import load_language
from pipeline.problems.check_folder import write_check
from pipeline.problems.marked_copy_sign import PROPERTY, VALUE
from pipeline.problems.model import Code, Phrase, Place, Problem
from pipeline.problems.rows import make_rows
from pipeline.problems.screen import tell_findings, tell_problems
from tests.broken_inputs import (
    FORUMS,
    INDICATORS,
    PLANS,
    SETTINGS,
    Case,
    case_name,
    cell,
    cells,
    codes,
    content,
    problems_of,
    raw_cell,
    refused,
    sheet,
    small_input,
    text,
    told,
)

DANISH, ENGLISH = load_language("da"), load_language("en")
CODE = "=cmd|'/c calc'!A1"


def screen(problems: Sequence[Problem], *, width: int = 160, terminal: bool = True) -> str:
    """Return what a screen of that width shows."""
    out = StringIO()
    console = Console(file=out, width=width, force_terminal=terminal, no_color=True, markup=False, highlight=False, soft_wrap=not terminal)
    tell_problems(console, problems, DANISH)
    return out.getvalue()


def many(number: int) -> list[Problem]:
    """Return problems of one column."""
    return [
        Problem(
            Code.NOT_A_YEAR,
            Place("input/indikatorer.xlsx", "2025", f"E{row}"),
            {"found": "x", "column": "År", "advice": Phrase("correct_it")},
            area=f"Område {row}",
            period="2025",
        )
        for row in range(2, number + 2)
    ]


def test_the_screen_shows_a_table_with_area_and_period() -> None:
    """Place, area, period, what was found, what was expected and what to do stand in columns of their own."""
    shown = screen(many(1))
    for word in ("Sted", "Gælder", "Periode", "Fundet", "Forventet", "Hvad du gør", "2025!E2", "Område 2", "et årstal fra 1990 til 2100"):
        assert word in shown
    assert "fandt »x«" not in shown


def test_an_empty_column_is_left_out() -> None:
    """A missing file has neither area nor period."""
    shown = screen([Problem(Code.FILE_MISSING, Place("input/fora.xlsx"), {"advice": Phrase("file_example")})])
    assert "Gælder" not in shown
    assert "Hvad du gør" in shown


@pytest.mark.parametrize(("width", "terminal"), [(160, False), (80, True)])
def test_no_screen_or_a_narrow_one_gets_lines_that_can_be_searched(width: int, terminal: bool) -> None:
    """Each problem is told after its address, as in a log."""
    shown = " ".join(screen(many(1), width=width, terminal=terminal).split())
    assert "input/indikatorer.xlsx [2025!E2]: fandt »x« i »År«, forventede et årstal" in shown
    assert "Hvad du gør" not in shown


@pytest.mark.parametrize("terminal", [True, False])
def test_twenty_of_a_file_are_shown_and_the_rest_is_counted(terminal: bool) -> None:
    """The screen shows the first twenty of each file."""
    shown = screen(many(25), terminal=terminal)
    assert shown.count("2025!E") == 20
    assert "… og 5 mere i denne fil" in shown


def test_a_cell_s_text_cannot_colour_or_move_anything() -> None:
    """Markup and escape sequences are shown as they are typed, or as a sign that something stood there."""
    nasty = Problem(
        Code.NOT_A_YEAR,
        Place("input/x.xlsx", "[red]A", "A1"),
        {"found": "[bold]x\x1b[2J\u202e", "column": "År", "advice": Phrase("correct_it")},
    )
    for terminal in (True, False):
        shown = screen([nasty], terminal=terminal)
        assert "[bold]x\ufffd[2J\ufffd" in "".join(shown.split("\n"))
        assert "\x1b[2J" not in shown


def test_no_findings_are_not_mentioned() -> None:
    """A clean input needs no heading."""
    out = StringIO()
    tell_findings(Console(file=out), [], DANISH)
    assert out.getvalue() == ""


def written(folder: Path, *edits: object, language: str = "da") -> Path:
    """Break the small input, write what the check found, and return the folder of it."""
    source = small_input(folder, *edits)  # type: ignore[arg-type]  # because edits are callables
    page = write_check(source, folder / "output", problems_of(source), load_language(language))
    assert page is not None
    return page.parent


def test_the_page_holds_all_of_it_and_runs_nothing(tmp_path: Path) -> None:
    """Every problem stands on the page, a cell's text is text, and nothing is fetched or run."""
    edits = cells(
        INDICATORS,
        "2025",
        {"E2": "<script>alert(1)</script>"} | {f"{column}{row}": f"{column}{row}" for column in "FGHIJKLMNO" for row in range(2, 6)},
    )
    folder = written(tmp_path, cells(PLANS, "Budget", {f"F{row}": "x" for row in range(2, 40)}), edits)
    html = (folder / "index.html").read_text(encoding="utf-8")
    assert html.count('scope="row"') == len(problems_of(tmp_path / "input")) > 40
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    for forbidden in ("<script", "http:", "https:", "src=", "@import", "url("):
        assert forbidden not in html
    assert '<html lang="da">' in html
    assert 'href="helhedsplaner.xlsx"' in html


def test_the_page_speaks_the_language_of_the_settings(tmp_path: Path) -> None:
    """English on request."""
    html = (written(tmp_path, cell(FORUMS, "Modtagere", "C2", "x"), language="en") / "index.html").read_text(encoding="utf-8")
    assert '<html lang="en">' in html
    assert "one e-mail address" in html
    assert "Hvad du gør" not in html


def comment_on(worksheet: object) -> None:
    """Leave a remark as a colleague does."""
    worksheet["E2"].comment = Comment("Ring til Anne", "Bo")  # type: ignore[index]  # because openpyxl's sheets are indexed by address


def test_the_copy_marks_each_cell_and_keeps_what_was_said(tmp_path: Path) -> None:
    """A fill and a comment at the cell, an older comment first, a list in front whose links lead to the cells."""
    folder = written(tmp_path, cells(INDICATORS, "2025", {"E2": "mange", "E3": None}), sheet(INDICATORS, "2025", comment_on))
    book = load_workbook(folder / INDICATORS)
    first, marked = book.worksheets[0], book["2025"]
    assert first.title == "Fejl"
    assert [[one.value for one in row[:4]] for row in first.iter_rows(min_row=5)] == [[1, "Fejl", "2025", "E2"], [2, "Fejl", "2025", "E3"]]
    assert [first.cell(row, 4).hyperlink.location for row in (5, 6)] == ["'2025'!E2", "'2025'!E3"]
    assert marked["E2"].comment.text.startswith("Ring til Anne\n\nFejl: »mange«")
    assert "Udfyld den." in marked["E3"].comment.text
    assert marked["E2"].fill.fgColor.rgb == marked["E3"].fill.fgColor.rgb != marked["E4"].fill.fgColor.rgb
    assert [one.sheet_view.tabSelected for one in book.worksheets] == [True] + [False] * (len(book.worksheets) - 1)


def test_findings_are_marked_in_another_colour(tmp_path: Path) -> None:
    """What stops nothing looks different from what does."""
    folder = written(tmp_path, cell(PLANS, "Helhedsplaner", "E2", "Kommune"))
    book = load_workbook(folder / PLANS)
    kinds = {row[1].value for row in book["Fejl"].iter_rows(min_row=5)}
    assert kinds == {"Bemærkning til data"}
    assert book["Helhedsplaner"]["E2"].fill.fgColor.rgb.endswith("FBE7A1")


def test_a_cell_s_formula_never_lives_in_what_we_write(tmp_path: Path) -> None:
    """A text that begins with = stays a text in the list and in the copy, and formulas are their stored results."""
    inline = f'<c r="E2" t="inlineStr"><is><t>{CODE}</t></is></c>'
    formula = '<c r="E3"><f>1+1</f><v>2</v></c>'
    edits = [raw_cell(INDICATORS, "2025", "E2", inline), raw_cell(INDICATORS, "2025", "E3", formula)]
    folder = written(tmp_path, *edits)
    with ZipFile(folder / INDICATORS) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    assert not [xml for xml in sheets if b"<f>" in xml or b"<f " in xml]
    book = load_workbook(folder / INDICATORS)
    assert (book["2025"]["E2"].value, book["2025"]["E2"].data_type, book["2025"]["E3"].value) == (CODE, "s", 2)
    assert CODE in str(book["Fejl"]["G5"].value)


def test_the_original_is_never_touched(tmp_path: Path) -> None:
    """The workbooks in the input folder are the same bytes after a check."""
    source = small_input(tmp_path, cell(INDICATORS, "2025", "E2", "x"))
    before = {path: path.read_bytes() for path in source.rglob("*") if path.is_file()}
    write_check(source, tmp_path / "output", problems_of(source), DANISH)
    assert {path: path.read_bytes() for path in source.rglob("*") if path.is_file()} == before


def test_several_cells_rows_and_merged_cells_are_marked(tmp_path: Path) -> None:
    """All cells of a place are marked, a row at its beginning, a merged area at its top left."""
    book = Workbook()
    sheet_of_book = book.active
    assert sheet_of_book is not None
    sheet_of_book.title = "Ark 'et'"
    sheet_of_book.merge_cells("C3:D4")
    (tmp_path / "input").mkdir()
    book.save(tmp_path / "input" / "fora.xlsx")
    facts = {"found": "x", "column": "År", "advice": Phrase("correct_it")}
    problems = [
        Problem(Code.NOT_A_YEAR, Place("input/fora.xlsx", "Ark 'et'", *where), facts)
        for where in (("A1", ("B2",)), ("17",), ("D4",), ("AA",), ())
    ]
    page = write_check(tmp_path / "input", tmp_path / "output", problems, DANISH)
    assert page is not None
    copy = load_workbook(page.parent / "fora.xlsx")
    marked = copy["Ark 'et'"]
    assert [address for address in ("A1", "B2", "A17", "C3", "AA1", "A2") if marked[address].comment] == ["A1", "B2", "A17", "C3", "AA1"]
    assert copy["Fejl"]["C9"].hyperlink.location == "'Ark ''et'''!A1"


def test_a_workbook_that_cannot_be_copied_is_told_on_the_page_alone(tmp_path: Path) -> None:
    """A file that is no workbook has no copy, and the page says so."""
    folder = written(tmp_path, content(FORUMS, b"Forum-id;Forum"))
    assert not list(folder.glob("*.xlsx"))
    assert "Der er ingen markeret kopi" in (folder / "index.html").read_text(encoding="utf-8")


def test_settings_have_a_place_on_the_page(tmp_path: Path) -> None:
    """A wrong setting is told with its key, and nobody looks for a copy of a text file."""
    html = (written(tmp_path, text(SETTINGS, "smallest_shown = 5", "smallest_shown = 2")) / "index.html").read_text(encoding="utf-8")
    assert "small_numbers.smallest_shown" in html
    assert "ingen markeret kopi" not in html


def test_what_was_told_goes_when_it_is_corrected(tmp_path: Path) -> None:
    """The folder of the last check is replaced, and goes when there is nothing to tell."""
    folder = written(tmp_path, cell(INDICATORS, "2025", "E2", "x"), cell(FORUMS, "Modtagere", "C2", "x"))
    assert sorted(path.name for path in folder.glob("*.*")) == [".written.json", FORUMS, "index.html", INDICATORS]
    assert write_check(tmp_path / "input", tmp_path / "output", (), DANISH) is None
    assert not folder.exists()


def put_copy_back(folder: Path) -> None:
    """Lay the marked copy into the input folder, as happens."""
    (folder / INDICATORS).write_bytes((written(folder.parent / "first", cell(INDICATORS, "2025", "E2", "x")) / INDICATORS).read_bytes())


CASES = [
    Case(
        Code.FILE_IS_CHECK_COPY,
        put_copy_back,
        (
            "input/indikatorer.xlsx: fandt en markeret kontrolkopi, forventede selve projektmappen. Læg originalen tilbage, og ret fejlene i den.",
        ),
    )
]


@pytest.mark.parametrize("case", CASES, ids=case_name)
def test_a_copy_among_the_input_is_refused(case: Case, tmp_path: Path) -> None:
    """Its cells are coloured and its formulas gone: it is known by its property, and by its first sheet where the property is lost."""
    problems = refused(tmp_path, case.edit)
    assert codes(problems) == [case.code]
    assert told(problems) == list(case.told)
    copy = tmp_path / "input" / INDICATORS
    book = load_workbook(copy)
    assert {one.name: one.value for one in book.custom_doc_props.props} == {PROPERTY: VALUE}
    without = Workbook()
    assert without.active is not None
    without.active.title = book.worksheets[0].title
    without.active["A1"] = book.worksheets[0]["A1"].value
    saved = BytesIO()
    without.save(saved)
    copy.write_bytes(saved.getvalue())
    assert codes(problems_of(tmp_path / "input")) == [case.code]


def test_rows_say_what_kind_they_are() -> None:
    """A finding is no error, and a date among its facts is a Danish date."""
    late = Problem(
        Code.COMMITMENT_MISSING, Place("input/helhedsplaner.xlsx", "Helhedsplaner", "K2"), {"plan": "Plan", "start": date(2026, 1, 1)}
    )
    (row,) = make_rows([late], DANISH)
    assert row.finding
    assert row.found == "Plan starter 1. januar 2026 og mangler LBF's tilsagn."
