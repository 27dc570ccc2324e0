"""The columns of a table that passes between stages: stated once, beside the class that holds the table, and checked where it is made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import pandas as pd


class Holds(StrEnum):
    """What the rows of a column hold."""

    TEXT = "text"  # or None
    WHOLE = "whole numbers"  # in every row
    NUMBER = "numbers"  # NaN where a number is missing
    FLAG = "true or false"  # in every row
    DAY = "dates"  # or None
    VALUE = "values"  # any other, such as tuples


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one table.

    Attributes:
        table: Its name in messages, for example ``Scores.shares``.
        holds: What columns hold → their names, separated by spaces.
        optional: Names of those that may be absent.
    """

    table: str
    holds: Mapping[Holds, str]
    optional: str = ""

    @property
    def types(self) -> dict[str, Holds]:
        """Column → what it holds."""
        return {name: held for held, names in self.holds.items() for name in names.split()}


def _holds_only(column: pd.Series, inferred: str) -> bool:
    """Return whether all rows that are not missing are of one of pandas' inferred types."""
    return pd.api.types.infer_dtype(column, skipna=True) == inferred or bool(column.isna().all())


_FITS: Final[Mapping[Holds, Callable[[pd.Series], bool]]] = {
    Holds.TEXT: lambda column: _holds_only(column, "string"),
    Holds.WHOLE: pd.api.types.is_integer_dtype,
    Holds.NUMBER: pd.api.types.is_float_dtype,
    Holds.FLAG: pd.api.types.is_bool_dtype,
    Holds.DAY: lambda column: _holds_only(column, "date"),
    Holds.VALUE: lambda column: True,
}


def checked(frame: pd.DataFrame, columns: Columns) -> pd.DataFrame:
    """Return a table as it is. A table without rows may have columns of any type.

    Raises:
        TypeError: a column is missing, unknown or of another type.
    """
    types = columns.types
    present = {str(name) for name in frame.columns}
    if wrong := (types.keys() - set(columns.optional.split())) ^ (present - set(columns.optional.split())):
        raise TypeError(f"{columns.table}: found columns {sorted(present)}, expected {sorted(types)}; see {sorted(wrong)}")
    for name in present if len(frame) else ():
        if not _FITS[types[name]](frame[name]):
            raise TypeError(f"{columns.table}: found {frame[name].dtype} in {name}, expected {types[name].value}")
    return frame
