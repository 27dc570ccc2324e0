"""Find the reports that a release of version 0.1.0 shares with the present input, by the numbers and names in its workbook of tables.

Version 0.1.0 recorded no hash of what a report says. Its `tabeller.xlsx` holds every number behind the reports, so a report is unchanged
where the rows of its forum and of the city hold the same numbers, days and names, and settings, policy and accepted spellings are the same files.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final, TypeAlias

from openpyxl import load_workbook

from pipeline.disclosure.coarsen import coarsen_tables
from pipeline.disclosure.protect import Protected
from pipeline.input.check_input import Intake
from pipeline.input.schema.workbooks import FORUMS
from pipeline.language.rounding import drop_noise
from pipeline.problems.model import Code
from pipeline.releases.find import Release
from pipeline.releases.make.job import Report
from pipeline.releases.pdfs import file_name
from pipeline.releases.source_hash import FROM_ROWS
from pipeline.report.model.district import DistrictReport
from pipeline.report.model.figures import FigureState
from pipeline.report.tables.files.excel import TABLES_FILE
from pipeline.report.tables.model import TableBook
from pipeline.settings.accepted_names import NAMES_FILENAME
from pipeline.settings.policy.read import POLICY_FOLDER
from pipeline.settings.settings import SETTINGS_FILENAME

Compose: TypeAlias = Callable[[Protected], tuple[Sequence[Report], TableBook]]
Tables: TypeAlias = Mapping[str, Sequence[Mapping[str, object]]]

_MONEY: Final = "total_dkk lbf_dkk municipality_dkk tmf_dkk housing_dkk other_dkk"
_PAPERS: Final = "agreement agreement_date commitment_date approval_date"
COLUMNS: Final[Mapping[str, Mapping[int, str]]] = {
    table: dict(zip(places, names.split(), strict=True))
    for table, places, names in (
        ("indicators", (1, 3, 4, 6, 7), "unit_id forum year count base"),
        ("units", (1, 2, 3, 4, 5), "unit_id unit forum year residents"),
        ("funding", (0, *range(2, 10), 15), f"forum first_year last_year {_MONEY} posts"),
        ("plans", (0, 1, 2, 3, 5, 6, *range(9, 16), 23, 24, 26, 28), f"forum plan_id plan applicant start end estates {_MONEY} {_PAPERS}"),
        ("posts", (0, 1, 2, 3), "forum administration hours post_dkk"),
        ("activities", (0, *range(3, 9)), "forum number_before number_all across_before across_all bridges_before bridges_all"),
        ("steering_groups", (0, 1, 2), "forum number_before number_now"),
        ("contracts", (0, 1, 2, 3), "forum contract administration signed"),
        ("conclusions", (0, 19), "forum findings"),
        ("editions", (1, 2, 3), "year definition line_dkk"),
    )
}  # fmt: skip
"""Table → place of a column → its id: what follows from the input and is no word of the program's."""
ARRANGEMENT: Final = 1
BEFORE: Final = frozenset({"Før", "Before"})
"""Of who pays only the earlier arrangement is compared: that version added plans of any day together, and each plan is compared by itself."""
KEY: Final = "register/noegle"
HIDDEN: Final = "•"
SIGNS: Final[Mapping[FigureState, str]] = {FigureState.MISSING: "–"}
"""What its cells hold instead of a number; what this version shows may change, those cells do not."""
NOTHING_IS_SMALL: Final = 1
LATER_SETTINGS: Final[Any] = {
    "delivery": True,
    "gates": True,
    "schedule": True,
    "small_numbers": {"rounding"},
    "changes": {"interval_level"},
    "price_index": True,
}
SHOWN_LATER: Final[Any] = {name: LATER_SETTINGS[name] for name in ("small_numbers", "changes", "price_index")}
"""Those that reports show: anything but their defaults is a change."""
LATER_FINDINGS: Final = FROM_ROWS | {Code.ROWS_LATER, Code.GROUPS_UNDATED, Code.SHEET_BESIDE}
"""Findings that it could not tell, and did not count."""
OF_CITY: Final = frozenset({"indicators", "units", "steering_groups", "editions"})
"""Tables whose rows of the city every report shows."""


