"""The model of `input/indstillinger.toml`: periods, language, agreed limits, schedule, gates. Contains no secrets."""

from __future__ import annotations

import itertools
import re
import tomllib
from datetime import date, time
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Final, Literal, Self

from pydantic import AfterValidator, Field, PlainValidator, field_validator, model_validator
from pydantic_core import PydanticCustomError

from pipeline.problems.model import FINDINGS, Code, Phrase, Place, Problem
from pipeline.problems.rejected import InputRejected
from pipeline.settings.counting_day import EARLIEST, LATEST, counting_day, is_day_of_year, last_counted
from pipeline.settings.delivery import Delivery, read_authority
from pipeline.settings.toml_file import ENCODING, Bilingual, Exact, Name, Strict, read_toml


def _finding_kind(kind: str) -> str:
    if kind not in FINDINGS:
        known = ", ".join(f"'{code}'" for code in sorted(FINDINGS))
        raise PydanticCustomError("literal_error", "a kind of finding", {"expected": known})
    return kind


def _day_of_month(value: object) -> object:
    if value == "daily" or (isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= LAST_DAY):
        return value
    raise PydanticCustomError("schedule_day", "a day that every month has, or daily", {"last": LAST_DAY})


def _time_of_day(value: object) -> time:
    if isinstance(value, str) and TIME.fullmatch(value):
        return time.fromisoformat(value)
    raise PydanticCustomError("schedule_time", "hours and minutes")


SETTINGS_FILENAME: Final = "indstillinger.toml"
LAST_DAY: Final = 28  # exists in every month
TIME: Final = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
YEAR: Final = re.compile(r"(19|20)\d\d")
FindingKind = Annotated[str, AfterValidator(_finding_kind)]
DayOfMonth = Annotated[int | Literal["daily"], PlainValidator(_day_of_month)]
TimeOfDay = Annotated[time, PlainValidator(_time_of_day)]
PriceLevel = Annotated[Exact, Field(gt=0)]


class WrittenPeriods(Strict):
    """The two years that the reports compare, and the day on which residents are counted, as written in the settings.

    Attributes:
        now: The reported year; None for the newest year that has been counted (`pipeline.settings.period`).
    """

    before: int = Field(ge=EARLIEST, le=LATEST)
    now: int | None = Field(default=None, ge=EARLIEST, le=LATEST)
    month: int = Field(ge=1, le=12)
    day: int = Field(ge=1, le=31)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.now is not None and self.before >= self.now:
            raise PydanticCustomError("before_not_earlier", "an earlier year than now", {"found": self.before, "now": self.now})
        if not is_day_of_year(self.month, self.day):
            raise PydanticCustomError("no_such_day", "a day of the month", {"found": self.day, "month": self.month})
        return self

    def counting_day(self, year: int) -> date:
        """Return the day of a year on which residents are counted."""
        return counting_day(year, self.month, self.day)

    def last_counted(self, today: date) -> int:
        """Return the newest year whose counting day is before today."""
        return last_counted(today, self.month, self.day)


class Periods(WrittenPeriods):
    """The same with a definite reported year; the only form that the stages use."""

    now: int = Field(ge=EARLIEST, le=LATEST)

    @property
    def present_day(self) -> date:
        """The date of the present count, by which plans are ended, running or planned."""
        return self.counting_day(self.now)


class MoneySettings(Strict):
    """The agreed financing.

    Attributes:
        tmf_share: TMF's share of every plan's budget (Boligaftalen 2011: 12.5 %).
        lbf_max_share: LBF's maximum share (at least 25 % is financed locally).
        tolerance_pp: Accepted rounding error of a share, in percentage points.
        hourly_rate_dkk: Kroner per hour of administrations' staff; an assumption.
    """

    tmf_share: Exact = Field(gt=0, lt=1)
    lbf_max_share: Exact = Field(gt=0, le=1)
    tolerance_pp: Exact = Field(ge=0, le=1)
    hourly_rate_dkk: int = Field(gt=0)


class Plans(Strict):
    """The limits for a plan."""

    max_years: int = Field(ge=1, le=20)


class SmallNumbers(Strict):
    """Disclosure control, see `pipeline.disclosure.coarsen`.

    Attributes:
        smallest_shown: Counts from 1 to `smallest_shown` − 1 are shown as that class. At least 3.
        rounding: Which other counts are rounded to the nearest 5.
    """

    smallest_shown: int = Field(ge=3, le=100)
    rounding: Literal["none", "district", "all"] = "district"

    @property
    def middle(self) -> int:
        """The value used for a small count: the middle of its class, 2 for 1 to 4."""
        return self.smallest_shown // 2


class Changes(Strict):
    """When a change is judged.

    Attributes:
        judged_from_pp: Smallest change that is called better or worse, in percentage points; smaller ones are unchanged.
        interval_level: Level of every interval, printed or used for judging: 0.998, as for control limits.
        unchanged_within_pp: Accepted in files of earlier versions; not used any more.
    """

    judged_from_pp: Exact = Field(gt=0)
    interval_level: Exact = Field(default=Decimal("0.998"), ge=Decimal("0.5"), lt=1)
    unchanged_within_pp: Exact | None = Field(default=None, gt=0)


