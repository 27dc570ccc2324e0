"""The shape of rows passed to the writer of workbooks.

Enters and leaves: columns by the schema's names. Never: a header, a style or a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TypeAlias

Value: TypeAlias = str | int | float | date | tuple[str, ...] | None
Table: TypeAlias = Mapping[str, Sequence[Value]]


def collect(names: Sequence[str], records: Iterable[Sequence[Value]]) -> Table:
    """Turn records into columns; without records the columns are empty."""
    columns: dict[str, list[Value]] = {name: [] for name in names}
    for record in records:
        for name, value in zip(names, record, strict=True):
            columns[name].append(value)
    return columns
