"""Place labels without overlap: moved apart as little as needed, and kept inside the chart if there is space."""

from __future__ import annotations

from collections.abc import Sequence


def spread(centres: Sequence[float], sizes: Sequence[float], low: float, high: float) -> list[float]:
    """Return centres, in the order given, at which labels of these sizes do not overlap.

    Neighbours that collide form a block around the mean of their wanted positions. Blocks are moved inside `low` to `high`;
    labels longer than that in total are placed edge to edge from `low`.

    Args:
        centres: The wanted middle of each label.
        sizes: Each label's extent, including its margin.
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
    """Labels placed edge to edge."""

    def __init__(self, members: list[int], size: float, start: float) -> None:
        self.members = members
        self.size = size
        self.start = start


def _merge(blocks: list[_Block], centres: Sequence[float], sizes: Sequence[float]) -> None:
    """Merge the last two blocks, centred on the mean of their labels' wanted positions."""
    last = blocks.pop()
    members = blocks[-1].members + last.members
    offset, wanted = 0.0, 0.0
    for index in members:
        wanted += centres[index] - (offset + sizes[index] / 2)
        offset += sizes[index]
    blocks[-1] = _Block(members, offset, wanted / len(members))
