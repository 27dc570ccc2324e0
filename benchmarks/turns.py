"""Pieces of work that take turns, so that whatever else the machine does meets all of them."""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

Work = Callable[[], object]


@dataclass(frozen=True)
class Taken:
    """What the rounds of one piece of work took.

    Attributes:
        wall: Seconds on the clock, one number a round.
        cpu: Seconds of processors, those of its child processes included; a busy machine changes them least.
    """

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def add(self, work: Work) -> None:
        """Do the work once more; what was left behind before it is collected first."""
        gc.collect()
        start, used = time.perf_counter(), used_cpu()
        work()
        self.wall.append(time.perf_counter() - start)
        self.cpu.append(used_cpu() - used)


def take_turns(works: Mapping[str, Work], rounds: int, *, warm: bool = True) -> dict[str, Taken]:
    """Measure every piece of work once a round, in the order given and the other way round by turns.

    Args:
        works: Name → work.
        rounds: How often.
        warm: Do each once before, unmeasured: the first one loads typefaces and templates. False for processes, which always start cold.
    """
    if warm:
        for work in works.values():
            work()
    taken = {name: Taken() for name in works}
    for number in range(rounds):
        for name in works if number % 2 == 0 else reversed(works):
            taken[name].add(works[name])
    return taken


def used_cpu() -> float:
    """Return the seconds of processors that this process and its ended children have used."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system
