"""When the scheduled run is due: by day, time and zone, after an outage, and after a failure. Times in the tables are UTC."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner, Result

from pipeline.__main__ import Exit, app
from pipeline.releases.find import current_release
from pipeline.releases.history.pulse import Pulse, beat_pulse
from pipeline.scheduled_run import REGISTER, SCHEDULE_FILE, SILENCE, begin_scheduled, is_late, keep_done, last_due, next_due, read_progress
from pipeline.settings.settings import Schedule, read_settings
from tests.broken_inputs import SETTINGS, small_input, text
from tests.build import copy_three_areas
from tests.sample_release import Clock
from tests.test_failed_checks import DELIVERY


def utc(moment: str) -> datetime:
    """Return a moment that is written in UTC."""
    return datetime.fromisoformat(moment).replace(tzinfo=UTC)


def at(time: str, day: int | str) -> Schedule:
    """Return a schedule, as it is written in the settings."""
    return Schedule.model_validate({"day": day, "time": time})


MONTHLY, DAILY, AT_NIGHT, LAST, FIRST = Schedule(), at("07:00", "daily"), at("02:30", "daily"), at("23:45", 28), at("00:00", 1)


@pytest.mark.parametrize(
    ("schedule", "now", "last", "following"),
    [
        (MONTHLY, "2026-02-02 05:59", "2026-01-02 06:00", "2026-02-02 06:00"),
        (MONTHLY, "2026-02-02 06:00", "2026-02-02 06:00", "2026-03-02 06:00"),
        (MONTHLY, "2026-03-28 12:00", "2026-03-02 06:00", "2026-04-02 05:00"),  # summer time between them
        (MONTHLY, "2026-03-29 12:00", "2026-03-02 06:00", "2026-04-02 05:00"),
        (MONTHLY, "2026-10-25 12:00", "2026-10-02 05:00", "2026-11-02 06:00"),
        (MONTHLY, "2026-01-31 12:00", "2026-01-02 06:00", "2026-02-02 06:00"),
        (MONTHLY, "2026-12-31 23:30", "2026-12-02 06:00", "2027-01-02 06:00"),
        (MONTHLY, "2027-01-01 23:30", "2026-12-02 06:00", "2027-01-02 06:00"),  # the 2nd by the clock on the wall, too early in the day
        (FIRST, "2026-12-31 22:59", "2026-11-30 23:00", "2026-12-31 23:00"),  # still the old year by UTC
        (FIRST, "2026-12-31 23:00", "2026-12-31 23:00", "2027-01-31 23:00"),
        (LAST, "2026-02-28 23:00", "2026-02-28 22:45", "2026-03-28 22:45"),
        (LAST, "2028-02-29 12:00", "2028-02-28 22:45", "2028-03-28 21:45"),
        (DAILY, "2026-01-31 12:00", "2026-01-31 06:00", "2026-02-01 06:00"),
        (DAILY, "2028-02-28 12:00", "2028-02-28 06:00", "2028-02-29 06:00"),
        (DAILY, "2026-03-28 12:00", "2026-03-28 06:00", "2026-03-29 05:00"),
        (DAILY, "2026-10-24 12:00", "2026-10-24 05:00", "2026-10-25 06:00"),
        (AT_NIGHT, "2026-03-29 00:45", "2026-03-28 01:30", "2026-03-29 01:30"),  # half past two is left out: half past three
        (AT_NIGHT, "2026-03-29 12:00", "2026-03-29 01:30", "2026-03-30 00:30"),
        (AT_NIGHT, "2026-10-25 00:29", "2026-10-24 00:30", "2026-10-25 00:30"),  # it comes twice: the first
        (AT_NIGHT, "2026-10-25 01:30", "2026-10-25 00:30", "2026-10-26 01:30"),
    ],
    ids=str,
)
def test_when_a_schedule_asks_for_a_run(schedule: Schedule, now: str, last: str, following: str) -> None:
    """At the day's time in Copenhagen, whatever the month's length, the clock change and the year; the zone that now is written in is none."""
    for zone in (UTC, None):  # None: the zone of this machine
        moment = utc(now).astimezone(zone)
        assert (last_due(schedule, moment), next_due(schedule, moment)) == (utc(last), utc(following))


class Timer:
    """A timer that calls every fifteen minutes, where it is on, and what the scheduled runs come to."""

    def __init__(self, folder: Path, start: str, setting: str) -> None:
        edit = text(SETTINGS, 'day = 2          # dagen i måneden, fra 1 til 28, eller "daily" for hver dag\ntime = "07:00"', setting)
        self.input, self.output, self.clock = small_input(folder, *([edit] if setting else [])), folder / "output", Clock()
        self.clock.now = utc(start)
        self.runs: list[str] = []

    def call_until(self, end: str, *, ends_well: bool = True, minutes: int = 15) -> None:
        """Let the timer call every so many minutes up to a moment."""
        while self.clock.now <= utc(end):
            if begin_scheduled(self.input, self.output, self.clock):
                self.runs.append(f"{self.clock.now:%m-%d %H:%M}")
                if ends_well:
                    keep_done(self.output, self.clock)
            self.clock.go(minutes=minutes)

    def skip_to(self, moment: str) -> None:
        """Let the machine be off."""
        self.clock.now = utc(moment)


@pytest.fixture
def timer(tmp_path: Path, request: pytest.FixtureRequest) -> Timer:
    """A timer that begins to call at a moment, by the settings' lines."""
    start, setting = request.param
    return Timer(tmp_path, start, setting)


