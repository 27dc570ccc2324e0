"""The revision that a run may make, and the one that is in place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.language.language import Language
from pipeline.releases.find import Release
from pipeline.releases.manifest import list_inputs
from pipeline.report.printed_figures import PrintedFigures, read_printed
from pipeline.report.revision import Revision


def next_revision(editions: Sequence[Release], inputs: Mapping[str, str], language: Language, reason: str) -> Revision:
    """Return the revision after the releases of a period.

    Args:
        editions: The releases, the first revision first.
        inputs: Input file → its fingerprint.
        language: Language of the reports, and of a reason that nobody gave.
        reason: Why there is a new revision; empty for the names of what has changed.
    """
    if not editions:
        return Revision(inputs=inputs)
    latest = editions[-1]
    words = reason or _name_changes(latest, inputs, language)
    return Revision(latest.number + 1, words, latest.name, read_told(latest, language), inputs)


def revision_of(editions: Sequence[Release], language: Language) -> Revision:
    """Return the revision of the newest release, for it to be made whole again."""
    latest = editions[-1]
    return read_revision(latest.manifest["revision"] | {"number": latest.number, "inputs": latest.manifest["inputs"]}, editions, language)


def read_revision(listed: Mapping[str, Any], editions: Sequence[Release], language: Language) -> Revision:
    """Return a revision as a manifest lists it, with its inputs.

    Args:
        listed: Its number, its reason, what it replaces, its inputs.
        editions: All releases of the period.
        language: Language of the reports.
    """
    before = next((one for one in editions if one.name == listed["replaces"]), None)
    inputs = {file["name"]: file["fingerprint"] for file in listed["inputs"]}
    return Revision(int(listed["number"]), str(listed["reason"]), str(listed["replaces"]), read_told(before, language), inputs)


def has_inputs(edition: Release, inputs: Mapping[str, str]) -> bool:
    """Return whether a release was made of exactly these input files."""
    return edition.manifest.get("inputs") == list_inputs(inputs)


def read_told(edition: Release | None, language: Language) -> PrintedFigures | None:
    """Return what a release has told; None where it cannot be compared, being unreadable or in another language."""
    if edition is None or edition.manifest.get("language") != language.code:
        return None
    return read_printed(edition.folder)


def _name_changes(latest: Release, inputs: Mapping[str, str], language: Language) -> str:
    """Return the reason that nobody gave: which files have changed, as far as their fingerprints can be compared."""
    if "inputs" not in latest.manifest or not latest.has_hashes():
        return language.gettext("changed in the input")
    known = {record["name"]: record["fingerprint"] for record in latest.manifest.get("inputs", ())}
    changed = [name for name in dict.fromkeys((*known, *inputs)) if known.get(name) != inputs.get(name)]
    return language.gettext("changed in the input: {files}").format(files=language.listing(changed))
