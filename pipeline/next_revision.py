"""Which revision a run makes: the one that stands, made again, or the next one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from pipeline.editions import Edition, list_editions
from pipeline.manifest import list_inputs
from pipeline.published import Published, read_published
from pipeline.revision import Revision
from pipeline.wording import Language


def possible_revisions(
    output: Path, period: str, inputs: Mapping[str, str], language: Language, reason: str
) -> Iterator[tuple[Revision, Edition | None]]:
    """Yield what a release may be, the first choice first.

    The same input gives the revision that stands, for as long as its files come out the same: a new version of the program that changes
    nothing that a reader sees is no correction. Everything else is the next revision.

    Args:
        output: The output folder.
        period: Such as ``2011-2025``.
        inputs: Input file → its fingerprint.
        language: Language of the reports, and of a reason that nobody gave.
        reason: Why there is a new revision; empty for the names of what has changed.

    Yields:
        A revision, and the release that has to hold the same files for this choice to be right; None for a new one.
    """
    editions = list_editions(output, period)
    if not editions:
        yield Revision(inputs=inputs), None
        return
    latest = editions[-1]
    if latest.manifest.get("inputs") == list_inputs(inputs):
        known = latest.manifest.get("revision", {})
        before = next((edition for edition in editions if edition.name == known.get("replaces")), None)
        replaces = before.name if before else ""
        yield Revision(latest.number, str(known.get("reason", "")), replaces, read_told(before, language), inputs), latest
    words = reason or _name_changes(latest, inputs, language)
    yield Revision(latest.number + 1, words, latest.name, read_told(latest, language), inputs), None


def read_told(edition: Edition | None, language: Language) -> Published | None:
    """Return what a release has told; None where it cannot be compared, being unreadable or in another language."""
    if edition is None or edition.manifest.get("language") != language.code:
        return None
    return read_published(edition.folder)


def _name_changes(latest: Edition, inputs: Mapping[str, str], language: Language) -> str:
    """Return the reason that nobody gave: which files have changed."""
    known = {record["name"]: record["fingerprint"] for record in latest.manifest.get("inputs", ())}
    changed = [name for name in dict.fromkeys((*known, *inputs)) if known.get(name) != inputs.get(name)]
    if not changed:
        return language.gettext("the program is another version")
    return language.gettext("changed in the input: {files}").format(files=language.listing(changed))
