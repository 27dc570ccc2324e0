"""Real runs shared by several system tests."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.build import ROOT
from tests.system.programs import run


@pytest.fixture(scope="session")
def example_input(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example workbooks, so that the tests do not depend on what people have in input/."""
    folder = tmp_path_factory.mktemp("example") / "input"
    run(sys.executable, "-m", "pipeline", "example", "--folder", folder)
    return folder


@pytest.fixture(scope="session")
def pdfs(example_input: Path) -> list[Path]:
    """All PDFs of one run."""
    output = example_input.with_name("output")
    run(sys.executable, "-m", "pipeline", "reports", "--input", example_input, "--output", output)
    found = sorted(output.rglob("*.pdf"))
    assert len(found) == 7, "six forums and the city"
    return found


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page of the project's own input, as it lies in a folder."""
    output = tmp_path_factory.mktemp("index") / "output"
    subprocess.run([sys.executable, "-m", "pipeline", "reports", "--output", str(output)], cwd=ROOT, check=True, capture_output=True)
    return (output / "eksempel" / "current" / "index.html").as_uri()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, without a window."""
    chromium = shutil.which("chromium")
    assert chromium, "the tests need Debian's chromium: make test-system"
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=chromium)
        yield started
        started.close()
