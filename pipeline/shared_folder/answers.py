"""The folder `kontrol/` beside the input: holds what was last found and drawn, and nothing of ours besides. People's own files are kept.

Every file is replaced whole, the pages last. A file that somebody has open, which a share may not let be replaced, is tried again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from pipeline.storage import StorageFailed, replace_file

FOLDER: Final = "kontrol"
CHECK_PAGE: Final = "Kontrol.html"
STATUS_PAGE: Final = "Status.html"
WRITTEN: Final = "kontrol.json"
OURS: Final = (CHECK_PAGE, STATUS_PAGE, "proeve-")
"""How the names of files begin that no person writes: one of a lost list of ours is replaced, not kept."""


class Answers:
    """The files that the folder should hold, and those of ours that it does.

    Attributes:
        stuck: Files that could not be replaced or removed.
    """

    def __init__(self, share: Path, output_folder: Path) -> None:
        """Begin with what an earlier process wrote.

        Args:
            share: The shared folder.
            output_folder: A folder of this machine's disk for the list of what we wrote.
        """
        self.folder = share / FOLDER
        self.stuck: tuple[str, ...] = ()
        self._output = output_folder
        self._wanted: dict[str, bytes] | None = None
        self._due = False
        self._written: dict[str, str] = {}
        with suppress(OSError, ValueError):
            self._written = json.loads((output_folder / WRITTEN).read_text(encoding="utf-8"))

    def replace(self, files: Mapping[str, bytes]) -> None:
        """Want these files and no others of ours but the status page."""
        self._wanted, self._due = dict(files), True

    def add(self, name: str, content: bytes) -> None:
        """Want one file more."""
        self._wanted = {**(self._wanted or {}), name: content}
        self._due = True

    def write(self) -> None:
        """Make the folder hold what is wanted, where something is due."""
        if not self._due or self._wanted is None:
            return
        before = dict(self._written)
        stuck = [name for name in before if name not in self._wanted and name != STATUS_PAGE and not self._remove(name)]
        in_order = sorted(self._wanted.items(), key=lambda file: (file[0].endswith(".html"), file[0]))
        stuck += [name for name, content in in_order if not self._put(name, content)]
        self.stuck, self._due = tuple(stuck), bool(stuck)
        self._keep_list(before)

    def write_status(self, page: str) -> bool:
        """Replace the status page, and return whether that was possible."""
        before = dict(self._written)
        done = self._put(STATUS_PAGE, page.encode(errors="replace"))
        self._keep_list(before)
        return done

    def _put(self, name: str, content: bytes) -> bool:
        now, path = hashlib.sha256(content).hexdigest(), self.folder / name
        if self.folder.is_symlink():  # nobody may lead us to write in another folder of the server
            return False
        try:
            there = _hash(path)
            if there != now:
                if there and there != self._written.get(name) and not name.startswith(OURS):
                    path.rename(_free(path))  # a person's, such as a marked copy that was corrected
                self.folder.mkdir(exist_ok=True)  # but not its parent: the share may be gone
                replace_file(content, self.folder, name)
        except (OSError, StorageFailed):
            return False
        self._written[name] = now
        return True

    def _remove(self, name: str) -> bool:
        path = self.folder / name
        try:
            if _hash(path) == self._written[name]:
                path.unlink()
        except OSError:
            return False
        del self._written[name]
        return True

    def _keep_list(self, before: Mapping[str, str]) -> None:
        if self._written != before:
            replace_file(json.dumps(self._written, ensure_ascii=False).encode(), self._output, WRITTEN)


def _hash(path: Path) -> str:
    """Return the hash of a file; empty if there is none."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        return ""


def _free(path: Path) -> Path:
    """Return a free name beside a file."""
    number = 2
    while (free := path.with_name(f"{path.stem} ({number}){path.suffix}")).exists():
        number += 1
    return free
