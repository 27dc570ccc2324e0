"""Find the releases in `output/releases/`, and the one that `output/current` names. Reads only.

A release's folder is named for its period, its revision and the first eight digits of its manifest's hash: `2011-2025_r1_0c5fa1b2`.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pipeline.releases.manifest import MANIFEST
from pipeline.settings.period import Years, read_years

RELEASES: Final = "releases"
CURRENT: Final = "current"
POINTER: Final = "current.txt"
SAMPLE_TREE: Final = "eksempel"
"""The folder in the output folder in which everything made of sample data lies, apart from what is made of real data."""
_NAME: Final = re.compile(r"(?P<period>\d{4}-\d{4})_r(?P<number>\d+)_[0-9a-f]{8}")


@dataclass(frozen=True)
class Release:
    """One release on disk.

    Attributes:
        number: Its revision; 1 for the first release of a period.
        manifest: The content of its manifest; empty if that cannot be read.
    """

    folder: Path
    period: str
    number: int
    manifest: Mapping[str, Any]

    @property
    def years(self) -> Years:
        """The two years that it reports, whatever the current settings."""
        return read_years(self.period)

    @property
    def name(self) -> str:
        """The folder's name."""
        return self.folder.name

    def find_report(self, forum_id: str) -> tuple[int, str] | None:
        """Return the revision that last changed a forum's report and the hash of its PDF; None if the release has no such report."""
        for record in self.manifest.get("outputs", ()):
            if record.get("forum") == forum_id:
                return int(record.get("revision", self.number)), str(record.get("sha256"))
        return None

    def is_genuine(self) -> bool:
        """Return whether the manifest matches the folder's name, so that its entries can be trusted."""
        try:
            return name_release(self.period, self.number, (self.folder / MANIFEST).read_bytes()) == self.name
        except OSError:
            return False

    def is_whole(self) -> bool:
        """Return whether the manifest matches the folder's name, and every file in it is present and unchanged."""
        try:
            return self.is_genuine() and all(
                hashlib.sha256((self.folder / record["name"]).read_bytes()).hexdigest() == record["sha256"]
                for record in self.manifest["outputs"]
            )
        except (OSError, KeyError, TypeError):
            return False

    @property
    def is_misplaced(self) -> bool:
        """Whether it holds sample data outside the sample's own tree, as up to version 0.1: no release of the real data's series."""
        return bool(self.manifest.get("sample")) and self.folder.parents[1].name != SAMPLE_TREE

    def has_hashes(self) -> bool:
        """Return whether its manifest records what its reports are made from; version 0.1.0's did not. Requires a readable manifest."""
        outputs = self.manifest.get("outputs", ())
        return not outputs or any("made_from" in record for record in outputs)

    def is_sound(self) -> bool:
        """Return whether it is whole and its reports passed all checks."""
        return self.is_whole() and not self.manifest.get("gates", {}).get("failed_checks")


def name_release(period: str, number: int, manifest: bytes) -> str:
    """Return the name of a release's folder."""
    return f"{period}_r{number}_{hashlib.sha256(manifest).hexdigest()[:8]}"


def list_releases(output: Path, period: str) -> list[Release]:
    """Return the releases of a period, in order of revision."""
    found = (read_release_folder(path) for path in sorted((output / RELEASES).glob(f"{period}_r*")))
    return sorted((edition for edition in found if edition is not None), key=lambda edition: edition.number)


def newest_release(output: Path, period: str) -> Release | None:
    """Return the last revision of a period."""
    return next(reversed(list_releases(output, period)), None)


def find_newer(output: Path, period: str, forum_id: str, revision: int) -> int | None:
    """Return the revision of a forum's report in the newest release of a period, if it is later than this one.

    A newest release without the forum replaces the forum's reports too; one whose manifest is not genuine is ignored.
    """
    newest = newest_release(output, period)
    if newest is None or not newest.is_genuine():
        return None
    report = newest.find_report(forum_id)
    found = report[0] if report else newest.number
    return found if found > revision else None


def list_all_releases(releases: Path) -> list[Release]:
    """Return the releases of all periods in a folder of releases."""
    found = (read_release_folder(path) for path in sorted(releases.iterdir()))
    return [edition for edition in found if edition is not None]


def current_release(output: Path) -> Release | None:
    """Return the release that `output/current` names or is a copy of; if links cannot be made, `output/current.txt` holds its name."""
    link = output / CURRENT
    try:
        if link.is_dir() and not link.is_symlink():
            return find_release(output, name_copy(link))
        name = link.readlink().name if link.is_symlink() else Path((output / POINTER).read_text(encoding="utf-8").strip()).name
    except (OSError, ValueError):
        return None
    return find_release(output, name)


def name_copy(folder: Path) -> str:
    """Return the name of the release that a folder is a copy of, as when `current` is restored from a backup; empty if it is none."""
    try:
        content = (folder / MANIFEST).read_bytes()
        manifest = json.loads(content)
        return name_release(f"{manifest['periods']['before']}-{manifest['periods']['now']}", int(manifest["revision"]["number"]), content)
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def find_release(output: Path, name: str) -> Release | None:
    """Return the release with that name; None if there is none."""
    return read_release_folder(output / RELEASES / name)


def read_release_folder(folder: Path) -> Release | None:
    """Return the release in a folder; None if it is not a release's folder, or a misplaced one."""
    match = _NAME.fullmatch(folder.name)
    if match is None or not folder.is_dir():
        return None
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        manifest = {}
    edition = Release(folder, match["period"], int(match["number"]), manifest if isinstance(manifest, dict) else {})
    return None if edition.is_misplaced else edition
