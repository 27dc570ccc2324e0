"""The check folder in the output: written whole or not at all, people's own files kept, and removed once everything is corrected."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.language.language import load_language
from pipeline.lock import hold_lock
from pipeline.problems import check_folder as tell_folder
from pipeline.problems.check_folder import LOCK, has_copies, write_check
from pipeline.problems.model import Code, Phrase, Place, Problem
from pipeline.storage import StorageFailed
from tests.broken_inputs import FORUMS, INDICATORS, PLANS, cell, content, problems_of, small_input
from tests.build import ROOT

DANISH = load_language("da")
MISSING = Problem(Code.FILE_MISSING, Place("input/fora.xlsx"), {"advice": Phrase("file_example")})
LIST = ".written.json"
LATER = Problem(Code.FILE_EMPTY, Place("input/fora.xlsx"))


def names(folder: Path) -> list[str]:
    """Return the names in a folder."""
    return sorted(path.name for path in folder.iterdir())


def page_of(output: Path, *problems: Problem) -> str:
    """Write a check and return its page."""
    page = write_check(output.parent / "input", output, problems, DANISH)
    assert page is not None
    return page.read_text(encoding="utf-8")


def test_what_people_laid_into_the_folder_stays(tmp_path: Path) -> None:
    """Our page and copies are replaced and go; a workbook or note under a name of its own is nobody's but its owner's."""
    source, output = small_input(tmp_path, cell(INDICATORS, "2025", "E2", "x")), tmp_path / "output"
    write_check(source, output, problems_of(source), DANISH)
    mine = output / "check" / "indikatorer rettet.xlsx"
    mine.write_bytes(b"mine")
    write_check(source, output, [MISSING], DANISH)
    assert names(output / "check") == [LIST, "index.html", mine.name]
    assert write_check(source, output, (), DANISH) is None
    assert names(output / "check") == [mine.name]
    assert mine.read_bytes() == b"mine"
    assert names(output) == ["check"]


def test_a_copy_that_a_person_corrected_is_theirs(tmp_path: Path) -> None:
    """It is neither replaced nor removed; the next copy takes another name."""
    source, output = small_input(tmp_path, cell(INDICATORS, "2025", "E2", "x")), tmp_path / "output"
    write_check(source, output, problems_of(source), DANISH)
    corrected = output / "check" / INDICATORS
    corrected.write_bytes(corrected.read_bytes() + b"corrected")
    before = corrected.read_bytes()
    write_check(source, output, problems_of(source), DANISH)
    assert names(output / "check") == [LIST, "index.html", "indikatorer (2).xlsx", INDICATORS]
    assert write_check(source, output, (), DANISH) is None
    assert (names(output / "check"), corrected.read_bytes()) == ([INDICATORS], before)


def test_the_output_folder_stays_when_nothing_is_wrong_any_more(tmp_path: Path) -> None:
    """It may be shared, with rights of its own."""
    page_of(tmp_path / "output", MISSING)
    assert write_check(tmp_path / "input", tmp_path / "output", (), DANISH) is None
    assert names(tmp_path / "output") == []


def test_two_checks_do_not_write_at_once(tmp_path: Path) -> None:
    """The second says so, with its errors on the screen; what the first is building is not removed."""
    source, output = small_input(tmp_path, cell(INDICATORS, "2025", "E2", "x")), tmp_path / "output"
    building = output / ".building-of-the-first"
    building.mkdir(parents=True)
    command = [sys.executable, "-m", "pipeline", "check", "--input", str(source), "--output", str(output)]
    with hold_lock(output / LOCK):
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, "Et andet tjek skriver sin side" in done.stderr, "2025!E2" in done.stderr) == (20, True, True), done.stderr
    assert building.is_dir()
    assert subprocess.run(command, cwd=ROOT, capture_output=True, check=False).returncode == 20
    assert names(output) == ["check"]


def test_a_folder_that_cannot_be_written_leaves_everything_as_it_was(tmp_path: Path) -> None:
    """Where the output folder is a file, the check's folder fails and the file is as it was."""
    (tmp_path / "output").write_bytes(b"a file")
    with pytest.raises(StorageFailed):
        write_check(tmp_path, tmp_path / "output", [MISSING], DANISH)
    assert (tmp_path / "output").read_bytes() == b"a file"


