"""Output for a wrong input: exit code 20, every problem by file, and an unchanged output folder."""

from __future__ import annotations

import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner, Result

from pipeline.__main__ import app
from pipeline.language.language import load_language
from pipeline.problems.model import Code, Phrase, Place, Problem
from pipeline.problems.screen import tell_problems
from tests.broken_inputs import FORUMS, INDICATORS, PLANS, SETTINGS, cell, cells, small_input, text
from tests.build import ROOT, copy_three_areas

NOTHING = "Ingen rapport er lavet, og ingen projektmappe er ændret. Ret fejlene, og kør kommandoen igen."

ALL_OF_IT = "Det hele: {}/output/check/index.html. Kopier af projektmapperne med cellerne markeret ligger ved siden af."


def run(*command: str | Path) -> Result:
    """Run a command of the program in this process."""
    return CliRunner().invoke(app, [str(part) for part in command])


def stamp(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Return every file and folder below a folder with its time of change and content; nothing of a folder that is not there."""
    if not folder.exists():
        return {}
    return {str(path): (path.stat().st_mtime_ns, path.read_bytes() if path.is_file() else b"") for path in (folder, *folder.rglob("*"))}


def test_check_tells_everything_by_file(tmp_path: Path) -> None:
    """One pass tells the errors of all files, file by file, says that nothing was changed, and exits with 20."""
    folder = small_input(
        tmp_path,
        text(SETTINGS, "smallest_shown = 5", "smallest_shown = 2"),
        cells(INDICATORS, "2025", {"E3": "n/a", "F5": "ca. 5"}),
        cell(PLANS, "Budget", "F3", "#REF!"),
        cell(FORUMS, "Modtagere", "C2", "noerrebro"),
    )
    before = stamp(folder)
    result = run("check", "--input", folder, "--output", folder.parent / "output")
    assert result.exit_code == 20
    assert result.stdout == ""
    assert result.stderr.splitlines() == [
        "5 fejl i input:",
        "  input/indstillinger.toml [small_numbers.smallest_shown]: fandt 2, forventede mindst 3. Ret værdien.",
        "  input/indikatorer.xlsx [2025!E3]: fandt »n/a« i »Uden for arbejdsmarkedet, antal«, forventede et helt antal ≥ 0. "
        "Skriv .. hvis kilden ikke oplyser tallet.",
        "  input/indikatorer.xlsx [2025!F5]: fandt »ca. 5« i »Uden for arbejdsmarkedet, basis«, forventede et helt antal ≥ 0. "
        "Skriv det nøjagtige tal uden ord og tegn. Har du det ikke, så spørg kilden.",
        "  input/helhedsplaner.xlsx [Budget!F3]: fandt Excels fejlværdi #REF! i »Kroner«, forventede en værdi. Ret formlen, eller skriv værdien.",
        "  input/fora.xlsx [Modtagere!C2]: fandt »noerrebro« i »E-mail«, forventede én e-mailadresse. "
        "Der mangler et @, som i navn@kommune.example. Ret adressen.",
        NOTHING,
        ALL_OF_IT.format(tmp_path),
    ]
    assert stamp(folder) == before


@pytest.mark.parametrize("released", [True, False])
def test_reports_leave_the_output_as_it_was(released: bool, tmp_path: Path) -> None:
    """With an error in the input the last release is unchanged, to the byte and the minute; what was found lies beside it."""
    output = tmp_path / "output"
    if released:
        (output / "releases" / "2011-2025_r1_00000000").mkdir(parents=True)
        (output / "releases" / "2011-2025_r1_00000000" / "rapport_noerrebro.pdf").write_bytes(b"%PDF")
        (output / "current").symlink_to("releases/2011-2025_r1_00000000")
    folder = small_input(tmp_path, cell(INDICATORS, "2025", "E3", "n/a"))
    before = stamp(output / "releases") | stamp(folder)
    result = run("reports", "--input", folder, "--output", output)
    assert result.exit_code == 20
    assert "[2025!E3]" in result.stderr
    assert result.stderr.endswith(f"{NOTHING}\n{ALL_OF_IT.format(tmp_path)}\n")
    assert stamp(output / "releases") | stamp(folder) == before
    assert sorted(path.name for path in (output / "check").iterdir()) == [".written.json", "index.html", INDICATORS]


def test_english_settings_give_english_messages(tmp_path: Path) -> None:
    """The whole message is in English, cell's text and header excepted."""
    folder = small_input(tmp_path, text(SETTINGS, 'language = "da"', 'language = "en"'), cell(PLANS, "Helhedsplaner", "F2", "snart"))
    assert run("check", "--input", folder, "--output", folder.parent / "output").stderr.splitlines() == [
        "1 error in the input:",
        "  input/helhedsplaner.xlsx [Helhedsplaner!F2]: found “snart” in “Start”, expected a date from 1990 to 2100, such as 31-12-2025. "
        "Write the date; it cannot be left out here.",
        "No report was made and no workbook was changed. Correct the errors and run the command again.",
        f"All of it: {tmp_path}/output/check/index.html. Copies of the workbooks, with the cells marked, lie beside it.",
    ]


def test_a_folder_with_another_file_lacks_every_file(tmp_path: Path) -> None:
    """The four files that every run needs are told at once."""
    (tmp_path / "input").mkdir()
    (tmp_path / "input" / "noter.txt").write_text("", encoding="utf-8")
    result = run("check", "--input", tmp_path / "input", "--output", tmp_path / "output")
    assert result.exit_code == 20
    assert [line.split(":")[0].strip() for line in result.stderr.splitlines()[1:-2]] == [
        "input/indstillinger.toml",
        "input/indikatorer.xlsx",
        "input/helhedsplaner.xlsx",
        "input/fora.xlsx",
    ]


def test_twenty_problems_a_file_are_shown(tmp_path: Path) -> None:
    """A file with more says how many more, and the next file is shown all the same."""
    folder = small_input(
        tmp_path,
        cells(INDICATORS, "2025", {f"{column}{row}": f"{column}{row}" for column in "FGHIJK" for row in range(2, 6)}),
        cell(FORUMS, "Modtagere", "C2", "noerrebro"),
    )
    lines = run("check", "--input", folder, "--output", folder.parent / "output").stderr.splitlines()
    assert lines[0] == "25 fejl i input:"
    assert [line.split(" [")[0].strip() for line in lines[1:21]] == ["input/indikatorer.xlsx"] * 20
    assert lines[21] == "  … og 4 mere i denne fil"
    assert lines[22].startswith("  input/fora.xlsx [Modtagere!C2]: ")


def test_findings_are_shown_and_pass(tmp_path: Path) -> None:
    """An input with findings only is in order: they are shown, and the exit code is 0."""
    result = run("check", "--input", small_input(tmp_path), "--output", tmp_path / "output")
    assert result.exit_code == 0
    assert result.stderr == ""
    assert result.stdout.splitlines()[0] == "4 bemærkninger til data, som rapporterne viser, og som ikke stopper noget:"
    assert len(result.stdout.splitlines()) == 7


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("[bold red]x[/]", "[bold red]x[/]"),
        (":warning: :red_heart:", ":warning: :red_heart:"),
        ("\x1b[31mx", "�[31mx"),
        ("\x9b31mx", "�31mx"),
        ("12\N{RIGHT-TO-LEFT OVERRIDE}34", "12�34"),
        ("a\rb\x07", "a�b�"),
        ("https://example.org 12 True 'x'", "https://example.org 12 True 'x'"),
    ],
)
def test_a_cell_s_text_does_nothing_to_the_screen(said: str, shown: str) -> None:
    """On a terminal with colours a text is neither markup nor picture nor command: it is shown, and what cannot be shown is replaced."""
    screen = StringIO()
    console = Console(file=screen, force_terminal=True, color_system="truecolor", width=40, markup=False, highlight=False, soft_wrap=True)
    problem = Problem(Code.NOT_A_YEAR, Place("input/x.xlsx", "Byen", "A2"), {"column": "År", "advice": Phrase("correct_it"), "found": said})
    tell_problems(console, [problem], load_language("da"))
    assert screen.getvalue() == (
        f"1 fejl i input:\n  input/x.xlsx [Byen!A2]: fandt »{shown}« i »År«, forventede et årstal fra 1990 til 2100, som 2025. Ret det.\n"
    )


