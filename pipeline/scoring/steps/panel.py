"""Numbers of areas per year: numerators and bases as counted, and the values computed from them, as floats and exactly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import numpy as np
import numpy.typing as npt

from pipeline.settings.policy.parts import Indicator

Numbers = npt.NDArray[np.float64]
NOISE: Final = 1e-12  # relative difference below which two floats count as the same number computed in two ways
DIGITS: Final = 12


@dataclass(frozen=True)
class Measure:
    """One indicator as counted.

    Attributes:
        numerator: Areas × years; NaN if missing.
        base: The divisor, never 0; ones if the numerator is the value itself.
        fractions: The exact value of each year, if one row applies to all areas and is not a single quotient (a mean of shares).
    """

    numerator: Numbers
    base: Numbers
    fractions: tuple[Fraction | None, ...] | None = None

    @classmethod
    def of_values(cls, values: Numbers) -> Measure:
        """Return a measure whose numerator is the value itself."""
        return cls(values, np.where(np.isnan(values), np.nan, 1.0))


@dataclass(frozen=True)
class Panel:
    """The numbers that a policy is applied to.

    Attributes:
        areas: Ids, in the order of the rows.
        years: Calendar years, ascending, in the order of the columns.
        measures: Indicator → its numbers.
        references: Reference → indicator → the numbers that areas are compared with, one row per area or one row for all.
        population: Areas × years, NaN if unknown; None if the policy needs none.
    """

    areas: tuple[str, ...]
    years: tuple[int, ...]
    measures: Mapping[str, Measure]
    references: Mapping[str, Mapping[str, Measure]]
    population: Numbers | None = None


def value_of(measure: Measure, indicator: Indicator, years: tuple[int, ...]) -> Numbers:
    """Return an indicator's values, areas × years: per × numerator / base, averaged over the indicator's number of years.

    NaN if the year's value, or an earlier one needed for the mean, is missing.
    """
    shares = float(indicator.per) * measure.numerator / measure.base
    if indicator.years == 1:
        return shares
    return np.stack([_mean_of(shares, years, year, indicator.years) for year in years], axis=1)


def exact_value(measure: Measure, indicator: Indicator, years: tuple[int, ...], area: int, column: int) -> Fraction:
    """Return one value as an exact fraction of the numbers as written; the float of `value_of` may be off in the last digit."""
    row = area if len(measure.numerator) > 1 else 0
    columns = [years.index(years[column] - back) for back in range(indicator.years)]
    if measure.fractions is not None:
        return Fraction(indicator.per) * sum((measure.fractions[place] or Fraction(0) for place in columns), Fraction(0)) / len(columns)
    parts = [exactly(measure.numerator[row, place]) / exactly(measure.base[row, place]) for place in columns]
    return Fraction(indicator.per) * sum(parts, Fraction(0)) / len(parts)


def level_out(values: Numbers) -> Numbers:
    """Return the values with twelve significant digits, so that equal ones compare equal however they were computed."""
    with np.errstate(divide="ignore", invalid="ignore"):
        places = DIGITS - 1 - np.floor(np.log10(np.abs(values)))
        scale = 10.0 ** np.clip(places, -290, 290)
        levelled = np.round(values * scale) / scale
    return np.where(np.isfinite(levelled) & (values != 0), levelled, values)


def add_exactly(added: Sequence[Numbers], taken: Sequence[Numbers] = ()) -> Numbers:
    """Return a sum of columns in exact decimals: 0.1 and 0.2 are 0.3. Whole numbers are added as floats, which is exact."""
    result = np.asarray(sum(added, np.float64(0)) - sum(taken, np.float64(0)), dtype=np.float64)
    if len(added) + len(taken) == 1 or all(np.array_equal(np.round(column), column, equal_nan=True) for column in (*added, *taken)):
        return result
    for place in map(tuple, np.argwhere(~np.isnan(result))):
        whole = sum((exactly(column[place]) for column in added), Fraction(0)) - sum(
            (exactly(column[place]) for column in taken), Fraction(0)
        )
        result[place] = float(whole)
    return result


def exactly(number: float) -> Fraction:
    """Return a number as the fraction of its shortest decimal."""
    return Fraction(repr(float(number)))


def _mean_of(shares: Numbers, years: tuple[int, ...], year: int, number: int) -> Numbers:
    wanted = range(year - number + 1, year + 1)
    if not set(wanted) <= set(years):
        return np.full(len(shares), np.nan)
    return np.asarray(shares[:, [years.index(one) for one in wanted]].mean(axis=1))
