"""Reports made side by side: each in one of a few warm processes, which import the renderer and read stylesheet and fonts once.

They are forked from a process that has imported the renderer and does nothing else, where the system can fork, else started anew: never forked
from the run, so they hold no lock and share no thread; and they end with the run, however that ends.
"""

from __future__ import annotations

import gc
import logging
import os
import platform
import signal
import tempfile
import threading
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from itertools import islice
from multiprocessing import connection, get_context, parent_process
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import Final, TypeVar

from pipeline.report_job import Failed, Make, Outcome, ReportJob
from pipeline.storage import BUILDING

QUIET_SECONDS: Final = 60
REPORTS_A_WORKER: Final = 2  # to start one takes about as long as making a report
FORKS: Final = platform.system() == "Linux"  # Windows cannot, and libraries of macOS do not bear it

T = TypeVar("T")

log = logging.getLogger(__name__)


def call_up() -> Make:
    """Let the renderer be imported beside the run, which reads its input meanwhile, and return what makes reports with it.

    That is `make_all`, but for few reports too: a process costs nothing then. Where there is one processor only, or no forking, nothing is begun.
    """
    return _make_beside if count_cores() > 1 and FORKS and _can_start() else make_all


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
    if min(count_cores(), number // REPORTS_A_WORKER) < 2 or not _can_start():
        from pipeline.make_report import make_file  # noqa: PLC0415 - the renderer is where reports are made

        yield from (make_file(job, folder) for job in jobs)
    else:
        yield from _make_beside(jobs, number, folder)


def _make_beside(jobs: Iterable[ReportJob], number: int, folder: Path) -> Iterator[Outcome]:
    """Make the PDFs of all jobs in processes: see `make_all`."""
    size = max(1, min(count_cores(), number // REPORTS_A_WORKER))
    with tempfile.TemporaryDirectory(prefix=BUILDING, dir=folder.parent, ignore_cleanup_errors=True) as scratch:
        waiting = iter(jobs)
        while out := (yield from _share(waiting, size, folder, scratch)):
            log.warning("a process was killed", extra={"stage": "render", "files": sorted(job.file for job in out)})
            for job in out:  # alone, so that it is known which one kills its process
                if (yield from _share(iter([job]), 1, folder, scratch)):
                    yield Failed(job.file)
    _dismiss()


def _dismiss() -> None:
    """Wait for the end of the process that the others were forked from: no run ends before its processes, whose time would count as nobody's."""
    if FORKS:
        from multiprocessing import forkserver  # noqa: PLC0415 - not on every system

        forkserver._forkserver._stop()  # type: ignore[attr-defined] # noqa: SLF001 - there is no public way


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


def _can_start() -> bool:
    """Return whether processes can be started and can wait for one another; what they are forked from is started with it.

    A container without /dev/shm has no means for it, nor has a system without a place for temporary files.
    """
    try:
        _context().Lock()
        if FORKS:
            from multiprocessing import forkserver  # noqa: PLC0415 - not on every system

            forkserver.ensure_running()
    except (ImportError, OSError):
        return False
    return True


def _context() -> BaseContext:
    """Return how processes are started."""
    context = get_context("forkserver" if FORKS else "spawn")
    context.set_forkserver_preload(["pipeline.preloaded"])
    return context


def _share(waiting: Iterator[ReportJob], size: int, folder: Path, scratch: str) -> Generator[Outcome, None, list[ReportJob]]:
    """Make jobs in a pool of processes until there are none, or one of the processes was killed; return the jobs that were out then."""
    out: dict[Future[Outcome] | None, ReportJob] = {}
    with ProcessPoolExecutor(size, _context(), _start, (scratch,)) as pool:
        try:  # one more than can be worked on: no process waits for the next
            for _, future in hand_out(waiting, size + 1, lambda job: pool.submit(_make_file, job, folder), out):
                yield future.result()
        except BrokenProcessPool:
            return list(out.values())
    return []


def _start(scratch: str) -> None:
    """Make a fresh process ready: its own place for font files, the look read once, its end bound to the run's."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the run's to handle
    threading.Thread(target=_end_with_run, daemon=True).start()
    tempfile.tempdir = scratch
    with suppress(Exception):  # what goes wrong here goes wrong in a report, and is told there
        from pipeline.render import warm_up  # noqa: PLC0415 - not in the run

        warm_up()
    gc.collect()
    gc.freeze()  # what every report needs is no garbage to look for


def _make_file(job: ReportJob, folder: Path) -> Outcome:
    from pipeline.make_report import make_file  # noqa: PLC0415 - not in the run

    return make_file(job, folder)


def _end_with_run() -> None:
    """Wait for the run that started this process, and end with it: killed by force, it cannot tell anybody to stop."""
    run = parent_process()
    if run is not None:
        connection.wait([run.sentinel])
        os._exit(1)
