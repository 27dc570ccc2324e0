"""Make reports in parallel in a few processes, which end with the run however that ends.

Where the system can fork, they are forked from a process that has imported the renderer and does nothing else; elsewhere they are started
afresh. They are never forked from the run, so they hold no lock and share no thread, and the run imports the renderer only to work alone.
"""

from __future__ import annotations

import logging
import os
import platform
import signal
import tempfile
import threading
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, contextmanager
from multiprocessing import connection, get_context, parent_process
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import Final, TypeAlias, TypeVar

from pipeline.releases.make.job import Failed, JobResult, ReportJob
from pipeline.storage import BUILDING

FORKS: Final = platform.system() == "Linux"  # Windows cannot fork, and on macOS system libraries do not survive it
if FORKS:
    from multiprocessing import forkserver

R = TypeVar("R")
Opened: TypeAlias = Callable[[], AbstractContextManager[Callable[[ReportJob], Future[R]]]]
"""Opens an executor, and returns the function that submits a job to it."""

log = logging.getLogger(__name__)


def start_beside() -> bool:
    """Start the process to fork from, which imports the renderer meanwhile; return whether processes can be used.

    They cannot in a container without /dev/shm, nor on a system without a folder for temporary files.
    """
    if count_cores() < 2:
        return False
    try:
        _context().Lock()
        if FORKS:
            forkserver.ensure_running()
    except (ImportError, OSError):
        return False
    return True


def make_all(jobs: Iterable[ReportJob], number: int, folder: Path) -> Iterator[JobResult]:
    """Make the PDFs of all jobs in a folder, and yield each result as soon as it is known, in any order.

    Jobs are taken from `jobs` as processes become free, so that few are in memory at a time.

    Args:
        jobs: What to make.
        number: Number of jobs.
        folder: A folder that is being built; the processes' own files go into one beside it, which is removed even after a kill.

    Raises:
        OSError: a file cannot be written.
    """
    if number < 2 or not start_beside():
        yield from (_make_file(job, folder) for job in jobs)
    else:
        yield from _make_beside(jobs, min(count_cores(), number), folder)


def share_out(jobs: Iterable[ReportJob], most: int, opened: Opened[R], killed: type[Exception]) -> Iterator[tuple[ReportJob, Future[R]]]:
    """Submit jobs to an executor, a limited number at a time, and yield each with its future when it is done.

    Jobs lost with a killed process are tried once more, each alone, to find the one that kills its process.

    Args:
        jobs: What to make.
        most: How many are submitted at a time.
        opened: Opens the executor; called again after a process was killed.
        killed: The exception of a job whose process was killed.
    """
    waiting = iter(jobs)
    while lost := (yield from _share(waiting, most, opened, killed)):
        log.warning("a process was killed", extra={"stage": "render", "files": sorted(job.file for job in lost)})
        for job in lost:
            yield from _share(iter([job]), 1, opened, ())


def count_cores() -> int:
    """Return the number of processors available to this process."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _share(
    waiting: Iterator[ReportJob], most: int, opened: Opened[R], killed: type[Exception] | tuple[()]
) -> Generator[tuple[ReportJob, Future[R]], None, list[ReportJob]]:
    """Submit jobs until there are no more, or some are lost with a process; return the lost ones."""
    out: dict[Future[R], ReportJob] = {}
    lost: list[ReportJob] = []
    with opened() as submit:
        while True:
            while not lost and len(out) < most and (job := next(waiting, None)):
                try:
                    out[submit(job)] = job
                except killed:
                    lost.append(job)
            if not out:
                return lost
            for future in wait(out, return_when=FIRST_COMPLETED).done:
                job = out.pop(future)
                if not future.cancelled() and isinstance(future.exception(), killed):
                    lost.append(job)
                else:
                    yield job, future


def _make_beside(jobs: Iterable[ReportJob], size: int, folder: Path) -> Iterator[JobResult]:
    """Make the PDFs of all jobs in this many processes: see `make_all`."""
    with tempfile.TemporaryDirectory(prefix=BUILDING, dir=folder.parent, ignore_cleanup_errors=True) as scratch:

        @contextmanager
        def opened() -> Iterator[Callable[[ReportJob], Future[JobResult]]]:
            with ProcessPoolExecutor(size, _context(), _start, (scratch,)) as pool:
                yield lambda job: pool.submit(_make_file, job, folder)

        most = size + 1  # one more than there are processes, so that none waits for the next job
        for job, future in share_out(jobs, most, opened, BrokenProcessPool):
            try:
                yield future.result()
            except BrokenProcessPool:
                yield Failed(job.file)


def _context() -> BaseContext:
    """Return how processes are started."""
    context = get_context("forkserver" if FORKS else "spawn")
    context.set_forkserver_preload(["pipeline.releases.make.made_ready"])
    return context


def _start(scratch: str) -> None:
    """Prepare a new process: its own folder for font files, and its end tied to the run's."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is handled by the run
    threading.Thread(target=_end_with_run, daemon=True).start()
    tempfile.tempdir = scratch


def _make_file(job: ReportJob, folder: Path) -> JobResult:
    from pipeline.releases.make.one_pdf import make_file  # noqa: PLC0415 - WeasyPrint is for the process that makes reports; a run has none of it

    return make_file(job, folder)


def _end_with_run() -> None:
    """Wait for the parent run and exit with it: a run that is killed cannot stop its processes."""
    run = parent_process()
    if run is not None:
        connection.wait([run.sentinel])
        os._exit(1)
