"""The index page in a real browser: Debian's Chromium, with axe-core, on a phone, on a desktop, in dark mode, and without a mouse."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from pipeline.language.language import load_language
from pipeline.render.index import render_index
from pipeline.report.model.figures import MISSING, Figure
from tests.test_index import page_of
from tests.test_since import printed, since, with_index

pytestmark = pytest.mark.system
Opener = Callable[..., Page]
VIEWS = [(place, width, scheme) for place in ("", "noerrebro") for width in (360, 768, 1280, 1920) for scheme in ("light", "dark")]
VIEWS += [("hele-byen", 360, "dark"), ("hele-byen", 1280, "light")]
NAMES = ".forums tbody th a"
STATUS = "[role=status]"


@pytest.fixture
def told() -> list[str]:
    """What the browser complains of or asks the world for while a test runs."""
    return []


@pytest.fixture
def open_page(browser: Browser, address: str, told: list[str]) -> Iterator[Opener]:
    """Open the page at a width, in a scheme, at a place; everything else it asks for or complains of is noted."""
    contexts = []

    def opened(place: str = "", width: int = 1280, scheme: str = "light", *, script: bool = True) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=script)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: told.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: told.append(f"error: {error}"))
        session = context.new_cdp_session(page)  # the browser's own protocol sees also what no page script can
        session.send("Network.enable")
        session.send("Log.enable")
        session.on("Network.requestWillBeSent", lambda event: told.append(f"request: {event['request']['url'][:200]}"))
        session.on("Log.entryAdded", lambda event: told.append(f"log: {event['entry']['text']}"))
        page.goto(f"{address}#{place}" if place else address)
        return page

    yield opened
    for context in contexts:
        context.close()


def wait_for(page: Page, expression: str) -> None:
    """Wait until an expression is true: asked from outside, since the page's own rules forbid text to run in it."""
    for _ in range(250):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(20)
    pytest.fail(f"never true: {expression}")


def asked(told: list[str], address: str) -> list[str]:
    """Return what was told, but for the page itself and what it carries in its own text."""
    own = (f"request: {address}", "request: data:")
    return [line for line in told if not line.startswith(own)]


@pytest.mark.parametrize(("place", "width", "scheme"), VIEWS)
def test_nobody_is_kept_out(open_page: Opener, address: str, told: list[str], place: str, width: int, scheme: str) -> None:
    """No violation of axe-core's rules, nothing to scroll sideways but the boxes made for it, no complaint, no request."""
    page = open_page(place, width, scheme)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    scrolled = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert scrolled[0] <= scrolled[1]
    assert asked(told, address) == []


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_nobody_is_kept_out_of_what_changed(browser: Browser, tmp_path: Path, width: int, scheme: str) -> None:
    """A page with a last release, a missing index and a link to the workbook has no violation either."""
    missing = with_index(MISSING)
    found = since(printed(with_index(Figure(130.4)), replace(missing, forum="Sundholm", slug="sundholm")), printed(missing))
    file = tmp_path / "index.html"
    file.write_bytes(render_index(replace(page_of(replace(missing, slug="forum-0")), since=found), load_language("da")))
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.goto(file.as_uri())
    assert page.get_by_text("ikke oplyst").count() > 0
    result = Axe().run(page)
    assert result.violations_count == 0, result.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.close()


def test_a_request_would_be_seen_and_is_forbidden(open_page: Opener, address: str, told: list[str]) -> None:
    """The page's own policy stops what a text that got in might ask for, and the tests above would have seen it."""
    page = open_page()
    page.evaluate("document.body.append(Object.assign(new Image(), {src: 'http://192.0.2.1/spy.png'}))")
    page.wait_for_timeout(100)
    assert any("Content Security Policy" in line for line in asked(told, address))


def names(page: Page) -> list[str]:
    """Return the forums that are visible, in their order."""
    return [link.inner_text() for link in page.locator(NAMES).all() if link.is_visible()]


def test_three_presses_sort_up_down_and_back_to_the_workbook(open_page: Opener) -> None:
    """A head is a button that says how the table is sorted; the third press gives the workbook's order again."""
    page = open_page()
    own = names(page)
    head = page.locator("#list thead th").first
    seen = [(head.get_attribute("aria-sort"), names(page))]
    for _ in range(3):
        head.get_by_role("button").click()
        seen.append((head.get_attribute("aria-sort"), names(page)))
    assert own == ["Nørrebro", "Amager/Sundby", "Bispebjerg", "Vesterbro/Sydhavnen", "Husum/Tingbjerg", "Valby/Vigerslev"]
    assert seen == [("none", own), ("ascending", sorted(own)), ("descending", sorted(own, reverse=True)), ("none", own)]


def test_numbers_are_sorted_as_numbers_and_it_is_told(open_page: Opener) -> None:
    """96,0 comes before 105,1, and a screen reader says the new order."""
    page = open_page()
    page.get_by_role("button", name="Indeks").click()
    shown = [float(cell.inner_text().split()[0].replace(",", ".")) for cell in page.locator("td[data-head=Indeks]").all()]
    assert shown == sorted(shown)
    assert shown[0] < 100 < shown[-1]
    assert page.locator(STATUS).inner_text() == "6 af 6 fora vises, sorteret efter Indeks, stigende"
    assert page.locator("th[aria-sort=ascending]").count() == 1


