"""What decides whether there is anything to do: hashes of the input folder, of the program and of its libraries.

Never: a workbook parsed. A run without news ends before anything heavy is imported.
"""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Final

LIBRARIES: Final = ("babel", "font-source-sans-pro", "jinja2", "numpy", "openpyxl", "pandas", "pydantic", "scipy", "weasyprint")
ROOT: Final = Path(__file__).resolve().parents[1]
OF_THE_PROGRAM: Final = ("pipeline", "templates")
NOT_INPUT: Final = ("~$", ".")  # Excel's mark that a workbook is open, and what is hidden


@cache
def library_versions() -> dict[str, str]:
    """Return Python's version and those of the libraries that a report depends on."""
    return {"python": platform.python_version(), **{name: version(name) for name in LIBRARIES}}


@cache
def program_digest() -> str:
    """Return the SHA-256 of the program's own files, so that a changed program is another one whatever its version says."""
    digest = hashlib.sha256()
    for folder in OF_THE_PROGRAM:
        for path in _files(ROOT / folder):
            if "__pycache__" not in path.parts:
                digest.update(f"{path.relative_to(ROOT).as_posix()}\0{_sha256(path)}\n".encode())
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


def _files(folder: Path) -> Iterator[Path]:
    return iter(sorted(path for path in folder.rglob("*") if path.is_file()))


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
