"""A policy: which indicators, which criterion, what makes an area deprived. A file in `input/politik/` that an analyst can review."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from pipeline.configuration import Bilingual, Strict, read_toml
from pipeline.problems import Code, InputRejected, Place, Problem
from pipeline.schema import INDICATORS

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
    weight: Decimal = Field(gt=0)
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
    ratio: Decimal = Field(gt=0)


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
        for unknown in sorted(set(ids) - known):
            raise ValueError(f"indicator '{unknown}' is not in the workbooks; known: {', '.join(sorted(known))}")
        if len(set(ids)) != len(ids):
            raise ValueError("an indicator occurs twice")
        if self.status.minimum_criteria > len(ids):
            raise ValueError("more criteria are asked for than there are indicators")
        return self

    @property
    def ratio(self) -> Fraction:
        """The criterion's multiple of the reference, exact."""
        return Fraction(self.criterion.ratio)


def read_policy(folder: Path, policy_id: str) -> Policy:
    """Read the policy of that id from an input folder.

    Raises:
        InputRejected: no such file, or it is not a valid policy; the message names the policies that there are.
    """
    path = folder / FOLDER / f"{policy_id}.toml"
    shown_as = f"{folder.name}/{FOLDER}/{policy_id}.toml"
    if not path.is_file():
        known = ", ".join(sorted(file.stem for file in (folder / FOLDER).glob("*.toml"))) or "-"
        raise InputRejected([Problem(Code.POLICY_UNKNOWN, Place(shown_as), {"found": policy_id, "known": known})])
    return read_toml(path, Policy, shown_as)
