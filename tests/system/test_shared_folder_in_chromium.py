"""The pages of the shared folder in a real browser: Debian's Chromium, with axe-core, on a phone and on a desktop."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser
from typer.testing import CliRunner

from pipeline.__main__ import app
from tests.broken_inputs import INDICATORS, cell
from tests.build import copy_three_areas
from tests.test_shared_folder import EXCEL_LOCK, Hands, watch

pytestmark = pytest.mark.system


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The answers to a save with a mistake, while a release waits and a file is open."""
    folder = tmp_path_factory.mktemp("shared")
    source = copy_three_areas(folder / "share")
    with (source / "indstillinger.toml").open("a", encoding="utf-8") as settings:
        settings.write('\n[gates]\napproval = "required"\n')
    assert CliRunner().invoke(app, ["reports", "--input", str(source), "--output", str(folder / "output")]).exit_code == 0
    clock = Hands()
    watcher = watch(folder, clock, tells=True)
    clock.wait(watcher.step)
    cell(INDICATORS, "2025", "E2", "x")(source)
    (source / "~$fora.xlsx").write_bytes(EXCEL_LOCK)
    clock.wait(watcher.step, timedelta(seconds=20))
    return folder / "share" / "kontrol"


@pytest.mark.parametrize("name", ["Kontrol.html", "Status.html"])
@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (360, "dark"), (1280, "light"), (1280, "dark")])
def test_nobody_is_kept_out(browser: Browser, answers: Path, name: str, width: int, scheme: str) -> None:
    """No violation of axe-core's rules, nothing to scroll sideways but the boxes made for it, and nothing asked of the world."""
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme="dark" if scheme == "dark" else "light")
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((answers / name).as_uri())
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    context.close()


@pytest.mark.parametrize("name", ["Kontrol.html", "Status.html"])
def test_a_page_loads_itself_anew_and_runs_nothing_else(browser: Browser, answers: Path, name: str, tmp_path: Path) -> None:
    """After half a minute it shows what was written since; a script that got in is stopped by the page's own policy."""
    page = browser.new_page()
    page.clock.install()
    file = tmp_path / name
    text = (answers / name).read_text(encoding="utf-8")
    file.write_text(text.replace("</main>", "<script>document.title = 'ramt'</script></main>"), encoding="utf-8")
    page.goto(file.as_uri())
    assert page.title() != "ramt"
    file.write_text(text.replace("</main>", "<p>skrevet siden</p></main>"), encoding="utf-8")
    page.clock.fast_forward(31_000)
    page.get_by_text("skrevet siden").wait_for(timeout=10_000)
    page.close()
