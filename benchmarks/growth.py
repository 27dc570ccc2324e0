"""How time and memory grow with the number of reports and of areas; each size in a process of its own. By hand only: it takes half an hour.

Rows are in processor milliseconds an item, against those of the size before: 1 is linear growth, less is a fixed cost shared by more.
"""

from __future__ import annotations

import hashlib
import json
import logging
import pickle
import resource
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.look import Look
from benchmarks.machine import ROOT
from benchmarks.program import make_reports, write_input
from benchmarks.row import Row
from benchmarks.turns import Taken, used_cpu
from pipeline.releases.make.job import Made, ReportJob
from pipeline.run import make_reports as run_stages

REPORTS, FEW_REPORTS = (6, 60, 600), (1, 2)
AREAS, FEW_AREAS = (20, 2_000, 33_000), (20, 200)
AREAS_A_FORUM, DISTRICTS = 20, 300  # where areas are what grows; a country has three hundred districts
STAGES = {
    "validate": "read and check",
    "compare": "protect, score, compare",
    "compose": "compose, with all tables",
    "render": "keys, jobs, files",
    "publish": "publish",
}
KILOBYTES = 1024
TICK = 0.01  # seconds: the system counts no less


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


class _Stages(logging.Handler):
    """Hears how far a run has come, and notes what each stage took."""

    def __init__(self) -> None:
        super().__init__()
        self.seconds: dict[str, float] = {}
        self._used = used_cpu()

    def emit(self, record: logging.LogRecord) -> None:
        now = used_cpu()
        self.seconds[STAGES[record.__dict__["stage"]]], self._used = max(now - self._used, TICK), now


def stages(areas: int) -> dict[str, float]:
    """Take so many areas through a run that hands its reports over and makes none; return each stage's processor seconds and the most memory."""
    log = logging.getLogger("pipeline.run")
    log.setLevel(logging.INFO)
    forums = min(DISTRICTS, max(1, areas // AREAS_A_FORUM))
    with TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "benchmarks.growth", "input", folder, str(forums), str(areas)]
        subprocess.run(command, cwd=ROOT, check=True)  # elsewhere: this process's memory is the run's alone
        heard = _Stages()
        log.addHandler(heard)
        run_stages(Path(folder) / "input", Path(folder) / "output", _hand_over)
    return heard.seconds | {"peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KILOBYTES}


def _hand_over(jobs: Iterable[ReportJob], _: int, folder: Path) -> Iterator[Made]:
    """Hand each report over as if to a process that makes it."""
    for job in jobs:
        pickle.dumps(job)
        (folder / job.file).write_bytes(b"")
        yield Made(job.file, 0, hashlib.sha256().hexdigest(), ())


if __name__ == "__main__":
    what, *arguments = sys.argv[1:]
    if what == "input":
        write_input(Path(arguments[0]) / "input", int(arguments[1]), int(arguments[2]))
    else:
        sys.stdout.write(json.dumps({"run": run, "stages": stages}[what](int(arguments[0]))))
