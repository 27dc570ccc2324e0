"""The command `check`, and how any command reports the errors of an input folder and exits."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import typer
from rich.console import Console

from pipeline.commands.app import Exit, InputFolder, OutputFolder, Period, app, err, language_of, out, read_period, text
from pipeline.commands.streams import show_work
from pipeline.commands.tree import find_tree
from pipeline.commands.words import say_reported, say_storage
from pipeline.language.language import Language
from pipeline.lock import Locked
from pipeline.problems.model import Problem
from pipeline.problems.rejected import InputRejected
from pipeline.run_once import want_period
from pipeline.storage import StorageFailed


@app.command(
    help=text(
        "Look for errors in the workbooks, the settings and the policy. Makes no reports; what it finds is also a page and marked copies of "
        "the workbooks in check/ of the output folder."
    )
)
def check(input_folder: InputFolder = Path("input"), output_folder: OutputFolder = Path("output"), period: Period = "") -> None:
    """Check the input."""
    from pipeline.input.check_input import check_input  # importing pandas takes a moment; --help should not wait for it
    from pipeline.problems.screen import tell_findings, tell_problems

    language = language_of(input_folder)
    wanted = want_period(find_tree(input_folder, output_folder), read_period(period, language))
    try:
        with show_work(language.gettext("Reading and checking the input")):
            intake = check_input(input_folder, wanted)
    except InputRejected as rejected:
        reject(rejected, language, input_folder, output_folder)
    tell_findings(out, intake.tables.findings, language)
    if intake.year_left_open:
        out.print(say_reported(intake.settings.periods, language))
    of_one_mail = intake.tables.of_one_mail
    if of_one_mail:
        tell_problems(err, of_one_mail, language)
        err.print(language.gettext("The reports can be made, but a wrong address gets no mail. All others get theirs."))
    else:
        out.print(language.gettext("No errors in {folder}. Next: make reports").format(folder=input_folder))
    write_check_page(out, (*of_one_mail, *intake.tables.findings), language, input_folder, output_folder)
    if of_one_mail:
        raise typer.Exit(Exit.REJECTED)


def reject(
    rejected: InputRejected, language: Language, input_folder: Path, output_folder: Path, *, scheduled: bool = False, reports: bool = True
) -> NoReturn:
    """Report the errors of an input folder, on the screen and as a page with marked copies, and exit."""
    from pipeline.problems.screen import tell_places, tell_problems

    (tell_places if scheduled else tell_problems)(err, rejected.problems, language)
    err.print(
        language.gettext("No report was made and no workbook was changed. Correct the errors and run the command again.")
        if reports
        else language.gettext("No workbook was changed. Correct the errors and run the command again.")
    )
    write_check_page(err, rejected.problems, language, input_folder, output_folder)
    raise typer.Exit(Exit.REJECTED)


def write_check_page(console: Console, problems: Sequence[Problem], language: Language, input_folder: Path, output_folder: Path) -> None:
    """Write the check page and the marked copies, and print their paths; if that fails, the errors are on the screen already."""
    if not input_folder.is_dir() or (not problems and not (output_folder / "check").exists()):
        return  # the wrong folder, or nothing to write
    from pipeline.problems.check_folder import CHECK, has_copies, write_check

    try:
        page = write_check(input_folder, output_folder, problems, language)
    except Locked:
        told = language.gettext("Another check is writing its page in {folder} now. Run it again to see this one's page.")
        err.print(told.format(folder=output_folder / CHECK))
        return
    except StorageFailed as failed:
        told = language.gettext(
            "The page of problems could not be saved: {reason}. Close the copies where they are open, and run it again."
        )
        err.print(told.format(reason=say_storage(failed, language)))
        return
    if page is not None:
        told = language.gettext("All of it: {page}.").format(page=page)
        beside = language.gettext("Copies of the workbooks, with the cells marked, lie beside it.")
        console.print(f"{told} {beside}" if has_copies(page) else told)