def find_unchanged(edition: Release, output: Path, intake: Intake, compose: Compose) -> frozenset[str]:
    """Return the file names of the reports that are unchanged; none where the release cannot be read, or a common file is another.

    Args:
        edition: The release.
        output: The output folder, in which that version kept its key.
        intake: The checked input as it is, since that version printed exact sums.
        compose: Composes reports and tables of such numbers.
    """
    if not edition.is_genuine():
        return frozenset()
    then = {one["name"]: one["fingerprint"] for one in edition.manifest["inputs"]}
    now = _fingerprint(intake, output)
    if then == now:
        return frozenset(record["name"] for record in edition.manifest["outputs"] if record["name"].endswith(".pdf"))
    if _common_files(then) != _common_files(now):
        return frozenset()
    try:
        before = _read(edition.folder / TABLES_FILE)
    except (OSError, ValueError, KeyError, IndexError):
        return frozenset()
    tables = replace(intake.tables, findings=tuple(one for one in intake.tables.findings if one.code not in LATER_FINDINGS))
    exact = Protected(intake.settings, intake.policy, coarsen_tables(tables, NOTHING_IS_SMALL, "none"), {})
    reports, book = compose(exact)
    present = _list(book)
    forums = [report.forum for report in reports if isinstance(report, DistrictReport)]
    return frozenset(
        file_name(report)
        for report in reports
        if _equal(*((_own(tables, report.forum, forums) if isinstance(report, DistrictReport) else tables) for tables in (before, present)))
    )


def _fingerprint(intake: Intake, output: Path) -> dict[str, str]:
    """Return input file → its fingerprint as that version made it: with a key, of the bytes, or of what the reports take from the file."""
    try:
        key = bytes.fromhex((output / KEY).read_text("ascii").strip())
    except (OSError, ValueError):
        return {}
    name, folder, tables = intake.folder.name, intake.folder, intake.tables
    of_forums = {
        "sample": tables.about[FORUMS.filename]["sample"],
        "forums": tables.forums.to_dict("split"),
        "districts": tables.districts.to_dict("split"),
        "findings": [repr(one) for one in tables.findings if Path(one.place.file).stem == Path(FORUMS.filename).stem],
    }
    hashes = {
        file.name: _sha256(json.dumps(of_forums).encode()) if Path(file.name).stem == Path(FORUMS.filename).stem else file.sha256
        for file in intake.workbooks
    }
    later = intake.settings.model_dump(mode="json", include=SHOWN_LATER, exclude_defaults=True)
    added = json.dumps(later) if any(later.values()) else ""
    hashes[f"{name}/{SETTINGS_FILENAME}"] = _sha256((intake.settings.model_dump_json(exclude=LATER_SETTINGS) + added).encode())
    for text in (f"{POLICY_FOLDER}/{intake.settings.policy}.toml", NAMES_FILENAME):
        if (folder / text).exists():
            hashes[f"{name}/{text}"] = _sha256((folder / text).read_bytes())
    return {file: hmac.digest(key, f"file\x1f{one}".encode(), hashlib.sha256).hex() for file, one in hashes.items()}


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _common_files(inputs: Mapping[str, str]) -> set[tuple[str, str]]:
    """Return name and fingerprint of settings, policy and accepted spellings."""
    return {(name, fingerprint) for name, fingerprint in inputs.items() if name.endswith(".toml")}


def _equal(before: Tables, now: Tables) -> bool:
    """Return whether all rows hold the same; what was hidden is equal to anything."""
    return all(
        len(before[table]) == len(now[table])
        and all(row[name] in {HIDDEN, other[name]} for row, other in zip(before[table], now[table], strict=True) for name in row)
        for table in COLUMNS
    )


def _own(tables: Tables, forum: str, forums: Collection[str]) -> Tables:
    """Return the rows that the report of a forum shows."""
    others = frozenset(forums) - {forum}
    return {
        table: [row for row in rows if row.get("forum") == forum or (table in OF_CITY and row.get("forum") not in others)]
        for table, rows in tables.items()
    }


def _read(path: Path) -> Tables:
    """Return the compared columns of a release's workbook of tables; a table is known by the name that Excel has for it."""
    book = load_workbook(path)
    found = {name.removeprefix("T_"): sheet for sheet in book for name in sheet.tables}
    return {
        table: [
            {name: _plain(row[place]) for place, name in columns.items()}
            for row in found[table].iter_rows(min_row=2, values_only=True)
            if any(value is not None for value in row) and (table != "funding" or row[ARRANGEMENT] in BEFORE)
        ]
        for table, columns in COLUMNS.items()
    }


def _list(book: TableBook) -> Tables:
    """Return the compared columns of the tables as they are now."""
    datasets = {one.id: one for one in book.datasets}
    return {table: [*_rows(datasets[table], columns.values())] for table, columns in COLUMNS.items()}


def _rows(dataset: Any, names: Collection[str]) -> Iterator[Mapping[str, object]]:
    places = {column.id: place for place, column in enumerate(dataset.columns)}
    for row in dataset.rows:
        if dataset.id == "funding" and row.values[ARRANGEMENT] not in BEFORE:
            continue
        yield {name: _plain(row.values[places[name]]) for name in names}


def _plain(value: object) -> object:
    """Return a cell's value as both sides write it: empty as nothing, whole numbers and days each in one form."""
    if isinstance(value, FigureState):
        return SIGNS[value]
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float):
        return drop_noise(float(value))
    return value or None
