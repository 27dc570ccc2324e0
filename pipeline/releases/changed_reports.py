"""Which reports a revision changed, read from its release."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.releases.find import Release
from pipeline.report.letter import LETTERS, read_letters


@dataclass(frozen=True, slots=True)
class Revised:
    """The reports of a release, divided by the revision that last changed them.

    Attributes:
        number: The release's own revision.
        changed: Names of the reports that it changed; None means the city overview.
        kept: Name of each other report → its earlier revision.
    """

    number: int
    changed: tuple[str | None, ...]
    kept: dict[str | None, int]


def read_revised(edition: Release) -> Revised:
    """Return which reports a release's revision changed."""
    try:
        names = {letter.file: letter.forum for letter in read_letters((edition.folder / LETTERS).read_bytes())}
    except (OSError, ValueError):
        names = {}
    revisions = {
        names.get(record["name"], record["name"]) if "forum" in record else None: int(record.get("revision", edition.number))
        for record in edition.manifest["outputs"]
        if record["name"].endswith(".pdf")
    }
    order = {name: place for place, name in enumerate((*names.values(), None))}  # the order of the workbook, then the city
    ordered = {name: revisions[name] for name in sorted(revisions, key=lambda name: order.get(name, -1))}
    changed = tuple(name for name, revision in ordered.items() if revision == edition.number)
    return Revised(edition.number, changed, {name: revision for name, revision in ordered.items() if revision != edition.number})
