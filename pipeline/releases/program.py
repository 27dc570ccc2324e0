"""Which program this is: its files' hash, and the versions of Python and the libraries. For the log of a run and for workers elsewhere.

Never part of a release: the same input gives the same release, whichever program, Python or library made it.
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
    """Return the SHA-256 of the program's own files, so that a changed program is another one whatever its version says."""
    digest = hashlib.sha256()
    for path in sorted(path for folder in OF_THE_PROGRAM for path in (ROOT / folder).rglob("*") if path.is_file()):
        if "__pycache__" not in path.parts:
            digest.update(f"{path.relative_to(ROOT).as_posix()}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()
