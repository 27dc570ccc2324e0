"""Rendering: real PDFs of hand-written reports, read back as a reader, a screen reader and an attacker would."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from io import BytesIO
from itertools import pairwise

import pikepdf
import pypdfium2
import pytest

from pipeline.language.language import NBSP, load_language
from pipeline.language.typeface import missing_glyphs, text_width
from pipeline.render.document import render_html
from pipeline.render.fetching import FetchRefused, LockedFetcher
from pipeline.render.formats import Formats
from pipeline.render.pdf import RenderingFailed, render_pdf, render_report
from pipeline.report.model.city import CityReport
from pipeline.report.model.district import DistrictReport
from pipeline.report.model.figures import MISSING, Figure
from pipeline.report.model.organisation import Contract
from tests import sample_reports as samples
from tests.build import ROOT
from tests.sample_indicators import FEW

DANISH, ENGLISH = load_language("da"), load_language("en")
SAMPLES = {"typical": samples.typical, "minimal": samples.minimal, "big": samples.big, "city": samples.city}
PAGES = {"typical": 4, "minimal": 4, "big": 8, "city": 3}
LARGEST = 400_000
SCRIPT = "<script>alert(1)</script>"
IMAGE = '"><img src=file:///etc/passwd>'
TEMPLATE = "{{ 7 * 7 }}{% raw %}"


@cache
def sample(name: str) -> DistrictReport | CityReport:
    """Return one of the hand-written reports."""
    return SAMPLES[name]()


@cache
def pdf_of(name: str) -> bytes:
    """Return a sample as PDF, rendered once."""
    return render_report(sample(name), DANISH)


def text_of(pdf: bytes) -> str:
    """Return all text of a PDF, as it is selected in a reader."""
    return "\n".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf))


def elements(pdf: pikepdf.Pdf) -> list[pikepdf.Dictionary]:
    """Return every structure element of a tagged PDF, which must stay open as long as they are read."""
    found, waiting = [], list(pdf.Root.StructTreeRoot.K)
    while waiting:
        item = waiting.pop()
        if isinstance(item, pikepdf.Dictionary) and "/S" in item:
            found.append(item)
            kids = item.get("/K", [])
            waiting += list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    return found


def alternatives(pdf: bytes) -> list[str]:
    """Return the alternative texts of all figures."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        return [str(element.get("/Alt", "")) for element in elements(opened) if element.S == "/Figure"]


class Tags(HTMLParser):
    """Collect the names of all start tags, and all addresses."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note one tag."""
        self.names.add(tag)
        self.addresses += [str(value) for name, value in attrs if name in {"src", "href", "data", "style"}]


@pytest.mark.parametrize("name", SAMPLES)
def test_each_sample_has_its_pages_and_a_modest_size(name: str) -> None:
    """Four pages are the usual size; many areas and plans continue on further ones. No warning was logged, else rendering fails."""
    assert len(pypdfium2.PdfDocument(pdf_of(name))) == PAGES[name]
    assert len(pdf_of(name)) < LARGEST


def test_every_page_says_where_it_belongs() -> None:
    """Running head, stamp of invented data, dates, policy and page number stand on each page."""
    for number, page in enumerate(pypdfium2.PdfDocument(pdf_of("typical")), 1):
        text = page.get_textpage().get_text_bounded()
        assert "Københavns Kommune · Boligsocial rapport 2025 · Nørrebro" in text
        assert "EKSEMPELDATA" in text
        assert "Før: 31. december 2011 · Nu: 31. december 2025 · Københavns Kommune 2011, v1.0" in text
        assert f"Side {number} af 4" in text


def test_real_data_are_not_stamped() -> None:
    """The stamp comes with the data, not with the template."""
    text = text_of(render_report(samples.typical(replace(samples.META, sample=False)), DANISH))
    assert "EKSEMPELDATA" not in text


def test_nothing_is_lost_over_page_breaks() -> None:
    """The big report prints each area, plan, post, finding and contract; repeated heads stand on each page of a table."""
    report, text = samples.big(), re.sub(r"\s+", " ", text_of(pdf_of("big")))
    squeezed = text.replace(" ", "")
    names = [area.name for area in report.areas.rows] + [plan.plan for plan in report.money.plans]
    names += [row.administration for row in report.money.administrations]
    assert [name for name in names if name.replace(" ", "") not in squeezed] == []
    assert text.count("DK-04") == 8
    assert text.count("SK-2025-03") == 4
    assert text.count("Plan og ansøger") == 2


