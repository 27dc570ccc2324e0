"""The numbers in the rule for calling a forum more or less deprived: `[conclusion]` in a policy file."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from pipeline.settings.toml_file import Number, Strict

Positive = Annotated[Number, Field(gt=0)]
Part = Annotated[Number, Field(gt=0, lt=1)]


class ConclusionRule(Strict):
    """When a forum counts as more or less deprived; `pipeline.scoring.compare.rule` applies it. These are the defaults.

    Attributes:
        least_points: The smallest change of the index that counts as one, in index points.
        chance: A change must be at least this many standard errors: 3.09 is the 99.8 % point of the normal distribution.
        unchanged_up_to: If a change needs more points than this to count, smaller changes are unclear, not unchanged.
        contrary_pp: The share of residents in deprived areas contradicts the index if it moves the other way by more percentage points.
        other_limits: The fraction by which two of the checks lower and raise the criteria's limits.
        holds_over: More than this share of the checks must give the same conclusion.
    """

    least_points: Positive = Decimal("2.0")
    chance: Positive = Decimal("3.09")
    unchanged_up_to: Positive = Decimal(4)
    contrary_pp: Positive = Decimal(5)
    other_limits: Part = Decimal("0.05")
    holds_over: Part = Decimal("0.5")
