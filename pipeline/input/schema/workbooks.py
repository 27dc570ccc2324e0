"""The three input workbooks, and what others need to know of them."""

from __future__ import annotations

from pipeline.input.schema.about_sheet import ABOUT, ABOUT_FIELDS, LONG_SHEETS_VERSION, SCHEMA_FIELD, SCHEMA_VERSION
from pipeline.input.schema.choices import ADMINISTRATIONS, DISTRICT_THEMES, ESTATE_THEMES, THEMES, YES_NO
from pipeline.input.schema.columns import Workbook
from pipeline.input.schema.forum_workbook import FORUMS
from pipeline.input.schema.indicator_workbook import INDICATOR_WORKBOOK
from pipeline.input.schema.plan_workbook import PLANS

WORKBOOKS: tuple[Workbook, ...] = (INDICATOR_WORKBOOK, PLANS, FORUMS)
ENDINGS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")  # the last three are found so that they can be refused by name


def list_filenames(workbook: Workbook) -> tuple[str, ...]:
    """Return every name under which a workbook is looked for in the input folder."""
    return tuple(f"{workbook.filename.rpartition('.')[0]}{ending}" for ending in ENDINGS)


__all__ = [
    "ABOUT",
    "ABOUT_FIELDS",
    "ADMINISTRATIONS",
    "DISTRICT_THEMES",
    "ESTATE_THEMES",
    "FORUMS",
    "INDICATOR_WORKBOOK",
    "LONG_SHEETS_VERSION",
    "PLANS",
    "SCHEMA_FIELD",
    "SCHEMA_VERSION",
    "THEMES",
    "WORKBOOKS",
    "YES_NO",
    "list_filenames",
]
