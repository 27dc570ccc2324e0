"""Workbooks of an earlier version, as they are and as copies in today's form: the same numbers, and nothing lost."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any, Final

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import ColorScaleRule, FormulaRule
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.table import Table
from typer.testing import CliRunner

from pipeline.__main__ import Exit, app
from pipeline.commands.migrated import LIST
from pipeline.input.check_input import Intake, check_input
from pipeline.input.schema.workbooks import SCHEMA_VERSION, WORKBOOKS
from pipeline.workbooks.control_sheet import CONTROL_TITLE
from tests.broken_inputs import INDICATORS, PLANS, apply_edits, cells, workbook
from tests.build import ROOT, THREE_AREAS

OLD = ROOT / "tests" / "data" / "version_0_1_0" / "input"
BUDGET_KEY = ["plan_id", "arrangement", "source", "administration", "year", "budget_dkk", "hours"]


def migrate(folder: Path) -> tuple[Path, list[str]]:
    """Run the command on a folder's workbooks; return the folder of the copies, with its settings, and the lines said."""
    target = folder.parent / "copies" / "input"
    result = CliRunner().invoke(app, ["migrate", "--input", str(folder), "--folder", str(target)])
    assert result.exit_code == 0, result.output
    for beside in folder.iterdir():
        if beside.suffix != ".xlsx":
            (target / beside.name).symlink_to(beside)
    return target, result.output.splitlines()


def copy_of(source: Path, folder: Path) -> Path:
    """Copy an input folder."""
    target = folder / "input"
    target.mkdir()
    for file in source.iterdir():
        if file.suffix == ".xlsx":
            (target / file.name).write_bytes(file.read_bytes())
    for name in ("indstillinger.toml", "politik"):
        own = source / name
        (target / name).symlink_to(own if own.exists() else ROOT / "input" / name)
    return target


def values(book: Workbook) -> dict[tuple[str, str], Any]:
    """Return every cell that holds something."""
    filled = (cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None)
    return {(cell.parent.title, cell.coordinate): getattr(cell.value, "text", cell.value) for cell in filled}


def same_but_for_cells(one: Intake, other: Intake) -> None:
    """Assert that two inputs hold the same; a budget's lines may stand in another order and in other cells."""
    for name in (
        "areas",
        "area_years",
        "indicators",
        "city",
        "definitions",
        "plans",
        "estates",
        "activities",
        "steering_groups",
        "contracts",
    ):
        assert getattr(one.tables, name).equals(getattr(other.tables, name)), name
    lines = [
        sorted(map(str, intake.tables.budget[BUDGET_KEY].astype(object).itertuples(index=False, name=None))) for intake in (one, other)
    ]
    assert lines[0] == lines[1]
    assert len(lines[0]) > 0


@pytest.mark.parametrize("source", [OLD, THREE_AREAS / "input", ROOT / "input"], ids=["0.1.0", "three areas", "sample"])
def test_the_copy_says_the_same_in_todays_form(source: Path, tmp_path: Path) -> None:
    """Read as before, with today's version, its sheet of counts, and a budget of one column a year; every cell of the original is there."""
    folder = copy_of(source, tmp_path)
    copies, said = migrate(folder)
    same_but_for_cells(check_input(folder), check_input(copies))
    for one_book in WORKBOOKS:
        before, after = (load_workbook(one / one_book.filename) for one in (folder, copies))
        assert CONTROL_TITLE in after.sheetnames
        versions = [row[1].value for row in after["Om"] if row[0].value == "Skemaversion"]
        assert versions == [str(SCHEMA_VERSION)]
        kept = values(after)
        lost = {
            place: value
            for place, value in values(before).items()
            if place[0] not in {CONTROL_TITLE, "Lister"}
            and kept.get(place) != value
            and kept.get((f"Tidligere {place[0]}", place[1])) != value
        }
        assert {place[0] for place in lost} <= {"Om"}, lost
    assert (copies / LIST).read_text(encoding="utf-8").splitlines() == said[:-1]
    assert any("kolonne for hvert år" in line for line in said)


