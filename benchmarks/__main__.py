"""`make bench`, or `python -m benchmarks [NAME...] [--rounds N]`: measure, print one table, write benchmarks/results/bench.json."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping

from rich.console import Console

from benchmarks.false_flags import measure_false_flags
from benchmarks.growth import measure_growth
from benchmarks.look import USUAL_ROUNDS, Look
from benchmarks.machine import read_facts
from benchmarks.one_report import measure_one_report
from benchmarks.reading import measure_reading
from benchmarks.robustness import measure_robustness
from benchmarks.row import Row
from benchmarks.show import RESULTS, show, write
from benchmarks.small_counts import measure_small_counts
from benchmarks.stages import measure_check, measure_score
from benchmarks.verdicts import measure_verdicts
from benchmarks.whole_runs import measure_many_reports, measure_whole_runs

BENCHES: Mapping[str, Callable[[Look], list[Row]]] = {
    "load": measure_reading,
    "check": measure_check,
    "score": measure_score,
    "robustness": measure_robustness,
    "false_flags": measure_false_flags,
    "one_report": measure_one_report,
    "six_reports": measure_whole_runs,
    "sixty_reports": measure_many_reports,
}
BY_HAND: Mapping[str, Callable[[Look], list[Row]]] = {
    "growth": measure_growth,
    "small_counts": measure_small_counts,
    "verdicts": measure_verdicts,
}


def main(arguments: list[str]) -> None:
    """Measure what was asked for, or all but what is measured by hand only."""
    parser = argparse.ArgumentParser(prog="make bench", description="Measure, print one table, and write it with all rounds as JSON.")
    every = [*BENCHES, *BY_HAND]
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"what to measure: {', '.join(every)} (all but {', '.join(BY_HAND)})")
    parser.add_argument("--rounds", type=int, default=USUAL_ROUNDS, help=f"how often ({USUAL_ROUNDS}); 1 is a short look of small sizes")
    chosen = parser.parse_args(
        ["--rounds", *arguments] if arguments[:1] and arguments[0].isdigit() else arguments
    )  # a number alone: OPTIONS=1
    if unknown := set(chosen.names) - set(every):
        parser.error(f"{', '.join(sorted(unknown))}: expected one of {', '.join(every)}")
    if chosen.rounds < 1:
        parser.error(f"--rounds: found {chosen.rounds}, expected 1 or more")
    facts, rows, look = read_facts(), [], Look(chosen.rounds)
    progress = Console(stderr=True)
    for name in chosen.names or BENCHES:
        progress.print(f"measuring {name} …", highlight=False)
        rows += {**BENCHES, **BY_HAND}[name](look)
        write(rows, facts)  # after each: what was measured is not lost with what fails later
    show(rows, facts)
    progress.print(f"all rounds: {RESULTS}", highlight=False, soft_wrap=True)


if __name__ == "__main__":
    main(sys.argv[1:])
