"""The scheduled run: decide when it is due, from the settings, the municipality's time and the progress in `register/planlagt.json`.

A timer calls every fifteen minutes; it knows no days, time zones or outages. After any number of missed runs, one run at the next call
makes up for them; a failed run is tried again on the next day.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Final

from pipeline.clock import MUNICIPALITY, Clock, now_utc
from pipeline.problems.rejected import InputRejected
from pipeline.settings.settings import Schedule, read_settings
from pipeline.storage import replace_file

REGISTER: Final = "register"
SCHEDULE_FILE: Final = "planlagt.json"
BETWEEN_CALLS: Final = timedelta(minutes=15)
LONGEST_RUN: Final = timedelta(hours=1)  # the limit set in the systemd unit
SILENCE: Final = timedelta(hours=2)  # after this long without a call, the timer counts as stopped


@dataclass(frozen=True, slots=True)
class Progress:
    """State kept between calls of the timer.

    Attributes:
        schedule: The schedule that it belongs to.
        done: When a run of the settings' years last succeeded; before the first, when the timer was set up.
        tried: When a scheduled run last began; before the first, when the timer was set up.
        called: When the timer last called.
    """

    schedule: str
    done: datetime
    tried: datetime
    called: datetime

    def is_of(self, schedule: Schedule, now: datetime) -> bool:
        """Return whether it belongs to that schedule and has no time in the future, as after the clock was put back."""
        return self.schedule == _name(schedule) and max(self.done, self.tried) <= now


def last_due(schedule: Schedule, now: datetime) -> datetime:
    """Return the latest scheduled time up to now."""
    return _find_moment(now, schedule.time, schedule.asks_for, back=True)


def next_due(schedule: Schedule, now: datetime) -> datetime:
    """Return the first scheduled time after now."""
    return _find_moment(now, schedule.time, schedule.asks_for, back=False)


def is_due(schedule: Schedule, progress: Progress, now: datetime) -> bool:
    """Return whether a scheduled run should begin: none has succeeded since it was due, and none was tried since the day's time."""
    day_begins = _find_moment(now, schedule.time, lambda _: True, back=True)
    return progress.done < last_due(schedule, now) and progress.tried < day_begins


def is_late(schedule: Schedule, progress: Progress, now: datetime) -> bool:
    """Return whether a scheduled run has failed, or was not done in time."""
    due = last_due(schedule, now)
    return progress.done < due and (progress.tried >= due or progress.done < last_due(schedule, now - LONGEST_RUN))


def read_schedule(input_folder: Path) -> Schedule:
    """Return the schedule of an input folder; the default if the settings cannot be read, which the run then reports."""
    try:
        return read_settings(input_folder).schedule
    except InputRejected:
        return Schedule()


def read_progress(output_folder: Path) -> Progress | None:
    """Return the saved progress; None before the first call, and if it cannot be read."""
    try:
        content = json.loads((output_folder / REGISTER / SCHEDULE_FILE).read_text(encoding="utf-8"))
        done, tried, called = (datetime.fromisoformat(content[name]).astimezone(UTC) for name in ("done", "tried", "called"))
        return Progress(content["schedule"], done, tried, called)
    except (OSError, ValueError, TypeError, KeyError):
        return None


def begin_scheduled(input_folder: Path, output_folder: Path, clock: Clock = now_utc) -> bool:
    """Return whether a scheduled run should begin now, and save that the timer has called and the run has begun.

    The first call, and the first with another schedule, makes up for no run that was due before.

    Raises:
        StorageFailed: the progress cannot be saved.
    """
    now, schedule = clock(), read_schedule(input_folder)
    progress = read_progress(output_folder)
    if progress is None or not progress.is_of(schedule, now):
        set_up = now - BETWEEN_CALLS  # at the earliest: otherwise there would have been an earlier call
        progress = Progress(_name(schedule), set_up, set_up, now)
    due = is_due(schedule, progress, now)
    _keep(output_folder, replace(progress, tried=now if due else progress.tried, called=now))
    return due


def keep_done(output_folder: Path, clock: Clock = now_utc) -> None:
    """Save that a run of the settings' years has succeeded, by the timer or by hand; nothing is saved before the timer's first call.

    Raises:
        StorageFailed: the progress cannot be saved.
    """
    progress = read_progress(output_folder)
    if progress is not None:
        _keep(output_folder, replace(progress, done=clock()))


def _find_moment(now: datetime, at: time, asks_for: Callable[[date], bool], *, back: bool) -> datetime:
    """Return the moment in UTC; a time skipped by the clock change is one hour later, a repeated one is the first."""
    day = now.astimezone(MUNICIPALITY).date()
    while True:
        moment = datetime.combine(day, at, MUNICIPALITY).astimezone(UTC)
        if asks_for(day) and (moment <= now if back else moment > now):
            return moment
        day += timedelta(days=-1 if back else 1)


def _keep(output_folder: Path, progress: Progress) -> None:
    times = {"done": progress.done, "tried": progress.tried, "called": progress.called}
    content = {"schedule": progress.schedule} | {name: moment.isoformat(timespec="seconds") for name, moment in times.items()}
    replace_file(f"{json.dumps(content)}\n".encode(), output_folder / REGISTER, SCHEDULE_FILE)


def _name(schedule: Schedule) -> str:
    return f"{schedule.day} {schedule.time:%H:%M}"
