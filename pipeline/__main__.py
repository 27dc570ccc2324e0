"""The command line: `python -m pipeline --help` lists the commands. Exit codes: see `app.Exit`."""

from __future__ import annotations

import sys
from typing import NoReturn

from pipeline.commands import (  # noqa: F401 - each registers its commands
    check,
    delivery,
    doctor,
    index_page,
    operation,
    pulse,
    reports,
    robustness,
    schedule,
    tables,
    watch,
    workbooks,
)
from pipeline.commands.app import Exit, app
from pipeline.commands.streams import told_streams

__all__ = ["Exit", "app", "main"]


def main(name: str = "boligsocial") -> NoReturn:
    """Run the command line; without arguments, as the installed command."""
    with told_streams():
        sys.exit(app(prog_name=name))


if __name__ == "__main__":
    main("python -m pipeline")
