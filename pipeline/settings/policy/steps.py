"""The steps that turn an indicator's value into a part of the index, as a policy names them."""

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
    """What is done to a value before it is compared with others.

    Attributes:
        method: none; log1p, ln(1 + x); log, ln(x); rank_exponential, the English IMD's exponential of the rank; goalposts, where between
            two given ends the value lies, from 0 to 1 and no further.
        low: The end that becomes 0 (goalposts).
        high: The end that becomes 1 (goalposts).
        scale: Goalposts compared as they are, or as logarithms.
        constant: How steep the exponential is; the English IMD uses 23 (rank_exponential).
        ties: The rank that equal values share (rank_exponential).
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
    """How a value is put on one scale with the others.

    Attributes:
        method: none; ratio or difference to a reference of the same year; z_score over all areas of the year; rank (1 is the lowest);
            percentile, (rank − 1) / (areas − 1); min_max, from the lowest area 0 to the highest 1.
        reference: Which reference (ratio, difference).
        ddof: 1 for the standard deviation of a sample, 0 for that of a population (z_score).
        weighted: Mean and standard deviation weigh each area by its population (z_score).
        ties: The rank that equal values share (rank, percentile).
        scale: What the result is multiplied with.
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
    """Refuse a key that the method does not use: whoever wrote it meant something."""
    for key in sorted(step.model_fields_set & set(users)):
        if method not in users[key].split():
            raise PydanticCustomError("key_unused", "a key that the method uses", {"found": key, "method": method})


def _ends(low: Any, high: Any) -> str:
    return f"low = {'-' if low is None else low}, high = {'-' if high is None else high}"


def _named(value: object) -> object:
    """Accept a method's name alone for the method without parameters."""
    return {"method": value} if isinstance(value, str) else value


TransformStep = Annotated[Transform, BeforeValidator(_named)]
NormaliseStep = Annotated[Normalise, BeforeValidator(_named)]
