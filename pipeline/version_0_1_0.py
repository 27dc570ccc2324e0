"""Find the reports that a release of version 0.1.0 shares with the present input, by the numbers and names in its workbook of tables.

Version 0.1.0 recorded no hash of what a report says. Its `tabeller.xlsx` holds every number behind the reports, so a report is unchanged
where the rows of its forum and of the city hold the same numbers, days and names, and settings, policy and accepted spellings are the same files.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final, TypeAlias

from openpyxl import load_workbook

from pipeline.composed import Composed
from pipeline.datasets import SIGNS, TableBook
from pipeline.editions import Edition
from pipeline.report import DistrictReport, State
from pipeline.report_files import file_name
from pipeline.rounding import drop_noise
from pipeline.tabulate import TABLES_FILE

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
        ("activities", (0, *range(3, 9)), "forum number_before number_now across_before across_now bridges_before bridges_now"),
        ("steering_groups", (0, 1, 2), "forum number_before number_now"),
        ("contracts", (0, 1, 2, 3), "forum contract administration signed"),
        ("conclusions", (0, 19), "forum findings"),
        ("editions", (1, 2, 3), "year definition line_dkk"),
    )
}  # fmt: skip
"""Table → place of a column → its id: what follows from the input and is no word of the program's."""
OF_CITY: Final = frozenset({"indicators", "units", "steering_groups", "editions"})
"""Tables whose rows of the city every report shows."""


def has_no_hashes(edition: Edition) -> bool:
    """Return whether a release does not say what its reports are made of."""
    return not any("made_from" in record for record in edition.manifest.get("outputs", ()))


def find_unchanged(edition: Edition, composed: Composed) -> frozenset[str]:
    """Return the file names of the reports that are unchanged; none where the release cannot be read, or a common file is another."""
    if not edition.is_genuine() or _common_files(edition.manifest["inputs"]) != _common_files(
        {"name": name, "fingerprint": fingerprint} for name, fingerprint in composed.inputs.items()
    ):
        return frozenset()
    try:
        before = _read(edition.folder / TABLES_FILE)
    except (OSError, ValueError, KeyError, IndexError):
        return frozenset()
    now = _list(composed.book)
    forums = [report.forum for report in composed.reports if isinstance(report, DistrictReport)]
    return frozenset(
        file_name(report)
        for report in composed.reports
        if (_own(before, report.forum, forums) == _own(now, report.forum, forums) if isinstance(report, DistrictReport) else before == now)
    )


def _common_files(inputs: Any) -> set[tuple[str, str]]:
    """Return name and fingerprint of settings, policy and accepted spellings."""
    return {(one["name"], one["fingerprint"]) for one in inputs if one["name"].endswith(".toml")}


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
            if any(value is not None for value in row)
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
        yield {name: _plain(row.values[places[name]]) for name in names}


def _plain(value: object) -> object:
    """Return a cell's value as both sides write it: empty as nothing, whole numbers and days each in one form."""
    if isinstance(value, State):
        return SIGNS[value]
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float):
        return drop_noise(float(value))
    return value or None
