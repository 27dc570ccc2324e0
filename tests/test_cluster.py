"""Reports made by a Dask cluster: a real scheduler and real workers on this machine, each with its own copy of the program and its own folders."""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from distributed import Client

from pipeline import cluster
from pipeline.cluster import Printed, make_all_on
from pipeline.make_report import make_pdf
from pipeline.report_job import Failed, Made, ReportJob
from pipeline.unmade import ClusterFailed, Trouble
from pipeline.wording import load_language
from pipeline.wording.unmade import say_cluster_failed
from tests.build import ROOT, copy_three_areas
from tests.test_command_line_errors import run
from tests.test_workers import SMALL, Deadly, by_file, job

DANISH = load_language("da")
LOCALHOST = "127.0.0.1"
DEADLY = ReportJob("deadly.pdf", Deadly(), "da", ())  # type: ignore[arg-type]  # that it is no report is the point


@dataclass
class Cluster:
    """A scheduler and its workers, each a process of its own.

    Attributes:
        folder: Holds a folder for each process; they share nothing in it.
        running: What was started.
    """

    folder: Path
    address: str = ""
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, name: str, *options: str, program: Path = ROOT) -> subprocess.Popen[bytes]:
        """Start a part of Dask in a folder of its own, with a copy of the program, as on a machine of its own."""
        home = self.folder / name
        copy_program(program, home)
        (home / "tmp").mkdir()
        environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"} | {
            "TMPDIR": str(home / "tmp"),
            "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1",
        }
        command = [sys.executable, "-m", "dask", *options, "--no-dashboard", "--host", LOCALHOST]
        with (home / "log").open("wb") as log:
            process = subprocess.Popen(command, cwd=home, env=environment, stdout=log, stderr=log)
        self.running.append(process)
        return process

    def start_scheduler(self) -> subprocess.Popen[bytes]:
        """Start it at any free port."""
        file = self.folder / "scheduler.json"
        scheduler = self.start("scheduler", "scheduler", "--port", "0", "--scheduler-file", str(file))
        self.address = wait_for(lambda: json.loads(file.read_text(encoding="utf-8"))["address"])
        return scheduler

    def start_worker(self, name: str, program: Path = ROOT) -> subprocess.Popen[bytes]:
        """Start one with one thread, and a nanny that starts it again when it is killed."""
        return self.start(name, "worker", self.address, "--nthreads", "1", "--memory-limit", "0", program=program)


def copy_program(program: Path, home: Path) -> None:
    """Copy it with what Python has compiled of it, but for what another process is just compiling."""
    for part in ("pipeline", "templates"):
        shutil.copytree(program / part, home / part, ignore=shutil.ignore_patterns("*.pyc.*"))


def wait_for(ask: Callable[[], str]) -> str:
    """Return what a process writes as soon as it has."""
    while True:
        try:
            return ask()
        except (OSError, ValueError):
            time.sleep(0.05)


@contextmanager
def started(folder: Path) -> Iterator[Cluster]:
    """Give a cluster without any process, and end those that are started."""
    it = Cluster(folder)
    try:
        yield it
    finally:
        for process in reversed(it.running):  # killed, so that no nanny takes its time; its worker ends with it
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A cluster of two workers."""
    with started(tmp_path_factory.mktemp("two")) as it:
        it.start_scheduler()
        it.start_worker("one")
        it.start_worker("other")
        with Client(it.address, set_as_default=False) as client:
            client.wait_for_workers(2)
        yield it


@cache
def made_here() -> bytes:
    """Return the report `a` as this process makes it."""
    return make_pdf(job("a"))[0]


def copies(number: int) -> list[ReportJob]:
    """Return the report `a` as so many jobs, so that one PDF made here says what all have to be."""
    return [replace(job("a"), file=f"{one}.pdf") for one in range(number)]


def made_there(folder: Path) -> dict[str, bytes]:
    """Return the bytes that a cluster left, by file."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture
def staged(tmp_path: Path) -> Path:
    """A folder that is being built."""
    folder = tmp_path / "staged"
    folder.mkdir()
    return folder


