"""A table's rows as dictionaries: all of them, or each by its key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

import pandas as pd

Row: TypeAlias = Mapping[str, Any]
Key: TypeAlias = tuple[Any, ...]


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a frame's rows as dictionaries."""
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


class Lookup(Mapping[Key, Row]):
    """A table's rows by the values of some columns. A row becomes a dictionary when it is asked for: all of a country's at once take a gigabyte."""

    def __init__(self, frame: pd.DataFrame, *keys: str) -> None:
        """Index a table.

        Args:
            frame: The table; where two rows have the same key, the last one counts.
            keys: The columns whose values are a row's key, in their order.
        """
        self._columns = {str(name): column.to_numpy() for name, column in frame.items()}
        self._places = {key: place for place, key in enumerate(zip(*(frame[key].tolist() for key in keys), strict=True))}

    def __getitem__(self, key: Key) -> Row:
        """Return a row with plain values, never numpy's."""
        place = self._places[key]
        return {name: column.item(place) for name, column in self._columns.items()}

    def __iter__(self) -> Iterator[Key]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


class Parts:
    """A table split once by the values of a column."""

    def __init__(self, frame: pd.DataFrame, column: str = "forum_id") -> None:
        """Split a table."""
        self._none = frame.iloc[:0]
        self._parts = {str(name): rows for name, rows in frame.groupby(column)}

    def of(self, key: str) -> pd.DataFrame:
        """Return the rows with a key; none where there are none."""
        return self._parts.get(key, self._none)
