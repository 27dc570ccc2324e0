"""Reports made by a Dask cluster: a real scheduler and workers on this machine, each with its own copy of the program and own folders."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from distributed import Client

from pipeline.releases.history.store import RunOutcome, open_history
from pipeline.releases.make import cluster
from pipeline.releases.make.cluster import make_all_on
from pipeline.releases.make.failures import ClusterFailed
from pipeline.releases.make.job import Failed, JobResult, ReportJob
from pipeline.releases.make.one_pdf import make_file
from tests.build import ROOT, copy_three_areas
from tests.test_command_line_errors import run
from tests.test_workers import SMALL, Deadly, by_file, job

LOCALHOST = "127.0.0.1"


@dataclass
class Cluster:
    """A scheduler and its workers, each a process with a folder of its own; they share nothing."""

    folder: Path
    address: str = ""
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, name: str, *options: str, styles: str = "") -> subprocess.Popen[bytes]:
        """Start a part of Dask with a copy of the program, and with more in its stylesheet where that is wanted."""
        home = self.folder / name
        for part in ("pipeline", "templates"):  # with what Python has compiled, but for what another process is just compiling
            shutil.copytree(ROOT / part, home / part, ignore=shutil.ignore_patterns("*.pyc.*"))
        with (home / "templates" / "style.css").open("a", encoding="utf-8") as style:
            style.write(styles)
        environment = os.environ | {"PYTHONPATH": "", "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1"}
        command = [sys.executable, "-m", "dask", *options, "--no-dashboard", "--host", LOCALHOST]
        with (home / "log").open("wb") as log:
            self.running.append(subprocess.Popen(command, cwd=home, env=environment, stdout=log, stderr=log))
        return self.running[-1]

    def start_scheduler(self) -> subprocess.Popen[bytes]:
        """Start it at any free port."""
        file = self.folder / "scheduler.json"
        scheduler = self.start("scheduler", "scheduler", "--port", "0", "--scheduler-file", str(file))
        while not self.address:
            time.sleep(0.05)
            if file.exists() and (told := file.read_text(encoding="utf-8")).endswith("}"):
                self.address = json.loads(told)["address"]
        return scheduler

    def start_worker(self, name: str, styles: str = "") -> None:
        """Start one with one thread, and a nanny that starts it again when it is killed; return when it is known."""
        self.start(name, "worker", self.address, "--nthreads", "1", "--memory-limit", "0", styles=styles)
        with Client(self.address, set_as_default=False) as client:
            client.wait_for_workers(len(self.running) - 1)


@contextmanager
def started(folder: Path, *workers: str) -> Iterator[Cluster]:
    """Give a cluster with these workers, and end all that is started."""
    it = Cluster(folder)
    try:
        it.start_scheduler()
        for name in workers:
            it.start_worker(name)
        yield it
    finally:
        for process in reversed(it.running):  # killed, so that no nanny takes its time; its worker ends with it
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A cluster of two workers."""
    with started(tmp_path_factory.mktemp("two"), "one", "other") as it:
        yield it


@pytest.fixture
def staged(tmp_path: Path) -> Path:
    """A folder that is being built."""
    folder = tmp_path / "staged"
    folder.mkdir()
    return folder


@pytest.mark.faults
def test_a_killed_worker_and_a_report_that_kills_its_workers_stop_no_other(two: Cluster, tmp_path: Path, staged: Path) -> None:
    """What is made is what this computer makes, to the byte; what cannot be made is told as here, the deadly one by its name."""
    here = tmp_path / "here"
    here.mkdir()
    plain = [replace(job("a"), file=f"{number}.pdf") for number in range(5)]
    unknown_sign = replace(job("sign"), report=replace(SMALL, forum="\u25c7"))
    deadly = ReportJob("deadly.pdf", Deadly(), "da", ())  # type: ignore[arg-type]  # that it is no report is the point
    with Client(two.address, set_as_default=False) as client:
        victim = next(iter(client.run(os.getpid).values()))

    def jobs() -> Iterator[ReportJob]:
        yield from (*plain[:4], unknown_sign)
        os.kill(victim, signal.SIGKILL)  # asked for when the first is done
        yield from (deadly, plain[4])

    found = by_file(list(make_all_on(two.address, jobs(), 7, staged)))
    expected: dict[str, JobResult] = {one.file: make_file(one, here) for one in (*plain, unknown_sign)}
    assert found == expected | {"deadly.pdf": Failed("deadly.pdf")}
    assert {path.name: path.read_bytes() for path in staged.iterdir()} == {path.name: path.read_bytes() for path in here.iterdir()}
    assert not list(two.folder.rglob("*.pdf"))  # nothing but what Dask itself keeps is left on the machines


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


@pytest.mark.faults
def test_a_worker_with_another_program_is_refused(tmp_path: Path) -> None:
    """One rule more in its stylesheet: the command names it, and nothing is published."""
    output = tmp_path / "output"
    with started(tmp_path / "cluster") as it:
        it.start_worker("stranger", styles="h2 { color: teal }\n")
        source = copy_three_areas(tmp_path)
        refused = run("reports", "--input", source, "--output", output, "--scheduler", it.address)
    assert refused.exit_code == 1
    first, second = refused.stderr.splitlines()
    assert first.startswith("tcp://127.0.0.1:")
    assert it.address not in first
    assert "kunne ikke lave rapporterne: program " in first
    assert "En arbejder skal have den samme version af programmet som denne computer" in first
    assert second == "Intet er udgivet; den forrige udgivelse står, som den stod."
    assert not (output / "current").exists()
    assert list((output / "releases").iterdir()) == []


@pytest.mark.faults
def test_a_scheduler_that_is_not_there_or_has_no_workers_or_is_lost(tmp_path: Path, staged: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is told with its address; none leaves the run waiting."""
    with monkeypatch.context() as hurried, socket.socket() as free:
        hurried.setattr(cluster, "SECONDS", 1)
        free.bind((LOCALHOST, 0))
        nobody = f"tcp://{LOCALHOST}:{free.getsockname()[1]}"
        assert reason(nobody, iter([job("a")]), staged).startswith("OSError: Timed out trying to connect")
    assert reason("tls://127.0.0.1:1", iter([job("a")]), staged).startswith("TypeError: TLS expects")
    with started(tmp_path / "cluster") as it:
        assert "Only 0/1 workers arrived" in reason(it.address, iter([job("a")]), staged)
        it.start_worker("one")

        def jobs() -> Iterator[ReportJob]:
            yield from (job("a"), job("b"))
            it.running[0].kill()  # asked for when the first is done
            yield from (job("c"), job("d"))

        assert "Error: " in reason(it.address, jobs(), staged)


def reason(address: str, jobs: Iterator[ReportJob], folder: Path) -> str:
    """Return why a cluster cannot be used."""
    with pytest.raises(ClusterFailed) as failed:
        list(make_all_on(address, jobs, 4, folder))
    assert failed.value.place == address
    return failed.value.reason


def test_a_history_of_0_1_0_may_hold_a_run_whose_cluster_failed(tmp_path: Path) -> None:
    """It is one that failed."""
    with open_history(tmp_path) as history:
        history.begin("", {})
        with history._connection as connection:
            connection.execute("UPDATE runs SET outcome = 'cluster'")
        assert [one.outcome for one in history.last_runs(1)] == [RunOutcome.FAILED]
        with history._connection as connection:
            connection.execute("UPDATE runs SET outcome = 'other'")
        with pytest.raises(ValueError, match="other"):
            history.last_runs(1)


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
    assert "requirements-dev.txt" in done.stderr
    assert not (tmp_path / "output").exists()
