"""Stage 7, tabulate: the tables behind the reports enter; `tabeller.xlsx` and the files that travel in each PDF leave."""

from pipeline.tabulate.attachments import attach_tables
from pipeline.tabulate.excel import TABLES_FILE, write_tables

__all__ = ["TABLES_FILE", "attach_tables", "write_tables"]
