"""The reported period: from the settings, an argument, or the sheets and the local date; never automatically an earlier one."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.clock import local_date
from pipeline.input.check_input import check_input
from pipeline.input.load.workbook import load_workbooks
from pipeline.input.reported_years import settle_period
from pipeline.input.schema.workbooks import WORKBOOKS
from pipeline.input.tables import Loaded, RawTable
from pipeline.problems.model import Code
from pipeline.problems.rejected import InputRejected
from pipeline.settings.period import Wanted, Years, read_years
from pipeline.settings.settings import WrittenPeriods, WrittenSettings, read_settings
from tests.broken_inputs import INDICATORS, Case, Edit, case_name, cell, codes, removed, renamed, small_input, told
from tests.build import INPUT
from tests.years import edited, periods, with_sheets

TODAY = date(2026, 11, 28)
CASES = [
    Case(
        Code.YEAR_NOT_COUNTED,
        lambda folder: edited(folder, [periods(before=2025), with_sheets(2026)]),
        (
            "input/indikatorer.xlsx: fandt kun ark for 2011, 2025, 2026, forventede et for et år efter 2025 og senest 2025: der rapporteres om det "
            "nyeste, der er opgjort, og ikke om et tidligere end før. Tilføj arket, eller skriv selv året: now under [periods] i "
            "indstillingerne, eller med PERIOD.",
        ),
    ),
    Case(
        Code.SHEET_LATER,
        lambda folder: edited(folder, [periods(), with_sheets(2026)]),
        ("input/indikatorer.xlsx [2026]: Arket er for et senere år end 2025, som der rapporteres om; rapporterne bruger det ikke.",),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=case_name)
def test_what_the_analyst_is_told(case: Case, tmp_path: Path) -> None:
    """On a day in 2026: that no year can be reported, or that a sheet waits."""
    folder = small_input(tmp_path, case.edit)
    try:
        problems = check_input(folder, Wanted(TODAY)).tables.findings
    except InputRejected as rejected:
        problems = rejected.problems
    lines = [line for problem, line in zip(problems, told(problems), strict=True) if problem.code is case.code]
    assert lines == list(case.told)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ((2026, 12, 31, 22, 59), date(2026, 12, 31)),  # one minute to midnight in winter
        ((2026, 12, 31, 23, 0), date(2027, 1, 1)),  # midnight, while it is still the old year in London
        ((2026, 6, 30, 21, 59), date(2026, 6, 30)),  # in summer midnight is an hour earlier
        ((2026, 6, 30, 22, 0), date(2026, 7, 1)),
        ((2026, 3, 28, 22, 59), date(2026, 3, 28)),  # the night in which 02:30 does not exist
        ((2026, 3, 28, 23, 0), date(2026, 3, 29)),
        ((2026, 3, 29, 21, 59), date(2026, 3, 29)),
        ((2026, 3, 29, 22, 0), date(2026, 3, 30)),
        ((2026, 10, 24, 22, 0), date(2026, 10, 25)),  # the night in which 02:30 is twice
        ((2026, 10, 25, 0, 30), date(2026, 10, 25)),
        ((2026, 10, 25, 1, 30), date(2026, 10, 25)),
        ((2026, 10, 25, 22, 59), date(2026, 10, 25)),
        ((2026, 10, 25, 23, 0), date(2026, 10, 26)),
        ((2028, 2, 28, 23, 0), date(2028, 2, 29)),
    ],
    ids=str,
)
def test_the_date_is_the_one_in_copenhagen(moment: tuple[int, int, int, int, int], day: date) -> None:
    """Whatever zone the machine is in."""
    assert local_date(datetime(*moment, tzinfo=UTC)) == day


@pytest.mark.parametrize(
    ("counting_day", "today", "year"),
    [
        ((12, 31), date(2026, 12, 31), 2025),  # counted when the day is over
        ((12, 31), date(2027, 1, 1), 2026),
        ((1, 1), date(2026, 1, 1), 2025),
        ((1, 1), date(2026, 1, 2), 2026),
        ((2, 28), date(2027, 2, 28), 2026),
        ((2, 28), date(2027, 3, 1), 2027),
        ((2, 28), date(2028, 2, 29), 2028),  # a leap day comes after the 28th
        ((2, 29), date(2027, 2, 28), 2026),  # the last day of February
        ((2, 29), date(2027, 3, 1), 2027),
        ((2, 29), date(2028, 2, 28), 2027),
        ((2, 29), date(2028, 2, 29), 2027),
        ((2, 29), date(2028, 3, 1), 2028),
        ((4, 30), date(2026, 4, 30), 2025),
        ((4, 30), date(2026, 5, 1), 2026),
    ],
    ids=str,
)
def test_a_year_is_counted_when_its_counting_day_is_over(counting_day: tuple[int, int], today: date, year: int) -> None:
    """From the day after on, at month ends and leap days too."""
    assert WrittenPeriods(before=2011, month=counting_day[0], day=counting_day[1]).last_counted(today) == year


def test_a_leap_day_is_a_counting_day(tmp_path: Path) -> None:
    """29 February, the last day of February in a year without one, stands in the reports as that day."""
    settings = check_input(small_input(tmp_path, periods(month=2, day=29)), Wanted(TODAY)).settings
    assert settings.periods.present_day == date(2025, 2, 28)
    assert settings.periods.counting_day(2028) == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("written", "wanted", "found"),
    [
        ((2011, None), Wanted(TODAY), (2011, 2025)),
        ((2011, 2025), Wanted(date(2027, 6, 1)), (2011, 2025)),  # who names the year gets it, whatever the date
        ((2011, 2026), Wanted(TODAY), (2011, 2026)),
        ((2011, None), Wanted(date(2026, 12, 31)), (2011, 2025)),
        ((2011, None), Wanted(date(2027, 1, 1)), (2011, 2026)),
        ((2011, None), Wanted(date(2025, 12, 31)), (2011, 2019)),  # the newest with a sheet
        ((2011, None), Wanted(TODAY, Years(2019, 2026)), (2019, 2026)),
        ((2011, 2025), Wanted(TODAY, Years(2011, 2019)), (2011, 2019)),
        ((2011, None), Wanted(date(2026, 12, 31), standing=2026), (2011, 2026)),  # the clock was put back
        ((2011, None), Wanted(TODAY, standing=2019), (2011, 2025)),
        ((2011, None), Wanted(TODAY, Years(2011, 2019), standing=2025), (2011, 2019)),  # asked for
        ((2011, None), Wanted(date(2040, 1, 1), standing=2027), None),  # the sheet that was reported is gone
        ((2025, None), Wanted(TODAY), None),
        ((2011, None), Wanted(date(2012, 1, 1)), None),
    ],
    ids=str,
)
def test_the_period(written: tuple[int, int | None], wanted: Wanted, found: tuple[int, int] | None) -> None:
    """Of sheets for 2011, 2015, 2019, 2025 and 2026: an argument, else the settings, else the newest that is counted and not before what stands."""
    sheets = loaded(2011, 2015, 2019, 2025, 2026)
    if found is None:
        with pytest.raises(InputRejected) as rejected:
            settle_period(settings(*written), sheets, wanted)
        assert codes(rejected.value.problems) == [Code.YEAR_NOT_COUNTED]
        return
    settled = settle_period(settings(*written), sheets, wanted).periods
    assert (settled.before, settled.now) == found


@given(
    days=st.lists(st.dates(date(2020, 1, 1), date(2035, 12, 31)), min_size=1, max_size=12),
    years=st.sets(st.integers(2012, 2035), min_size=1),
    counting_day=st.sampled_from([(12, 31), (1, 1), (2, 28), (2, 29), (6, 30)]),
)
def test_the_period_never_goes_back_and_follows_the_date(days: list[date], years: set[int], counting_day: tuple[int, int]) -> None:
    """However the clock jumps from run to run, what is published is not taken back; and what is reported was over at the latest day so far."""
    written, sheets, standing = settings(2011, None, *counting_day), loaded(2011, *years), 0
    for number, today in enumerate(days):
        latest = max(days[: number + 1])
        try:
            now = settle_period(written, sheets, Wanted(today, standing=standing)).periods.now
        except InputRejected:
            assert standing == 0, "what stands can always be reported again"
            assert min(years) > written.periods.last_counted(today)
            continue
        assert now >= standing
        assert now in years
        assert written.periods.counting_day(now) < latest
        if today == latest:
            assert now == max(year for year in years if written.periods.counting_day(year) < today)
        standing = now


@given(today=st.dates(date(2020, 1, 1), date(2035, 12, 30)), counting_day=st.sampled_from([(12, 31), (2, 29), (6, 30)]))
def test_the_key_changes_on_the_day_after_a_counting_day_and_never_else(today: date, counting_day: tuple[int, int]) -> None:
    """A run without news looks at the key alone: the same files on another day of the same year are the same."""
    written = settings(2011, None, *counting_day).periods
    changes = written.last_counted(today) != written.last_counted(today + timedelta(days=1))
    assert changes == (written.counting_day(today.year) == today)


def test_the_key_holds_the_date_only_where_the_year_is_left_open(tmp_path: Path) -> None:
    """With a named year or an argument the date changes nothing; settings that cannot be read are the run's to tell."""
    days = [date(2026, 6, 1), date(2027, 6, 1)]
    folder = small_input(tmp_path)
    assert [Wanted(day).key(folder) for day in days] == ["", ""]
    periods()(folder)
    assert [Wanted(day).key(folder) for day in days] == ["2025", "2026"]
    assert [Wanted(day, Years(2011, 2019)).key(folder) for day in days] == ["2011-2019"] * 2
    assert Wanted(days[0], standing=2026).key(folder) == "2026"
    assert Wanted(days[0]).key(tmp_path / "nowhere") == ""


