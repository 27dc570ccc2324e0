"""A published release as it lies in its folder: every file that is sent is the one that the manifest names, or nothing is sent."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pipeline.delivery.refusals import DeliveryRefused, Why
from pipeline.releases.manifest import MANIFEST
from pipeline.report.letter import LETTERS, Letter, read_letters

TABLES: Final = "tabeller.xlsx"


@dataclass(frozen=True, slots=True)
class ReleaseMail:
    """What a release has for the forums.

    Attributes:
        period: Such as ``2011-2025``.
        letters: One a forum.
        revisions: Name of each letter's PDF → the revision that changed it last: a correction that leaves a report as it was sends no mail.
        pdfs: File name → content of each letter's PDF.
        tables: The workbook of tables; None where the release has none.
    """

    period: str
    letters: tuple[Letter, ...]
    revisions: Mapping[str, int]
    pdfs: Mapping[str, bytes]
    tables: bytes | None


def read_release(folder: Path) -> ReleaseMail:
    """Read and check what a release has for the forums.

    Raises:
        DeliveryRefused: there is no release, a file is not the manifest's, or letters and manifest differ about a forum.
    """
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except OSError as error:
        raise DeliveryRefused(Why.RELEASE_MISSING, {"folder": folder}) from error
    except ValueError as error:
        raise DeliveryRefused(Why.RELEASE_DAMAGED, {"file": folder / MANIFEST}) from error
    try:
        records = {record["name"]: record for record in manifest["outputs"]}
        period = f"{manifest['periods']['before']}-{manifest['periods']['now']}"
        revision = int(manifest["revision"]["number"]) if "revision" in manifest else 1
        letters = read_letters(_read(folder, LETTERS, records))
        revisions = {letter.file: int(records.get(letter.file, {}).get("revision", revision)) for letter in letters}
    except (KeyError, TypeError, ValueError) as error:
        raise DeliveryRefused(Why.RELEASE_DAMAGED, {"file": folder / MANIFEST}) from error
    for letter in letters:
        if records.get(letter.file, {}).get("forum") != letter.forum_id:
            raise DeliveryRefused(Why.WRONG_FORUM, {"file": letter.file, "forum": letter.forum})
    pdfs = {letter.file: _read(folder, letter.file, records) for letter in letters}
    tables = _read(folder, TABLES, records) if TABLES in records else None
    return ReleaseMail(period, letters, revisions, pdfs, tables)


def _read(folder: Path, name: str, records: Mapping[str, Mapping[str, str]]) -> bytes:
    """Return a file's bytes, if they are those that the manifest names."""
    try:
        content = (folder / name).read_bytes()
    except OSError as error:
        raise DeliveryRefused(Why.RELEASE_DAMAGED, {"file": folder / name}) from error
    if hashlib.sha256(content).hexdigest() != records.get(name, {}).get("sha256"):
        raise DeliveryRefused(Why.RELEASE_DAMAGED, {"file": folder / name})
    return content