def test_a_failure_leaves_the_last_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that cannot be written fails the new page, and the old one stands whole with nothing half-built beside it."""
    first = page_of(tmp_path / "output", MISSING)
    monkeypatch.setattr(tell_folder, "PAGE", "x" * 300)
    with pytest.raises(StorageFailed):
        write_check(tmp_path / "input", tmp_path / "output", [LATER], DANISH)
    assert (tmp_path / "output" / "check" / "index.html").read_text(encoding="utf-8") == first
    assert names(tmp_path / "output") == ["check"]


KILLED = """
import os, signal, sys
from pathlib import Path
from pipeline.language.language import load_language
from pipeline.problems.check_folder import write_check
from pipeline.problems.model import Code, Place, Problem
calls = 0
def killing(name):
    real = getattr(os, name)
    def call(*args, **kwargs):
        global calls
        calls += 1
        if calls == int(sys.argv[2]):
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*args, **kwargs)
    setattr(os, name, call)
language, output = load_language("da"), Path(sys.argv[1])
problems = [Problem(Code.ABOUT_MISSING, Place("input/fora.xlsx", "Om"), {"field": "Kilde"})]
for name in ("rename", "replace", "rmdir", "unlink"):
    killing(name)
write_check(output.parent / "input", output, problems, language)
"""


def lay_as_version_0_1(folder: Path) -> str:
    """Write the folder of a check as version 0.1 did, with a person's note beside; return its page."""
    folder.mkdir(parents=True)
    page = '<p><a class="copy" href="plan%20%282%29.xlsx">Markeret kopi</a></p>'
    for name, written in {"index.html": page, "plan (2).xlsx": "ours", "note.txt": "mine"}.items():
        (folder / name).write_text(written, encoding="utf-8")
    return page


@pytest.mark.parametrize("point", range(1, 7))
def test_a_kill_at_any_moment_leaves_a_whole_page(tmp_path: Path, point: int) -> None:
    """Killed before any move or removal, the old page stands or the new with its copy; the next check finishes, and nothing of a person's goes."""
    small_input(tmp_path)
    output = tmp_path / "output"
    before = lay_as_version_0_1(output / "check")
    done = subprocess.run([sys.executable, "-c", KILLED, str(output), str(point)], cwd=ROOT, env={**os.environ}, check=False)
    assert done.returncode == -signal.SIGKILL
    page = (output / "check" / "index.html").read_text(encoding="utf-8")
    assert page == before or ('href="fora.xlsx"' in page and (output / "check" / FORUMS).is_file())
    page_of(output, MISSING)
    assert names(output) == ["check"]
    assert names(output / "check") == [LIST, "index.html", "note.txt"]


@pytest.mark.parametrize("moved", ["no", "aside", "aside, and a new one in its place"])
@pytest.mark.parametrize("problems", [(MISSING,), ()], ids=["wrong", "right"])
def test_what_version_0_1_left_is_found(problems: tuple[Problem, ...], moved: str, tmp_path: Path) -> None:
    """Its page and copies go, also where it was killed between moving them aside and clearing them away; a person's note stays."""
    output = tmp_path / "output"
    lay_as_version_0_1(output / "check")
    if moved != "no":
        (output / "check").rename(output / ".replaced-check")
        (output / ".building-x1y2").mkdir()
    if moved.endswith("place"):
        page_of(output.with_name("other"), LATER)
        (tmp_path / "other" / "check").rename(output / "check")
    write_check(tmp_path / "input", output, problems, DANISH)
    assert names(output) == ["check"]
    assert names(output / "check") == ([LIST, "index.html", "note.txt"] if problems else ["note.txt"])


def test_a_copy_takes_nobody_s_name(tmp_path: Path) -> None:
    """A person's workbook beside the page that is named like one of ours stays as it is, and the copy has another name."""
    source, output = small_input(tmp_path), tmp_path / "output"
    (output / "check").mkdir(parents=True)
    (output / "check" / "Fora.xlsx").write_bytes(b"mine")
    for _ in range(2):
        page_of(output, Problem(Code.ABOUT_MISSING, Place("input/fora.xlsx", "Om"), {"field": "Kilde"}))
        assert names(output / "check") == [LIST, "Fora.xlsx", "fora (2).xlsx", "index.html"]
    assert source.is_dir()
    write_check(source, output, (), DANISH)
    assert {path.name: path.read_bytes() for path in (output / "check").iterdir()} == {"Fora.xlsx": b"mine"}


