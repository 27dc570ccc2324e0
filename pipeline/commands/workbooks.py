"""Commands that write workbooks to fill in: `example`, `template` and `init`."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Annotated

import typer

from pipeline.clock import local_date, now_utc
from pipeline.commands.app import Exit, InputFolder, app, end_storage, err, language_of, out, text
from pipeline.commands.check import reject
from pipeline.commands.streams import show_work
from pipeline.commands.words import say_storage, say_unsaved
from pipeline.language.language import Language, load_language
from pipeline.language.printable import one_line
from pipeline.language.same_name import fold
from pipeline.language.typed_command import as_typed
from pipeline.problems.rejected import InputRejected
from pipeline.storage import StorageFailed


@app.command(help=text("Write example workbooks with invented numbers, to try the program or to see how they are filled in."))
def example(
    folder: Annotated[Path, typer.Option("--folder", metavar=text("FOLDER"), help=text("Where the workbooks are written."))] = Path(
        "input"
    ),
    forums: Annotated[int, typer.Option(min=1, help=text("Number of forums."))] = 6,
    areas: Annotated[int, typer.Option(min=1, help=text("Number of areas, at least one per forum."))] = 24,
    plans: Annotated[int, typer.Option(min=0, help=text("Number of plans."))] = 33,
    years: Annotated[
        str, typer.Option(metavar="2011,2025", help=text("Years parted by comma; the first and the last are compared."))
    ] = "2011,2015,2019,2025",
    seed: Annotated[int, typer.Option(help=text("Another seed gives other numbers; the same gives the same."))] = 2011,
    overwrite: Annotated[bool, typer.Option("--overwrite", help=text("Replace workbooks that are there already."))] = False,
) -> None:
    """Write example workbooks."""
    from pipeline.workbooks.configuration_files import write_configuration
    from pipeline.workbooks.example.generate import write_example

    language = language_of(folder)
    wanted = _years(years, language)
    if areas < forums:
        raise typer.BadParameter(language.gettext("there must be at least one area per forum"), param_hint="--areas")
    if not overwrite:
        _spare_workbooks(folder, language, "example")
    try:
        written = [
            *write_example(folder, forums=forums, areas=areas, years=wanted, plans=plans, seed=seed),
            *write_configuration(folder, wanted),
        ]
    except OSError as failed:
        end_storage(language.gettext("The workbooks could not be saved: {reason}."), failed, language)
    for path in written:
        out.print(str(path))
    out.print(language.gettext("Next: make check"))


@app.command(help=text("Write empty workbooks to fill in, each with a sheet that says what belongs where."))
def template(
    folder: Annotated[Path, typer.Option("--folder", metavar=text("FOLDER"), help=text("Where the workbooks are written."))] = Path(
        "skabelon"
    ),
    years: Annotated[
        str | None,
        typer.Option(metavar="2011,2025", help=text("Years that get a sheet; without this, the two of input/indstillinger.toml.")),
    ] = None,
    forums: Annotated[
        str,
        typer.Option(
            metavar='"Nørrebro, Valby/Vigerslev"', help=text("Names of forums, parted by comma, that get their rows to begin with.")
        ),
    ] = "",
    overwrite: Annotated[bool, typer.Option("--overwrite", help=text("Replace workbooks that are there already."))] = False,
) -> None:
    """Write empty workbooks."""
    from pipeline.workbooks.configuration_files import write_configuration
    from pipeline.workbooks.template import usual_years, write_template

    language = language_of(folder)
    wanted = usual_years(Path("input"), local_date(now_utc())) if years is None else _years(years, language)
    if not overwrite:
        _spare_workbooks(folder, language, "template")
    names = _names(forums, language)
    try:
        written = [*write_template(folder, wanted, names), *write_configuration(folder, wanted)]
    except OSError as failed:
        end_storage(language.gettext("The workbooks could not be saved: {reason}."), failed, language)
    for path in written:
        out.print(str(path))
    at_home = folder.resolve() == Path("input").resolve()
    out.print(
        language.gettext("Next: fill in the three workbooks. Then: make check")
        if at_home
        else language.gettext("Next: fill in the three workbooks. Then put them into input/ and run: make check")
    )


@app.command(help=text("Write copies of the workbooks in today's form, and say what was done; the workbooks themselves stay as they are."))
def migrate(
    input_folder: InputFolder = Path("input"),
    folder: Annotated[Path, typer.Option("--folder", metavar=text("FOLDER"), help=text("Where the copies are written."))] = Path(
        "opdateret"
    ),
) -> None:
    """Write copies of the workbooks in today's form."""
    from pipeline.commands.migrated import migrate_folder
    from pipeline.input.check_input import read_workbooks

    language = language_of(input_folder)
    if folder.is_dir() and any(folder.iterdir()):
        message = language.gettext("{folder} holds files already; they stay as they are. Choose another folder")
        raise typer.BadParameter(message.format(folder=folder), param_hint="--folder")
    try:
        with show_work(language.gettext("Reading the workbooks")):
            loaded = read_workbooks(input_folder)
        for line in migrate_folder(input_folder, loaded, folder, language):
            out.print(line)
    except InputRejected as rejected:
        reject(rejected, language, input_folder, Path("output"), reports=False)
    except StorageFailed as failed:
        err.print(language.gettext("The folder could not be made: {reason}.").format(reason=say_storage(failed, language)))
        err.print(say_unsaved(failed, language))
        raise typer.Exit(Exit.STORAGE) from failed
    told = language.gettext(
        "Next: look at the copies in {folder}. Then put them into {input} in place of the old ones, and run: make check"
    )
    out.print(told.format(folder=folder, input=input_folder))


