"""How a table is made: columns by their ids, words from the catalog, gaps where there is no number to show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import isnan
from typing import Final

from pipeline.compose.lookup import Row as Record
from pipeline.compose.slugs import slug
from pipeline.datasets import Column, Dataset, Kind, Row, Value
from pipeline.report import State
from pipeline.rounding import drop_noise
from pipeline.wording import Language
from pipeline.wording.small_counts import say_count, say_percent
from pipeline.wording.table_formulas import FORMULAS
from pipeline.wording.table_words import HEADERS, TITLES

_KINDS: Final[Mapping[Kind, str]] = {
    Kind.COUNT: "count base residents criteria deprived known deprived_before known_before deprived_now known_now improved worsened unchanged unclear "
    "not_judged above_city left entered checks checks_holding checks_worse checks_better checks_unchanged checks_mixed checks_unclear "
    "checks_unmade not_firm findings forums posts "
    "estates plans plans_in_order plans_off plans_unapproved plans_too_long plans_ending agreements commitments approvals hours "
    "number_before number_now across_before across_now bridges_before bridges_now",
    Kind.SHARE: "share low_now high_now city_share threshold share_before share_now direction_draws residents_before residents_now over_before over_now lbf_share municipality_share tmf_share "
    "housing_share other_share post_share",
    Kind.POINTS: "change_pp low_pp high_pp",
    Kind.INDEX: "relative index index_before index_now index_change least_points from total own city to",
    Kind.KRONER: "total_dkk lbf_dkk municipality_dkk tmf_dkk housing_dkk other_dkk shortfall_dkk shortfall_sum post_dkk line_dkk",
    Kind.YEAR: "year first_year last_year",
    Kind.DAY: "start end agreement_date commitment_date approval_date signed",
    Kind.NUMBER: "value weight",
}
KINDS: Final[Mapping[str, Kind]] = {column: kind for kind, columns in _KINDS.items() for column in columns.split()}


def make_dataset(name: str, columns: Sequence[str], rows: Iterable[tuple[str, Sequence[Value]]], language: Language) -> Dataset:
    """Return a table.

    Args:
        name: Its id in `TITLES`.
        columns: The columns' ids, in their order.
        rows: forum_id, empty where the row is in every report, and the values.
        language: Language of the release.
    """
    title, about = TITLES[name]
    shown = language.gettext(title)
    return Dataset(
        id=name,
        title=shown,
        name=slug(shown),
        about=language.gettext(about),
        columns=tuple(_column(column, language) for column in columns),
        rows=tuple(Row(forum_id, tuple(drop_noise(one) if isinstance(one, float) else one for one in values)) for forum_id, values in rows),
    )


def _column(name: str, language: Language) -> Column:
    formula = FORMULAS.get(name, "")
    return Column(name, language.gettext(HEADERS[name]), KINDS.get(name, Kind.TEXT), language.gettext(formula) if formula else "")


def shown(value: float) -> float | State:
    """Return a number, or that it is missing where NaN."""
    return State.MISSING if isnan(value) else float(value)


def counted(value: float) -> int | State:
    """Return a whole number, or that it is missing."""
    number = shown(value)
    return number if isinstance(number, State) else round(number)


def count_of(row: Record, language: Language) -> int | str | State:
    """Return the count of a row of shares, or the class of a small one."""
    return say_count((row["low"], row["high"]), language) if row["low"] < row["high"] else counted(row["count"])


def share_of(row: Record, language: Language) -> float | str | State:
    """Return the share of a row of shares, or what is told of the share of a small count."""
    bounds = (row["low"] / row["base"], row["high"] / row["base"])
    return say_percent(bounds, language) if row["low"] < row["high"] else shown(row["share"])


def yes_or_no(value: float, language: Language) -> str | State:
    """Return 1.0 and 0.0 as words, or that it is missing."""
    number = shown(value)
    if isinstance(number, State):
        return number
    return language.gettext("Yes") if number else language.gettext("No")
