"""An independent program recomputes a release from its workbooks: every number of the tables, and those on the first pages."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.recompute.release import compare_release

ROOT = Path(__file__).resolve().parents[1]
ALONE = [Path(__file__), *sorted((ROOT / "tests" / "recompute").glob("*.py"))]
LIBRARIES = {"numpy", "openpyxl", "pypdfium2", "pytest"}  # numpy for its random numbers alone
SETTINGS, POLICY = "indstillinger.toml", "politik/kk-2011.toml"

HERKOMST = 'judged = false       # beskrives, men vurderes ikke\ndirection = "up"      # en højere andel hæver indekset\nweight = 1'


INDEX = "".join(f"{year} = {80 + 1.5 * (year - 2008)}\n" for year in range(2008, 2030))


@dataclass(frozen=True)
class Case:
    """An input to recompute.

    Attributes:
        example: Options of the command `example`; none takes the project's own input.
        changed: File, its text, and the text that replaces it.
    """

    name: str
    example: tuple[str, ...] = ()
    period: str = ""
    changed: tuple[tuple[str, str, str], ...] = ()


CASES = (
    Case("sample"),
    Case(
        "another policy, more small counts",
        ("--seed=2", "--forums=4", "--areas=16", "--plans=20"),
        "",
        (
            (SETTINGS, "smallest_shown = 5", 'smallest_shown = 40\nrounding = "all"'),
            (SETTINGS, "tmf_share = 0.125", "tmf_share = 0.12"),
            (SETTINGS, "# interval_level = 0.998", "interval_level = 0.95"),
            (SETTINGS, "hourly_rate_dkk = 320", "hourly_rate_dkk = 333"),
            (SETTINGS, "# [price_index]\n", f"[price_index]\n{INDEX}"),
            (POLICY, "times = 1.25", "times = 1.1"),
            (POLICY, "minimum_criteria = 4", "minimum_criteria = 3"),
            (POLICY, HERKOMST, HERKOMST.replace("weight = 1", "weight = 3")),
            (POLICY, "least_points = 2.0", "least_points = 1.0"),
            (POLICY, "contrary_pp = 5 ", "contrary_pp = 1 "),
        ),
    ),
)
FURTHER = [
    pytest.param(case, marks=pytest.mark.faults)
    for case in (
        Case("two forums, other years", ("--seed=1", "--forums=2", "--areas=9", "--plans=7", "--years=2012,2016,2024")),
        Case("years looked back at", ("--seed=3", "--forums=3", "--areas=12", "--plans=18"), "2015-2019"),
    )
]


def run(*arguments: str) -> None:
    """Run the program as a user does."""
    done = subprocess.run([sys.executable, "-m", "pipeline", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module", params=[*CASES, *FURTHER], ids=lambda case: case.name)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, str]:
    """An input folder, the release that the program makes of it, and the period."""
    case: Case = request.param
    folder = tmp_path_factory.mktemp("recompute")
    source = folder / "input"
    if case.example:
        run("example", f"--folder={source}", *case.example)
    else:
        shutil.copytree(ROOT / "input", source)
    for file, old, new in case.changed:
        text = (source / file).read_text(encoding="utf-8")
        assert old in text, old
        (source / file).write_text(text.replace(old, new), encoding="utf-8")
    run("reports", f"--input={source}", f"--output={folder / 'output'}", *([f"--period={case.period}"] if case.period else []))
    return source, folder / "output" / "eksempel" / "current", case.period


def test_every_number_is_what_another_program_makes_of_the_workbooks(made: tuple[Path, Path, str]) -> None:
    """As many as the tables hold, none skipped; the first page of every PDF prints them too and nothing else."""
    found = compare_release(*made)
    sys.stdout.write(found.summary)
    assert found.wrong == []
    assert found.numbers == found.held
    assert found.numbers.total() > 1000
    assert found.on_pages > 300


@pytest.mark.parametrize("made", CASES[:1], ids=lambda case: case.name, indirect=True)
def test_a_number_that_is_off_in_the_tables_is_found(made: tuple[Path, Path, str], tmp_path: Path) -> None:
    """By the last decimal in the tables; by one where it is whole; and one that nobody asked for is counted."""
    source, release, period = made
    altered = Path(shutil.copytree(release, tmp_path / "release"))
    book = load_workbook(altered / "tabeller.xlsx")
    for sheet, head, by in (("Indikatorer", "Andel", 0.000002), ("Hvem betaler", "Budget, kr.", 1), ("Konklusioner", "Indeks nu", 0.0002)):
        column = next(cell.column for cell in book[sheet][1] if cell.value == head)
        book[sheet].cell(2, column).value += by
    book["Antagelser"].cell(2, 1).value = 7
    book.save(altered / "tabeller.xlsx")
    found = compare_release(source, altered, period)
    assert [one.split("!")[0] for one in found.wrong] == ["Konklusioner", "Indikatorer", "Hvem betaler"]
    assert found.held.total() - found.numbers.total() == 1


@pytest.mark.parametrize("made", CASES[:1], ids=lambda case: case.name, indirect=True)
def test_a_number_that_is_off_in_a_workbook_is_found(made: tuple[Path, Path, str], tmp_path: Path) -> None:
    """A hundred residents fewer outside the labour market moves the tables and page 1."""
    source, release, period = made
    altered = Path(shutil.copytree(source, tmp_path / "input"))
    book = load_workbook(altered / "indikatorer.xlsx")
    book["2025"]["E2"].value -= 100
    book.save(altered / "indikatorer.xlsx")
    wrong = compare_release(altered, release, period).wrong
    assert any(one.startswith("Indikatorer") for one in wrong)
    assert any("page 1" in one for one in wrong)


@pytest.mark.parametrize("path", ALONE, ids=lambda path: path.name)
def test_the_other_program_shares_no_code(path: Path) -> None:
    """It imports the standard library, readers of files, and itself."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            names = [str(node.module)]
        else:
            continue
        for name in names:
            top = name.partition(".")[0]
            assert top in sys.stdlib_module_names or top in LIBRARIES or name.startswith("tests.recompute"), f"{path.name}: {name}"
            assert top not in {"importlib", "runpy"}
