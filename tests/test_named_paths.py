"""What the documents point at is there: links, files of the project, and where architecture.md says that a change belongs."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

from tests.build import ROOT

DOCS: Final = ROOT / "docs"
DECISIONS: Final = {path: path.read_text(encoding="utf-8") for path in sorted((DOCS / "decisions").glob("*.md"))}
"""They name files as they were on their day; their links still lead somewhere."""
PAGES: Final = {path: path.read_text(encoding="utf-8") for path in (*ROOT.glob("*.md"), *sorted(DOCS.glob("*.md")))}
LINKS: Final = sorted({(page, link) for page, text in (PAGES | DECISIONS).items() for link in re.findall(r"\]\(([^)\s]+)\)", text)})
OF_THE_PROJECT: Final = re.compile(r"`((?:pipeline|tests|scripts|docs|deploy|templates)/[\w./-]*)`")
NAMED: Final = sorted(
    {(page, name) for page, text in PAGES.items() if page.name != "CHANGELOG.md" for name in OF_THE_PROJECT.findall(text)}
)
ARCHITECTURE: Final = PAGES[DOCS / "architecture.md"]
PLACES: Final = [line for line in ARCHITECTURE.split("## To change X")[1].splitlines() if line.startswith("| ")][2:]
PACKAGES: Final = [line for line in ARCHITECTURE.split("## Thirteen packages")[1].splitlines() if line.startswith("| `")]


def name_of(part: object) -> str:
    """Return a page's path from the root, and other parts as they are, to name a case."""
    return str(part.relative_to(ROOT)) if isinstance(part, Path) else str(part)


def missing(names: list[str], *folders: Path) -> list[str]:
    """Return the names that are in none of the folders, nor beside or in what was named before."""
    lost = []
    for name in names:
        there = [folder / name for folder in folders if (folder / name).exists()]
        if there:
            folders = (*folders, there[-1].parent, *([there[-1]] if there[-1].is_dir() else []))
        else:
            lost.append(name)
    return lost


@pytest.mark.parametrize(("page", "link"), LINKS, ids=name_of)
def test_every_link_leads_somewhere(page: Path, link: str) -> None:
    """To a file of the project, and to a heading where it names one; addresses of the web are not asked."""
    file, _, anchor = link.partition("#")
    if "://" in link:
        return
    target = (page.parent / file).resolve() if file else page
    assert target.exists()
    assert target.is_relative_to(ROOT)
    if anchor:
        headings = re.findall(r"^#+ (.+)$", target.read_text(encoding="utf-8"), re.MULTILINE)
        assert anchor in {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize(("page", "name"), NAMED, ids=name_of)
def test_every_file_that_a_page_names_is_there(page: Path, name: str) -> None:
    """A file that was moved or deleted is named nowhere."""
    assert (ROOT / name).exists(), page


@pytest.mark.parametrize("row", PLACES)
def test_every_place_of_a_change_is_there(row: str) -> None:
    """Under pipeline/, at the root, or beside the place named before it in the row."""
    place = row.split(" | ")[1]
    names = re.findall(r"`([\w.-]+/[\w./-]*|[\w-]+\.\w+|Makefile)`", place)
    assert names
    assert missing(names, ROOT / "pipeline", ROOT) == []


@pytest.mark.parametrize("row", PACKAGES)
def test_every_part_of_a_package_is_there(row: str) -> None:
    """A folder that the table names is in its package, or one that the program makes."""
    package, *names = re.findall(r"`([\w.-]+/?|templates/)`", row)
    assert missing([name for name in names if name.endswith("/")], ROOT / "pipeline" / package, ROOT) == []


def test_a_lost_file_is_found() -> None:
    """Names beside the one before count, others do not."""
    pipeline = ROOT / "pipeline"
    assert missing(["releases/source_hash.py", "content_hash.py"], pipeline) == []
    assert missing(["content_hash.py", "releases/source_hash.py"], pipeline) == ["content_hash.py"]
