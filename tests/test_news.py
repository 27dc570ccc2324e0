"""What makes a new release: changed input that changes a report. Never the program, its libraries, or a number moved to another cell."""

from __future__ import annotations

import math
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.commands.words import say_hold
from pipeline.delivery.gates import Hold, ask_gates
from pipeline.delivery.may_send_release import ask_clearance
from pipeline.input.check_input import check_input
from pipeline.language.language import load_language
from pipeline.problems.rejected import InputRejected
from pipeline.releases import content_hash as report_content
from pipeline.releases.find import list_releases
from pipeline.releases.history.store import open_history
from pipeline.report.printed_figures import FigureKind, PrintedFigure, read_printed
from pipeline.run import compose_input, make_reports
from pipeline.run_once import RunRequest, run_once
from pipeline.settings.period import Wanted, Years
from pipeline.settings.settings import Gates
from tests.build import ROOT, copy_three_areas
from tests.test_revisions import run

PERIOD = "2011-2025"


def two_forums(folder: Path) -> Path:
    """Copy the pocket-calculator example with its second forum, Nabolag, which has one area and no plan.

    The city has more residents in 2025 and the same shares: its row as version 0.1.0 had it looks copied, which holds a release.
    """
    shutil.copytree(ROOT / "tests" / "data" / "version_0_1_0" / "input", folder / "input")
    edit(folder / "input", "indikatorer.xlsx", lambda book: grow_city(book["Byen"]))
    return folder / "input"


def grow_city(sheet: Worksheet) -> None:
    """Write the city of 2025 as the pocket-calculator example has it."""
    for cell, value in {"B3": 41000, "C3": 6560, **{f"{one}3": 8200 for one in "FILOR"}, **{f"{one}3": 41000 for one in "DGJMPS"}}.items():
        sheet[cell] = value


def edit(source: Path, name: str, change: Callable[[Workbook], object]) -> None:
    """Change a workbook as a person does, and save it."""
    book = load_workbook(source / name)
    change(book)
    book.save(source / name)


def put(source: Path, name: str, sheet: str, cell: str, value: object) -> None:
    """Write one cell."""
    edit(source, name, lambda book: book[sheet].__setitem__(cell, value))


def revisions(output: Path) -> dict[str, int]:
    """Return each report's revision in the newest release."""
    newest = list_releases(output, PERIOD)[-1]
    return {one["name"]: one["revision"] for one in newest.manifest["outputs"] if one["name"].endswith(".pdf")}


def names(output: Path) -> list[str]:
    """Return the names of all releases."""
    return sorted(path.name for path in (output / "releases").iterdir())


OWN = {"rapport_proeveby.pdf": 2, "rapport_nabolag.pdf": 1, "rapport_hele-byen.pdf": 2}
OTHER = {"rapport_proeveby.pdf": 1, "rapport_nabolag.pdf": 2, "rapport_hele-byen.pdf": 2}
_SUM = sum
CITY = {"rapport_proeveby.pdf": 1, "rapport_nabolag.pdf": 1, "rapport_hele-byen.pdf": 2}
ALL = {"rapport_proeveby.pdf": 2, "rapport_nabolag.pdf": 2, "rapport_hele-byen.pdf": 2}
CITY = {"rapport_proeveby.pdf": 1, "rapport_nabolag.pdf": 1, "rapport_hele-byen.pdf": 2}


