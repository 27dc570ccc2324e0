"""Labels that do not overlap: pushed apart as little as needed, and kept inside the chart where there is room."""

from __future__ import annotations

from collections.abc import Sequence


def spread(centres: Sequence[float], sizes: Sequence[float], low: float, high: float) -> list[float]:
    """Return centres, in the order given, at which labels of these sizes do not overlap.

    Neighbours that collide form a block around the mean of where they want to stand. Blocks are pushed inside `low` to `high`;
    labels that are together longer than that stand edge to edge from `low`.

    Args:
        centres: Where each label wants its middle.
        sizes: Each label's extent, including the air that it needs.
    """
    order = sorted(range(len(centres)), key=lambda index: centres[index])
    blocks: list[_Block] = []
    for index in order:
        blocks.append(_Block([index], sizes[index], centres[index] - sizes[index] / 2))
        while True:
            blocks[-1].start = max(low, min(blocks[-1].start, high - blocks[-1].size))
            if len(blocks) < 2 or blocks[-2].start + blocks[-2].size <= blocks[-1].start:
                break
            _merge(blocks, centres, sizes)
    placed = [0.0] * len(centres)
    for block in blocks:
        edge = block.start
        for index in block.members:
            placed[index] = edge + sizes[index] / 2
            edge += sizes[index]
    return placed


class _Block:
    """Labels that stand edge to edge."""

    def __init__(self, members: list[int], size: float, start: float) -> None:
        self.members = members
        self.size = size
        self.start = start


def _merge(blocks: list[_Block], centres: Sequence[float], sizes: Sequence[float]) -> None:
    """Make one block of the last two, where its labels are on average where they want to be."""
    last = blocks.pop()
    members = blocks[-1].members + last.members
    offset, wanted = 0.0, 0.0
    for index in members:
        wanted += centres[index] - (offset + sizes[index] / 2)
        offset += sizes[index]
    blocks[-1] = _Block(members, offset, wanted / len(members))
