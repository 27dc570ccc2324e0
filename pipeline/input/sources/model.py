"""The model of `input/kilder.toml`. docs/kilder.md explains each key to the analysts; a test keeps the two in step."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path, PurePosixPath
from typing import Annotated, Final, Literal

import regex
from pydantic import AfterValidator, BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from pipeline.input.markers import DEFAULT
from pipeline.settings.markers import Meaning
from pipeline.settings.toml_file import Exact, Strict, read_toml

SOURCES_FILENAME: Final = "kilder.toml"
SNAKE_CASE: Final = re.compile(r"[a-z][a-z0-9_]*")
LETTERS: Final = re.compile(r"[A-Z]{1,3}")
SPAN: Final = re.compile(r"(\d{1,7})(?:\s*-\s*(\d{1,7}))?")
LAST_ROW: Final = 1_048_576
KEYS: Final = frozenset({"text", "id", "name", "year", "date"})  # the columns that identify a record
NUMBERS: Final = frozenset({"count", "number", "share"})
SECONDS: Final = 2  # for one cell; an ordinary pattern takes some microseconds
SHARE_UNITS: Final = ("percent", "fraction")


def _wrong(kind: str, found: object, **values: object) -> PydanticCustomError:
    return PydanticCustomError(kind, "{found}", {"found": found, **values})


def _name(text: str) -> str:
    if not SNAKE_CASE.fullmatch(text):
        raise _wrong("snake_case", text)
    return text


def _letters(text: str) -> str:
    if not LETTERS.fullmatch(text.upper()):
        raise _wrong("column_letters", text)
    return text.upper()


def _pattern(text: str) -> str:
    try:
        groups = regex.compile(text).groups
    except (regex.error, OverflowError, RecursionError):
        groups = 0
    if groups != 1:
        raise _wrong("pattern", text)
    return text


def _inside(text: str) -> str:
    path = PurePosixPath(text.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in text or not path.name:
        raise _wrong("path_inside", text)
    return str(path)


def _text(value: object) -> object:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _texts(value: object) -> tuple[object, ...]:
    """Accept a single text or number as a list of one."""
    return tuple(map(_text, value if isinstance(value, tuple) else (value,)))


def _rows(value: object) -> object:
    """Convert row numbers and ranges to first and last rows."""
    ranges = []
    for one in _texts(value):
        match = SPAN.fullmatch(one.strip()) if isinstance(one, str) else None
        if match is None:
            raise _wrong("row_numbers", one)
        ranges.append((int(match[1]), int(match[2] or match[1])))
    return tuple(ranges)


Name = Annotated[str, AfterValidator(_name)]
Text = Annotated[str, BeforeValidator(_text)]
Texts = Annotated[tuple[str, ...], BeforeValidator(_texts)]
Row = Annotated[int, Field(ge=1, le=LAST_ROW)]


class SourceColumn(Strict):
    """One column of a source. See docs/kilder.md."""

    name: Name
    header: Texts | None = None
    column: Annotated[str, AfterValidator(_letters)] | None = None
    occurrence: int | None = Field(default=None, ge=1)
    group_heading: bool = False
    kind: Literal["text", "id", "name", "number", "count", "share", "year", "date"]
    pattern: Annotated[str, AfterValidator(_pattern)] | None = None
    names: Literal["districts", "areas", "forums"] | None = None
    also: Texts = ()
    unit: str | None = None
    scale: Exact | None = None
    additive: bool | None = None
    markers: dict[str, Meaning] = Field(default_factory=dict)
    may_be_empty: bool = False
    fill_down: bool = False
    keep: Texts = ()
    drop: Texts = ()

    @model_validator(mode="after")
    def _fits(self) -> SourceColumn:
        if sum((self.header is not None, self.column is not None, self.group_heading)) != 1:
            raise _wrong("header_or_column", self.name)
        if self.kind == "share" and self.unit not in {None, *SHARE_UNITS}:
            raise _wrong("share_unit", self.unit)
        if self.names and self.kind != "name":
            raise _wrong("kind_name", self.kind)
        return self

    @property
    def is_key(self) -> bool:
        """True if the column identifies a record; False if it holds one of its values."""
        return self.kind in KEYS

    @property
    def adds_up(self) -> bool:
        """True if a total row must be the sum of its rows."""
        return self.kind in NUMBERS and (self.kind == "count" if self.additive is None else self.additive)


class SlowPattern(Exception):
    """A column's pattern tries so many ways through a text that it would not come to an end."""

    def __init__(self, column: SourceColumn) -> None:
        super().__init__(column.pattern)
        self.column = column


