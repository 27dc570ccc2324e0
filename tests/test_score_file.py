"""Tables scored by policies: published indices reproduced through the command, and the accepted forms of a table."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from openpyxl import Workbook, load_workbook
from typer.testing import CliRunner, Result

from pipeline.__main__ import app
from pipeline.language.language import load_language
from pipeline.scoring.score_file.score import ScoredFile, score_file
from tests.build import INPUT, ROOT
from tests.published import NEEDS_PUBLISHED, PUBLISHED

TOWNSEND = ROOT / "tests" / "data" / "townsend"
POLICY = INPUT / "politik" / "townsend-2011.toml"
ENGLISH = load_language("en")
HEAD = 'id = "x"\nname = "x"\nversion = "1"\neffective_from = 2020-01-01\nsource = "x"\nassumptions = []\n'


def command(*arguments: object) -> Result:
    """Run the command."""
    return CliRunner().invoke(app, ["score", *map(str, arguments)])


def scored(folder: Path, policy: str, rows: list[dict[str, object]] | pd.DataFrame) -> ScoredFile:
    """Score rows by the text of a policy."""
    (folder / "politik.toml").write_text(HEAD + policy, encoding="utf-8")
    pd.DataFrame(rows).to_csv(folder / "tabel.csv", index=False)
    return score_file(folder / "politik.toml", folder / "tabel.csv", ENGLISH)


def index_of(folder: Path, policy: str, rows: list[dict[str, object]] | pd.DataFrame) -> list[float]:
    """Return the index of each row."""
    return [float(value) for value in scored(folder, policy, rows).frame["index"]]


def part(name: str, *lines: str) -> str:
    """Return an indicator that is read from the column of its own name."""
    return "\n".join(["[[indicators]]", f'id = "{name}"', f'columns = {{ numerator = "{name}" }}', *lines, ""])


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Score the invented counts through the command, as CSV into CSV and as a workbook into a workbook."""
    return score_townsend(tmp_path_factory.mktemp("townsend"), TOWNSEND / "counts.csv")


def score_townsend(folder: Path, counts: Path) -> Path:
    """Write scores.csv and scores.xlsx from the counts."""
    workbook = Workbook()
    with counts.open(encoding="utf-8") as file:
        for row in csv.reader(file):
            workbook.worksheets[0].append([int(cell) if cell.isdigit() else cell for cell in row])
    workbook.save(folder / "counts.xlsx")
    for source in (counts, folder / "counts.xlsx"):
        done = command("--policy", POLICY, "--input", source, "--output", folder / f"scores{source.suffix}")
        assert (done.exit_code, done.stderr) == (0, "")
    return folder


def assert_scores(folder: Path, expected: pd.DataFrame) -> None:
    """Compare the index within 1e-8, and every fifth, in both files."""
    for found in (pd.read_csv(folder / "scores.csv"), pd.read_excel(folder / "scores.xlsx")):
        assert sorted(found["id"].str.strip()) == sorted(expected["geo_code"].str.strip())
        both = found.assign(key=found["id"].str.strip()).merge(expected.assign(key=expected["geo_code"].str.strip()), on="key")
        assert (both["index"] - both["TDS"]).abs().max() < 1e-8
        assert (both["quantile"] == both["quintile"]).all()
        assert len(both) == len(found) == len(expected)


def test_townsend_s_index_comes_out_as_it_was_worked_out_by_hand(written: Path) -> None:
    """Ten invented places, from CSV and from a workbook, into CSV and into a workbook."""
    assert_scores(written, pd.read_csv(TOWNSEND / "scores.csv"))


@NEEDS_PUBLISHED
def test_the_published_townsend_scores_come_out_of_the_census_counts(tmp_path: Path) -> None:
    """All 404 authorities of the United Kingdom, and every quintile."""
    expected = pd.read_csv(PUBLISHED / "townsend2011_la_scores.csv")
    assert len(expected) == 404
    assert_scores(score_townsend(tmp_path, PUBLISHED / "townsend2011_la_counts.csv"), expected)


