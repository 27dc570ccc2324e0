"""Write the sheet *Kontrol*: how many cells of each column are missing or wrong, and where the first one is, calculated by Excel.

Enters: the workbook's sheets and the rules of their cells. Leaves: formulas. Never: a number of its own; `check` decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.formula import ArrayFormula

from pipeline.language.typed_command import as_typed
from pipeline.workbooks.cell_colours import LAST_COLOURED, MISSING, WRONG
from pipeline.workbooks.cell_rules import CellRule, cell_rules, filled_cells, written_as
from pipeline.workbooks.laid_out import LaidOut
from pipeline.workbooks.page import FONT, HEADER_FILLS, INK, set_up_page, style_as_header

CONTROL_TITLE: Final = "Kontrol"
HEADERS: Final = ("Ark", "Kolonne", "Rækker", "Mangler", "Forkerte", "Første celle")
WIDTHS: Final = (24, 40, 12, 12, 12, 16)
NUMBERS: Final = 2  # columns of words before them
WHOLE_SHEET: Final = "alle kolonner"
HEAD_ROW: Final = 7
DELETED: Final = "slettet kolonne"
TEXTS: Final = (
    "Excel tæller, mens du skriver. Tallene svarer til farverne: Mørke celler er forkerte, gule mangler.",
    f"Der ses efter i række 2 til {LAST_COLOURED} i hvert ark. Også det, der er sat ind fra et andet sted, tælles med.",
    "En række I alt og noter under tabellen tælles ikke med. Kolonner, du selv tilføjer til årene eller afdelingerne, ser kun make check efter.",
    "Id'er fra andre projektmapper, summer og årene imellem ses kun efter, når du kører: make check",
)


def add_control(excel: Any, sheets: Sequence[LaidOut], lists: Mapping[str, DefinedName]) -> None:
    """Add the sheet to a workbook that is being written.

    Args:
        excel: The workbook.
        sheets: The sheets to look at.
        lists: From `name_lists`.
    """
    worksheet = excel.create_sheet(CONTROL_TITLE)
    for place, width in enumerate(WIDTHS, 1):
        worksheet.column_dimensions[get_column_letter(place)].width = width
    worksheet.freeze_panes = f"A{HEAD_ROW + 1}"
    set_up_page(worksheet)
    known = {of: str(name.name) for of, name in lists.items()}
    rows: list[list[Any]] = []
    for laid_out in sheets:
        rows += _sheet_rows(laid_out, [*cell_rules(laid_out.sheet, known)], HEAD_ROW + len(rows) + 1)
    last = HEAD_ROW + len(rows)
    for letter, style in (("D", MISSING), ("E", WRONG)):
        area = f"{letter}{HEAD_ROW + 1}:{letter}{last}"
        worksheet.conditional_formatting.add(area, Rule("expression", dxf=style, formula=[f"{letter}{HEAD_ROW + 1}>0"]))
    worksheet.append([_cell(worksheet, CONTROL_TITLE, size=14, bold=True)])
    worksheet.append([_cell(worksheet, _sentence(last), bold=True)])
    for text in TEXTS:
        worksheet.append([_cell(worksheet, as_typed(text))])
    heads = [_cell(worksheet, header, right=place >= NUMBERS) for place, header in enumerate(HEADERS)]
    for cell in heads:
        style_as_header(cell, HEADER_FILLS[0])
    worksheet.append(heads)
    for row in rows:
        whole = row[1] == WHOLE_SHEET
        worksheet.append([_cell(worksheet, value, bold=whole, right=place >= NUMBERS) for place, value in enumerate(row)])


def _sentence(last: int) -> str:
    """Return the formula of the sentence that says whether anything is missing or wrong."""
    missing, wrong = (f'SUMIF(B{HEAD_ROW + 1}:B{last},"{WHOLE_SHEET}",{letter}{HEAD_ROW + 1}:{letter}{last})' for letter in ("D", "E"))
    fine = as_typed("Ingen celler mangler eller er forkerte. Kør nu: make check")
    counted = f'{missing}&IF({missing}=1," celle mangler, "," celler mangler, ")&{wrong}&IF({wrong}=1," er forkert. "," er forkerte. ")'
    return f'=IF({missing}+{wrong}=0,"{fine}",{counted}&"Se nedenfor, hvor.")'


def _sheet_rows(laid_out: LaidOut, rules: Sequence[CellRule], first: int) -> Iterator[list[Any]]:
    """Yield a sheet's row and the rows of its columns, the first of them in this row of the sheet *Kontrol*."""
    title = laid_out.title
    areas = {column.name: laid_out.cells(column.name, LAST_COLOURED) for column in laid_out.sheet.columns}
    filled, beside = (
        written_as(formula, areas.__getitem__, areas.__getitem__) for formula in (filled_cells(laid_out.sheet), rules[0].beside)
    )
    below = [f"{letter}{first + 1}:{letter}{first + len(rules)}" for letter in ("D", "E")]
    yield [title, WHOLE_SHEET, _array(first, "C", f"SUM(IF(LEN({filled})>0,1-{beside},0))"), *(f"=SUM({area})" for area in below), None]
    for number, rule in enumerate(rules, first + 1):
        wrong, missing = (
            f"({written_as(formula, areas.__getitem__, areas.__getitem__)})*(1-{beside})"
            for formula in (rule.wrong, rule.missing or "FALSE")
        )
        own = areas[rule.column.name]
        letter = laid_out.letters[rule.column.name]
        row = f"MIN(IF(({wrong})+({missing})>0,ROW({own}),{LAST_COLOURED}))"
        where = (
            f'IF(D{number}+E{number}=0,"",ADDRESS({row},MIN(COLUMN({own})),4))'  # its letter is another when a column before it is deleted
        )
        yield [
            title,
            f'=IFERROR({quote_sheetname(title)}!${letter}${laid_out.first - 1}&"","{DELETED}")'
            if rule.column.name in laid_out.sheet.headed
            else rule.column.header,  # a person writes these headers, and may delete their columns
            None,
            _array(number, "D", f"SUM(IF({missing},1,0))") if rule.missing else 0,
            _array(number, "E", f"IF(ISERROR(ROWS({own})),0,SUM(IF({wrong},1,0)))"),
            _array(number, "F", where),
        ]


def _array(row: int, letter: str, formula: str) -> ArrayFormula:
    """Return a formula that Excel calculates for all rows at once, also in versions without dynamic arrays."""
    return ArrayFormula(f"{letter}{row}", f"={formula}")


def _cell(worksheet: Any, value: Any, *, size: int = 11, bold: bool = False, right: bool = False) -> Cell:
    cell = WriteOnlyCell(worksheet, value)
    cell.font = Font(name=FONT, size=size, bold=bold, color=INK)
    cell.alignment = Alignment(horizontal="right" if right else "left", vertical="top")
    return cell
