"""Programs on a test's own PATH: scripts written for the test, and programs of the machine.

A program of the machine is called through a script, never linked: a test that writes into the folder cannot reach the machine's own file.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable
from pathlib import Path

_borrowed: dict[Path, str] = {}  # program of the machine → SHA-256 when a test first asked for it


def add_script(folder: Path, name: str, *lines: str) -> None:
    """Put a shell script into a folder of the PATH, in place of what has its name there."""
    folder.mkdir(exist_ok=True)
    script = folder / name
    script.unlink(missing_ok=True)
    with script.open("x", encoding="utf-8") as new:  # "x" follows no link
        new.write("\n".join(("#!/bin/sh", *lines, "")))
    script.chmod(0o755)


def borrow_programs(folder: Path, names: Iterable[str]) -> str:
    """Put programs of the machine into a folder, and return a PATH of that folder alone."""
    folder.mkdir(exist_ok=True)
    for name in names:
        found = shutil.which(name)
        assert found, f"{name} is not on the PATH"
        _borrowed.setdefault(Path(found), hash_file(Path(found)))
        add_script(folder, name, f'exec "{found}" "$@"')
    return str(folder)


def changed_programs() -> list[str]:
    """Return which borrowed programs are not what they were."""
    return [str(path) for path, before in _borrowed.items() if not path.is_file() or hash_file(path) != before]


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file's content."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
