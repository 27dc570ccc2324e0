"""A plan's money added up: the one place where budget lines become sums and shares."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd

from pipeline.input.plan_phase import Phase

SUMS = ("total_dkk", "lbf_dkk", "municipality_dkk", "tmf_dkk", "housing_dkk", "other_dkk")


def value_lines(budget: pd.DataFrame, hourly_rate_dkk: int) -> pd.DataFrame:
    """Return the budget lines with `line_dkk`: the kroner, or the hours times the rate."""
    return budget.assign(line_dkk=budget["budget_dkk"].fillna(budget["hours"] * hourly_rate_dkk))


def sum_plans(budget: pd.DataFrame, hourly_rate_dkk: int) -> pd.DataFrame:
    """Add up each plan's lines by source.

    Args:
        budget: Budget lines as in `Tables.budget`.
        hourly_rate_dkk: Kroner an hour.

    Returns:
        One row a plan and arrangement (the index), whole kroner: total, LBF, the municipality (all administrations), TMF alone,
        housing organisation, others.
    """
    lines = value_lines(budget, hourly_rate_dkk)
    source = lines["source"]
    parts = {
        "total_dkk": lines["line_dkk"],
        "lbf_dkk": lines["line_dkk"].where(source == "lbf", 0),
        "municipality_dkk": lines["line_dkk"].where(source == "municipality", 0),
        "tmf_dkk": lines["line_dkk"].where(lines["administration"] == "TMF", 0),
        "housing_dkk": lines["line_dkk"].where(source == "housing", 0),
        "other_dkk": lines["line_dkk"].where(source == "other", 0),
    }
    sums = pd.DataFrame(parts).groupby([lines["plan_id"], lines["arrangement"]], sort=False).sum()
    return sums.astype("int64")


def sum_present_plans(budget: pd.DataFrame, hourly_rate_dkk: int) -> pd.DataFrame:
    """Return `sum_plans` of the present arrangement alone, one row a plan."""
    sums = sum_plans(budget, hourly_rate_dkk)
    return sums[sums.index.get_level_values("arrangement") == "now"].droplevel("arrangement")


def select_funding(budget: pd.DataFrame, plans: pd.DataFrame) -> pd.DataFrame:
    """Return the budget lines of the earlier arrangement, and of the present one those of the plans that run on the reported day."""
    running = plans.loc[plans["phase"] == Phase.RUNNING, "plan_id"]
    return budget[(budget["arrangement"] == "before") | budget["plan_id"].isin(running)]


def share_of(part_dkk: int, total_dkk: int) -> Fraction:
    """Return an exact share; 0 of nothing is 0."""
    return Fraction(int(part_dkk), int(total_dkk)) if total_dkk else Fraction(0)
