"""The parts of a policy: indicators with their criteria, domains, the index and its quantiles."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from pipeline.settings.policy.steps import Normalise, NormaliseStep, Transform, TransformStep
from pipeline.settings.toml_file import Bilingual, Number, Strict

Operator = Literal[">", ">=", "<", "<="]
Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Positive = Annotated[Number, Field(gt=0)]


def _both(value: object) -> object:
    """Accept one text for both languages."""
    return {"da": value, "en": value} if isinstance(value, str) else value


def _several(value: object) -> object:
    """Accept one name for a list of one."""
    return (value,) if isinstance(value, str) else value


Text = Annotated[Bilingual, BeforeValidator(_both)]
UNSAID = Bilingual(da="", en="")
Names = Annotated[tuple[str, ...], BeforeValidator(_several)]


class Columns(Strict):
    """Where a table that is scored by itself holds an indicator. The workbooks of the reports have columns of their own.

    Attributes:
        numerator: Columns whose sum is counted; `subtract` columns taken from it.
        base: Columns whose sum the numerator is divided by; without them the numerator is the value.
    """

    numerator: Annotated[Names, Field(min_length=1)]
    subtract: Names = ()
    base: Names = ()


class Criterion(Strict):
    """When an indicator's criterion is met: value `operator` limit. The limit is a number, or a multiple of a reference of the same year.

    Attributes:
        value: The limit, in the unit of the indicator: 40 where the indicator is a percent (per = 100), 0.4 where it is a fraction.
        times: The multiple of the reference.
    """

    operator: Operator
    value: Number | None = None
    times: Positive | None = None
    reference: str | None = None

    @model_validator(mode="after")
    def _has_one_limit(self) -> Criterion:
        if (self.value is None) == (self.times is None) or (self.times is None) != (self.reference is None):
            raise PydanticCustomError("one_limit", "either value, or times and reference", {"found": self.operator})
        return self


class WeightedPart(Strict):
    """What indicators and domains have in common: the steps into the index.

    Attributes:
        label: Name.
        domain: The domain that it is a part of; the index itself where there is none.
        direction: up: a higher value raises the index; down: it lowers it.
        weight: Weight among the parts of its domain or of the index.
    """

    id: Identifier
    label: Text = UNSAID
    domain: str | None = None
    direction: Literal["up", "down"] = "up"
    transform: TransformStep = Transform()
    normalise: NormaliseStep = Normalise()
    weight: Positive = Decimal(1)


class Indicator(WeightedPart):
    """One indicator.

    Attributes:
        counted: What the base counts. Persons come and go, so a small change may be chance; dwellings stay, and any change is a fact.
        judged: A change is called better or worse; False for an indicator that is described without good or bad.
        in_index: The indicator is a part of the index; False where it has a criterion alone.
        per: What the share is multiplied with: 1 for a fraction, 100 for a percent.
        years: The value is the mean of so many years' values, the year itself being the last.
        columns: Where a table has it; ``<id>_count`` and ``<id>_base`` where nothing is said.
        criterion: When it is met; none where there is none.
        short_label: For narrow columns, where ``|`` marks a place to break a word; base_label: what the share is of; numerator: who or
            what is counted; base: of how many; source: register. The reports need these texts.
    """

    counted: Literal["persons", "dwellings"] = "persons"
    judged: bool = True
    in_index: bool = True
    per: Positive = Decimal(1)
    years: int = Field(default=1, ge=1, le=20)
    columns: Columns | None = None
    criterion: Criterion | None = None
    short_label: Text = UNSAID
    base_label: Text = UNSAID
    numerator: Text = UNSAID
    base: Text = UNSAID
    source: Text = UNSAID

    @property
    def read_from(self) -> Columns:
        """The columns of a table that hold it."""
        return self.columns or Columns(numerator=(f"{self.id}_count",), base=(f"{self.id}_base",))


class Aggregate(Strict):
    """How parts are put together, and what a missing part does.

    Attributes:
        aggregate: sum of weight × part; mean, that sum divided by the sum of the weights; geometric_mean, the product of part to the power
            of weight / sum of the weights.
        missing: missing: one missing part makes the whole missing; reduced: the whole is made of the parts that are there.
        minimum_parts: Fewer parts than this make the whole missing (with reduced).
        renormalise: The weights of the parts that are there are scaled to the sum of all weights (sum, with reduced).
    """

    aggregate: Literal["sum", "mean", "geometric_mean"]
    missing: Literal["missing", "reduced"] = "missing"
    minimum_parts: int = Field(default=1, ge=1)
    renormalise: bool = False

    @model_validator(mode="after")
    def _rule_is_used(self) -> Aggregate:
        if self.renormalise and (self.missing != "reduced" or self.aggregate != "sum"):
            raise PydanticCustomError("renormalise", 'renormalise with aggregate = "sum" and missing = "reduced" only', {"found": "true"})
        if "minimum_parts" in self.model_fields_set and self.missing != "reduced":
            raise PydanticCustomError("minimum_reduced", 'missing = "reduced" beside minimum_parts', {"found": self.minimum_parts})
        return self


class Domain(WeightedPart, Aggregate):
    """A part of the index that is itself put together of indicators or domains; its steps follow after."""


class Index(Aggregate):
    """The index.

    Attributes:
        scale: What the result is multiplied with: 100 makes the reference 100.
        transform: Done to the whole at the end, like normalise.
        higher: A higher index is worse, or better. Rank 1 is the most deprived area.
    """

    scale: Positive = Decimal(1)
    transform: TransformStep = Transform()
    normalise: NormaliseStep = Normalise()
    higher: Literal["worse", "better"] = "worse"


class Quantiles(Strict):
    """Groups of areas by the index.

    Attributes:
        number: How many: 5 for quintiles.
        method: cut_points: areas up to each quantile of the index, quantiles interpolated linearly; equal_count: by rank.
        first: Group 1 holds the lowest index, or the highest.
    """

    number: int = Field(ge=2, le=1000)
    method: Literal["cut_points", "equal_count"] = "cut_points"
    first: Literal["lowest", "highest"] = "lowest"
