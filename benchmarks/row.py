"""One line of the table: a thing that was measured several times, and what it was measured against in the same rounds."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field

from benchmarks.turns import Taken


@dataclass(frozen=True)
class Row:
    """What was measured.

    Attributes:
        name: What was done, with its size.
        unit: What the numbers count, such as ``s``.
        ours: One number a round.
        peer: What it was measured against; empty where there is nothing.
        theirs: One number a round, of the same rounds; none where the peer is not installed.
        note: What a reader must know, such as why there are no numbers of the peer.
        facts: Further numbers, for the file alone.
    """

    name: str
    unit: str
    ours: Sequence[float]
    peer: str = ""
    theirs: Sequence[float] = ()
    note: str = ""
    facts: dict[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.ours or len(self.theirs) not in {0, len(self.ours)}:
            raise ValueError(f"{self.name}: {len(self.ours)} of ours, {len(self.theirs)} of the peer; expected as many, and at least one")

    @property
    def ratios(self) -> list[float]:
        """Ours divided by the peer's of the same round; none without the peer's."""
        return [ours / theirs for ours, theirs in zip(self.ours, self.theirs, strict=True)] if self.theirs else []


def time_row(name: str, ours: Taken, peer: str = "", theirs: Taken | None = None, note: str = "") -> Row:
    """Return the row of a piece of work in seconds, and beside them in seconds of processors."""
    facts: dict[str, object] = {"cpu_s": ours.cpu}
    if theirs:
        facts |= {"their_cpu_s": theirs.cpu, "cpu_ratio": statistics.median(a / b for a, b in zip(ours.cpu, theirs.cpu, strict=True))}
    return Row(name, "s", ours.wall, peer, theirs.wall if theirs else (), note, facts)
