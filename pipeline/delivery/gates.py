"""The gates before sending: whether a release may go out by itself, waits for a person, or must not go out at all.

Enters: a release as it stands, the recipients, the settings, the approvals. Leaves: a `GateResult`, which delivery asks. Never: a mail.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Any, Final

from pipeline.releases.find import Release
from pipeline.releases.history.store import Approval
from pipeline.settings.settings import Gates

CODE_LENGTH: Final = 10


class Hold(StrEnum):
    """Why a release does not go out by itself."""

    APPROVAL = "approval"  # the settings ask for one, whatever is released
    CORRECTION = "correction"  # the settings ask for one where a published period is corrected
    FINDINGS = "findings"
    FLIPS = "flips"
    INCOMPARABLE = "incomparable"
    ANEW = "anew"  # made anew on request, without a change of what they say
    OUTDATED = "outdated"  # the city's overview says otherwise than a kept report
    HIDDEN_OTHERWISE = "hidden_otherwise"  # version 0.1.0 hid small counts of this period in another way
    SMALLER_SHOWN = "smaller_shown"  # counts are shown that readers have had as a class
    CHECKS = "checks"  # a PDF is not as it must be
    STALE = "stale"  # the input is no longer what the release was made of
    DAMAGED = "damaged"  # the folder is not as the manifest says


OF_OLDER_PROGRAMS: Final[Mapping[str, Any]] = {
    "failed_checks": [],
    "comparable": False,
    "findings": {},
    "areas": 0,
    "flipped": 0,
    "anew": False,
    "outdated": [],
}
"""Facts that a manifest of an older program lacks."""
FINAL: Final = frozenset({Hold.CHECKS, Hold.STALE, Hold.DAMAGED})
"""What no person can approve: it has to be put right."""


@dataclass(frozen=True, slots=True)
class Held:
    """One reason to wait, with the facts of its sentence.

    Attributes:
        checks: Checks that failed, as the manifest keeps them.
    """

    hold: Hold
    facts: Mapping[str, object] = field(default_factory=dict)
    checks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Addressee:
    """Who gets which report."""

    forum_id: str
    email: str


@dataclass(frozen=True, slots=True)
class GateResult:
    """What the gates say of one release and its recipients.

    Attributes:
        release: The release's name.
        digest: SHA-256 of every file of the release and of who gets what; an approval is of exactly this.
        held: All reasons to wait.
        approved: When a person approved it, ISO 8601 in UTC; None where nobody has.
    """

    release: str
    digest: str
    held: tuple[Held, ...]
    approved: str | None

    @property
    def code(self) -> str:
        """The digest's beginning, which a person types to approve what was shown."""
        return self.digest[:CODE_LENGTH]

    @property
    def may_send(self) -> bool:
        """True where nothing speaks against it, or a person has approved it and nothing is broken."""
        return not self.held or (self.approved is not None and not self.is_final)

    def lets_pass(self, *, trial: bool) -> bool:
        """Return whether mails of it may go; a trial does not wait for a person's approval, but for what has to be put right."""
        return self.may_send or (trial and not self.is_final)

    @property
    def is_final(self) -> bool:
        """True where something has to be put right before anybody could approve."""
        return any(one.hold in FINAL for one in self.held)


def ask_gates(
    edition: Release, recipients: Sequence[Addressee], gates: Gates, approvals: Sequence[Approval], beside: Sequence[Held] = ()
) -> GateResult:
    """Return what the gates say.

    Args:
        edition: The release.
        recipients: Who would get it.
        gates: The settings.
        approvals: What persons have approved; those of other files or other recipients count for nothing.
        beside: Reasons to wait that do not follow from the release itself.
    """
    digest = seal(edition, recipients)
    approved = next((one.approved for one in approvals if (one.release, one.digest) == (edition.name, digest)), None)
    return GateResult(edition.name, digest, tuple(_find_holds(edition, gates, beside)), approved)


def seal(edition: Release, recipients: Sequence[Addressee]) -> str:
    """Return the SHA-256 of a release's files, as they lie there, and of its recipients."""
    digest = hashlib.sha256(edition.name.encode())
    for record in edition.manifest.get("outputs", ()):
        path = edition.folder / record["name"]
        content = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "missing"
        digest.update(f"\n{record['name']}\0{content}".encode())
    for recipient in sorted(recipients, key=lambda one: (one.forum_id, one.email)):
        digest.update(f"\n{recipient.forum_id}\0{recipient.email}".encode())
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
    """Yield the reasons to wait that follow from what a release says."""
    facts = OF_OLDER_PROGRAMS | manifest.get("gates", {})
    if facts["failed_checks"]:
        yield Held(Hold.CHECKS, checks=tuple(facts["failed_checks"]))
    if not facts["comparable"]:
        yield Held(Hold.INCOMPARABLE)
    kinds = [kind for kind in gates.hold_findings if facts["findings"].get(kind)]
    if kinds:
        yield Held(Hold.FINDINGS, {"kinds": ", ".join(kinds), "number": sum(facts["findings"][kind] for kind in kinds)})
    if facts["areas"] and Fraction(facts["flipped"], facts["areas"]) > Fraction(gates.hold_status_flips):
        yield Held(Hold.FLIPS, {"flipped": facts["flipped"], "areas": facts["areas"], "limit": gates.hold_status_flips})
    if facts["anew"]:
        yield Held(Hold.ANEW)
    if facts["outdated"]:
        yield Held(Hold.OUTDATED, {"forums": ", ".join(facts["outdated"])})
