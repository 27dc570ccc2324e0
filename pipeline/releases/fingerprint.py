"""Fingerprint the input files, to see whether anything has changed since the last run. No workbook is parsed.

The program is not part of it: the same input never makes another release.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator, Mapping
from pathlib import Path

from pipeline.input.schema.workbooks import WORKBOOKS, list_filenames
from pipeline.settings.accepted_names import NAMES_FILENAME
from pipeline.settings.policy.read import POLICY_FOLDER
from pipeline.settings.settings import SETTINGS_FILENAME


def hash_inputs(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file that a run may read, by its path in the input folder. Other files are ignored.

    Raises:
        OSError: one of these files cannot be read.
    """
    return {path.relative_to(folder).as_posix(): _hash(path) for path in _list_files(folder)}


def take_fingerprint(inputs: Mapping[str, str], period: str, key: bytes) -> str:
    """Return one fingerprint of the input files and of what determines the period.

    Args:
        inputs: Hashes of the files; never saved, since each would confirm a guess at a small count.
        period: See `Wanted.key`.
        key: See `releases.history.local_key`.
    """
    parts = [*sorted(inputs.items()), ("period", period)]
    return hmac.digest(key, "".join(f"{name}\0{value}\n" for name, value in parts).encode(), hashlib.sha256).hex()


def _list_files(folder: Path) -> Iterator[Path]:
    names = (*(name for workbook in WORKBOOKS for name in list_filenames(workbook)), SETTINGS_FILENAME, NAMES_FILENAME)
    yield from (folder / name for name in names if (folder / name).is_file())
    yield from sorted(path for path in (folder / POLICY_FOLDER).glob("*.toml") if path.is_file())


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
