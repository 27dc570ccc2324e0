"""Runs over a New Year, with a clock that jumps, and with a requested period: the right releases and mails, each once."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pipeline.__main__ import app
from pipeline.clock import local_date
from pipeline.delivery.send import prepare_sending
from pipeline.problems.model import Code
from pipeline.problems.rejected import InputRejected
from pipeline.releases.publish import MadeRelease
from pipeline.run import make_reports
from pipeline.run_once import MakeRelease, RunRequest, run_once
from pipeline.settings.period import Wanted, Years
from tests.broken_inputs import SETTINGS, codes
from tests.build import INPUT, ROOT, copy_three_areas
from tests.years import edited, grown, periods, with_sheets, without_sheets

NEW_YEAR = datetime(2026, 12, 31, 23, 0, tzinfo=UTC)  # in Copenhagen it is midnight
EVE = datetime(2026, 12, 31, 22, 59, tzinfo=UTC)
SUMMER = datetime(2026, 6, 1, 7, 0, tzinfo=UTC)


@dataclass
class Place:
    """An input folder and its output folder."""

    input: Path
    output: Path

    def run(self, moment: datetime, years: Years | None = None, make_release: MakeRelease = make_reports) -> tuple[str, bool]:
        """Run at a moment; return the release that stands and whether this run put it there."""
        done = run_once(self.input, self.output, make_release, RunRequest(years), clock=lambda: moment)
        assert (self.output / "current").resolve().name == done.edition.name
        return shorten(done.edition.name), done.published

    def command(self, name: str, *options: str) -> Result:
        """Run a command of the program."""
        places = ["--input", str(self.input), "--output", str(self.output)]
        return CliRunner().invoke(app, [name, *options, *places])

    @property
    def releases(self) -> list[str]:
        """The names of all releases without their hashes."""
        return sorted(shorten(path.name) for path in (self.output / "releases").iterdir())


def shorten(release: str) -> str:
    """Return a release's name without its hash."""
    return re.sub("_[0-9a-f]{8}$", "", release)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Reports of 2025 in the summer of 2026, with sheets of 2024 and, waiting, of 2026."""
    folder = tmp_path_factory.mktemp("made")
    place = Place(edited(copy_three_areas(folder), [periods(), with_sheets(2024, 2026), grown(2024), deliverable]), folder / "output")
    assert place.run(SUMMER) == ("2011-2025_r1", True)
    return place


def deliverable(folder: Path) -> None:
    """Give the settings the shipped part on delivery."""
    shipped = (INPUT / SETTINGS).read_text(encoding="utf-8")
    part = shipped[shipped.index("[delivery]") : shipped.index("# Mailserveren")]
    file = folder / SETTINGS
    head, tail = file.read_text(encoding="utf-8").split("[[administrations]]", 1)
    file.write_text(f"{head}{part}\n[[administrations]]{tail}", encoding="utf-8")


@pytest.fixture
def place(made: Place, tmp_path: Path) -> Place:
    """A copy of it that a test may change."""
    shutil.copytree(made.input, tmp_path / "input")
    shutil.copytree(made.output, tmp_path / "output", symlinks=True)
    return Place(tmp_path / "input", tmp_path / "output")


def test_at_new_year_the_waiting_sheet_is_reported_and_a_clock_put_back_changes_nothing(place: Place) -> None:
    """To the last minute of the year nothing happens; from midnight on the new period stands, on the day before too, and each is one release."""
    assert place.run(EVE) == ("2011-2025_r1", False)
    assert place.run(NEW_YEAR) == ("2011-2026_r1", True)
    assert place.run(EVE) == ("2011-2026_r1", False)
    assert place.run(SUMMER) == ("2011-2026_r1", False)
    assert place.run(NEW_YEAR) == ("2011-2026_r1", False)
    assert place.releases == ["2011-2025_r1", "2011-2026_r1"]


def test_a_new_year_without_a_sheet_changes_no_byte(place: Place) -> None:
    """The same files mean the same period and the same bytes on any day, named by the settings or by the command."""
    without_sheets(2026)(place.input)
    assert place.run(SUMMER) == ("2011-2025_r2", True)  # another workbook is another input
    before = files(place.output / "releases")
    assert place.run(NEW_YEAR) == ("2011-2025_r2", False)
    assert place.run(EVE) == ("2011-2025_r2", False)
    assert place.run(SUMMER, Years(2011, 2025)) == ("2011-2025_r2", False)
    periods(now=2025)(place.input)
    assert place.run(NEW_YEAR) == ("2011-2025_r2", False)
    assert files(place.output / "releases") == before


def test_a_period_that_was_asked_for_stands_until_the_next_run(place: Place) -> None:
    """It is a release of its own and is the current one; the daily run goes back to the settings' years without making them again."""
    looked_back = Years(2011, 2024)
    assert place.run(SUMMER, looked_back) == ("2011-2024_r1", True)
    assert place.run(SUMMER, looked_back) == ("2011-2024_r1", False)
    before = files(place.output / "releases")
    assert place.run(SUMMER) == ("2011-2025_r1", True)
    assert place.run(SUMMER) == ("2011-2025_r1", False)
    assert files(place.output / "releases") == before


