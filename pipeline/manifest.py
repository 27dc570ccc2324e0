"""The manifest of a release: what went in, what came out, and with which versions. Holds no date: the same input gives the same bytes."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Final

from pipeline import __version__
from pipeline.policy import FOLDER, Policy
from pipeline.settings import FILENAME, Settings
from pipeline.tables import FileRead

MANIFEST: Final = "manifest.json"
LIBRARIES: Final = ("babel", "font-source-sans-pro", "jinja2", "numpy", "openpyxl", "pandas", "pydantic", "scipy", "weasyprint")


@dataclass(frozen=True, slots=True)
class FileRecord:
    """One file: its name, its size in bytes and its SHA-256."""

    name: str
    size: int
    sha256: str


def record_file(name: str, content: bytes) -> FileRecord:
    """Return a file's record."""
    return FileRecord(name, len(content), hashlib.sha256(content).hexdigest())


def record_inputs(folder: Path, settings: Settings, workbooks: Iterable[FileRead]) -> tuple[FileRecord, ...]:
    """Return the records of every file that the reports are made of: workbooks as they were read, settings, policy."""
    names = [FILENAME, f"{FOLDER}/{settings.policy}.toml"]
    return (
        *(FileRecord(file.name, file.size, file.sha256) for file in workbooks),
        *(record_file(f"{folder.name}/{name}", (folder / name).read_bytes()) for name in names),
    )


def build_manifest(
    inputs: Mapping[str, str],
    outputs: Mapping[str, bytes],
    forums: Mapping[str, str],
    policy: Policy,
    settings: Settings,
    *,
    sample: bool,
    findings: int,
) -> bytes:
    """Return the manifest as JSON.

    Args:
        inputs: Input file → its fingerprint. Neither size nor hash: both would confirm a guess at a hidden number.
        outputs: File name → content.
        forums: File name → id of the forum that alone may receive the file by mail; others go to nobody.
        policy: The policy of the release.
        settings: The two years and the language.
        sample: The numbers are invented.
        findings: Number of findings in the data.
    """
    content = {
        "program": {"name": "boligsociale-rapporter", "version": __version__},
        "periods": {"before": settings.periods.before, "now": settings.periods.now},
        "language": settings.language,
        "policy": {"id": policy.id, "name": policy.name.text(settings.language), "version": policy.version},
        "sample": sample,
        "findings": findings,
        "inputs": [{"name": name, "fingerprint": fingerprint} for name, fingerprint in inputs.items()],
        "outputs": [
            asdict(record_file(name, outputs[name])) | ({"forum": forums[name]} if name in forums else {}) for name in sorted(outputs)
        ],
        "libraries": {"python": platform.python_version(), **{name: version(name) for name in LIBRARIES}},
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def read_outputs(folder: Path) -> set[str]:
    """Return the names of the files that a release says it wrote; none where it has no readable manifest."""
    try:
        content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return {MANIFEST, *(str(record["name"]) for record in content["outputs"])}
    except (OSError, ValueError, KeyError, TypeError):
        return set()
