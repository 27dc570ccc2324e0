"""The faster ways through WeasyPrint lead to the same bytes, and are taken only where they fit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

import pytest
import tinyhtml5
from weasyprint import CSS, HTML

from pipeline.intake import check_input
from pipeline.render import document, pdf, quick
from pipeline.render.assets import BASE
from pipeline.render.fetching import LockedFetcher
from pipeline.render.quick.page import Page, read
from pipeline.report import CityReport, DistrictReport
from pipeline.run import compose_reports
from pipeline.wording import load_language
from tests.extremes import LARGEST, REDRAWN, SMALLEST, Size, city_of, report_of

ROOT = Path(__file__).parents[1]
ENGLISH = Size(7, 5, long_names=True, language="en")
EVERY = ["sample 0", "sample 1", "smallest", "redrawn", "english", "city"]
REFERENCE = """
@page { size: 120mm 80mm; margin: 10%; @bottom-center { content: counter(page) " / " counter(pages) string(head) } }
:root { --gap: 3pt } html { font: 9pt/1.3 sans-serif; hyphens: auto } h2 { string-set: head content(); break-after: avoid; bookmark-level: 2 }
p { text-align: justify; width: 60%; margin-block: var(--gap); padding-inline-start: calc(2% + 1pt); text-indent: 1em }
p::first-line { color: #a00 } p::first-letter { font-size: 2em } q { letter-spacing: .1em; word-spacing: .3em } p:hover > q, [title] { top: 1pt }
.box { box-sizing: border-box; float: right; width: 30%; max-height: 90%; border: 1pt solid; border-radius: 3pt; padding: 5%; opacity: .8 }
.cut { width: 20mm; overflow: hidden; white-space: nowrap; text-overflow: ellipsis } .up { position: absolute; top: 5%; right: 1mm }
.row { display: flex; gap: 2mm } .row div { flex: 1 1 20% } .grid { display: grid; grid-template-columns: 1fr 2fr 20% }
table { border-collapse: collapse; width: 100% } td { background: url(asset:glyphs/better.svg) 0 0 / 5pt no-repeat; border: .5pt solid; height: 8mm; vertical-align: middle } td:nth-child(2n) { padding: 2% 1pt; background-size: 7pt }
li::marker { color: #00a } a { text-decoration: underline overline } del { text-decoration: line-through } sup { font-variant-position: super }
"""
ELEMENTS = """<h2>Ét</h2><div class="box">flyder <del>ud</del></div><div class="up">oppe</div>
<p>En <q title="q">lang</q> sætning med <a href="#to">boligorganisationernes</a> fællesadministration<sup>1</sup> og 1.234,5 kroner, to gange:
1.234,5 kroner.<br>Og mere.</p><div class="cut">en tekst, der er for lang</div><ul><li>et</li><li>et<ol><li>to</li></ol></li></ul>
<div class="row"><div>et</div><div>to to to</div></div><div class="grid"><i>1</i><b>2</b><u>3</u></div><p dir="rtl" lang="he">שלום 12</p>
<table><tr><td>et<td rowspan="2">to<tr><td>et</table><h2 id="to">To</h2><p style="width: 50%; margin-left: auto">En sætning.</p>
<svg width="90" height="30"><g opacity=".5"><text x="9 20" y="9" font-size="9">ab</text></g><text x="40" y="9" text-anchor="middle">bab</text>
<defs><linearGradient id="g"><stop stop-color="red"/><stop offset="1"/></linearGradient></defs><rect fill="url(#g)" width="9" height="9"/></svg>"""

BOUNDS = """
@page { size: 110mm 60mm; margin: 8mm } @page wide { size: 140mm 60mm } html { font: 9pt/1.3 sans-serif } section { page: wide; break-before: page }
table { border-collapse: collapse } td, th { border: 1pt solid #a00 } tr.b td { border-bottom: 2pt double } tr.i td { border: 3pt inset #0a0 }
.none { border: hidden } .own { overflow: hidden } .one { border-left: 4pt solid } .blue { border-color: #00a } col { border-left: 2pt dotted } tbody { border-bottom: 3pt solid } .hid { visibility: hidden; box-shadow: 1pt 1pt } .shade { box-shadow: 2pt 2pt #00a }
.cut { width: 20mm; overflow: hidden; white-space: nowrap; text-overflow: ellipsis } .pre { white-space: pre } .line { white-space: pre-line }
.just { width: 40mm; text-align: justify } .end { text-align: right } .l::first-line { letter-spacing: 2pt } .r { float: left; border-radius: 2pt; background: #ccc }
.share { margin-left: 10%; min-width: 20%; height: auto } .in { display: inline-block; border: 1pt solid } .big { border-radius: 1pt 0 / 0 }
"""
EDGES = """<div class="own"><div class="r">i vejen</div>En tekst.</div><p dir="rtl">En tekst.<p class="cut">En tekst, der er lang.<p>En tekst, der er lang.<p class="just">En
tekst, der er lang, og en tekst, der er lang, og ord.<p class="pre"> En tekst. \n  Og mere. <p class="line">En \n tekst.\n<p class="l">En tekst.</p><p class="end">Med luft.
<p>En&#x2028;tekst.<p><span class="in">kort</span> <span class="in">en tekst, der er lang, og som fylder mere end en linje på siden, så den brydes
midt i det hele</span><div class="share hid">skjult</div><div class="big">hjørne</div><div class="shade">skygge</div><table><col><col><tr><th colspan="2">a<td class="none">b<tr
class="b"><td rowspan="2">c<td>d<td class="blue">e<tr class="i"><td>f<td>g</table><table dir="rtl"><tr class="b"><td colspan="2">a<tr><td class="one">b<td>c</table>
<section>bred <p>side</section>"""


@contextmanager
def ways_of_weasyprint() -> Iterator[None]:
    """Go WeasyPrint's own ways while the block runs."""
    quick.slow_down()
    opened, pdf.open_page = pdf.open_page, lambda html, base, fetcher: HTML(string=html, base_url=base, url_fetcher=fetcher)
    try:
        yield
    finally:
        pdf.open_page = opened
        quick.hasten()


@cache
def sample() -> tuple[DistrictReport | CityReport, ...]:
    """Return the reports that are made of `input/`."""
    return tuple(compose_reports(check_input(ROOT / "input")))


@cache
def html_of(name: str) -> str:
    """Return one report as HTML."""
    if name.startswith("sample"):
        return document.render_html(sample()[int(name[-1])], load_language("da"))
    if name == "city":
        return document.render_html(city_of(LARGEST), load_language("da"))
    size = {"smallest": SMALLEST, "largest": LARGEST, "redrawn": REDRAWN, "english": ENGLISH}[name]
    return document.render_html(report_of(size), load_language(size.language))


@pytest.mark.parametrize("name", EVERY)
def test_a_report_has_the_same_bytes(name: str) -> None:
    """Small and large, Danish and English, district and city."""
    quickly = pdf.render_pdf(html_of(name))
    with ways_of_weasyprint():
        assert pdf.render_pdf(html_of(name)) == quickly


@pytest.mark.parametrize(("style", "elements"), [(REFERENCE, ELEMENTS), (BOUNDS, EDGES)])
def test_what_no_report_uses_yet_has_the_same_bytes(style: str, elements: str) -> None:
    """Floats, shares, sums, variables, cut and justified and mirrored text, spans, borders, flex and grid: all that a template may use tomorrow."""

    def render() -> bytes:
        page = HTML(string=f'<html lang="da"><title>t</title><body>{elements * 3}', base_url=BASE, url_fetcher=LockedFetcher())
        return bytes(page.write_pdf(stylesheets=[CSS(string=style)], pdf_variant="pdf/ua-1"))

    quickly = render()
    with ways_of_weasyprint():
        assert render() == quickly


def shape(element: Element) -> list[object]:
    """Return all that a tree holds, from an element down."""
    return [element.tag, dict(element.attrib), element.text, element.tail, [shape(child) for child in element]]


@pytest.mark.parametrize("name", EVERY)
def test_a_report_is_read_as_html_would_be(name: str) -> None:
    """Name by name, text by text."""
    expected = tinyhtml5.parse(html_of(name).encode(), namespace_html_elements=False, transport_encoding="utf-8")
    assert shape(read(html_of(name))) == shape(expected)


@pytest.mark.parametrize(
    "html", ["<p>et<p>to", "<html><head></head><body></body></html>", "<html><body>a &oslash; b</body></html>", "<p>\x0b</p>"]
)
def test_what_is_no_xml_is_read_as_html(html: str) -> None:
    """An open paragraph, nothing, a character with a name, a character that XML lacks."""
    with pytest.raises(ParseError):
        read(html)
    expected = HTML(string=html, base_url=BASE, url_fetcher=LockedFetcher())
    assert shape(Page(html, BASE, LockedFetcher()).etree_element) == shape(expected.etree_element)


def test_they_fit_what_is_installed() -> None:
    """After an upgrade of one of these, read what changed in the functions that are replaced, then write its version into `KNOWN`."""
    assert quick.fits(), quick.KNOWN


def test_they_are_left_where_they_do_not_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another version gets nothing that was written for this one."""
    monkeypatch.setitem(quick.KNOWN, "pydyf", "0.0")
    quick.fits.cache_clear()
    quick.slow_down()
    try:
        quick.hasten()
        assert [getattr(owner, name) for owner, name, _ in quick.OWN] == [function for _, _, function in quick.OWN]
        assert type(quick.open_page("<p>", BASE, LockedFetcher())) is HTML
    finally:
        monkeypatch.undo()
        quick.fits.cache_clear()
        quick.hasten()


def test_nothing_piles_up() -> None:
    """What is kept beyond a report is what a process needs once: the fonts, and the texts of the last document."""
    fonts = pdf._shared_look(pdf.os.getpid()).fonts
    sizes = []
    for name in ("smallest", "sample 0", "smallest"):
        pdf.render_pdf(html_of(name))
        sizes.append((len(fonts.told), len(fonts.settings), len(fonts.glyphs[1])))
    assert sizes[2][2] == sizes[0][2]
    pdf.render_pdf(html_of("sample 0"))
    assert (len(fonts.told), len(fonts.settings), len(fonts.glyphs[1])) == (*sizes[2][:2], sizes[1][2])
