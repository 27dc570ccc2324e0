"""One run from lock to history: nothing to do, a release, or why not. What the command line, the timer and the tests call.

The renderer is imported only where there is something to render.
"""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pipeline.editions import Edition, current_edition
from pipeline.fingerprint import hash_inputs, take_fingerprint
from pipeline.history import History, Outcome, beat_pulse, open_history, write_log
from pipeline.lock import hold_lock
from pipeline.problems import InputRejected
from pipeline.publish import finish_interrupted
from pipeline.register import FOLDER as REGISTER
from pipeline.storage import StorageFailed

if TYPE_CHECKING:
    from pipeline.report import CityReport, DistrictReport

    Track = Callable[[list[DistrictReport | CityReport]], Iterable[DistrictReport | CityReport]]

LOCK: Final = ".laas"
REJECTED, STORAGE, BUG = 20, 50, 1


@dataclass(frozen=True)
class Done:
    """What a run leaves: the current release, and whether this run made it."""

    edition: Edition
    published: bool

    @property
    def pdfs(self) -> tuple[str, ...]:
        """The names of its PDFs."""
        return tuple(record["name"] for record in self.edition.manifest["outputs"] if record["name"].endswith(".pdf"))


def run_once(input_folder: Path, output_folder: Path, track: Track = iter, reason: str = "") -> Done:
    """Make the reports unless they stand already.

    Args:
        input_folder: Workbooks, settings and policies.
        output_folder: Releases, register and `current`.
        track: Wraps the list of reports while they are rendered.
        reason: Why a published period gets another revision.

    Raises:
        Locked: another run works in the same output folder.
        InputRejected: the input or the ledger holds errors; nothing was published.
        StorageFailed: something could not be written; the last release stands.
    """
    started = time.monotonic()
    with hold_lock(output_folder / REGISTER / LOCK), open_history(output_folder) as history:
        inputs = _hash(input_folder)
        fingerprint = take_fingerprint(inputs)
        run = history.begin(fingerprint, inputs)
        with write_log(output_folder, run) as log, _told(history, run, started):
            finish_interrupted(output_folder)
            before = current_edition(output_folder)
            if before is not None and history.release_of(fingerprint) == before.name and before.is_whole():
                done = Done(before, published=False)
            else:
                done = _make(input_folder, output_folder, track, reason, before)
            outcome = Outcome.PUBLISHED if done.published else Outcome.UNCHANGED
            log.info("done", extra={"outcome": outcome, "release": done.edition.name, "revision": done.edition.number, "exit_code": 0})
            beat_pulse(output_folder)
            manifest = done.edition.manifest
            history.end(
                run,
                outcome,
                0,
                time.monotonic() - started,
                period=done.edition.period,
                revision=done.edition.number,
                release=done.edition.name,
                policy=f"{manifest['policy']['id']} {manifest['policy']['version']}",
            )
    return done


def _make(input_folder: Path, output_folder: Path, track: Track, reason: str, before: Edition | None) -> Done:
    from pipeline.run import make_reports  # noqa: PLC0415 - a run with nothing to do waits for no renderer

    make_reports(input_folder, output_folder, track, reason)
    now = current_edition(output_folder)
    if now is None:
        raise StorageFailed(f"{output_folder}: current")
    return Done(now, published=before is None or now.name != before.name)


@contextmanager
def _told(history: History, run: int, started: float) -> Iterator[None]:
    """End a run that fails in the history and in the log, and let the failure pass."""
    try:
        yield
    except InputRejected as rejected:
        codes = Counter(problem.code.value for problem in rejected.problems)
        _end(history, run, started, Outcome.REJECTED, REJECTED, problems=dict(codes))
        raise
    except StorageFailed:
        with suppress(Exception):  # what failed to be written may fail again; the failure itself is told
            _end(history, run, started, Outcome.STORAGE, STORAGE)
        raise
    except Exception:  # a bug, whichever it is: the history tells of the run, and the traceback passes
        with suppress(Exception):
            _end(history, run, started, Outcome.FAILED, BUG)
        raise


def _end(history: History, run: int, started: float, outcome: Outcome, exit_code: int, **facts: Any) -> None:
    history.end(run, outcome, exit_code, time.monotonic() - started)
    logging.getLogger("pipeline").error("failed", extra={"outcome": outcome, "exit_code": exit_code, **facts})


def _hash(folder: Path) -> dict[str, str]:
    """Return the hashes of the input; a file that cannot be read is told by the reader, with its name and why."""
    try:
        return hash_inputs(folder)
    except OSError:
        return {}