@pytest.mark.parametrize("timer", [("2026-03-02 06:15", "")], indirect=True)
def test_a_month_has_one_run_and_what_was_due_before_the_set_up_is_not_made_up_for(timer: Timer) -> None:
    """Set up on the 2nd, fifteen minutes too late: the first run is a month later, in summer time, and then every month."""
    timer.call_until("2026-05-01 20:00", minutes=360)
    assert timer.runs == ["04-02 06:15"]
    timer.call_until("2026-05-02 12:00")
    assert timer.runs[1:] == ["05-02 05:00"]


@pytest.mark.parametrize("timer", [("2026-03-02 06:00", ""), ("2026-03-02 06:14", "")], indirect=True)
def test_what_falls_due_between_the_set_up_and_the_first_call_is_not_lost(timer: Timer) -> None:
    """Set up shortly before seven: the first call, at seven or a little after, is the run's."""
    timer.call_until("2026-03-04 12:00")
    assert len(timer.runs) == 1


@pytest.mark.parametrize("timer", [("2026-02-01 09:00", "")], indirect=True)
@pytest.mark.parametrize(
    ("off", "on", "made_up"),
    [
        ("2026-02-01 12:00", "2026-02-02 09:03", ["02-02 09:03"]),
        ("2026-02-01 12:00", "2026-02-05 00:10", ["02-05 00:10"]),
        ("2026-02-01 12:00", "2026-06-20 12:00", ["06-20 12:00"]),
        ("2026-02-03 12:00", "2026-02-20 12:00", ["02-02 06:00"]),
    ],
    ids=["hours", "days, back at night", "months", "none was missed"],
)
def test_an_outage_is_made_up_for_by_one_run(timer: Timer, off: str, on: str, made_up: list[str]) -> None:
    """At once when the machine is back, at any hour, and once, however many were missed."""
    timer.call_until(off)
    timer.skip_to(on)
    timer.call_until(f"{utc(on) + timedelta(days=2):%Y-%m-%d %H:%M}")
    assert timer.runs == made_up


@pytest.mark.parametrize("timer", [("2026-02-01 12:00", "")], indirect=True)
def test_a_run_that_fails_is_tried_once_a_day_until_one_ends_well(timer: Timer) -> None:
    """A run by hand that ends well will do: the next one is a month later."""
    timer.call_until("2026-02-04 12:00", ends_well=False)
    assert timer.runs == ["02-02 06:00", "02-03 06:00", "02-04 06:00"]
    keep_done(timer.output, timer.clock)
    timer.call_until("2026-03-03 12:00", minutes=180)
    assert len(timer.runs) == 4


@pytest.mark.parametrize("timer", [("2026-03-27 12:00", 'day = "daily"\ntime = "02:30"')], indirect=True)
def test_every_day_is_every_day_on_the_nights_of_the_clock_change_too(timer: Timer) -> None:
    """A night without half past two, and one with two of them: one run each."""
    timer.call_until("2026-03-31 12:00")
    assert timer.runs == ["03-28 01:30", "03-29 01:30", "03-30 00:30", "03-31 00:30"]
    timer.skip_to("2026-10-24 12:00")
    timer.call_until("2026-10-26 12:00")
    assert timer.runs[4:] == ["10-24 12:00", "10-25 00:30", "10-26 01:30"]


@pytest.mark.parametrize("timer", [("2026-03-01 12:00", "")], indirect=True)
def test_another_schedule_begins_anew(timer: Timer) -> None:
    """On the 20th somebody writes day = 15: nothing is made up for, the next run is on the 15th of the month after."""
    timer.call_until("2026-03-20 12:00", minutes=180)
    text(SETTINGS, "day = 2  ", "day = 15 ")(timer.input)
    timer.call_until("2026-04-20 12:00", minutes=180)
    assert timer.runs == ["03-02 06:00", "04-15 06:00"]