def test_english_is_the_same_report_in_english() -> None:
    """Our own texts are translated; what was composed is passed through."""
    html = render_html(samples.typical(), ENGLISH)
    assert '<html lang="en">' in html
    assert "Definitions, method and caveats" in html
    assert len(pypdfium2.PdfDocument(render_pdf(html))) == 4


@pytest.mark.parametrize("name", SAMPLES)
def test_the_pdf_is_tagged_and_titled(name: str) -> None:
    """PDF/UA-1: language, title shown, each figure in words, each table with heads, cells with headers."""
    document = pikepdf.open(BytesIO(pdf_of(name)))
    report = sample(name)
    forum = report.forum if isinstance(report, DistrictReport) else "Hele byen"
    assert str(document.Root.Lang) == "da"
    assert str(document.docinfo["/Title"]) == f"Boligsocial rapport 2011–2025: {forum}"
    assert document.Root.ViewerPreferences.DisplayDocTitle
    with document.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
    found = elements(document)
    tags = [str(element.S) for element in found]
    assert "" not in alternatives(pdf_of(name))
    assert tags.count("/Figure") > 10
    tables = [element for element in found if element.S == "/Table"]
    assert all("/TH" in {str(kid.S) for kid in _below(table)} for table in tables)
    assert [cell for cell in found if cell.S == "/TD" and not cell.A.get("/Headers")] == []