def test_what_people_have_added_stays(tmp_path: Path) -> None:
    """Own sheets, columns, formats, formulas, comments and a sheet of a name of ours; what has no result yet is told."""
    folder = copy_of(THREE_AREAS / "input", tmp_path)
    book = load_workbook(folder / INDICATORS)
    own = book.create_sheet(CONTROL_TITLE)
    own["B2"] = "mit eget"
    own["B3"] = "=SUM('2025'!D2:D9)"
    book.create_sheet("Uden formler")["B2"] = "Σ = i alt"
    book.create_sheet("Priser")["B2"] = ArrayFormula("B2:B3", "=D2:D3*2")
    book["2025"]["AA1"] = "Note"
    book["2025"]["AA2"] = "set efter"
    book["2025"]["AA3"] = "=D2+D3"
    book["2025"]["D2"].comment = Comment("Ringet til DST", "AK")
    book["2025"].insert_rows(1, 2)
    book["2025"]["A1"] = "Udtræk fra DST"
    book.save(folder / INDICATORS)
    copies, said = migrate(folder)
    after = load_workbook(copies / INDICATORS)
    assert after[f"Tidligere {CONTROL_TITLE}"]["B2"].value == "mit eget"
    assert [after["2025"][place].value for place in ("A1", "AA3", "AA4")] == ["Udtræk fra DST", "Note", "set efter"]
    assert after["2025"]["AA5"].value == "=D2+D3"
    told = [line.partition(": ")[2] for line in said if "Disse ark har formler" in line]
    assert told == ["2025, Tidligere Kontrol, Priser."]
    coloured = {str(area.sqref).split(":")[0] for area in after["2025"].conditional_formatting}
    assert {int("".join(filter(str.isdigit, place))) for place in coloured} == {4}, "the rows below the header, wherever it is"


def name_amounts(book: Workbook) -> None:
    """Name the amounts, for a sum of one's own."""
    book.defined_names["BudgetKr"] = DefinedName("BudgetKr", attr_text="Budget!$F$2:$F$3000")


def choose_from_budget(book: Workbook) -> None:
    """Let a cell of one's own choose among the payers."""
    choice = DataValidation(type="list", formula1="Budget!$C$2:$C$99")
    choice.add("N2")
    book["Helhedsplaner"].add_data_validation(choice)


def colour_by_budget(book: Workbook) -> None:
    """Colour a cell of one's own by an amount."""
    book["Helhedsplaner"].conditional_formatting.add("N2", FormulaRule(formula=["'Budget'!$F$2>0"]))


def draw_budget(book: Workbook) -> None:
    """Draw the amounts."""
    chart = BarChart()
    chart.add_data(Reference(book["Budget"], min_col=6, min_row=2, max_row=9))
    book.create_sheet("Mine tal").add_chart(chart)


def bound_by_budget(book: Workbook) -> None:
    """Let an amount be the bound of a colour scale."""
    scale = ColorScaleRule(start_type="formula", start_value="Budget!$F$2", start_color="FFFFFF", end_type="max", end_color="0000FF")
    book["Helhedsplaner"].conditional_formatting.add("N2:N9", scale)


def name_within_a_sheet(book: Workbook) -> None:
    """Name the amounts for one sheet only."""
    book["Helhedsplaner"].defined_names["Kr"] = DefinedName("Kr", attr_text="Budget!$F$2:$F$3000")


def budget_as_table(book: Workbook) -> None:
    """Make the lines a table, and sum a column of it by name."""
    budget = book["Budget"]
    budget.add_table(Table(displayName="BudgetTabel", ref=budget.dimensions))
    book.create_sheet("Mine tal")["B1"] = "=SUM(BudgetTabel[Budget kr])"


def untouched_by_others(book: Workbook) -> None:
    """Filter, print and link to the lines, and refer to a sheet of nearly that name and to another workbook's."""
    book["Budget"].auto_filter.ref = "A1:G20"
    book["Budget"].print_area = "A1:G20"
    book.create_sheet("Mit Budget")["B1"] = "=SUM(A1:A2,'Mit Budget'!A3)"
    book["Mit Budget"]["B2"] = "=[1]Budget!A1"
    book["Mit Budget"]["C1"] = '="OBS: se Budget her!"'
    book["Mit Budget"]["B3"].hyperlink = "#Budget!F2"


REFERRED: Final = "formler, navne, tabeller eller diagrammer henviser til dets celler"


