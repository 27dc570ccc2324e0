"""Reports made in parallel: the same bytes with any number of processes, and a failing report or process stops no other report."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from multiprocessing.synchronize import SemLock
from pathlib import Path
from typing import Any

import pytest

from pipeline.language.language import load_language
from pipeline.releases.make import processes as workers
from pipeline.releases.make.failures import Unmade
from pipeline.releases.make.job import Failed, JobResult, Made, ReportJob
from pipeline.releases.make.processes import make_all
from pipeline.releases.make.words import say_unmade
from pipeline.releases.publish import finish_interrupted
from tests.build import ROOT, copy_three_areas
from tests.sample_reports import minimal
from tests.test_lock import is_locked, said

DANISH = load_language("da")
SMALL = minimal()
HOLD = """
import itertools, sys
from pathlib import Path
from pipeline.releases.make import processes as workers
from pipeline.lock import hold_lock
from pipeline.storage import stage_folder
from tests.test_workers import SMALL, job
workers.count_cores = lambda: 2
with hold_lock(Path(sys.argv[1]) / "lock"), stage_folder(Path(sys.argv[1]) / "releases") as staged:
    for _ in workers.make_all((job(str(number)) for number in itertools.count()), 1000, staged):
        print("at work", flush=True)
"""
MAKE = """
import json, sys
from dataclasses import asdict
from pathlib import Path
from pipeline.releases.make import processes as workers
from tests.test_workers import job
workers.count_cores = lambda: int(sys.argv[2])
folder = Path(sys.argv[1]) / "staged"
folder.mkdir()
made = list(workers.make_all(iter([job(str(number)) for number in range(8)]), 8, folder))
print(json.dumps(sorted((asdict(one) for one in made), key=lambda one: one["file"])))
"""


def job(name: str, **changes: Any) -> ReportJob:
    """Return a small report of a forum of that name as a job."""
    return ReportJob(f"{name}.pdf", replace(SMALL, forum=name, **changes), "da", ())


ALONE = """
import json, sys
from pathlib import Path
from pipeline.releases.make import processes as workers
from pipeline.__main__ import app
workers.count_cores = lambda: 2
folder = Path(sys.argv[1])
app(["reports", "--input", str(folder / "input"), "--output", str(folder / "output")], standalone_mode=False)
print("weasyprint" in sys.modules, (folder / "output" / "current" / "rapport_proeveby.pdf").is_file())
"""


@dataclass(frozen=True)
class Deadly:
    """A report that kills its process with -9 as soon as it gets there, as the kernel does when memory is short."""

    def __reduce__(self) -> tuple[object, ...]:
        """Be read by dying."""
        return signal.raise_signal, (signal.SIGKILL,)


@pytest.fixture
def staged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is being built, on a machine with two processors."""
    monkeypatch.setattr(workers, "count_cores", lambda: 2)
    folder = tmp_path / "staged"
    folder.mkdir()
    return folder


def by_file(outcomes: list[JobResult]) -> dict[str, JobResult]:
    """Return each outcome by the name of its file; two of the same name are a fault of the pool."""
    found = {one.file: one for one in outcomes}
    assert len(found) == len(outcomes)
    return found


