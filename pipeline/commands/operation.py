"""Commands on a release: `status` of runs and mails, `gates` (may it be sent?), `approve`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Annotated, Final

import typer

from pipeline.clock import MUNICIPALITY, now_utc
from pipeline.commands.app import Exit, InputFolder, OutputFolder, app, err, language_of, out, text
from pipeline.commands.tree import find_tree, where_current
from pipeline.commands.words import (
    say_hold,
    say_later_sheets,
    say_next,
    say_not_done,
    say_only_waiting,
    say_outcome,
    say_revised_reports,
    say_scheduled,
    say_silent,
    say_storage,
    say_unsaved,
)
from pipeline.delivery.gates import GateResult
from pipeline.language.language import Language
from pipeline.language.printable import printable
from pipeline.problems.describe import describe_in_place
from pipeline.problems.rejected import InputRejected
from pipeline.releases.find import current_release
from pipeline.releases.fingerprint import hash_inputs, take_fingerprint
from pipeline.releases.history.local_key import local_key
from pipeline.releases.history.pulse import Pulse, last_pulse
from pipeline.releases.history.store import History, RunOutcome, open_history
from pipeline.run_once import want_period
from pipeline.storage import StorageFailed

RUNS: Final = 5


@app.command(help=text("Show the last runs, what waits, and what to do next."))
def status(input_folder: InputFolder = Path("input"), output_folder: OutputFolder = Path("output")) -> None:
    """Show the status of runs, release and mails."""
    language = language_of(input_folder)
    with stored_history(language):
        for line in tell_status(input_folder, output_folder):
            out.print(line)


def tell_status(input_folder: Path, output_folder: Path) -> Iterator[str]:
    """Yield the status of runs, release and mails, a line each.

    Raises:
        StorageFailed: the history cannot be read.
    """
    language, tree = language_of(input_folder), find_tree(input_folder, output_folder)
    with open_history(tree) as history:
        yield from _tell_tree(tree, output_folder, language)
        yield from _tell_runs(history, tree, language)
        yield from _tell_schedule(input_folder, output_folder, language)
        yield from _tell_next(history, input_folder, tree, language)
        yield from _tell_mails(tree, language)


@app.command(help=text("Say whether the current release may be sent: exit code 0 yes, 10 it waits."))
def gates(input_folder: InputFolder = Path("input"), output_folder: OutputFolder = Path("output")) -> None:
    """Show the gates' decision."""
    from pipeline.commands.approval import read_current
    from pipeline.commands.next_mails import say_next_mails
    from pipeline.delivery.may_send_release import ask_clearance

    language = language_of(input_folder)
    tree = find_tree(input_folder, output_folder)
    with stored_history(language), open_history(tree) as history:
        intake, edition = read_current(input_folder, tree, output_folder, language)
        result = ask_clearance(intake, edition, history)
        for line in tell_gates(result, language, say_next_mails(intake, edition, tree, language)):
            out.print(line)
        if not result.may_send:
            raise typer.Exit(Exit.WAITS)


@app.command(
    help=text("Show what a release would send and what has changed since the one before; with the code shown there, approve exactly that.")
)
def approve(
    period: Annotated[
        str, typer.Argument(metavar="[PERIOD]", help=text("Which period, such as 2011-2025; needs none for the current release."))
    ] = "",
    code: Annotated[
        str, typer.Option("--code", metavar="CODE", help=text("The code that was shown: approves exactly what was shown."))
    ] = "",
    input_folder: InputFolder = Path("input"),
    output_folder: OutputFolder = Path("output"),
) -> None:
    """Show a release for approval, or approve it."""
    from pipeline.commands.approval import read_current, say_approved, say_refused_code, tell_release
    from pipeline.commands.next_mails import say_next_mails
    from pipeline.delivery.may_send_release import ask_clearance

    language = language_of(input_folder)
    tree = find_tree(input_folder, output_folder)
    with stored_history(language), open_history(tree) as history:
        intake, edition = read_current(input_folder, tree, output_folder, language)
        if period and edition.period != period:
            message = language.gettext("the current release is of {period}").format(period=edition.period)
            raise typer.BadParameter(message, param_hint="PERIOD")
        result = ask_clearance(intake, edition, history)
        next_step = say_next_mails(intake, edition, tree, language)
        if not code:
            for line in (*tell_release(intake, edition, tree, language), *tell_gates(result, language, next_step)):
                out.print(line)
            if result.is_final:
                raise typer.Exit(Exit.WAITS)
            return
        if refused := say_refused_code(code, result, language):
            err.print(refused)
            for line in tell_gates(result, language, next_step):
                err.print(line)
            raise typer.Exit(Exit.WAITS)
        history.approve(edition.name, result.digest)
        out.print(say_approved(edition, language))
        out.print(next_step)


