"""Sharing and skipping work in WeasyPrint changes no byte: short stylesheet, cached styles, drawings by reference."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import pypdfium2
import pytest
import tinyhtml5
from weasyprint.html import UA_STYLESHEET

from pipeline.input.check_input import check_input
from pipeline.language.language import load_language
from pipeline.render import document, pdf, styles
from pipeline.render.page import Page
from pipeline.render.styles import KnownStyles
from pipeline.run import compose_reports
from tests.extremes import SMALLEST, Size, city_of, report_of

ROOT = Path(__file__).parents[1]
SIZES = {"smallest": SMALLEST, "redrawn": Size(3, 1, redrawn=True), "english": Size(7, 5, long_names=True, language="en")}
EVERY = ("sample", "city", *SIZES)


@cache
def html_of(name: str) -> str:
    """Return one report as HTML."""
    if name in SIZES:
        return document.render_html(report_of(SIZES[name]), load_language(SIZES[name].language))
    report = compose_reports(check_input(ROOT / "input"))[0] if name == "sample" else city_of(SMALLEST)
    return document.render_html(report, load_language("da"))


def forget() -> None:
    """Begin as a process does that has made no report."""
    pdf._shared_look.cache_clear()
    pdf._further_rules.cache_clear()


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    """Leave no look behind that a test has changed."""
    forget()
    yield
    forget()


def shape(element: Element) -> list[object]:
    """Return all that a tree holds from an element down; the spaces between elements stand for nothing."""
    texts = [(text or "").strip("\n") for text in (element.text, element.tail)]
    return [element.tag, dict(element.attrib), *texts, [shape(child) for child in element]]


@pytest.mark.parametrize("name", EVERY)
def test_a_report_is_the_same_read_as_xml_and_as_html(name: str) -> None:
    """Element by element, text by text; a template that leaves one open, or names a character, is not."""
    html = html_of(name)
    expected = tinyhtml5.parse(html.encode(), namespace_html_elements=False, transport_encoding="utf-8")
    for drawing in expected.iter("{http://www.w3.org/2000/svg}svg"):
        drawing.attrib.pop("{http://www.w3.org/2000/xmlns/}xmlns")
    assert shape(fromstring(html)) == shape(expected)  # noqa: S314 - rendered by our templates


@pytest.mark.parametrize("name", EVERY)
def test_the_short_sheet_says_of_our_elements_what_the_long_one_says(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same bytes with WeasyPrint's own sheet for HTML."""
    shortly = pdf.render_pdf(html_of(name))
    forget()
    monkeypatch.setattr(styles, "elements", lambda: UA_STYLESHEET)
    assert pdf.render_pdf(html_of(name)) == shortly


@pytest.mark.faults
def test_a_report_is_the_same_whatever_was_made_before_it() -> None:
    """Each alone, and each after all others, in both orders."""
    alone = {}
    for name in EVERY:
        forget()
        alone[name] = pdf.render_pdf(html_of(name))
    for order in (EVERY, reversed(EVERY)):
        forget()
        for name in order:
            assert pdf.render_pdf(html_of(name)) == alone[name], name


def test_styles_do_not_pile_up() -> None:
    """A second report of a kind brings no style that the first did not; neither does the same one again."""

    def count(known: KnownStyles) -> int:
        return 1 + sum(count(below) for below in known.below.values())

    sizes = []
    for name in ("english", "sample", "english"):
        pdf.render_pdf(html_of(name))
        sizes.append(sum(count(known) for known in pdf._shared_look(pdf.os.getpid()).styles.values()))
    assert sizes[1] == sizes[2]
    elements = sum(html_of(name).count("<") // 2 for name in ("english", "sample"))
    assert sizes[2] < elements, "elements that match the same rules share a style"


def test_attributes_count_beside_rules() -> None:
    """Elements that match the same rules differ by their own style, language and name, and each name can be led to."""
    body = (
        '<p style="margin-left: 20pt">en</p><p style="margin-left: 60pt">to</p><p>tre</p><p lang="en">four</p>'
        '<p><a href="#her">dertil</a></p><p id="her">her</p>'
    )
    html = f'<html lang="da"><head><title>Prøve</title></head><body>{body}</body></html>'
    for content in (pdf.render_pdf(html), pdf.render_pdf(html)):  # the second time every style is known
        text = pypdfium2.PdfDocument(content)[0].get_textpage()
        left = [text.get_charbox(text.search(word).get_next()[0])[0] for word in ("en", "to", "tre")]
        assert [round(edge - left[2]) for edge in left] == [20, 60, 0]


def test_drawings_are_pictures_with_their_titles_as_alternative_text() -> None:
    """In the order in which they stand, whatever signs their titles have; the rest of the page is as it was."""
    drawn = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>{}</title><rect width="9" height="9"/></svg>'
    titles = ["Før &#34;nu&#34; &amp; &lt;siden&gt;", "to"]
    body = "<p>a</p>".join(drawn.format(title) for title in titles)
    page = Page(f"<html><head><title>t</title></head><body>{body}</body></html>", defaultdict(KnownStyles))
    pictures = list(page.etree_element.iter("img"))
    assert [picture.get("alt") for picture in pictures] == ['Før "nu" & <siden>', "to"]
    assert [page.url_fetcher.fetch(picture.get("src")).read().decode() for picture in pictures] == [drawn.format(title) for title in titles]
    assert [element.tag for element in page.etree_element.iter() if "svg" in element.tag] == []


def test_a_drawing_without_a_title_fails_the_report() -> None:
    """Nobody could hear what it shows."""
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
    with pytest.raises(pdf.RenderingFailed, match="alt"):
        pdf.render_pdf(f'<html lang="da"><head><title>t</title></head><body>{drawing}</body></html>')
