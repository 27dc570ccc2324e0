"""Inputs at the extremes: one neighbourhood and no plan, forty neighbourhoods and twenty plans, the longest names.

Enters: a size. Leaves: the input folder, the composed reports, and their PDFs. Never: a report written by hand; every
page comes from workbooks, through all stages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from openpyxl import Workbook, load_workbook

from pipeline.input.check_input import check_input
from pipeline.language.language import load_language
from pipeline.render.pdf import render_report
from pipeline.report.model.city import CityReport
from pipeline.report.model.district import DistrictReport
from pipeline.run import compose_reports
from pipeline.workbooks.configuration_files import write_configuration
from pipeline.workbooks.example.generate import write_example

YEARS: Final = (2011, 2015, 2019, 2025)
LONGEST: Final = 120  # characters that a cell of text may hold
FORUM: Final = "Vesterbro-Kongens Enghave/Sydhavnen og Brønshøj-Husum/Tingbjerg"
DISTRICT: Final = "Vesterbro-Kongens Enghave med Frederiksholm og Musikbyen"
AREAS: Final = (
    "Ryparken, Lersøparken og Ved Bispebjerg Parkallé",
    "Brønshøj-Husum omkring Frederikssundsvej og Gadelandet",
    "Ved Gyldenrisvej, Ved Frankrigsgade og Lergravsparken",
    "Urbanplanen mv., Hørgården og Amager Fælledvej",
    "Ved Langgade Station, Ved Kulbanevej og Valby Maskinfabrik",
    "Sydhavnsgadekvarterets boligbebyggelser",
)
PLANS: Final = (
    "Helhedsplanen for uddannelse, beskæftigelse og forebyggelse",
    "Den boligsociale helhedsplan for Lersøparken og Bispeengbuen",
    "Kriminalitetsforebyggelse, naboskab og forældreansvar",
)
APPLICANTS: Final = (
    "Boligorganisationernes Fællesadministration i København, afdelingen for boligsocialt arbejde",
    "Arbejdernes Andelsboligforeningers Fællessekretariat",
)
ADMINISTRATIONS: Final = {
    '"Sundheds- og Omsorgsforvaltningen"': '"Sundheds-, Omsorgs- og Rehabiliteringsforvaltningen for ældre og pårørende"',
    '"Health and Care Administration"': '"Health, Care and Rehabilitation Administration for the Elderly and Relatives"',
}


@dataclass(frozen=True, slots=True)
class Size:
    """How large one forum is; the five others are about as large.

    Attributes:
        redrawn: Every area got another boundary, so that none can be compared and each has its caveat and its finding.
    """

    areas: int
    plans: int
    long_names: bool = False
    language: str = "da"
    forums: int = 6
    redrawn: bool = False


SMALLEST: Final = Size(1, 0)
LARGEST: Final = Size(40, 20)
LONGEST_NAMES: Final = Size(40, 20, long_names=True)
REDRAWN: Final = Size(40, 20, long_names=True, redrawn=True)


def lay_out(folder: Path, size: Size) -> Path:
    """Write the input folder of a size."""
    write_example(folder, forums=size.forums, areas=size.areas * size.forums, plans=size.plans * size.forums, years=YEARS)
    write_configuration(folder, YEARS)
    if size.language != "da":
        _rewrite(folder / "indstillinger.toml", {'language = "da"': f'language = "{size.language}"'})
    if size.long_names:
        _rewrite(folder / "indstillinger.toml", ADMINISTRATIONS)
        _lengthen(folder)
    if size.redrawn:
        _change(folder / "indikatorer.xlsx", _redraw)
    return folder


def _rewrite(file: Path, texts: dict[str, str]) -> None:
    content = file.read_text(encoding="utf-8")
    for old, new in texts.items():
        assert old in content, old
        content = content.replace(old, new)
    file.write_text(content, encoding="utf-8")


def _change(file: Path, change: Callable[[Workbook], object]) -> None:
    book = load_workbook(file)
    change(book)
    book.save(file)


def _lengthen(folder: Path) -> None:
    """Give forum, districts, areas, plans and applicants long names, wherever they are named."""
    files = [folder / name for name in ("indikatorer.xlsx", "helhedsplaner.xlsx", "fora.xlsx")]
    books = [load_workbook(file) for file in files]
    indicators, plans, forums = books
    names = {
        **_renamed(forums, "Bydele", "Bydel", _numbered([DISTRICT])),
        **_renamed(indicators, "Områder", "Byområde", _numbered(AREAS)),
        **_renamed(plans, "Helhedsplaner", "Helhedsplan", _numbered(PLANS)),
        **_renamed(plans, "Helhedsplaner", "Ansøger", cycle(APPLICANTS)),
        **_renamed(forums, "Fora", "Forum", iter([FORUM])),
    }
    for file, book in zip(files, books, strict=True):
        for cell in (cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value in names):
            cell.value = names[cell.value]
        book.save(file)


def _numbered(names: Sequence[str]) -> Iterator[str]:
    """Yield the names with a number each, every seventh as long as a cell may be."""
    for number, name in enumerate(cycle(names), 1):
        text = f"{name} {number}"
        yield (f"{text}, {' og '.join(names)}"[: LONGEST - 4] + f" {number}" if number % 7 == 0 else text)


def _renamed(book: Workbook, sheet: str, header: str, names: Iterator[str]) -> dict[object, str]:
    """Return a new name for each that stands in a column, as long as there are any."""
    rows = book[sheet]
    column = next(cell.column for cell in rows[1] if cell.value == header)
    old = dict.fromkeys(rows.cell(row, column).value for row in range(2, rows.max_row + 1))
    return dict(zip((name for name in old if name is not None), names))  # noqa: B905 - the names may be fewer


def _redraw(book: Workbook) -> None:
    rows = book["2025"]
    column = next(cell.column for cell in rows[1] if cell.value == "Grænseversion")
    for row in range(2, rows.max_row + 1):
        rows.cell(row, column).value = "2026"


@cache
def reports_of(size: Size) -> tuple[DistrictReport | CityReport, ...]:
    """Return the composed reports of a size: its forums, then the city."""
    with TemporaryDirectory() as folder:
        return tuple(compose_reports(check_input(lay_out(Path(folder) / "input", size))))


def report_of(size: Size) -> DistrictReport:
    """Return the report of the first forum, which is of exactly this size."""
    report = reports_of(size)[0]
    assert isinstance(report, DistrictReport)
    assert (len(report.areas.rows), len(report.money.plans)) == (size.areas, size.plans)
    return report


def city_of(size: Size) -> CityReport:
    """Return the city overview of a size."""
    report = reports_of(size)[-1]
    assert isinstance(report, CityReport)
    return report


@cache
def pdf_of(size: Size, *, city: bool = False) -> bytes:
    """Return the PDF of the first forum, or of the city, rendered once."""
    return render_report(city_of(size) if city else report_of(size), load_language(size.language))