def _below(element: pikepdf.Dictionary) -> list[pikepdf.Dictionary]:
    kids = [kid for kid in element.get("/K", []) if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
    return kids + [deeper for kid in kids for deeper in _below(kid)]


@pytest.mark.parametrize("name", SAMPLES)
def test_headings_skip_no_level_and_tables_no_cell(name: str) -> None:
    """A listener moves by headings and by columns."""
    html = render_html(sample(name), DANISH)
    levels = [int(level) for level in re.findall(r"<h([1-6])", html)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    for table in re.findall(r"<table.*?</table>", html, re.DOTALL):
        assert len(set(_widths(table))) == 1, table[:200]


def _widths(table: str) -> list[int]:
    """Return the cells of each row; a cell that began in the row above and spans two counts in both."""
    widths, from_above = [], 0
    for row in re.findall(r"<tr.*?</tr>", table, re.DOTALL):
        spans = re.findall(r'<t[hd](?=[\s>])(?:[^>]*?colspan="(\d+)")?', row)
        widths.append(sum(int(span or 1) for span in spans) + from_above)
        from_above = row.count('rowspan="2"')
    return widths


def test_the_same_report_gives_the_same_bytes() -> None:
    """Twice in one process, and in another one with another hash seed and time zone."""
    assert render_report(samples.minimal(), DANISH) == pdf_of("minimal")
    code = (
        "import hashlib; from tests import sample_reports as s; from pipeline.render.pdf import render_report; "
        "from pipeline.language.language import load_language; "
        "print(hashlib.sha256(render_report(s.minimal(), load_language('da'))).hexdigest())"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Pacific/Auckland"}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == hashlib.sha256(pdf_of("minimal")).hexdigest()


def test_missing_figures_leave_no_number_behind() -> None:
    """The forum's missing share is in no cell, no chart, no alternative text; the sign and its word stand instead."""
    text = text_of(pdf_of("minimal")) + " ".join(alternatives(pdf_of("minimal")))
    assert "31,1" not in text
    assert "4.622" not in text
    assert "– ikke oplyst" in text


def test_a_figure_says_why_it_shows_no_number() -> None:
    """A missing one has its sign for the eye and its word for the ear."""
    formats = Formats(DANISH)
    assert formats.number(MISSING) == '–<span class="vh"> ikke oplyst</span>'
    assert [formats.share(Figure(0.1254)), formats.signed(-1.26), formats.millions(2_500_000)] == ["12,5", "−1,3", "2,5"]


def test_a_small_count_is_written_as_its_class_wherever_it_stands() -> None:
    """The number that it counts as is printed nowhere: not as a count, nor as a share in a cell, a sentence or a narrow column."""
    formats, few = Formats(DANISH), Figure(2.0, bounds=(1.0, 4.0))
    assert (formats.number(few), formats.share(FEW), formats.percent(FEW)) == ("1–4", "<0,5", "under 0,5\N{NO-BREAK SPACE}%")
    text = text_of(pdf_of("typical")) + " ".join(alternatives(pdf_of("typical")))
    assert text.count("<0,5") == 2
    assert ">0,2<" not in render_html(samples.typical(), DANISH)


def test_what_a_glyph_or_a_shade_says_is_also_said_in_words() -> None:
    """A met criterion and a verdict behind a number can be heard."""
    html = render_html(samples.typical(), DANISH)
    assert re.search(r'<td class="n i +met">31,2<span class="vh"> opfyldt</span></td>', html)
    assert re.search(r'<td class="n i g-better"><span class="near"></span>.*? 22,2<span class="vh"> forbedret</span></td>', html)


@pytest.mark.parametrize("hostile", [SCRIPT, IMAGE, TEMPLATE])
def test_hostile_names_stay_text(hostile: str) -> None:
    """A name from a workbook is neither markup nor template, in no attribute, chart or table; the PDF prints it as it is."""
    whole = samples.typical()
    report = replace(
        whole,
        forum=hostile,
        districts=(hostile, "Nørrebro"),
        answer=replace(whole.answer, tiles=tuple(replace(tile, forum=hostile) for tile in whole.answer.tiles)),
        areas=replace(whole.areas, rows=tuple(replace(area, name=hostile) for area in whole.areas.rows)),
        money=replace(whole.money, plans=tuple(replace(plan, plan=hostile, applicant=hostile) for plan in whole.money.plans)),
        organisation=replace(
            whole.organisation,
            contracts=(Contract(hostile, hostile, whole.organisation.contracts[0].signed),),
            levels=whole.organisation.levels,
        ),
    )
    html = render_html(report, DANISH)
    tags = Tags()
    tags.feed(html)
    assert tags.names.isdisjoint({"script", "img", "object", "embed", "link", "style", "base", "iframe", "image"})
    assert tags.addresses == []
    squeezed = re.sub(r"\s|-\n?", "", text_of(render_pdf(html)))
    assert re.sub(r"\s|-", "", hostile) in squeezed


def document(body: str, head: str = "") -> str:
    """Return a small page around a body."""
    return f'<!DOCTYPE html><html lang="da"><head><title>Prøve</title>{head}</head><body>{body}</body></html>'


@pytest.mark.parametrize(
    "html",
    [
        document('<img src="file:///etc/passwd" alt="a"/>'),
        document('<img src="https://example.org/a.png" alt="a"/>'),
        document('<img src="data:image/png;base64,AAAA" alt="a"/>'),
        document('<img src="passwd" alt="a"/>', '<base href="file:///etc/"/>'),
        document('<object data="file:///etc/passwd">a</object>'),
        document('<embed src="file:///etc/passwd"/>'),
        document('<p style="background-image: url(file:///etc/passwd)">a</p>'),
        document("<p>a</p>", '<link rel="stylesheet" href="file:///etc/passwd"/>'),
        document("<p>a</p>", '<link rel="attachment" href="file:///etc/passwd"/>'),
        document("<p>a</p>", "<style>@import url(https://example.org/a.css);</style>"),
        document("<p>a</p>", "<style>@font-face{font-family:X;src:url(file:///etc/passwd)} p{font-family:X}</style>"),
        document('<p><a rel="attachment" href="file:///etc/passwd">a</a></p>'),
        document(
            '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>a</title><image href="file:///etc/passwd" width="9" height="9"/></svg>'
        ),
    ],
)
def test_whatever_is_fetched_from_elsewhere_fails_the_report(html: str) -> None:
    """Files, hosts and inline data are refused, also where WeasyPrint would swallow the refusal."""
    with pytest.raises(RenderingFailed, match="refused to fetch"):
        render_pdf(html)


def test_the_fetcher_serves_our_own_files_only() -> None:
    """A known asset comes from memory; the rest is refused and kept on record."""
    fetcher = LockedFetcher()
    assert fetcher.fetch("asset:glyphs/better.svg").read().startswith(b"<svg")
    for address in ("asset:../pyproject.toml", "file:///etc/passwd", "asset:glyphs/../style.css"):
        with pytest.raises(FetchRefused):
            fetcher.fetch(address)
    assert len(fetcher.refused) == 3


def test_a_warning_fails_the_report() -> None:
    """What WeasyPrint only logs would be a page that looks other than it should."""
    for _ in ("the first time", "once its style is known"):
        with pytest.raises(RenderingFailed, match="colour"):
            render_pdf(document('<p style="colour: red">a</p>'))


def test_a_character_without_glyph_fails_the_report() -> None:
    """It would come from whatever font the machine has, or print as an empty box."""
    with pytest.raises(RenderingFailed, match=r"U\+25C7"):
        render_pdf(document("<p>◇</p>"))
    assert missing_glyphs("Ældre på Sjælland − 12,5\N{NO-BREAK SPACE}% →\N{SOFT HYPHEN}½ å") == []


def test_text_is_measured_by_the_fonts_own_widths() -> None:
    """Figures are tabular; semibold is wider than regular; a character that is not there counts as a square."""
    assert text_width("1111", 10) == text_width("8888", 10)
    assert text_width("Nørrebro", 10, 600) > text_width("Nørrebro", 10)
    assert text_width("◇", 10) == 10


def test_a_share_close_to_the_limit_has_a_sign_and_its_words() -> None:
    """Every close share of table and matrix carries one sign and, for listeners, its meaning; the legend explains it once a page."""
    report = samples.typical()
    close = sum(sum(year.near) for row in (*report.areas.rows, *report.areas.totals) for year in (row.before, row.now) if year is not None)
    assert close > 0
    html = render_html(report, DANISH)
    assert html.count('<span class="near"></span>') == html.count("tæt på grænsen:</span>") == close
    assert html.count('<span class="k k-near">') == 1
    first = replace(report.answer.indicators[0], now=replace(report.answer.indicators[0].now, near=True))
    html = render_html(samples.with_answer(report, indicators=(first, *report.answer.indicators[1:])), DANISH)
    assert html.count('<span class="near"></span>') == close + 1
    assert html.count('<span class="k k-near">') == 2


def test_a_row_that_is_not_compared_prints_its_reason_and_no_number() -> None:
    """The verdict says so, the reason stands below the row, and the pages stay four."""
    report = samples.typical()
    why = "Ikke sammenlignet: grænsen er flyttet fra 162.000 kr. i 2011 til 214.000 kr. i 2025"
    apart = replace(report.answer.indicators[2], change_pp=MISSING, change_interval=None, verdict=samples.N, not_comparable=why)
    slope = replace(report.areas.slopes[2], joined=(False,) * len(report.areas.slopes[2].joined))
    report = samples.with_answer(report, indicators=(*report.answer.indicators[:2], apart, *report.answer.indicators[3:]))
    report = samples.with_areas(report, slopes=(*report.areas.slopes[:2], slope, *report.areas.slopes[3:]))
    html = render_html(report, DANISH)
    assert html.count('<tr class="why">') == 1
    assert html.count("databrud") == 1
    pdf = render_pdf(html)
    text = re.sub(r"\s+", " ", text_of(pdf))
    assert text.count(why) == 2  # below the row and below the matrix
    assert len(pypdfium2.PdfDocument(pdf)) == 4


def test_where_the_forum_is_not_compared_no_row_says_it_again() -> None:
    """Page 1 opens with the reason; six times the same under the rows would crowd out the questions."""
    report = samples.typical()
    rows = tuple(
        replace(row, change_pp=MISSING, change_interval=None, verdict=samples.N, not_comparable="Ikke sammenlignelig: ny grænse")
        for row in report.answer.indicators
    )
    apart = samples.with_answer(report, indicators=rows, verdict=replace(report.answer.verdict, kind=samples.N))
    assert "ny grænse" not in render_html(apart, DANISH)
    assert "ny grænse" in render_html(samples.with_answer(report, indicators=rows), DANISH)


def test_a_number_keeps_its_unit_on_its_line() -> None:
    """A label of the policy has a plain space before m², the page a no-break one."""
    report = samples.typical()
    assert any(" m²" in row.label for row in report.answer.indicators)
    html = render_html(report, DANISH)
    assert f"60{NBSP}m²" in html
    assert "60 m²" not in html


def test_the_last_page_prints_the_level_of_the_rule() -> None:
    """One level, of every interval that is printed, and of those that judge."""
    text = re.sub(r"\s+", " ", text_of(pdf_of("typical")))
    assert "og dens interval rummer ikke 0" in text
    assert "De er på 99,8 %" in text
