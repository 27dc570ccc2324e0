"""Output of `python -m pipeline sources`: what it prints and writes, and the guide's description of it."""

from __future__ import annotations

import hashlib
import re
import tomllib
from pathlib import Path
from typing import get_args

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner, Result

from pipeline.__main__ import app
from pipeline.input.sources.model import Meaning, Source, SourceColumn, Sources
from pipeline.settings.toml_file import read_toml
from tests.build import ROOT
from tests.foreign import AREA, column, described, lay

GUIDE = (ROOT / "docs" / "kilder.md").read_text(encoding="utf-8")
ROWS = [["Bydel", "Andel", "Tal"], ["=1+1", 0.125, "410*"], ["@x", "..", 7], ["#REF", 0.5, 3], ["I alt", None, 420], ["Kilde: nogen"]]
DESCRIPTION = described(
    column(*AREA),
    column("part", "Andel", "share", 'unit = "fraction"'),
    column("size", "Tal", "count", 'unit = "personer"'),
    lines=['title = "Prøve"', 'markers = { "*" = "provisional" }'],
)


def run(folder: Path, output: Path) -> Result:
    """Run the command."""
    return CliRunner().invoke(app, ["sources", "--input", str(folder), "--output", str(output)])


def lay_text(folder: Path) -> Path:
    """Lay the workbook, with its formula as the text that it looks like."""

    def as_text(sheet: object) -> None:
        sheet["A2"].data_type = "s"  # type: ignore[index]  # because openpyxl's sheets are indexed by address

    return lay(folder, ROWS, DESCRIPTION, as_text)


def test_the_command_tells_what_it_read_and_set_aside(tmp_path: Path) -> None:
    """Rows, columns, totals and notes of each source are told, with the file that was written."""
    result = run(lay_text(tmp_path), tmp_path / "output")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines() == [
        f"{tmp_path}/output/kilder/kilde.xlsx: 3 rækker, 3 kolonner (input/kilde.xlsx [Tabel!2–4])",
        "  totalrække: 5: I alt; stemmer: size",
        "  note eller overskrift: 6: Kilde: nogen",
    ]


def test_the_workbook_holds_values_addresses_marks_and_provenance(tmp_path: Path) -> None:
    """Numbers are numbers, a withheld one is .., text is text whatever it begins with, and the file's hash is told."""
    folder = lay_text(tmp_path)
    run(folder, tmp_path / "output")
    book = load_workbook(tmp_path / "output" / "kilder" / "kilde.xlsx")
    sheets = {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}
    assert sheets["Data"] == [("area", "part", "size"), ("=1+1", 0.125, 410), ("@x", "..", 7), ("#REF", 0.5, 3)]
    assert [cell.data_type for cell in book["Data"]["A"]] == ["s"] * 4
    assert book["Data"]["B2"].number_format == "0.0%"
    assert sheets["Adresser"][1] == ("Tabel!A2", "Tabel!B2", "Tabel!C2")
    assert sheets["Mærker"][1:3] == [(None, None, "provisional"), (None, "withheld", None)]
    about = dict(sheets["Om"])
    assert about["Filens SHA-256"] == hashlib.sha256((folder / "kilde.xlsx").read_bytes()).hexdigest()
    assert (about["Kilde"], about["Fil"], about["Ark"], about["Læste rækker"]) == ("Prøve", "input/kilde.xlsx", "Tabel", 3)
    assert about["Totalrække"] == "5: I alt; stemmer: size"
    assert about["Note eller overskrift"] == "6: Kilde: nogen"
    assert about["Enhed for size"] == "personer"
    assert about["Mærket withheld i part"] == 1


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    """No clock is read."""
    folder = lay_text(tmp_path)
    contents = []
    for name in ("a", "b"):
        run(folder, tmp_path / name)
        contents.append((tmp_path / name / "kilder" / "kilde.xlsx").read_bytes())
    assert contents[0] == contents[1]


