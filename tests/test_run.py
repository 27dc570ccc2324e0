"""The whole run on the project's own input, checked by the text of the PDFs."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import shutil
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from pipeline.disclosure.protect import protect_input
from pipeline.input.check_input import Intake, check_input
from pipeline.language.language import load_language
from pipeline.releases.find import SAMPLE_TREE
from pipeline.releases.pdfs import file_name
from pipeline.report.model.city import CityReport
from pipeline.report.model.district import DistrictReport
from pipeline.run import compose_reports
from tests.build import ROOT
from tests.build import SAMPLE as INPUT

NBSP = "\N{NO-BREAK SPACE}"


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the program as an analyst does."""
    return subprocess.run([sys.executable, "-m", "pipeline", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The release of the project's own input."""
    output = tmp_path_factory.mktemp("run") / "output"
    done = run("reports", "--output", str(output))
    assert (done.returncode, done.stderr) == (0, "")
    assert "7 rapporter i " in done.stdout
    return output / SAMPLE_TREE / "current"


@pytest.fixture(scope="module")
def intake() -> Intake:
    """The project's own input, checked."""
    return check_input(INPUT)


@pytest.fixture(scope="module")
def reports(intake: Intake) -> list[DistrictReport | CityReport]:
    """The composed reports of the same input."""
    return compose_reports(intake)


@pytest.fixture(scope="module")
def texts(release: Path) -> dict[str, list[str]]:
    """Each PDF's text, page by page, with single spaces."""
    return {path.name: read_text(path) for path in sorted(release.glob("*.pdf"))}


def read_text(path: Path) -> list[str]:
    """Return a PDF's text page by page."""
    document = pypdfium2.PdfDocument(path)
    try:
        return [squeeze(page.get_textpage().get_text_bounded()) for page in document]
    finally:
        document.close()


def squeeze(text: str) -> str:
    """Fold line ends, no-break spaces and soft hyphens, which setting puts in."""
    return " ".join(text.replace("\N{SOFT HYPHEN}", "").replace("￾", "").replace("\x02", "").split())


def test_the_release_holds_one_report_a_forum_the_city_and_what_goes_with_them(
    release: Path, reports: list[DistrictReport | CityReport]
) -> None:
    """Six forums, the overview, the tables behind them, the index page, the letters, what was told, the manifest, and nothing else."""
    beside = ["tabeller.xlsx", "index.html", "breve.json", "trykt.json", "manifest.json"]
    names = [*(file_name(report) for report in reports), *beside]
    assert sorted(path.name for path in release.iterdir()) == sorted(names)
    assert len(reports) == 7


def test_each_report_opens_with_its_forum_and_its_verdict(texts: dict[str, list[str]], reports: list[DistrictReport | CityReport]) -> None:
    """Page 1 has the forum's name, the verdict sentence as composed and the share of residents in deprived areas."""
    for report in reports:
        if isinstance(report, DistrictReport):
            first = texts[file_name(report)][0]
            assert report.forum in first
            assert squeeze(report.answer.verdict.sentence.striptags()) in first
            figures = report.answer.key_figures
            assert squeeze(load_language("da").percent(figures.now.residents.value or 0)) in first


def test_each_report_names_its_areas_with_their_status(texts: dict[str, list[str]], reports: list[DistrictReport | CityReport]) -> None:
    """Page 2 has every area of the forum and every status word."""
    for report in reports:
        if isinstance(report, DistrictReport):
            whole = " ".join(texts[file_name(report)])
            for area in report.areas.rows:
                assert area.name in whole
                assert area.now is not None
                assert area.now.status in whole


def test_the_plan_below_the_agreed_share_is_told_in_its_forums_report_alone(texts: dict[str, list[str]]) -> None:
    """The 11.5 % plan is a question on page 1 and a finding under Datakvalitet in one forum's report, and in the city overview."""
    told = [name for name, pages in texts.items() if any("11,5 % af budgettet, ikke 12,5 %" in page for page in pages)]
    assert told == ["rapport_hele-byen.pdf", "rapport_noerrebro.pdf"]
    assert "TMF betaler 11,5 % af budgettet i stedet for 12,5 %" in texts["rapport_noerrebro.pdf"][0]


def test_reports_have_four_pages_and_every_page_is_stamped(texts: dict[str, list[str]]) -> None:
    """Four pages a forum; EKSEMPELDATA on each page while the workbooks say that the numbers are sample data."""
    assert {name: len(pages) for name, pages in texts.items() if name != "rapport_hele-byen.pdf"} == {
        name: 4 for name in texts if name != "rapport_hele-byen.pdf"
    }
    assert all("EKSEMPELDATA" in page for pages in texts.values() for page in pages)


def test_every_row_of_the_seed_is_in_the_report(texts: dict[str, list[str]], intake: Intake) -> None:
    """Indicators, plans with agreement, LBF, approval, levels, themes, administrations, steering groups and contracts are printed."""
    pages = texts["rapport_noerrebro.pdf"]
    whole = " ".join(pages)
    indicators = [indicator.label.da for indicator in intake.policy.indicators]
    plans = intake.tables.plans.loc[intake.tables.plans["forum_id"] == "F-NOR", "plan"].tolist()
    administrations = [one.name.da for one in intake.settings.administrations]
    organisation = [
        "Landsbyggefonden",
        "Samarbejdskontrakt",
        "Bydel",
        "Afdeling",
        "26",
        "Brobygning",
        "medarbejdertimer",
        "ansøgere, arbejdsgivere og driftsansvarlige",
        "afdelingsbestyrelser",
    ]
    missing = [word for word in (*indicators, *plans, *administrations, *organisation) if squeeze(word) not in whole]
    assert missing == []


def test_the_city_overview_counts_plans_and_steering_groups(texts: dict[str, list[str]], intake: Intake) -> None:
    """The plans that run on the day, 26 steering groups that became 6, and every forum by name."""
    whole = " ".join(texts["rapport_hele-byen.pdf"])
    groups, plans = intake.tables.steering_groups["arrangement"], intake.tables.plans
    day = intake.settings.periods.present_day
    wanted = [
        f"Helhedsplaner i gang {((plans['start'] <= day) & (plans['end'] > day)).sum()} ",
        f"Styregrupper i byen: {(groups == 'before').sum()} før, {(groups == 'now').sum()} nu",
        *intake.tables.forums["forum"],
    ]
    assert [words for words in wanted if words not in whole] == []


def test_the_assumptions_of_the_policy_are_on_the_last_page(texts: dict[str, list[str]], intake: Intake) -> None:
    """The policy's cut-offs are assumptions, and every report says so."""
    for name, pages in texts.items():
        if name != "rapport_hele-byen.pdf":
            for assumption in intake.policy.assumptions:
                assert assumption.da in pages[-1], name


def test_a_small_count_is_written_as_its_class(texts: dict[str, list[str]], reports: list[DistrictReport | CityReport]) -> None:
    """Each has its sign on page 2, no page has the dot of what was hidden, and the last page says how small counts are written."""
    checked = 0
    for report in reports:
        pages = texts[file_name(report)]
        assert "•" not in "".join(pages)
        assert squeeze(report.method.small_counts) in pages[-1]
        if isinstance(report, DistrictReport):
            years = [year for area in (*report.areas.rows, *report.areas.totals) for year in (area.before, area.now) if year]
            few = [share.bounds for year in years for share in year.shares if share.bounds]
            assert len(re.findall(r"[<>]\d", pages[1])) == len(few)
            checked += len(few)
    assert checked > 0


def test_each_pdf_holds_its_own_tables(release: Path, reports: list[DistrictReport | CityReport]) -> None:
    """The files in a forum's PDF name no area of another forum, the overview's name them all; no PDF is over 400 KB."""
    areas = {report.forum: {area.name for area in report.areas.rows} for report in reports if isinstance(report, DistrictReport)}
    every = set().union(*areas.values())
    for report in reports:
        path = release / file_name(report)
        with pikepdf.open(path) as pdf:
            files = {name: file.get_file().read_bytes().decode("utf-8-sig") for name, file in pdf.attachments.items()}
        named = {row["Enhed"] for row in csv.DictReader(StringIO(files["indikatorer.csv"]), delimiter=";") if row["Niveau"] == "Delområde"}
        assert named == (areas[report.forum] if isinstance(report, DistrictReport) else every)
        assert {"noter.csv", "inputfiler.csv", "helhedsplaner.csv"} <= set(files)
        assert path.stat().st_size < 400_000


def test_the_manifest_names_every_file_by_its_hash(release: Path) -> None:
    """Outputs with size and SHA-256, inputs with the fingerprint of what is taken from them, the policy, the periods, the versions."""
    manifest = json.loads((release / "manifest.json").read_text(encoding="utf-8"))
    for record in manifest["outputs"]:
        content = (release / record["name"]).read_bytes()
        assert (record["size"], record["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())
    assert {record["name"]: record["fingerprint"] for record in manifest["inputs"]} == protect_input(check_input(INPUT)).inputs
    assert len(manifest["outputs"]) == 11
    forums = [record["forum"] for record in manifest["outputs"] if "forum" in record]
    assert sorted(forums) == ["F-AMS", "F-BIS", "F-HUT", "F-NOR", "F-VAL", "F-VES"]
    assert {record["name"] for record in manifest["inputs"]} >= {"input/indikatorer.xlsx", "input/helhedsplaner.xlsx", "input/fora.xlsx"}
    assert (manifest["periods"], manifest["policy"]["id"], manifest["sample"]) == ({"before": 2011, "now": 2025}, "kk-2011", True)
    assert "libraries" not in manifest  # another one makes no other release


def test_no_published_file_tells_a_workbook_by_its_hash(release: Path, texts: dict[str, list[str]]) -> None:
    """Who has all of a workbook but one small count could try each: neither its SHA-256 nor its size is in any file."""
    printed = "".join("".join(pages) for pages in texts.values()) + (release / "manifest.json").read_text(encoding="utf-8")
    printed = "".join(printed.split())
    for name, fingerprint in protect_input(check_input(INPUT)).inputs.items():
        content = (INPUT.parent / name).read_bytes()
        assert fingerprint in printed
        if name.endswith(".xlsx"):
            assert hashlib.sha256(content).hexdigest() not in printed
            assert f'"size":{len(content)}' not in printed


def test_the_same_input_gives_the_same_bytes(release: Path, tmp_path: Path) -> None:
    """A second run, in another process and folder, writes byte-identical files."""
    assert run("reports", "--output", str(tmp_path)).returncode == 0
    again = tmp_path / SAMPLE_TREE / "current"
    assert again.readlink() == release.readlink()
    assert {path.name: path.read_bytes() for path in again.iterdir()} == {path.name: path.read_bytes() for path in release.iterdir()}


def test_a_rejected_input_changes_nothing(release: Path, tmp_path: Path) -> None:
    """With an error in the input: exit 20, the address on the screen, and the last release as it was."""
    broken, output = tmp_path / "input", tmp_path / "output"
    shutil.copytree(INPUT, broken)
    shutil.copytree(release, output / "releases" / release.readlink().name)
    (output / "current").symlink_to(release.readlink())
    settings = broken / "indstillinger.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("smallest_shown = 5", "smallest_shown = 2"), encoding="utf-8")
    (broken / "fora.xlsx").unlink()
    before = {path.name: path.read_bytes() for path in (output / "current").iterdir()}
    done = run("reports", "--input", str(broken), "--output", str(output))
    assert done.returncode == 20
    assert "input/indstillinger.toml [small_numbers.smallest_shown]" in done.stderr
    assert "input/fora.xlsx: filen findes ikke" in done.stderr
    assert {path.name: path.read_bytes() for path in (output / "current").iterdir()} == before


def test_reports_come_in_english_on_request(tmp_path: Path) -> None:
    """With language = "en" the reports hold no Danish of ours: headings, verdict and stamp are English."""
    folder = tmp_path / "input"
    shutil.copytree(INPUT, folder)
    settings = folder / "indstillinger.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace('language = "da"', 'language = "en"'), encoding="utf-8")
    done = run("reports", "--input", str(folder), "--output", str(tmp_path / "output"))
    assert done.returncode == 0, done.stderr
    text = " ".join(read_text(tmp_path / "output" / SAMPLE_TREE / "current" / "rapport_noerrebro.pdf"))
    assert "Nørrebro has become less deprived compared with the city." in text
    assert "SAMPLE DATA" in text
    danish = re.findall(r"\b(forumområdet|delområder|skjult|grænse|opfyldt|Side|Kilde|forbedret)\b", text)
    assert danish == []


def test_an_output_that_cannot_be_written_is_exit_50(tmp_path: Path) -> None:
    """Where the output folder is a file, the run says so and ends with 50."""
    (tmp_path / "output").write_bytes(b"")
    done = run("reports", "--output", str(tmp_path / "output"))
    assert done.returncode == 50
    assert "Rapporterne kunne ikke gemmes" in done.stderr


@pytest.mark.parametrize(
    "arguments", [["nothing"], ["reports", "--nothing"], ["example", "--years", "2025"], ["example", "--areas", "1"], ["example"]]
)
def test_a_wrong_command_line_is_exit_2(arguments: list[str]) -> None:
    """An unknown command or option, one year alone, fewer areas than forums, or an example over an analyst's own input."""
    assert run(*arguments).returncode == 2
