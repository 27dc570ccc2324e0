"""Read a published release for mailing. Every file must match the manifest, or nothing is sent."""

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
    """The letters and files of a release, ready to be mailed.

    Attributes:
        period: For example ``2011-2025``.
        letters: One per forum.
        revisions: Name of each letter's PDF → the revision that last changed it; no mail is sent for an unchanged report.
        says: Name of each letter's PDF → hash of what it says; of the file itself in releases of version 0.1.0.
        pdfs: File name → content of each letter's PDF.
        tables: The workbook of tables; None where the release has none.
    """

    period: str
    letters: tuple[Letter, ...]
    revisions: Mapping[str, int]
    says: Mapping[str, str]
    pdfs: Mapping[str, bytes]
    tables: bytes | None


def read_release(folder: Path) -> ReleaseMail:
    """Read and check the letters and files of a release.

    Raises:
        DeliveryRefused: there is no release, a file does not match the manifest, or letters and manifest differ on a forum.
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
    says = {letter.file: str(records[letter.file].get("says") or records[letter.file]["sha256"]) for letter in letters}
    tables = _read(folder, TABLES, records) if TABLES in records else None
    return ReleaseMail(period, letters, revisions, says, pdfs, tables)


def _read(folder: Path, name: str, records: Mapping[str, Mapping[str, str]]) -> bytes:
    """Return a file's bytes if they match the manifest."""
    try:
        content = (folder / name).read_bytes()
    except OSError as error:
        raise DeliveryRefused(Why.RELEASE_DAMAGED, {"file": folder / name}) from error
    if hashlib.sha256(content).hexdigest() != records.get(name, {}).get("sha256"):
        raise DeliveryRefused(Why.RELEASE_DAMAGED, {"file": folder / name})
    return content
