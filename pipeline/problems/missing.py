"""Problems of files, sheets and columns that are missing: each names what has nearly the wanted name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from pathlib import Path
from typing import Final

from pipeline.language.same_name import fold, nearest
from pipeline.problems.model import Code, Phrase, Place, Problem

MISSPELLED: Final = 0.85  # similarity: »Definition« is a misspelt »Definitioner«; »Bydele« is not »Bydelstal«
COPY: Final = re.compile(r"\s*(\(\d+\)|_\d+|[-_ ]+(kopi|copy|ny|nye|new|gammel|old|rettet|revideret|endelig|v\d+)\b.*)", re.IGNORECASE)
NEAR_FILES: Final = 3


def file_missing(path: Path, shown_as: str, otherwise: str = "file_put") -> Problem:
    """Return the problem of a missing file, with the files beside it that have nearly its name.

    Args:
        path: The file.
        shown_as: Its name in messages.
        otherwise: Name of the phrase for what to do if there is no such file.
    """
    near = [f"»{name}«" for name in _near_files(path)]
    advice = Phrase("file_near", {"near": ", ".join(near), "name": path.name}) if near else Phrase(otherwise)
    return Problem(Code.FILE_MISSING, Place(shown_as), {"advice": advice})


def sheet_missing(place: Place, wanted: str, titles: Iterable[str]) -> Problem:
    """Return the problem of a missing sheet, with the one that has nearly its name."""
    titles = list(titles)
    facts = {"sheet": wanted, "found": ", ".join(titles) or "-", "advice": advise_sheet(wanted, titles, Phrase("sheet_add"))}
    return Problem(Code.SHEET_MISSING, place, facts)


def advise_sheet(wanted: str, titles: Iterable[str], otherwise: Phrase) -> Phrase:
    """Return the advice to rename the sheet that is probably the wanted one; otherwise the other advice."""
    near = next((title for title in titles if is_near(title, wanted)), None)
    return Phrase("sheet_rename", {"near": near, "name": wanted}) if near else otherwise


def column_missing(place: Place, column: str, headers: Iterable[str], instead: str = "") -> Problem:
    """Return the problem of a missing column, with the nearest header; `instead` describes headers that may take its place."""
    near = nearest(column, headers, most=1)
    otherwise = Phrase("column_or_several", {"header": instead}) if instead else Phrase("column_add")
    advice = Phrase("column_near", {"near": near[0]}) if near else otherwise
    return Problem(Code.COLUMN_MISSING, place, {"column": column, "advice": advice})


def is_near(title: str, wanted: str) -> bool:
    """Return whether a name is probably a misspelt one, or that of a copy."""
    return is_copy(title, wanted) or (not wanted.isdecimal() and SequenceMatcher(None, fold(title), fold(wanted)).ratio() >= MISSPELLED)


def is_copy(title: str, wanted: str) -> bool:
    """Return whether a name is another one with the addition of a copy, such as ``2025 (2)``."""
    clean = " ".join(title.split())
    return clean.casefold().startswith(wanted.casefold()) and COPY.fullmatch(clean[len(wanted) :]) is not None


def _near_files(path: Path) -> list[str]:
    wanted, kind = path.stem.casefold(), path.suffix[:3].casefold()  # .xlsx and .xlsm, .toml
    try:
        names = sorted(entry.name for entry in path.parent.iterdir() if entry.is_file() and not entry.name.startswith((".", "~$")))
    except OSError:
        return []
    return [name for name in names if name != path.name and _means(Path(name.casefold()), wanted, kind)][:NEAR_FILES]


def _means(name: Path, wanted: str, kind: str) -> bool:
    stem = name.name.partition(".")[0]
    return any(suffix.startswith(kind) for suffix in name.suffixes) and (
        wanted in stem or SequenceMatcher(None, stem, wanted).ratio() >= MISSPELLED
    )
