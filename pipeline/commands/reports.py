"""Commands on an input folder: make the reports, check the input, show how robust the results are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any, Final, NoReturn

import typer
from rich.console import Console

from pipeline.clock import local_date, now_utc
from pipeline.commands.app import Exit, InputFolder, OutputFolder, Period, app, err, language_of, out, read_period, text
from pipeline.commands.streams import show_work
from pipeline.commands.tree import find_tree
from pipeline.commands.words import say_later_sheets, say_reported, say_unsaved
from pipeline.language.language import Language
from pipeline.language.printable import printable
from pipeline.language.typeface import missing_glyphs, replace_lookalikes
from pipeline.lock import Locked
from pipeline.problems.model import Problem
from pipeline.problems.rejected import InputRejected
from pipeline.releases.changed_reports import read_revised
from pipeline.releases.checks.words import say_failed, say_what_to_do
from pipeline.releases.find import CURRENT, Release
from pipeline.releases.make.failures import ClusterFailed, ReportsFailed
from pipeline.releases.make.job import JobResult, Make, ReportJob
from pipeline.releases.make.words import say_cluster_failed, say_unmade, say_unpublished
from pipeline.releases.publish import MadeRelease
from pipeline.run_once import BUG, Done, RunRequest, run_once, want_period
from pipeline.settings.period import Wanted, Years
from pipeline.storage import StorageFailed

LONGEST_REASON: Final = 160
SCHEDULER: Final = re.compile(r"(tcp|tls)://([\w.-]+|\[[0-9a-fA-F:]+\]):\d{1,5}")


@app.command(
    help=text(
        "Make all reports: six forums' PDFs, the city overview and the manifest. With any error in the input, but in a recipient, none is made."
    )
)
def reports(
    input_folder: InputFolder = Path("input"),
    output_folder: OutputFolder = Path("output"),
    reason: Annotated[
        str,
        typer.Option(
            metavar=text("TEXT"), help=text("Why published reports are corrected; printed on page 1. Without it: the changed files' names.")
        ),
    ] = "",
    period: Period = "",
    anew: Annotated[
        bool,
        typer.Option(
            "--anew",
            help=text(
                "Make all reports anew as another revision, even where none is changed, for a new look or wording; needs --reason, and always "
                "waits for approval."
            ),
        ),
    ] = False,
    scheduler: Annotated[
        str,
        typer.Option(
            metavar=text("ADDRESS"),
            help=text(
                "Address of a Dask scheduler whose workers make the reports, such as tcp://10.0.0.5:8786, instead of this computer; see "
                "docs/scaling.md."
            ),
        ),
    ] = "",
    if_due: Annotated[
        bool,
        typer.Option("--if-due", help=text("Only where the schedule of the settings asks for a run now; for the timer of make schedule.")),
    ] = False,
) -> None:
    """Make all reports."""
    from pipeline.scheduled_run import begin_scheduled, keep_done

    language = language_of(input_folder)
    years = read_period(period, language)
    reason = replace_lookalikes(reason)
    _check_reason(reason, language)
    if anew and not reason.strip():
        raise typer.BadParameter(language.gettext("say why: page 1 prints it"), param_hint="--reason")
    _check_scheduler(scheduler, language)
    with _told_failures(language, input_folder, output_folder, years, scheduled=if_due):
        if if_due and not begin_scheduled(input_folder, output_folder):
            return
        if not scheduler:
            check_renderer(language)
        tree = find_tree(input_folder, output_folder)
        request = RunRequest(years, reason.strip(), anew)
        with show_work(language.gettext("Reading and checking the input")) as stop:
            done = run_once(input_folder, tree, partial(_make_release, language, scheduler, stop), request)
        if years is None:
            keep_done(output_folder)
    _tell_done(done, tree, language)
    _tell_sample(done, input_folder, language)
    if reason.strip() and not done.published:
        told = language.gettext('To make all of them anew all the same, for a new look or wording: make reports ANEW=1 REASON="{reason}"')
        out.print(told.format(reason=reason.strip()))
    _write_check(out, (), language, input_folder, output_folder)  # an earlier check's errors are corrected
    if done.failed_checks:
        err.print(language.gettext("A check of the finished reports failed:"))
        for line in (*(say_failed(check, language) for check in done.failed_checks), say_what_to_do(language)):
            err.print(f"  {line}")
        raise typer.Exit(Exit.WAITS)


@contextmanager
def _told_failures(
    language: Language, input_folder: Path, output_folder: Path, years: Years | None, *, scheduled: bool = False
) -> Iterator[None]:
    """Report why a run failed, and exit with the code for it."""
    try:
        yield
    except InputRejected as rejected:
        reject(rejected, language, input_folder, output_folder, scheduled=scheduled)
    except ReportsFailed as failed:
        _tell_unmade(failed, language)
        raise typer.Exit(BUG) from failed
    except ClusterFailed as failed:
        err.print(say_cluster_failed(failed, language))
        err.print(language.gettext("Nothing was published; the last release is unchanged."))
        raise typer.Exit(BUG) from failed
    except Locked as locked:
        told = language.gettext(
            "Another run is at work in {folder}. Wait until it has ended, and run the command again. Nothing was changed."
        )
        err.print(told.format(folder=output_folder))
        raise typer.Exit(Exit.LOCKED) from locked
    except StorageFailed as failed:
        _reject_first(language, input_folder, output_folder, years)
        err.print(language.gettext("The reports could not be saved: {reason}. The last release is unchanged.").format(reason=failed))
        err.print(say_unsaved(failed, language))
        raise typer.Exit(Exit.STORAGE) from failed


def _tell_done(done: Done, output_folder: Path, language: Language) -> None:
    """Print which release is current, and whether this run made it."""
    manifest, number = done.edition.manifest, len(done.pdfs)
    if not done.published:
        out.print(language.gettext("No report is changed; they stay as they are."))
    told = language.ngettext("{number} report in {folder}", "{number} reports in {folder}", number)
    out.print(told.format(number=number, folder=where_current(output_folder, done.edition)))
    if done.published and done.edition.number > 1:
        from pipeline.report.words.revision import say_reason

        told = language.gettext("It is revision {number}. {reason} Page 1 of each changed report says what has changed.")
        out.print(told.format(number=done.edition.number, reason=say_reason(manifest["revision"]["reason"], language)))
        out.print(tell_revised(done.edition, language))
    if manifest["findings"]:
        found = language.ngettext(
            "{number} finding is printed in the reports under data quality; see it with: make check",
            "{number} findings are printed in the reports under data quality; see them with: make check",
            manifest["findings"],
        )
        out.print(found.format(number=manifest["findings"]))
    for line in say_later_sheets(manifest, language):
        out.print(line)


def _tell_sample(done: Done, input_folder: Path, language: Language) -> None:
    """Print that the numbers are sample data, and which workbooks say so."""
    if done.edition.manifest["sample"]:
        from pipeline.input.sample_data import list_sample_workbooks

        out.print(language.gettext("The numbers are sample data: every page is stamped so."))
        told = language.gettext(
            "No mail of them is sent. It is said on the sheet Om of {files}; with numbers of your own, write nej there."
        )
        out.print(told.format(files=language.listing(list(list_sample_workbooks(input_folder)))))


def tell_revised(edition: Release, language: Language) -> str:
    """Return the reports that a correction changed."""
    from pipeline.report.words.revision import say_revised

    revised = read_revised(edition)
    return say_revised(revised.number, revised.changed, len(revised.kept), language)


def _tell_unmade(failed: ReportsFailed, language: Language) -> None:
    """Print which reports could not be made and why, then the tracebacks, for developers."""
    for one in failed.reports:
        err.print(say_unmade(one, language))
    err.print(say_unpublished(failed, language))
    for one in failed.reports:
        if one.trace:
            err.print(f"\n{one.file}\n{one.trace.rstrip()}")


def where_current(output_folder: Path, edition: Release) -> Path:
    """Return the path at which to open a release: the link, or its own folder where links cannot be made."""
    link = output_folder / CURRENT
    return link if link.is_symlink() else edition.folder


def _check_reason(reason: str, language: Language) -> None:
    """Refuse a reason that does not fit on page 1, or that has a word that reports never use."""
    if len(reason) > LONGEST_REASON or printable(reason) != reason or "\n" in reason:
        message = language.gettext("expected one line of at most {most} characters").format(most=LONGEST_REASON)
        raise typer.BadParameter(message, param_hint="--reason")
    from pipeline.language.banned_words import find_banned

    if absent := missing_glyphs(reason):
        message = language.gettext("the typeface of the reports lacks {characters}; write it without").format(characters=" ".join(absent))
        raise typer.BadParameter(message, param_hint="--reason")
    banned = find_banned(reason, language.code)
    if banned:
        message = language.gettext("the reports do not use the word »{word}«; write it in another way").format(word=banned[0].word)
        raise typer.BadParameter(message, param_hint="--reason")


def _check_scheduler(scheduler: str, language: Language) -> None:
    """Refuse an address that is not a scheduler's, and any address if the package for it is not installed."""
    if not scheduler:
        return
    message = ""
    if not SCHEDULER.fullmatch(scheduler):
        message = language.gettext("expected an address such as tcp://10.0.0.5:8786, or tls:// for an encrypted connection")
    elif find_spec("distributed") is None:
        message = language.gettext("a cluster needs a package more; install it with: sh scripts/setup.sh requirements-dev.txt")
    if message:
        raise typer.BadParameter(message, param_hint="--scheduler")