def is_alive(process: int) -> bool:
    """Return whether a process runs; one that has ended and waits to be asked does not."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    except OSError:
        return False


def started_by(process: int) -> list[int]:
    """Return the processes that a process has started, and those that they have."""
    tasks = Path(f"/proc/{process}/task").iterdir()
    children = [int(number) for task in tasks for number in (task / "children").read_text(encoding="utf-8").split()]
    return [*children, *(number for child in children for number in started_by(child))]


def test_the_same_bytes_whatever_the_number_of_processes_and_the_hash_seed(tmp_path: Path) -> None:
    """One process and four; every file is what its record says."""
    told: list[list[dict[str, Any]]] = []
    for cores, seed in ((1, "1"), (4, "2")):
        folder = tmp_path / str(cores)
        folder.mkdir()
        command = [sys.executable, "-c", MAKE, str(folder), str(cores)]
        done = subprocess.run(command, cwd=ROOT, env=os.environ | {"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")
        told.append(json.loads(done.stdout))
        for one in told[-1]:
            content = (folder / "staged" / one["file"]).read_bytes()
            assert (one["size"], one["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())
        assert [path.name for path in folder.iterdir()] == ["staged"]
    assert told[0] == told[1]
    assert [one["faults"] for one in told[0]] == [[]] * 8


def test_a_run_makes_even_two_reports_beside_itself(tmp_path: Path) -> None:
    """It has called up what imports the renderer, so it needs none itself."""
    copy_three_areas(tmp_path)
    command = [sys.executable, "-c", ALONE, str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == "False True"
    assert [path.name[:4] for path in (tmp_path / "output" / "releases").iterdir()] == ["2011"]


def test_a_report_that_fails_stops_no_other(staged: Path) -> None:
    """A character that the font lacks, and a template's value that is none: each is told with its trace, the other reports are made."""
    jobs = [job("a"), replace(job("b"), report=replace(SMALL, forum="\u25c7")), job("c"), job("d", areas=replace(SMALL.areas, rows=None))]
    found = by_file(list(make_all(iter(jobs), 4, staged)))
    assert [isinstance(found[f"{name}.pdf"], Made) for name in "abcd"] == [True, False, True, False]
    assert sorted(path.name for path in staged.iterdir()) == ["a.pdf", "c.pdf"]
    failed = found["b.pdf"]
    assert isinstance(failed, Failed)
    assert (failed.reasons, failed.trace) == (("the font has no glyph for U+25C7",), "")
    bug = found["d.pdf"]
    assert isinstance(bug, Failed)
    assert bug.reasons[0].startswith("TypeError: ")
    assert bug.trace.startswith("Traceback")


def test_a_killed_process_costs_no_report(staged: Path) -> None:
    """Killed with -9 while both work, one process takes the pool along; what was out is made anew."""

    def jobs() -> Iterator[ReportJob]:
        for number in range(6):
            if number == 3:  # asked for when the first report is done
                os.kill(multiprocessing.active_children()[0].pid or 0, signal.SIGKILL)
            yield job(str(number))

    found = by_file(list(make_all(jobs(), 6, staged)))
    assert sorted(found) == sorted(path.name for path in staged.iterdir()) == [f"{number}.pdf" for number in range(6)]
    assert all(isinstance(one, Made) for one in found.values())


@pytest.mark.faults
def test_a_report_that_kills_its_process_twice_is_told(staged: Path) -> None:
    """It is told in words, and the reports that were out with it are made."""
    deadly = ReportJob("deadly.pdf", Deadly(), "da", ())  # type: ignore[arg-type]  # that it is no report is the point
    found = by_file(list(make_all(iter([job("a"), deadly, job("b"), job("c")]), 4, staged)))
    assert found["deadly.pdf"] == Failed("deadly.pdf")
    assert {name for name, one in found.items() if isinstance(one, Made)} == {"a.pdf", "b.pdf", "c.pdf"}
    assert say_unmade(Unmade("Nørrebro", "deadly.pdf", (), ""), DANISH).startswith(
        "Rapporten Nørrebro (deadly.pdf) kunne ikke laves: Den proces, der lavede den, er hver gang slået ihjel udefra."
    )


def test_without_semaphores_reports_are_made_one_after_another(staged: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a container without /dev/shm: the same reports, and no process is started."""

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(SemLock, "__init__", refuse)
    before = multiprocessing.active_children()
    found = by_file(list(make_all(iter([job(name) for name in "abcd"]), 4, staged)))
    assert [isinstance(found[f"{name}.pdf"], Made) for name in "abcd"] == [True] * 4
    assert multiprocessing.active_children() == before


def test_a_full_disk_is_nothing_of_one_report(staged: Path) -> None:
    """Where a file cannot be written, the run hears it as such."""
    (staged / "b.pdf").mkdir()
    with pytest.raises(OSError, match=r"b\.pdf"):
        list(make_all(iter([job(name) for name in "abcd"]), 4, staged))


def test_orphans_end_with_their_run_and_hold_no_lock(tmp_path: Path) -> None:
    """Killed with -9, a run leaves processes that end by themselves; meanwhile the next run can start, and clears what they wrote."""
    with subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True) as run:
        assert said(run) == "at work"
        children = started_by(run.pid)
        assert len(children) == 4  # two that make reports, the one that they are forked from, and the one that counts what they share
        assert all(is_alive(child) for child in children)
        assert is_locked(tmp_path)
        run.kill()
        run.wait()
        assert not is_locked(tmp_path)
        while any(is_alive(child) for child in children):
            time.sleep(0.01)
    assert len(list((tmp_path / "releases").iterdir())) == 2  # the folder that was being built, and the processes' own
    finish_interrupted(tmp_path)
    assert not list((tmp_path / "releases").iterdir())
