"""Tables: first raw, as they stand in Excel with the address of every cell; then typed and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import pandas as pd

from pipeline.input.frame_columns import Columns, Holds
from pipeline.input.schema.columns import Sheet
from pipeline.problems.model import Code, Place, Problem


@dataclass(frozen=True, slots=True)
class FileRead:
    """A file as it was read: its name in messages, its size in bytes, the SHA-256 of the very bytes that were read."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class RawTable:
    """One sheet as it was read.

    Attributes:
        sheet: Its shape in the schema.
        file: The workbook as the analyst knows it, such as ``input/fora.xlsx``.
        title: The sheet's name in Excel.
        frame: The cells under the header, a column for each column of the schema that was found; the index is Excel's
            row number. Empty cells are None; what a cell may hold else says `pipeline.input.excel.cells.Value`.
        letters: Column name → Excel's column letter.
        merged: Row and column name of the empty cells that belong to a merged area, whose value is in its first cell.
        spread: Record → Excel's row and letter, where a record is a single cell instead of a row: a header, or an amount of a wide sheet.
        heads: The headers of a wide sheet that are years or ids, a record each.
    """

    sheet: Sheet
    file: str
    title: str
    frame: pd.DataFrame
    letters: Mapping[str, str]
    merged: frozenset[tuple[int, str]] = frozenset()
    spread: Mapping[int, tuple[int, str]] = field(default_factory=dict)
    heads: RawTable | None = None

    def cell(self, record: int, column: str | None = None) -> str:
        """Return the address of a record's cell within the sheet; without a column, its row."""
        row, own = self.spread.get(record, (record, ""))
        return f"{self.letters.get(column, own) if column else ''}{row}"

    def place(self, record: int, column: str | None = None) -> Place:
        """Return the address of a cell, or of a whole row."""
        return Place(self.file, self.title, self.cell(record, column))


@dataclass(frozen=True)
class Loaded:
    """Everything that was read: the raw tables, what could not be read and what is worth a mention, and the files themselves."""

    tables: tuple[RawTable, ...]
    problems: tuple[Problem, ...]
    files: tuple[FileRead, ...] = ()

    def of(self, name: str) -> list[RawTable]:
        """Return the tables of a sheet of the schema; several for yearly sheets, none where it is missing."""
        return [table for table in self.tables if table.sheet.name == name]

    @property
    def unread_years(self) -> frozenset[int]:
        """The years whose sheet is there but could not be read."""
        titles = {(problem.place.sheet or "").strip() for problem in self.problems if not problem.is_finding}
        return frozenset(int(title) for title in titles if title.isdecimal())

    @property
    def copies(self) -> tuple[str, ...]:
        """The sheets that were not read because they have the name of a copy, such as ``2025 (2)``."""
        return tuple(str(problem.place.sheet) for problem in self.problems if problem.code is Code.SHEET_BESIDE)

    @property
    def years(self) -> frozenset[int]:
        """The years that have a sheet of areas, read or not."""
        return self.unread_years | {int(table.title) for table in self.tables if table.sheet.yearly}