@pytest.mark.parametrize(
    ("edit", "why"),
    [
        (cells(PLANS, "Budget", {"F2": "n/a"}), "en linje har en fejl"),
        (cells(PLANS, "Helhedsplaner", {"N2": "=SUM(budget!F2:F9)"}), REFERRED),
        (cells(PLANS, "Helhedsplaner", {"N2": "=SUM(Afdelinger:Styregrupper!F2)"}), REFERRED),
        (cells(PLANS, "Helhedsplaner", {"N2": "=SUM('Om:Mine-tal'!F2)"}), REFERRED),
        (cells(PLANS, "Helhedsplaner", {"N2": '=SUM(INDIRECT("Bud"&"get!F2:F9"))'}), REFERRED),
        (workbook(PLANS, bound_by_budget), REFERRED),
        (workbook(PLANS, name_within_a_sheet), REFERRED),
        (workbook(PLANS, budget_as_table), REFERRED),
        (cells(PLANS, "Helhedsplaner", {"N2": "=SUM(Budget!F2:F9)"}), REFERRED),
        (workbook(PLANS, name_amounts), REFERRED),
        (workbook(PLANS, choose_from_budget), REFERRED),
        (workbook(PLANS, colour_by_budget), REFERRED),
        (workbook(PLANS, draw_budget), REFERRED),
    ],
)
def test_a_budget_that_cannot_be_turned_round_stays_long(edit: Any, why: str, tmp_path: Path) -> None:
    """And the list says why."""
    folder = copy_of(THREE_AREAS / "input", tmp_path)
    apply_edits([edit], folder)
    copies, said = migrate(folder)
    assert any(why in line for line in said)
    assert "År" in [cell.value for cell in load_workbook(copies / PLANS)["Budget"][1]]


def test_what_refers_to_no_cell_of_the_budget_lets_it_be_turned_round(tmp_path: Path) -> None:
    """A filter, an area to print, a link; another sheet or workbook with a name like it."""
    folder = copy_of(THREE_AREAS / "input", tmp_path)
    apply_edits([workbook(PLANS, untouched_by_others)], folder)
    copies, _ = migrate(folder)
    assert "År" not in [cell.value for cell in load_workbook(copies / PLANS)["Budget"][1]]


RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DRAWING: Final = (
    '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"'
    f' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="{RELATIONS}">{{}}</xdr:wsDr>'
)
TEXT_BOX: Final = DRAWING.format(
    '<xdr:twoCellAnchor editAs="absolute"><xdr:from><xdr:col>0</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>7</xdr:row><xdr:rowOff>0</xdr:rowOff>'
    "</xdr:from><xdr:to><xdr:col>3</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>8</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to>"
    '<xdr:sp><xdr:nvSpPr><xdr:cNvPr id="2" name="Tekstfelt 1"/><xdr:cNvSpPr txBox="1"/></xdr:nvSpPr><xdr:spPr/>'
    "<xdr:txBody><a:bodyPr/><a:p><a:r><a:t>Husk: tallene er foreløbige</a:t></a:r></a:p></xdr:txBody></xdr:sp><xdr:clientData/></xdr:twoCellAnchor>"
)
FURTHER: Final = (
    '<extLst><ext uri="x" xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"'
    ' xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">{}</ext></extLst>'
)
CHOICE: Final = FURTHER.format(
    '<x14:dataValidations count="1"><x14:dataValidation type="list"><x14:formula1><xm:f>{}</xm:f></x14:formula1><xm:sqref>N2</xm:sqref>'
    "</x14:dataValidation></x14:dataValidations>"
)


def with_part(file: Path, kind: str, target: str, part: str, element: str) -> None:
    """Give the sheet Om a part of its own and an element, as Excel and LibreOffice write what openpyxl leaves out."""
    sheet, relations = "xl/worksheets/sheet1.xml", "xl/worksheets/_rels/sheet1.xml.rels"
    with zipfile.ZipFile(file) as archive:
        parts: dict[str, bytes | str] = {name: archive.read(name) for name in archive.namelist()}
        xml = archive.read(sheet).decode()
    parts[sheet] = xml.replace("<worksheet ", f'<worksheet xmlns:r="{RELATIONS}" ', 1).replace("</worksheet>", f"{element}</worksheet>")
    if kind:
        assert relations not in parts
        related = f'<Relationship Id="rId1" Type="{RELATIONS}/{kind}" Target="../{target}"/>'
        parts[relations] = f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{related}</Relationships>'
        parts[f"xl/{target}"] = part
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


