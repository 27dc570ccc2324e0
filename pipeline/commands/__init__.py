"""The commands, in the order in which the help lists them."""

from pipeline.commands.app import Exit, app

__all__ = ["Exit", "app"]
