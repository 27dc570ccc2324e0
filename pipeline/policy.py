"""A policy: which indicators, which criterion, what makes an area deprived. A file in `input/politik/` that an analyst can review."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from pipeline.configuration import Bilingual, Exact, Strict, list_texts, read_toml
from pipeline.problems import Code, InputRejected, Place, Problem
from pipeline.schema import INDICATORS
from pipeline.settings import FILENAME
from pipeline.wording.policy_texts import lint_texts

FOLDER = "politik"


class Indicator(Strict):
    """One indicator of the policy.

    Attributes:
        id: The indicator's id in the schema of the workbooks.
        judged: A higher share is worse; False for an indicator that is described without good or bad.
        weight: Weight in the index.
        label: Full name; `short_label` for narrow columns, where ``|`` marks a place to break a word.
        base_label: What the share is of.
        numerator: Who or what is counted.
        base: Of how many.
        source: Register.
    """

    id: str
    judged: bool
    weight: Exact = Field(gt=0)
    label: Bilingual
    short_label: Bilingual
    base_label: Bilingual
    numerator: Bilingual
    base: Bilingual
    source: Bilingual


class Criterion(Strict):
    """When one indicator's criterion is met: share `operator` ratio × the reference's share of the same year."""

    reference: Literal["city"]
    operator: Literal[">="]
    ratio: Exact = Field(gt=0)


class Status(Strict):
    """What makes an area deprived: at least this many criteria."""

    minimum_criteria: int = Field(ge=1)


class Policy(Strict):
    """A policy with its version and dates. The index is 100 × the weighted mean of the ratios to the reference."""

    id: str
    name: Bilingual
    version: str
    effective_from: date
    source: Bilingual
    criterion: Criterion
    status: Status
    indicators: tuple[Indicator, ...] = Field(min_length=1)
    assumptions: tuple[Bilingual, ...]

    @model_validator(mode="after")
    def _fits_the_schema(self) -> Policy:
        known = {indicator.id for indicator in INDICATORS}
        ids = [indicator.id for indicator in self.indicators]
        if unknown := sorted(set(ids) - known):
            facts = {"found": ", ".join(unknown), "known": ", ".join(sorted(known))}
            raise PydanticCustomError("indicator_unknown", "an indicator of the workbooks", facts)
        if len(set(ids)) != len(ids):
            raise PydanticCustomError("indicator_twice", "each indicator once", {"found": ", ".join(ids)})
        if self.status.minimum_criteria > len(ids):
            numbers = {"found": self.status.minimum_criteria, "indicators": len(ids)}
            raise PydanticCustomError("criteria_over_indicators", "at most the number of indicators", numbers)
        return self

    @property
    def ratio(self) -> Fraction:
        """The criterion's multiple of the reference, exact."""
        return Fraction(self.criterion.ratio)


def read_policy(folder: Path, policy_id: str) -> Policy:
    """Read the policy of that id from an input folder.

    Raises:
        InputRejected: no such file, or it is not a valid policy; the message names the policies that there are. Or one of its texts
            holds a word that the reports do not use.
    """
    known = sorted(file.stem for file in (folder / FOLDER).glob("*.toml"))
    if policy_id not in known:  # a name of the list, so never a path that leads out of the folder
        facts = {"found": policy_id, "known": ", ".join(known) or "-"}
        raise InputRejected([Problem(Code.POLICY_UNKNOWN, Place(f"{folder.name}/{FILENAME}", None, "policy"), facts)])
    file = f"{folder.name}/{FOLDER}/{policy_id}.toml"
    policy = read_toml(folder / FOLDER / f"{policy_id}.toml", Policy, file)
    if banned := lint_texts(file, list_texts(policy)):
        raise InputRejected(banned)
    return policy
