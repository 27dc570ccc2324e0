"""Everything that composing looks up, indexed once for all reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from math import isnan
from operator import attrgetter

import pandas as pd

from pipeline.disclosure.protect import Protected
from pipeline.input.tables import Tables
from pipeline.language.language import Language
from pipeline.language.rounding import round_printed
from pipeline.language.same_name import fold
from pipeline.report.compose.lookup import Lookup, Parts, Row, records
from pipeline.report.model.figures import MISSING, Figure
from pipeline.report.model.method import InputFile
from pipeline.scoring.compare.comparison import Comparison
from pipeline.scoring.scores import Level, Scores
from pipeline.settings.policy.model import Policy
from pipeline.settings.policy.parts import Indicator
from pipeline.settings.settings import Settings


@dataclass(frozen=True)
class Material:
    """The compared numbers with their lookups.

    Attributes:
        shares: (level, unit, year, indicator) → row of `Scores.shares`, with `near` (see `Comparison`).
        units: (level, unit, year) → row of `Scores.units`.
        changes: (level, unit, indicator) → row of `Comparison.changes`.
        robustness: (level, unit) → row of `Comparison.robustness`.
        city: (year, indicator) → the city's share; `city_bases` its base.
        years: The years from the earlier to the reported one.
        joined: indicator → for each of those years but the first, whether definition and line are those of the year before it.
        lines: indicator → forum_id → its shares in those years, None where missing.
        residents: (area_id, year) → residents.
        areas: forum_id → rows of its areas that have numbers in one of the two years, in the order of the workbook.
        inputs: The input files with their hashes.
    """

    comparison: Comparison
    tables: Tables
    policy: Policy
    settings: Settings
    language: Language
    inputs: tuple[InputFile, ...]
    shares: Lookup
    units: Lookup
    changes: Lookup
    robustness: Lookup
    city: Mapping[tuple[int, str], float]
    city_bases: Mapping[tuple[int, str], float]
    years: tuple[int, ...]
    joined: Mapping[str, tuple[bool, ...]]
    lines: Mapping[str, Mapping[str, tuple[float | None, ...]]]
    residents: Mapping[tuple[str, int], int]
    areas: Mapping[str, Sequence[Row]]
    _split: dict[tuple[str, str], Parts] = field(default_factory=dict, init=False, repr=False)

    @cached_property
    def forums(self) -> Sequence[Row]:
        """The forums in the order of the workbook."""
        return records(self.tables.forums)

    @cached_property
    def drawn(self) -> Mapping[str, Mapping[str, tuple[float | None, ...]]]:
        """`lines` as they are drawn beside another forum's, without a number: no report changes by what nobody can see in it."""
        return {
            indicator: {forum: tuple(None if share is None else round_printed(share, 3) for share in line) for forum, line in lines.items()}
            for indicator, lines in self.lines.items()
        }

    @cached_property
    def area_years(self) -> pd.DataFrame:
        """The areas' years with the forum of each area in `areas`."""
        forum_of = {area["area_id"]: forum for forum, areas in self.areas.items() for area in areas}
        return self.tables.area_years.assign(forum_id=lambda years: years["area_id"].map(forum_of))

    def rows_of(self, table: str, key: str, column: str = "forum_id") -> pd.DataFrame:
        """Return a table's rows with a key, by default a forum's. The table is split once: six hundred forums do not search it each.

        Args:
            table: Where the table is found from here, such as ``tables.plans``.
            key: What stands in the column.
            column: The column.
        """
        if (table, column) not in self._split:
            self._split[table, column] = Parts(attrgetter(table)(self), column)
        return self._split[table, column].of(key)

    @property
    def before(self) -> int:
        """The earlier year."""
        return self.settings.periods.before

    @property
    def now(self) -> int:
        """The reported year."""
        return self.settings.periods.now

    def label(self, indicator: Indicator) -> str:
        """Return an indicator's full name."""
        return indicator.label.text(self.language.code)

    def short_label(self, indicator: Indicator) -> str:
        """Return an indicator's short name with soft hyphens where it may break."""
        return indicator.short_label.text(self.language.code).replace("|", "\N{SOFT HYPHEN}")

    def plain_label(self, indicator: Indicator) -> str:
        """Return an indicator's short name for one line."""
        return indicator.short_label.text(self.language.code).replace("|", "")


def gather_material(scores: Scores, comparison: Comparison, protected: Protected, language: Language) -> Material:
    """Index the compared numbers for composing."""
    tables, policy, settings = protected.tables, protected.policy, protected.settings
    areas: dict[str, list[Row]] = {str(forum): [] for forum in tables.forums["forum_id"]}
    counted = tables.area_years[tables.area_years["year"].isin((settings.periods.before, settings.periods.now))]
    for row in records(tables.areas[tables.areas["area_id"].isin(counted["area_id"])]):
        areas[row["forum_id"]].append(row)
    city = tables.city
    shares = Lookup(scores.shares.assign(near=comparison.near), "level", "unit_id", "year", "indicator")
    years = tuple(year for year in tables.years if settings.periods.before <= year <= settings.periods.now)
    return Material(
        comparison=comparison,
        tables=tables,
        policy=policy,
        settings=settings,
        language=language,
        inputs=tuple(InputFile(name, fingerprint) for name, fingerprint in protected.inputs.items()),
        shares=shares,
        units=Lookup(scores.units, "level", "unit_id", "year"),
        changes=Lookup(comparison.changes, "level", "unit_id", "indicator"),
        robustness=Lookup(comparison.robustness, "level", "unit_id"),
        city=dict(zip(zip(city["year"], city["indicator"], strict=True), city["count"] / city["base"], strict=True)),
        city_bases=dict(zip(zip(city["year"], city["indicator"], strict=True), city["base"], strict=True)),
        years=years,
        joined=_joined(tables, policy, years),
        lines={
            indicator.id: {forum: tuple(_share(shares.get((Level.FORUM, forum, year, indicator.id))) for year in years) for forum in areas}
            for indicator in policy.indicators
        },
        residents={(row["area_id"], row["year"]): int(row["residents"]) for row in records(tables.area_years)},
        areas=areas,
    )


def _joined(tables: Tables, policy: Policy, years: tuple[int, ...]) -> dict[str, tuple[bool, ...]]:
    """Compare each year's definition with the year before; an indicator without definitions is the same in all years."""
    editions = {(row["indicator"], row["year"]): fold(row["definition"]) for row in records(tables.definitions)}
    return {
        indicator.id: tuple(editions.get((indicator.id, one)) == editions.get((indicator.id, next_)) for one, next_ in pairwise(years))
        for indicator in policy.indicators
    }


def _share(row: Row | None) -> float | None:
    return None if row is None or isnan(row["share"]) else float(row["share"])


def figure(value: float) -> Figure:
    """Return a number as a figure: missing where NaN, else shown."""
    return MISSING if isnan(value) else Figure(float(value))


def count_figure(row: Row) -> Figure:
    """Return the count of a row of shares as a figure, with its class where it is small."""
    return replace(figure(row["count"]), bounds=(row["low"], row["high"])) if row["low"] < row["high"] else figure(row["count"])


def share_figure(row: Row) -> Figure:
    """Return the share of a row of shares as a figure, with its class where the count is small."""
    bounds = (row["low"] / row["base"], row["high"] / row["base"])
    return replace(figure(row["share"]), bounds=bounds) if row["low"] < row["high"] else figure(row["share"])


def tri_state(value: float) -> bool | None:
    """Return 1.0 and 0.0 as true and false, NaN as None."""
    return None if isnan(value) else bool(value)
