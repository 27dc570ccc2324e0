"""When two reports are the same: a hash of all that a report shows, and of the program that sets it.

Left out is what says when it was made: the note of its revision, and the fingerprints of the input files.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import Any

from pipeline.attachment import Attachment
from pipeline.datasets import TableBook
from pipeline.fingerprint import library_versions, program_digest
from pipeline.report import CityReport, DistrictReport, InputFile, RevisionNote

INPUTS = "inputs"  # the table of input files


def date_report(
    report: DistrictReport | CityReport, book: TableBook, note: RevisionNote | None, inputs: Mapping[str, str]
) -> tuple[DistrictReport | CityReport, TableBook]:
    """Return a report and its tables as those of a revision.

    Args:
        report: The report.
        book: The tables behind it.
        note: What page 1 says has changed; None for a first release.
        inputs: Input file → the fingerprint to print; files that are not in it get none.
    """
    method = replace(report.method, inputs=tuple(InputFile(file.name, inputs.get(file.name, "")) for file in report.method.inputs))
    datasets = tuple(
        replace(one, rows=tuple(replace(row, values=(row.values[0], inputs.get(str(row.values[0]), ""))) for row in one.rows))
        if one.id == INPUTS
        else one
        for one in book.datasets
    )
    return replace(report, method=method, revision=note), replace(book, datasets=datasets)


def take_key(report: DistrictReport | CityReport, attachments: tuple[Attachment, ...], language: str) -> str:
    """Return the SHA-256 of a report that has no date, see `date_report`, and of the tables in it.

    Args:
        report: The report, without a note and without fingerprints.
        attachments: The tables that travel in it, likewise.
        language: Code of its language.
    """
    digest = hashlib.sha256(json.dumps(report, default=_plain, ensure_ascii=False, sort_keys=True).encode())
    for part in (language, program_digest(), *(f"{name} {version}" for name, version in library_versions().items())):
        digest.update(f"\n{part}".encode())
    for one in attachments:
        content = one.content  # not as it is packed: another zlib packs the same table otherwise, and the report would count as changed
        digest.update(f"\n{one.name}\0{one.description}\0{one.media_type}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _plain(value: Any) -> object:
    """Return what JSON lacks in its own terms, so that the same value is always the same text."""
    if is_dataclass(value):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no plain form of {type(value)}")
