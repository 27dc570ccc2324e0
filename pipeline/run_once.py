"""One run, from taking the lock to recording the result: no change, a release, or a failure. Called by commands, the timer and tests.

The caller passes the function that makes a release: a run without changes never imports it.
"""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final, Protocol

from pipeline import __version__
from pipeline.clock import Clock, local_date, now_utc
from pipeline.delivery.series import read_series
from pipeline.input.record import Record
from pipeline.lock import hold_lock
from pipeline.problems.rejected import InputRejected
from pipeline.releases.find import Release, current_release, find_release, list_releases
from pipeline.releases.fingerprint import hash_inputs, take_fingerprint
from pipeline.releases.history.local_key import local_key
from pipeline.releases.history.log import write_log
from pipeline.releases.history.pulse import Pulse, beat_pulse
from pipeline.releases.history.store import REGISTER, History, RunOutcome, RunRelease, open_history
from pipeline.releases.next_revision import find_overtaken, has_inputs
from pipeline.releases.program import library_versions
from pipeline.releases.publish import MadeRelease, finish_interrupted, point_current
from pipeline.settings.period import Wanted, Years
from pipeline.storage import StorageFailed

LOCK: Final = ".laas"
WAITS, REJECTED, STORAGE, BUG = 10, 20, 50, 1


@dataclass(frozen=True)
class Done:
    """The result of a run: the current release, and whether this run made it."""

    edition: Release
    published: bool

    @property
    def pdfs(self) -> tuple[str, ...]:
        """The names of its PDFs."""
        return tuple(record["name"] for record in self.edition.manifest["outputs"] if record["name"].endswith(".pdf"))

    @property
    def failed_checks(self) -> tuple[str, ...]:
        """The failed checks of the finished reports: if there are any, the release is not mailed."""
        return tuple(self.edition.manifest.get("gates", {}).get("failed_checks", ()))

    @property
    def exit_code(self) -> int:
        """0, or 10 if a check failed, in this run or in the one that made the release."""
        return WAITS if self.failed_checks else 0


@dataclass(frozen=True, slots=True)
class RunRequest:
    """What a person asks of a run; the timer asks for nothing.

    Attributes:
        years: The two years to report; None for those that the settings name or the local date gives.
        reason: Why a published period gets another revision.
        anew: Make all reports anew, as another revision, even where none is changed.
    """

    years: Years | None = None
    reason: str = ""
    anew: bool = False


NO_REQUEST: Final = RunRequest()


class MakeRelease(Protocol):
    """Turns an input folder into a release, see `run.make_reports`."""

    def __call__(self, input_folder: Path, output_folder: Path, *, reason: str, wanted: Wanted, anew: bool) -> MadeRelease:
        """Make it, or find that the newest release has the same content."""


def want_period(output_folder: Path, years: Years | None = None, clock: Clock = now_utc) -> Wanted:
    """Read the date, once, and return what determines a run's period."""
    current = current_release(output_folder)
    return Wanted(local_date(clock()), years, current.years.now if current else 0)


