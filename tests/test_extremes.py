"""Extreme forums in print: nothing lost, clipped or overlapping, headers repeated, no page nearly empty."""

from __future__ import annotations

import pypdfium2
import pytest

from pipeline.language.language import load_language
from tests.extremes import LARGEST, LONGEST_NAMES, REDRAWN, SMALLEST, Size, city_of, pdf_of, report_of
from tests.reading_pdf import body_of, filled, lines_of, overlapping, squeezed, texts_of

ENGLISH = Size(40, 20, long_names=True, language="en")
MIDDLE = Size(7, 5, long_names=True)
SIZES = {"smallest": SMALLEST, "middle": MIDDLE, "largest": LARGEST, "longest": LONGEST_NAMES, "english": ENGLISH, "redrawn": REDRAWN}
USUAL_PAGES = 4
AREAS_A_PAGE, PLANS_A_PAGE = 12, 8  # with the longest names, at least
HEADING = 10.4  # points: smaller type is no heading
SIDE = 50.0  # points: the margins left and right
MOST_BYTES = 600_000


def document(name: str) -> pypdfium2.PdfDocument:
    """Return a size's PDF, the city's of the longest names for ``city``."""
    return pypdfium2.PdfDocument(pdf_of(LONGEST_NAMES, city=True) if name == "city" else pdf_of(SIZES[name]))


EVERY = [*SIZES, "city"]
SLOW = {"longest", "redrawn", "middle"}  # the largest and the smallest stand for them every time


@pytest.mark.parametrize("name", [pytest.param(name, marks=pytest.mark.faults if name in SLOW else ()) for name in SIZES])
def test_every_name_is_found_whole(name: str) -> None:
    """Areas, plans, applicants, posts, contracts, findings and questions: nothing is lost over a page break or cut."""
    report, text = report_of(SIZES[name]), "".join(texts_of(pdf_of(SIZES[name])))
    names = [report.forum, *(area.name for area in (*report.areas.rows, *report.areas.totals))]
    names += [part for plan in report.money.plans for part in (plan.plan, plan.applicant)]
    names += [row.administration for row in report.money.administrations]
    names += [contract.contract for contract in report.organisation.contracts]
    names += [finding.text for finding in report.method.findings]
    names += [question.striptags() for question in report.answer.questions]
    assert [one for one in names if squeezed(one).replace("-", "") not in text.replace("-", "").replace("\ufffe", "")] == []


@pytest.mark.parametrize("name", SIZES)
def test_a_table_that_goes_on_repeats_its_head(name: str) -> None:
    """No area and no plan stands on a page without the head of its table."""
    size = SIZES[name]
    language, report, pages = load_language(size.language), report_of(size), texts_of(pdf_of(size))
    for head, names in (
        (language.gettext("Criteria met"), [area.name for area in report.areas.rows]),
        (language.gettext("Plan and applicant"), [plan.plan for plan in report.money.plans]),
    ):
        headed = "".join(page for page in pages if squeezed(head) in page)
        assert [one for one in names if squeezed(one) not in headed] == []


@pytest.mark.parametrize("name", SIZES)
def test_the_pages_are_as_many_as_the_rows_need(name: str) -> None:
    """Four pages hold seven areas and six plans; each dozen of areas and eight of plans more may take one, the findings of all areas two."""
    size = SIZES[name]
    more = -(-max(0, size.areas - 7) // AREAS_A_PAGE) + -(-max(0, size.plans - 6) // PLANS_A_PAGE)
    assert USUAL_PAGES <= len(document(name)) <= USUAL_PAGES + more + size.long_names + 2 * size.redrawn
    assert len(pdf_of(size)) < MOST_BYTES


@pytest.mark.parametrize("name", EVERY)
def test_no_page_but_the_last_is_half_empty(name: str) -> None:
    """What follows begins where another page would stay nearly empty; the last one holds at least the provenance."""
    *pages, last = (filled(page) for page in document(name))
    assert min(pages) > 0.5
    assert last > 0.12


@pytest.mark.parametrize("name", EVERY)
def test_no_heading_stands_alone_at_the_foot_of_a_page(name: str) -> None:
    """The last line of a page is set smaller than a heading."""
    feet = [max(body_of(page), key=lambda line: line.bottom) for page in document(name)]
    assert [foot.text for foot in feet if foot.size > HEADING] == []


@pytest.mark.parametrize("name", EVERY)
def test_no_text_lies_on_another_or_leaves_the_page(name: str) -> None:
    """Each line's box is its own, and keeps within the margins."""
    for number, page in enumerate(document(name), 1):
        assert overlapping(page) == [], number
        assert [line.text for line in lines_of(page) if line.left < SIDE or line.right > page.get_width() - SIDE] == [], number


def test_many_caveats_of_one_kind_are_one() -> None:
    """Forty redrawn areas are counted in one caveat; the findings name each."""
    report = report_of(REDRAWN)
    assert [caveat for caveat in report.method.caveats if "40 delområder har en anden afgrænsning" in caveat]
    assert not [caveat for caveat in report.method.caveats if report.areas.rows[0].name in caveat]
    assert len(report.method.findings) >= len(report.areas.rows)


def test_the_city_keeps_its_table_together() -> None:
    """Six forums with long names stand with the city on the first page."""
    first = texts_of(pdf_of(LONGEST_NAMES, city=True))[0]
    assert [line.forum for line in city_of(LONGEST_NAMES).lines if squeezed(line.forum) not in first] == []
    assert first.count(squeezed("Hele byen")) >= 3
