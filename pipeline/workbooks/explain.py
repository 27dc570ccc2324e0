"""Explain the schema in Danish: what belongs in each column, whether it must be filled in, an example.

Enters: a workbook of the schema. Leaves: one explanation per column, for a template's help sheet and for the documentation.
Never: a rule that is not in the schema.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from pipeline.input.schema.columns import Column, Kind, Sheet, Workbook

CONTENTS: Final[Mapping[Kind, str]] = {
    Kind.ID: "Rækkens eget id; hvert id én gang. Skriv det ens alle steder.",
    Kind.TEXT: "Tekst.",
    Kind.COUNT: "Helt tal, 0 eller mere.",
    Kind.AMOUNT: "Helt tal, 0 eller mere, uden enhed.",
    Kind.SHARE: "Andel fra 0 % til 100 %.",
    Kind.YEAR: "Årstal med fire cifre.",
    Kind.DATE: "Dato.",
    Kind.CHOICE: "Et af valgene på listen.",
    Kind.REFERENCE: "Et id, der står i et andet ark.",
    Kind.REFERENCES: "Et eller flere id'er, der står i et andet ark.",
    Kind.EMAIL: "Én e-mailadresse.",
    Kind.MARK: "x eller intet.",
}
EXAMPLES: Final[Mapping[Kind, str]] = {
    Kind.COUNT: "1234",
    Kind.AMOUNT: "250000",
    Kind.SHARE: "12,5 %",
    Kind.YEAR: "2025",
    Kind.DATE: "31-12-2025",
    Kind.EMAIL: "sekretariat@kommune.example",
    Kind.MARK: "x",
}
EXAMPLES_OF: Final[Mapping[str, str]] = {
    "area_id": "NOR-01",
    "area": "Indre Nørrebro",
    "district_id": "3",
    "district": "Nørrebro",
    "forum_id": "F-NOR",
    "forum": "Nørrebro",
    "map_column": "2",
    "map_row": "1",
    "recipient": "Sekretariatet for forum Nørrebro",
    "boundary_version": "2011",
    "definition": "Bruttoindkomst mindst 25 % under medianen",
    "line_dkk": "162000",
    "plan_id": "P-01",
    "plan": "Plan 01 Nørrebro",
    "applicant": "Boligorganisation A",
    "agreement": "SA-2023-01",
    "estate_id": "A-101",
    "estate": "Afdeling 101",
    "housing_organisation": "Boligorganisation A",
    "group_id": "S-01",
    "group": "Boligsocialt forum Nørrebro",
    "activity_id": "I-001",
    "activity": "Lektiecafé",
    "estates": "A-101; A-102",
    "contract_id": "K-01",
    "field": "Kilde",
    "value": "Danmarks Statistik, særudtræk",
}
YEARLY: Final = "ét ark pr. år, som 2025"


@dataclass(frozen=True, slots=True)
class Explained:
    """The explanation of one column.

    Attributes:
        sheet: The sheet's title; for yearly sheets the years; the name of its wide shape beside the other.
        header: The column's header.
        content: What belongs in its cells, by kind.
        note: The schema's help text, shown as the header's comment; may be empty.
        required: Whether it must be filled in: begins with ``ja`` or ``nej``.
        example: The choices of a closed list, or an example.
    """

    sheet: str
    header: str
    content: str
    note: str
    required: str
    example: str


def explain_columns(workbook: Workbook, years: str = YEARLY, *, as_template: bool = False) -> Iterator[Explained]:
    """Yield the explanation of every column of a workbook.

    Args:
        workbook: A workbook of the schema.
        years: Title to show for the yearly sheets.
        as_template: Explain of a sheet with two shapes the wide one alone, which the template has.
    """
    for sheet in workbook.sheets:
        title = sheet.title or years
        shapes = [] if sheet.wide and as_template else [(title, sheet.columns)]
        if sheet.wide:
            shapes.append((title if as_template else sheet.wide.title, (*sheet.wide.columns, sheet.wide.below)))
        for shown_as, columns in shapes:
            for column in columns:
                yield Explained(shown_as, column.header, CONTENTS[column.kind], column.note, _required(sheet, column), _example(column))


def _required(sheet: Sheet, column: Column) -> str:
    if column.optional:
        return "nej; kolonnen må mangle"
    if not column.required:
        return "nej"
    return "ja, hvis arket bruges" if sheet.optional else "ja"


def _example(column: Column) -> str:
    if column.choices:
        return "; ".join(column.choices)
    return EXAMPLES_OF.get(column.name) or EXAMPLES.get(column.kind, "–")