def run_once(
    input_folder: Path,
    output_folder: Path,
    make_release: MakeRelease,
    request: RunRequest = NO_REQUEST,
    clock: Clock = now_utc,
) -> Done:
    """Make the reports unless they exist already.

    Args:
        input_folder: Workbooks, settings and policies.
        output_folder: Releases, register and `current`.
        make_release: Makes a release once there is something to make: `run.make_reports`, or something around it.
        request: What a person asks for.
        clock: The time of now.

    Raises:
        Locked: another run is active in the same output folder.
        InputRejected: the input has errors; nothing was published.
        ReportsFailed: reports could not be made; nothing was published.
        ClusterFailed: the cluster cannot make the reports; nothing was published.
        StorageFailed: something could not be written; the previous release is unchanged.
    """
    started = time.monotonic()
    with hold_lock(output_folder / REGISTER / LOCK), open_history(output_folder) as history:
        inputs = _hash(input_folder)
        wanted = want_period(output_folder, request.years, clock)
        fingerprint = take_fingerprint(inputs, wanted.key(input_folder), local_key(output_folder)) if inputs else ""
        run = history.begin(fingerprint, inputs)
        with write_log(output_folder, run) as log, _told(history, run, started):
            finish_interrupted(output_folder)
            before = current_release(output_folder)
            known = history.release_of(fingerprint) if fingerprint and not request.anew else None
            record = read_series(input_folder, output_folder)
            if before is not None and known == before.name and before.is_sound() and _is_newest(before, record):
                done = Done(before, published=False)
            elif known is not None and (made := _latest(output_folder, known)) is not None and made.is_sound() and _is_newest(made, record):
                point_current(output_folder, made.name)  # switching back from another period: the release exists already
                done = Done(made, published=True)
            else:
                make = partial(make_release, input_folder, output_folder, reason=request.reason, wanted=wanted, anew=request.anew)
                done = _make(make, output_folder, before, history)
            outcome = RunOutcome.PUBLISHED if done.published else RunOutcome.UNCHANGED
            edition, policy = done.edition, done.edition.manifest["policy"]
            log.info(
                "done",
                extra={"outcome": outcome, "release": edition.name, "revision": edition.number, "exit_code": done.exit_code},
            )
            beat_pulse(output_folder, Pulse.RUN)
            release = RunRelease(edition.period, edition.number, edition.name, f"{policy['id']} {policy['version']}")
            history.end(run, outcome, done.exit_code, time.monotonic() - started, release)
    return done


def _is_newest(edition: Release, record: Record) -> bool:
    """Return whether readers have no other reports than a release, or it is of sample data, which nobody gets."""
    return bool(edition.manifest["sample"]) or not find_overtaken(edition, record.newest(edition.period))


def _latest(output_folder: Path, name: str) -> Release | None:
    """Return a release if it is the last revision of its period; an earlier one has been corrected since."""
    edition = find_release(output_folder, name)
    return edition if edition is not None and list_releases(output_folder, edition.period)[-1].name == name else None


def _make(make: Callable[[], MadeRelease], output_folder: Path, before: Release | None, history: History) -> Done:
    log = logging.getLogger("pipeline")
    log.info("begun", extra={"program": __version__, "libraries": library_versions()})
    made = make()
    now = current_release(output_folder)
    if now is None:
        raise StorageFailed(f"{output_folder}: current")
    if not has_inputs(now, made.inputs):
        history.note_no_news(now.name, made.inputs)
    return Done(now, published=before is None or now.name != before.name)


@contextmanager
def _told(history: History, run: int, started: float) -> Iterator[None]:
    """Record a failed run in the history and the log, and re-raise the failure."""
    try:
        yield
    except InputRejected as rejected:
        codes = Counter(problem.code.value for problem in rejected.problems)
        _end(history, run, started, RunOutcome.REJECTED, REJECTED, problems=dict(codes))
        raise
    except StorageFailed:
        with suppress(Exception):  # writing may fail again; the failure itself is reported
            _end(history, run, started, RunOutcome.STORAGE, STORAGE)
        raise
    except Exception:  # most often a bug: the run is recorded, and the traceback passes on
        with suppress(Exception):
            _end(history, run, started, RunOutcome.FAILED, BUG)
        raise


def _end(history: History, run: int, started: float, outcome: RunOutcome, exit_code: int, **facts: Any) -> None:
    history.end(run, outcome, exit_code, time.monotonic() - started)
    logging.getLogger("pipeline").error("failed", extra={"outcome": outcome, "exit_code": exit_code, **facts})


def _hash(folder: Path) -> dict[str, str]:
    """Return the hashes of the input; none if a file cannot be read, so that the reader runs and names it."""
    try:
        return hash_inputs(folder)
    except OSError:
        return {}
