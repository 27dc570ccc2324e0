"""Reports made by the workers of a Dask cluster, which share no disk with this computer: a job goes there whole, its PDF comes back whole.

Each worker makes them with its own copy of the program, so a worker is asked first whether its copy sets the same pages.
Never: a file name or a piece of the program on its way to a worker; a report made by a program that is not this one.
"""

from __future__ import annotations

import hashlib
import logging
import pickle
import threading
from collections.abc import Generator, Iterable, Iterator, Mapping
from concurrent.futures import CancelledError, Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Final

from distributed import Client, KilledWorker, get_worker

from pipeline.make_report import keep_pdf, try_pdf
from pipeline.program import library_versions, program_digest
from pipeline.render import render_pdf
from pipeline.report_job import Failed, Outcome, ReportJob
from pipeline.unmade import ClusterFailed, Trouble
from pipeline.workers import hand_out

CONNECT_SECONDS: Final = 12  # a scheduler that does not answer is told after them
WORKERS_SECONDS: Final = 12  # and one without workers after these
GREETINGS: Final = 3  # are asked for before a scheduler counts as one that does not answer
PROBE: Final = """<!DOCTYPE html><html lang="da"><head><title>Prøve</title></head><body><h1>Københavns boligområder</h1>
<p>Fire af fem byområder opfylder nu mindst ét kriterium færre; AV, To, fi og 12,5 % står, som skriften vil. <strong>Aktivitetsoversigt</strong>
<em>og boligorganisationernes medfinansiering</em> brydes over linjer, hvor der er plads til det, i alle spalter og på alle maskiner.</p>
</body></html>"""
SHOWN: Final = 12  # digits of a hash
ONE_AT_A_TIME: Final = threading.Lock()  # the renderer's fonts are shared by a process, and a worker may have several threads


@dataclass(frozen=True, slots=True)
class Printed:
    """A PDF on its way back.

    Attributes:
        sha256: Its hash, taken where it was made.
        faults: What the inspection found wrong, a line each.
    """

    pdf: bytes
    sha256: str
    faults: tuple[str, ...]


def make_all_on(address: str, jobs: Iterable[ReportJob], folder: Path) -> Iterator[Outcome]:
    """Make the PDFs of all jobs on a cluster, write them into a folder, and yield what became of each as soon as it is known, in no order.

    A worker that is killed costs the time of what it worked on. Dask gives a report up when so many workers were killed over it as its
    scheduler allows; then it is tried once more, alone, since another report may have been the reason.

    Args:
        address: Of the scheduler, such as ``tcp://10.0.0.5:8786``.
        jobs: What to make; taken as workers become free, so few are in memory at a time.
        folder: A folder that is being built.

    Raises:
        ClusterFailed: the scheduler cannot be reached or is lost, there are no workers, or one has another version of the program.
        OSError: a file cannot be written.
    """
    with _connect(address) as client:
        program = describe_program()
        _check_workers(client, program, address)
        with _reaching(Trouble.LOST, address):
            most = 2 * sum(client.nthreads().values())  # one that is worked on, one that waits beside it
        killed = yield from _share(client, iter(jobs), most, folder, address)
        for job in killed:
            if (yield from _share(client, iter([job]), 1, folder, address)):
                yield Failed(job.file)


@cache
def describe_program() -> Mapping[str, str]:
    """Return what decides a PDF's bytes: the program, its libraries, and how a page comes out with the machine's typesetting libraries."""
    page = hashlib.sha256(render_pdf(PROBE)).hexdigest()
    return {"program": program_digest(), "pango": page, "distributed": version("distributed"), **library_versions()}


def describe_worker() -> Mapping[str, str]:
    """Return `describe_program` of a worker."""
    with ONE_AT_A_TIME:
        return describe_program()


