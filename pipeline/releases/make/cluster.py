"""Make reports on a Dask cluster, whose workers have their own copy of the program: a whole job is sent, a whole PDF comes back."""

from __future__ import annotations

import pickle
import threading
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Final, TypeAlias

from distributed import Client, KilledWorker, get_worker

from pipeline.releases.make.failures import ClusterFailed
from pipeline.releases.make.job import Failed, JobResult, ReportJob
from pipeline.releases.make.one_pdf import keep_pdf, try_pdf
from pipeline.releases.make.processes import share_out
from pipeline.releases.program import library_versions, program_digest

SECONDS: Final = 12  # for the scheduler to answer, and for the first worker to appear
ONE_AT_A_TIME: Final = threading.Lock()  # the renderer's fonts are shared within a process, and a worker may have several threads
Pdf: TypeAlias = tuple[bytes, tuple[str, ...]]  # the PDF and its faults


def make_all_on(address: str, jobs: Iterable[ReportJob], _: int, folder: Path) -> Iterator[JobResult]:
    """Make reports as `processes.make_all` does, on the cluster of the scheduler at an address.

    Raises:
        ClusterFailed: the scheduler cannot be reached or is lost, there are no workers, or one has another version of the program.
    """
    program = {"program": program_digest(), **library_versions()}
    with _reaching(address):
        client = Client(address, timeout=SECONDS, set_as_default=False)
    with client:

        def submit(job: ReportJob) -> Future[Pdf | Failed]:
            content = pickle.dumps(job)
            with _reaching(address):
                future: Future[Pdf | Failed] = executor.submit(make_there, content, program)
            return future

        with _reaching(address):
            client.wait_for_workers(1, timeout=SECONDS)
            executor, most = client.get_executor(pure=False), 2 * sum(client.nthreads().values())
        for job, future in share_out(jobs, most, lambda: nullcontext(submit), KilledWorker):
            try:
                with _reaching(address):
                    made = future.result()
            except KilledWorker:
                made = Failed(job.file)
            yield made if isinstance(made, Failed) else keep_pdf(job.file, *made, folder)


def make_there(job: bytes, program: Mapping[str, str]) -> Pdf | Failed:
    """Make one report on a worker; the pickled job is read only by the same version of the program."""
    own = {"program": program_digest(), **library_versions()}
    if differing := ", ".join(f"{name} {own.get(name)} ≠ {program[name]}" for name in program if own.get(name) != program[name]):
        raise ClusterFailed(get_worker().address, differing)
    with ONE_AT_A_TIME:
        return try_pdf(pickle.loads(job))  # noqa: S301 - anyone who can send a task to this worker can do anything on it


@contextmanager
def _reaching(address: str) -> Iterator[None]:
    """Turn errors between here and the cluster into `ClusterFailed`; Dask raises many kinds of exception."""
    try:
        yield
    except (ClusterFailed, KilledWorker):
        raise
    except Exception as error:
        raise ClusterFailed(address, f"{type(error).__name__}: {error}") from error