def test_the_scores_keep_the_ids_letter_by_letter_and_the_row_of_each(written: Path) -> None:
    """The census's codes end in spaces: who joins the scores to the counts finds each row again."""
    found, counts = pd.read_csv(written / "scores.csv"), pd.read_csv(TOWNSEND / "counts.csv")
    assert list(found["id"]) == list(counts["GEO_CODE"])
    assert all(code.endswith(" ") for code in found["id"])
    assert list(found["input_row"]) == list(range(2, len(counts) + 2))


def test_ranks_to_exponential_is_that_of_the_english_indices(tmp_path: Path) -> None:
    """With the constant 23, the last of the areas has 100 and one area in ten more than 50, as the technical report says of it."""
    number = 1000
    rng = np.random.default_rng(1)
    rows = pd.DataFrame({"id": range(number), "income": rng.permutation(number)})
    index = np.array(index_of(tmp_path, '[index]\naggregate = "sum"\n' + part("income", 'transform = "rank_exponential"'), rows))
    ranks = rows["income"].to_numpy() + 1
    assert index == pytest.approx(-23 * np.log(1 - ranks / number * (1 - math.exp(-100 / 23))), abs=1e-9)
    assert index.max() == pytest.approx(100, abs=1e-9)
    assert round((index > 50).mean(), 1) == 0.1


def test_seven_weighted_domains_make_a_multiple_index(tmp_path: Path) -> None:
    """Domain scores to ranks to exponentials, weights as given, summed, deciles by rank: the English IMD of 2019."""
    weights = {
        "income": 0.225,
        "employment": 0.225,
        "education": 0.135,
        "health": 0.135,
        "crime": 0.093,
        "barriers": 0.093,
        "living": 0.094,
    }
    rng = np.random.default_rng(2)
    rows = pd.DataFrame({"id": range(200), **{name: rng.normal(size=200) for name in weights}})
    policy = '[index]\naggregate = "sum"\n[quantiles]\nnumber = 10\nmethod = "equal_count"\nfirst = "highest"\n' + "".join(
        part(name, 'transform = "rank_exponential"', f"weight = {weight}") for name, weight in weights.items()
    )
    found = scored(tmp_path, policy, rows).frame
    parts = {name: -23 * np.log(1 - rows[name].rank() / 200 * (1 - math.exp(-100 / 23))) for name in weights}
    expected = sum(weight * parts[name] for name, weight in weights.items())
    assert found["index"].to_numpy() == pytest.approx(expected.to_numpy(), abs=1e-9)
    assert found["rank"].tolist() == expected.rank(ascending=False).tolist()
    assert found["quantile"].tolist() == np.ceil(expected.rank(ascending=False) / 20).tolist()


HDI = """
[index]
aggregate = "geometric_mean"
higher = "better"

[[domains]]
id = "education"
aggregate = "mean"

[[indicators]]
id = "life_expectancy"
columns = { numerator = "life" }
transform = { method = "goalposts", low = 20, high = 85 }

[[indicators]]
id = "expected_years"
domain = "education"
columns = { numerator = "expected" }
transform = { method = "goalposts", low = 0, high = 18 }

[[indicators]]
id = "mean_years"
domain = "education"
columns = { numerator = "mean" }
transform = { method = "goalposts", low = 0, high = 15 }

[[indicators]]
id = "income"
columns = { numerator = "gni" }
transform = { method = "goalposts", low = 100, high = 75000, scale = "log" }
"""


def test_the_human_development_index_comes_out_as_published(tmp_path: Path) -> None:
    """Human Development Report 2020, table 1: Norway .957, Denmark .940, Niger .394; goalposts of the report's technical notes."""
    rows = [
        {"id": "Norway", "life": 82.4, "expected": 18.1, "mean": 12.9, "gni": 66494},
        {"id": "Denmark", "life": 80.9, "expected": 18.9, "mean": 12.6, "gni": 58662},
        {"id": "Niger", "life": 62.4, "expected": 6.5, "mean": 2.1, "gni": 1201},
    ]
    found = scored(tmp_path, HDI, rows).frame
    assert [round(value, 3) for value in found["index"]] == [0.957, 0.940, 0.394]
    assert found["rank"].tolist() == [3, 2, 1]  # 1 is the most deprived


