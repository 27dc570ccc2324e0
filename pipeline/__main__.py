"""The command line: `python -m pipeline --help` lists the commands. Exit codes: 0 done, 2 wrong command line, 20 input rejected, 50 storage."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from pipeline import __version__
from pipeline.problems import InputRejected, Problem
from pipeline.settings import peek_language
from pipeline.storage import StorageFailed
from pipeline.tell import has_copies, tell_findings, tell_firmness, tell_problems, write_check
from pipeline.wording import Language, load_language

if TYPE_CHECKING:
    from pipeline.report import CityReport, DistrictReport


class Exit(IntEnum):
    """Exit codes; 1 is a bug of the program and comes with its traceback, 2 a wrong command line."""

    DONE = 0
    REJECTED = 20
    STORAGE = 50


text = load_language("da").gettext  # the help is Danish; messages of a run follow the settings
out = Console(markup=False, highlight=False, soft_wrap=True)
err = Console(stderr=True, markup=False, highlight=False, soft_wrap=True)
app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help=text(
        "From workbooks to one before/after report per forum. Exit codes: 0 done, 2 wrong command line, 20 input rejected, 50 storage."
    ),
)

InputFolder = Annotated[
    Path, typer.Option("--input", metavar="FOLDER", help=text("Folder with the workbooks, the settings and the policies."))
]
OutputFolder = Annotated[
    Path,
    typer.Option(
        "--output", metavar="FOLDER", help=text("Folder that gets one folder per period with the PDFs, and check/ with what was found.")
    ),
]


@app.callback(invoke_without_command=True)
def start(version: Annotated[bool, typer.Option("--version", help=text("Show the program's version and stop."))] = False) -> None:
    """Handle the options that stand before a command."""
    if version:
        typer.echo(__version__)
        raise typer.Exit


@app.command(help=text("Make all reports: six forums' PDFs, the city overview and the manifest. With any error in the input none is made."))
def reports(input_folder: InputFolder = Path("input"), output_folder: OutputFolder = Path("output")) -> None:
    """Make all reports."""
    from pipeline.run import make_reports  # the renderer is imported only where it is used

    language = load_language(peek_language(input_folder))
    try:
        release = make_reports(input_folder, output_folder, lambda reports: _progress(reports, language))
    except InputRejected as rejected:
        _reject(rejected, language, input_folder, output_folder)
    except StorageFailed as failed:
        err.print(language.gettext("The reports could not be saved: {reason}. The last release stands as it was.").format(reason=failed))
        raise typer.Exit(Exit.STORAGE) from failed
    done = language.ngettext("{number} report in {folder}", "{number} reports in {folder}", len(release.pdfs))
    out.print(done.format(number=len(release.pdfs), folder=release.folder))
    if release.findings:
        found = language.ngettext(
            "{number} finding is printed in the reports under data quality; see it with: make check",
            "{number} findings are printed in the reports under data quality; see them with: make check",
            release.findings,
        )
        out.print(found.format(number=release.findings))
    if release.sample:
        out.print(language.gettext("The numbers are sample data: every page is stamped so."))
    _write_check(out, (), language, input_folder, output_folder)  # an older check's errors are corrected


@app.command(
    help=text(
        "Look for errors in the workbooks, the settings and the policy. Makes no reports; what it finds is also a page and marked copies of "
        "the workbooks in check/ of the output folder."
    )
)
def check(input_folder: InputFolder = Path("input"), output_folder: OutputFolder = Path("output")) -> None:
    """Check the input."""
    from pipeline.intake import check_input  # pandas takes a moment; --help should not wait for it

    language = load_language(peek_language(input_folder))
    try:
        intake = check_input(input_folder)
    except InputRejected as rejected:
        _reject(rejected, language, input_folder, output_folder)
    tell_findings(out, intake.tables.findings, language)
    out.print(language.gettext("No errors in {folder}. Next: make reports").format(folder=input_folder))
    _write_check(out, intake.tables.findings, language, input_folder, output_folder)


@app.command(
    help=text(
        "Show how firm each area's status and index are: a thousand trials with other weights, scales and limits, each indicator left out, "
        "each limit 5 % lower and higher. On the screen only, for the analyst."
    )
)
def robustness(input_folder: InputFolder = Path("input")) -> None:
    """Show how firm the results are."""
    from pipeline.intake import check_input
    from pipeline.run import compare_input
    from pipeline.scores import Level

    language = load_language(peek_language(input_folder))
    try:
        intake = check_input(input_folder)
    except InputRejected as rejected:
        tell_problems(err, rejected.problems, language)
        raise typer.Exit(Exit.REJECTED) from rejected
    _, comparison = compare_input(intake)
    areas = comparison.robustness[comparison.robustness["level"] == Level.AREA]
    names = dict(zip(intake.tables.areas["area_id"], intake.tables.areas["area"], strict=True))
    tell_firmness(out, areas, names, len(intake.policy.indicators), language)


@app.command(help=text("Read the workbooks of others that kilder.toml describes, and write each as a plain table in output/kilder/."))
def sources(input_folder: InputFolder = Path("input"), output_folder: OutputFolder = Path("output")) -> None:
    """Read and write the sources."""
    from pipeline.sources import read_sources
    from pipeline.sources.tell import tell_source
    from pipeline.sources.write import write_sources

    language = load_language(peek_language(input_folder))
    try:
        tables = read_sources(input_folder)
    except InputRejected as rejected:
        _reject(rejected, language, input_folder, output_folder)
    try:
        written = write_sources(tables, output_folder, language)
    except OSError as failed:
        reason = failed.strerror or type(failed).__name__
        err.print(language.gettext("The tables could not be saved: {reason}.").format(reason=reason))
        raise typer.Exit(Exit.STORAGE) from failed
    for table, path in zip(tables, written, strict=True):
        for line in tell_source(table, path, language):
            out.print(line, emoji=False)


@app.command(
    help=text(
        "Score one table by one policy, whichever it is: index, criteria and statuses of every area. For trying a policy or "
        "reproducing a published index; the reports do not need it. docs/politikker.md explains policy files."
    )
)
def score(
    policy_file: Annotated[Path, typer.Option("--policy", metavar="FILE", help=text("The policy, a .toml file."))],
    input_file: Annotated[Path, typer.Option("--input", metavar="FILE", help=text("The table: a workbook (.xlsx) or a CSV file."))],
    output_file: Annotated[Path, typer.Option("--output", metavar="FILE", help=text("Where the scores go: a .xlsx or .csv file."))],
    language_code: Annotated[str, typer.Option("--language", metavar="da|en", help=text("Language of yes, no and messages."))] = "da",
) -> None:
    """Score a table."""
    from pipeline.score_file import score_file
    from pipeline.score_file.write import ENDINGS, describe_scores, write_scores

    if language_code not in {"da", "en"}:
        raise typer.BadParameter(text("expected one of: {choices}").format(choices="da, en"), param_hint="--language")
    language = load_language(language_code)
    if output_file.suffix.lower() not in ENDINGS:
        raise typer.BadParameter(language.gettext("expected a file that ends in .csv or .xlsx"), param_hint="--output")
    if output_file.exists() and any(output_file.samefile(file) for file in (input_file, policy_file) if file.exists()):
        raise typer.BadParameter(language.gettext("the input would be overwritten; choose another name"), param_hint="--output")
    try:
        scored = score_file(policy_file, input_file, language)
    except InputRejected as rejected:
        tell_problems(err, rejected.problems, language)
        err.print(language.gettext("Nothing was written. Correct the errors and run the command again."))
        raise typer.Exit(Exit.REJECTED) from rejected
    about = describe_scores(scored, input_file.name, language)
    try:
        write_scores(scored, output_file, about)
    except OSError as failed:
        reason = failed.strerror or type(failed).__name__
        err.print(language.gettext("The scores could not be saved: {reason}.").format(reason=reason))
        raise typer.Exit(Exit.STORAGE) from failed
    rows = len(scored.frame)
    out.print(language.ngettext("{number} row in {path}", "{number} rows in {path}", rows).format(number=rows, path=output_file))
    if scored.without_index:
        told = language.ngettext(
            "{number} row has no index, because a number is missing; the column »missing« says which.",
            "{number} rows have no index, because numbers are missing; the column »missing« says which.",
            scored.without_index,
        )
        out.print(told.format(number=scored.without_index))
    if scored.notes:
        cell, note = scored.notes[0]
        told = language.ngettext(
            "{number} row without numbers is no area: {cell} »{text}«",
            "{number} rows without numbers are no areas; the first: {cell} »{text}«",
            len(scored.notes),
        )
        out.print(told.format(number=len(scored.notes), cell=cell, text=note[:80]))
    for heading, said in about[3:]:
        out.print(f"{heading}: {said}")


@app.command(help=text("Remember in navne.toml that others write one of our names in another way."))
def alias(
    of: Annotated[str, typer.Argument(metavar="LIST", help=text("Which names: bydele, omraader or fora."))],
    written: Annotated[str, typer.Argument(metavar="FROM", help=text("What others write."))],
    name: Annotated[str, typer.Argument(metavar="TO", help=text("Our name, letter by letter."))],
    input_folder: InputFolder = Path("input"),
) -> None:
    """Accept another spelling of one of our names."""
    from pipeline.folding import nearest
    from pipeline.names import LISTS, add_alias, is_named
    from pipeline.sources.own_names import known_names

    language = load_language(peek_language(input_folder))
    if of not in LISTS:
        raise typer.BadParameter(language.gettext("expected one of: {choices}").format(choices=", ".join(LISTS)), param_hint="LIST")
    try:
        known = known_names(input_folder, of)
        if name not in known:
            near = ", ".join(nearest(name, known)) or "-"
            message = language.gettext("»{found}« is none of our names; nearest: {near}").format(found=name, near=near)
            raise typer.BadParameter(message, param_hint="TO")
        if is_named(written, known):
            message = language.gettext("»{found}« is a name of ours itself").format(found=written)
            raise typer.BadParameter(message, param_hint="FROM")
        path = add_alias(input_folder, of, written, name)
    except InputRejected as rejected:
        tell_problems(err, rejected.problems, language)
        raise typer.Exit(Exit.REJECTED) from rejected
    except OSError as failed:
        reason = failed.strerror or type(failed).__name__
        err.print(language.gettext("The name could not be saved: {reason}.").format(reason=reason))
        raise typer.Exit(Exit.STORAGE) from failed
    out.print(language.gettext("{path}: »{found}« is »{name}« from now on.").format(path=path, found=written, name=name))


@app.command(help=text("Write example workbooks with invented numbers, to try the program or to see how they are filled in."))
def example(
    folder: Annotated[Path, typer.Option("--folder", metavar="FOLDER", help=text("Where the workbooks are written."))] = Path("input"),
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
    from pipeline.example import write_configuration, write_example

    language = load_language(peek_language(folder))
    wanted = _years(years, language)
    if areas < forums:
        raise typer.BadParameter(language.gettext("there must be at least one area per forum"), param_hint="--areas")
    _spare_workbooks(folder, language, overwrite)
    folder.mkdir(parents=True, exist_ok=True)
    written = [
        *write_example(folder, forums=forums, areas=areas, years=wanted, plans=plans, seed=seed),
        *write_configuration(folder, wanted),
    ]
    for path in written:
        out.print(str(path))


@app.command(help=text("Write empty workbooks to fill in, each with a sheet that says what belongs where."))
def template(
    folder: Annotated[Path, typer.Option("--folder", metavar="FOLDER", help=text("Where the workbooks are written."))] = Path("skabelon"),
    years: Annotated[
        str | None,
        typer.Option(metavar="2011,2025", help=text("Years that get a sheet; without this, the two of input/indstillinger.toml.")),
    ] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help=text("Replace workbooks that are there already."))] = False,
) -> None:
    """Write empty workbooks."""
    from pipeline.template import usual_years, write_template
    from pipeline.workbooks import write_configuration

    language = load_language(peek_language(folder))
    wanted = usual_years(Path("input")) if years is None else _years(years, language)
    _spare_workbooks(folder, language, overwrite)
    for path in [*write_template(folder, wanted), *write_configuration(folder, wanted)]:
        out.print(str(path))


def _spare_workbooks(folder: Path, language: Language, overwrite: bool) -> None:
    """Stop where workbooks would be replaced that nobody said to replace."""
    from pipeline.schema import WORKBOOKS

    there = [workbook.filename for workbook in WORKBOOKS if (folder / workbook.filename).exists()]
    if there and not overwrite:
        message = language.gettext("{files} in {folder} would be replaced. Choose another --folder, or add --overwrite.")
        raise typer.BadParameter(message.format(files=", ".join(there), folder=folder), param_hint="--folder")


def _years(given: str, language: Language) -> list[int]:
    parts = [part.strip() for part in given.split(",")]
    if len(parts) < 2 or not all(part.isdigit() and 1990 <= int(part) <= 2100 for part in parts) or len(set(parts)) != len(parts):
        raise typer.BadParameter(
            language.gettext("expected at least two different years parted by comma, such as 2011,2025"), param_hint="--years"
        )
    return sorted(int(part) for part in parts)


def _progress(reports: list[DistrictReport | CityReport], language: Language) -> Iterable[DistrictReport | CityReport]:
    """Show a bar while the reports are rendered; silent where the screen is not a terminal."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    return _tracked(Progress(*columns, console=err, disable=not err.is_terminal), reports, language)