class stored_history:  # noqa: N801 - reads as a clause of with
    """Report that the history cannot be used, and exit with the storage code."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def __enter__(self) -> None:
        return None

    def __exit__(self, _: object, failed: BaseException | None, __: object) -> None:
        if isinstance(failed, StorageFailed):
            err.print(
                self._language.gettext("The history of runs cannot be used: {reason}.").format(reason=say_storage(failed, self._language))
            )
            err.print(say_unsaved(failed, self._language))
            raise typer.Exit(Exit.STORAGE) from failed


def _tell_tree(tree: Path, output_folder: Path, language: Language) -> Iterator[str]:
    """Yield that the input is sample data, and which release of real data is left as it is; nothing for real data."""
    if tree != output_folder:
        yield language.gettext("The input is sample data. What is made of it lies in {folder} and is sent to nobody.").format(folder=tree)
        edition = current_release(output_folder)
        if edition is not None:
            told = language.gettext("The reports of your own numbers are as they were: {release}, in {folder}.")
            yield told.format(release=edition.name, folder=where_current(output_folder, edition))


def _tell_runs(history: History, output_folder: Path, language: Language) -> Iterator[str]:
    runs = history.last_runs(RUNS)
    yield language.gettext("The last runs:") if runs else language.gettext("There has been no run yet.")
    for run in runs:
        took = "" if run.seconds is None else language.gettext(", {seconds} s").format(seconds=language.number(run.seconds, 1))
        what = f" {run.release}" if run.release else ""
        yield f"  {_local(run.started)}  {say_outcome(run.outcome, language)}{what}{took}"
    pulse = last_pulse(output_folder, Pulse.RUN)
    if pulse is not None:
        yield language.gettext("The last run that came to a good end was {time}.").format(time=_local(pulse.isoformat()))


def _tell_schedule(input_folder: Path, output_folder: Path, language: Language) -> Iterator[str]:
    """Yield when the next scheduled run is, which one was missed, or that its timer has stopped; nothing if none is set up."""
    from pipeline.scheduled_run import SILENCE, last_due, next_due, read_progress, read_schedule

    now, schedule, progress = now_utc(), read_schedule(input_folder), read_progress(output_folder)
    if progress is None:
        return
    due = last_due(schedule, now)
    if progress.called < now - SILENCE:
        yield say_silent(progress.called, language)
    elif progress.is_of(schedule, now) and progress.done < due:
        yield say_not_done(due, language)
    else:
        yield say_scheduled(next_due(schedule, now), language)


def _tell_next(history: History, input_folder: Path, output_folder: Path, language: Language) -> Iterator[str]:
    from pipeline.commands.next_mails import is_done, say_next_mails
    from pipeline.delivery.may_send_release import ask_clearance
    from pipeline.input.check_input import check_input
    from pipeline.run import period_name

    edition = current_release(output_folder)
    wanted = want_period(output_folder)
    if edition is not None:
        where = where_current(output_folder, edition)
        told = language.gettext("The current release is {release}, in {folder}.")
        yield told.format(release=edition.name, folder=where)
        if edition.number > 1 and edition.is_genuine():
            yield say_revised_reports(edition, language)
        yield from say_later_sheets(edition.manifest, language)
    runs = history.last_runs(1)
    after = say_next(runs[0].outcome, language) if runs else ""
    if after and (edition is None or runs[0].outcome is not RunOutcome.REJECTED):  # whether the input still has errors is checked below
        yield after
        return
    if edition is None:
        yield language.gettext("The input is not published yet. Next: make reports")
        return
    try:
        inputs = hash_inputs(input_folder)
    except OSError:  # the check below names the file
        inputs = {}
    planned, named = (
        history.release_of(take_fingerprint(inputs, chose, local_key(output_folder))) == edition.name
        for chose in (wanted.key(input_folder), edition.period)
    )
    if named and not planned:
        told = language.gettext("It was made with PERIOD={period}. The next run without PERIOD goes back to the years of the settings.")
        yield told.format(period=edition.period)
    try:
        intake = check_input(input_folder, replace(wanted, years=edition.years) if planned or named else wanted)
    except InputRejected:
        yield say_only_waiting(language)
        yield say_next(RunOutcome.REJECTED, language)
        return
    if period_name(intake.settings) != edition.period:
        yield language.gettext("The input is not published yet. Next: make reports")
        return
    if intake.tables.of_one_mail:
        yield language.gettext("These recipients get no mail before their cells are corrected:")
        yield from (f"  {printable(describe_in_place(problem, language))}" for problem in intake.tables.of_one_mail)
    result, next_step = ask_clearance(intake, edition, history), say_next_mails(intake, edition, output_folder, language)
    is_quiet = intake.tables.sample and not result.held
    yield from (
        [next_step]
        if is_quiet or (is_done(intake, edition, output_folder) and not result.is_final)
        else tell_gates(result, language, next_step)
    )


def _tell_mails(output_folder: Path, language: Language) -> Iterator[str]:
    """Yield how many mails are sent, wait, or need a person."""
    from pipeline.commands.mails import count_mails

    mails = count_mails(output_folder)
    if mails is None:
        return
    pulse = last_pulse(output_folder, Pulse.DELIVERY)
    if pulse is not None:
        told = language.gettext("The last delivery ran {time}. Where a timer runs it, it runs every fifteen minutes.")
        yield told.format(time=_local(pulse.isoformat()))
    if mails.sent:
        yield language.ngettext("{number} mail is sent.", "{number} mails are sent.", mails.sent).format(number=mails.sent)
    if mails.files:
        told = language.ngettext(
            "{number} mail is written as a file, not sent.", "{number} mails are written as files, not sent.", mails.files
        )
        yield told.format(number=mails.files)
    if mails.trials:
        told = language.ngettext("{number} mail is sent as a trial.", "{number} mails are sent as a trial.", mails.trials)
        yield told.format(number=mails.trials)
    if mails.waiting:
        told = language.ngettext(
            "{number} mail waits or was refused. Next: make outbox", "{number} mails wait or were refused. Next: make outbox", mails.waiting
        )
        yield told.format(number=mails.waiting)
    if mails.uncertain:
        told = language.ngettext(
            "It is not known whether {number} mail arrived. Next: make outbox",
            "It is not known whether {number} mails arrived. Next: make outbox",
            mails.uncertain,
        )
        yield told.format(number=mails.uncertain)


def tell_gates(result: GateResult, language: Language, next_step: str) -> Iterator[str]:
    """Yield the gates' decision, and what to do: `next_step` if the release may be sent."""
    if not result.held:
        free = language.gettext("Nothing speaks against sending.")
        yield f"{free} {next_step}".rstrip()
        return
    period = result.release.split("_")[0]
    yield language.gettext("It waits:") if not result.may_send else language.gettext("It waited, and was approved:")
    for held in result.held:
        yield f"  {say_hold(held, language)}"
    if result.may_send:
        approved = language.gettext("Approved {time}.").format(time=_local(result.approved or ""))
        yield f"{approved} {next_step}".rstrip()
    elif not result.is_final:
        yield language.gettext("Look at it: make approve PERIOD={period}").format(period=period)
        yield language.gettext("Approve exactly this: make approve PERIOD={period} CODE={code}").format(period=period, code=result.code)


def _local(moment: str) -> str:
    """Return a UTC time in that of the municipality."""
    return datetime.fromisoformat(moment).astimezone(MUNICIPALITY).strftime("%d-%m-%Y %H:%M")
