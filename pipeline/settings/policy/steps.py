"""The model of a policy's steps from an indicator's value to a part of the index."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from pipeline.settings.toml_file import Number, Strict

TransformMethod = Literal["none", "log1p", "log", "rank_exponential", "goalposts"]
NormaliseMethod = Literal["none", "ratio", "difference", "z_score", "rank", "percentile", "min_max"]
Ties = Literal["average", "min", "max"]


class Transform(Strict):
    """The transform of a value before it is compared with others.

    Attributes:
        method: none; log1p, ln(1 + x); log, ln(x); rank_exponential, the English IMD's exponential of the rank; goalposts, the value's
            position between two given ends, limited to 0 to 1.
        low: The end that maps to 0 (goalposts).
        high: The end that maps to 1 (goalposts).
        scale: Whether goalposts are compared as they are or as logarithms.
        constant: Steepness of the exponential; the English IMD uses 23 (rank_exponential).
        ties: The rank of equal values (rank_exponential).
    """

    method: TransformMethod = "none"
    low: Number | None = None
    high: Number | None = None
    scale: Literal["linear", "log"] = "linear"
    constant: Annotated[Number, Field(ge=4, le=1000)] = Decimal(23)
    ties: Ties = "average"

    @model_validator(mode="after")
    def _uses_its_keys(self) -> Transform:
        _refuse_unused(self, self.method, {"low": "goalposts", "high": "goalposts", "scale": "goalposts"})
        _refuse_unused(self, self.method, {"constant": "rank_exponential", "ties": "rank_exponential"})
        return self

    @model_validator(mode="after")
    def _has_ends(self) -> Transform:
        if self.method == "goalposts" and (self.low is None or self.high is None or self.low >= self.high):
            raise PydanticCustomError("goalposts", "low and high, low below high", {"found": _ends(self.low, self.high)})
        if self.scale == "log" and (self.low is None or self.low <= 0):
            raise PydanticCustomError("goalposts_log", "goalposts above 0", {"found": _ends(self.low, self.high)})
        return self


class Normalise(Strict):
    """How values are brought to a common scale.

    Attributes:
        method: none; ratio or difference to a reference of the same year; z_score over all areas of the year; rank (1 is the lowest);
            percentile, (rank − 1) / (areas − 1); min_max, from the lowest area 0 to the highest 1.
        reference: The reference's name (ratio, difference).
        ddof: 1 for the standard deviation of a sample, 0 for that of a population (z_score).
        weighted: Mean and standard deviation are weighted by population (z_score).
        ties: The rank of equal values (rank, percentile).
        scale: Factor of the result.
    """

    method: NormaliseMethod = "none"
    reference: str | None = None
    ddof: Literal[0, 1] | None = None
    weighted: bool = False
    ties: Ties = "average"
    scale: Annotated[Number, Field(gt=0)] = Decimal(1)

    @model_validator(mode="after")
    def _uses_its_keys(self) -> Normalise:
        _refuse_unused(self, self.method, {"weighted": "z_score", "ties": "rank percentile"})
        return self

    @model_validator(mode="after")
    def _is_complete(self) -> Normalise:
        if (self.method in {"ratio", "difference"}) != (self.reference is not None):
            raise PydanticCustomError("normalise_reference", "a reference with ratio and difference only", {"found": self.method})
        if (self.method == "z_score") != (self.ddof is not None):
            raise PydanticCustomError("normalise_ddof", "ddof = 0 or 1 with z_score only", {"found": self.method})
        return self


def _refuse_unused(step: Strict, method: str, users: dict[str, str]) -> None:
    """Refuse a key that the method does not use, since it must be a mistake."""
    for key in sorted(step.model_fields_set & set(users)):
        if method not in users[key].split():
            raise PydanticCustomError("key_unused", "a key that the method uses", {"found": key, "method": method})


def _ends(low: Any, high: Any) -> str:
    return f"low = {'-' if low is None else low}, high = {'-' if high is None else high}"


def _named(value: object) -> object:
    """Accept a method's name alone if it has no parameters."""
    return {"method": value} if isinstance(value, str) else value


TransformStep = Annotated[Transform, BeforeValidator(_named)]
NormaliseStep = Annotated[Normalise, BeforeValidator(_named)]
