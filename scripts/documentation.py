"""Write the documentation pages on workbooks and rules from the tables that the program itself uses.

Enters: the schema and the words for problems. Leaves: `docs/arbejdsboeger.md` and the tables of `docs/vejledning.md`, in Danish.
Never: a statement of its own about a column or rule.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pipeline.input.schema.columns import Workbook
from pipeline.input.schema.workbooks import WORKBOOKS
from pipeline.language.language import load_language
from pipeline.problems.describe import describe_code
from pipeline.problems.model import Code, Severity
from pipeline.workbooks.explain import Explained, explain_columns
from scripts.guide_tables import fill_tables, write_table

DOCS: Final = Path(__file__).resolve().parents[1] / "docs"
PAGE: Final = DOCS / "arbejdsboeger.md"
GUIDE: Final = DOCS / "vejledning.md"
SEVERITIES: Final = {Severity.ERROR: "fejl", Severity.FINDING: "bemærkning"}
INTRODUCTION: Final = """\
# Projektmapperne og reglerne

Siden er skrevet af programmet ud fra de samme tabeller, som det læser og kontrollerer med. Ret den ikke i hånden; kør `make docs`.

Tomme projektmapper med disse ark laves med `make template`. Egne ark og kolonner må stå ved siden af; de læses ikke.
"""
RULES: Final = """\
## Hvad der kontrolleres

En *fejl* stopper kørslen, og intet skrives. En *bemærkning til data* stopper intet; rapporterne viser den under Datakvalitet. Hver besked begynder med
fil, ark og celle. Her står … for det, som beskeden fylder ud.
"""


def write_page(path: Path = PAGE) -> None:
    """Write the page."""
    path.write_text(compose_page(), encoding="utf-8")


def write_guide(path: Path = GUIDE) -> None:
    """Write the guide's tables anew; the words around them stay."""
    path.write_text(fill_tables(path.read_text(encoding="utf-8")), encoding="utf-8")


def compose_page() -> str:
    """Return the whole page: every column of every workbook, then every kind of problem."""
    parts = [INTRODUCTION, *(part for workbook in WORKBOOKS for part in _workbook(workbook)), RULES, _rules()]
    return "\n".join(parts)


def _workbook(workbook: Workbook) -> Iterator[str]:
    yield f"## {workbook.filename}\n"
    by_sheet: dict[str, list[Explained]] = {}
    for column in explain_columns(workbook):
        by_sheet.setdefault(column.sheet, []).append(column)
    for title, columns in by_sheet.items():
        yield f"### {title}\n"
        rows = ((one.header, one.content, one.required, one.example, one.note) for one in columns)
        yield write_table(("Kolonne", "Hvad der skal stå", "Skal udfyldes", "Valg eller eksempel", "Bemærkning"), rows)


def _rules() -> str:
    danish = load_language("da")
    rows = ((f"`{code}`", SEVERITIES[code.severity], describe_code(code, danish)) for code in Code)
    return write_table(("Kode", "Fejl eller bemærkning", "Ordlyd"), rows)


if __name__ == "__main__":
    write_page()
    write_guide()