@pytest.mark.parametrize(
    ("kind", "target", "part", "element", "told"),
    [
        ("drawing", "drawings/drawing1.xml", TEXT_BOX, '<drawing r:id="rId1"/>', True),
        ("drawing", "drawings/tegning.xml", TEXT_BOX, '<drawing r:id="rId1"/>', True),
        ("drawing", "drawings/drawing1.xml", DRAWING.format(""), '<drawing r:id="rId1"/>', False),
        ("printerSettings", "printerSettings/printerSettings1.bin", "-", "", False),
        ("threadedComment", "threadedComments/threadedComment1.xml", "<ThreadedComments/>", "", True),
        ("ctrlProp", "ctrlProps/ctrlProp1.xml", "<formControlPr/>", "", True),
        ("slicer", "slicers/slicer1.xml", "<slicers/>", "", True),
        ("oleObject", "embeddings/oleObject1.bin", "-", "", True),
        ("vmlDrawing", "drawings/vmlDrawing1.vml", "<xml/>", '<legacyDrawingHF r:id="rId1"/>', True),
        ("", "", "", FURTHER.format("<x14:sparklineGroups/>"), True),
        ("", "", "", FURTHER.format("<x14:conditionalFormattings/>"), True),
        ("", "", "", CHOICE.format("Helhedsplaner!$A$2:$A$9"), True),
        ("", "", "", CHOICE.format("Lister!$A$2:$A$9"), False),
    ],
)
def test_what_a_copy_may_lack_is_told_with_its_sheet(kind: str, target: str, part: str, element: str, told: bool, tmp_path: Path) -> None:
    """Whatever openpyxl leaves out; not the empty drawings of LibreOffice, nor our own drop-downs as Excel saves them."""
    folder = copy_of(THREE_AREAS / "input", tmp_path)
    with_part(folder / PLANS, kind, target, part, element)
    _, said = migrate(folder)
    assert [line.partition(": ")[2] for line in said if "tekstfelter" in line] == told * ["Om. Sammenlign med originalen."]


def test_a_copy_of_a_copy_is_the_same(tmp_path: Path) -> None:
    """Nothing is added twice, and that nothing was needed is said."""
    first, _ = migrate(copy_of(THREE_AREAS / "input", tmp_path))
    again = tmp_path / "again"
    done = CliRunner().invoke(app, ["migrate", "--input", str(first), "--folder", str(again)])
    assert done.exit_code == 0
    assert done.output.count("Den har allerede dagens form.") == len(WORKBOOKS)
    assert "Skemaversion er" not in done.output
    for one_book in WORKBOOKS:
        one, other = (load_workbook(folder / one_book.filename) for folder in (first, again))
        assert values(one) == values(other)
        for sheet in one:
            counts = [
                (len(of[sheet.title].data_validations.dataValidation), len(list(of[sheet.title].conditional_formatting)))
                for of in (one, other)
            ]
            assert counts[0] == counts[1]


def test_what_cannot_be_read_or_would_be_replaced_is_refused(tmp_path: Path) -> None:
    """A file that is no workbook, as `check` tells it; a folder with files. Nothing is written."""
    folder = copy_of(THREE_AREAS / "input", tmp_path)
    (folder / PLANS).write_bytes(b"no workbook")
    result = CliRunner().invoke(app, ["migrate", "--input", str(folder), "--folder", str(tmp_path / "copies")])
    assert result.exit_code == Exit.REJECTED
    assert f"input/{PLANS}" in result.output
    assert not (tmp_path / "copies").exists()
    result = CliRunner().invoke(app, ["migrate", "--input", str(folder), "--folder", str(folder)])
    assert result.exit_code == 2


@pytest.mark.parametrize("made", [True, False], ids=["empty", "missing"])
def test_a_folder_without_workbooks_is_not_filled_with_invented_numbers(
    made: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The advice is empty workbooks; of reports nothing is said."""
    monkeypatch.chdir(tmp_path)
    if made:
        (tmp_path / "input").mkdir()
    result = CliRunner().invoke(app, ["migrate"])
    assert result.exit_code == Exit.REJECTED
    assert result.output.count("lav tomme projektmapper med: make template") == len(WORKBOOKS)
    assert "eksempel" not in result.output
    assert "rapport" not in result.output
    assert not (tmp_path / "opdateret").exists()
