"""All output depends only on the classes of an input's small counts: other numbers of the classes give the same bytes.

The program runs in separate processes, from the workbooks to the files, over first releases, corrections, second folders and languages.
Whichever of these files an attacker has, they do not distinguish the numbers of a class.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pandas as pd
import pytest

from pipeline.disclosure.protect import protect_input
from pipeline.input.check_input import Intake, check_input
from pipeline.language.language import load_language
from pipeline.releases.pdfs import file_name
from pipeline.render.document import render_html
from pipeline.render.letter import render_letter
from pipeline.report.model.district import DistrictReport
from pipeline.report.tables.files.attachments import attach_tables
from pipeline.report.tables.files.excel import write_tables
from pipeline.run import compose_reports, compose_tables
from pipeline.workbooks.configuration_files import write_configuration
from pipeline.workbooks.example.generate import write_example
from tests.build import INPUT, ROOT, mark_as_real
from tests.class_variants import correct, is_small, leave_few_outside, plant, vary_folder, vary_tables
from tests.extremes import LARGEST, YEARS, lay_out
from tests.random_cities import REALISTIC, SMALL_AREAS, Shape, random_city

History: TypeAlias = Callable[[Path, Path, Path], Iterator[str]]

DANISH = load_language("da")
OF_THE_MACHINE = {"time", "seconds"}  # what the log says that no input decides
PRIVATE = {"historik.sqlite", "kendetegn", "puls", ".laas"}  # times and a throw-away key; never passed on


def sample(folder: Path) -> Path:
    """Copy the project's own input."""
    return Path(shutil.copytree(INPUT, folder))


def smallest(folder: Path) -> Path:
    """Write one forum of one area with small counts."""
    write_example(folder, forums=1, areas=1, plans=0, years=(2011, 2025))
    write_configuration(folder, (2011, 2025))
    return plant(mark_as_real(folder), 3, np.random.default_rng(1))


def city(folder: Path) -> Path:
    """Write two forums with small counts everywhere, and few outside them, so that the city is their sum."""
    write_example(folder, forums=2, areas=8, plans=3, years=YEARS, seed=7)
    write_configuration(folder, YEARS)
    return leave_few_outside(plant(mark_as_real(folder), 16, np.random.default_rng(2)))


def largest(folder: Path) -> Path:
    """Write six forums of forty areas with small counts."""
    return plant(lay_out(folder, LARGEST), 40, np.random.default_rng(3))


