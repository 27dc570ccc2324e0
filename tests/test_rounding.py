"""Rounding: half away from zero, to whole kroner, and to the fewer decimals of the tables."""

from __future__ import annotations

from fractions import Fraction

import pytest

from pipeline.language.rounding import round_printed, round_whole, shorten


@pytest.mark.parametrize(
    ("value", "whole"),
    [("1/2", 1), ("3/2", 2), ("5/2", 3), ("-1/2", -1), ("-5/2", -3), ("10414012.5", 10414013), ("7/3", 2), ("-7/3", -2), ("0", 0)],
)
def test_whole_kroner_are_rounded_half_away_from_zero(value: str, whole: int) -> None:
    """As Excel rounds them, not to the even neighbour."""
    assert round_whole(Fraction(value)) == whole


@pytest.mark.parametrize(
    ("value", "digits", "short"),
    [
        (0.615001923664, 6, 0.615002),
        (0.2044999, 6, 0.2045 - 1e-6),  # 20.4 %, not 20.5
        (0.2045, 6, 0.2045),
        (0.20450004, 6, 0.2045),
        (-0.2044999, 6, -0.2045 + 1e-6),
        (124.49999, 4, 124.4999),  # 124, not 125
        (124.449996, 4, 124.4499),  # 124.4, not 124.5
        (124.5, 4, 124.5),
        (0.9999999, 6, 1.0),
        (1e-9, 6, 0.0),
        (-4.0261073, 4, -4.0261),
    ],
)
def test_fewer_decimals_print_the_same(value: float, digits: int, short: float) -> None:
    """What is printed of the short value is what is printed of the value."""
    found = shorten(value, digits)
    assert found == pytest.approx(short, abs=1e-12)
    assert [round_printed(found, fewer) for fewer in range(digits - 2)] == [round_printed(value, fewer) for fewer in range(digits - 2)]


def test_a_missing_number_stays_missing() -> None:
    """NaN is NaN."""
    assert str(shorten(float("nan"), 6)) == "nan"
