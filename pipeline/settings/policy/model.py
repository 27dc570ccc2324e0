"""The shape of a policy file: its parts, what areas are compared with, what gives them a status."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from pipeline.settings.policy.conclusion import ConclusionRule
from pipeline.settings.policy.parts import UNSAID, Domain, Identifier, Index, Indicator, Operator, Quantiles, Text
from pipeline.settings.toml_file import Number, Strict


class Reference(Strict):
    """What areas are compared with, by exactly one of three ways.

    Attributes:
        row: The id of a row of the table, which is no area then.
        column: The column in which each area names the id of its row of reference, such as its region.
        areas: Of all areas: sum, numerators and bases added up; mean, the mean of their values.
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
    """What gives an area a status; everything that is named must hold.

    Attributes:
        label: What it is called; its id where nothing is said.
        legal: A term of the law: it is never printed without »egen beregning«.
        criteria: The criteria of which `minimum_criteria` must be met; all where none is named.
        must_meet: Criteria of which each must be met.
        requires: Other statuses, which stand above it, that the area must have.
        years: The area has had the required statuses, and met what must be met, in each of so many years, the year itself being the last.
        index: A limit of the index.
        highest_part: The area is among this part of the areas with the highest index, or the lowest where a higher one is better: 0.2 for a fifth.
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
    """The columns of a table that is scored by itself; the reports have workbooks of their own.

    Attributes:
        id: The column that names each area.
        name: A second column with its name.
        year: The column of the year; without it all rows are of one year.
        population: The column of the residents.
        sheet: The sheet of a workbook; without it the first that has the columns.
    """

    id: str = "id"
    name: str | None = None
    year: str | None = None
    population: str | None = None
    sheet: str | None = None


class Policy(Strict):
    """A policy with its version and dates. See docs/politikker.md.

    Attributes:
        id: Name of the file without ``.toml``.
        family: Policies of one family follow each other; their dates may not overlap.
        effective_from: First day; `effective_to` the last, none while it is in force.
        source: Where its rules are published.
        minimum_population: An area with fewer residents has no status.
        indicators: In the order of the reports.
        statuses: A status stands after those that it requires; the first is the one that the reports show.
        conclusion: When the reports call a forum more or less deprived.
        assumptions: What the public sources do not say, in words; printed in every report.
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

    @cached_property
    def criteria(self) -> tuple[Indicator, ...]:
        """The indicators that have a criterion."""
        return tuple(indicator for indicator in self.indicators if indicator.criterion is not None)

    @property
    def ratio(self) -> Fraction:
        """The multiple of the city that every criterion of a policy of the reports has, exact."""
        times = {indicator.criterion.times for indicator in self.criteria if indicator.criterion is not None}
        return Fraction(next(iter(times)) or 0)

    @property
    def minimum_criteria(self) -> int:
        """The number of criteria that give an area the first status."""
        return self.statuses[0].minimum_criteria or 0

    def parts_of(self, domain: str | None) -> Iterable[Indicator | Domain]:
        """Return the parts of a domain, or of the index, in the order of the file."""
        indicators = [part for part in self.indicators if part.in_index and part.domain == domain]
        return [*indicators, *(part for part in self.domains if part.domain == domain)]