def check_renderer(language: Language) -> None:
    """Stop before a run is begun where this machine lacks libraries that make the PDFs."""
    from pipeline.render.system_libraries import missing_libraries

    if missing := missing_libraries():
        told = language.gettext("No reports can be made on this machine: {missing} is missing. See what to do with: make doctor")
        err.print(told.format(missing=language.listing(missing)))
        raise typer.Exit(Exit.LACKING)


def _reject_first(language: Language, input_folder: Path, output_folder: Path, years: Years | None) -> None:
    """Report errors in the input even if nothing can be saved."""
    from pipeline.input.check_input import check_input

    try:
        check_input(input_folder, want_period(find_tree(input_folder, output_folder), years))
    except InputRejected as rejected:
        reject(rejected, language, input_folder, output_folder)


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
    _write_check(out, (*of_one_mail, *intake.tables.findings), language, input_folder, output_folder)
    if of_one_mail:
        raise typer.Exit(Exit.REJECTED)


@app.command(
    help=text(
        "Show how firm each area's status and index are: a thousand trials with other weights, scales and limits, each indicator left out, "
        "each limit 5 % lower and higher. On the screen only, for the analyst."
    )
)
def robustness(input_folder: InputFolder = Path("input"), period: Period = "") -> None:
    """Show each forum's conclusion with its checks, and how robust the areas' statuses are."""
    from pipeline.commands.conclusions_table import tell_conclusions
    from pipeline.commands.firmness_table import tell_firmness
    from pipeline.disclosure.protect import protect_input
    from pipeline.input.check_input import check_input
    from pipeline.problems.screen import tell_problems
    from pipeline.report.compose.district import compose_districts
    from pipeline.run import gather
    from pipeline.scoring.scores import Level

    language = language_of(input_folder)
    wanted = Wanted(local_date(now_utc()), read_period(period, language))
    try:
        intake = check_input(input_folder, wanted)
    except InputRejected as rejected:
        tell_problems(err, rejected.problems, language)
        raise typer.Exit(Exit.REJECTED) from rejected
    material = gather(protect_input(intake))
    tell_conclusions(out, compose_districts(material))
    robustness = material.comparison.robustness
    areas = robustness[robustness["level"] == Level.AREA]
    names = dict(zip(intake.tables.areas["area_id"], intake.tables.areas["area"], strict=True))
    tell_firmness(out, areas, names, len(intake.policy.indicators), language)