CARSTAIRS = """
[input]
id = "id"
population = "residents"

[index]
aggregate = "sum"

[[indicators]]
id = "no_car"
columns = { numerator = "no_car", base = "residents" }
normalise = { method = "z_score", ddof = 0, weighted = true }

[[indicators]]
id = "owned"
direction = "down"
columns = { numerator = "residents", subtract = "rented", base = "residents" }
normalise = { method = "z_score", ddof = 0, weighted = true }
"""


def test_z_scores_can_weigh_areas_by_their_population(tmp_path: Path) -> None:
    """As the Carstairs index does: mean and deviation over persons, not areas. What is turned round counts the other way."""
    rows = [
        {"id": "a", "residents": 100, "no_car": 10, "rented": 20},
        {"id": "b", "residents": 300, "no_car": 90, "rented": 150},
        {"id": "c", "residents": 600, "no_car": 90, "rented": 60},
    ]
    people = np.array([100, 300, 600])
    expected = np.zeros(3)
    for values in (np.array([0.1, 0.3, 0.15]), np.array([0.2, 0.5, 0.1])):
        mean = np.average(values, weights=people)
        expected += (values - mean) / np.sqrt(np.average((values - mean) ** 2, weights=people))
    assert index_of(tmp_path, CARSTAIRS, rows) == pytest.approx(expected.tolist(), abs=1e-12)


