"""The index page as text: its content, what must not be in it, and that it matches the reports. tests/system opens it in a browser."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import replace
from functools import cache
from hashlib import sha256
from html.parser import HTMLParser

import pytest

from pipeline.language.language import load_language
from pipeline.releases.pdfs import file_name
from pipeline.render import index as drawn
from pipeline.render.assets import SCHEME, TEMPLATES, known_assets
from pipeline.render.document import render_html
from pipeline.render.embed import scrollable
from pipeline.render.index import render_index, sort_key
from pipeline.render.palette import DARK, HEX
from pipeline.report.compose.index import compose_index
from pipeline.report.model.district import DistrictReport
from pipeline.report.model.figures import MISSING, Figure
from pipeline.report.model.index import IndexEntry, IndexPage
from pipeline.report.tables.files.excel import TABLES_FILE
from pipeline.run import compose_reports, compose_tables
from pipeline.scoring.compare.verdict import Verdict
from tests import sample_reports as samples
from tests.number_lint import find_strangers
from tests.sample_release import intake as read_sample
from tests.test_render import IMAGE, SCRIPT

DANISH, ENGLISH = load_language("da"), load_language("en")


class Elements(HTMLParser):
    """Every element of a page with its attributes, and the text of each script and style."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.all: list[tuple[str, dict[str, str | None]]] = []
        self.raw: dict[str, list[str]] = {"script": [], "style": []}
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.all.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Note what a script or a style says."""
        if self.all and self.all[-1][0] in self.raw and self.get_starttag_text() in ("<script>", "<style>") and data.strip():
            self.raw[self.all[-1][0]].append(data)


def page_of(*changes: DistrictReport) -> IndexPage:
    """Return an index page of hand-written reports, one for each tile of the city; the first ones are those given."""
    city = samples.city()
    reports = [replace(samples.typical(), forum=tile.forum, slug=f"forum-{number}") for number, tile in enumerate(city.tiles)]
    reports[: len(changes)] = changes
    entries = tuple(IndexEntry(report, f"rapport_{report.slug}.pdf") for report in reports)
    return IndexPage(city, "hele-byen", "rapport_hele-byen.pdf", entries, "tabeller.xlsx", None, city.method.provenance.inputs)


@cache
def html_of(code: str = "da") -> str:
    """Return the sample's page."""
    return render_index(page_of(), load_language(code)).decode()


def test_the_same_page_gives_the_same_bytes() -> None:
    """The cut typeface holds no date either."""
    assert render_index(page_of(), DANISH) == html_of().encode()


@pytest.mark.parametrize("code", ["da", "en"])
def test_no_address_leads_out_and_no_id_is_there_twice(code: str) -> None:
    """What the page shows stands in it; links lead to places in it and files beside it."""
    elements = Elements(html_of(code)).all
    loaded = [attrs[name] or "" for _, attrs in elements for name in ("src", "href", "action", "data", "poster", "srcset") if name in attrs]
    assert [one for one in loaded if not re.fullmatch(r"#[a-z0-9-]+|data:,|[a-z0-9_-]+\.(pdf|xlsx|json)", one)] == []
    style = re.sub(r'url\("data:[^"]*"\)', "", html_of(code).partition("</style>")[0])
    assert "url(" not in style
    assert "@import" not in style
    ids = [attrs["id"] for _, attrs in elements if "id" in attrs]
    assert len(ids) == len(set(ids))
    assert not [attrs for _, attrs in elements if "style" in attrs or any(name.startswith("on") for name in attrs)]


