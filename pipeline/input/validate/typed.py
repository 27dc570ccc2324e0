"""Build the typed tables from parsed sheets that hold no error but in single recipients."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from pipeline.input import tables
from pipeline.input.cell_values import show_cell
from pipeline.input.frame_columns import checked
from pipeline.input.schema.indicator_workbook import DEFINITIONS
from pipeline.input.schema.indicators import INDICATORS
from pipeline.input.schema.workbooks import ABOUT_FIELDS
from pipeline.input.validate.parsed import Parsed, ParsedTable


def build_tables(parsed: Parsed, forum_of_plan: Mapping[str, str]) -> tables.Tables:
    """Join the sheets into the tables that scoring reads. `findings` is empty still.

    Args:
        parsed: The sheets as of the reported day.
        forum_of_plan: plan_id → forum_id of every plan in the workbook.
    """
    districts = _frame(parsed, "districts")
    areas = _frame(parsed, "areas").merge(districts[["district_id", "forum_id"]], on="district_id", how="left", validate="many_to_one")
    yearly = sorted(parsed.all("area_years"), key=lambda table: table.year)
    city = parsed.all("city_years")
    return tables.Tables(
        about={_filename(table): _about(table) for table in parsed.all("about")},
        forums=checked(_frame(parsed, "forums").astype({"map_column": int, "map_row": int}), tables.FORUMS),
        districts=checked(districts, tables.DISTRICTS),
        recipients=checked(_recipients(parsed), tables.RECIPIENTS),
        areas=checked(areas, tables.AREAS),
        area_years=checked(pd.concat([_residents(table, table.year) for table in yearly], ignore_index=True), tables.AREA_YEARS),
        indicators=checked(pd.concat([_long(table, table.year) for table in yearly], ignore_index=True), tables.INDICATORS),
        city=checked(pd.concat([_long(table, None) for table in city], ignore_index=True), tables.CITY),
        city_years=checked(
            _placed(parsed, "city_years", "residents")[["year", "residents", "cell"]].astype({"year": int}), tables.CITY_YEARS
        ),
        definitions=checked(_definitions(parsed), tables.DEFINITIONS),
        plans=checked(_placed(parsed, "plans", "plan_id"), tables.PLANS),
        estates=checked(_placed(parsed, "estates", "estate_id"), tables.ESTATES),
        budget=checked(_placed(parsed, "budget", "budget_dkk", "hours").astype({"year": int}), tables.BUDGET),
        steering_groups=checked(_placed(parsed, "steering_groups", "group_id"), tables.STEERING_GROUPS),
        activities=checked(_placed(parsed, "activities", "activity_id"), tables.ACTIVITIES),
        contracts=checked(_placed(parsed, "contracts", "contract_id"), tables.CONTRACTS),
        forum_of_plan=forum_of_plan,
        findings=(),
    )


def _frame(parsed: Parsed, name: str) -> pd.DataFrame:
    table = parsed.one(name)
    if table is None:
        raise KeyError(name)
    return table.frame.reset_index(drop=True)


def _recipients(parsed: Parsed) -> pd.DataFrame:
    """Return the recipients: a wrong name is left out, a wrong address stays as it was typed, so that its mail can be named."""
    table = parsed.one("recipients")
    if table is None:
        raise KeyError("recipients")
    typed = table.raw.frame["email"].map(show_cell)
    frame = table.frame.assign(recipient=table.frame["recipient"].fillna(""), email=table.frame["email"].fillna(typed))
    return frame.reset_index(drop=True)


def _placed(parsed: Parsed, name: str, *columns: str) -> pd.DataFrame:
    """Return a sheet's rows with `cell`, the address of the first of these columns that holds something in the row."""
    table = parsed.one(name)
    if table is None:
        raise KeyError(name)
    return table.frame.assign(cell=_cells(table, *columns)).reset_index(drop=True)


def _cells(table: ParsedTable, *columns: str) -> pd.Series:
    cells = pd.Series("", index=table.frame.index, dtype=object)
    for column in reversed(columns):
        texts = [f"{table.raw.title}!{table.raw.cell(record, column)}" for record in table.frame.index.tolist()]
        addresses = pd.Series(texts, index=table.frame.index, dtype=object)
        cells = addresses.where(table.frame[column].notna(), cells)
    return cells


def _definitions(parsed: Parsed) -> pd.DataFrame:
    """Return the indicators' definitions; no rows where the sheet is absent."""
    table = parsed.one(DEFINITIONS.name)
    if table is None:
        none = pd.DataFrame({name: pd.Series(dtype=object) for name in (*(column.name for column in DEFINITIONS.columns), "cell")})
        return none.astype({"year": int, "line_dkk": float})
    return _placed(parsed, DEFINITIONS.name, "line_dkk", "definition").astype({"year": int})


def _filename(table: ParsedTable) -> str:
    """Return the name of the workbook in the schema, also where it was saved with macros."""
    return f"{table.raw.file.rpartition('/')[2].rpartition('.')[0]}.xlsx"


def _about(table: ParsedTable) -> dict[str, str]:
    values = dict(zip(table.frame["field"], table.frame["value"], strict=True))
    return {name: str(values[field]) for field, name in ABOUT_FIELDS.items()}


def _residents(table: ParsedTable, year: int) -> pd.DataFrame:
    residents = table.frame[["area_id", "boundary_version", "residents"]]
    return residents.assign(year=year, cell=_cells(table, "residents")).reset_index(drop=True)


def _long(table: ParsedTable, year: int | None) -> pd.DataFrame:
    """One row an indicator: from the wide sheet to count, base and their addresses."""
    rows = table.frame.index.astype(str)
    years = table.frame["year"].astype(int) if year is None else year
    parts = []
    for indicator in INDICATORS:
        part = pd.DataFrame(
            {
                "year": years,
                "indicator": indicator.id,
                "count": table.frame[indicator.count_name],
                "base": table.frame[indicator.base_name],
                "count_cell": f"{table.raw.title}!{table.raw.letters[indicator.count_name]}" + rows,
                "base_cell": f"{table.raw.title}!{table.raw.letters[indicator.base_name]}" + rows,
            },
            index=table.frame.index,
        )
        if "area_id" in table.frame:
            part.insert(0, "area_id", table.frame["area_id"])
        parts.append(part)
    return pd.concat(parts, ignore_index=True)