def test_the_same_bytes_as_here_and_the_same_failures(two: Cluster, staged: Path) -> None:
    """What this process makes too; a character that the font lacks and a bug are told as here."""
    jobs = [*copies(2), replace(job("d"), report=replace(SMALL, forum="\u25c7")), job("e", areas=None)]
    found = by_file(list(make_all_on(two.address, jobs, staged)))
    assert made_there(staged) == {"0.pdf": made_here(), "1.pdf": made_here()}
    made = Made("0.pdf", len(made_here()), hashlib.sha256(made_here()).hexdigest(), ())
    assert (found["0.pdf"], found["1.pdf"]) == (made, replace(made, file="1.pdf"))
    assert found["d.pdf"] == Failed("d.pdf", ("the font has no glyph for U+25C7",))
    bug = found["e.pdf"]
    assert isinstance(bug, Failed)
    assert bug.reasons[0].startswith("TypeError: ")
    assert bug.trace.startswith("Traceback")
    for name in ("one", "other", "scheduler"):  # nothing but what Dask itself keeps is left on the machines
        assert not list((two.folder / name).rglob("*.pdf"))


def test_a_killed_worker_costs_only_its_report(two: Cluster, staged: Path) -> None:
    """Killed with -9 while both work; all are made, to the byte."""
    with Client(two.address, set_as_default=False) as client:
        victim = next(iter(client.run(os.getpid).values()))

    def jobs() -> Iterator[ReportJob]:
        for number, one in enumerate(copies(5)):
            if number == 4:  # asked for when the first is done
                os.kill(victim, signal.SIGKILL)
            yield one

    found = list(make_all_on(two.address, jobs(), staged))
    assert all(isinstance(one, Made) for one in found)
    assert sorted(one.file for one in found) == [f"{number}.pdf" for number in range(5)]
    assert made_there(staged) == {f"{number}.pdf": made_here() for number in range(5)}


def test_a_report_that_kills_its_workers_is_told_and_stops_no_other(two: Cluster, staged: Path) -> None:
    """It kills as many as the scheduler allows, then as many again, alone; what waited beside it is made."""
    found = by_file(list(make_all_on(two.address, iter([DEADLY, *copies(1)]), staged)))
    assert found.pop("deadly.pdf") == Failed("deadly.pdf")
    assert made_there(staged) == {"0.pdf": made_here()}


def test_a_release_from_a_cluster_is_the_one_from_here(two: Cluster, tmp_path: Path) -> None:
    """The command makes the same folder, whose name is the hash of all of it; then there is nothing to do, cluster or not."""
    source, here, there = copy_three_areas(tmp_path), tmp_path / "here", tmp_path / "there"
    names = []
    for output, options in ((here, ()), (there, ("--scheduler", two.address))):
        done = run("reports", "--input", source, "--output", output, *options)
        assert done.exit_code == 0, done.output
        names.append((output / "current").resolve().name)
    assert names[0] == names[1]
    again = run("reports", "--input", source, "--output", there, "--scheduler", two.address)
    assert "Ingen rapport er ændret" in again.output


def test_a_worker_with_another_program_is_refused(tmp_path: Path) -> None:
    """One rule more in its stylesheet: the command names it, makes nothing, and publishes nothing."""
    other = tmp_path / "program"
    copy_program(ROOT, other)
    with (other / "templates" / "style.css").open("a", encoding="utf-8") as style:
        style.write("h2 { color: teal }\n")
    output = tmp_path / "output"
    with started(tmp_path / "cluster") as it:
        it.start_scheduler()
        it.start_worker("stranger", other)
        source = copy_three_areas(tmp_path)
        refused = run("reports", "--input", source, "--output", output, "--scheduler", it.address)
        with Client(it.address, set_as_default=False) as client:  # one that joins later is asked with each report
            task = client.submit(cluster.make_there, pickle.dumps(DEADLY), dict(cluster.describe_program()), pure=False)
            late = task.exception()
    assert refused.exit_code == 1
    first, second = refused.stderr.splitlines()
    assert first.startswith("Arbejderen tcp://127.0.0.1:")
    assert "har en anden version af programmet end denne computer: program " in first
    assert second == "Intet er udgivet; den forrige udgivelse står, som den stod."
    assert not (output / "current").exists()
    status = run("status", "--input", source, "--output", output).stdout
    assert "klyngen kunne ikke bruges" in status
    assert "Start klyngen, eller lad denne computer lave rapporterne: make reports" in status
    assert list((output / "releases").iterdir()) == []
    assert isinstance(late, ClusterFailed)
    assert late.trouble is Trouble.OTHER_PROGRAM


