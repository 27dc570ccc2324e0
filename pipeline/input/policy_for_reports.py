"""Read the policy for the reports: the file named in the settings, among those of its family.

For the reports, a policy must also have exactly one limit, an index where the city is 100, and a text for each column.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from pipeline.input.schema.indicators import INDICATORS
from pipeline.problems.model import Code, Phrase, Place, Problem
from pipeline.problems.rejected import InputRejected
from pipeline.settings.policy.banned_words import lint_texts
from pipeline.settings.policy.model import Policy
from pipeline.settings.policy.parts import UNSAID, Index, Indicator
from pipeline.settings.policy.read import POLICY_FOLDER, read_policy_file
from pipeline.settings.policy.steps import Normalise, Transform
from pipeline.settings.settings import SETTINGS_FILENAME
from pipeline.settings.toml_file import list_texts

CITY = "city"
FULL = 100  # the index of the city
TEXTS = ("label", "short_label", "base_label", "numerator", "base", "source")


def read_policy(folder: Path, policy_id: str) -> Policy:
    """Read the policy of the reports from an input folder.

    Raises:
        InputRejected: there is no such file, or it is not a valid policy, or the reports cannot show it, or its dates overlap with
            another of its family, or one of its texts has a word that reports never use.
    """
    files = sorted((folder / POLICY_FOLDER).glob("*.toml"))
    known = [file.stem for file in files]
    if policy_id not in known:  # one of the listed names, so never a path out of the folder
        facts = {"found": policy_id, "known": ", ".join(known) or "-"}
        raise InputRejected([Problem(Code.POLICY_UNKNOWN, Place(f"{folder.name}/{SETTINGS_FILENAME}", None, "policy"), facts)])
    shown_as = {file.stem: f"{folder.name}/{POLICY_FOLDER}/{file.name}" for file in files}
    policy = read_policy_file(folder / POLICY_FOLDER / f"{policy_id}.toml", shown_as[policy_id])
    others = [_peek(file) for file in files if file.stem != policy_id]
    problems = [_overlap(policy, other, shown_as[policy_id]) for other in others if other is not None and _overlaps(policy, other)]
    problems += check_for_reports(policy, shown_as[policy_id])
    problems += lint_texts(shown_as[policy_id], list_texts(policy))
    if problems:
        raise InputRejected(problems)
    return policy


def _peek(path: Path) -> Policy | None:
    """Read another policy of the folder; an unreadable one, perhaps unfinished, is ignored."""
    try:
        return read_policy_file(path)
    except InputRejected:
        return None


def _overlaps(policy: Policy, other: Policy) -> bool:
    if policy.family is None or policy.family != other.family:
        return False
    return policy.effective_from <= (other.effective_to or date.max) and other.effective_from <= (policy.effective_to or date.max)


def _overlap(policy: Policy, other: Policy, shown_as: str) -> Problem:
    until = other.effective_to.isoformat() if other.effective_to else "-"
    facts = {"other": other.id, "from": other.effective_from.isoformat(), "to": until, "family": policy.family}
    found = {"found": policy.effective_from.isoformat(), "expected": Phrase("dates_free", facts, "dates that do not overlap")}
    return Problem(Code.SETTING_INVALID, Place(shown_as, None, "effective_from"), found)


def check_for_reports(policy: Policy, shown_as: str) -> list[Problem]:
    """Return why the reports cannot show a policy; None if they can.

    Args:
        policy: A valid policy.
        shown_as: Its file name in messages.
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
