"""The page on workbooks and rules matches the program, which generates it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.input.schema.workbooks import WORKBOOKS
from pipeline.problems.model import FINDINGS, Code, Severity
from scripts.documentation import PAGE, compose_page, write_page


def test_the_page_is_what_the_program_writes(tmp_path: Path) -> None:
    """The generated page is up to date: a changed column, rule or wording needs `make docs`."""
    write_page(tmp_path / "page.md")
    assert PAGE.read_bytes() == (tmp_path / "page.md").read_bytes()


def test_every_column_and_note_is_on_the_page() -> None:
    """Each workbook, sheet, header, note and choice can be looked up."""
    page = compose_page()
    for workbook in WORKBOOKS:
        assert f"## {workbook.filename}\n" in page
        for sheet in workbook.sheets:
            assert f"### {sheet.title or 'ét ark pr. år, som 2025'}\n" in page
            for column in sheet.columns:
                assert f"| {column.header} | " in page
                assert column.note in page
                assert all(choice in page for choice in column.choices)


@pytest.mark.parametrize("code", list(Code))
def test_every_rule_is_one_row(code: Code) -> None:
    """Each kind of problem has its code, its severity and its Danish words, with … for what a single one fills in."""
    (row,) = [line for line in compose_page().splitlines() if line.startswith(f"| `{code}` |")]
    assert row.startswith(f"| `{code}` | {'bemærkning' if code in FINDINGS else 'fejl'} | ")
    assert "{" not in row
    assert row.count("|") == 4


def test_findings_are_the_codes_that_stop_nothing() -> None:
    """The severity stands beside the code, whatever the order; these are the findings of the first reports."""
    assert {code for code in Code if code.severity is Severity.FINDING} == FINDINGS
    assert {Code.TMF_SHARE_OFF, Code.AREA_NEW, Code.COUNT_WITHHELD} <= FINDINGS
    assert not {Code.FILE_MISSING, Code.PLAN_WITHOUT_BUDGET, Code.POLICY_UNKNOWN} & FINDINGS
