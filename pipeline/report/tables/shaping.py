"""Build a table: columns by id, words from the catalog, markers for missing numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import isnan
from typing import Final

from pipeline.language.language import Language
from pipeline.language.rounding import drop_noise, shorten
from pipeline.report.compose.lookup import Row as Record
from pipeline.report.compose.slugs import slug
from pipeline.report.model.figures import FigureState
from pipeline.report.tables.model import ColumnKind, DataColumn, DataRow, Dataset, Value
from pipeline.report.words.small_counts import say_count, say_percent
from pipeline.report.words.table_formulas import FORMULAS
from pipeline.report.words.table_words import HEADERS, TITLES

_KINDS: Final[Mapping[ColumnKind, str]] = {
    ColumnKind.COUNT: "count base residents criteria criteria_known deprived known deprived_before known_before deprived_now known_now improved worsened unchanged unclear "
    "not_judged above_city left entered checks checks_holding checks_worse checks_better checks_unchanged checks_mixed checks_unclear "
    "checks_unmade not_firm findings forums posts "
    "estates plans plans_in_order plans_off plans_unapproved plans_too_long plans_ending agreements commitments approvals hours "
    "number_before number_now across_before across_now bridges_before bridges_now number_all across_all bridges_all",
    ColumnKind.SHARE: "share low_now high_now city_share threshold share_before share_now direction_draws residents_before residents_now over_before over_now lbf_share municipality_share tmf_share "
    "housing_share other_share post_share",
    ColumnKind.POINTS: "change_pp low_pp high_pp",
    ColumnKind.INDEX: "relative index index_before index_now index_change least_points from total own city to",
    ColumnKind.KRONER: "total_dkk lbf_dkk municipality_dkk tmf_dkk housing_dkk other_dkk yearly_dkk fixed_dkk plan_yearly_dkk budget_sum shortfall_dkk shortfall_sum post_dkk line_dkk",
    ColumnKind.YEAR: "year first_year last_year",
    ColumnKind.DAY: "start end agreement_date commitment_date approval_date signed",
    ColumnKind.NUMBER: "value weight years",
}
KINDS: Final[Mapping[str, ColumnKind]] = {column: kind for kind, columns in _KINDS.items() for column in columns.split()}
DECIMALS: Final[Mapping[ColumnKind, int]] = {ColumnKind.SHARE: 6, ColumnKind.POINTS: 4, ColumnKind.INDEX: 4}
"""Three decimals more than are printed: enough to see what is printed and to add up."""


def make_dataset(name: str, columns: Sequence[str], rows: Iterable[tuple[str, Sequence[Value]]], language: Language) -> Dataset:
    """Return a table.

    Args:
        name: Its id in `TITLES`.
        columns: The columns' ids, in order.
        rows: forum_id (empty if the row is in every report) and the values.
        language: Language of the release.
    """
    title, about = TITLES[name]
    shown = language.gettext(title)
    kinds = [KINDS.get(column, ColumnKind.TEXT) for column in columns]
    return Dataset(
        id=name,
        title=shown,
        name=slug(shown),
        about=language.gettext(about),
        columns=tuple(_column(column, language) for column in columns),
        rows=tuple(
            DataRow(forum_id, tuple(_shorten(one, kind) for one, kind in zip(values, kinds, strict=True))) for forum_id, values in rows
        ),
    )


def _shorten(value: Value, kind: ColumnKind) -> Value:
    if not isinstance(value, float):
        return value
    return shorten(value, DECIMALS[kind]) if kind in DECIMALS else drop_noise(value)


def _column(name: str, language: Language) -> DataColumn:
    formula = FORMULAS.get(name, "")
    return DataColumn(name, language.gettext(HEADERS[name]), KINDS.get(name, ColumnKind.TEXT), language.gettext(formula) if formula else "")


def shown(value: float) -> float | FigureState:
    """Return a number, or missing if NaN."""
    return FigureState.MISSING if isnan(value) else float(value)


def counted(value: float) -> int | FigureState:
    """Return a whole number, or missing if NaN."""
    number = shown(value)
    return number if isinstance(number, FigureState) else round(number)


def count_of(row: Record, language: Language) -> int | str | FigureState:
    """Return the count in a row of shares, or its class if it is small."""
    return say_count((row["low"], row["high"]), language) if row["low"] < row["high"] else counted(row["count"])


def share_of(row: Record, language: Language) -> float | str | FigureState:
    """Return the share in a row of shares, or its bounds in words if the count is small."""
    bounds = (row["low"] / row["base"], row["high"] / row["base"])
    return say_percent(bounds, language) if row["low"] < row["high"] else shown(row["share"])


def yes_or_no(value: float, language: Language) -> str | FigureState:
    """Return 1.0 and 0.0 as words, or missing if NaN."""
    number = shown(value)
    if isinstance(number, FigureState):
        return number
    return language.gettext("Yes") if number else language.gettext("No")
