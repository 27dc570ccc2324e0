"""The verdict of the veraPDF engine, which has every rule of both standards: on the sample's reports, the extremes, and a broken one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest

from tests.system.programs import ROOT, run

pytestmark = pytest.mark.system

EXTREMES = {
    "smallest": ("--forums", "1", "--areas", "1", "--plans", "0"),
    "largest": ("--forums", "1", "--areas", "40", "--plans", "20"),
}
STANDARDS = ("PDF/UA-1", "PDF/A-3a")


def validate(*pdfs: Path) -> subprocess.CompletedProcess[str]:
    """Return what the engine says about some PDFs."""
    command = [sys.executable, "scripts/verapdf.py", *map(str, pdfs)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=600)


@pytest.fixture(scope="module")
def extremes(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The reports of a city of one area, and of one with forty in one forum, which is in English."""
    folder = tmp_path_factory.mktemp("extremes")
    for name, size in EXTREMES.items():
        run(sys.executable, "-m", "pipeline", "example", "--folder", folder / name, *size)
    settings = folder / "largest" / "indstillinger.toml"
    danish = settings.read_text(encoding="utf-8")
    settings.write_text(danish.replace('language = "da"', 'language = "en"'), encoding="utf-8")
    for name in EXTREMES:
        run(sys.executable, "-m", "pipeline", "reports", "--input", folder / name, "--output", folder / f"{name} output")
    found = sorted(folder.rglob("*.pdf"))
    assert len(found) == 4, "a forum and the city, twice"
    return found


def test_every_report_follows_both_standards(pdfs: list[Path], extremes: list[Path]) -> None:
    """Six forums, the city, the smallest and the largest: each is PDF/UA-1 and PDF/A-3a in one file, as thousands of checks say."""
    done = validate(*pdfs, *extremes)
    assert done.returncode == 0, done.stdout + done.stderr
    lines = done.stdout.splitlines()
    assert [line.rpartition(", ")[0] for line in lines] == [f"{pdf.name}: {name}" for pdf in [*pdfs, *extremes] for name in STANDARDS]
    assert all(int(line.rpartition(", ")[2].removesuffix(" checks")) > 10_000 for line in lines), done.stdout


def test_a_broken_report_is_found(pdfs: list[Path], tmp_path: Path) -> None:
    """The engine does look: without a language and without the colour profile, each standard is broken at its rule."""
    broken = tmp_path / "broken.pdf"
    with pikepdf.open(pdfs[0]) as pdf:
        del pdf.Root.Lang
        del pdf.Root.OutputIntents
        pdf.save(broken)
    done = validate(broken)
    assert done.returncode == 1
    for name in STANDARDS:
        assert f"broken.pdf: not {name}, " in done.stdout
    assert "\n    7.2-" in done.stdout, "natural language"
    assert "\n    6.2.4.3-" in done.stdout, "device colours without a profile"


def test_reports_stay_light(pdfs: list[Path], extremes: list[Path]) -> None:
    """Under 400 KB each, so that a mail with them is not refused."""
    sizes = {pdf.name: pdf.stat().st_size for pdf in [*pdfs, *extremes]}
    assert max(sizes.values()) < 400_000, sizes
