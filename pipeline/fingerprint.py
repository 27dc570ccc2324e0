"""What decides whether there is anything to do: hashes of the input folder, of the program and of its libraries.

Never: a workbook parsed. A run without news ends before anything heavy is imported.
"""

from __future__ import annotations

import hashlib
import os
import platform
import re
from collections.abc import Iterator
from functools import cache
from importlib.metadata import distribution
from pathlib import Path
from typing import Final

LIBRARIES: Final = ("babel", "font-source-sans-pro", "jinja2", "numpy", "openpyxl", "pandas", "pydantic", "scipy", "weasyprint")
ROOT: Final = Path(__file__).resolve().parents[1]
OF_THE_PROGRAM: Final = ("pipeline", "templates")
NOT_INPUT: Final = ("~$", ".")  # Excel's mark that a workbook is open, and what is hidden


@cache
def library_versions() -> dict[str, str]:
    """Return Python's version and those of the libraries that a report depends on."""
    return {"python": platform.python_version(), **{name: _version(name) for name in LIBRARIES}}


@cache
def program_digest() -> str:
    """Return the SHA-256 of the program's own files, so that a changed program is another one whatever its version says."""
    digest = hashlib.sha256()
    for folder in OF_THE_PROGRAM:
        for parts in sorted(path.split(os.sep) for path in _own_files(folder)):  # noqa: PTH206 - of hundreds of files pathlib takes longer than hashing
            with open(os.path.join(ROOT, *parts), "rb") as file:  # noqa: PTH118, PTH123 - the same
                digest.update(f"{'/'.join(parts)}\0{hashlib.sha256(file.read()).hexdigest()}\n".encode())
    return digest.hexdigest()


def hash_inputs(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file of an input folder, by its path in it.

    Raises:
        OSError: a file cannot be read.
    """
    return {path.relative_to(folder).as_posix(): _sha256(path) for path in _files(folder) if not path.name.startswith(NOT_INPUT)}


def take_fingerprint(inputs: dict[str, str], period: str = "") -> str:
    """Return one SHA-256 of all that a release is made of: input files, program, libraries, and what chose the period (`Wanted.key`)."""
    parts = [*sorted(inputs.items()), ("period", period), ("program", program_digest()), *sorted(library_versions().items())]
    return hashlib.sha256("".join(f"{name}\0{value}\n" for name, value in parts).encode()).hexdigest()


def _version(name: str) -> str:
    """Return a library's version; `importlib.metadata.version` reads all else that the library says of itself too."""
    found = re.search(r"^Version: (.*)$", distribution(name).read_text("METADATA") or "", re.MULTILINE)
    return found[1] if found else ""


def _own_files(folder: str) -> Iterator[str]:
    """Yield the paths of the program's files in one of its folders; what Python compiles of them is none."""
    for place, folders, files in os.walk(ROOT / folder):
        folders[:] = [name for name in folders if name != "__pycache__"]
        yield from (os.path.relpath(place, ROOT) + os.sep + name for name in files)


def _files(folder: Path) -> Iterator[Path]:
    return iter(sorted(path for path in folder.rglob("*") if path.is_file()))


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
