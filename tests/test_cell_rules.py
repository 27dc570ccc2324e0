"""The checks inside the workbooks: from the schema, the same for colours, refusals and counts, within Excel's limits."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.utils import get_column_letter

from pipeline.input.check_input import check_input
from pipeline.input.schema.columns import Kind
from pipeline.input.schema.indicator_workbook import AREAS
from pipeline.input.schema.workbooks import WORKBOOKS
from pipeline.workbooks.cell_colours import LONGEST_FORMULA, LONGEST_TITLE, in_row
from pipeline.workbooks.cell_rules import cell_rules
from pipeline.workbooks.control_sheet import CONTROL_TITLE, DELETED, HEAD_ROW, WHOLE_SHEET
from pipeline.workbooks.drop_downs import LISTS_TITLE
from pipeline.workbooks.example.generate import write_example
from pipeline.workbooks.guide import GUIDE_TITLE
from pipeline.workbooks.laid_out import LaidOut
from pipeline.workbooks.template import PLACEHOLDER, write_template
from tests.build import SAMPLE

LONGEST_MESSAGE = 224
MOST_BYTES = 300_000


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> list[Workbook]:
    """The workbooks of the example and of the template."""
    folder = tmp_path_factory.mktemp("books")
    return [load_workbook(file) for file in (*write_example(folder / "example"), *write_template(folder / "template"))]


def test_colours_refusals_and_counts_are_of_one_formula(books: list[Workbook]) -> None:
    """Each column of each sheet has its colours, and what Excel refuses is the formula of a colour turned round."""
    for book in books:
        for worksheet in book:
            if worksheet.title in {CONTROL_TITLE, LISTS_TITLE, GUIDE_TITLE}:
                continue
            coloured = {
                (str(area.sqref).split("2:")[0], formula)
                for area in worksheet.conditional_formatting
                for rule in area.rules
                for formula in rule.formula
            }
            assert {letter for letter, _ in coloured} == {get_column_letter(place) for place in range(1, worksheet.max_column + 1)}
            refused = [one for one in worksheet.data_validations.dataValidation if one.type == "custom"]
            for one in refused:
                letter, wrong = str(one.sqref).split("2:")[0], one.formula1.removeprefix("NOT(")[:-1]
                assert [formula for column, formula in coloured if column == letter and formula.startswith(f"({wrong})*(1-")]


def test_what_excel_refuses_is_within_its_limits(books: list[Workbook]) -> None:
    """A longer formula, title or message makes Excel call the whole workbook damaged."""
    found = [one for book in books for worksheet in book for one in worksheet.data_validations.dataValidation]
    assert len(found) > 100
    for one in found:
        assert len(one.formula1) <= LONGEST_FORMULA
        assert len(one.errorTitle) <= LONGEST_TITLE
        assert len(one.error) <= LONGEST_MESSAGE


def shown_for(head: Cell | MergedCell) -> str:
    """Return what the sheet of counts has for a header: the header, or its cell where a person writes it and may delete it."""
    if head.value == PLACEHOLDER or isinstance(head.value, int):
        return f'=IFERROR(\'{head.parent.title}\'!${head.column_letter}$1&"","{DELETED}")'
    return str(head.value)


def test_every_column_is_counted_once(books: list[Workbook]) -> None:
    """Each sheet with all its columns, in the order of the workbook, under a row of its own."""
    for book in books:
        control = book[CONTROL_TITLE]
        rows = [tuple(cell.value for cell in row[:2]) for row in control.iter_rows(min_row=HEAD_ROW + 1)]
        expected = [
            (worksheet.title, header)
            for worksheet in book
            if worksheet.title not in {CONTROL_TITLE, LISTS_TITLE, GUIDE_TITLE}
            for header in (WHOLE_SHEET, *(shown_for(cell) for cell in worksheet[1]))
        ]
        assert rows == expected


def test_a_cell_that_excel_would_count_has_a_rule_for_every_kind() -> None:
    """Only a list of several ids is left to `check`."""
    without = {
        column.kind
        for workbook in WORKBOOKS
        for sheet in workbook.sheets
        for column, rule in zip(
            sheet.columns, cell_rules(sheet, {column.refers_to or column.header: "Liste" for column in sheet.columns}), strict=True
        )
        if ",FALSE)" in rule.wrong
    }
    assert without == {Kind.REFERENCES}


def test_names_of_lists_do_not_mix_two_lists() -> None:
    """Within a workbook a header with a closed list always has the same list."""
    for workbook in WORKBOOKS:
        lists: dict[str, set[tuple[str, ...]]] = {}
        for column in (column for sheet in workbook.sheets for column in sheet.columns if column.choices):
            lists.setdefault(column.header, set()).add(tuple(column.choices))
        assert {header for header, found in lists.items() if len(found) > 1} == set()


def test_the_program_reads_past_the_checks(tmp_path: Path) -> None:
    """The sheet of formulas is no part of the input: what is read and found is what the repository's own example gives."""
    folder = tmp_path / "input"
    write_example(folder)
    for name in ("indstillinger.toml", "politik"):
        (folder / name).symlink_to(SAMPLE / name)
    tables, own = check_input(folder).tables, check_input(SAMPLE).tables
    assert tables.findings == own.findings
    assert tables.budget.equals(own.budget)


def test_four_hundred_areas_stay_a_small_file(tmp_path: Path) -> None:
    """With their checks, for two years."""
    sizes = {file.name: file.stat().st_size for file in write_example(tmp_path, forums=7, areas=400, years=(2011, 2025), plans=33)}
    assert max(sizes.values()) < MOST_BYTES, sizes


def test_a_formula_moves_along_with_its_row() -> None:
    """Its columns stay, its row does not; a whole column stays whole."""
    assert in_row("[a]>[[b]]", LaidOut(AREAS, "2025", {"a": "C", "b": "D"}, 5)) == "$C5>$D$5:$D$2000"
