"""Run the real program in forked children of a warm process, so that hundreds of runs take minutes.

Steps that write nothing are done once: reading, composing and rendering are cached by their input. Everything that touches the output
folder runs anew in every child: lock, history, log, release, link.
"""

from __future__ import annotations

import os
import resource
import signal
import sqlite3
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pipeline import run
from pipeline.__main__ import app
from pipeline.input import check_input as intake
from pipeline.releases import write as outputs
from pipeline.releases.find import CURRENT, RELEASES, current_release
from pipeline.releases.fingerprint import hash_inputs
from pipeline.releases.make import one_pdf as make_report
from pipeline.releases.make import processes as workers
from pipeline.settings.period import Wanted


def remember(monkeypatch: Any) -> None:
    """Let reading, composing and rendering be done once for the same input."""
    known: dict[str, Any] = {}

    def once(module: Any, name: str, key: Callable[..., object]) -> None:
        function = getattr(module, name)

        def remembered(*args: Any) -> Any:
            place = f"{name} {key(*args)!r}"
            if place not in known:
                known[place] = function(*args)
            return known[place]

        monkeypatch.setattr(module, name, remembered)

    def of_input(folder: Path, wanted: Wanted | None = None) -> object:
        return hash_inputs(folder), wanted and wanted.key(folder)

    once(intake, "check_input", of_input)
    monkeypatch.setattr(run, "check_input", intake.check_input)
    once(run, "compose_input", of_input)  # what is remembered keeps its id
    monkeypatch.setattr(workers, "count_cores", lambda: 1)  # no process of its own makes them: it would remember nothing
    once(make_report, "make_pdf", lambda job: job)
    once(outputs, "write_tables", lambda book, language: (id(book), language.code))
    once(outputs, "render_index", lambda index, language: (index, language.code))
    once(outputs, "render_letter", lambda report, file, day, language: (report, file, day, language.code))


def run_reports(source: Path, output: Path, prepare: Callable[[], None] = lambda: None, stderr: Path | None = None) -> int:
    """Run `reports` in a forked child; what errors it tells goes beside the output folder unless told otherwise. See `run_command`."""
    return run_command(["reports", "--input", str(source), "--output", str(output)], stderr or output.parent / "stderr", prepare)


def run_command(arguments: list[str], stderr: Path, prepare: Callable[[], None] = lambda: None) -> int:
    """Run a command in a forked child.

    Args:
        arguments: The command line.
        stderr: Where what the run says of errors goes.
        prepare: Called in the child before the run.

    Returns:
        The exit code; minus the signal's number where one ended it.
    """
    child = os.fork()
    if child == 0:
        code = 70
        try:
            os.dup2(os.open(os.devnull, os.O_RDWR), 1)
            os.dup2(os.open(stderr, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644), 2)
            sys.stdout = sys.stderr = os.fdopen(2, "w", buffering=1, encoding="utf-8", closefd=False)  # not what pytest captures
            prepare()
            app(arguments, prog_name="pipeline")
        except SystemExit as ended:
            code = int(ended.code or 0)
        except BaseException:  # noqa: BLE001 - a bug: its traceback is what the test shows
            traceback.print_exc()
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def tear_at(size: int, *, dies: bool) -> Callable[[], None]:
    """Return what makes the kernel tear a child's first write that would make a file longer than `size` bytes: it dies there, or is told."""

    def prepare() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL if dies else signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    return prepare


def published(output: Path) -> dict[str, bytes]:
    """Return everything that readers and later runs see: releases and link."""
    files = (path for path in (output / RELEASES).rglob("*") if path.is_file())
    found = {str(path.relative_to(output)): path.read_bytes() for path in files}
    return found | {CURRENT: str((output / CURRENT).readlink()).encode()}


def is_current_whole(output: Path) -> bool:
    """Return whether `current` leads to a release that is whole; where nothing was ever published there is none."""
    if not (output / CURRENT).is_symlink():
        return not (output / CURRENT).exists()
    edition = current_release(output)
    return edition is not None and edition.is_whole()


def is_history_sound(output: Path) -> bool:
    """Return whether the database says of itself that it is whole; one that was not yet made is."""
    path = output / "register" / "historik.sqlite"
    if not path.exists() or path.stat().st_size == 0:
        return True
    connection = sqlite3.connect(path)
    try:
        return connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    finally:
        connection.close()