def _tracked(progress: Progress, reports: list[DistrictReport | CityReport], language: Language) -> Iterator[DistrictReport | CityReport]:
    with progress:
        task = progress.add_task(language.gettext("Rendering"), total=len(reports))
        for report in reports:
            yield report
            progress.advance(task)


def _reject(rejected: InputRejected, language: Language, input_folder: Path, output_folder: Path) -> NoReturn:
    tell_problems(err, rejected.problems, language)
    err.print(language.gettext("No report was made and no workbook was changed. Correct the errors and run the command again."))
    _write_check(err, rejected.problems, language, input_folder, output_folder)
    raise typer.Exit(Exit.REJECTED)


def _write_check(console: Console, problems: Sequence[Problem], language: Language, input_folder: Path, output_folder: Path) -> None:
    """Write the page and the marked copies, and say where; where that fails, what was found has been told all the same."""
    try:
        page = write_check(input_folder, output_folder, problems, language)
    except StorageFailed as failed:
        told = language.gettext(
            "The page of problems could not be saved: {reason}. Close the copies where they are open, and run it again."
        )
        err.print(told.format(reason=failed))
        return
    if page is not None:
        told = language.gettext("All of it: {page}.").format(page=page)
        beside = language.gettext("Copies of the workbooks, with the cells marked, lie beside it.")
        console.print(f"{told} {beside}" if has_copies(page) else told)


if __name__ == "__main__":
    sys.exit(app(prog_name="python -m pipeline"))
