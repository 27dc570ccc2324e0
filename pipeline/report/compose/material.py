"""The lookups that composing uses, indexed once for all reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import isnan
from operator import attrgetter

import pandas as pd

from pipeline.disclosure.protect import Protected
from pipeline.input.tables import Tables
from pipeline.language.language import Language
from pipeline.report.compose.lookup import Lookup, Parts, Row, records
from pipeline.report.compose.trends import Trends, gather_trends
from pipeline.report.model.figures import MISSING, Figure
from pipeline.report.model.method import InputFile
from pipeline.scoring.compare.comparison import Comparison
from pipeline.scoring.scores import Scores
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
        trends: The forums' shares over the years.
        residents: (area_id, year) → residents.
        areas: forum_id → rows of its areas that have numbers in one of the two years, in the order of the workbook.
    """

    protected: Protected
    comparison: Comparison
    language: Language
    shares: Lookup
    units: Lookup
    changes: Lookup
    robustness: Lookup
    city: Mapping[tuple[int, str], float]
    city_bases: Mapping[tuple[int, str], float]
    trends: Trends
    residents: Mapping[tuple[str, int], int]
    areas: Mapping[str, Sequence[Row]]

    @property
    def tables(self) -> Tables:
        """The tables without small counts."""
        return self.protected.tables

    @property
    def policy(self) -> Policy:
        """The policy that was scored."""
        return self.protected.policy

    @property
    def settings(self) -> Settings:
        """The settings of the input."""
        return self.protected.settings

    @cached_property
    def inputs(self) -> tuple[InputFile, ...]:
        """The input files with their hashes."""
        return tuple(InputFile(name, fingerprint) for name, fingerprint in self.protected.inputs.items())

    @cached_property
    def forums(self) -> Sequence[Row]:
        """The forums in the order of the workbook."""
        return records(self.tables.forums)

    @cached_property
    def area_years(self) -> pd.DataFrame:
        """The areas' years with the forum of each area in `areas`."""
        forum_of = {area["area_id"]: forum for forum, areas in self.areas.items() for area in areas}
        return self.tables.area_years.assign(forum_id=lambda years: years["area_id"].map(forum_of))

    def rows_of(self, table: str, key: str, column: str = "forum_id") -> pd.DataFrame:
        """Return a table's rows with a key, by default a forum's. The table is split once, since six hundred forums would search it each.

        Args:
            table: The table's attribute path from here, for example ``tables.plans``.
            key: The value in the column.
            column: The key column.
        """
        if (table, column) not in self._split:
            self._split[table, column] = Parts(attrgetter(table)(self), column)
        return self._split[table, column].of(key)

    @cached_property
    def _split(self) -> dict[tuple[str, str], Parts]:
        return {}

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
    tables, periods = protected.tables, protected.settings.periods
    areas: dict[str, list[Row]] = {str(forum): [] for forum in tables.forums["forum_id"]}
    counted = tables.area_years[tables.area_years["year"].isin((periods.before, periods.now))]
    for row in records(tables.areas[tables.areas["area_id"].isin(counted["area_id"])]):
        areas[row["forum_id"]].append(row)
    city = tables.city
    shares = Lookup(scores.shares.assign(near=comparison.near), "level", "unit_id", "year", "indicator")
    return Material(
        protected=protected,
        comparison=comparison,
        language=language,
        shares=shares,
        units=Lookup(scores.units, "level", "unit_id", "year"),
        changes=Lookup(comparison.changes, "level", "unit_id", "indicator"),
        robustness=Lookup(comparison.robustness, "level", "unit_id"),
        city=dict(zip(zip(city["year"], city["indicator"], strict=True), city["count"] / city["base"], strict=True)),
        city_bases=dict(zip(zip(city["year"], city["indicator"], strict=True), city["base"], strict=True)),
        trends=gather_trends(tables, protected.policy, periods, shares),
        residents={(row["area_id"], row["year"]): int(row["residents"]) for row in records(tables.area_years)},
        areas=areas,
    )


def figure(value: float) -> Figure:
    """Return a number as a figure: missing if NaN, else shown."""
    return MISSING if isnan(value) else Figure(float(value))


def count_figure(row: Row) -> Figure:
    """Return the count in a row of shares as a figure, with its class if it is small."""
    return replace(figure(row["count"]), bounds=(row["low"], row["high"])) if row["low"] < row["high"] else figure(row["count"])


def share_figure(row: Row) -> Figure:
    """Return the share in a row of shares as a figure, with its class if the count is small."""
    bounds = (row["low"] / row["base"], row["high"] / row["base"])
    return replace(figure(row["share"]), bounds=bounds) if row["low"] < row["high"] else figure(row["share"])


def tri_state(value: float) -> bool | None:
    """Return 1.0 and 0.0 as True and False, NaN as None."""
    return None if isnan(value) else bool(value)
