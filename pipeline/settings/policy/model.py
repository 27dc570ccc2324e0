"""The model of a policy file: indicators, references to compare with, statuses, and the columns of a scored table."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from pipeline.settings.markers import Meaning
from pipeline.settings.policy.conclusion import ConclusionRule
from pipeline.settings.policy.parts import UNSAID, Domain, Identifier, Index, Indicator, Operator, Quantiles, Text
from pipeline.settings.toml_file import Number, Strict


class Reference(Strict):
    """What areas are compared with: exactly one of three alternatives.

    Attributes:
        row: The id of a reference row of the table, which does not count as an area.
        column: The column in which each area names its reference row, for example its region.
        areas: All areas together: sum adds numerators and bases; mean averages the areas' values.
    """

    row: str | None = None
    column: str | None = None
    areas: Literal["sum", "mean"] | None = None

    @model_validator(mode="after")
    def _is_one(self) -> Reference:
        if [self.row, self.column, self.areas].count(None) != 2:
            raise PydanticCustomError("one_reference", "exactly one of row, column and areas", {"found": "-"})
        return self


class IndexLimit(Strict):
    """A limit of the index."""

    operator: Operator
    value: Number


class Status(Strict):
    """The conditions of a status; all of them must hold.

    Attributes:
        label: Its name; the id if absent.
        legal: A legal term: always printed with »egen beregning«.
        criteria: The criteria of which `minimum_criteria` must be met; all if absent.
        must_meet: Criteria that must all be met.
        requires: Other statuses that the area must have, defined before this one.
        years: The required statuses and criteria have held in each of this many years, up to and including the year itself.
        index: A limit of the index.
        highest_part: The area is in this fraction with the highest index, or the lowest if higher is better: 0.2 for a fifth.
    """

    id: Identifier
    label: Text = UNSAID
    legal: bool = False
    criteria: tuple[str, ...] = ()
    minimum_criteria: int | None = Field(default=None, ge=1)
    must_meet: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    years: int = Field(default=1, ge=1, le=20)
    index: IndexLimit | None = None
    highest_part: Annotated[Number, Field(gt=0, lt=1)] | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Status:
        if self.minimum_criteria is None and not (self.must_meet or self.requires) and self.index is None and self.highest_part is None:
            raise PydanticCustomError(
                "status_empty", "one of minimum_criteria, must_meet, requires, index and highest_part", {"found": self.id}
            )
        if self.criteria and self.minimum_criteria is None:
            raise PydanticCustomError("minimum_missing", "minimum_criteria with criteria", {"found": self.id})
        return self


class Input(Strict):
    """The columns of a table scored on its own; the reports have their own workbooks.

    Attributes:
        id: The column with the area's id.
        name: A second column with the area's name.
        year: The column of the year; if absent, all rows are of one year.
        population: The column of the residents.
        sheet: The sheet of a workbook; if absent, the first one with the columns.
        totals: Names of rows that are totals, besides the usual ones.
        also: Names of areas that are no totals, though they begin like one.
        markers: What stands instead of a number, with its meaning.
    """

    id: str = "id"
    name: str | None = None
    year: str | None = None
    population: str | None = None
    sheet: str | None = None
    totals: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    markers: dict[str, Meaning] = Field(default_factory=dict)


class Policy(Strict):
    """A policy with its version and dates. See docs/politikker.md.

    Attributes:
        id: Name of the file without ``.toml``.
        family: Policies of one family succeed each other; their dates may not overlap.
        effective_from: First day; `effective_to` is the last, absent while it is in force.
        source: The publication of its rules.
        minimum_population: An area with fewer residents has no status.
        indicators: In the order of the reports.
        statuses: Each follows those it requires; the reports show the first.
        conclusion: When reports call a forum more or less deprived.
        assumptions: What the public sources leave open, in words; printed in every report.
        limits_assumed: The criteria's limits are among them; said wherever a number depends on the limits.
    """

    id: str
    name: Text
    version: str
    family: str | None = None
    effective_from: date
    effective_to: date | None = None
    source: Text
    minimum_population: int | None = Field(default=None, ge=1, le=1_000_000_000)
    input: Input = Input()
    references: dict[str, Reference] = Field(default_factory=dict)
    indicators: tuple[Indicator, ...] = Field(min_length=1)
    domains: tuple[Domain, ...] = ()
    index: Index | None = None
    quantiles: Quantiles | None = None
    statuses: tuple[Status, ...] = ()
    conclusion: ConclusionRule = ConclusionRule()
    assumptions: tuple[Text, ...]
    limits_assumed: bool = False

    @cached_property
    def criteria(self) -> tuple[Indicator, ...]:
        """The indicators that have a criterion."""
        return tuple(indicator for indicator in self.indicators if indicator.criterion is not None)

    @property
    def ratio(self) -> Fraction:
        """The multiple of the city in every criterion of a reports' policy, exact."""
        times = {indicator.criterion.times for indicator in self.criteria if indicator.criterion is not None}
        return Fraction(next(iter(times)) or 0)

    @property
    def minimum_criteria(self) -> int:
        """The number of criteria required for the first status."""
        return self.statuses[0].minimum_criteria or 0

    def parts_of(self, domain: str | None) -> Iterable[Indicator | Domain]:
        """Return the parts of a domain, or of the index, in the order of the file."""
        indicators = [part for part in self.indicators if part.in_index and part.domain == domain]
        return [*indicators, *(part for part in self.domains if part.domain == domain)]
