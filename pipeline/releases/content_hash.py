"""A report's content without its dates and provenance: the report as a revision prints it, and a hash of its content.

The hash leaves out the revision note, all provenance, the source cells of numbers, and the other forums' marks and numbers on the map:
another forum's change does not change a report.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Set
from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import Any, Final

from pipeline.language.rounding import drop_noise
from pipeline.report.model.city import CityReport
from pipeline.report.model.district import DistrictReport
from pipeline.report.model.method import InputFile
from pipeline.report.model.revision_note import RevisionNote
from pipeline.report.tables.model import Dataset, TableBook

INPUTS: Final = "inputs"  # the table of input files
OF_OTHERS: Final = frozenset({"deprived_areas", "verdicts"})  # tables of all forums, the data of the map
NOT_SAID: Final = frozenset({"revision", "inputs", "program_version", "extracted"})
OF_OTHER_FORUMS: Final = frozenset({"peers", "peers_now", "tiles"})


def date_report(report: DistrictReport | CityReport, note: RevisionNote | None, inputs: Mapping[str, str]) -> DistrictReport | CityReport:
    """Return a report as a revision prints it.

    Args:
        report: The report.
        note: The changes listed on page 1; None for a first release.
        inputs: Input file → the fingerprint to print; files missing here get none.
    """
    provenance = report.method.provenance
    dated = replace(provenance, inputs=tuple(InputFile(file.name, inputs.get(file.name, "")) for file in provenance.inputs))
    return replace(report, method=replace(report.method, provenance=dated), revision=note)


def date_tables(book: TableBook, inputs: Mapping[str, str]) -> TableBook:
    """Return a report's tables as a revision prints them, with the fingerprints of its input files."""
    datasets = tuple(
        replace(one, rows=tuple(replace(row, values=(row.values[0], inputs.get(str(row.values[0]), ""))) for row in one.rows))
        if one.id == INPUTS
        else one
        for one in book.datasets
    )
    return replace(book, datasets=datasets)


def hash_content(report: DistrictReport | CityReport, book: TableBook) -> str:
    """Return the SHA-256 of the values in a report and its tables, independent of the classes that hold them.

    Args:
        report: The report.
        book: The tables attached to it.
    """
    is_forums = isinstance(report, DistrictReport)
    skipped = {INPUTS} | (OF_OTHERS if is_forums else set())
    values = [
        *_values(report, NOT_SAID | (OF_OTHER_FORUMS if is_forums else set())),
        *(value for one in book.datasets if one.id not in skipped for value in _cells(one)),
    ]
    return hashlib.sha256(json.dumps(values, ensure_ascii=False).encode()).hexdigest()


def _cells(dataset: Dataset) -> Iterator[object]:
    """Yield a table's values without their source cells."""
    places = [place for place, column in enumerate(dataset.columns) if not column.id.endswith("cells")]
    yield dataset.id
    for row in dataset.rows:
        yield from (_plain(row.values[place]) for place in places)


def _values(part: Any, left_out: Set[str]) -> Iterator[object]:
    """Yield the values of a part of a report in order, except the fields that are left out."""
    if is_dataclass(part):
        for field in fields(part):
            if field.name not in left_out:
                yield from _values(getattr(part, field.name), left_out)
    elif isinstance(part, tuple | list):
        yield len(part)
        for one in part:
            yield from _values(one, left_out)
    else:
        yield _plain(part)


def _plain(value: Any) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return drop_noise(value) if isinstance(value, float) else value
