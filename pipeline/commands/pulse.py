"""The `pulse` command: fail if scheduled runs have stopped, since a timer that never fires cannot report itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import typer

from pipeline.clock import now_utc
from pipeline.commands.app import Exit, InputFolder, OutputFolder, app, err, language_of, text
from pipeline.commands.operation import stored_history
from pipeline.commands.tree import find_tree
from pipeline.commands.words import say_not_done, say_silent
from pipeline.language.language import Language
from pipeline.problems.rejected import InputRejected
from pipeline.releases.history.pulse import Pulse, last_pulse


@app.command(
    hidden=True, help=text("Look whether the scheduled runs and the deliveries still come to their end, and whether a release waits.")
)
def pulse(input_folder: InputFolder = Path("input"), output_folder: OutputFolder = Path("output")) -> None:
    """Fail if a scheduled run or delivery has not finished in time, or a release waits for a person."""
    language = language_of(input_folder)
    tree = find_tree(input_folder, output_folder)
    stopped = [*_find_stopped_runs(input_folder, output_folder, language), *_find_stopped_deliveries(tree, language)]
    for line in stopped:
        err.print(line)
    if stopped:
        raise typer.Exit(Exit.INCOMPLETE)
    with stored_history(language):
        waits = _is_waiting(input_folder, tree)
    if waits:
        err.print(language.gettext("The release waits for a person. See why with: make status"))
        raise typer.Exit(Exit.WAITS)


def _is_waiting(input_folder: Path, output_folder: Path) -> bool:
    """Return whether the gates hold any mails; why there may be none is reported for runs and deliveries."""
    from pipeline.delivery.refusals import DeliveryRefused
    from pipeline.delivery.send import prepare_sending

    try:
        return prepare_sending(input_folder, output_folder).waits
    except (InputRejected, DeliveryRefused):
        return False


def _find_stopped_runs(input_folder: Path, output_folder: Path, language: Language) -> Iterator[str]:
    from pipeline.scheduled_run import SILENCE, is_late, last_due, read_progress, read_schedule

    now, schedule, progress = now_utc(), read_schedule(input_folder), read_progress(output_folder)
    if progress is None or progress.called < now - SILENCE:
        yield say_silent(None if progress is None else progress.called, language)
    elif progress.is_of(schedule, now) and is_late(schedule, progress, now):
        what_to_do = language.gettext("See why with: make status")
        yield f"{say_not_done(last_due(schedule, now), language)} {what_to_do}"


def _find_stopped_deliveries(tree: Path, language: Language) -> Iterator[str]:
    from pipeline.scheduled_run import SILENCE

    last = last_pulse(tree, Pulse.DELIVERY)
    if last is None or last < now_utc() - SILENCE:
        yield language.gettext("No delivery has come to its end for two hours. See what it says with: make send")
