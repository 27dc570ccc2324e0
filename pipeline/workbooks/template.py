"""Write empty workbooks to fill in: the schema's sheets with headers, drop-downs and formats, and a help sheet.

Enters: a folder, years and perhaps names of forums. Leaves: the three workbooks; the same give the same bytes. Never: a number of a place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from pipeline.input.schema.columns import Sheet, Workbook
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
    ("Når den er udfyldt", "Læg de tre projektmapper i mappen input, og kør: make check. Programmet siger, i hvilken celle noget mangler."),
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
        for sheet in workbook.sheets
        for title in ([sheet.title] if sheet.title else years)
    ]
    topics = tuple((topic, as_typed(text)) for topic, text in TOPICS)
    guide = Guide(TITLES[workbook.name], topics, tuple(explain_columns(workbook, ", ".join(years))))
    return write_workbook(folder / workbook.filename, sheets, guide)


def _empty(sheet: Sheet) -> Table:
    """Return a sheet without rows; `Om` has its fields, and states that the numbers are not an example."""
    if sheet.name == ABOUT.name:
        values = ["nej" if name == "sample" else None for name in ABOUT_FIELDS.values()]
        return {"field": [*ABOUT_FIELDS, SCHEMA_FIELD], "value": [*values, str(SCHEMA_VERSION)]}
    return {column.name: [] for column in sheet.columns}
