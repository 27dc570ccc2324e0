"""Read policies from files, and see that those of one family do not overlap."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pipeline.input.policy_for_reports import check_for_reports
from pipeline.problems.model import Code, InputRejected, Phrase, Place, Problem
from pipeline.settings.policy.banned_words import lint_texts
from pipeline.settings.policy.consistency import ConsistentPolicy
from pipeline.settings.policy.model import Policy
from pipeline.settings.settings import SETTINGS_FILENAME
from pipeline.settings.toml_file import list_texts, read_toml

POLICY_FOLDER = "politik"


def read_policy(folder: Path, policy_id: str) -> Policy:
    """Read the policy of the reports from an input folder.

    Raises:
        InputRejected: no such file, or it is no valid policy, or one that the reports cannot show, or its dates overlap with those of
            another of its family, or one of its texts holds a word that the reports do not use.
    """
    files = sorted((folder / POLICY_FOLDER).glob("*.toml"))
    known = [file.stem for file in files]
    if policy_id not in known:  # a name of the list, so never a path that leads out of the folder
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


def read_policy_file(path: Path, shown_as: str | None = None) -> Policy:
    """Read one policy file, wherever it lies.

    Raises:
        InputRejected: the file is missing, is not TOML, or is no consistent policy.
    """
    return read_toml(path, ConsistentPolicy, shown_as or path.name)


def _peek(path: Path) -> Policy | None:
    """Read another policy of the folder; one that is being worked on and cannot be read yet stops nobody."""
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
