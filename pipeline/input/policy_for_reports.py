"""What the reports ask of a policy beyond being one: they print one limit, an index where the city is 100, and a text for each column."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.input.schema.indicators import INDICATORS
from pipeline.problems.model import Code, Phrase, Place, Problem
from pipeline.settings.policy.model import Policy
from pipeline.settings.policy.parts import UNSAID, Index, Indicator
from pipeline.settings.policy.steps import Normalise, Transform

CITY = "city"
FULL = 100  # the index of the city
TEXTS = ("label", "short_label", "base_label", "numerator", "base", "source")


def check_for_reports(policy: Policy, shown_as: str) -> list[Problem]:
    """Return why the reports cannot show a policy; none where they can.

    Args:
        policy: A consistent policy.
        shown_as: Its file in messages.
    """
    return [Problem(Code.POLICY_NOT_FOR_REPORTS, Place(shown_as, None, key), {"reason": reason}) for key, reason in _reasons(policy)]


def _reasons(policy: Policy) -> Iterator[tuple[str, Phrase]]:
    known = [indicator.id for indicator in INDICATORS]
    for number, indicator in enumerate(policy.indicators, start=1):
        key = f"indicators.{number}"
        if indicator.id not in known:
            yield f"{key}.id", Phrase("indicator_unknown", {"known": ", ".join(sorted(known))})
        if missing := [text for text in TEXTS if getattr(indicator, text) == UNSAID]:
            yield key, Phrase("texts_missing", {"texts": ", ".join(missing)})
        if not _is_ratio_to_city(indicator):
            yield key, Phrase("ratio_to_city")
    limits = {(one.criterion.operator, one.criterion.times) for one in policy.criteria if one.criterion is not None}
    if len(limits) != 1 or len(policy.criteria) != len(policy.indicators):
        yield "indicators", Phrase("one_criterion")
    if policy.domains or not _is_mean_of_ratios(policy.index):
        yield "index", Phrase("index_of_ratios")
    if not policy.statuses or policy.statuses[0].minimum_criteria is None or not _counts_all(policy):
        yield "statuses", Phrase("status_by_number")


def _is_ratio_to_city(indicator: Indicator) -> bool:
    criterion = indicator.criterion
    at_least = criterion is not None and criterion.operator == ">=" and criterion.reference == CITY
    steps = (indicator.transform, indicator.normalise.method, indicator.normalise.reference, indicator.direction, indicator.in_index)
    return at_least and steps == (Transform(), "ratio", CITY, "up", True) and indicator.per == 1 and indicator.years == 1


def _is_mean_of_ratios(index: Index | None) -> bool:
    if index is None or index.aggregate != "mean" or index.missing != "missing" or index.higher != "worse":
        return False
    return index.scale == FULL and (index.transform, index.normalise) == (Transform(), Normalise())


def _counts_all(policy: Policy) -> bool:
    first = policy.statuses[0]
    return not (first.criteria or first.must_meet or first.requires or first.index or first.highest_part)