@pytest.mark.parametrize(
    "text", ["2025", "2025-2011", "2011-2011", "1989-2025", "2011-2101", "2011—2025", "11-25", " 2011-2025", "2011-2025-", "²⁰¹¹-2025"]
)
def test_what_is_no_period(text: str) -> None:
    """Two years of four digits from 1990 to 2100, the earlier one first, and nothing else."""
    with pytest.raises(ValueError, match="not a period"):
        read_years(text)
    assert [str(read_years(text)) for text in ("2011-2025", "2011–2025")] == ["2011-2025"] * 2


@pytest.mark.parametrize(
    ("edit", "expected"),
    [(removed(INDICATORS, "2011", "2025"), Code.SHEET_MISSING), (renamed(INDICATORS, "2025", "I fjor"), Code.YEAR_NOT_COUNTED)],
    ids=["none", "renamed"],
)
def test_without_a_sheet_the_workbook_s_own_problem_is_told(edit: Edit, expected: Code, tmp_path: Path) -> None:
    """No sheet of any year is told as that; a sheet with another name as a year that nobody finds."""
    with pytest.raises(InputRejected) as rejected:
        check_input(small_input(tmp_path, periods(), edit), Wanted(TODAY))
    assert codes(rejected.value.problems)[0] is expected


def test_a_sheet_that_could_not_be_read_counts_as_one(tmp_path: Path) -> None:
    """Else a broken sheet of 2026 would give reports of 2025, and an error that leads nowhere."""
    folder = small_input(tmp_path, periods(), with_sheets(2026))
    whole = load_workbooks(folder).years
    cell(INDICATORS, "2026", "A1", "Noget andet")(folder)
    assert whole == load_workbooks(folder).years == {2011, 2025, 2026}