@pytest.mark.parametrize(
    ("problem", "copied", "said"),
    [
        (Problem(Code.ABOUT_MISSING, Place("input/fora.xlsx", "Om"), {"field": "Kilde"}), True, "Markeret kopi af projektmappen"),
        (MISSING, False, "Der er ingen markeret kopi: Intet her handler om et enkelt ark."),
        (Problem(Code.MACROS_IGNORED, Place("input/fora.xlsx")), False, "Der er ingen markeret kopi: Intet her handler om et enkelt ark."),
        (Problem(Code.SETTING_MISSING, Place("input/indstillinger.toml", None, "policy")), False, None),
    ],
    ids=lambda value: str(value.code) if isinstance(value, Problem) else "",
)
def test_a_copy_is_made_where_a_sheet_is_named(
    problem: Problem, copied: bool, said: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a file that is missing or refused whole nothing can be marked, so nobody waits for a copy of it; the page says why."""
    (tmp_path / "openpyxl.py").write_text("raise SystemExit", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))  # another library of the name is not the one that marks
    source = small_input(tmp_path)
    page = write_check(source, tmp_path / "output", [problem], DANISH)
    assert page is not None
    assert has_copies(page) is copied
    html = page.read_text(encoding="utf-8")
    assert said in html if said else "arkeret kopi" not in html


def test_workbooks_of_others_have_copies_too(tmp_path: Path) -> None:
    """A source in a folder below is copied under a name of its own, none is read through a link that leads out, and all go again."""
    source, output = small_input(tmp_path), tmp_path / "output"
    (source / "kilder").mkdir()
    (source / "kilder" / FORUMS).write_bytes((source / PLANS).read_bytes())
    (tmp_path / "secret.xlsx").write_bytes((source / PLANS).read_bytes())
    (source / "link.xlsx").symlink_to(tmp_path / "secret.xlsx")
    problems = [
        Problem(Code.ABOUT_MISSING, Place(f"input/{name}", "Om"), {"field": "Kilde"}) for name in (FORUMS, f"kilder/{FORUMS}", "link.xlsx")
    ]
    page = write_check(source, output, problems, DANISH)
    assert page is not None
    assert names(page.parent) == [LIST, "fora (2).xlsx", FORUMS, "index.html"]
    html = page.read_text(encoding="utf-8")
    assert 'href="fora%20%282%29.xlsx"' in html
    assert html.count("Projektmappen kunne ikke åbnes til det.") == 1
    assert write_check(source, output, (), DANISH) is None
    assert not page.parent.exists()


def test_a_sheet_that_openpyxl_cannot_open_is_told_on_the_page(tmp_path: Path) -> None:
    """A workbook with problems in its cells that openpyxl fails on has no copy; the page holds its problems and says so."""
    source = small_input(tmp_path, content(FORUMS, b"PK\x03\x04 damaged"))
    problem = Problem(
        Code.NOT_AN_EMAIL, Place("input/fora.xlsx", "Modtagere", "C2"), {"found": "x", "column": "E-mail", "advice": Phrase("correct_it")}
    )
    page = write_check(source, tmp_path / "output", [problem], DANISH)
    assert page is not None
    assert names(page.parent) == [LIST, "index.html"]
    assert "Der er ingen markeret kopi: Projektmappen kunne ikke åbnes til det." in page.read_text(encoding="utf-8")


def test_errors_come_first_and_each_file_is_counted(tmp_path: Path) -> None:
    """The page begins with the sums, lists the files with their counts, and has errors before findings, whatever their order was."""
    finding = Problem(Code.PLAN_WITHOUT_ESTATE, Place(f"input/{PLANS}", None, None), {"plan": "Plan"})
    html = page_of(tmp_path / "output", finding, MISSING, LATER)
    assert "2 fejl · 1 bemærkning til data" in html
    assert '<a href="#error-1">input/fora.xlsx</a> <span class="count">2 fejl</span>' in html
    assert f'<a href="#finding-1">input/{PLANS}</a> <span class="count">1 bemærkning til data</span>' in html
    assert html.index('id="error-1"') < html.index('id="finding-1"')


def test_all_rows_are_on_the_page_and_empty_columns_are_not(tmp_path: Path) -> None:
    """Twenty-five problems are twenty-five rows with their area; a table without areas and periods has no such columns."""
    facts = {"found": "\x1b[2J\u202ex", "column": "År", "advice": Phrase("correct_it")}
    many = [Problem(Code.NOT_A_YEAR, Place("input/x.toml", None, f"a{row}"), facts, area=f"Område {row}") for row in range(25)]
    html = page_of(tmp_path / "output", *many, MISSING)
    assert html.count('scope="row"') == 25
    assert html.count(">Gælder</th>") == 1
    assert html.count(">Periode</th>") == 0
    assert "Område 24" in html
    assert "\x1b" not in html
    assert "\u202e" not in html