def test_going_back_renders_nothing(place: Place) -> None:
    """What stands is not made again: only the link moves."""
    place.run(SUMMER, Years(2011, 2024))
    assert place.run(SUMMER, make_release=refuse) == ("2011-2025_r1", True)


def refuse(*_: object, **__: object) -> MadeRelease:
    """Stand where nothing may be made."""
    raise AssertionError("made anew")


def test_commands_on_a_release_take_its_own_period(place: Place) -> None:
    """After PERIOD=2011-2024: nothing is stale, it can be approved and sent, and status says how it came about and what the next run does."""
    assert place.command("reports", "--period", "2011-2024").exit_code == 0
    assert place.command("gates").exit_code == 0
    assert place.command("approve", "2011-2024").exit_code == 0
    status = place.command("status").stdout
    assert "Den er lavet med PERIOD=2011-2024. Den næste kørsel uden PERIOD går tilbage til indstillingernes år." in status
    assert "2 ark er for senere år end 2024 og bruges ikke; se hvilke med: make check" in status
    assert "Intet taler imod at sende." in status
    sending = prepare_sending(place.input, place.output)
    assert (sending.waits, {draft.period for draft in sending.drafts}) == (False, {"2011-2024"})


def test_a_mail_retried_after_new_year_is_of_what_stands(place: Place) -> None:
    """The release of 2025 is not stale because 2026 could be reported by now: who retries a mail makes no reports."""
    sending = prepare_sending(place.input, place.output, clock=lambda: NEW_YEAR)
    assert (sending.waits, {draft.period for draft in sending.drafts}) == (False, {"2011-2025"})
    with_sheets(2023)(place.input)
    assert prepare_sending(place.input, place.output, clock=lambda: NEW_YEAR).waits, "a changed workbook is another matter"


def test_a_sheet_that_is_gone_does_not_bring_an_earlier_year_back(place: Place) -> None:
    """An old workbook in the place of the new one is refused, not mailed: exit 20, and what stands stays."""
    without_sheets(2025, 2026)(place.input)
    with pytest.raises(InputRejected) as rejected:
        place.run(SUMMER)
    assert codes(rejected.value.problems) == [Code.YEAR_NOT_COUNTED]
    assert place.releases == ["2011-2025_r1"]


def test_what_is_said_of_a_waiting_sheet(place: Place) -> None:
    """By check, by a run without news and by status, in words."""
    periods(now=2025)(place.input)  # whatever day it is today
    run = place.command("reports", "--period", "2011-2025").stdout
    assert "1 ark er for et senere år end 2025 og bruges ikke; se hvilket med: make check" in run
    assert place.command("reports", "--period", "2011-2025").stdout.count("senere år end 2025") == 1
    assert "1 ark er for et senere år end 2025" in place.command("status").stdout
    check = place.command("check").stdout
    assert "indikatorer.xlsx" in check
    assert "Arket er for et senere år end 2025" in " ".join(check.split())
    assert "Der rapporteres om" not in check
    periods(month=1, day=1)(place.input)
    assert re.search(
        r"Der rapporteres om 202\d: det nyeste år, som har et ark, og hvis opgørelsesdag, 1. januar, er forbi.",
        place.command("check").stdout,
    )


@pytest.mark.parametrize("command", ["reports", "check", "robustness"])
@pytest.mark.parametrize(
    ("period", "code", "told"),
    [
        ("2025", 2, "forventede to år fra 1990 til 2100, det tidligste først, som 2011-2025"),
        ("2025-2011", 2, "forventede to år"),
        ("2011-2013", 20, "forventede et for 2013"),
    ],
)
def test_a_wrong_argument(command: str, period: str, code: int, told: str, place: Place) -> None:
    """What is no period ends with 2, a year without a sheet with 20; nothing is made."""
    options = ["--input", str(place.input)] + ([] if command == "robustness" else ["--output", str(place.output)])
    result = CliRunner().invoke(app, [command, "--period", period, *options])
    assert result.exit_code == code
    assert told in " ".join(re.sub("[│╭╮╰╯─]", " ", result.stderr).split())
    assert place.releases == ["2011-2025_r1"]


def test_a_run_without_news_reads_the_settings_and_no_workbook(made: Place) -> None:
    """Neither pandas nor the renderer is imported to learn that the day changes nothing."""
    code = (
        "import sys\nfrom datetime import UTC, datetime\nfrom pathlib import Path\nfrom pipeline.run_once import run_once\n"
        f"done = run_once(Path({str(made.input)!r}), Path({str(made.output)!r}), None, clock=lambda: datetime(2026, 12, 31, 22, 59, tzinfo=UTC))\n"
        "print(done.published, {'pandas', 'numpy', 'weasyprint', 'openpyxl'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "False set()\n"


def test_the_date_is_read_once(place: Place) -> None:
    """A run that begins before midnight ends as the run of that day."""
    moments = [EVE, NEW_YEAR, NEW_YEAR]

    def clock() -> datetime:
        return moments.pop(0)

    run_once(place.input, place.output, make_reports, clock=clock)
    assert len(moments) == 2


def test_two_output_folders_of_one_period_hold_the_same_figures(place: Place, tmp_path: Path) -> None:
    """Made on another day, every file is the same to the byte."""
    made = make_reports(place.input, tmp_path / "other", wanted=Wanted(local_date(EVE)))
    assert files(made.folder) == files((place.output / "current").resolve())


def files(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
