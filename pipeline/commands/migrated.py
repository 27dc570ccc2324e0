"""Copies of the workbooks in today's form, and the sentences that say what was done with each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from pipeline.input.schema.workbooks import SCHEMA_VERSION
from pipeline.input.tables import Loaded
from pipeline.language.language import N_, Language
from pipeline.storage import place_folder, stage_folder
from pipeline.workbooks.migrate import Done, Step, migrate_workbook

LIST: Final = "ændringer.txt"
SENTENCES: Final[Mapping[Step, str]] = {
    Step.VERSION: N_("Skemaversion is {now}; it was {before}."),
    Step.CHECKS: N_("Drop-downs, colours and the sheet Kontrol are new for: {sheets}."),
    Step.WIDE: N_(
        "The {lines} lines of the sheet {sheet} are {rows} rows with a column for each year. The lines stay in the sheet {new}, which is not read."
    ),
    Step.STAYS_LONG: N_("The sheet {sheet} keeps a line for each year: {why}."),
    Step.RENAMED: N_("Your own sheet {sheet} is called {new} now, since the program has a sheet of that name."),
    Step.FORMULAS: N_("These sheets have formulas, which have no result until you have opened the copy in Excel and saved it: {sheets}."),
    Step.NOTHING: N_("It is in today's form; only the checks are laid anew."),
    Step.DRAWINGS: N_(
        "The sheets {sheets} have charts, pictures, text boxes, own drop-downs or the like. The copy may lack some; compare it with the original."
    ),
}
REASONS: Final[Mapping[str, str]] = {
    "formulas": N_("formulas, names, tables or charts refer to its cells, or may do so"),
    "lines": N_("it has no lines, a line has an error, or one payer has two lines in a year"),
}


def migrate_folder(input_folder: Path, loaded: Sequence[Loaded], folder: Path, language: Language) -> Iterator[str]:
    """Write the copies and the list of what was done, whole or not at all.

    Args:
        input_folder: The workbooks.
        loaded: How each was read, without a problem.
        folder: Gets the copies; without files so far.
        language: Language of the sentences.

    Yields:
        The lines of the list.

    Raises:
        StorageFailed: something could not be written; nothing is left of it.
    """
    lines = []
    with stage_folder(folder.parent) as building:
        for one in loaded:
            name = one.files[0].name.rpartition("/")[2]
            lines.append(name)
            lines += [f"  {_say(done, language)}" for done in migrate_workbook(input_folder / name, one.tables, building / name)]
        (building / LIST).write_text("\n".join(lines) + "\n", encoding="utf-8")
        if folder.exists():
            folder.rmdir()
        place_folder(building, folder)
    yield from lines


def _say(done: Done, language: Language) -> str:
    facts = {name: language.gettext(REASONS[str(value)]) if name == "why" else value for name, value in done.facts.items()}
    return language.gettext(SENTENCES[done.step]).format(now=SCHEMA_VERSION, **facts)