@pytest.mark.parametrize("timer", [("2030-06-10 12:00", "")], indirect=True)
def test_a_clock_that_was_years_ahead_stops_nothing(timer: Timer) -> None:
    """What was kept at a time that is yet to come counts for nothing."""
    timer.call_until("2030-07-03 12:00", minutes=180)
    timer.skip_to("2026-07-01 12:00")
    timer.call_until("2026-08-03 12:00", minutes=180)
    assert timer.runs == ["07-02 06:00", "07-02 06:00", "08-02 06:00"]


@pytest.mark.parametrize("content", ["", "[1]", "{}", '{"schedule": "2 07:00", "done": "soon", "tried": "", "called": ""}'])
@pytest.mark.parametrize("timer", [("2026-03-01 12:00", "")], indirect=True)
def test_a_damaged_memory_begins_anew(timer: Timer, content: str) -> None:
    """It is not known what was done: the next run is the next one that falls due."""
    (timer.output / REGISTER).mkdir(parents=True)
    (timer.output / REGISTER / SCHEDULE_FILE).write_text(content, encoding="utf-8")
    timer.call_until("2026-03-03 12:00")
    assert timer.runs == ["03-02 06:00"]


@pytest.mark.parametrize("timer", [("2026-03-01 12:00", "day = 31")], indirect=True)
def test_settings_that_cannot_be_read_are_told_by_the_run_at_the_usual_time(timer: Timer) -> None:
    """The usual schedule goes on, and the run it begins says what is wrong."""
    timer.call_until("2026-03-02 12:00")
    assert timer.runs == ["03-02 06:00"]
    assert "[schedule.day]: fandt 31" in run(timer, "reports").stderr


def test_settings_without_a_schedule_are_those_of_the_shipped_one(tmp_path: Path) -> None:
    """As an input that was made for version 0.1.0 has them."""
    assert read_settings(copy_three_areas(tmp_path)).schedule == read_settings(small_input(tmp_path / "shipped")).schedule == Schedule()


def run(timer: Timer, *command: str) -> Result:
    """Run a command of the program in this process, by the clock of this machine."""
    return CliRunner().invoke(app, [*command, "--input", str(timer.input), "--output", str(timer.output)])


TODAY = datetime.now(UTC).day
FAR = 15 if TODAY < 8 else 2  # a day of the month on which no test of now runs


def keep(output: Path, **ago: timedelta) -> None:
    """Write what the timer's last call kept, so long ago."""
    now = datetime.now(UTC)
    times = {name: (now - ago.get(name, timedelta())).isoformat(timespec="seconds") for name in ("done", "tried", "called")}
    (output / REGISTER).mkdir(parents=True, exist_ok=True)
    (output / REGISTER / SCHEDULE_FILE).write_text(json.dumps({"schedule": f"{FAR} 07:00"} | times), encoding="utf-8")


MONTHS = timedelta(days=70)


@pytest.fixture
def place(tmp_path: Path) -> Timer:
    """The hand-checked input and an output folder, of now."""
    timer = Timer(tmp_path / "unused", "2026-01-01 00:00", "")
    timer.input, timer.output = copy_three_areas(tmp_path), tmp_path / "output"
    settings = timer.input / SETTINGS
    settings.write_text(f"{settings.read_text(encoding='utf-8')}\n[schedule]\nday = {FAR}\n", encoding="utf-8")
    return timer


def test_the_command_makes_reports_only_where_a_run_is_due(place: Timer) -> None:
    """The first call and one with nothing due say nothing and make nothing; one that is due makes a release, and the next one nothing more."""
    for _ in range(2):
        call = run(place, "reports", "--if-due")
        assert (call.exit_code, call.output, current_release(place.output)) == (0, "", None)
    keep(place.output, done=MONTHS, tried=MONTHS)
    assert "2 rapporter i" in run(place, "reports", "--if-due").stdout
    assert current_release(place.output) is not None
    assert run(place, "reports", "--if-due").output == ""


def test_a_run_by_hand_counts_unless_it_is_of_other_years(place: Timer) -> None:
    """With PERIOD it is another run than the one that the schedule asks for."""
    for options, done in (["--period", "2011-2025"], False), ([], True):
        keep(place.output, done=MONTHS, tried=MONTHS)
        assert run(place, "reports", *options).exit_code == 0
        assert (run(place, "reports", "--if-due").output == "") == done