def make_there(job: bytes, program: Mapping[str, str]) -> Printed | Failed:
    """Make one report on a worker.

    Args:
        job: The job, pickled: it is read by the program that it is meant for, or not at all.
        program: The program that it is meant for.

    Raises:
        ClusterFailed: this is another program; the worker may have joined since all were asked.
    """
    here = get_worker().address
    with ONE_AT_A_TIME:
        _compare(here, describe_program(), program)
        read: ReportJob = pickle.loads(job)  # noqa: S301 - whoever can send a task to this worker can do anything on it
        try:
            made = try_pdf(read)
        except OSError as error:
            return Failed(read.file, (f"{here}: {error}",))
    return made if isinstance(made, Failed) else Printed(made[0], hashlib.sha256(made[0]).hexdigest(), made[1])


def _share(
    client: Client, waiting: Iterator[ReportJob], most: int, folder: Path, address: str
) -> Generator[Outcome, None, list[ReportJob]]:
    """Make jobs on the workers; return those that Dask gave up."""
    killed: list[ReportJob] = []
    executor = client.get_executor(pure=False)
    program = describe_program()

    def submit(job: ReportJob) -> Future[Printed | Failed]:
        content = pickle.dumps(job)
        with _reaching(Trouble.LOST, address):
            future: Future[Printed | Failed] = executor.submit(make_there, content, program)
        return future

    def quiet() -> None:
        with _reaching(Trouble.LOST, address):
            workers = client.nthreads()
        if not workers:
            raise ClusterFailed(Trouble.NO_WORKERS, address)

    for job, future in hand_out(waiting, most, submit, {}, quiet):
        try:
            made = future.result()
        except KilledWorker:
            killed.append(job)
        except CancelledError as error:
            raise ClusterFailed(Trouble.LOST, address) from error
        except ClusterFailed:
            raise
        except Exception as error:  # noqa: BLE001 - whatever goes wrong on the way stops no other report; the run tells all of them
            yield Failed(job.file, (f"{type(error).__name__}: {error}",))
        else:
            yield _keep(job.file, made, folder)
    return killed


def _keep(file: str, made: Printed | Failed, folder: Path) -> Outcome:
    if isinstance(made, Failed):
        return made
    if hashlib.sha256(made.pdf).hexdigest() != made.sha256:
        return Failed(file, ("the PDF came back damaged",))
    return keep_pdf(file, made.pdf, made.faults, folder)


@contextmanager
def _connect(address: str) -> Iterator[Client]:
    """Connect to a scheduler, and wait for its first worker."""
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what it has to say, the run says in words
    with _reaching(Trouble.UNREACHABLE, address):
        client = _greet(address)
    try:
        with _reaching(Trouble.NO_WORKERS, address):
            client.wait_for_workers(1, timeout=WORKERS_SECONDS)
        yield client
    finally:
        client.close(timeout=1)


def _greet(address: str) -> Client:
    """Return a client of a scheduler. Dask asserts that the greeting comes alone; on a busy machine it may not, and comes anew when asked again."""
    for _ in range(GREETINGS - 1):
        with suppress(AssertionError):
            return Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    return Client(address, timeout=CONNECT_SECONDS, set_as_default=False)


def _check_workers(client: Client, program: Mapping[str, str], address: str) -> None:
    """Ask all workers at once, before anything is made."""
    with _reaching(Trouble.LOST, address):
        told: dict[str, object] = client.run(describe_worker, on_error="return")
    for worker, own in sorted(told.items()):
        _compare(worker, own, program)


def _compare(worker: str, own: object, program: Mapping[str, str]) -> None:
    """Refuse a worker whose program is not this one, or that has none."""
    if not isinstance(own, Mapping):
        raise ClusterFailed(Trouble.OTHER_PROGRAM, worker, (f"{type(own).__name__}: {own}",))
    if differing := [name for name in program if own.get(name) != program[name]]:
        details = [f"{name} {own.get(name, '-')[:SHOWN]} ≠ {program[name][:SHOWN]}" for name in differing]
        raise ClusterFailed(Trouble.OTHER_PROGRAM, worker, details)


@contextmanager
def _reaching(trouble: Trouble, address: str) -> Iterator[None]:
    """Tell what goes wrong between here and the scheduler as what it is; Dask raises exceptions of many kinds, bare ones among them."""
    try:
        yield
    except Exception as error:
        raise ClusterFailed(trouble, address, (f"{type(error).__name__}: {error}",)) from error