class Checks(Strict):
    """Tolerances of numbers before a difference is reported.

    Attributes:
        base_change_limit: Largest relative change of an area's residents and bases from one year's sheet to the next.
        city_tolerance: Relative difference allowed between the districts' residents and the city's: some are registered in no district.
    """

    base_change_limit: Exact = Field(gt=0, le=1)
    city_tolerance: Exact = Field(ge=0, lt=1)


class Administration(Strict):
    """One municipal administration and the period of validity of its name; names change over time."""

    code: str
    name: Bilingual
    valid_from: date
    valid_to: date | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise PydanticCustomError("ends_before_start", "a day after valid_from", {"found": self.valid_to, "key": "valid_to"})
        return self


class Schedule(Strict):
    """When the run set up by `make schedule` makes the reports.

    Attributes:
        day: The day of every month, or ``daily``.
        time: The time of day in the municipality.
    """

    day: DayOfMonth = 2
    time: TimeOfDay = time(7)

    def asks_for(self, day: date) -> bool:
        """Return whether a run is scheduled on a day."""
        return self.day in {"daily", day.day}


class Gates(Strict):
    """When a release needs approval before it is sent.

    Attributes:
        approval: Which releases always need it: ``corrections``, all but the first of a period; ``required``, every
            one; ``automatic``, none.
        hold_findings: Codes of findings that hold a release.
        hold_status_flips: A release is held if more than this fraction of its areas changed status from the one that it corrects.
    """

    approval: Literal["corrections", "required", "automatic"] = "corrections"
    hold_findings: tuple[FindingKind, ...] = ()
    hold_status_flips: Exact = Field(default=Decimal("0.25"), ge=0, le=1)


class WrittenSettings(Strict):
    """The settings in the file, which explains them in comments.

    Attributes:
        delivery: Without it, reports are made and nothing is sent.
        price_index: Year → price index; with it, kroner a year are given in the prices of the reported year too.
    """

    language: Literal["da", "en"]
    municipality: Name = Field(min_length=1, max_length=60)
    policy: str
    periods: WrittenPeriods
    money: MoneySettings
    plans: Plans
    small_numbers: SmallNumbers
    changes: Changes
    checks: Checks
    schedule: Schedule = Schedule()
    gates: Gates = Gates()
    administrations: tuple[Administration, ...]
    delivery: Delivery | None = None
    price_index: dict[str, PriceLevel] = Field(default_factory=dict)

    @field_validator("administrations")
    @classmethod
    def _one_name_a_day(cls, named: tuple[Administration, ...]) -> tuple[Administration, ...]:
        in_order = sorted(named, key=lambda one: (one.code, one.valid_from))
        for one, other in itertools.pairwise(in_order):
            if one.code == other.code and (one.valid_to is None or one.valid_to >= other.valid_from):
                raise PydanticCustomError("named_twice", "one name a day", {"found": one.code, "day": f"{other.valid_from:%d-%m-%Y}"})
        return named

    @field_validator("price_index")
    @classmethod
    def _has_years(cls, index: dict[str, Decimal]) -> dict[str, Decimal]:
        for key in index:
            if not YEAR.fullmatch(key):
                raise PydanticCustomError("extra_forbidden", "a year", {"key": key})
        return index

    @property
    def prices(self) -> dict[int, Fraction]:
        """The price index by year; empty for current prices alone."""
        return {int(year): Fraction(level) for year, level in self.price_index.items()}

    def count_administrations(self, year: int) -> int:
        """Return how many administrations exist in a year."""
        named = {
            one.code for one in self.administrations if one.valid_from.year <= year and (one.valid_to is None or year <= one.valid_to.year)
        }
        return len(named)

    def administration_name(self, code: str, language: str, year: int) -> str:
        """Return an administration's name in a year; its code if no name is valid."""
        for entry in self.administrations:
            if entry.code == code and entry.valid_from.year <= year and (entry.valid_to is None or year <= entry.valid_to.year):
                return entry.name.text(language)
        return code


class Settings(WrittenSettings):
    """The settings of a run, with both years of the report decided."""

    periods: Periods


def read_settings(folder: Path) -> WrittenSettings:
    """Read the settings of an input folder; raises `InputRejected`."""
    shown_as = f"{folder.name}/{SETTINGS_FILENAME}"
    settings = read_toml(folder / SETTINGS_FILENAME, WrittenSettings, shown_as)
    relay = settings.delivery.smtp if settings.delivery is not None else None
    if settings.delivery is None or relay is None or not relay.ca_file:
        return settings
    file = folder.resolve() / relay.ca_file
    try:
        read_authority(file)
    except OSError as error:
        facts = {"found": f'"{relay.ca_file}"', "expected": Phrase("authority")}
        raise InputRejected([Problem(Code.SETTING_INVALID, Place(shown_as, None, "delivery.smtp.ca_file"), facts)]) from error
    relay = relay.model_copy(update={"ca_file": str(file)})
    return settings.model_copy(update={"delivery": settings.delivery.model_copy(update={"smtp": relay})})


def read_language(folder: Path) -> str:
    """Return the code of the language of messages, even if the settings have errors; Danish if it cannot be read."""
    try:
        language = tomllib.loads((folder / SETTINGS_FILENAME).read_text(encoding=ENCODING)).get("language")
    except (OSError, ValueError, RecursionError):
        return "da"
    return "en" if language == "en" else "da"
