"""The next revision of a period, and the one already published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.input.record import Sent
from pipeline.language.language import Language
from pipeline.releases.find import Release
from pipeline.releases.manifest import list_inputs
from pipeline.report.printed_figures import PrintedFigures, read_printed
from pipeline.report.revision import Revision


def find_told(editions: Sequence[Release], sent: Mapping[str, Sent]) -> Release:
    """Return the release that readers have, as far as is known: the newest that was sent, or the newest of all where nothing was.

    Args:
        editions: The releases of a period, at least one, in order of revision.
        sent: Forum id → a mail with the newest revision of its report that readers have.
    """
    newest = max((mail.revision for mail in sent.values()), default=0)
    return next((one for one in reversed(editions) if one.number <= newest), editions[-1])


def next_revision(
    editions: Sequence[Release], inputs: Mapping[str, str], language: Language, reason: str, told: Release | None = None, *, sent: int = 0
) -> Revision:
    """Return the revision that follows the releases of a period.

    Args:
        editions: The releases, in order of revision.
        inputs: Input file → its fingerprint.
        language: Language of the reports, and of a reason made up here.
        reason: Why there is a new revision; empty to name the changed files.
        told: The release to compare with: what readers have; None for the newest.
        sent: The newest number given, where the releases are not what readers have: then there is nothing to compare with.
    """
    if sent or not editions:
        return Revision(sent + 1, reason or language.gettext("changed in the input"), inputs=inputs) if sent else Revision(inputs=inputs)
    before = told or editions[-1]
    words = reason or _name_changes(before, inputs, language)
    return Revision(editions[-1].number + 1, words, before.name, read_told(before, language), inputs)


def find_overtaken(edition: Release, sent: Mapping[str, Sent]) -> Mapping[str, Sent]:
    """Return the mails by which readers have another report than a release: a later one, or another one under its number.

    Args:
        edition: The release.
        sent: Forum id → a mail with the newest revision of its report that readers have.
    """
    reports = {record["forum"]: record for record in edition.manifest.get("outputs", ()) if "forum" in record}

    def is_other(mail: Sent) -> bool:
        report = reports.get(mail.forum_id, {})
        revision, says = int(report.get("revision", edition.number)), report.get("says", "")
        return mail.revision > revision or (mail.revision == revision and bool(says and mail.says) and says != mail.says)

    return {forum_id: mail for forum_id, mail in sent.items() if is_other(mail)}


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
