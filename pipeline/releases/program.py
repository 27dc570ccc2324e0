"""Identify the program: the hash of its files, and the versions of Python and the libraries. For the log and for workers elsewhere.

Never part of a release: the same input gives the same release with any version of program, Python or library.
"""

from __future__ import annotations

import hashlib
import platform
from functools import cache
from importlib.metadata import version
from typing import Final

from pipeline import ROOT, SHIPPED

LIBRARIES: Final = ("babel", "font-source-sans-pro", "jinja2", "numpy", "openpyxl", "pandas", "pydantic", "weasyprint")
OF_THE_PROGRAM: Final = {"pipeline": ROOT, "templates": SHIPPED}


@cache
def library_versions() -> dict[str, str]:
    """Return Python's version and those of the libraries that a report depends on."""
    return {"python": platform.python_version(), **{name: version(name) for name in LIBRARIES}}


@cache
def program_digest() -> str:
    """Return the SHA-256 of the program's files, which changes even if the version number does not; a wheel's is its checkout's."""
    digest = hashlib.sha256()
    for folder, parent in OF_THE_PROGRAM.items():
        for path in sorted(path for path in (parent / folder).rglob("*") if path.is_file()):
            shipped_in_wheel = folder == "pipeline" and SHIPPED in path.parents and SHIPPED != ROOT
            if "__pycache__" not in path.parts and not shipped_in_wheel:
                digest.update(f"{path.relative_to(parent).as_posix()}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()