def test_percentiles_of_sums_of_percentiles(tmp_path: Path) -> None:
    """As the American social vulnerability index: percentile ranks, equal values sharing the lowest, summed, and ranked again."""
    rows = pd.DataFrame({"id": list("abcde"), "poverty": [1, 2, 2, 4, 5], "no_job": [5, 5, 1, 2, 3]})
    step = 'normalise = { method = "percentile", ties = "min" }'
    policy = '[index]\naggregate = "sum"\nnormalise = { method = "percentile", ties = "min", scale = 100 }\n'
    total = sum((rows[name].rank(method="min") - 1) / 4 for name in ("poverty", "no_job"))
    expected = 100 * (total.rank(method="min") - 1) / 4
    assert index_of(tmp_path, policy + part("poverty", step) + part("no_job", step), rows) == pytest.approx(expected.tolist(), abs=1e-12)


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ('{ row = "city" }', [0.5, 1.5]),
        ('{ areas = "sum" }', [20 / 100 / (80 / 200), 60 / 100 / (80 / 200)]),
        ('{ areas = "mean" }', [0.2 / 0.4, 0.6 / 0.4]),
        ('{ column = "region" }', [1.0, 3.0]),
    ],
)
def test_a_ratio_is_taken_to_the_reference_that_the_policy_names(reference: str, expected: list[float], tmp_path: Path) -> None:
    """A row of the table, all areas added up or averaged, or the row that each area names; a row of reference is no area."""
    rows = [
        {"id": "a", "x_count": 20, "x_base": 100, "region": "east"},
        {"id": "b", "x_count": 60, "x_base": 100, "region": "east"},
        {"id": "city", "x_count": 400, "x_base": 1000},
        {"id": "east", "x_count": 100, "x_base": 500},
    ]
    if "row" in reference:
        rows = rows[:3]
    if "areas" in reference:
        rows = rows[:2]
    if "column" in reference:
        rows = [rows[0], rows[1], rows[3]]
    policy = f'[references]\nr = {reference}\n[index]\naggregate = "mean"\n[[indicators]]\nid = "x"\n'
    assert index_of(tmp_path, policy + 'normalise = { method = "ratio", reference = "r" }\n', rows) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize(
    ("step", "direction", "expected"),
    [
        ('normalise = { method = "difference", reference = "r" }', "up", [-1.0, 2.0]),
        ('normalise = { method = "difference", reference = "r" }', "down", [1.0, -2.0]),
        ('normalise = { method = "ratio", reference = "r" }', "down", [2.0, 0.5]),
        ('normalise = "min_max"', "up", [0.0, 1.0]),
        ('normalise = "min_max"', "down", [1.0, 0.0]),
        ('normalise = { method = "rank", scale = 10 }', "up", [10.0, 20.0]),
        ('normalise = "rank"', "down", [2.0, 1.0]),
        ('transform = "log1p"', "up", [math.log(2), math.log(5)]),
        ('transform = "log"', "up", [0.0, math.log(4)]),
        ('transform = "log"', "down", [0.0, -math.log(4)]),
        ('transform = { method = "goalposts", low = 0, high = 2 }', "up", [0.5, 1.0]),
        ('transform = { method = "goalposts", low = 0, high = 2 }', "down", [0.5, 0.0]),
        ('normalise = { method = "z_score", ddof = 1 }', "up", [-1 / math.sqrt(2), 1 / math.sqrt(2)]),
        ('normalise = { method = "z_score", ddof = 0 }', "down", [1.0, -1.0]),
    ],
)
def test_each_step_does_what_its_name_says(step: str, direction: str, expected: list[float], tmp_path: Path) -> None:
    """Areas with 1 and 4 against a reference of 2, as calculated by hand; down turns each round."""
    rows: list[dict[str, object]] = [{"id": "a", "x": 1}, {"id": "b", "x": 4}, {"id": "r", "x": 2}]
    policy = '[references]\nr = { row = "r" }\n[index]\naggregate = "sum"\n'
    assert index_of(tmp_path, policy + part("x", f'direction = "{direction}"', step), rows) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ('aggregate = "sum"', [3 * 1 + 1 * 9, None]),
        ('aggregate = "mean"', [(3 * 1 + 1 * 9) / 4, None]),
        ('aggregate = "geometric_mean"', [9 ** (1 / 4), None]),
        ('aggregate = "sum"\nmissing = "reduced"', [12, 3 * 4]),
        ('aggregate = "sum"\nmissing = "reduced"\nrenormalise = true', [12, 3 * 4 * 4 / 3]),
        ('aggregate = "mean"\nmissing = "reduced"', [3, 4]),
        ('aggregate = "mean"\nmissing = "reduced"\nminimum_parts = 2', [3, None]),
        ('aggregate = "geometric_mean"\nmissing = "reduced"', [9 ** (1 / 4), 4]),
        ('aggregate = "mean"\nscale = 100', [300, None]),
    ],
)
def test_weights_and_a_missing_indicator_do_what_the_policy_says(rule: str, expected: list[float | None], tmp_path: Path) -> None:
    """Weights 3 and 1; the second area lacks the second indicator: its index is missing, or made of the other, never silently."""
    rows: list[dict[str, object]] = [{"id": "a", "x": 1, "y": 9}, {"id": "b", "x": 4, "y": ".."}]
    policy = f"[index]\n{rule}\n" + part("x", "weight = 3") + part("y", "weight = 1")
    found = scored(tmp_path, policy, rows)
    values = [None if math.isnan(value) else value for value in found.frame["index"]]
    assert values == [pytest.approx(value, abs=1e-12) if value is not None else None for value in expected]
    assert found.frame["missing"].tolist() == ["", "y"]
    assert found.frame["parts_used"].tolist() == [2, 1]
    assert found.without_index == values.count(None)


def test_the_highest_fifth_and_a_limit_of_the_index_give_statuses(tmp_path: Path) -> None:
    """Ten areas from 1 to 10: the highest fifth are 9 and 10, more than 9 is 10 alone, at least 9 both; a better index turns it round."""
    rows = pd.DataFrame({"id": range(1, 11), "x": range(1, 11)})
    statuses = '[[statuses]]\nid = "fifth"\nhighest_part = 0.2\n[[statuses]]\nid = "over"\nindex = { operator = ">", value = 9 }\n'
    statuses += '[[statuses]]\nid = "both"\nrequires = ["fifth", "over"]\n'
    found = scored(tmp_path, '[index]\naggregate = "sum"\n' + statuses + part("x"), rows).frame.set_index("id")
    assert {name: [area for area in found.index if found.loc[area, name] == "yes"] for name in ("fifth", "over", "both")} == {
        "fifth": ["9", "10"],
        "over": ["10"],
        "both": ["10"],
    }
    turned = scored(tmp_path, '[index]\naggregate = "sum"\nhigher = "better"\n' + statuses + part("x"), rows).frame.set_index("id")
    assert [area for area in turned.index if turned.loc[area, "fifth"] == "yes"] == ["1", "2"]


