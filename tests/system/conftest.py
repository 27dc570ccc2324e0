"""Real runs shared by several system tests."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

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