def change_program(program: Path, file: str, old: str, new: str) -> Path:
    """Copy the program and change one text of one of its files."""
    for part in ("pipeline", "templates"):
        shutil.copytree(ROOT / part, program / part, ignore=shutil.ignore_patterns("__pycache__"))
    text = (program / file).read_text(encoding="utf-8")
    assert old in text
    (program / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    return program


def run_program(program: Path, folder: Path, *options: str) -> str:
    """Make reports by a copy of the program; return what it says."""
    command = [sys.executable, "-m", "pipeline", "reports", "--input", str(folder / "input"), "--output", str(folder / "output"), *options]
    done = subprocess.run(command, cwd=program, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def settings(old: str, new: str) -> Callable[[Path], None]:
    """Return an edit of the settings."""

    def change(source: Path) -> None:
        file = source / "indstillinger.toml"
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")

    return change


NO_NEWS: dict[str, Callable[[Path], object]] = {
    "the same": lambda source: None,
    "saved anew": lambda source: edit(source, "indikatorer.xlsx", lambda book: None),
    "a column inserted": lambda source: edit(source, "indikatorer.xlsx", lambda book: book["2025"].insert_cols(5)),
    "an empty row above": lambda source: edit(source, "helhedsplaner.xlsx", lambda book: book["Budget"].insert_rows(1)),
    "a column of one's own": lambda source: put(source, "indikatorer.xlsx", "2025", "Q1", "Vores bemærkning"),
    "the day of extraction": lambda source: put(source, "indikatorer.xlsx", "Om", "B3", "02-02-2026"),
    "a recipient": lambda source: put(source, "fora.xlsx", "Modtagere", "C2", "ny@forum.example"),
    "the operator": settings("analyse@kommune.example", "drift@kommune.example"),
    "a comment in the settings": settings("[money]", "# hej\n[money]"),
    "a stray file": lambda source: (source / "noter.txt").write_text("hej", encoding="utf-8"),
    "a line of the budget split in two": lambda source: edit(source, "helhedsplaner.xlsx", split_line),
}
NEWS: dict[str, tuple[Callable[[Path], object], dict[str, int]]] = {
    "a count": (lambda source: put(source, "indikatorer.xlsx", "2025", "E4", 401), OWN),
    "a count of the other forum": (lambda source: put(source, "indikatorer.xlsx", "2025", "E5", 100), OTHER),
    "an area's name": (lambda source: edit(source, "indikatorer.xlsx", rename_area), OWN),
    "a budget": (lambda source: put(source, "helhedsplaner.xlsx", "Budget", "F2", 300001), OWN),
    "a date": (lambda source: put(source, "helhedsplaner.xlsx", "Helhedsplaner", "J2", date(2023, 6, 2)), OWN),
    "a provisional number": (lambda source: put(source, "indikatorer.xlsx", "2025", "E4", "400*"), OWN),
    "a row hidden, which the city's report tells": (lambda source: edit(source, "indikatorer.xlsx", hide_row), CITY),
    "the city's count": (lambda source: edit(source, "indikatorer.xlsx", change_city), ALL),
    "a limit": (settings("judged_from_pp = 1.0", "judged_from_pp = 1.5"), ALL),
    "the language": (settings('language = "da"', 'language = "en"'), ALL),
    "the map": (lambda source: put(source, "fora.xlsx", "Fora", "C3", 3), CITY),
    "the source": (lambda source: put(source, "indikatorer.xlsx", "Om", "B2", "En anden kilde"), ALL),
}


def split_line(book: Workbook) -> None:
    """Book a part of an amount on a line of its own: every sum is what it was. Two equal lines would be asked about."""
    sheet = book["Budget"]
    sheet["F2"] = 200_000
    sheet.append(["P-1", "nu", "Landsbyggefonden", None, 2024, 100_000, None])


def hide_row(book: Workbook) -> None:
    """Hide a row in Excel."""
    book["2025"].row_dimensions[3].hidden = True


def rename_area(book: Workbook) -> None:
    """Give an area another name in all its sheets."""
    for title in ("Områder", "2011", "2025"):
        assert book[title]["B2"].value == "Askeby"
        book[title]["B2"] = "Askeby Øst"


def change_city(book: Workbook) -> None:
    """Give the city another count and the share that follows."""
    book["Byen"]["F3"], book["Byen"]["H3"] = book["Byen"]["G3"].value * 21 // 100, 0.21


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an input of two forums and its first release."""
    folder = tmp_path_factory.mktemp("news")
    run_once(two_forums(folder), folder / "output", make_reports)
    return folder


@pytest.fixture
def folder(published: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(published, tmp_path / "folder", symlinks=True))


@pytest.mark.parametrize("case", NO_NEWS)
def test_what_no_reader_would_notice_makes_nothing(case: str, folder: Path) -> None:
    """No release, no file touched, and the gates do not take the release for out of date."""
    before = names(folder / "output")
    NO_NEWS[case](folder / "input")
    done = run_once(folder / "input", folder / "output", make_reports)
    assert (done.published, names(folder / "output")) == (False, before)
    assert run("gates", "--input", folder / "input", "--output", folder / "output").exit_code == 0


@pytest.mark.parametrize("case", NEWS)
def test_a_report_is_revised_where_what_it_says_changes(case: str, folder: Path) -> None:
    """The forum's own and the city's; all where the city, a limit, the language or the source changes."""
    change, expected = NEWS[case]
    change(folder / "input")
    assert run_once(folder / "input", folder / "output", make_reports).published
    assert revisions(folder / "output") == expected


def test_other_words_of_the_program_arrive_with_a_report_s_own_change(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that says everything in another way makes nothing of the same input, and of another only what changed anyway."""
    before, said = names(folder / "output"), report_content.hash_content
    monkeypatch.setattr("pipeline.releases.pdfs.hash_content", lambda *given: said(*given)[::-1])
    seen = count()
    monkeypatch.setattr("pipeline.run_once.take_fingerprint", lambda *given: str(next(seen)))  # as if no run had seen any input
    assert not run_once(folder / "input", folder / "output", make_reports).published
    assert names(folder / "output") == before
    put(folder / "input", "indikatorer.xlsx", "2025", "E4", 401)
    run_once(folder / "input", folder / "output", make_reports)
    assert revisions(folder / "output") == OWN


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("pipeline/scoring/score_areas.py", '"""', '"""A comment.\n\n'),
        ("templates/style.css", "@page", "/* x */ @page"),
        ("pipeline/language/da/verdicts.po", "mindre udsat", "mindre præget af udsathed"),
    ],
)
def test_a_changed_program_makes_nothing_of_the_same_input(file: str, old: str, new: str, folder: Path, tmp_path: Path) -> None:
    """A comment in the code, a line of the stylesheet, a sentence: the program runs for real from a changed copy."""
    program = change_program(tmp_path / "program", file, old, new)
    before = names(folder / "output")
    for touched in (False, True):
        if touched:
            put(folder / "input", "indikatorer.xlsx", "Om", "B3", "02-02-2026")
        assert run_program(program, folder).startswith("Ingen rapport er ændret")
    assert names(folder / "output") == before