def test_a_danish_csv_and_a_workbook_with_titles_are_read_as_they_are(tmp_path: Path) -> None:
    """Semicolons, decimal commas, thousands points, a title above and a note below: the same index as from plain numbers."""
    policy = '[index]\naggregate = "sum"\n' + part("x")
    (tmp_path / "p.toml").write_text(HEAD + policy, encoding="utf-8")
    (tmp_path / "da.csv").write_bytes("id;x\nÅlholm;1.234,5\nØrsted;12,25\nKilde: fri hånd;\n".encode("cp1252"))
    workbook = Workbook()
    for row in (["En titel"], [], ["id", "x"], ["Ålholm", "1.234,5"], ["Ørsted", 12.25], []):
        workbook.worksheets[0].append(row)
    workbook.save(tmp_path / "da.xlsx")
    for name in ("da.csv", "da.xlsx"):
        frame = score_file(tmp_path / "p.toml", tmp_path / name, ENGLISH).frame
        assert list(frame["id"]) == ["Ålholm", "Ørsted"]
        assert list(frame["index"]) == [1234.5, 12.25]


def test_a_row_without_numbers_is_left_out_and_told(tmp_path: Path) -> None:
    """A note below the table is no area; an area that the source withholds is one, with .. in its cells."""
    (tmp_path / "p.toml").write_text(HEAD + '[index]\naggregate = "sum"\n' + part("x"), encoding="utf-8")
    (tmp_path / "t.csv").write_text("id,x\na,1\nb,..\nKilde: fri hånd\n", encoding="utf-8")
    done = command("--policy", tmp_path / "p.toml", "--input", tmp_path / "t.csv", "--output", tmp_path / "o.csv")
    assert pd.read_csv(tmp_path / "o.csv")["id"].tolist() == ["a", "b"]
    assert "1 række uden tal er ikke et område: A4 »Kilde: fri hånd«" in done.stdout


def test_no_text_becomes_a_formula_of_the_output(tmp_path: Path) -> None:
    """An id that begins like a formula stays a text, in CSV behind an apostrophe and in a workbook as text."""
    (tmp_path / "p.toml").write_text(HEAD + '[index]\naggregate = "sum"\n' + part("x"), encoding="utf-8")
    (tmp_path / "t.csv").write_text('id,x\n"=HYPERLINK(""http://x"")",1\n@a,2\n', encoding="utf-8")
    for kind in ("csv", "xlsx"):
        assert command("--policy", tmp_path / "p.toml", "--input", tmp_path / "t.csv", "--output", tmp_path / f"o.{kind}").exit_code == 0
    assert pd.read_csv(tmp_path / "o.csv")["id"].tolist() == ['\'=HYPERLINK("http://x")', "'@a"]
    cell = load_workbook(tmp_path / "o.xlsx")["Indeks"]["A2"]
    assert (cell.value, cell.data_type) == ('=HYPERLINK("http://x")', "s")


def test_the_same_table_gives_the_same_bytes(written: Path, tmp_path: Path) -> None:
    """Twice the same command, twice the same file; what was there is replaced."""
    for name in ("scores.csv", "scores.xlsx"):
        (tmp_path / name).write_text("earlier", encoding="utf-8")
    score_townsend(tmp_path, TOWNSEND / "counts.csv")
    for name in ("scores.csv", "scores.xlsx"):
        assert (tmp_path / name).read_bytes() == (written / name).read_bytes()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--output", "x.pdf"], "forventede en fil, der ender på .csv eller .xlsx"),
        (["--output", str(TOWNSEND / "counts.csv")], "inputfilen ville blive overskrevet"),
        (["--language", "fr", "--output", "x.csv"], "forventede en af: da, en"),
    ],
)
def test_a_wrong_command_is_told_and_writes_nothing(arguments: list[str], told: str) -> None:
    """What cannot be written, or would overwrite the input, is refused before anything is read."""
    before = (TOWNSEND / "counts.csv").read_bytes()
    done = command("--policy", POLICY, "--input", TOWNSEND / "counts.csv", *arguments)
    assert done.exit_code == 2
    assert told in " ".join(done.stderr.replace("│", " ").split())
    assert (TOWNSEND / "counts.csv").read_bytes() == before


