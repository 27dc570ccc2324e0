"""Whole runs, each a process of its own with a folder of its own: everything made, nothing changed, one cell changed."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.look import Look
from benchmarks.machine import ROOT
from benchmarks.program import BEFORE, change_one_cell, compile_program, make_reports, unpack_before, write_input
from benchmarks.row import Row, time_row
from benchmarks.turns import Taken

FORUMS, FEW_FORUMS = 6, 1
MANY_FORUMS, FEWER_FORUMS = 60, 2
MOST_ROUNDS_OF_MANY = 2  # each takes minutes
NO_BEFORE = f"not measured: this checkout has no commit {BEFORE}, as a shallow clone has not."
ONE_IS_ENOUGH = "not measured in a short look."
COLD = "the same run, cold"


def measure_whole_runs(look: Look) -> list[Row]:
    """Measure a release of the six forums and the city against the old version, then the cost of a rerun and of a changed cell."""
    forums = look.size(FORUMS, FEW_FORUMS)
    name = f"{forums} report{'s' if forums > 1 else ''} and the city"
    cold, before, rerun, changed = Taken(), Taken(), Taken(), Taken()
    compile_program(ROOT)
    with TemporaryDirectory() as scratch:
        earlier = unpack_before(_made(Path(scratch) / "before"))
        for number in range(look.rounds):
            folder = _made(Path(scratch) / str(number))
            entered = write_input(folder / "input", forums)
            runs = [(cold, partial(make_reports, ROOT, entered, folder / "output"))]
            if earlier:
                runs.append((before, partial(make_reports, earlier, entered, folder / "before")))
            for taken, run in runs if number % 2 == 0 else reversed(runs):
                taken.add(run)
            rerun.add(partial(make_reports, ROOT, entered, folder / "output"))
            change_one_cell(entered)
            changed.add(partial(make_reports, ROOT, entered, folder / "output"))
    return [
        _against_before(name, cold, before, NO_BEFORE),
        time_row(f"{name}: nothing changed", rerun, COLD, cold),
        time_row(f"{name}: one cell changed", changed, COLD, cold, "the name of a plan, which one forum's report shows."),
    ]


def measure_many_reports(look: Look) -> list[Row]:
    """Measure a release of sixty forums and the city against the old version."""
    forums = look.size(MANY_FORUMS, FEWER_FORUMS)
    now, before = Taken(), Taken()
    compile_program(ROOT)
    with TemporaryDirectory() as scratch:
        earlier = unpack_before(_made(Path(scratch) / "before"))
        entered = write_input(Path(scratch) / "input", forums)
        for number in range(min(look.rounds, MOST_ROUNDS_OF_MANY)):
            now.add(partial(make_reports, ROOT, entered, Path(scratch) / f"now {number}"))
            if earlier and not look.short:
                before.add(partial(make_reports, earlier, entered, Path(scratch) / f"then {number}"))
    return [_against_before(f"{forums} reports and the city", now, before, ONE_IS_ENOUGH if look.short else NO_BEFORE)]


def _against_before(name: str, now: Taken, before: Taken, why_not: str) -> Row:
    return time_row(name, now, "the program as it stood", before if before.wall else None, "" if before.wall else why_not)


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder
