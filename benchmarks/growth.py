"""How time and memory grow with the number of reports and of areas; each size in a process of its own. By hand only: it takes an hour.

Rows are in processor milliseconds an item, against those of the size before: 1 is linear growth, less is a fixed cost shared by more.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from benchmarks.look import Look
from benchmarks.machine import ROOT
from benchmarks.program import make_reports, write_input
from benchmarks.row import Row
from benchmarks.turns import Taken

REPORTS, FEW_REPORTS = (6, 60, 600), (1, 2)
AREAS, FEW_AREAS = (20, 2_000, 33_000), (20, 200)
AREAS_A_FORUM = 20  # where areas are what grows
KILOBYTES = 1024

Result = TypeVar("Result")


def measure_growth(look: Look) -> list[Row]:
    """Measure whole runs of more and more reports, then the stages before rendering with more and more areas."""
    reports, areas = (FEW_REPORTS, FEW_AREAS) if look.short else (REPORTS, AREAS)
    return [
        *_grown("reports", [(number, {"whole run": _in_process("run", number)}) for number in reports]),
        *_grown("areas", [(number, _stages(number)) for number in areas]),
    ]


def _stages(areas: int) -> dict[str, dict[str, float]]:
    told = _in_process("stages", areas)
    return {stage: {"cpu_s": cpu, "peak_mb": told["peak_mb"]} for stage, cpu in told.items() if stage != "peak_mb"}


def _grown(kind: str, sizes: list[tuple[int, dict[str, dict[str, float]]]]) -> Iterator[Row]:
    """Yield a row for each stage and size."""
    for place, (number, stages) in enumerate(sizes):
        for order, (stage, told) in enumerate(stages.items()):
            ours = [1000 * told["cpu_s"] / number]
            before = [1000 * sizes[place - 1][1][stage]["cpu_s"] / sizes[place - 1][0]] if place else []
            peer = f"an item of {sizes[place - 1][0]:,}" if place else ""
            note = "" if order else f"at most {told['peak_mb']:,.0f} MB in a process, all stages."
            yield Row(f"{number:,} {kind if number > 1 else kind[:-1]}: {stage}, an item", "ms", ours, peer, before, note, dict(told))


def _in_process(what: str, number: int) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.growth", what, str(number)], cwd=ROOT, check=True, capture_output=True, text=True
    )
    told: dict[str, float] = json.loads(done.stdout)
    return told


def run(forums: int) -> dict[str, float]:
    """Make the reports of so many forums with the program as a person starts it; memory is that of its largest process."""
    taken = Taken()
    with TemporaryDirectory() as folder:
        entered = write_input(Path(folder) / "input", forums)
        taken.add(lambda: make_reports(ROOT, entered, Path(folder) / "output"))
    return {"cpu_s": taken.cpu[0], "wall_s": taken.wall[0], "peak_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / KILOBYTES}


def stages(areas: int) -> dict[str, float]:
    """Take so many areas through everything before rendering; return each stage's processor seconds and the most memory of the process."""
    from pipeline.compare import compare_years
    from pipeline.intake import check_input
    from pipeline.ledger import Ledger
    from pipeline.run import compose_reports, compose_tables
    from pipeline.score import score_areas
    from pipeline.secret import OPEN
    from pipeline.suppress import suppress_small_counts
    from pipeline.tabulate import write_tables
    from pipeline.wording import load_language

    taken: dict[str, Taken] = {}

    def stage(name: str, work: Callable[[], Result]) -> Result:
        results: list[Result] = []
        taken[name] = Taken()
        taken[name].add(lambda: results.append(work()))
        return results[0]

    with TemporaryDirectory() as folder:
        entered = write_input(Path(folder), max(1, areas // AREAS_A_FORUM), areas)
        intake = stage("check", lambda: check_input(entered))
    tables, policy, settings = intake.tables, intake.policy, intake.settings
    scores = stage("score", lambda: score_areas(tables, policy, settings.periods))
    comparison = stage("compare", lambda: compare_years(scores, tables, policy, settings))
    release = stage("suppress", lambda: suppress_small_counts(scores, comparison, tables, policy, settings, Ledger(), OPEN))
    stage("compose", lambda: compose_reports(intake, release))
    book = stage("tables", lambda: compose_tables(intake, release))
    stage("tabeller.xlsx", lambda: write_tables(book, load_language("da")))
    seconds = {name: one.cpu[0] for name, one in taken.items()}
    return seconds | {"peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KILOBYTES}


if __name__ == "__main__":
    measured = {"run": run, "stages": stages}[sys.argv[1]](int(sys.argv[2]))
    sys.stdout.write(json.dumps(measured))
