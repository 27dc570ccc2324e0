"""Writes what an input folder holds: workbooks that follow the schema and that a person likes to work in, and the settings beside them."""

from pipeline.workbooks.configuration_files import write_configuration
from pipeline.workbooks.style import Filled, write_workbook
from pipeline.workbooks.tables import WITHHELD, Table, Value, collect

__all__ = ["WITHHELD", "Filled", "Table", "Value", "collect", "write_configuration", "write_workbook"]