def test_a_scheduled_run_that_is_rejected_ends_as_any_other_and_is_not_repeated_at_once(place: Timer) -> None:
    """Exit 20 with its cell; fifteen minutes later nothing; status says what to do, and the run by hand is the end of it."""
    book = load_workbook(place.input / "indikatorer.xlsx")
    kept, book["2025"]["G4"] = (place.input / "indikatorer.xlsx").read_bytes(), "n/a"
    book.save(place.input / "indikatorer.xlsx")
    keep(place.output, done=MONTHS, tried=MONTHS)
    rejected = run(place, "reports", "--if-due")
    assert (rejected.exit_code, "[2025!G4]" in rejected.stderr) == (Exit.REJECTED, True)
    assert "n/a" not in rejected.stderr  # a log or a mail to root is no place for what cells hold
    assert (run(place, "reports", "--if-due").exit_code, current_release(place.output)) == (0, None)
    assert "er ikke nået godt til ende. Den prøves hver dag, til den er." in run(place, "status").stdout
    (place.input / "indikatorer.xlsx").write_bytes(kept)
    assert run(place, "reports").exit_code == 0
    assert "Den næste planlagte kørsel er " in run(place, "status").stdout


def test_another_schedule_is_no_news(place: Timer) -> None:
    """No report is made of it: the release stays the current one, and it may still be sent."""
    assert run(place, "reports").exit_code == 0
    before = current_release(place.output)
    settings = place.input / SETTINGS
    settings.write_text(settings.read_text(encoding="utf-8").replace(f"day = {FAR}\n", 'day = "daily"\ntime = "23:30"\n'), encoding="utf-8")
    assert read_settings(place.input).schedule == at("23:30", "daily")
    assert run(place, "reports").stdout.startswith("Ingen rapport er ændret")
    assert current_release(place.output) == before
    assert run(place, "gates").exit_code == 0


def test_status_says_nothing_of_a_schedule_that_is_not_set_up(place: Timer) -> None:
    """And with one whose timer has stopped, that it has."""
    assert "planlagte kørsel" not in run(place, "status").stdout
    keep(place.output, called=SILENCE + timedelta(minutes=1))
    assert "Timeren for den planlagte kørsel kaldte sidst " in run(place, "status").stdout


FRESH: dict[str, Any] = {}
WATCHED: dict[str, tuple[dict[str, timedelta] | None, bool, str, int, str]] = {
    # what the timer kept, whether deliveries come to their end, what the settings say of approval where there is a release → exit code, and a part of what is said
    "all is well": (FRESH, True, "", 0, ""),
    "never called": (None, True, "", 30, "Timeren for den planlagte kørsel har aldrig kaldt."),
    "silent": ({"called": SILENCE + timedelta(minutes=1)}, True, "", 30, "kaldte sidst "),
    "called lately": ({"called": SILENCE - timedelta(minutes=1)}, True, "", 0, ""),
    "not done in its time": ({"done": MONTHS, "tried": MONTHS}, True, "", 30, "er ikke nået godt til ende."),
    "failed": ({"done": MONTHS}, True, "", 30, "er ikke nået godt til ende."),
    "no delivery": (FRESH, False, "", 30, "Ingen udsendelse er nået til ende i to timer."),
    "a release that may be sent": (FRESH, True, "automatic", 0, ""),
    "waits for approval": (FRESH, True, "required", 10, "Udgivelsen venter på et menneske."),
}


@pytest.mark.parametrize("case", WATCHED)
def test_the_watch_sees_what_cannot_report_itself(place: Timer, case: str) -> None:
    """One thing at a time is wrong, and it says which; with nothing wrong it says nothing."""
    kept, delivers, approval, code, said = WATCHED[case]
    if approval:
        with (place.input / SETTINGS).open("a", encoding="utf-8") as settings:
            settings.write(f'\n[gates]\napproval = "{approval}"\n{DELIVERY}')
        assert run(place, "reports").exit_code == 0
    if kept is not None:
        keep(place.output, **kept)
    if delivers:
        beat_pulse(place.output, Pulse.DELIVERY)
    done = run(place, "pulse")
    assert (done.exit_code, done.stdout, len(done.stderr.splitlines())) == (code, "", int(bool(said)))
    assert said in done.stderr


def test_a_run_that_is_due_has_an_hour_before_the_watch_minds(tmp_path: Path) -> None:
    """It may be at work; one that has failed is minded at once."""
    timer = Timer(tmp_path, "2026-03-01 12:00", "")
    timer.call_until("2026-03-02 05:59")
    progress = read_progress(timer.output)
    assert progress is not None
    assert not is_late(MONTHLY, progress, utc("2026-03-02 06:59"))
    assert is_late(MONTHLY, progress, utc("2026-03-02 07:01"))
    timer.call_until("2026-03-02 06:10", ends_well=False)
    failed = read_progress(timer.output)
    assert failed is not None
    assert is_late(MONTHLY, failed, utc("2026-03-02 06:16"))