def test_a_kept_report_with_an_older_conclusion_holds_the_release(folder: Path, tmp_path: Path) -> None:
    """The city's overview has the new rule's word, the kept report its own: a person is told, and ANEW=1 ends it."""
    rule = "return Verdict.UNCLEAR if few or OPPOSITE.get(core) in checks else core"
    program = change_program(tmp_path / "program", "pipeline/scoring/compare/rule.py", rule, "return Verdict.MIXED")
    put(folder / "input", "indikatorer.xlsx", "2025", "E4", 401)
    run_program(program, folder)
    assert revisions(folder / "output") == OWN
    edition = list_releases(folder / "output", PERIOD)[-1]
    (held,) = (one for one in ask_gates(edition, [], Gates(approval="automatic"), []).held if one.hold is Hold.OUTDATED)
    assert held.facts == {"forums": "Nabolag"}
    assert "ANEW=1" in say_hold(held, load_language("da"))
    printed = read_printed(edition.folder)
    assert printed is not None
    verdict = PrintedFigure("nabolag", "", FigureKind.VERDICT, 2025)
    on_overview = PrintedFigure("hele-byen", "Nabolag", FigureKind.VERDICT, 2025)
    assert (printed.figures[verdict], printed.figures[on_overview]) == ("unclear", "mixed")
    run_program(program, folder, "--anew", "--reason", "Ny regel")
    edition = list_releases(folder / "output", PERIOD)[-1]
    assert Hold.OUTDATED not in {one.hold for one in ask_gates(edition, [], Gates(approval="automatic"), []).held}


def test_anew_makes_all_and_waits_for_a_person(folder: Path) -> None:
    """With a reason, as revision 2, held; once; without a reason it is a wrong command."""
    places = ["--input", folder / "input", "--output", folder / "output"]
    refused = run("reports", "--anew", *places)
    assert (refused.exit_code, "begrundelse" in refused.stderr) == (2, True)
    done = run("reports", "--anew", "--reason", "Nyt udseende", *places)
    assert done.exit_code == 0
    assert revisions(folder / "output") == ALL
    edition = list_releases(folder / "output", PERIOD)[-1]
    held = ask_gates(edition, [], Gates(approval="automatic"), []).held
    assert Hold.ANEW in {one.hold for one in held}
    again = run("reports", "--reason", "Nyt udseende", *places)
    assert "make reports ANEW=1" in again.stdout
    assert len(names(folder / "output")) == 2


