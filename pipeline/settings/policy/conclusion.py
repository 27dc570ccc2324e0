"""The numbers of the rule by which a forum is called more or less deprived: `[conclusion]` of a policy file."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from pipeline.settings.toml_file import Number, Strict

Positive = Annotated[Number, Field(gt=0)]
Part = Annotated[Number, Field(gt=0, lt=1)]


class ConclusionRule(Strict):
    """When a forum is called more or less deprived; `pipeline.scoring.compare.rule` applies it. A file without the table has these numbers.

    Attributes:
        least_points: The smallest change of the index that is called one, index points.
        chance: So many standard errors a change must be at least: 3.09 is the 99.8 % point of the normal distribution.
        unchanged_up_to: Where a change must be larger than so many points to be called one, a smaller change is unclear, not unchanged.
        contrary_pp: The share of residents in deprived areas contradicts the index from more than so many percentage points the other way.
        other_limits: Two checks have the limits of the criteria so much lower and higher.
        holds_over: More than this part of the checks must give the same conclusion.
    """

    least_points: Positive = Decimal("2.0")
    chance: Positive = Decimal("3.09")
    unchanged_up_to: Positive = Decimal(4)
    contrary_pp: Positive = Decimal(5)
    other_limits: Part = Decimal("0.05")
    holds_over: Part = Decimal("0.5")
