"""»Udtrukket« in the sheet Om: a day as Excel shows it, never the number that Excel stores for it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900

from pipeline.problems.model import Code
from tests.broken_inputs import INDICATORS, Edit, accepted, refused

DAY = datetime(2026, 2, 3)  # noqa: DTZ001 - Excel knows no time zones


def extracted(value: object, form: str = "General", epoch: datetime = CALENDAR_WINDOWS_1900) -> Edit:
    """Write a value beside »Udtrukket«."""

    def edit(folder: Path) -> None:
        book = load_workbook(folder / INDICATORS)
        book.epoch = epoch
        cell = next(row[1] for row in book["Om"].iter_rows() if row[0].value == "Udtrukket")
        cell.value, cell.number_format = value, form
        book.save(folder / INDICATORS)

    return edit


@pytest.mark.parametrize("value", [46056, 46056.5, "46056", 44594, True])
def test_the_number_of_a_day_is_refused(value: object, tmp_path: Path) -> None:
    """The reports would print it; in both of Excel's calendars such a number has five digits."""
    (found,) = refused(tmp_path, extracted(value))
    shown = "SAND" if value is True else str(value).replace(".", ",")
    assert (found.code, found.place.sheet, found.facts["found"]) == (Code.NOT_A_DATE, "Om", shown)


@pytest.mark.parametrize("epoch", [CALENDAR_WINDOWS_1900, CALENDAR_MAC_1904])
def test_a_formatted_day_is_printed_in_either_calendar(epoch: datetime, tmp_path: Path) -> None:
    """The format makes it a day."""
    tables = accepted(tmp_path, extracted(DAY, "dd-mm-yyyy", epoch)).tables
    assert tables.about[INDICATORS]["extracted"] == "03-02-2026"


@pytest.mark.parametrize("value", ["3. februar 2026", "uge 6, 2026", 2026, "20260203"])
def test_a_day_in_words_is_printed_as_it_is(value: object, tmp_path: Path) -> None:
    """It is text for the reader."""
    assert accepted(tmp_path, extracted(value)).tables.about[INDICATORS]["extracted"] == str(value)
