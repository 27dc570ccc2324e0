"""The model of a policy's parts: indicators with their criteria, domains, the index and its quantiles."""

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
    """Accept a single name as a list of one."""
    return (value,) if isinstance(value, str) else value


Text = Annotated[Bilingual, BeforeValidator(_both)]
UNSAID = Bilingual(da="", en="")
Names = Annotated[tuple[str, ...], BeforeValidator(_several)]


class Columns(Strict):
    """The columns of an indicator in a table scored on its own. The reports' workbooks have their own columns.

    Attributes:
        numerator: Columns that are added up; `subtract` columns taken from the sum.
        base: Columns whose sum divides the numerator; if absent, the numerator is the value.
    """

    numerator: Annotated[Names, Field(min_length=1)]
    subtract: Names = ()
    base: Names = ()


class Criterion(Strict):
    """When an indicator's criterion is met: value `operator` limit. The limit is a number, or a multiple of a reference of the same year.

    Attributes:
        value: The limit, in the unit of the indicator: 40 if it is a percent (per = 100), 0.4 if it is a fraction.
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
    """The steps into the index shared by indicators and domains.

    Attributes:
        label: Name.
        domain: The domain that it is part of; if absent, the index itself.
        direction: up: a higher value raises the index; down: it lowers it.
        weight: Weight among the parts of its domain or the index.
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
        counted: What the base counts. Persons come and go, so a small change may be chance; dwellings stay, so any change is real.
        judged: A change is called better or worse; False for an indicator that is only described.
        in_index: The indicator is part of the index; False if it only has a criterion.
        per: Factor of the share: 1 for a fraction, 100 for a percent.
        years: The value is the mean over this many years, up to and including the year itself.
        columns: Its columns in a table; ``<id>_count`` and ``<id>_base`` if absent.
        criterion: Its criterion, if any.
        short_label: For narrow columns, where ``|`` marks a place to break a word; base_label: base of the share; numerator: who or
            what is counted; base: of how many; source: register. The reports need these texts.
        caution: What is known to be wrong with its figures; the reports say it beside the definition and where it matters.
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
    caution: Text = UNSAID

    def definition(self, language: str) -> str:
        """Return who or what is counted, with the caution."""
        return "; ".join(filter(None, (self.numerator.text(language), self.caution.text(language))))

    @property
    def read_from(self) -> Columns:
        """The columns of a table that it uses."""
        return self.columns or Columns(numerator=(f"{self.id}_count",), base=(f"{self.id}_base",))


class Aggregate(Strict):
    """How parts are aggregated, including the handling of missing parts.

    Attributes:
        aggregate: sum of weight × part; mean, that sum divided by the sum of the weights; geometric_mean, the product of part to the power
            of weight / sum of the weights.
        missing: missing: one missing part makes the whole missing; reduced: the whole uses the parts present.
        minimum_parts: Fewer parts than this make the whole missing (with reduced).
        renormalise: The weights of the parts present are scaled to the sum of all weights (sum, with reduced).
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
    """A part of the index that is itself aggregated from indicators or domains; its own steps follow."""


class Index(Aggregate):
    """The index.

    Attributes:
        scale: Factor of the result: 100 makes the reference 100.
        transform: Applied to the whole at the end, like normalise.
        higher: A higher index is worse, or better. Rank 1 is the most deprived area.
    """

    scale: Positive = Decimal(1)
    transform: TransformStep = Transform()
    normalise: NormaliseStep = Normalise()
    higher: Literal["worse", "better"] = "worse"


class Quantiles(Strict):
    """Groups of areas by the index.

    Attributes:
        number: Number of groups: 5 for quintiles.
        method: cut_points: areas up to each quantile of the index, quantiles interpolated linearly; equal_count: by rank.
        first: Whether group 1 has the lowest or the highest index.
    """

    number: int = Field(ge=2, le=1000)
    method: Literal["cut_points", "equal_count"] = "cut_points"
    first: Literal["lowest", "highest"] = "lowest"
