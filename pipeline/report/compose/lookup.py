"""Look up rows of a table by key, as dictionaries."""

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
    """A table's rows by key. Each becomes a dictionary when looked up: converting a whole country's at once takes a gigabyte."""

    def __init__(self, frame: pd.DataFrame, *keys: str) -> None:
        """Index a table.

        Args:
            frame: The table; of two rows with the same key, the last one counts.
            keys: The key columns, in order.
        """
        self._columns = {str(name): column.to_numpy() for name, column in frame.items()}
        self._places = {key: place for place, key in enumerate(zip(*(frame[key].tolist() for key in keys), strict=True))}

    def __getitem__(self, key: Key) -> Row:
        """Return a row with plain Python values, never numpy's."""
        place = self._places[key]
        return {name: column.item(place) for name, column in self._columns.items()}

    def __iter__(self) -> Iterator[Key]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


class Parts:
    """A table split by the values of one column."""

    def __init__(self, frame: pd.DataFrame, column: str = "forum_id") -> None:
        """Split a table."""
        self._none = frame.iloc[:0]
        self._parts = {str(name): rows for name, rows in frame.groupby(column)}

    def of(self, key: str) -> pd.DataFrame:
        """Return the rows with a key; empty if there are none."""
        return self._parts.get(key, self._none)