def test_its_own_policy_allows_one_script_and_one_style_and_nothing_else() -> None:
    """The hashes in the policy are those of the script and the style; text that got in could neither run nor load anything."""
    page = Elements(html_of())
    (policy,) = (attrs["content"] or "" for tag, attrs in page.all if tag == "meta" and attrs.get("http-equiv"))
    for kind, texts in page.raw.items():
        digest = b64encode(sha256("".join(texts).encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy


def test_the_reports_stand_in_it_as_the_pdf_has_them() -> None:
    """Not a word of a report is other than in its PDF: only boxes that scroll come around tables and wide drawings."""
    page, html = page_of(), html_of()
    for report in (page.city, *(entry.report for entry in page.entries)):
        body = render_html(report, DANISH)
        pages = body[body.index('<section class="page') : body.rindex("</body>")].strip()
        boxed = scrollable(pages, lambda heading: f"Kan rulles til siden: {heading}")
        assert boxed in html
        assert re.sub(r'<div class="scroll"[^>]*>|(?<=</table>)</div>|(?<=</figure>)</div>', "", boxed) == pages


def test_each_forum_stands_beside_its_own_file() -> None:
    """Forum and PDF of one row belong together, and no person is named: recipients change without the release."""
    html = html_of()
    rows = re.findall(r"<tr.*?</tr>", html[html.index('<h2 id="mail">') :].partition("</section>")[0], re.DOTALL)[1:]
    for row, entry in zip(rows, page_of().entries, strict=True):
        assert f">{entry.report.forum}<" in row
        assert re.findall(r"rapport_[a-z0-9-]+\.pdf", row) == [entry.pdf, entry.pdf]
    intake = read_sample()
    index = render_index(compose_index([(file_name(report), report) for report in compose_reports(intake)]), DANISH).decode()
    assert [email for email in intake.tables.recipients["email"] if email in index] == []


def test_too_many_reports_are_read_in_their_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Then the names and the map lead to each forum's own PDF, the page says so, and the city's report stays."""
    page = page_of()
    said = DANISH.gettext("The forums' reports are too many to be read on this page: a forum's name opens its PDF.")
    assert said not in html_of()
    monkeypatch.setattr(drawn, "MOST_READ", len(page.entries) - 1)
    html = render_index(page, DANISH).decode()
    assert said in html
    assert re.findall(r'<article[^>]* id="([^"]*)"', html) == [page.slug]
    for entry in page.entries:
        assert f"#{entry.report.slug}" not in html
        assert len(re.findall(rf'<a href="{entry.pdf}">(?:<span class="tile-name">)?{entry.report.forum[:3]}', html)) == 2


def test_an_overview_of_other_forums_is_refused() -> None:
    """Rows, tiles and drawings are matched by their order, so the order has to be one."""
    intake = read_sample()
    first, second, *others = compose_reports(intake)
    with pytest.raises(ValueError, match="another forum's drawing"):
        compose_index([(file_name(report), report) for report in (second, first, *others)])


@pytest.mark.parametrize("code", ["da", "en"])
def test_every_number_that_is_read_has_an_address(code: str) -> None:
    """The overview says no number that is not in the tables of the release. The reports in it are looked at in test_number_lint.py."""
    intake = read_sample()
    intake = replace(intake, settings=intake.settings.model_copy(update={"language": code}))
    language = load_language(code)
    index = compose_index([(file_name(report), report) for report in compose_reports(intake)], TABLES_FILE)
    html = render_index(index, language).decode()
    read = re.sub(
        r' data-key="[^"]*"|<meta http-equiv[^>]*>|<style>.*?</style>|<script>.*?</script>|<article.*?</article>', "", html, flags=re.DOTALL
    )
    assert find_strangers(read, compose_tables(intake), language) == []
    assert find_strangers(read.replace("116", "117"), compose_tables(intake), language)


def test_sorting_knows_no_digit_more_than_is_printed() -> None:
    """A key with all digits of an index would tell more than the page says."""
    assert (sort_key(Figure(128.04999), 1), sort_key(Figure(2.0)), sort_key(-0.04, 1)) == ("128.0", "2", "0.0")
    assert sort_key(MISSING, 1) == ""
    keys = re.findall(r'data-key="([0-9.-]+)"', html_of())
    assert keys
    assert all(re.fullmatch(r"-?\d+(\.\d)?", key) for key in keys)


def test_a_missing_index_is_a_dash_without_a_key() -> None:
    """What is not known has no number on the page, drawn, printed or sorted by."""
    report = samples.with_areas(
        replace(samples.typical(), forum="Nørrebro", slug="forum-0"),
        decomposition=None,
        decomposition_heading="",
        decomposition_sentence="",
    )
    figures, verdict = report.answer.key_figures, replace(report.answer.verdict, kind=Verdict.NOT_COMPARABLE)
    before, now = replace(figures.before, index=MISSING), replace(figures.now, index=MISSING, residents=MISSING)
    page = page_of(samples.with_answer(report, key_figures=replace(figures, before=before, now=now), verdict=verdict))
    line = replace(page.city.lines[0], before=before, now=now, verdict=Verdict.NOT_COMPARABLE)
    html = render_index(replace(page, city=replace(page.city, lines=(line, *page.city.lines[1:]))), DANISH).decode()
    row = html[html.index('data-kind="not_comparable"') :].partition("</tr>")[0]
    assert re.findall(r'data-key="([0-9.-]*)"', row) == ["", "", ""]
    assert row.count("–<span") == 4
    assert "<title>Nørrebro: indeks ikke oplyst i 2011, ikke oplyst i 2025, byen 100</title>" in row
    assert "<circle" not in row


def test_text_of_the_workbooks_stays_text() -> None:
    """A forum or a district whose name is markup is shown as typed."""
    report = replace(samples.typical(), forum=SCRIPT, slug="forum-0", districts=(IMAGE,))
    page = page_of(report)
    html = render_index(page, DANISH).decode()
    assert SCRIPT not in html
    assert "<img" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_every_colour_has_a_dark_counterpart_and_its_contrast() -> None:
    """No colour of the style, the glyphs or the drawings is left as it is in the dark, and text can be read there too."""
    sources = [asset.content.decode() for address, asset in known_assets().items() if address.startswith(SCHEME) and "fonts" not in address]
    sources += [path.read_text(encoding="utf-8") for path in (TEMPLATES.parent / "pipeline" / "render" / "charts").glob("*.py")]
    assert {colour for source in sources for colour in HEX.findall(source)} <= set(DARK)
    paper = DARK["#FFF"]
    for name in ("#17202A", "#45505C", "#5F6A76", "#A63F0A", "#0B5A8C"):
        assert contrast(DARK[name], paper) >= 4.5, name
        assert contrast(name, "#FFFFFF") >= 4.5, name
    assert contrast(DARK["#17202A"], DARK["#D5DCE4"]) >= 4.5
    assert contrast(DARK["#45505C"], DARK["#D5DCE4"]) >= 4.5


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG defines it."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
