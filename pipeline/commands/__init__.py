"""The commands, in the order in which the help lists them."""

from pipeline.commands import delivery, operation, reports, tables, watch, workbooks  # noqa: F401 - each registers its commands
from pipeline.commands.app import Exit, app

__all__ = ["Exit", "app"]
