"""The command `reports`: make all reports, or draw one forum's as a preview."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from pipeline.commands.app import Exit, InputFolder, OutputFolder, Period, app, check_renderer, err, language_of, out, read_period, text
from pipeline.commands.check import reject, write_check_page
from pipeline.commands.preview import draw_one
from pipeline.commands.streams import show_work
from pipeline.commands.tree import find_tree, where_current
from pipeline.commands.words import say_later_sheets, say_revised_reports, say_storage, say_unsaved
from pipeline.language.language import Language
from pipeline.language.printable import printable
from pipeline.language.typeface import missing_glyphs, replace_lookalikes
from pipeline.lock import Locked
from pipeline.problems.rejected import InputRejected
from pipeline.releases.checks.words import say_failed, say_what_to_do
from pipeline.releases.make.failures import ClusterFailed, ReportsFailed
from pipeline.releases.make.job import JobResult, Make, ReportJob
from pipeline.releases.make.words import say_cluster_failed, say_unmade, say_unpublished
from pipeline.releases.publish import MadeRelease
from pipeline.run_once import BUG, Done, RunRequest, run_once, want_period
from pipeline.settings.period import Years
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
    forum: Annotated[
        str,
        typer.Option(
            metavar="FORUM",
            help=text(
                "Draw this forum's report only, to look at: stamped as a trial, published nowhere and never sent. The name or id in "
                "fora.xlsx; the city's overview: hele byen."
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
    if forum:
        _check_alone({"--reason": reason, "--anew": anew, "--scheduler": scheduler, "--if-due": if_due}, language)
        draw_one(forum, input_folder, output_folder, years)
        return
    reason = replace_lookalikes(reason)
    _check_reason(reason, language, needed=anew)
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
    _tell_unsent(done, input_folder, tree, language)
    _tell_sample(done, input_folder, language)
    if reason.strip() and not done.published:
        told = language.gettext(
            "A reason is given with the correction itself; it cannot be added to reports that are made. To make all of them anew all the same, as a "
            'correction for every forum: make reports ANEW=1 REASON="{reason}"'
        )
        out.print(told.format(reason=reason.strip()))
    write_check_page(out, (), language, input_folder, output_folder)  # an earlier check's errors are corrected
    _tell_failed_checks(done, language)


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
        err.print(
            language.gettext("The reports could not be saved: {reason}. The last release is unchanged.").format(
                reason=say_storage(failed, language)
            )
        )
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
        out.print(say_revised_reports(done.edition, language))
    if manifest["findings"]:
        found = language.ngettext(
            "{number} finding is printed in the reports under data quality; see it with: make check",
            "{number} findings are printed in the reports under data quality; see them with: make check",
            manifest["findings"],
        )
        out.print(found.format(number=manifest["findings"]))
    for line in say_later_sheets(manifest, language):
        out.print(line)


def _tell_failed_checks(done: Done, language: Language) -> None:
    """Print which checks of the finished reports failed, and exit: the release waits."""
    if done.failed_checks:
        err.print(language.gettext("A check of the finished reports failed:"))
        for line in (*(say_failed(check, language) for check in done.failed_checks), say_what_to_do(language)):
            err.print(f"  {line}")
        raise typer.Exit(Exit.WAITS)


def _tell_unsent(done: Done, input_folder: Path, output_folder: Path, language: Language) -> None:
    """Print how to begin anew where a correction was made before anybody had got what it corrects."""
    edition = done.edition
    if done.published and edition.number > 1:
        from pipeline.delivery.series import read_series

        if not read_series(input_folder, output_folder).newest(edition.period):
            told = language.gettext(
                "No mail of this period has been sent. Has nobody got the reports in another way either, you may begin anew, so that these are the "
                "first and no correction: move the folder {folder} to another place. Then: make reports"
            )
            out.print(told.format(folder=output_folder))


def _tell_sample(done: Done, input_folder: Path, language: Language) -> None:
    """Print that the numbers are sample data, and which workbooks say so."""
    if done.edition.manifest["sample"]:
        from pipeline.input.sample_data import list_sample_workbooks

        out.print(language.gettext("The numbers are sample data: every page is stamped so."))
        told = language.gettext(
            "No mail of them is sent. It is said on the sheet Om of {files}; with numbers of your own, write nej there."
        )
        out.print(told.format(files=language.listing(list(list_sample_workbooks(input_folder)))))


def _tell_unmade(failed: ReportsFailed, language: Language) -> None:
    """Print which reports could not be made and why, then the tracebacks, for developers."""
    for one in failed.reports:
        err.print(say_unmade(one, language))
    err.print(say_unpublished(failed, language))
    for one in failed.reports:
        if one.trace:
            err.print(f"\n{one.file}\n{one.trace.rstrip()}")


def _check_alone(others: Mapping[str, object], language: Language) -> None:
    """Refuse options of all reports beside the one forum of a preview."""
    for name, given in others.items():
        if given:
            raise typer.BadParameter(language.gettext("it belongs to all reports, not to one forum's preview"), param_hint=name)


def _check_reason(reason: str, language: Language, *, needed: bool) -> None:
    """Refuse a reason that does not fit on page 1, or that has a word that reports never use, or a needed one that is missing."""
    if needed and not reason.strip():
        raise typer.BadParameter(language.gettext("say why: page 1 prints it"), param_hint="--reason")
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


def _reject_first(language: Language, input_folder: Path, output_folder: Path, years: Years | None) -> None:
    """Report errors in the input even if nothing can be saved."""
    from pipeline.input.check_input import check_input

    try:
        check_input(input_folder, want_period(find_tree(input_folder, output_folder), years))
    except InputRejected as rejected:
        reject(rejected, language, input_folder, output_folder)


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