def test_a_wrong_table_does_not_hold_up_the_right_ones(tmp_path: Path) -> None:
    """It is not written, and that is told; a workbook of an earlier run is left as it was."""
    right = described()
    wrong = described().replace('id = "kilde"', 'id = "anden"').replace('"Personer"', '"Folk"')
    result = run(lay(tmp_path, [["Bydel", "Personer"], ["Valby", 3]], f"{right}\n{wrong}"), tmp_path / "output")
    assert result.exit_code == 20
    assert result.stderr.splitlines()[:2] == [
        "Ikke skrevet på grund af fejl: anden. Findes der en projektmappe med det navn, er den fra en tidligere kørsel.",
        "1 fejl i input:",
    ]
    assert result.stdout.startswith(f"{tmp_path}/output/kilder/kilde.xlsx: 1 række")
    assert [path.name for path in (tmp_path / "output" / "kilder").iterdir()] == ["kilde.xlsx"]


def test_without_our_own_names_nothing_is_written(tmp_path: Path) -> None:
    """Names that could not be compared may be others' spellings."""
    description = described(column("area", "Bydel", "name", 'names = "districts"'), column("size", "Tal", "count"))
    result = run(lay(tmp_path, [["Bydel", "Tal"], ["Valby", 3]], description), tmp_path / "output")
    assert (result.exit_code, (tmp_path / "output" / "kilder").exists()) == (20, False)


def test_an_output_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """A file in the way of the folder ends with 50 and no traceback."""
    (tmp_path / "output").write_text("")
    result = run(lay_text(tmp_path), tmp_path / "output")
    assert result.exit_code == 50
    assert result.stderr.startswith("Tabellerne kunne ikke gemmes: ")


def test_a_cell_s_text_does_nothing_to_the_screen(tmp_path: Path) -> None:
    """A note is neither markup nor command."""
    rows = [["Bydel", "Personer"], ["Valby", 3], ["Kilde: [red]x[/] \N{RIGHT-TO-LEFT OVERRIDE}:warning:"]]
    assert run(lay(tmp_path, rows), tmp_path / "output").stdout.splitlines()[1] == (
        "  note eller overskrift: 3: Kilde: [red]x[/] \N{REPLACEMENT CHARACTER}:warning:"
    )


def section(title: str) -> str:
    """Return a section of the guide."""
    return GUIDE.split(f"## {title}\n")[1].split("\n## ")[0]


@pytest.mark.parametrize(("title", "model"), [("Nøgler for en kilde", Source), ("Nøgler for en kolonne", SourceColumn)])
def test_the_guide_explains_every_key(title: str, model: type[Source] | type[SourceColumn]) -> None:
    """The guide's table has each key of the model, in its order, and no other."""
    keys = re.findall(r"^\| `(\w+)` \| .+ \| .+ \|$", section(title).split("`kind` er en af")[0], re.MULTILINE)
    assert keys == list(model.model_fields)
    required = {name for name, field in model.model_fields.items() if field.is_required()}
    assert {key for key in keys if re.search(rf"^\| `{key}` \|.*\| skal være der \|$", section(title), re.MULTILINE)} == required


def test_the_guide_explains_every_kind_and_meaning() -> None:
    """The closed lists are whole."""
    kinds = section("Nøgler for en kolonne").split("`kind` er en af")[1]
    assert set(re.findall(r"^\| `(\w+)`", kinds, re.MULTILINE)) == set(get_args(SourceColumn.model_fields["kind"].annotation))
    assert set(re.findall(r"^\| `(\w+)`", section("Tegn i stedet for tal"), re.MULTILINE)) == set(get_args(Meaning))


@pytest.mark.parametrize("example", re.findall(r"```toml\n(.*?)```", GUIDE, re.DOTALL))
def test_the_guides_examples_are_descriptions(example: str, tmp_path: Path) -> None:
    """Each example can be copied as it stands."""
    (tmp_path / "kilder.toml").write_text(example, encoding="utf-8")
    assert read_toml(tmp_path / "kilder.toml", Sources, "kilder.toml").source


def test_the_guides_list_of_marks_is_one() -> None:
    """The line of markers is what TOML reads."""
    (line,) = re.findall(r"^`(markers = .*)`$", GUIDE, re.MULTILINE)
    assert set(tomllib.loads(line)["markers"].values()) == set(get_args(Meaning))