def test_the_program_ends_without_a_traceback(tmp_path: Path) -> None:
    """As a process of its own, where a warning would be an error, the program says the same and exits with 20."""
    folder = small_input(tmp_path, cells(INDICATORS, "Byen", {"C3": 0, "D3": 0}), lambda folder: (folder / FORUMS).write_bytes(b""))
    command = [sys.executable, "-W", "error", "-m", "pipeline", "check", "--input", str(folder), "--output", str(tmp_path / "output")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 20
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert done.stderr.splitlines()[-2] == NOTHING


def test_the_last_line_names_copies_only_where_there_are_any(tmp_path: Path) -> None:
    """With an error in the settings alone, the screen ends with the page and promises no copies."""
    folder = small_input(tmp_path, text(SETTINGS, "smallest_shown = 5", "smallest_shown = 2"))
    result = run("check", "--input", folder, "--output", tmp_path / "output")
    assert result.stderr.splitlines()[-1] == f"Det hele: {tmp_path}/output/check/index.html."


@pytest.mark.parametrize("command", ["check", "reports"])
def test_errors_are_told_where_nothing_can_be_saved(command: str, tmp_path: Path) -> None:
    """With a file in the place of the output folder the errors are on the screen all the same, and the exit code is theirs."""
    (tmp_path / "output").write_bytes(b"a file")
    folder = small_input(tmp_path, cell(INDICATORS, "2025", "E3", "n/a"))
    result = run(command, "--input", folder, "--output", tmp_path / "output")
    assert result.exit_code == 20
    assert "[2025!E3]" in result.stderr
    assert result.stderr.splitlines()[-1].startswith(f"Siden med problemer kunne ikke gemmes: {tmp_path}/output")
    assert (tmp_path / "output").read_bytes() == b"a file"


def test_reports_take_the_page_of_corrected_errors_away(tmp_path: Path) -> None:
    """Once the reports are made, no page says any more that they cannot be."""
    output = tmp_path / "output"
    (output / "check").mkdir(parents=True)
    (output / "check" / "index.html").write_text("1 fejl", encoding="utf-8")
    result = run("reports", "--input", copy_three_areas(tmp_path), "--output", output)
    assert result.exit_code == 0, result.stderr
    assert sorted(path.name for path in output.iterdir()) == ["current", "register", "releases"]