def test_the_workbook_says_what_it_is(written: Path) -> None:
    """The second sheet names policy, version, source and assumptions, and that small counts stand as they were counted."""
    told = {row[0]: row[1] for row in load_workbook(written / "scores.xlsx")["Om"].iter_rows(values_only=True)}
    assert told["Politik"] == "Townsends indeks 2011, 1.0"
    assert told["Fil"] == "counts.xlsx"
    assert "som de er talt" in str(told["Små tal"])


def test_a_population_weighs_only_where_the_policy_says_so(tmp_path: Path) -> None:
    """The minimum population of a status is no weight of the index; weighted = true is one."""
    rows: list[dict[str, object]] = [{"id": "x", "a": 1, "pop": 1000}, {"id": "y", "a": 2, "pop": 1000}, {"id": "z", "a": 6, "pop": 8000}]
    values, people = np.array([1.0, 2, 6]), np.array([1000, 1000, 8000])
    head = 'minimum_population = 1000\n[input]\npopulation = "pop"\n[index]\naggregate = "sum"\n'
    plain = index_of(tmp_path, head + 'normalise = { method = "z_score", ddof = 0 }\n' + part("a"), rows)
    assert plain == pytest.approx(((values - values.mean()) / values.std()).tolist(), abs=1e-12)
    weighed = index_of(tmp_path, head + 'normalise = { method = "z_score", ddof = 0, weighted = true }\n' + part("a"), rows)
    mean = np.average(values, weights=people)
    assert weighed == pytest.approx(((values - mean) / np.sqrt(np.average((values - mean) ** 2, weights=people))).tolist(), abs=1e-12)


def test_sums_and_means_are_those_of_the_numbers_as_they_are_written(tmp_path: Path) -> None:
    """0.1 and 0.2 are 0.3 and not more; 0.2 is at least the mean of 0.1, 0.2 and 0.3, as a value and as a share."""
    policy = part("a").replace('numerator = "a"', 'numerator = ["p", "q"]') + 'criterion = { operator = ">", value = 0.3 }\n'
    found = scored(tmp_path, policy, [{"id": "x", "p": 0.1, "q": 0.2}, {"id": "y", "p": 0.1, "q": 0.2001}]).frame
    assert found["a_met"].tolist() == ["no", "yes"]
    mean = '[references]\nall = { areas = "mean" }\n'
    criterion = 'criterion = { operator = ">=", times = 1, reference = "all" }\n'
    values = scored(
        tmp_path, mean + part("a") + criterion, [{"id": area, "a": a} for area, a in (("x", 0.1), ("y", 0.2), ("z", 0.3))]
    ).frame
    assert values["a_met"].tolist() == ["no", "yes", "yes"]
    shares = '[[indicators]]\nid = "a"\ncolumns = { numerator = "n", base = "b" }\n'
    thirds = [{"id": "x", "n": 1, "b": 3}, {"id": "y", "n": 2, "b": 7}, {"id": "z", "n": 13, "b": 42}]  # the mean of the three is 13/42
    assert scored(tmp_path, mean + shares + criterion, thirds).frame["a_met"].tolist() == ["yes", "no", "yes"]


def test_equal_areas_share_their_rank_however_they_were_reckoned(tmp_path: Path) -> None:
    """0.1 + 0.7, 0.4 + 0.4, 0.2 + 0.6: three means of two years that are 0.4, and no float says so."""
    pairs = {"a": (0.1, 0.7), "b": (0.4, 0.4), "c": (0.2, 0.6), "d": (0.3, 0.6)}
    rows: list[dict[str, object]] = [
        {"id": area, "year": 2023 + i, "x": value} for area, pair in pairs.items() for i, value in enumerate(pair)
    ]
    policy = '[input]\nyear = "year"\n[index]\naggregate = "sum"\n' + part("x", "years = 2", 'normalise = "rank"')
    found = scored(tmp_path, policy, rows).frame.query("year == 2024").set_index("id")
    assert found["index"].to_dict() == {"a": 2.0, "b": 2.0, "c": 2.0, "d": 4.0}
    assert found["rank"].to_dict() == {"a": 2.0, "b": 2.0, "c": 2.0, "d": 1.0}