def _make_release(
    language: Language, scheduler: str, stop: Callable[[], None], input_folder: Path, output_folder: Path, **wishes: Any
) -> MadeRelease:
    """Make a release, its reports here or on a cluster, behind a progress bar."""
    make: Make
    if scheduler:
        from pipeline.releases.make.cluster import make_all_on

        make = partial(make_all_on, scheduler)
    else:
        from pipeline.releases.make.processes import make_all, start_beside

        start_beside()  # the renderer is imported in parallel with pandas and the reading of the input
        make = make_all
    from pipeline.run import make_reports

    return make_reports(input_folder, output_folder, partial(_show_progress, language, make, stop), **wishes)


def _show_progress(
    language: Language, make: Make, stop: Callable[[], None], jobs: Iterable[ReportJob], number: int, folder: Path
) -> Iterator[JobResult]:
    """Make the reports behind a progress bar, which takes the place of what was shown before; none if the screen is not a terminal."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    stop()
    with Progress(*columns, console=err, disable=not err.is_terminal) as progress:
        yield from progress.track(make(jobs, number, folder), total=number, description=language.gettext("Rendering"))


def reject(rejected: InputRejected, language: Language, input_folder: Path, output_folder: Path, *, scheduled: bool = False) -> NoReturn:
    """Report the errors of an input folder, on the screen and as a page with marked copies, and exit."""
    from pipeline.problems.screen import tell_places, tell_problems

    (tell_places if scheduled else tell_problems)(err, rejected.problems, language)
    err.print(language.gettext("No report was made and no workbook was changed. Correct the errors and run the command again."))
    _write_check(err, rejected.problems, language, input_folder, output_folder)
    raise typer.Exit(Exit.REJECTED)


def _write_check(console: Console, problems: Sequence[Problem], language: Language, input_folder: Path, output_folder: Path) -> None:
    """Write the check page and the marked copies, and print their paths; if that fails, the errors are on the screen already."""
    if not problems and not (output_folder / "check").exists():
        return  # nothing to write: skip the imports
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
        err.print(told.format(reason=failed))
        return
    if page is not None:
        told = language.gettext("All of it: {page}.").format(page=page)
        beside = language.gettext("Copies of the workbooks, with the cells marked, lie beside it.")
        console.print(f"{told} {beside}" if has_copies(page) else told)
