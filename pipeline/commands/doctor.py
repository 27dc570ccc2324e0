"""The `doctor` command: what this machine lacks, in words, and how to get it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from pipeline.clock import now_utc
from pipeline.commands.app import Exit, InputFolder, OutputFolder, app, err, language_of, out, text
from pipeline.commands.tree import find_tree
from pipeline.language.language import Language
from pipeline.problems.rejected import InputRejected

if TYPE_CHECKING:
    from pipeline.commands.machine import Seen


@app.command(help=text("Say what this machine and its folders lack, and how to get it: exit code 0 where nothing stands in the way."))
def doctor(input_folder: InputFolder = Path("input"), output_folder: OutputFolder = Path("output")) -> None:
    """Look at the machine, and exit with the code for what it lacks."""
    from pipeline.commands.machine import Weight

    language = language_of(input_folder)
    counts = dict.fromkeys(Weight, 0)
    signs = {
        Weight.GOOD: language.gettext("Fine"),
        Weight.WARNING: language.gettext("Warning"),
        Weight.OBSTACLE: language.gettext("In the way"),
    }
    for seen in _look(input_folder, output_folder, language):
        counts[seen.weight] += 1
        (err if seen.weight is Weight.OBSTACLE else out).print(f"{signs[seen.weight]}: {seen.told}")
    number = counts[Weight.OBSTACLE]
    if number:
        found = language.ngettext("{number} thing stands in the way.", "{number} things stand in the way.", number)
        err.print(found.format(number=number))
        raise typer.Exit(Exit.LACKING)
    out.print(language.gettext("Nothing stands in the way."))


def _look(input_folder: Path, output_folder: Path, language: Language) -> Iterator[Seen]:
    from pipeline.commands import machine
    from pipeline.settings.settings import read_settings

    tree, relay = output_folder, None
    if input_folder.is_dir():
        try:
            delivery = read_settings(input_folder).delivery
            relay = delivery.smtp if delivery else None
            tree = find_tree(input_folder, output_folder)
        except InputRejected:
            yield machine.Seen(machine.Weight.WARNING, language.gettext("The settings have errors. See them with: make check"))
    yield from machine.look_at_libraries(language)
    yield from machine.look_at_versions(language)
    yield from machine.look_at_screen(language)
    yield from machine.look_at_input(input_folder, language)
    yield from machine.look_at_output(output_folder, language)
    yield from machine.look_at_clock(tree, now_utc(), language)
    if relay:
        yield from machine.look_at_relay(relay, language)
