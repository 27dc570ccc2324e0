"""A published period: the same input again makes nothing, changed input makes a correction whose page 1 lists the changes."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner, Result

from pipeline.__main__ import app
from pipeline.commands.words import NEXT, OUTCOMES
from pipeline.delivery.gates import Hold
from pipeline.language.language import load_language
from pipeline.releases.history.store import RunOutcome
from pipeline.report.printed_figures import (
    DEPRIVED,
    NOT_DEPRIVED,
    Change,
    FigureKind,
    PrintedFigure,
    Shown,
    count_flips,
    find_changes,
    read_printed,
)
from pipeline.report.words.revision import describe_change, say_rest
from tests.build import ROOT, copy_three_areas

DANISH, ENGLISH = load_language("da"), load_language("en")


def run(*command: str | Path) -> Result:
    """Run a command of the program in this process."""
    return CliRunner().invoke(app, [str(part) for part in command])


def tree(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Return every file of the releases with its time and content, and where the link leads."""
    files = (folder / "releases").rglob("*")
    found = {str(path): (path.stat().st_mtime_ns, path.read_bytes() if path.is_file() else b"") for path in files}
    return found | {"current": (0, str((folder / "current").readlink()).encode())}


def first_page(release: Path, report: str) -> str:
    """Return the text of a report's first page."""
    document = pypdfium2.PdfDocument(release / f"rapport_{report}.pdf")
    try:
        return " ".join(document[0].get_textpage().get_text_bounded().split())
    finally:
        document.close()


def edit(folder: Path, **cells: int | str) -> None:
    """Change cells of the sheet 2025, as a person would."""
    book = load_workbook(folder / "indikatorer.xlsx")
    for address, value in cells.items():
        book["2025"][address] = value
    book.save(folder / "indikatorer.xlsx")


@dataclass(frozen=True)
class Story:
    """An output folder after a release, its correction, and what was said meanwhile."""

    input: Path
    output: Path
    told: dict[str, Result]
    trees: dict[str, dict[str, tuple[int, bytes]]]


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    """A release; the same again ten times; a correction with a reason; a rejected input."""
    folder = tmp_path_factory.mktemp("story")
    source, output = copy_three_areas(folder), folder / "output"
    told, trees = {}, {}

    def reports(name: str, *options: str) -> None:
        told[name] = run("reports", "--input", source, "--output", output, *options)
        trees[name] = tree(output)

    reports("first")
    for number in range(10):
        reports(f"again {number}")
    edit(source, G4=900)
    reports("corrected", "--reason", "Kilden har rettet herkomsttallene")
    kept = (source / "indikatorer.xlsx").read_bytes()
    edit(source, G4="n/a")
    reports("rejected")
    (source / "indikatorer.xlsx").write_bytes(kept)
    return Story(source, output, told, trees)


def test_the_same_input_again_changes_no_byte(story: Story) -> None:
    """Ten reruns leave every file of the release and the link as they were, to the time of the file."""
    assert [story.trees[f"again {number}"] == story.trees["first"] for number in range(10)] == [True] * 10
    assert {story.told[f"again {number}"].exit_code for number in range(10)} == {0}
    assert story.told["again 0"].stdout.startswith("Ingen rapport er ændret; de bliver stående, som de er.\n2 rapporter i ")