FORUMS: Final = Columns("forums", {Holds.TEXT: "forum_id forum", Holds.WHOLE: "map_column map_row"})
DISTRICTS: Final = Columns("districts", {Holds.TEXT: "district_id district forum_id"})
RECIPIENTS: Final = Columns("recipients", {Holds.TEXT: "forum_id recipient email"})
AREAS: Final = Columns("areas", {Holds.TEXT: "area_id area district_id forum_id"})
AREA_YEARS: Final = Columns("area_years", {Holds.TEXT: "area_id boundary_version cell", Holds.WHOLE: "year", Holds.NUMBER: "residents"})
INDICATORS: Final = Columns(
    "indicators", {Holds.TEXT: "area_id indicator count_cell base_cell", Holds.WHOLE: "year", Holds.NUMBER: "count base"}
)
CLASSED_INDICATORS: Final = Columns("indicators", {**INDICATORS.holds, Holds.NUMBER: "count base low high"})
CITY: Final = Columns("city", {Holds.TEXT: "indicator count_cell base_cell", Holds.WHOLE: "year", Holds.NUMBER: "count base"})
CITY_YEARS: Final = Columns("city_years", {Holds.TEXT: "cell", Holds.WHOLE: "year", Holds.NUMBER: "residents"})
DEFINITIONS: Final = Columns("definitions", {Holds.TEXT: "indicator definition cell", Holds.WHOLE: "year", Holds.NUMBER: "line_dkk"})
PLANS: Final = Columns(
    "plans",
    {
        Holds.TEXT: "plan_id plan forum_id applicant applicant_type agreement cell",
        Holds.DAY: "start end agreement_date approval_date commitment_date",
        Holds.NUMBER: "budget_total_dkk",
    },
    optional="budget_total_dkk",
)
ESTATES: Final = Columns("estates", {Holds.TEXT: "estate_id estate housing_organisation plan_id area_id cell", Holds.NUMBER: "dwellings"})
BUDGET: Final = Columns(
    "budget", {Holds.TEXT: "plan_id arrangement source administration cell", Holds.WHOLE: "year", Holds.NUMBER: "budget_dkk hours"}
)
STEERING_GROUPS: Final = Columns(
    "steering_groups", {Holds.TEXT: "group_id group arrangement forum_id cell", Holds.DAY: "from_day to_day"}, optional="from_day to_day"
)
ACTIVITIES: Final = Columns(
    "activities",
    {
        Holds.TEXT: "activity_id activity plan_id arrangement level theme bridges cell",
        Holds.DAY: "from_day to_day",
        Holds.VALUE: "estates",
    },
    optional="from_day to_day",
)
CONTRACTS: Final = Columns(
    "contracts", {Holds.TEXT: "contract_id forum_id administration cell", Holds.DAY: "signed to_day"}, optional="to_day"
)


@dataclass(frozen=True)
class ForumBook:
    """The forums and the recipients, where the other workbooks are not needed or cannot be read; see `Tables`."""

    forums: pd.DataFrame
    recipients: pd.DataFrame


@dataclass(frozen=True)
class Tables:
    """The checked input. Counts are floats, NaN where the source withholds them; dates are `datetime.date` or None.

    Every table whose rows become figures of a report has `cell`: the address, such as ``Budget!F17``, of what is counted or added up
    in the row, which is the id where rows are counted, the residents, the line in kroner, and the kroner or hours of a budget line.

    Attributes:
        about: Workbook's file name → its ``Om`` sheet as ``field → text``; fields are source, extracted, contact, version, sample.
        districts: forum_id is None outside the forums.
        recipients: A wrong address is as it was typed, see `of_one_mail`.
        indicators: count_cell and base_cell are addresses such as ``2025!F17``; after the stage protect low and high too, see
            `pipeline.disclosure.coarsen`.
        definitions: line_dkk is NaN where the indicator has no line; indicators without rows are the same in all years.
        plans: Without the plans that nobody had decided by the reported day, and without papers of a later date.
        budget: One of budget_dkk and hours is NaN.
        steering_groups: Of the present arrangement those of the reported day.
        activities: Likewise; estates is a tuple of ids.
        contracts: Those of the reported day.
        forum_of_plan: plan_id → forum_id of every plan in the workbook: the earlier arrangement's rows name plans of any day.
        of_one_mail: Errors in a recipient's name, which is left out, or address, which gets no mail; they stop neither reports nor other mails.
    """

    about: Mapping[str, Mapping[str, str]]
    forums: pd.DataFrame
    districts: pd.DataFrame
    recipients: pd.DataFrame
    areas: pd.DataFrame
    area_years: pd.DataFrame
    indicators: pd.DataFrame
    city: pd.DataFrame
    city_years: pd.DataFrame
    definitions: pd.DataFrame
    plans: pd.DataFrame
    estates: pd.DataFrame
    budget: pd.DataFrame
    steering_groups: pd.DataFrame
    activities: pd.DataFrame
    contracts: pd.DataFrame
    forum_of_plan: Mapping[str, str]
    findings: tuple[Problem, ...]
    of_one_mail: tuple[Problem, ...] = ()

    @property
    def sample(self) -> bool:
        """True where any workbook says that its numbers are invented."""
        return any(fields["sample"] == "ja" for fields in self.about.values())

    @property
    def years(self) -> list[int]:
        """The years that have indicators, earliest first."""
        return sorted(int(year) for year in self.area_years["year"].unique())
