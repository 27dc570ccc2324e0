"""A forum's conclusion: direction, doubt, and the checks behind it."""

from __future__ import annotations

import pytest

from pipeline.comparison import Check, CheckKind
from pipeline.judgement import judge_forum
from pipeline.report import Verdict
from tests.build import INPUT, Built, build


@pytest.fixture(scope="module")
def built() -> Built:
    """The project's own example input through all stages up to the comparison."""
    return build(INPUT)


def checks(holding: int, of: int) -> tuple[Check, ...]:
    """Make checks of which some hold."""
    return tuple(Check(CheckKind.WITHOUT_INDICATOR, str(number), -1.0, None, number < holding) for number in range(of))


@pytest.mark.parametrize(
    ("by_number", "by_index", "holding", "unknown", "verdict"),
    [
        (-1, -1, 10, False, Verdict.BETTER),
        (1, 1, 7, False, Verdict.WORSE),
        (0, -1, 10, False, Verdict.UNCHANGED),
        (-1, -1, 6, False, Verdict.UNCLEAR),  # fewer than seven of ten
        (-1, 1, 10, False, Verdict.UNCLEAR),  # number and index disagree
        (-1, -1, 10, True, Verdict.UNCLEAR),  # a withheld number decides a status
        (-1, None, 10, False, Verdict.BETTER),  # no index, because an indicator is withheld
    ],
)
def test_the_verdict_follows_the_number_of_areas_unless_there_is_doubt(
    by_number: int, by_index: int | None, holding: int, unknown: bool, verdict: Verdict
) -> None:
    """The number of deprived areas decides; contradiction, weak robustness or an unknown status make it unclear."""
    assert judge_forum(by_number, by_index, checks(holding, 10), unknown=unknown) is verdict


def test_every_forum_is_looked_at_in_all_ways_that_it_allows(built: Built) -> None:
    """Six indicators left out, two thresholds, another earlier year; comparable areas where some are not."""
    kinds = {forum: [check.kind for check in one.checks] for forum, one in built.comparison.conclusions.items()}
    for forum, found in kinds.items():
        assert found.count(CheckKind.WITHOUT_INDICATOR) == len(built.intake.policy.indicators)
        assert {CheckKind.THRESHOLD_LOWER, CheckKind.THRESHOLD_HIGHER, CheckKind.OTHER_YEAR} <= set(found)
        areas = built.intake.tables.areas
        touched = set(areas.loc[areas["area_id"].isin(list(built.comparison.incomparable)), "forum_id"])
        assert (CheckKind.COMPARABLE_AREAS in found) == (forum in touched)


def test_the_checks_start_from_the_nearest_other_year(built: Built) -> None:
    """The example has 2015 and 2019 besides: the check starts in 2015."""
    subjects = {
        check.subject for one in built.comparison.conclusions.values() for check in one.checks if check.kind is CheckKind.OTHER_YEAR
    }
    assert subjects == {"2015"}


def test_an_area_with_another_boundary_and_a_new_one_are_not_compared(built: Built) -> None:
    """Their changes are no numbers but a reason, in all six indicators."""
    changes = built.comparison.changes
    apart = changes[changes["unit_id"].isin(list(built.comparison.incomparable))]
    assert len(apart) == 6 * len(built.comparison.incomparable) > 0
    assert set(apart["verdict"]) == {Verdict.NOT_COMPARABLE}


def test_a_withheld_number_is_left_out_of_the_forums_sums_of_both_years(built: Built) -> None:
    """The forum's low-income base is the sum of the other areas' in both compared years, so that the same areas are compared."""
    tables = built.intake.tables
    withheld = tables.indicators[tables.indicators["count"].isna()].iloc[0]
    forum = tables.areas.set_index("area_id").loc[withheld["area_id"], "forum_id"]
    members = set(tables.areas.loc[tables.areas["forum_id"] == forum, "area_id"]) - {withheld["area_id"]}
    shares = built.scores.shares
    for year in (built.intake.settings.periods.before, built.intake.settings.periods.now):
        of_year = shares[(shares["year"] == year) & (shares["indicator"] == withheld["indicator"])].set_index("unit_id")
        assert of_year.loc[forum, "base"] == of_year.loc[list(members), "base"].sum()
