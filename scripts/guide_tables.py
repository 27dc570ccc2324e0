"""Write the tables of the analysts' guide from the program's own data: sheets and columns, settings, exit codes.

Enters: the schema, the settings' file as it ships, the exit codes. Leaves: the tables of `docs/vejledning.md`, each between two marks.
Never: a change outside those marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from pipeline.commands.app import Exit
from pipeline.input.schema.columns import Workbook
from pipeline.input.schema.indicators import INDICATORS
from pipeline.input.schema.workbooks import WORKBOOKS
from pipeline.language.typed_command import name_installed
from pipeline.settings.settings import SETTINGS_FILENAME
from pipeline.workbooks.explain import Explained, explain_columns

ROOT: Final = Path(__file__).resolve().parents[1]
SETTINGS_FILE: Final = ROOT / "input" / SETTINGS_FILENAME
PART: Final = re.compile(r"(?P<open><!-- skema: (?P<name>[^ ]+) -->\n).*?(?P<close><!-- slut -->)", re.DOTALL)
SECTION: Final = re.compile(r"(?:# )?\[+([a-z_.]+)\]+(?:\s+#.*)?")
SETTING: Final = re.compile(r"(?:# )?(?P<key>[a-z_]+|\d{4}) = (?P<value>.*?)(?:\s+# (?P<meaning>.+))?")
EXITS: Final[Mapping[Exit, tuple[str, str]]] = {
    Exit.DONE: ("Alt gik godt.", "Intet."),
    Exit.WAITS: (
        "Udgivelsen venter: Nogen skal se den igennem, eller en kontrol af de færdige rapporter fejlede.",
        "`make status` siger hvorfor. Godkend den med `make approve`, eller send fejlen videre: se [drift.md](drift.md).",
    ),
    Exit.REJECTED: ("Der er fejl i input. Intet er lavet.", "Ret det, beskederne nævner, og kør kommandoen igen."),
    Exit.INCOMPLETE: (
        "Mindst én mail venter, er stoppet eller blev afvist.",
        "Se hvilken med `make outbox`. En mail, der venter, går næste gang, du sender.",
    ),
    Exit.UNCERTAIN: (
        "Ingen ved, om mindst én mail nåede frem.",
        "Spørg modtageren, og registrér det: se [uafklarede mails](#når-en-mail-er-uafklaret).",
    ),
    Exit.STORAGE: (
        "Noget kunne ikke gemmes. Den sidste udgivelse står, som den var.",
        "Luk filer fra `output`, som er åbne. Se, om disken er fuld, og om du må skrive i mappen. Kør igen.",
    ),
    Exit.LACKING: (
        "Maskinen mangler noget, som programmet skal bruge. Intet er lavet.",
        "`make doctor` siger, hvad der mangler, og hvordan det skaffes.",
    ),
    Exit.LOCKED: ("En anden er ved at gøre det samme i den samme mappe.", "Vent, til den er færdig, og kør igen."),
}
NO_PROGRAM_EXIT: Final = (
    (
        "1",
        "Programmet har en fejl eller kunne ikke sættes op.",
        "Gør det, der står på skærmen. Står der intet, så send al tekst til den, der passer programmet.",
    ),
    ("2", "Kommandoen kan ikke udføres, som den er skrevet.", "Læs linjerne over. `make help` viser alle kommandoer."),
)


def fill_tables(page: str) -> str:
    """Return the guide with every table between two marks written anew.

    Raises:
        KeyError: a mark names a table that there is not.
    """
    tables = {workbook.filename: _columns(workbook) for workbook in WORKBOOKS}
    tables |= {SETTINGS_FILENAME: _settings(SETTINGS_FILE.read_text(encoding="utf-8")), "slutkoder": _exits()}
    return PART.sub(lambda part: f"{part['open']}\n{name_installed(tables[part['name']])}\n{part['close']}", page)


def write_table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """Return a table in Markdown."""
    lines = [heads, tuple("---" for _ in heads), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |\n" for line in lines)


def list_settings(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield key, value and meaning of every setting in a file of settings, also of those that are commented out; each key once."""
    section, seen = "", set()
    for line in text.splitlines():
        if found := SECTION.fullmatch(line):
            section = f"{found[1]}."
        elif (found := SETTING.fullmatch(line)) and (key := f"{section}{found['key']}") not in seen:
            seen.add(key)
            yield key, found["value"], found["meaning"] or ""


def _settings(text: str) -> str:
    rows = ((f"`{key}`", f"`{value}`", meaning) for key, value, meaning in list_settings(text))
    return write_table(("Nøgle", "Står til", "Betyder"), rows)


def _exits() -> str:
    rows = [(str(int(code)), *EXITS[code]) for code in Exit]
    return write_table(("Tal", "Betyder", "Hvad du gør"), sorted([*rows, *NO_PROGRAM_EXIT], key=lambda row: int(row[0])))


def _columns(workbook: Workbook) -> str:
    """Return a workbook's columns; an indicator's count and base are one row."""
    rows: dict[tuple[str, str], tuple[str, str]] = {}
    for column in explain_columns(workbook):
        rows.setdefault((column.sheet, _name(column)), (column.note or column.content, column.required))
    first_of_sheet = dict(reversed(rows))  # the last one that is set is the first of its sheet
    return write_table(
        ("Ark", "Kolonne", "Hvad der skal stå", "Skal udfyldes"),
        (
            (f"**{sheet}**" if first_of_sheet[sheet] == name else "", name, what, required)
            for (sheet, name), (what, required) in rows.items()
        ),
    )


def _name(column: Explained) -> str:
    """Return a column's header; one name for an indicator's count and base, and one for the shares of all indicators."""
    for indicator in INDICATORS:
        if column.header == f"{indicator.header}, andel":
            return "*hver indikators navn*, andel"
        if column.header.startswith(f"{indicator.header}, "):
            return f"{indicator.header}, antal *og* basis"
    return column.header
