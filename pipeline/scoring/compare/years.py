"""Compare the two years of the settings: the stages of the comparison in order."""

from __future__ import annotations

from pipeline.input.tables import Tables
from pipeline.scoring.compare.changes import compare_shares, is_exact
from pipeline.scoring.compare.closeness import find_near
from pipeline.scoring.compare.comparison import Comparison
from pipeline.scoring.compare.conclusions import conclude_forums
from pipeline.scoring.compare.decomposition import decompose_index
from pipeline.scoring.compare.guard import find_apart, find_incomparable, find_moved_lines, find_shifts
from pipeline.scoring.compare.money import compare_money
from pipeline.scoring.compare.organisation import compare_organisation
from pipeline.scoring.compare.robustness import draw_robustness
from pipeline.scoring.scores import Scores
from pipeline.settings.policy.model import Policy
from pipeline.settings.settings import Settings


def compare_years(scores: Scores, tables: Tables, policy: Policy, settings: Settings) -> Comparison:
    """Compare indicators, money and organisation.

    Args:
        scores: All units' scores.
        tables: The checked input with its findings.
        policy: The policy used for scoring.
        settings: The two years, the rules for verdicts and the agreed shares.
    """
    periods = settings.periods
    incomparable, shifts = find_incomparable(tables, periods), find_shifts(tables, periods)
    apart = find_apart(tables, incomparable, periods)
    level = float(settings.changes.interval_level)
    money = compare_money(tables, settings)
    return Comparison(
        changes=compare_shares(scores, policy, periods, settings.changes, apart, shifts),
        incomparable=incomparable,
        shifts=shifts,
        moved_lines=find_moved_lines(tables, periods),
        near=find_near(scores.shares, level, is_exact(scores.shares["indicator"], policy)),
        conclusions=conclude_forums(scores, tables, policy, periods, incomparable),
        decomposition=decompose_index(scores, policy, periods, apart),
        robustness=draw_robustness(scores, policy, periods, apart),
        money=money,
        organisation=compare_organisation(tables, money.plans),
    )
