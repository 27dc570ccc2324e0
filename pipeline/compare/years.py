"""Compare the two years of the settings: the stage's table of contents."""

from __future__ import annotations

from pipeline.compare.changes import compare_shares, is_exact
from pipeline.compare.closeness import find_near
from pipeline.compare.conclusions import conclude_forums
from pipeline.compare.decomposition import decompose_index
from pipeline.compare.guard import find_incomparable, find_moved_lines, find_shifts
from pipeline.compare.money import compare_funding, compare_plans, sum_posts
from pipeline.compare.organisation import compare_activities, compare_groups
from pipeline.compare.robustness import draw_robustness
from pipeline.comparison import Comparison
from pipeline.policy import Policy
from pipeline.scores import Scores
from pipeline.settings import Settings
from pipeline.tables import Tables


def compare_years(scores: Scores, tables: Tables, policy: Policy, settings: Settings) -> Comparison:
    """Compare indicators, money and organisation.

    Args:
        scores: All units' scores.
        tables: The checked input with its findings.
        policy: The policy that was scored.
        settings: The two years, the rules of verdicts and the agreed shares.
    """
    periods = settings.periods
    incomparable, shifts = find_incomparable(tables, periods), find_shifts(tables, periods)
    level = float(settings.changes.interval_level)
    return Comparison(
        changes=compare_shares(scores, policy, periods, settings.changes, incomparable, shifts),
        incomparable=incomparable,
        shifts=shifts,
        moved_lines=find_moved_lines(tables, periods),
        near=find_near(scores.shares, level, is_exact(scores.shares["indicator"], policy)),
        conclusions=conclude_forums(scores, tables, policy, periods, incomparable),
        decomposition=decompose_index(scores, policy, periods, incomparable),
        robustness=draw_robustness(scores, policy, periods, incomparable),
        plans=compare_plans(tables, settings),
        funding=compare_funding(tables, settings),
        posts=sum_posts(tables, settings),
        activities=compare_activities(tables),
        groups=compare_groups(tables),
    )
