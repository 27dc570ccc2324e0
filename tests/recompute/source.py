"""The input folder as plain dictionaries: workbooks by openpyxl, settings and policy by tomllib. No code of the program."""

from __future__ import annotations

import calendar
import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

from openpyxl import load_workbook

Row = dict[str, Any]
HEADS: Final = {
    "uden_for_arbejdsmarkedet": "Uden for arbejdsmarkedet",
    "ikke_vestlig_herkomst": "Ikke-vestlig herkomst",
    "lavindkomst": "Lavindkomst",
    "smaa_boliger": "Små boliger",
    "installationsmangler": "Installationsmangler",
    "lav_ingen_uddannelse": "Lav/ingen uddannelse",
}


@dataclass(frozen=True)
class Indicator:
    """One indicator of the policy."""

    id: str
    label: str
    weight: Fraction
    times: Fraction
    judged: bool
    sampled: bool
    raw: Row

    @property
    def head(self) -> str:
        """Its head in the workbooks."""
        return HEADS[self.id]


@dataclass(frozen=True)
class Source:
    """An input folder.

    Attributes:
        sheets: Workbook → sheet → rows, each a column head → value.
        day: The reported day.
    """

    settings: Row
    policy: Row
    sheets: dict[str, dict[str, list[Row]]]
    indicators: list[Indicator]
    before: int
    now: int
    day: date

    def rows(self, book: str, sheet: str) -> list[Row]:
        """Return the rows of a sheet; none if it is absent."""
        return self.sheets[book].get(sheet, [])

    @property
    def sheets_of_years(self) -> list[int]:
        """The years with a sheet of areas."""
        return sorted(int(title) for title in self.sheets["indikatorer"] if title.isdecimal())

    @property
    def years(self) -> list[int]:
        """Those of the reported period."""
        return [year for year in self.sheets_of_years if self.before <= year <= self.now]


def read_source(folder: Path, period: str = "") -> Source:
    """Read an input folder; `period` is that of the command line, if any."""
    settings = tomllib.loads((folder / "indstillinger.toml").read_text(encoding="utf-8"), parse_float=Fraction)
    policy = tomllib.loads((folder / "politik" / f"{settings['policy']}.toml").read_text(encoding="utf-8"), parse_float=Fraction)
    sheets = {name: _book(folder / f"{name}.xlsx") for name in ("indikatorer", "helhedsplaner", "fora")}
    periods = settings["periods"]
    years = [int(title) for title in sheets["indikatorer"] if title.isdecimal()]
    before, now = (int(year) for year in period.split("-")) if period else (periods["before"], periods.get("now") or max(years))
    day = date(now, periods["month"], min(periods["day"], calendar.monthrange(now, periods["month"])[1]))
    indicators = [_indicator(one) for one in policy["indicators"]]
    assert policy["index"]["aggregate"] == "mean", "only the arithmetic mean is recomputed here"
    return Source(settings, policy, sheets, indicators, before, now, day)


def _indicator(raw: Row) -> Indicator:
    criterion = raw["criterion"]
    assert (criterion["operator"], criterion["reference"]) == (">=", "city")
    sampled = raw.get("counted", "persons") == "persons"
    times = Fraction(criterion["times"])
    return Indicator(raw["id"], raw["label"]["da"], Fraction(raw["weight"]), times, raw.get("judged", True), sampled, raw)


def _book(path: Path) -> dict[str, list[Row]]:
    found = {}
    for sheet in load_workbook(path, data_only=True):
        head, *rows = sheet.iter_rows(values_only=True)
        found[sheet.title] = [dict(zip(head, map(_plain, row), strict=True)) for row in rows if any(cell is not None for cell in row)]
    return found


def _plain(value: Any) -> Any:
    return value.date() if isinstance(value, datetime) else value


def number(value: Any) -> int | None:
    """Return a count, None if the source withholds it."""
    if value == "..":
        return None
    assert isinstance(value, int), value
    return value