def run(tree: Path, input_folder: Path, output_folder: Path, *options: str) -> str:
    """Make the reports in a process, and return what the screen said."""
    command = [sys.executable, "-m", "pipeline", "reports", "--input", str(input_folder), "--output", str(output_folder), *options]
    done = subprocess.run(command, cwd=tree, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return (done.stdout + done.stderr).replace(str(output_folder), "output").replace(str(input_folder), "input")


def hash_tree(output: Path) -> Iterator[tuple[str, str]]:
    """Yield the name of everything in an output folder with what it holds."""
    for path in sorted(output.rglob("*")):
        name = path.relative_to(output).as_posix()
        if path.is_symlink():
            yield name, str(path.readlink())
        elif path.name == "log.jsonl":
            lines = map(json.loads, path.read_text(encoding="utf-8").splitlines())
            yield name, json.dumps([{key: value for key, value in line.items() if key not in OF_THE_MACHINE} for line in lines])
        elif path.is_file() and path.name not in PRIVATE:
            yield name, sha256(path.read_bytes()).hexdigest()


def corrected(given: Path, later: Path, output: Path) -> Iterator[str]:
    """Make a release, and correct another count."""
    yield run(ROOT, given, output / "one")
    yield run(ROOT, correct(later), output / "one", "--reason", "Et tal er rettet.")


def everywhere(given: Path, later: Path, output: Path) -> Iterator[str]:
    """Make a release, correct it, make the corrected one in a second folder and the first in another language."""
    yield from corrected(given, later, output)
    yield run(ROOT, later, output / "two")
    settings = given / "indstillinger.toml"
    settings.write_text(settings.read_text("utf-8").replace('language = "da"', 'language = "en"'), encoding="utf-8")
    yield run(ROOT, given, output / "english")


def look(tmp_path: Path, write: Callable[[Path], Path], history: Callable[[Path, Path, Path], Iterator[str]], draw: int) -> dict[str, str]:
    """Return all that a history of releases leaves, of an input as it is (draw 0) or of others that differ within classes only.

    The small counts are drawn anew between the releases too.
    """
    folder = tmp_path / str(draw)
    given = write(folder / "as it is")
    rng = np.random.default_rng(draw)
    inputs = [folder / name / "input" for name in ("given", "later")]
    for target in inputs:
        shutil.copytree(given, target) if draw == 0 else vary_folder(given, target, rng)
    screens = list(history(inputs[0], inputs[1], folder / "output"))
    return dict(hash_tree(folder / "output")) | {f"screen {number}": text for number, text in enumerate(screens)}


@pytest.mark.parametrize(
    ("write", "history", "releases"),
    [
        (smallest, corrected, 2),
        pytest.param(sample, corrected, 2, marks=pytest.mark.faults),
        pytest.param(city, everywhere, 4, marks=pytest.mark.faults),
    ],
    ids=lambda one: getattr(one, "__name__", None),
)
def test_other_numbers_of_the_classes_give_the_same_bytes(
    tmp_path: Path, write: Callable[[Path], Path], history: History, releases: int
) -> None:
    """Every file of every release, its name, the current one, the log and the screen."""
    one, other = (look(tmp_path, write, history, draw) for draw in (0, 1))
    assert sum(name.endswith("/manifest.json") for name in one) == releases
    assert {name for name in one | other if one.get(name) != other.get(name)} == set()


BEHIND_THE_DOOR = """    inputs = fingerprint_inputs(intake, tables)
    true = intake.tables.indicators
    tables.indicators["{column}"] = tables.indicators["{column}"].mask(true["indicator"] == "{indicator}", true["count"])
    return Protected(intake.settings, intake.policy, tables, inputs)
"""


@pytest.mark.parametrize("column", ["count", pytest.param("high", marks=pytest.mark.faults)])
def test_a_number_that_passes_the_door_is_found(tmp_path: Path, column: str) -> None:
    """A program that lets one column of one indicator through, after the fingerprints are taken, fails what the test above asks."""
    tree = tmp_path / "program"
    for part in ("pipeline", "templates"):
        shutil.copytree(ROOT / part, tree / part, ignore=shutil.ignore_patterns("__pycache__"))
    given = smallest(tmp_path / "given" / "input")
    cells = check_input(given).tables.indicators
    indicator = cells[is_small(cells) & (cells["year"] == 2025)].iloc[0]["indicator"]
    door = tree / "pipeline" / "disclosure" / "protect.py"
    kept, shut = door.read_text("utf-8").split("    return Protected(")
    assert shut == "intake.settings, intake.policy, tables, fingerprint_inputs(intake, tables))\n"
    door.write_text(kept + BEHIND_THE_DOOR.format(column=column, indicator=indicator), encoding="utf-8")
    other = vary_folder(given, tmp_path / "other" / "input", np.random.default_rng(1))
    names = []
    for folder in (given, other):
        run(tree, folder, folder.parent / "output")
        names.append([name for name, _ in hash_tree(folder.parent / "output")])
    assert names[0] != names[1]  # a release's folder is named for its manifest, which has the hash of every file


def intakes() -> Iterator[Intake]:
    """Yield the sample, realistic cities and cities of small areas."""
    yield check_input(INPUT)
    yield from (random_city(0, shape) for shape in (REALISTIC, SMALL_AREAS))


def test_many_combinations_leave_the_door_alike() -> None:
    """Tables and fingerprints: all that a later stage gets."""
    rng, changed = np.random.default_rng(0), 0
    for intake in intakes():
        given = protect_input(intake)
        for _ in range(8):
            varied = replace(intake, tables=vary_tables(intake.tables, rng))
            changed += int((varied.tables.indicators["count"] - intake.tables.indicators["count"]).abs().gt(0).sum())
            out = protect_input(varied)
            assert out.inputs == given.inputs
            for table in ("indicators", "city"):
                pd.testing.assert_frame_equal(getattr(out.tables, table), getattr(given.tables, table))
    assert changed > 1_000


def pages(intake: Intake) -> Iterator[str | bytes]:
    """Yield everything that is made of an input before it is a PDF: pages, letters, tables."""
    day = intake.settings.periods.present_day
    for report in compose_reports(intake):
        yield render_html(report, DANISH)
        if isinstance(report, DistrictReport):
            yield repr(render_letter(report, file_name(report), day, DANISH))
    book = compose_tables(intake)
    yield write_tables(book, DANISH)
    yield from (repr(attach_tables(book.of_forum(forum), DANISH)) for forum in intake.tables.forums["forum_id"])


@pytest.mark.parametrize(
    "shape", [REALISTIC, SMALL_AREAS, pytest.param(None, marks=pytest.mark.faults)], ids=["realistic", "small areas", "largest"]
)
def test_pages_letters_and_tables_of_other_numbers_are_the_same(shape: Shape | None, tmp_path: Path) -> None:
    """For cities in which every tenth count and more is small, or next to none, and for six forums of forty areas."""
    intake = random_city(11, shape) if shape else check_input(largest(tmp_path / "input"))
    varied = replace(intake, tables=vary_tables(intake.tables, np.random.default_rng(11)))
    assert not varied.tables.indicators["count"].equals(intake.tables.indicators["count"])
    assert list(pages(varied)) == list(pages(intake))
