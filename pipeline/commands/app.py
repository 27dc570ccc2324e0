"""Shared by all commands: the application, the screens for output and errors, exit codes, and the folder options."""

from __future__ import annotations

import os
from enum import IntEnum
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console

from pipeline import __version__
from pipeline.commands.command_line import App
from pipeline.delivery.credentials import hide_credentials
from pipeline.language.language import Language, load_language
from pipeline.language.os_reason import say_reason
from pipeline.settings.period import Years, read_years
from pipeline.settings.settings import read_language


class Exit(IntEnum):
    """Exit codes; 1 is a bug and prints its traceback, 2 a wrong command line."""

    DONE = 0
    WAITS = 10
    REJECTED = 20
    INCOMPLETE = 30  # a mail waits, or was refused
    UNCERTAIN = 40  # a mail may have arrived or not: a person decides
    STORAGE = 50
    LACKING = 60  # the machine lacks what is needed
    LOCKED = 75  # another process is doing the same


text = load_language("da").gettext  # the help is Danish; messages of a run follow the settings
out = Console(markup=False, highlight=False, soft_wrap=True)
err = Console(stderr=True, markup=False, highlight=False, soft_wrap=True)
app = App(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help=text(
        "From workbooks to one before/after report per forum. Exit codes: 0 done or nothing to do, 2 wrong command line, 10 waits for "
        "approval, 20 input rejected, 30 delivery incomplete, 40 a mail is uncertain, 50 storage, 60 the machine lacks something, 75 another run is at work."
    ),
)

InputFolder = Annotated[
    Path, typer.Option("--input", metavar=text("FOLDER"), help=text("Folder with the workbooks, the settings and the policies."))
]
OutputFolder = Annotated[
    Path,
    typer.Option(
        "--output",
        metavar=text("FOLDER"),
        help=text("Folder that gets releases/ with the reports, current, and check/ with what was found."),
    ),
]


Period = Annotated[
    str,
    typer.Option(
        "--period",
        metavar="PERIOD",
        help=text("The two years to compare, such as 2011-2025, for this once instead of those of the settings."),
    ),
]


@app.callback(invoke_without_command=True)
def start(version: Annotated[bool, typer.Option("--version", help=text("Show the program's version and stop."))] = False) -> None:
    """Handle the options before the command; whatever the command starts gets no password."""
    hide_credentials()
    if version:
        typer.echo(__version__)
        raise typer.Exit


def language_of(input_folder: Path) -> Language:
    """Return the language of a run's messages, from the settings of the input folder."""
    return load_language(read_language(input_folder))


def read_period(period: str, language: Language) -> Years | None:
    """Return the years of the option `--period`; None if it is absent. Any other text exits as a wrong command line."""
    try:
        return read_years(period) if period else None
    except ValueError as wrong:
        message = language.gettext("expected two years from 1990 to 2100, the earlier one first, such as 2011-2025")
        raise typer.BadParameter(message, param_hint="PERIOD") from wrong


def end_storage(told: str, failed: OSError, language: Language) -> NoReturn:
    """Report that something could not be saved, and exit with the storage code.

    Args:
        told: The message, in the language of the run, with ``{reason}``.
        failed: What went wrong.
        language: That of the run.
    """
    reason = say_reason(failed, language)
    err.print(told.format(reason=f"{os.fsdecode(failed.filename)}: {reason}" if failed.filename else reason))
    raise typer.Exit(Exit.STORAGE) from failed


def check_renderer(language: Language) -> None:
    """Stop before a run is begun where this machine lacks libraries that make the PDFs."""
    from pipeline.render.system_libraries import missing_libraries

    if missing := missing_libraries():
        told = language.gettext("No reports can be made on this machine: {missing} is missing. See what to do with: make doctor")
        err.print(told.format(missing=language.listing(missing)))
        raise typer.Exit(Exit.LACKING)