def matches(column: SourceColumn, text: str) -> bool:
    """Return whether a column's pattern matches a text; raises `SlowPattern`."""
    return _match(column, text) is not None


def _match(column: SourceColumn, text: str) -> str | None:
    if not column.pattern:
        return None
    try:
        match = regex.fullmatch(column.pattern, text, regex.DOTALL, timeout=SECONDS)
    except TimeoutError as slow:
        raise SlowPattern(column) from slow
    return match[1] if match else None


def extract(column: SourceColumn, text: str) -> str:
    """Return the part of a text that a column's pattern extracts; a text that does not match is unchanged; raises `SlowPattern`."""
    found = _match(column, text)
    return text if found is None else found.strip()


class Source(Strict):
    """One table in one workbook. See docs/kilder.md."""

    id: Name
    title: str = ""
    file: Annotated[str, AfterValidator(_inside)]
    sheet: Text | None = None
    header_rows: tuple[Row, ...] = ()
    first_row: Row | None = None
    last_row: Row | None = None
    ends_before: Text | None = None
    skip_rows: Annotated[tuple[tuple[int, int], ...], BeforeValidator(_rows)] = ()
    number_style: Literal["danish", "english"] | None = None
    markers: dict[str, Meaning] = Field(default_factory=dict)
    totals: Texts = ()
    total_tolerance: Exact = Field(default=Decimal(0), ge=0)
    columns: tuple[SourceColumn, ...]

    @model_validator(mode="after")
    def _fits(self) -> Source:
        seen: set[str] = set()
        for column in self.columns:
            if column.name in seen:
                raise _wrong("name_twice", column.name)
            seen.add(column.name)
            heads = len(column.header or ())
            if heads > 1 and heads != len(self.header_rows):
                raise _wrong("head_rows", ", ".join(column.header or ()), rows=len(self.header_rows))
        if not self.columns:
            raise _wrong("too_short", self.columns, min_length=1)
        if not self.header_rows and (self.first_row is None or any(column.header for column in self.columns)):
            raise _wrong("rows_given", self.id)
        return self

    @property
    def first(self) -> int:
        """The first row of the table below its headers."""
        return self.first_row if self.first_row is not None else max(self.header_rows) + 1

    def markers_of(self, column: SourceColumn) -> Mapping[str, Meaning]:
        """Return the markers used instead of values in a column, with their meanings."""
        return {**DEFAULT, **self.markers, **column.markers}

    def skips(self, row: int) -> bool:
        """Return whether a row is skipped by its number."""
        return any(first <= row <= last for first, last in self.skip_rows)


class Sources(Strict):
    """The whole file."""

    source: tuple[Source, ...]

    @model_validator(mode="after")
    def _fits(self) -> Sources:
        seen: set[str] = set()
        for source in self.source:
            if source.id in seen:
                raise _wrong("id_twice", source.id)
            seen.add(source.id)
        if not self.source:
            raise _wrong("too_short", self.source, min_length=1)
        return self


def read_description(folder: Path) -> tuple[Source, ...]:
    """Read the description of an input folder's sources; raises `InputRejected`."""
    return read_toml(folder / SOURCES_FILENAME, Sources, f"{folder.name}/{SOURCES_FILENAME}", "sources_begin").source