@app.command(help=text("Make a working folder: input/ with workbooks to fill in, settings and policies."))
def init(
    folder: Annotated[Path, typer.Argument(metavar=text("FOLDER"), help=text("The working folder; made where it is missing."))],
    sample: Annotated[bool, typer.Option("--example", help=text("Fill the workbooks in with the example's invented numbers."))] = False,
) -> None:
    """Make a working folder."""
    from pipeline.workbooks.working_folder import FolderInUse, write_working_folder

    language = load_language("da")
    try:
        made = write_working_folder(folder, local_date(now_utc()), example=sample)
    except FolderInUse as used:
        message = language.gettext("{folder} holds files already; they stay as they are. Choose another folder")
        raise typer.BadParameter(message.format(folder=used), param_hint=text("FOLDER")) from used
    except StorageFailed as failed:
        err.print(language.gettext("The folder could not be made: {reason}.").format(reason=say_storage(failed, language)))
        err.print(say_unsaved(failed, language))
        raise typer.Exit(Exit.STORAGE) from failed
    out.print(language.gettext("{folder} has three workbooks, the settings and the policies.").format(folder=made))
    if folder.resolve() != Path.cwd():
        told = language.gettext("All commands are typed in the working folder. Go there with: cd {folder}")
        out.print(told.format(folder=shlex.quote(str(folder))))
    out.print(language.gettext("Next: make reports") if sample else language.gettext("Next: fill in the three workbooks. Then: make check"))


def _spare_workbooks(folder: Path, language: Language, command: str) -> None:
    """Stop before a command replaces existing workbooks without permission."""
    from pipeline.input.schema.workbooks import WORKBOOKS

    there = [workbook.filename for workbook in WORKBOOKS if (folder / workbook.filename).exists()]
    if there:
        message = language.gettext("{files} in {folder} would be replaced. Choose another --folder, or have them replaced: {command}")
        again = as_typed(f"make {command} OPTIONS=--overwrite")
        raise typer.BadParameter(message.format(files=", ".join(there), folder=folder, command=again), param_hint="--folder")


def _names(given: str, language: Language) -> list[str]:
    names = [one_line(part) for part in re.split("[,;]", given) if part.strip()]
    if len({fold(name) for name in names}) != len(names):
        raise typer.BadParameter(language.gettext("a forum is named twice"), param_hint="--forums")
    return names


def _years(given: str, language: Language) -> list[int]:
    parts = [part.strip() for part in given.split(",")]
    if len(parts) < 2 or not all(part.isdigit() and 1990 <= int(part) <= 2100 for part in parts) or len(set(parts)) != len(parts):
        raise typer.BadParameter(
            language.gettext("expected at least two different years of four digits parted by comma, such as 2011,2025"),
            param_hint="--years",
        )
    return sorted(int(part) for part in parts)