def test_the_search_finds_forum_district_and_area(open_page: Opener) -> None:
    """A district's or an area's name finds its forum, whatever the case; the number shown is told."""
    page = open_page()
    find = page.get_by_role("searchbox")
    for typed, found in [("nørre", ["Nørrebro"]), ("URBANPLANEN", ["Amager/Sundby"]), ("brønshøj", ["Husum/Tingbjerg"])]:
        find.fill(typed)
        assert names(page) == found
        assert page.locator(STATUS).inner_text().startswith("1 af 6 fora vises")
    find.fill("findes ikke")
    assert names(page) == []
    assert page.get_by_text("Intet forum passer til søgningen.").is_visible()
    page.get_by_role("button", name="Vis alle").click()
    wait_for(page, "document.querySelector('#find').value === ''")
    page.wait_for_timeout(50)
    assert len(names(page)) == 6


def test_the_development_filters(open_page: Opener) -> None:
    """Those who choose a verdict see the forums that have it, and search and choice add up."""
    page = open_page()
    page.get_by_label("Udvikling", exact=True).select_option("better")
    assert names(page) == ["Nørrebro", "Amager/Sundby", "Vesterbro/Sydhavnen"]
    page.get_by_role("searchbox").fill("sydhavnen")
    assert names(page) == ["Vesterbro/Sydhavnen"]


def focused(page: Page) -> str:
    """Return the text of what has the focus, or its id."""
    return str(page.evaluate("document.activeElement.innerText || document.activeElement.id").split("\n")[0])


def test_the_keyboard_goes_where_the_eye_goes(open_page: Opener) -> None:
    """Tab walks from the way past the map to search, heads and forums in the order of the page; every stop shows that it has the focus."""
    page = open_page()
    stops = []
    for _ in range(20):
        page.keyboard.press("Tab")
        stops.append(focused(page).replace("\N{ZERO WIDTH SPACE}", ""))
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none", stops[-1]
    tiles = ["Nørrebro", "Amager/Sundby", "Bispebjerg", "Vesterbro/Sydhavnen", "Husum/Tingbjerg", "Valby/Vigerslev"]
    heads = ["Forum", "Udvikling", "Beboere i udsatte delområder", "Indeks", "Ændring"]
    assert stops[:9] == ["Gå til fora", "Læs overblikket over byen", "Alle tabeller i én projektmappe", *tiles]
    assert stops[9] == "find"
    assert stops[11:17] == ["Vis alle", *heads]
    assert stops[17:] == ["Nørrebro", "PDF", "Amager/Sundby"]


def test_a_report_opens_in_place_and_back_leads_to_the_overview(open_page: Opener) -> None:
    """The forum's link shows its pages and puts the focus on its heading; the browser's own Back closes it again."""
    page = open_page()
    page.locator(NAMES).filter(has_text="Bispebjerg").click()
    wait_for(page, "document.activeElement.tagName === 'H1'")
    assert focused(page) == "Bispebjerg"
    assert page.title() == "Bispebjerg · Boligsociale rapporter 2011–2025"
    assert page.locator("h1:visible").all_inner_texts() == ["Bispebjerg"]
    assert page.get_by_text("Definitioner, metode og forbehold").locator("visible=true").count() == 1
    page.get_by_role("link", name="Vesterbro/Sydhavnen").click()
    wait_for(page, "document.title.startsWith('Vesterbro/Sydhavnen')")
    page.go_back()
    page.go_back()
    wait_for(page, "document.title === 'Boligsociale rapporter 2011–2025'")
    assert page.locator("h1:visible").all_inner_texts() == ["Boligsociale rapporter 2011–2025"]


def test_wide_tables_scroll_in_their_own_box_by_keyboard(open_page: Opener) -> None:
    """On a phone a table keeps its columns: its box has a name, takes the focus and scrolls."""
    page = open_page("noerrebro", 360)
    box = page.locator("#noerrebro .scroll").first
    assert box.get_attribute("aria-label")
    assert box.get_attribute("tabindex") == "0"
    box.focus()
    page.keyboard.press("ArrowRight")
    wait_for(page, "document.querySelector('#noerrebro .scroll').scrollLeft > 0")
    wide = open_page("noerrebro", 1920)
    assert {one.get_attribute("tabindex") for one in wide.locator("#noerrebro .scroll").all()} == {"-1"}


@pytest.mark.parametrize("width", [360, 1280])
def test_without_a_script_everything_is_there(open_page: Opener, width: int) -> None:
    """The table is plain, the search is away, reports open by their address, all words are readable."""
    page = open_page(width=width, script=False)
    assert len(names(page)) == 6
    assert page.get_by_role("searchbox").count() == 0
    assert page.locator("th button").count() == 0
    page.locator(NAMES).first.click()
    assert page.locator("h1:visible").all_inner_texts() == ["Nørrebro"]
    assert page.get_by_text("Datakvalitet").locator("visible=true").count() == 1


def test_every_link_leads_to_a_file_of_the_release(open_page: Opener, address: str) -> None:
    """PDFs and manifest lie beside the page; links inside it find their place."""
    page = open_page()
    targets = page.evaluate("[...document.querySelectorAll('a')].map((link) => link.getAttribute('href'))")
    folder = Path(address.removeprefix("file://")).parent
    assert {target for target in targets if not target.startswith("#") and not (folder / target).is_file()} == set()
    assert {target for target in targets if target.startswith("#") and page.locator(target).count() != 1} == set()
    assert {path.name for path in folder.glob("*.pdf")} <= set(targets)
