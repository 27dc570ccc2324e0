"""Commands on an input folder: make the reports, check, look how firm the results are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from pipeline.commands.app import Exit, InputFolder, OutputFolder, app, err, out, text
from pipeline.problems import InputRejected, Problem
from pipeline.settings import peek_language
from pipeline.storage import StorageFailed
from pipeline.tell import has_copies, tell_findings, tell_firmness, tell_problems, write_check
from pipeline.wording import Language, load_language

if TYPE_CHECKING:
    from pipeline.report import CityReport, DistrictReport


@app.command(help=text("Make all reports: six forums' PDFs, the city overview and the manifest. With any error in the input none is made."))
def reports(input_folder: InputFolder = Path("input"), output_folder: OutputFolder = Path("output")) -> None:
    """Make all reports."""
    from pipeline.run import make_reports  # the renderer is imported only where it is used

    language = load_language(peek_language(input_folder))
    try:
        release = make_reports(input_folder, output_folder, lambda reports: _progress(reports, language))
    except InputRejected as rejected:
        reject(rejected, language, input_folder, output_folder)
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
        reject(rejected, language, input_folder, output_folder)
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


def reject(rejected: InputRejected, language: Language, input_folder: Path, output_folder: Path) -> NoReturn:
    """Tell the errors of an input folder, on the screen and as a page with marked copies, and end."""
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
