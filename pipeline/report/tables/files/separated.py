"""Write a table as a CSV file that Excel opens correctly by a double click in the language of the release.

In Danish: semicolons, decimal commas; in English: commas, decimal points. Both: UTF-8 with BOM, CR LF line ends, dates as
``2025-12-31``, decimals as in the table, no thousands separator.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date
from gzip import GzipFile
from io import BytesIO, TextIOWrapper
from typing import Final

from pipeline.language.printable import printable
from pipeline.report.model.figures import FigureState
from pipeline.report.tables.model import SIGNS, Dataset, Value

SEPARATORS: Final[Mapping[str, tuple[str, str]]] = {"da": (";", ","), "en": (",", ".")}  # between values, before decimals
RUNS: Final = ("=", "+", "-", "@", "\t", "\r")  # Excel takes a text beginning with these for a formula


def write_separated(dataset: Dataset, code: str, file: BytesIO | GzipFile) -> None:
    """Write a table as a CSV file.

    Args:
        dataset: The table.
        code: The language's code.
        file: The file to write to; it stays open.
    """
    between, decimal = SEPARATORS[code]
    text = TextIOWrapper(file, encoding="utf-8-sig", newline="")
    writer = csv.writer(text, delimiter=between, lineterminator="\r\n")
    writer.writerow([_text(column.header) for column in dataset.columns])
    writer.writerows([_shown(value, decimal) for value in row.values] for row in dataset.rows)
    text.detach()  # flushes the rest


def _shown(value: Value, decimal: str) -> str:
    if value is None:
        return ""
    if isinstance(value, FigureState):
        return SIGNS[value]
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, date):
        return value.isoformat()
    return _number(value).replace(".", decimal)


def _number(value: float) -> str:
    """Return the shortest digits that identify a float, never with an exponent."""
    if float(value).is_integer():
        return str(int(value))
    text = repr(float(value))
    return f"{float(value):.20f}".rstrip("0") if "e" in text else text


def _text(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula, with an apostrophe in front if needed, on one line."""
    plain = " ".join(printable(text).split())
    return f"'{plain}" if plain.startswith(RUNS) else plain
