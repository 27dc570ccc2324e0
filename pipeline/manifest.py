"""The manifest of a release: what went in, what came out, and with which versions. Holds no date: the same input gives the same bytes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pipeline import __version__
from pipeline.fingerprint import library_versions, program_digest
from pipeline.names import FILENAME as NAMES
from pipeline.policy import FOLDER, Policy
from pipeline.revision import Revision
from pipeline.schema import FORUMS
from pipeline.settings import FILENAME, Settings

if TYPE_CHECKING:
    from pipeline.tables import FileRead, Tables  # tables are pandas, and who only reads a manifest should not wait for it

MANIFEST: Final = "manifest.json"


@dataclass(frozen=True, slots=True)
class FileRecord:
    """One file: its name, its size in bytes and its SHA-256."""

    name: str
    size: int
    sha256: str


def record_file(name: str, content: bytes) -> FileRecord:
    """Return a file's record."""
    return FileRecord(name, len(content), hashlib.sha256(content).hexdigest())


def record_inputs(folder: Path, settings: Settings, workbooks: Iterable[FileRead], tables: Tables) -> tuple[FileRecord, ...]:
    """Return the records of every file that the reports are made of: workbooks as they were read, settings, policy, spellings.

    Of the settings and of the forums' workbook only what the reports are made of: who names another mail server or another recipient has
    changed no report.
    """
    names = [f"{FOLDER}/{settings.policy}.toml", *([NAMES] if (folder / NAMES).exists() else [])]
    return (
        *(_record_workbook(file, tables) for file in workbooks),
        record_file(f"{folder.name}/{FILENAME}", settings.model_dump_json(exclude={"delivery", "gates"}).encode()),
        *(record_file(f"{folder.name}/{name}", (folder / name).read_bytes()) for name in names),
    )


def _record_workbook(file: FileRead, tables: Tables) -> FileRecord:
    """Return a workbook's record: of its bytes, or of what the reports take from it where it holds the recipients too."""
    if Path(file.name).stem != Path(FORUMS.filename).stem:  # fora.xlsm is one too
        return FileRecord(file.name, file.size, file.sha256)
    content = {
        "sample": tables.about[FORUMS.filename]["sample"],
        "forums": tables.forums.to_dict("split"),
        "districts": tables.districts.to_dict("split"),
        "findings": [repr(finding) for finding in tables.findings if finding.place.file == file.name],  # the reports print them
    }
    return record_file(file.name, json.dumps(content).encode())


def list_inputs(inputs: Mapping[str, str]) -> list[dict[str, str]]:
    """Return input file → fingerprint as a manifest lists it."""
    return [{"name": name, "fingerprint": fingerprint} for name, fingerprint in inputs.items()]


@dataclass(frozen=True)
class Facts:
    """What the gates before sending look at.

    Attributes:
        sample: The numbers are invented.
        findings: Kind of finding → how many.
        areas: Areas with a published status before this revision and in it; `flipped` of them have another one now.
        comparable: False where a correction could not be compared with the release that it corrects.
        failed_checks: What the checks of the finished release found, one line each; see `failed_checks`. Empty where all passed.
    """

    sample: bool
    findings: Mapping[str, int]
    areas: int = 0
    flipped: int = 0
    comparable: bool = True
    failed_checks: tuple[str, ...] = ()


def build_manifest(
    inputs: Mapping[str, str],
    outputs: Mapping[str, bytes],
    forums: Mapping[str, str],
    policy: Policy,
    settings: Settings,
    facts: Facts,
    revision: Revision,
) -> bytes:
    """Return the manifest as JSON.

    Args:
        inputs: Input file → its fingerprint. Neither size nor hash: both would confirm a guess at a hidden number.
        outputs: File name → content.
        forums: File name → id of the forum that alone may receive the file by mail; others go to nobody.
        policy: The policy of the release.
        settings: The two years and the language.
        facts: What the gates look at.
        revision: Which revision of its period this is.
    """
    content = {
        "program": {"name": "boligsociale-rapporter", "version": __version__, "sha256": program_digest()},
        "periods": {"before": settings.periods.before, "now": settings.periods.now},
        "language": settings.language,
        "policy": {"id": policy.id, "name": policy.name.text(settings.language), "version": policy.version},
        "revision": {"number": revision.number, "reason": revision.reason, "replaces": revision.replaces},
        "sample": facts.sample,
        "findings": sum(facts.findings.values()),
        "gates": {
            "findings": dict(sorted(facts.findings.items())),
            "areas": facts.areas,
            "flipped": facts.flipped,
            "comparable": facts.comparable,
            "failed_checks": list(facts.failed_checks),
        },
        "inputs": list_inputs(inputs),
        "outputs": [
            asdict(record_file(name, outputs[name])) | ({"forum": forums[name]} if name in forums else {}) for name in sorted(outputs)
        ],
        "libraries": library_versions(),
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def read_outputs(folder: Path) -> set[str]:
    """Return the names of the files that a release says it wrote; none where it has no readable manifest."""
    try:
        content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return {MANIFEST, *(str(record["name"]) for record in content["outputs"])}
    except (OSError, ValueError, KeyError, TypeError):
        return set()
