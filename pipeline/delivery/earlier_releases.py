"""Reasons to hold a release because of earlier releases: what readers already have, and what has not been approved yet."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Final

from pipeline.delivery.gates import Held, Hold, holds_of_content
from pipeline.releases.find import Release
from pipeline.settings.settings import Gates

CARRIED: Final = frozenset({Hold.ANEW, Hold.FLIPS, Hold.INCOMPARABLE})
"""Reasons to hold a revision that also hold the next ones, until one of them is approved."""


def holds_of_earlier(edition: Release, releases: Sequence[Release], approved: Collection[str], gates: Gates) -> tuple[Held, ...]:
    """Return why a release is held because of earlier ones, one reason per kind.

    Args:
        edition: The release.
        releases: All releases of the output folder, of every period.
        approved: Names of the releases that a person has approved.
        gates: The settings.
    """
    earlier = [one for one in releases if one.period != edition.period or one.number < edition.number]
    same_years = [one for one in earlier if _overlap(one, edition)]
    found = [*_small_counts(edition, same_years, approved), *_unapproved(edition, earlier, approved, gates)]
    return tuple({held.hold: held for held in reversed(found)}.values())


def _small_counts(edition: Release, same_years: Sequence[Release], approved: Collection[str]) -> Iterator[Held]:
    """Yield the reasons to hold a release if earlier ones show counts of the same years: combined, they may reveal a small count."""
    now = _smallest_shown(edition)
    if any(not one.has_hashes() for one in same_years) and not any(one.name in approved and one.has_hashes() for one in same_years):
        yield Held(Hold.HIDDEN_OTHERWISE)
    before = max(map(_smallest_shown, same_years), default=0)
    if now < before and not any(one.name in approved and 0 < _smallest_shown(one) <= now for one in same_years):
        yield Held(Hold.SMALLER_SHOWN, {"before": before, "now": now})


def _unapproved(edition: Release, earlier: Sequence[Release], approved: Collection[str], gates: Gates) -> Iterator[Held]:
    """Yield the reasons for which earlier revisions were held and never approved: this release includes their reports."""
    for one in sorted((one for one in earlier if one.period == edition.period), key=lambda one: -one.number):
        if one.name in approved:
            return
        yield from (held for held in holds_of_content(one.manifest, gates) if held.hold in CARRIED)


def _overlap(one: Release, other: Release) -> bool:
    """Return whether two releases have a year in common; the tables include the years between the two."""
    return max(one.years.before, other.years.before) <= min(one.years.now, other.years.now)


def _smallest_shown(edition: Release) -> int:
    return int(edition.manifest.get("gates", {}).get("smallest_shown", 0))
