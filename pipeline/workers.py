"""Reports made side by side: each in one of a few warm processes, which import the renderer and read stylesheet and fonts once.

The first of them are started as soon as it is known that there is something to make, and import what they need while the run reads its input.
They are started, not forked, so they hold no lock and share no thread; and they end with the run that started them, however that ends.
"""

from __future__ import annotations

import gc
import logging
import os
import signal
import tempfile
import threading
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, contextmanager, suppress
from functools import cache
from itertools import islice
from multiprocessing import connection, get_context, parent_process
from pathlib import Path
from typing import Final, TypeVar

from pipeline.report_job import Failed, Make, Outcome, ReportJob
from pipeline.storage import BUILDING

QUIET_SECONDS: Final = 60
REPORTS_A_WORKER: Final = 2  # to start one takes about as long as making a report
FIRST: Final = 2  # processes that start before it is known how many reports there are

T = TypeVar("T")

log = logging.getLogger(__name__)


@contextmanager
def call_up() -> Iterator[Make]:
    """Start the first processes, and give what makes reports with them, and with more where there are many reports: see `make_all`.

    None is started where one after another is as quick, or where processes cannot wait for one another.
    """
    cores = count_cores()
    if cores < FIRST or not _has_semaphores():
        yield make_all
        return
    with _Crew(cores) as crew:
        crew.call_up()
        yield crew.make


def make_all(jobs: Iterable[ReportJob], number: int, folder: Path) -> Iterator[Outcome]:
    """Make the PDFs of all jobs in a folder, and yield what became of each as soon as it is known, in no order.

    Jobs are taken from `jobs` as processes become free, so few are in memory at a time.

    Args:
        jobs: What to make.
        number: How many there are.
        folder: A folder that is being built; beside it the processes get one for their own files, which goes with those of a killed run.

    Raises:
        OSError: a file cannot be written.
    """
    size = min(count_cores(), number // REPORTS_A_WORKER)
    if size < 2 or not _has_semaphores():
        from pipeline.make_report import make_file  # noqa: PLC0415 - the renderer is where reports are made

        yield from (make_file(job, folder) for job in jobs)
        return
    with _Crew(size) as crew:
        yield from crew.make(jobs, number, folder)


class _Crew(ExitStack):
    """Processes that make reports, so many at most, and the folder for their own files."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most
        self._pool = self.enter_context(_pool(most))
        self._scratch = ""

    def call_up(self) -> None:
        """Start the first processes, and wait for none."""
        for _ in range(FIRST):
            self._pool.submit(_stand_by)

    def make(self, jobs: Iterable[ReportJob], number: int, folder: Path) -> Iterator[Outcome]:
        """Make the PDFs of all jobs: see `make_all`."""
        if not self._scratch:
            scratch = tempfile.TemporaryDirectory(prefix=BUILDING, dir=folder.parent, ignore_cleanup_errors=True)
            self._scratch = self.enter_context(scratch)
        size, waiting = max(1, min(self._most, number // REPORTS_A_WORKER)), iter(jobs)
        while out := (yield from _share(self._pool, waiting, size, folder, self._scratch)):
            log.warning("a process was killed", extra={"stage": "render", "files": sorted(job.file for job in out)})
            for job in out:  # alone, so that it is known which one kills its process
                with _pool(1) as alone:
                    if (yield from _share(alone, iter([job]), 1, folder, self._scratch)):
                        yield Failed(job.file)
            self._pool = self.enter_context(_pool(self._most))


def hand_out(
    waiting: Iterator[ReportJob],
    most: int,
    submit: Callable[[ReportJob], Future[T]],
    out: dict[Future[T] | None, ReportJob],
    quiet: Callable[[], None] | None = None,
) -> Iterator[tuple[ReportJob, Future[T]]]:
    """Give jobs to an executor, so many at a time, and yield each with its future when that is done.

    Args:
        waiting: What to make.
        most: How many are out at a time.
        submit: Gives one to the executor.
        out: Gets the jobs that are out; one that is yielded is until the next is asked for.
        quiet: Called for every minute in which none is done.
    """

    def send(job: ReportJob) -> None:
        out[None] = job  # out even where the executor breaks in this moment
        out[submit(job)] = out.pop(None)

    for job in islice(waiting, most):
        send(job)
    while out:
        done, _ = wait([future for future in out if future is not None], QUIET_SECONDS if quiet else None, FIRST_COMPLETED)
        if not done and quiet:
            quiet()
        for future in done:
            yield out[future], future
            del out[future]
            for job in islice(waiting, 1):
                send(job)


def count_cores() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _has_semaphores() -> bool:
    """Return whether processes can wait for one another here; a container without /dev/shm has no means for it."""
    try:
        get_context("spawn").Lock()
    except (ImportError, OSError):
        return False
    return True


def _pool(most: int) -> ProcessPoolExecutor:
    """Return a pool that starts its processes when they are needed."""
    return ProcessPoolExecutor(most, get_context("spawn"), _start)


def _share(
    pool: ProcessPoolExecutor, waiting: Iterator[ReportJob], size: int, folder: Path, scratch: str
) -> Generator[Outcome, None, list[ReportJob]]:
    """Make jobs in a pool of processes until there are none, or one of the processes was killed; return the jobs that were out then."""
    out: dict[Future[Outcome] | None, ReportJob] = {}
    try:  # one more than can be worked on: no process waits for the next
        for _, future in hand_out(waiting, size + 1, lambda job: pool.submit(_make_file, job, folder, scratch), out):
            yield future.result()
    except BrokenProcessPool:
        return list(out.values())
    return []


def _start() -> None:
    """Make a fresh process one that ends with its run, and import all that it will need."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the run's to handle
    threading.Thread(target=_end_with_run, daemon=True).start()
    with suppress(Exception):  # what goes wrong here goes wrong in a report, and is told there
        import pipeline.make_report  # noqa: F401, PLC0415 - the run imports other things meanwhile


def _stand_by() -> None:
    """Be there."""


def _make_file(job: ReportJob, folder: Path, scratch: str) -> Outcome:
    from pipeline.make_report import make_file  # noqa: PLC0415 - not in the run

    _settle(scratch)
    return make_file(job, folder)


@cache
def _settle(scratch: str) -> None:
    """Make a process ready for its first report: its own place for font files, the look read once."""
    from pipeline.render import warm_up  # noqa: PLC0415 - not in the run

    tempfile.tempdir = scratch
    with suppress(Exception):  # the same
        warm_up()
    gc.collect()
    gc.freeze()  # what every report needs is no garbage to look for


def _end_with_run() -> None:
    """Wait for the run that started this process, and end with it: killed by force, it cannot tell anybody to stop."""
    run = parent_process()
    if run is not None:
        connection.wait([run.sentinel])
        os._exit(1)
