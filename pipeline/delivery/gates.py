"""The gates before sending: may a release be sent automatically, does it need approval, or must it not be sent at all?

Enters: a published release, the recipients, the settings, the approvals. Leaves: a `GateResult`, which delivery obeys. Never: a mail.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Any, Final

from pipeline.problems.model import HOLDING
from pipeline.releases.find import Release
from pipeline.releases.history.store import Approval
from pipeline.settings.settings import Gates

CODE_LENGTH: Final = 10


class Hold(StrEnum):
    """Why a release is not sent automatically."""

    APPROVAL = "approval"  # the settings require approval of every release
    CORRECTION = "correction"  # the settings require approval of a correction to a published period
    FINDINGS = "findings"
    FLIPS = "flips"
    INCOMPARABLE = "incomparable"
    ANEW = "anew"  # rebuilt on request, with the same content
    OUTDATED = "outdated"  # the city's overview and a kept report disagree
    HIDDEN_OTHERWISE = "hidden_otherwise"  # version 0.1.0 hid small counts of this period in another way
    SMALLER_SHOWN = "smaller_shown"  # counts are shown that readers have so far had only as a class
    CHECKS = "checks"  # a PDF failed its checks
    OVERTAKEN = "overtaken"  # readers have other reports under its number, or later ones
    STALE = "stale"  # the input has changed since the release was made
    DAMAGED = "damaged"  # the folder does not match its manifest


OF_OLDER_PROGRAMS: Final[Mapping[str, Any]] = {
    "failed_checks": [],
    "comparable": False,
    "findings": {},
    "areas": 0,
    "flipped": 0,
    "anew": False,
    "outdated": [],
}
"""Facts missing in manifests of older versions."""
FINAL: Final = frozenset({Hold.CHECKS, Hold.STALE, Hold.OVERTAKEN, Hold.DAMAGED})
"""Reasons that no approval can override: they must be corrected."""


@dataclass(frozen=True, slots=True)
class Held:
    """One reason to hold a release, with the facts for its sentence.

    Attributes:
        checks: Checks that failed, as recorded in the manifest.
    """

    hold: Hold
    facts: Mapping[str, object] = field(default_factory=dict)
    checks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Addressee:
    """Who receives which report."""

    forum_id: str
    email: str


@dataclass(frozen=True, slots=True)
class GateResult:
    """The gates' decision on one release and its recipients.

    Attributes:
        release: The release's name.
        digest: SHA-256 of every file of the release, its recipients and its sender; an approval is valid for exactly this.
        held: All reasons to hold it.
        approved: When it was approved, ISO 8601 in UTC; None if it has not been.
    """

    release: str
    digest: str
    held: tuple[Held, ...]
    approved: str | None

    @property
    def code(self) -> str:
        """The first characters of the digest, typed by a person to approve what was shown."""
        return self.digest[:CODE_LENGTH]

    @property
    def may_send(self) -> bool:
        """True if nothing holds the release, or it has been approved and nothing is broken."""
        return not self.held or (self.approved is not None and not self.is_final)

    def lets_pass(self, *, trial: bool) -> bool:
        """Return whether its mails may be sent; a trial needs no approval, but faults must be corrected first."""
        return self.may_send or (trial and not self.is_final)

    @property
    def is_final(self) -> bool:
        """True if a fault must be corrected before anybody can approve."""
        return any(one.hold in FINAL for one in self.held)


def ask_gates(
    edition: Release,
    recipients: Sequence[Addressee],
    gates: Gates,
    approvals: Sequence[Approval],
    beside: Sequence[Held] = (),
    envelope: Sequence[str] = (),
) -> GateResult:
    """Return the gates' decision.

    Args:
        edition: The release.
        recipients: Who would receive it.
        gates: The settings.
        approvals: Approvals so far; those of other files or recipients are ignored.
        beside: Reasons to hold it that do not follow from the release itself.
        envelope: What else the mails show: the sender, and which files go along.
    """
    digest = seal(edition, recipients, envelope)
    approved = next((one.approved for one in approvals if (one.release, one.digest) == (edition.name, digest)), None)
    return GateResult(edition.name, digest, tuple(_find_holds(edition, gates, beside)), approved)


def seal(edition: Release, recipients: Sequence[Addressee], envelope: Sequence[str]) -> str:
    """Return the SHA-256 of a release's files on disk, of its recipients, the sender and what else its mails show."""
    digest = hashlib.sha256(edition.name.encode())
    for record in edition.manifest.get("outputs", ()):
        path = edition.folder / record["name"]
        content = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "missing"
        digest.update(f"\n{record['name']}\0{content}".encode())
    for recipient in sorted(recipients, key=lambda one: (one.forum_id, one.email)):
        digest.update(f"\n{recipient.forum_id}\0{recipient.email}".encode())
    for part in envelope:
        digest.update(f"\n{part}".encode())
    return digest.hexdigest()


def _find_holds(edition: Release, gates: Gates, beside: Sequence[Held]) -> list[Held]:
    if not edition.is_whole():
        return [Held(Hold.DAMAGED)]
    own = tuple(holds_of_content(edition.manifest, gates))
    held = [*own, *(one for one in beside if one.hold not in {known.hold for known in own})]
    if gates.approval == "required":
        held.append(Held(Hold.APPROVAL))
    if gates.approval == "corrections" and edition.number > 1:
        held.append(Held(Hold.CORRECTION, {"revision": edition.number}))
    return held


def holds_of_content(manifest: Mapping[str, Any], gates: Gates) -> Iterator[Held]:
    """Yield the reasons to hold a release that follow from its content."""
    facts = OF_OLDER_PROGRAMS | manifest.get("gates", {})
    if facts["failed_checks"]:
        yield Held(Hold.CHECKS, checks=tuple(facts["failed_checks"]))
    if not facts["comparable"]:
        yield Held(Hold.INCOMPARABLE)
    kinds = [kind for kind in dict.fromkeys((*map(str, HOLDING), *gates.hold_findings)) if facts["findings"].get(kind)]
    if kinds:
        yield Held(Hold.FINDINGS, {"kinds": ", ".join(kinds), "number": sum(facts["findings"][kind] for kind in kinds)})
    if facts["areas"] and Fraction(facts["flipped"], facts["areas"]) > Fraction(gates.hold_status_flips):
        yield Held(Hold.FLIPS, {"flipped": facts["flipped"], "areas": facts["areas"], "limit": gates.hold_status_flips})
    if facts["anew"]:
        yield Held(Hold.ANEW)
    if facts["outdated"]:
        yield Held(Hold.OUTDATED, {"forums": ", ".join(facts["outdated"])})
