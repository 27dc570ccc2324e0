"""Identify the program: the hash of its files, and the versions of Python and the libraries. For the log and for workers elsewhere.

Never part of a release: the same input gives the same release with any version of program, Python or library.
"""

from __future__ import annotations

import hashlib
import platform
from functools import cache
from importlib.metadata import version
from typing import Final

from pipeline import ROOT

LIBRARIES: Final = ("babel", "font-source-sans-pro", "jinja2", "numpy", "openpyxl", "pandas", "pydantic", "weasyprint")
OF_THE_PROGRAM: Final = ("pipeline", "templates")


@cache
def library_versions() -> dict[str, str]:
    """Return Python's version and those of the libraries that a report depends on."""
    return {"python": platform.python_version(), **{name: version(name) for name in LIBRARIES}}


@cache
def program_digest() -> str:
    """Return the SHA-256 of the program's files, which changes even if the version number does not."""
    digest = hashlib.sha256()
    for path in sorted(path for folder in OF_THE_PROGRAM for path in (ROOT / folder).rglob("*") if path.is_file()):
        if "__pycache__" not in path.parts:
            digest.update(f"{path.relative_to(ROOT).as_posix()}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()
