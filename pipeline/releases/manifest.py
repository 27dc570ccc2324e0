"""The manifest of a release: its input and output files. No date and no library version: the same input gives the same bytes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from pipeline import __version__
from pipeline.report.revision import Revision
from pipeline.settings.policy.model import Policy
from pipeline.settings.settings import Settings

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


def list_inputs(inputs: Mapping[str, str]) -> list[dict[str, str]]:
    """Return input file → fingerprint in the manifest's form."""
    return [{"name": name, "fingerprint": fingerprint} for name, fingerprint in inputs.items()]


@dataclass(frozen=True, slots=True)
class PdfRecord(FileRecord):
    """One report's PDF.

    Attributes:
        forum: Id of the only forum that may receive it by mail; None for the overview, which is not mailed.
        revision: The revision that last changed this report, as printed on page 1.
        made_from: Hash of the data that it is made from, see `made_from`.
        says: Hash of its content, see `report_content`.
    """

    forum: str | None
    revision: int
    made_from: str
    says: str


@dataclass(frozen=True)
class Facts:
    """The facts that the gates before sending check.

    Attributes:
        sample: The numbers are invented.
        findings: Kind of finding → number.
        areas: Areas with a published status both before this revision and in it; `flipped` of them changed status.
        comparable: False if a correction could not be compared with the release that it corrects.
        failed_checks: Failed checks of the finished release, one line each; see `failed_checks`. Empty if all passed.
        anew: All reports were made again on request, with unchanged content.
        outdated: Forums whose report is kept and prints another conclusion or status than the program finds now.
        smallest_shown: The smallest count that is shown exactly.
    """

    sample: bool
    findings: Mapping[str, int]
    areas: int = 0
    flipped: int = 0
    comparable: bool = True
    failed_checks: tuple[str, ...] = ()
    anew: bool = False
    outdated: tuple[str, ...] = ()
    smallest_shown: int = 0


def build_manifest(
    outputs: Iterable[FileRecord], policy: Policy, settings: Settings, facts: Facts, revision: Revision, earlier: Iterable[Revision] = ()
) -> bytes:
    """Return the manifest as JSON.

    Args:
        outputs: Every other file of the release.
        policy: The policy of the release.
        settings: The two years and the language.
        facts: The facts for the gates.
        revision: Its revision. For its input it lists fingerprints, see `input_files`.
        earlier: The revisions of the reports that are unchanged: their PDFs print the fingerprints of that input.
    """
    content = {
        "program": {"name": "boligsociale-rapporter", "version": __version__},
        "periods": {"before": settings.periods.before, "now": settings.periods.now},
        "language": settings.language,
        "policy": {"id": policy.id, "name": policy.name.text(settings.language), "version": policy.version},
        "revision": _list_revision(revision),
        "earlier_revisions": [_list_revision(one) | {"inputs": list_inputs(one.inputs)} for one in earlier],
        "sample": facts.sample,
        "findings": sum(facts.findings.values()),
        "gates": {
            "findings": dict(sorted(facts.findings.items())),
            "areas": facts.areas,
            "flipped": facts.flipped,
            "comparable": facts.comparable,
            "failed_checks": list(facts.failed_checks),
            "anew": facts.anew,
            "outdated": list(facts.outdated),
            "smallest_shown": facts.smallest_shown,
        },
        "inputs": list_inputs(revision.inputs),
        "outputs": [_list_file(record) for record in sorted(outputs, key=lambda record: record.name)],
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def _list_revision(revision: Revision) -> dict[str, int | str]:
    return {"number": revision.number, "reason": revision.reason, "replaces": revision.replaces}


def _list_file(record: FileRecord) -> dict[str, object]:
    return {name: value for name, value in asdict(record).items() if value is not None}


def read_outputs(folder: Path) -> set[str]:
    """Return the names of the files that a release lists as written; none if it has no readable manifest."""
    try:
        content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return {MANIFEST, *(str(record["name"]) for record in content["outputs"])}
    except (OSError, ValueError, KeyError, TypeError):
        return set()
