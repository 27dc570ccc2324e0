"""Tables: first raw, as they stand in Excel with the address of every cell; then typed and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

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
    """

    sheet: Sheet
    file: str
    title: str
    frame: pd.DataFrame
    letters: Mapping[str, str]
    merged: frozenset[tuple[int, str]] = frozenset()

    def place(self, row: int, column: str | None = None) -> Place:
        """Return the address of a cell, or of a whole row."""
        letter = self.letters.get(column, "") if column else ""
        return Place(self.file, self.title, f"{letter}{row}")


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


@dataclass(frozen=True)
class Tables:
    """The checked input. Counts are floats, NaN where the source withholds them; dates are `datetime.date` or None.

    Every table whose rows become figures of a report has `cell`: the address, such as ``Budget!F17``, of what is counted or added up
    in the row, which is the id where rows are counted, the residents, the line in kroner, and the kroner or hours of a budget line.

    Attributes:
        about: Workbook's file name → its ``Om`` sheet as ``field → text``; fields are source, extracted, contact, version, sample.
        forums: forum_id, forum, map_column, map_row.
        districts: district_id, district, forum_id (None outside the forums).
        recipients: forum_id, recipient, email; a wrong address is as it was typed, see `of_one_mail`.
        areas: area_id, area, district_id, forum_id.
        area_years: area_id, year, boundary_version, residents, cell.
        indicators: area_id, year, indicator, count, base, count_cell, base_cell (addresses such as ``2025!F17``); after the stage protect
            low and high too, see `pipeline.disclosure.coarsen`.
        city: year, indicator, count, base, count_cell, base_cell.
        city_years: year, residents, cell.
        definitions: indicator, year, definition, line_dkk (NaN where the indicator has no line), cell; indicators without rows are the same in all years.
        plans: plan_id, plan, forum_id, applicant, applicant_type, start, end, agreement, agreement_date, approval_date, commitment_date, cell;
            without the plans that nobody had decided by the reported day, and without papers of a later date.
        estates: estate_id, estate, housing_organisation, plan_id, area_id, dwellings, cell.
        budget: plan_id, arrangement, source, administration, year, budget_dkk, hours (one of the two is NaN), cell.
        steering_groups: group_id, group, arrangement, forum_id, from_day, to_day, cell; of the present arrangement those of the reported day.
        activities: activity_id, activity, plan_id, arrangement, level, theme, estates (tuple of ids), bridges, from_day, to_day, cell; likewise.
        contracts: contract_id, forum_id, administration, signed, to_day, cell; those of the reported day.
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
