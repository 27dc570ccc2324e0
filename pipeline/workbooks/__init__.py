"""Writes what an input folder holds: workbooks that follow the schema and that a person likes to work in, and the settings beside them."""

from pipeline.workbooks.configuration_files import write_configuration
from pipeline.workbooks.explain import Explained, explain_columns
from pipeline.workbooks.guide import GUIDE_TITLE, Guide
from pipeline.workbooks.style import Filled, write_workbook
from pipeline.workbooks.tables import Table, Value, collect

__all__ = [
    "GUIDE_TITLE",
    "Explained",
    "Filled",
    "Guide",
    "Table",
    "Value",
    "collect",
    "explain_columns",
    "write_configuration",
    "write_workbook",
]