@pytest.mark.parametrize(("areas", "groups"), [(91, 10), (171, 10), (11, 5), (404, 5), (40, 20)])
def test_a_group_reaches_up_to_and_with_its_quantile(areas: int, groups: int, tmp_path: Path) -> None:
    """Areas 0 to n − 1: an area is in the first group whose quantile, a fraction without rounding, it does not exceed."""
    rows = pd.DataFrame({"id": range(areas), "x": range(areas)})
    found = scored(tmp_path, f'[index]\naggregate = "sum"\n[quantiles]\nnumber = {groups}\n' + part("x"), rows).frame["quantile"]
    assert found.tolist() == [next(g for g in range(1, groups + 1) if value * groups <= g * (areas - 1)) for value in range(areas)]


def test_a_limit_of_the_index_is_not_missed_by_a_last_digit(tmp_path: Path) -> None:
    """0.1 + 0.2 and 0.15 + 0.15 are both at most 0.3."""
    status = '[[statuses]]\nid = "low"\nindex = { operator = "<=", value = 0.3 }\n'
    rows: list[dict[str, object]] = [{"id": "x", "a": 0.1, "b": 0.2}, {"id": "y", "a": 0.15, "b": 0.15}, {"id": "z", "a": 0.2, "b": 0.2}]
    assert scored(tmp_path, '[index]\naggregate = "sum"\n' + status + part("a") + part("b"), rows).frame["low"].tolist() == [
        "yes",
        "yes",
        "no",
    ]


def test_names_are_the_same_however_they_are_spelled_in_unicode(tmp_path: Path) -> None:
    """A decomposed å, a double space and an invisible sign make no other column, row of reference or area."""
    (tmp_path / "p.toml").write_text(
        HEAD + '[references]\nby = { row = "Hele  byen" }\n[index]\naggregate = "sum"\n[[indicators]]\nid = "x"\n'
        'columns = { numerator = "\u00e5r" }\nnormalise = { method = "ratio", reference = "by" }\n',
        encoding="utf-8",
    )
    (tmp_path / "t.csv").write_text("id,a\u030ar\nA,3\nHele\u200b byen,2\n", encoding="utf-8")
    assert score_file(tmp_path / "p.toml", tmp_path / "t.csv", ENGLISH).frame["index"].tolist() == [1.5]


def test_a_csv_with_a_title_above_is_read(tmp_path: Path) -> None:
    """The delimiter is that under which the headers are found, whatever the title holds."""
    (tmp_path / "p.toml").write_text(HEAD + '[index]\naggregate = "sum"\n' + part("x"), encoding="utf-8")
    (tmp_path / "t.csv").write_text("Tabel 1, kilde: KK, 2025\n\nid;x\na;1,5\n", encoding="utf-8")
    assert score_file(tmp_path / "p.toml", tmp_path / "t.csv", ENGLISH).frame["index"].tolist() == [1.5]


def test_nothing_of_a_table_moves_the_cursor(tmp_path: Path) -> None:
    """Escape sequences in a note reach no screen, and in an assumption they are refused."""
    policy = HEAD + '[index]\naggregate = "sum"\n' + part("x")
    (tmp_path / "p.toml").write_text(policy, encoding="utf-8")
    (tmp_path / "t.csv").write_text("id,x\na,1\n\x1b[31mEVIL,\n", encoding="utf-8")
    done = command("--policy", tmp_path / "p.toml", "--input", tmp_path / "t.csv", "--output", tmp_path / "o.csv")
    assert done.exit_code == 0
    assert "EVIL" in done.stdout
    (tmp_path / "p.toml").write_text(policy.replace("assumptions = []", 'assumptions = ["\\u001b[31mrød"]'), encoding="utf-8")
    refused = command("--policy", tmp_path / "p.toml", "--input", tmp_path / "t.csv", "--output", tmp_path / "o.csv")
    assert "uden skjulte styretegn" in refused.output
    assert "\x1b" not in done.stdout + refused.output
