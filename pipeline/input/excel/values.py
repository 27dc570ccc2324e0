"""Convert the text of a cell's value by the cell's type and style. Invalid text is refused, never guessed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from pipeline.input.excel.cells import ErrorValue, Marked, Plain, Stored
from pipeline.input.excel.styles import Styles, shown_value
from pipeline.input.excel.texts import clean_text

DIGITS: Final = 15  # Excel stores this many digits of a number exactly
KEPT_TEXTS: Final = 10_000
DURATION: Final = re.compile(r"(-?)P(?:(\d{1,7})D)?(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9}(?:\.\d{1,9})?)S)?)?", re.ASCII)
TIME: Final = re.compile(r"T?\d\d:\d\d(:\d\d(\.\d{1,9})?)?", re.ASCII)
NO_DAY: Final = date(1899, 12, 30)  # the day of a number below 1, which is a time
TRUTH: Final = {"1": True, "0": False, "true": True, "false": False}

Convert = Callable[[str | None, str | None, str], Stored | None]


@dataclass(frozen=True, slots=True)
class Context:
    """What a sheet needs from its workbook."""

    strings: Sequence[Stored | None]
    styles: Styles
    epoch_1904: bool


def converter(context: Context) -> Convert:
    """Return a function from a cell's type, style and text to its value; None for an empty cell.

    That function raises ValueError or LookupError if the text is not valid for the type.
    """
    strings, shown, epoch_1904 = context.strings, context.styles.shown, context.epoch_1904
    marked = context.styles.marked
    texts: dict[str, str | None] = {}  # a text in many cells is stored once

    def convert(kind: str | None, style: str | None, text: str) -> Stored | None:
        if kind == "s" and text:
            if not (text.isdecimal() and text.isascii()):
                raise ValueError(kind)
            return strings[int(text)]
        if kind is None or kind == "n":
            how = shown[style] if style is not None and shown else None
            number = number_of_text(text)
            return number if how is None or number is None else shown_value(number, how, epoch_1904)
        if kind in {"str", "inlineStr"}:
            if text in texts:
                return texts[text]
            cleaned = clean_text(text)
            if len(texts) < KEPT_TEXTS:
                texts[text] = cleaned
            return cleaned
        return _seldom(kind, text.strip())

    def convert_marked(kind: str | None, style: str | None, text: str) -> Stored | None:
        value = convert(kind, style, text)
        if value is None or style not in marked:
            return value
        return Marked(value.value if isinstance(value, Marked) else value)

    return convert_marked if marked else convert


def _seldom(kind: str, text: str) -> Plain | None:
    if not text:
        return None
    if kind == "b":
        return TRUTH[text]
    if kind == "e":
        return ErrorValue(text)
    if kind == "d":
        return _moment(text.removesuffix("Z"))
    raise ValueError(kind)


def _moment(text: str) -> Plain:
    """Return the day, time of day or duration of a cell of Excel's strict format, in ISO 8601."""
    match = DURATION.fullmatch(text)
    if match is not None and match[0][-1] not in "PT":
        sign, *parts = match.groups()
        days, hours, minutes, seconds = (float(part or 0) for part in parts)
        span = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
        return -span if sign else span
    if TIME.fullmatch(text):
        return time.fromisoformat(text.removeprefix("T"))
    day = datetime.fromisoformat(text)
    if day.tzinfo is not None:
        raise ValueError(text)
    return day.time() if day.date() == NO_DAY else day


def number_of_text(text: str) -> int | float | None:
    """Return the number in a text in XML's notation, as an int if whole; None if the text is empty.

    Raises:
        ValueError: it is not a number, or is infinite or undefined, which no cell can hold.
    """
    if len(text) <= DIGITS and text.isdecimal() and text.isascii():
        return int(text)
    text = text.strip()
    if not text:
        return None
    number = float(text)
    if "_" in text or not text.isascii() or number - number != 0:
        raise ValueError(text)
    return int(text) if len(text) <= DIGITS and text.removeprefix("-").isdecimal() else number