def test_a_greeting_that_does_not_come_alone_is_asked_for_again(tmp_path: Path, staged: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Dask's client fails without a word then; the second try connects, and finds what there is: no workers."""
    tries = iter([AssertionError()])

    def client(*args: Any, **kwargs: Any) -> Client:
        for error in tries:
            raise error
        return Client(*args, **kwargs)

    monkeypatch.setattr(cluster, "Client", client)
    monkeypatch.setattr(cluster, "WORKERS_SECONDS", 1)
    with started(tmp_path / "cluster") as it:
        it.start_scheduler()
        assert told(it.address, iter([job("a")]), staged).startswith(f"Fordeleren {it.address} har ingen arbejdere.")


def test_a_scheduler_that_is_not_there_or_has_no_workers_or_is_lost(tmp_path: Path, staged: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is told in words that say what to do; none leaves the run waiting."""
    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 1)
    with socket.socket() as free:
        free.bind((LOCALHOST, 0))
        nobody = f"tcp://{LOCALHOST}:{free.getsockname()[1]}"
    assert told(nobody, iter([job("a")]), staged).startswith(f"Fordeleren {nobody} svarer ikke (OSError: Timed out trying to connect")
    assert told("tls://127.0.0.1:1", iter([job("a")]), staged).startswith(
        "Fordeleren tls://127.0.0.1:1 svarer ikke (TypeError: TLS expects"
    )
    with started(tmp_path / "cluster") as it:
        scheduler = it.start_scheduler()
        monkeypatch.setattr(cluster, "CONNECT_SECONDS", 60)
        monkeypatch.setattr(cluster, "WORKERS_SECONDS", 1)
        assert told(it.address, iter([job("a")]), staged).startswith(f"Fordeleren {it.address} har ingen arbejdere. Start nogle")
        it.start_worker("one")
        monkeypatch.setattr(cluster, "WORKERS_SECONDS", 60)

        def jobs() -> Iterator[ReportJob]:
            yield job("a")
            yield job("b")
            scheduler.kill()  # asked for when the first is done
            yield job("c")

        assert told(it.address, jobs(), staged) == (
            f"Forbindelsen til fordeleren {it.address} gik tabt. Kør kommandoen igen, når den kører."
        )


def told(address: str, jobs: Iterator[ReportJob], folder: Path) -> str:
    """Return what an analyst reads of a cluster that cannot be used."""
    with pytest.raises(ClusterFailed) as failed:
        list(make_all_on(address, jobs, folder))
    return say_cluster_failed(failed.value, DANISH)


def test_workers_that_are_gone_do_not_keep_a_run_waiting(tmp_path: Path, staged: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When none is left and nothing has come back for a while, the run says so."""
    monkeypatch.setattr("pipeline.workers.QUIET_SECONDS", 0.05)
    with started(tmp_path / "cluster") as it:
        it.start_scheduler()
        worker = it.start_worker("one")

        def jobs() -> Iterator[ReportJob]:
            yield job("a")
            yield job("b")
            worker.kill()  # the nanny, and the worker with it
            worker.wait()
            yield job("c")

        assert told(it.address, jobs(), staged).startswith(f"Fordeleren {it.address} har ingen arbejdere.")
        assert worker.returncode is not None  # a quiet moment with a worker is none to give up


def test_a_pdf_that_came_back_damaged_is_no_pdf(staged: Path) -> None:
    """What arrives is hashed before it is written."""
    kept = cluster._keep("a.pdf", Printed(b"%PDF-1.7 half", "0" * 64, ()), staged)
    assert kept == Failed("a.pdf", ("the PDF came back damaged",))
    assert not list(staged.iterdir())


@pytest.mark.parametrize("address", ["10.0.0.5:8786", "http://10.0.0.5:8786", "tcp://10.0.0.5", "inproc://x"])
def test_what_is_no_address_is_a_wrong_command_line(tmp_path: Path, address: str) -> None:
    """The command says what an address looks like, and ends with 2."""
    done = run("reports", "--input", copy_three_areas(tmp_path), "--output", tmp_path / "output", "--scheduler", address)
    assert done.exit_code == 2
    assert "tcp://10.0.0.5:8786" in done.stderr
    assert not (tmp_path / "output").exists()


def test_without_the_package_the_command_says_how_to_install_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As where requirements.txt alone is installed."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    done = run("reports", "--input", copy_three_areas(tmp_path), "--output", tmp_path / "output", "--scheduler", "tcp://10.0.0.5:8786")
    assert done.exit_code == 2
    assert "requirements-cluster.txt" in done.stderr
    assert not (tmp_path / "output").exists()