def test_a_run_without_news_imports_nothing_heavy(story: Story, tmp_path: Path) -> None:
    """Neither pandas nor the renderer: that is what makes it end in a blink."""
    shutil.copytree(story.output, tmp_path / "output", symlinks=True, ignore=shutil.ignore_patterns("check"))
    code = (
        "import sys\nfrom pipeline.__main__ import app\n"
        f"app(['reports', '--input', {str(story.input)!r}, '--output', {str(tmp_path / 'output')!r}], standalone_mode=False)\n"
        "print({'pandas', 'numpy', 'weasyprint', 'openpyxl'} & set(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("Ingen rapport er ændret")
    assert done.stderr == "set()\n"


def test_a_correction_is_the_next_revision_and_the_first_stands(story: Story) -> None:
    """The first release's files are as they were; the link leads to the second, whose name is its manifest's hash."""
    names = sorted(path.name for path in (story.output / "releases").iterdir())
    assert [re.sub("_[0-9a-f]{8}$", "", name) for name in names] == ["2011-2025_r1", "2011-2025_r2"]
    first = {name: value for name, value in story.trees["first"].items() if "_r1_" in name}
    assert first == {name: value for name, value in story.trees["corrected"].items() if "_r1_" in name}
    manifest = json.loads((story.output / "current" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["revision"] == {"number": 2, "reason": "Kilden har rettet herkomsttallene", "replaces": names[0]}
    assert "Det er revision 2. Årsag: Kilden har rettet herkomsttallene. Side 1" in story.told["corrected"].stdout


def test_page_1_says_what_has_changed(story: Story) -> None:
    """The forum's 1.050 of 4.000 became 1.450: 26,3 % to 36,3 %; Cederby's 500 of 2.000 became 900, and its index 121; the index alone moves the verdict."""
    page = first_page(story.output / "current", "proeveby")
    assert "Revision 2: ændret siden forrige udgivelse" in page
    assert "Årsag: Kilden har rettet herkomsttallene." in page
    assert "Beboere med ikke-vestlig herkomst 2025: 26,3 % → 36,3 %" in page
    assert "Vurdering: uklar → blandet" in page
    assert "Cederby: Indeks 2025: 104 → 121" in page
    assert "Revision" not in first_page(story.output / "releases" / min((story.output / "releases").iterdir()).name, "proeveby")


def test_a_rejected_input_leaves_the_release(story: Story) -> None:
    """Exit 20, and everything as it was."""
    assert story.told["rejected"].exit_code == 20
    assert story.trees["rejected"] == story.trees["corrected"]


def test_a_small_count_is_kept_as_it_is_written(story: Story) -> None:
    """Cederby's 3 of 2.000 dwellings: »under 0,3 %« stands there, neither 0,15 % nor the 0,1 % of what it counts as."""
    published = read_printed(story.output / "current")
    assert published is not None
    shares = {
        one.indicator: shown
        for one, shown in published.figures.items()
        if (one.kind, one.unit, one.year) == (FigureKind.SHARE, "Cederby", 2025)
    }
    assert shares.pop("Boliger med installationsmangler") == "under 0,3\N{NO-BREAK SPACE}%"
    assert set(map(type, shares.values())) == {float}


def test_history_and_log_tell_the_runs(story: Story) -> None:
    """Thirteen runs with their outcomes; the log's lines hold no recipient and no number of a cell."""
    with sqlite3.connect(story.output / "register" / "historik.sqlite") as database:
        assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        rows = database.execute("SELECT outcome, exit_code, revision FROM runs ORDER BY id").fetchall()
    assert rows == [("published", 0, 1), *[("unchanged", 0, 1)] * 10, ("published", 0, 2), ("rejected", 20, None)]
    text = (story.output / "register" / "log.jsonl").read_text(encoding="utf-8")
    lines = [json.loads(line) for line in text.splitlines()]
    assert {line["run"] for line in lines} == set(range(1, 14))
    assert [line["stage"] for line in lines if line["run"] == 1 and "stage" in line] == [
        "validate",
        "compare",
        "compose",
        "render",
        "publish",
    ]
    assert lines[-1]["problems"] == {"not_a_count": 1}
    assert {"weasyprint", "pandas"} <= set(lines[0]["libraries"])
    assert "@" not in text
    assert "n/a" not in text
    assert "900" not in re.sub(r'"time": "[^"]*"', "", text)


@pytest.mark.parametrize(
    ("wrong", "last"), [(True, "Ret de fejl, som denne nævner: make check. Derefter: make reports"), (False, "Godkend netop dette")]
)
def test_status_says_what_has_been_and_what_to_do(wrong: bool, last: str, story: Story, tmp_path: Path) -> None:
    """After the rejected run: correct the errors; once they are corrected, what the release waits for."""
    source = Path(shutil.copytree(story.input, tmp_path / "input"))
    if wrong:
        edit(source, G4="n/a")
    result = run("status", "--input", source, "--output", story.output)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == "De seneste kørsler:"
    assert re.fullmatch(r"  \d\d-\d\d-\d{4} \d\d:\d\d  input har fejl, \d+,\d s", lines[1])
    assert "udgivet 2011-2025_r2_" in lines[2]
    assert lines[-1].startswith(last)


def test_status_of_an_empty_folder(tmp_path: Path) -> None:
    """Nothing has been run: the next thing is to make reports."""
    result = run("status", "--input", copy_three_areas(tmp_path), "--output", tmp_path / "output")
    assert result.stdout.splitlines() == ["Der har ikke været nogen kørsel endnu.", "Input er ikke udgivet endnu. Næste: make reports"]


@pytest.mark.parametrize(
    ("reason", "told"),
    [("x" * 161, "højst 160 tegn"), ("to\nlinjer", "højst 160 tegn"), ("den bedste bydel", "rapporterne bruger ikke ordet")],
)
def test_a_reason_that_page_1_cannot_hold_is_refused(reason: str, told: str, story: Story) -> None:
    """Too long, several lines, or a word that the reports do not use: exit 2 before anything is done."""
    before = tree(story.output)
    result = run("reports", "--input", story.input, "--output", story.output, "--reason", reason)
    assert result.exit_code == 2
    assert told in " ".join(re.sub("[│╭╮╰╯─]", " ", result.stderr).split())
    assert tree(story.output) == before


def test_a_damaged_history_is_a_matter_of_storage(story: Story, tmp_path: Path) -> None:
    """Exit 50, a sentence, and the release as it was."""
    shutil.copytree(story.output, tmp_path / "output", symlinks=True)
    (tmp_path / "output" / "register" / "historik.sqlite").write_bytes(b"no database" * 1000)
    before = tree(tmp_path / "output")
    for command in ("reports", "status"):
        result = run(command, "--input", story.input, "--output", tmp_path / "output")
        assert result.exit_code == 50
        assert "historik.sqlite" in result.stderr
    assert tree(tmp_path / "output") == before


def test_every_outcome_has_its_words() -> None:
    """In both languages, and each that is not good says what to do."""
    assert set(OUTCOMES) == set(RunOutcome)
    assert set(NEXT) == set(RunOutcome) - {RunOutcome.RUNNING, RunOutcome.PUBLISHED, RunOutcome.UNCHANGED}
    assert {hold.value for hold in Hold} == {
        *(
            "approval",
            "correction",
            "findings",
            "flips",
            "incomparable",
            "anew",
            "outdated",
            "hidden_otherwise",
            "smaller_shown",
            "checks",
            "stale",
            "overtaken",
            "damaged",
        ),
    }


def figure(told: FigureKind = FigureKind.INDEX, unit: str = "", indicator: str = "") -> PrintedFigure:
    """Return a figure of a report called a."""
    return PrintedFigure("a", unit, told, 2025, indicator)


SHARE = figure(FigureKind.SHARE, indicator="Små boliger")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (Change(figure(), 118.2, 116.3), "Indeks 2025: 118,2 → 116,3"),
        (Change(figure(), 118.2, None), "Indeks 2025: 118,2 → ikke oplyst"),
        (Change(figure(), None, 116.3), "Indeks 2025: ikke oplyst → 116,3"),
        (Change(figure(unit="Øby"), 118.0, 116.0), "Øby: Indeks 2025: 118 → 116"),
        (Change(SHARE, 5.1, "under 0,4 %"), "Små boliger 2025: 5,1 % → under 0,4 %"),
        (Change(SHARE, 20.0, 21.5), "Små boliger 2025: 20,0 % → 21,5 %"),
        (Change(figure(FigureKind.VERDICT), "better", "unclear"), "Vurdering: mindre udsat → uklar"),
        (Change(figure(FigureKind.STATUS, "Øby"), DEPRIVED, NOT_DEPRIVED), "Øby: Udsat 2025: Ja → Nej"),
        (Change(figure(FigureKind.STATUS, "Øby"), None, DEPRIVED), "Øby: Udsat 2025: ikke oplyst → Ja"),
        (Change(figure(FigureKind.YEARLY), 97.2, 1097.25), "Budget om året 2025: 97,2 mio. kr. → 1.097,3 mio. kr."),
        (Change(figure(FigureKind.YEARLY), 97.2, None), "Budget om året 2025: 97,2 mio. kr. → ikke oplyst"),
        (Change(figure(FigureKind.RUNNING), 3.0, 4.0), "Planer i gang nu: 3 → 4"),
        (Change(figure(FigureKind.ACTIVITIES_ON_DAY), 12.0, 13.0), "Indsatser nu: 12 → 13"),
    ],
)
def test_a_change_in_words(change: Change, said: str) -> None:
    """Old and new value as printed, the share of a small count as it is written."""
    assert describe_change(change, DANISH).replace("\N{NO-BREAK SPACE}", " ") == said


def test_changes_come_by_weight() -> None:
    """Verdicts, statuses, then the forum's figures, then the areas', the large ones first; what a kind of figure alone adds is none."""
    verdict, status, index, small, large = (
        figure(FigureKind.VERDICT),
        figure(FigureKind.STATUS, "x"),
        figure(),
        figure(unit="x"),
        figure(unit="y"),
    )
    before: dict[PrintedFigure, Shown] = {index: 1.0, small: 5.0, status: DEPRIVED, large: 5.0, verdict: "better"}
    now: dict[PrintedFigure, Shown] = {
        index: 2.0,
        small: 6.0,
        status: NOT_DEPRIVED,
        large: 9.0,
        verdict: "worse",
        figure(FigureKind.RUNNING): 3.0,
    }
    assert [one.figure for one in find_changes(before, now)] == [verdict, status, index, large, small]


@pytest.mark.parametrize(
    ("before", "now", "changes"),
    [
        ({SHARE: 5.1}, {SHARE: 5.1}, []),
        ({SHARE: 5.1}, {SHARE: None}, [(5.1, None)]),
        ({SHARE: None}, {SHARE: 5.1}, [(None, 5.1)]),
        ({SHARE: None}, {figure(FigureKind.SHARE, indicator="Andre boliger"): None}, []),
        ({SHARE: 5.1}, {figure(FigureKind.SHARE, indicator="Andre boliger"): None}, [(5.1, None)]),
    ],
)
def test_what_is_missing_on_both_sides_is_no_change(
    before: dict[PrintedFigure, Shown], now: dict[PrintedFigure, Shown], changes: list[tuple[Shown, Shown]]
) -> None:
    """A number that is gone or new is one, whether the figure itself is gone or its number."""
    assert [(one.before, one.now) for one in find_changes(before, now)] == changes


def test_flips_count_what_cannot_be_said_to_be_the_same() -> None:
    """Another status, or one that is missing on one side; an area on one side alone is not counted."""

    def statuses(**areas: str | None) -> dict[PrintedFigure, Shown]:
        return {figure(FigureKind.STATUS, area): status for area, status in areas.items()}

    before = statuses(a="Ja", b="Ja", c=None, d="Ja")
    assert count_flips(before, statuses(a="Ja", b="Nej", c="Ja", e="Ja"), 2025) == (3, 2)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [((0, 0, True), "cannot be compared"), ((0, 0, False), "may have changed"), ((6, 6, False), ""), ((8, 6, False), "and 2 more figures")],
)
def test_the_rest_in_words(arguments: tuple[int, int, bool], said: str) -> None:
    """Nothing changed, more than is listed, or nothing to compare with."""
    changes, told, unknown = arguments
    assert said in say_rest(changes, told, unknown=unknown, language=ENGLISH)