@pytest.mark.parametrize("damage", ["a line more", "other hash"])
def test_a_damaged_manifest_makes_no_revision(damage: str, folder: Path) -> None:
    """The same input: the release is made whole under its number, the same to the byte, and nobody gets a mail about nothing."""
    (edition,) = list_releases(folder / "output", PERIOD)
    before = {file.name: file.read_bytes() for file in edition.folder.iterdir()}
    manifest = edition.folder / "manifest.json"
    content = manifest.read_bytes()
    manifest.write_bytes(content + b"\n" if damage == "a line more" else content.replace(b'"size": ', b'"size": 1', 1))
    run_once(folder / "input", folder / "output", make_reports)
    (mended,) = list_releases(folder / "output", PERIOD)
    assert (mended.name, mended.is_whole()) == (edition.name, True)
    assert {file.name: file.read_bytes() for file in mended.folder.iterdir()} == before


def approve(folder: Path) -> None:
    """Approve the current release as a person does."""
    places = ["--input", folder / "input", "--output", folder / "output"]
    code = re.findall(r"CODE=(\w+)", run("approve", PERIOD, *places).stdout)[0]
    assert run("approve", PERIOD, "--code", code, *places).exit_code == 0


HOLDS: dict[str, tuple[Callable[[Path], object], Hold]] = {
    "anew": (lambda source: None, Hold.ANEW),
    "statuses": (lambda source: edit(source, "indikatorer.xlsx", flip), Hold.FLIPS),
    "another language": (settings('language = "da"', 'language = "en"'), Hold.INCOMPARABLE),
    "smaller counts": (settings("smallest_shown = 5", "smallest_shown = 3"), Hold.SMALLER_SHOWN),
}


def flip(book: Workbook) -> None:
    """Give two areas another status."""
    for row in (2, 3):
        for column in "EGIK":
            book["2025"][f"{column}{row}"] = 600


@pytest.mark.parametrize("case", ["anew", *(pytest.param(case, marks=pytest.mark.faults) for case in HOLDS if case != "anew")])
def test_what_waited_waits_in_the_next_revision_until_a_person_has_approved(case: str, folder: Path) -> None:
    """A small correction washes no reason away; after an approval the next one goes by itself again."""
    change, hold = HOLDS[case]
    automatic = settings('[[administrations]]\ncode = "ØKF"', '[gates]\napproval = "automatic"\n\n[[administrations]]\ncode = "ØKF"')
    automatic(folder / "input")
    places = ["--input", folder / "input", "--output", folder / "output"]

    def holds() -> set[Hold]:
        edition = list_releases(folder / "output", PERIOD)[-1]
        with open_history(folder / "output") as history:
            return {held.hold for held in ask_clearance(check_input(folder / "input"), edition, history).held}

    change(folder / "input")
    assert run("reports", *(["--anew", "--reason", "Nyt udseende"] if case == "anew" else []), *places).exit_code == 0
    assert holds() == {hold}
    put(folder / "input", "indikatorer.xlsx", "2025", "E4", 401)
    run_once(folder / "input", folder / "output", make_reports)
    assert holds() == {hold}
    approve(folder)
    put(folder / "input", "indikatorer.xlsx", "2025", "E4", 402)
    run_once(folder / "input", folder / "output", make_reports)
    assert holds() == set()


def test_another_period_of_the_same_year_shows_no_smaller_counts(folder: Path) -> None:
    """Its first release waits too: its tables hold the same year's counts."""
    edit(folder / "input", "indikatorer.xlsx", add_2019)
    settings("smallest_shown = 5", "smallest_shown = 3")(folder / "input")
    done = run_once(folder / "input", folder / "output", make_reports, RunRequest(Years(2019, 2025)))
    with open_history(folder / "output") as history:
        intake = check_input(folder / "input", Wanted(date(2026, 3, 1), Years(2019, 2025)))
        held = ask_clearance(intake, done.edition, history).held
    assert Hold.SMALLER_SHOWN in {one.hold for one in held}


