"""The sample's reports in print: four pages per forum and three for the city, in both languages; their pictures in the README."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pypdfium2
import pytest

from pipeline.input.check_input import check_input
from pipeline.language.language import load_language
from pipeline.render.pdf import render_report
from pipeline.report.model.district import DistrictReport
from pipeline.run import compose_reports
from tests.broken_inputs import SETTINGS, text
from tests.build import INPUT, ROOT


@pytest.mark.parametrize("code", ["da", pytest.param("en", marks=pytest.mark.faults)])
def test_every_report_of_the_sample_keeps_its_pages(code: str, tmp_path: Path) -> None:
    """A line too many moves a whole section to a page of its own, which no single template sees."""
    folder = tmp_path / "input"
    shutil.copytree(INPUT, folder)
    if code == "en":
        text(SETTINGS, 'language = "da"', 'language = "en"')(folder)
    language = load_language(code)
    pages = {
        report.forum if isinstance(report, DistrictReport) else "": len(pypdfium2.PdfDocument(render_report(report, language)))
        for report in compose_reports(check_input(folder))
    }
    assert pages == {forum: 4 if forum else 3 for forum in pages}
    assert len(pages) == 7


def test_the_readme_shows_pictures_that_are_there_and_small() -> None:
    """Every picture that is shown exists, and all together are under two megabytes."""
    shown = set(re.findall(r"docs/pictures/[\w-]+\.png", (ROOT / "README.md").read_text(encoding="utf-8")))
    kept = list((ROOT / "docs" / "pictures").glob("*.png"))
    assert shown <= {str(file.relative_to(ROOT)) for file in kept}
    assert {"typical", "smallest", "largest", "city", "index"} == {file.stem.rsplit("-", 1)[0] for file in kept}
    assert sum(file.stat().st_size for file in kept) < 2_000_000