def test_what_waits_is_in_no_report(tmp_path: Path) -> None:
    """A jump from 2025 to the waiting sheet is no finding of these reports."""
    folder = small_input(tmp_path, periods(), with_sheets(2026), cell(INDICATORS, "2026", "D4", 100))
    waiting = check_input(folder, Wanted(TODAY)).tables.findings
    assert ("2026" in {finding.place.sheet for finding in waiting}, Code.BASE_JUMPED in codes(waiting)) == (True, True)
    assert {finding.code for finding in waiting if finding.place.sheet == "2026"} == {Code.SHEET_LATER}
    counted = check_input(folder, Wanted(date(2027, 1, 1))).tables.findings
    assert Code.SHEET_LATER not in codes(counted)
    assert [finding.place.sheet for finding in counted if finding.code is Code.BASE_JUMPED].count("2026") == 1


def settings(before: int, now: int | None, month: int = 12, day: int = 31) -> WrittenSettings:
    """Return the shipped settings with other periods."""
    chosen = WrittenPeriods(before=before, now=now, month=month, day=day)
    return read_settings(INPUT).model_copy(update={"periods": chosen})


def loaded(*years: int) -> Loaded:
    """Return what reading sheets of years gives, as far as the period asks."""
    (yearly,) = (sheet for book in WORKBOOKS for sheet in book.sheets if sheet.yearly)
    return Loaded(tuple(RawTable(yearly, "input/indikatorer.xlsx", str(year), pd.DataFrame(), {}) for year in years), ())
