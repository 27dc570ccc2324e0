"""Write empty workbooks to fill in: the schema's sheets with headers, drop-downs and formats, and a help sheet.

Enters: a folder, years and perhaps names of forums. Leaves: the three workbooks; the same give the same bytes. Never: a number of a place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from pipeline.input.cell_values import OUR_YEARS
from pipeline.input.schema.columns import Kind, Sheet, Workbook
from pipeline.input.schema.workbooks import ABOUT, ABOUT_FIELDS, FORUMS, INDICATOR_WORKBOOK, PLANS, SCHEMA_FIELD, SCHEMA_VERSION, WORKBOOKS
from pipeline.language.typed_command import as_typed
from pipeline.problems.rejected import InputRejected
from pipeline.settings.settings import read_settings
from pipeline.workbooks.explain import explain_columns
from pipeline.workbooks.guide import Guide
from pipeline.workbooks.named_forums import name_forums
from pipeline.workbooks.style import Filled, write_workbook
from pipeline.workbooks.tables import Table

USUAL_YEARS: Final = (2011, 2025)
LONGEST_PLAN: Final = 4  # years
ROOM: Final = 12  # columns for estates to begin with
PLACEHOLDER: Final = "skriv afdeling-id"
TITLES: Final = {
    INDICATOR_WORKBOOK.name: "Indikatorer for delområderne: ét ark pr. år med antal og basis, og byens egne tal",
    PLANS.name: "Helhedsplanerne: aftaler, boligafdelinger, budget og organisering",
    FORUMS.name: "De boligsociale fora: hvilke bydele de dækker, og hvem der får rapporterne",
}
TOPICS: Final = (
    (
        "Sådan udfyldes den",
        "Skriv én række pr. post under overskrifterne i række 1. Hold musen over en overskrift for at se, hvad der skal stå.",
    ),
    ("Om", "Udfyld kolonnen Værdi ud for hvert felt i arket Om. Lad Eksempeldata være nej, når tallene er virkelige."),
    ("Tal", "Skriv hele tal uden punktum og enhed: 12345. En tom celle er ikke 0; skriv 0, når antallet er nul."),
    ("Ikke oplyst", "Skriv .. (to punktummer), hvor kilden ikke oplyser et tal. Det gælder kun kolonner, hvor det står i tabellen."),
    ("Datoer", "Skriv dag-måned-år med bindestreger: 31-12-2025."),
    ("Procent", "Skriv tallet med komma og procenttegn: 12,5 %. Cellerne er sat op til det."),
    ("Valg og id'er", "Vælg fra listen i cellen, hvor der er en. Et id skrives ens alle steder, også i de andre projektmapper."),
    ("Lad være med", "Omdøb ikke arkene, ret ikke overskrifterne, og lad dem stå i række 1. Slet ikke det skjulte ark Lister."),
    ("Må gerne", "Egne kolonner og egne ark må stå ved siden af; de læses ikke. Dette ark læses heller ikke."),
    (
        "Kontrol",
        "Mørke celler kan ikke være rigtige, gule mangler. Arket Kontrol tæller dem, mens du skriver, og nævner den første i hver kolonne.",
    ),
    ("Når den er udfyldt", "Læg de tre projektmapper i mappen input, og kør: make check. Programmet siger, i hvilken celle noget mangler."),
)

WIDE_TOPICS: Final = (
    (
        "Budget",
        "Én række pr. plan, ordning, kilde og forvaltning, og en kolonne for hvert år. Tilføj eller slet årskolonner, så de passer.",
    ),
    ("Timer", "Beløb er kroner, når Enhed er tom. Medarbejdertimer står i deres egen række med Enhed timer."),
    ("Indsatser", f"Skriv en afdelings id i stedet for hver overskrift »{PLACEHOLDER}«, og sæt x ud for de indsatser, der dækker den."),
    ("Flere afdelinger", "Tilføj kolonner, hvis der er flere afdelinger. Kolonner, der ikke bruges, må blive stående."),
    (
        "Eller sådan",
        "Kolonnerne År, Kroner og Timer i stedet for årene, og Afdelinger dækket i stedet for x, læses også. Brug ikke begge dele.",
    ),
)


def write_template(folder: Path, years: Sequence[int] = USUAL_YEARS, forums: Sequence[str] = ()) -> list[Path]:
    """Write the three empty workbooks into a folder.

    Args:
        folder: Target folder; created if missing.
        years: Years that get a sheet for the areas' numbers.
        forums: Names of forums that get their rows to begin with.

    Returns:
        The files, in the order of the schema.
    """
    folder.mkdir(parents=True, exist_ok=True)
    ascending = sorted(set(years))
    begun = name_forums(forums)
    return [_write(folder, workbook, [str(year) for year in ascending], begun) for workbook in WORKBOOKS]


def usual_years(input_folder: Path, today: date) -> tuple[int, ...]:
    """Return the two years that an input folder's settings compare; if they cannot be read, those of the first reports.

    If the settings leave the reported year open, it is the last one that has been counted.
    """
    try:
        periods = read_settings(input_folder).periods
    except InputRejected:
        return USUAL_YEARS
    return periods.before, periods.now or periods.last_counted(today)


def _write(folder: Path, workbook: Workbook, years: Sequence[str], begun: Mapping[str, Table]) -> Path:
    sheets = [
        Filled(sheet, title, begun.get(sheet.name) or _empty(sheet))
        for sheet in (_widened(sheet, years) for sheet in workbook.sheets)
        for title in ([sheet.title] if sheet.title else years)
    ]
    topics = (*TOPICS[:1], *WIDE_TOPICS, *TOPICS[1:]) if workbook is PLANS else TOPICS
    typed = tuple((topic, as_typed(text)) for topic, text in topics)
    guide = Guide(TITLES[workbook.name], typed, tuple(explain_columns(workbook, ", ".join(years), as_template=True)))
    return write_workbook(folder / workbook.filename, sheets, guide)


def _widened(sheet: Sheet, years: Sequence[str]) -> Sheet:
    """Return a sheet in its wide shape if it has one: the years that plans of the first and the last year may have, or room for estates."""
    if sheet.wide is None:
        return sheet
    if sheet.wide.head.kind is Kind.YEAR:
        first, last = int(years[0]), int(years[-1])
        spans = {*range(first - LONGEST_PLAN + 1, first + 1), *range(last - LONGEST_PLAN + 1, last + LONGEST_PLAN + 1)}
        return sheet.widen((str(year), str(year)) for year in sorted(spans.intersection(OUR_YEARS)))
    return sheet.widen((f"estate_{number}", PLACEHOLDER) for number in range(ROOM))


def _empty(sheet: Sheet) -> Table:
    """Return a sheet without rows; `Om` has its fields, and states that the numbers are not an example."""
    if sheet.name == ABOUT.name:
        values = ["nej" if name == "sample" else None for name in ABOUT_FIELDS.values()]
        return {"field": [*ABOUT_FIELDS, SCHEMA_FIELD], "value": [*values, str(SCHEMA_VERSION)]}
    return {column.name: [] for column in sheet.columns}
