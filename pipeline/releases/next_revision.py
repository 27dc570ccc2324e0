"""The next revision of a period, and the one already published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.language.language import Language
from pipeline.releases.find import Release
from pipeline.releases.manifest import list_inputs
from pipeline.report.printed_figures import PrintedFigures, read_printed
from pipeline.report.revision import Revision


def next_revision(editions: Sequence[Release], inputs: Mapping[str, str], language: Language, reason: str, sent: int = 0) -> Revision:
    """Return the revision that follows the releases of a period.

    Args:
        editions: The releases, in order of revision.
        inputs: Input file → its fingerprint.
        language: Language of the reports, and of a reason made up here.
        reason: Why there is a new revision; empty to name the changed files.
        sent: The newest revision that readers have.
    """
    if not editions:
        return Revision(sent + 1, reason or language.gettext("changed in the input"), inputs=inputs) if sent else Revision(inputs=inputs)
    latest = editions[-1]
    words = reason or _name_changes(latest, inputs, language)
    return Revision(max(latest.number, sent) + 1, words, latest.name, read_told(latest, language), inputs)


def sent_revision(number: int, inputs: Mapping[str, str], language: Language) -> Revision:
    """Return a revision that readers have and no release has any more, to make it again under its number."""
    return Revision(number, language.gettext("made again as it was sent"), inputs=inputs) if number > 1 else Revision(inputs=inputs)


def revision_of(editions: Sequence[Release], language: Language) -> Revision:
    """Return the revision of the newest release, to rebuild it under the same number."""
    latest = editions[-1]
    return read_revision(latest.manifest["revision"] | {"number": latest.number, "inputs": latest.manifest["inputs"]}, editions, language)


def read_revision(listed: Mapping[str, Any], editions: Sequence[Release], language: Language) -> Revision:
    """Return a revision as listed in a manifest, with its inputs.

    Args:
        listed: Its number, its reason, the revision that it replaces, its inputs.
        editions: All releases of the period.
        language: Language of the reports.
    """
    before = next((one for one in editions if one.name == listed["replaces"]), None)
    inputs = {file["name"]: file["fingerprint"] for file in listed["inputs"]}
    return Revision(int(listed["number"]), str(listed["reason"]), str(listed["replaces"]), read_told(before, language), inputs)


def has_inputs(edition: Release, inputs: Mapping[str, str]) -> bool:
    """Return whether a release was made from exactly these input files."""
    return edition.manifest.get("inputs") == list_inputs(inputs)


def read_told(edition: Release | None, language: Language) -> PrintedFigures | None:
    """Return the figures that a release published; None if it is unreadable or in another language, so that they cannot be compared."""
    if edition is None or edition.manifest.get("language") != language.code:
        return None
    return read_printed(edition.folder)


def _name_changes(latest: Release, inputs: Mapping[str, str], language: Language) -> str:
    """Return the default reason: the files that have changed, as far as their fingerprints can be compared."""
    if "inputs" not in latest.manifest or not latest.has_hashes():
        return language.gettext("changed in the input")
    known = {record["name"]: record["fingerprint"] for record in latest.manifest.get("inputs", ())}
    changed = [name for name in dict.fromkeys((*known, *inputs)) if known.get(name) != inputs.get(name)]
    return language.gettext("changed in the input: {files}").format(files=language.listing(changed))