def add_2019(book: Workbook) -> None:
    """Add the sheet of another year with the numbers of 2011."""
    book.copy_worksheet(book["2011"]).title = "2019"
    book["Byen"].append([2019, *(cell.value for cell in book["Byen"][2][1:])])


def test_a_kept_report_is_remembered_as_it_was_printed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What another program would say now is not recorded for a file that it has not made."""
    said = report_content.hash_content

    def recorded() -> str:
        outputs = list_releases(folder / "output", PERIOD)[-1].manifest["outputs"]
        return next(str(one["says"]) for one in outputs if one["name"] == "rapport_proeveby.pdf")

    before = recorded()
    monkeypatch.setattr("pipeline.releases.pdfs.hash_content", lambda *given: said(*given)[::-1])
    put(folder / "input", "indikatorer.xlsx", "2025", "E5", 100)
    run_once(folder / "input", folder / "output", make_reports)
    assert (revisions(folder / "output"), recorded()) == (OTHER, before)


def test_a_lost_report_is_made_again_under_its_number(folder: Path) -> None:
    """By the same program to the byte; by another one as the same revision, in the place of the damaged release."""
    (edition,) = list_releases(folder / "output", PERIOD)
    lost = edition.folder / "rapport_nabolag.pdf"
    content = lost.read_bytes()
    lost.unlink()
    run_once(folder / "input", folder / "output", make_reports)
    assert (names(folder / "output"), lost.read_bytes()) == ([edition.name], content)


def test_a_lost_report_made_by_another_program_takes_the_place(folder: Path, tmp_path: Path) -> None:
    """Still revision 1, still one release, whole."""
    (edition,) = list_releases(folder / "output", PERIOD)
    (edition.folder / "rapport_nabolag.pdf").unlink()
    program = tmp_path / "program"
    for part in ("pipeline", "templates"):
        shutil.copytree(ROOT / part, program / part, ignore=shutil.ignore_patterns("__pycache__"))
    style = program / "templates" / "style.css"
    style.write_text(style.read_text(encoding="utf-8") + "\nbody { color: #123456 }\n", encoding="utf-8")
    places = ["--input", str(folder / "input"), "--output", str(folder / "output")]
    subprocess.run([sys.executable, "-m", "pipeline", "reports", *places], cwd=program, capture_output=True, check=True)
    (mended,) = list_releases(folder / "output", PERIOD)
    assert (mended.number, mended.name != edition.name, mended.is_whole()) == (1, True, True)
    assert set(revisions(folder / "output").values()) == {1}


def test_an_unreadable_file_is_never_unchanged(folder: Path) -> None:
    """A stray one makes no difference; one that the run reads is named, whether or not anything else has changed."""
    unreadable = Path("/proc/self/mem")  # EIO, for root too
    (folder / "input" / "noter.bin").symlink_to(unreadable)
    assert not run_once(folder / "input", folder / "output", make_reports).published
    put(folder / "input", "indikatorer.xlsx", "2025", "E4", 401)
    assert run_once(folder / "input", folder / "output", make_reports).published
    (folder / "input" / "navne.toml").symlink_to(unreadable)
    with pytest.raises(InputRejected) as rejected:
        run_once(folder / "input", folder / "output", make_reports)
    assert [problem.place.file for problem in rejected.value.problems] == ["input/navne.toml"]
    assert run("status", "--input", folder / "input", "--output", folder / "output").exit_code == 0


def test_tables_are_the_same_bytes_however_numbers_are_added_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With Python's `sum` as it was, and with an exact one as it has been since 3.12."""
    source = copy_three_areas(tmp_path)

    def tables() -> list[object]:
        composed = compose_input(source)
        return [row.values for one in composed.book.datasets if one.id != "inputs" for row in one.rows]

    plain = tables()

    def exact(values: Any, start: Any = 0) -> Any:
        numbers = list(values)
        return math.fsum(numbers) if numbers and all(type(one) is float for one in numbers) else _SUM(numbers, start)

    monkeypatch.setattr("builtins.sum", exact)
    assert tables() == plain
