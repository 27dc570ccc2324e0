"""Which parts begin on the page where the previous part ends."""

from __future__ import annotations

from collections.abc import Sequence

import pypdfium2
import pytest
from weasyprint import CSS, HTML

from pipeline.render.fitting import Layout, ReportPart, find_parts, find_running_on, fit
from pipeline.render.pdf import render_pdf

FULL = ReportPart("answer", 0, 0, 0.0, 0.9)


def part(name: str, first: int, last: int, end: float, start: float = 0.0) -> ReportPart:
    """Return a part that begins at the top of a page."""
    return ReportPart(name, first, last, start, end)


def test_parts_that_fill_their_pages_keep_them() -> None:
    """The usual report: four parts, four pages."""
    parts = [FULL, part("areas", 1, 1, 0.95), part("organisation", 2, 2, 0.8), part("method", 3, 3, 0.9)]
    assert find_running_on(parts) == []


def test_a_part_begins_where_the_one_before_leaves_half_a_page() -> None:
    """The areas spill on a second page and leave most of it empty: money begins there, and where that ends decides on the method."""
    parts = [FULL, part("areas", 1, 2, 0.2), part("organisation", 3, 3, 0.7), part("method", 4, 4, 0.9)]
    assert find_running_on(parts) == ["organisation"]  # which now ends at 0.9 of that page
    parts = [FULL, part("areas", 1, 2, 0.4), part("organisation", 3, 3, 0.9), part("method", 4, 4, 0.9)]
    assert find_running_on(parts) == ["organisation", "method"]  # which ends at 0.3 of the next


def test_a_part_that_runs_on_is_not_named_again() -> None:
    """The second layout is looked at with its own places, so the search ends."""
    parts = [FULL, part("areas", 1, 2, 0.2), ReportPart("organisation", 2, 2, 0.25, 0.95), part("method", 3, 3, 0.9)]
    assert find_running_on(parts) == []


PAGE = '<!DOCTYPE html><html lang="da"><head><title>Prøve</title><style>div {{ height: 10mm }}</style></head><body>{}</body></html>'


def section(name: str, millimetres: int) -> str:
    """Return a part that is so high."""
    return f'<section class="page {name}"><p>{name}</p>{"<div></div>" * (millimetres // 10)}</section>'


def pages_of(*parts: tuple[str, int]) -> list[str]:
    """Return the texts of the pages on which these parts are printed by the report's own style."""
    pdf = render_pdf(PAGE.format("".join(section(*one) for one in parts)))
    return [page.get_textpage().get_text_bounded().strip() for page in pypdfium2.PdfDocument(pdf)]


@pytest.mark.parametrize(("first", "pages"), [(100, 1), (200, 2)])
def test_paper_shows_what_was_reckoned(first: int, pages: int) -> None:
    """After 100 of 257 mm the next part begins on the same page, after 200 on a new one."""
    assert len(pages_of(("answer", first), ("areas", 60))) == pages


def test_air_is_taken_only_where_it_saves_a_page() -> None:
    """The tight style sheet takes the place of the loose one when fewer pages come out of it."""
    drawn: list[list[str]] = []
    whole = HTML(string=PAGE.format(section("answer", 200) + section("areas", 270)))

    def draw(rules: Sequence[str]) -> Layout:
        drawn.append(list(rules))
        sheets = [CSS(string="@page { size: A4; margin: 20mm 0 } .page { break-before: page }"), *(CSS(string=rule) for rule in rules)]
        return whole.render(stylesheets=sheets)

    tight = ".areas div { height: 7mm !important }"
    assert len(fit(draw, tight).pages) == 2
    assert drawn == [[], [tight]]
    assert len(fit(draw, ".areas { color: red }").pages) == 3
    assert [(one.name, one.first, one.last) for one in find_parts(draw([]))] == [("answer", 0, 0), ("areas", 1, 2)]
