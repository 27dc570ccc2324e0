"""What `Status.html` says of runs, release and mails: for people who have no terminal and know no path of the server. Imported by `watch` alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from pipeline.clock import MUNICIPALITY, now_utc
from pipeline.commands.app import language_of
from pipeline.commands.approval import find_current
from pipeline.commands.mails import count_mails
from pipeline.commands.next_mails import is_done
from pipeline.commands.tree import find_tree
from pipeline.commands.words import say_not_done, say_outcome, say_revised_reports, say_scheduled
from pipeline.delivery.gates import Hold
from pipeline.delivery.may_send_release import ask_clearance
from pipeline.delivery.series import read_series, refuse_place
from pipeline.input.check_input import Intake
from pipeline.language.language import Language
from pipeline.problems.rejected import InputRejected
from pipeline.releases.history.store import History, RunOutcome, open_history
from pipeline.scheduled_run import SILENCE, last_due, next_due, read_progress, read_schedule

OF_THE_SERVER = (RunOutcome.STORAGE, RunOutcome.FAILED, RunOutcome.INTERRUPTED)


def tell_server(input_folder: Path, output_folder: Path) -> Iterator[str]:
    """Yield what the server has done and what waits, a sentence each, without commands and paths.

    Raises:
        StorageFailed: the history cannot be read.
    """
    language, tree = language_of(input_folder), find_tree(input_folder, output_folder)
    if tree != output_folder:
        yield language.gettext("The numbers are sample data: nothing made of them is sent to anybody.")
    with open_history(tree) as history:
        yield from _tell_last_run(history, language)
        yield _say_next_run(input_folder, output_folder, language)
        yield from _tell_release(input_folder, tree, history, language)
    yield from _tell_mails(tree, language)


def _tell_last_run(history: History, language: Language) -> Iterator[str]:
    runs = history.last_runs(1)
    if not runs:
        yield language.gettext("There has been no run yet.")
        return
    time = datetime.fromisoformat(runs[0].started).astimezone(MUNICIPALITY).strftime("%d-%m-%Y %H:%M")
    yield language.gettext("The last run was {time}: {outcome}.").format(time=time, outcome=say_outcome(runs[0].outcome, language))
    if runs[0].outcome in OF_THE_SERVER:
        yield language.gettext("Tell it to the person who runs the server.")


def _say_next_run(input_folder: Path, output_folder: Path, language: Language) -> str:
    now, schedule, progress = now_utc(), read_schedule(input_folder), read_progress(output_folder)
    if progress is None:
        return language.gettext("No run is scheduled: reports are made when the person who runs the server starts a run.")
    if progress.called < now - SILENCE:
        return language.gettext("The scheduled run is not called any more. Tell it to the person who runs the server.")
    due = last_due(schedule, now)
    if progress.is_of(schedule, now) and progress.done < due:
        return say_not_done(due, language)
    return say_scheduled(next_due(schedule, now), language)


def _tell_release(input_folder: Path, tree: Path, history: History, language: Language) -> Iterator[str]:
    try:
        intake, edition = find_current(input_folder, tree)
    except InputRejected:
        return  # the page says already that there are errors
    if edition is None:
        yield language.gettext("Nothing is published yet.")
        return
    yield language.gettext("The current release is {release}.").format(release=edition.name)
    if edition.number > 1 and edition.is_genuine():
        yield say_revised_reports(edition, language)
    result = ask_clearance(intake, edition, history)
    holds = {held.hold for held in result.held}
    if Hold.STALE in holds:
        yield language.gettext("What lies in the folder input is newer than the release. The next run publishes it.")
    elif result.is_final:
        yield language.gettext("The release cannot be sent as it is. The person who runs the server sees why, and mends it.")
    elif intake.tables.sample:
        return
    elif intake.settings.delivery is None:
        yield language.gettext("No mails are set up: indstillinger.toml has no [delivery].")
    elif is_done(intake, edition, tree):
        yield language.gettext("All recipients have got the release's reports.")
    elif result.may_send:
        yield _say_sending(intake, tree, language)


def _say_sending(intake: Intake, tree: Path, language: Language) -> str:
    delivery = intake.settings.delivery
    if delivery is not None and delivery.is_real and refuse_place(read_series(intake.folder, tree), tree, delivery.sends_from):
        return language.gettext("Mails are not sent from this server yet. The person who runs it starts the first sending there.")
    return language.gettext("The release may be sent. The server sends it after the scheduled run, or a person starts it there.")


def _tell_mails(tree: Path, language: Language) -> Iterator[str]:
    mails = count_mails(tree)
    if mails is None:
        return
    if mails.sent:
        yield language.ngettext("{number} mail is sent.", "{number} mails are sent.", mails.sent).format(number=mails.sent)
    if mails.waiting:
        told = language.ngettext(
            "{number} mail waits or was refused. The person who runs the server sees why.",
            "{number} mails wait or were refused. The person who runs the server sees why.",
            mails.waiting,
        )
        yield told.format(number=mails.waiting)
    if mails.uncertain:
        told = language.ngettext(
            "It is not known whether {number} mail arrived. The person who runs the server decides about it.",
            "It is not known whether {number} mails arrived. The person who runs the server decides about them.",
            mails.uncertain,
        )
        yield told.format(number=mails.uncertain)
