"""The example's places and indicators, read back from disk, at the default size and at others."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from example_tables import SIZES, Row, Tables, example, forum_of_area

from pipeline.input.schema.indicators import INDICATORS
from pipeline.input.schema.workbooks import ABOUT_FIELDS, SCHEMA_FIELD, WORKBOOKS
from pipeline.workbooks.example.generate import write_example

WITHHELD = ".."


def of_year(tables: Tables, year: int) -> tuple[Row, list[Row]]:
    """Return the city's row and the areas' rows of a year."""
    return next(row for row in tables["city_years"] if row["year"] == year), [row for row in tables["area_years"] if row["year"] == year]


def ratios(city: Row, rows: list[Row]) -> list[float]:
    """Return the six shares of these rows together over the city's; a withheld count leaves its row out of that indicator."""
    found = []
    for indicator in INDICATORS:
        known = [row for row in rows if row[indicator.count_name] != WITHHELD]
        count, base = (sum(row[name] for row in known) for name in (indicator.count_name, indicator.base_name))
        if known:
            found.append(count / base / (city[indicator.count_name] / city[indicator.base_name]))
    return found


def test_same_arguments_give_the_same_bytes(tmp_path: Path) -> None:
    """A rerun writes byte-identical files; another seed does not."""
    runs = [write_example(tmp_path / name, seed=seed) for name, seed in (("a", 1), ("b", 1), ("c", 2))]
    first, again, other = ([file.read_bytes() for file in run] for run in runs)
    assert first == again
    assert all(one != two for one, two in zip(first[:2], other[:2], strict=True))


def test_about_says_that_the_data_are_invented() -> None:
    """`Om` holds every field of the schema and the stamp of sample data."""
    tables = example()
    about = {row["field"]: row["value"] for row in tables["about"]}
    assert list(about) == [*ABOUT_FIELDS, SCHEMA_FIELD]
    assert about[SCHEMA_FIELD] == "1"
    assert about["Eksempeldata"] == "ja"


@pytest.mark.parametrize("size", SIZES)
def test_every_reference_resolves(size: str) -> None:
    """Every id that a row names stands in the sheet that it refers to, and every key occurs once."""
    tables = example(size)
    for sheet in (sheet for workbook in WORKBOOKS for sheet in workbook.sheets):
        names = (*sheet.key, "year") if sheet.yearly else sheet.key
        keys = [tuple(row[name] for name in names) for row in tables[sheet.name]]
        assert not sheet.key or len(set(keys)) == len(keys), sheet.name
        for column in sheet.columns:
            values = [row.get(column.name) for row in tables[sheet.name]]
            assert not column.required or None not in values, column.header
            if column.refers_to:
                target, name = column.refers_to.split(".")
                used = {each for value in values if value is not None for each in (value if isinstance(value, list) else [value])}
                assert used <= {row[name] for row in tables[target]}, column.header


@pytest.mark.parametrize("size", SIZES)
def test_every_forum_is_whole(size: str) -> None:
    """Every forum has a district, an area, a recipient and its own place on the map."""
    tables = example(size)
    forums = {row["forum_id"] for row in tables["forums"]}
    assert len(forums) == SIZES[size].get("forums", 6)
    assert len(tables["areas"]) == SIZES[size].get("areas", 24)
    assert len(tables["plans"]) == SIZES[size].get("plans", 33)
    assert {row["forum_id"] for row in tables["districts"]} - {None} == forums
    assert set(forum_of_area(tables).values()) == forums
    assert {row["forum_id"] for row in tables["recipients"]} == forums
    assert all(row["email"].endswith("@forum.example") for row in tables["recipients"])
    assert len({(row["map_column"], row["map_row"]) for row in tables["forums"]}) == len(forums)


@pytest.mark.parametrize("size", SIZES)
def test_counts_stay_within_their_bases(size: str) -> None:
    """No count is over its base, and the city is never less than the sum of its areas."""
    tables = example(size)
    assert [row["year"] for row in tables["city_years"]] == sorted(SIZES[size].get("years", (2011, 2015, 2019, 2025)))
    for city in tables["city_years"]:
        areas = [row for row in tables["area_years"] if row["year"] == city["year"]]
        assert city["residents"] > sum(row["residents"] for row in areas)
        for indicator in INDICATORS:
            known = [row for row in areas if row[indicator.count_name] != WITHHELD]
            assert all(0 <= row[indicator.count_name] <= row[indicator.base_name] for row in (*known, city))
            assert city[indicator.count_name] >= sum(row[indicator.count_name] for row in known)
            assert city[indicator.base_name] >= sum(row[indicator.base_name] for row in areas)
            assert city[indicator.share_name] == pytest.approx(city[indicator.count_name] / city[indicator.base_name], abs=5e-5)
        assert all(row["ikke_vestlig_herkomst_base"] == row["residents"] for row in (*areas, city))


def test_districts_have_their_published_residents() -> None:
    """In 2019 the areas of each district sum to the municipality's table Be4.3, and the city to the whole table."""
    tables = example()
    district = {row["area_id"]: row["district_id"] for row in tables["areas"]}
    residents: Counter[str] = Counter()
    for row in tables["area_years"]:
        if row["year"] == 2019:
            residents[district[row["area_id"]]] += row["residents"]
    assert residents == {"3": 80254, "4": 72688, "5": 60308, "7": 44784, "8": 55172, "9": 59803, "10": 78973}
    assert next(row["residents"] for row in tables["city_years"] if row["year"] == 2019) == 632367


def test_areas_carry_the_marks_of_real_registers() -> None:
    """One count is withheld, one area is new, one boundary is redrawn, and a few counts are too small to publish."""
    tables = example()
    rows = tables["area_years"]
    assert [(r["year"], r["area_id"]) for r in rows if WITHHELD in r.values()] == [(2011, "VAL-02")]
    versions = {area: [r["boundary_version"] for r in rows if r["area_id"] == area] for area in forum_of_area(tables)}
    assert {area: v for area, v in versions.items() if len(set(v)) > 1} == {"AMV-03": ["2011", "2011", "2016", "2016"]}
    assert {area: v for area, v in versions.items() if len(v) < 4} == {"AMV-02": ["2016", "2016"]}
    small = [r["area_id"] for r in rows if r["year"] == 2025 and 1 <= r["installationsmangler_count"] <= 4]
    assert small == ["NOR-03", "AMO-02"]


def test_forums_develop_differently() -> None:
    """Deprived areas fall in three forums, stay in two and rise in one; in Bispebjerg the index says otherwise than the number."""
    tables = example()
    forum = forum_of_area(tables)
    deprived: dict[int, Counter[str]] = {}
    index: dict[int, float] = {}
    for year in (2011, 2025):
        city, areas = of_year(tables, year)
        criteria = {row["area_id"]: sum(ratio >= 1.25 for ratio in ratios(city, [row])) for row in areas}
        deprived[year] = Counter(forum[area] for area, met in criteria.items() if met >= 4)
        index[year] = sum(ratios(city, [row for row in areas if forum[row["area_id"]] == "F-BIS"]))
    assert deprived[2011] == {"F-NOR": 3, "F-AMS": 2, "F-BIS": 3, "F-VES": 2, "F-HUT": 1, "F-VAL": 1}
    assert deprived[2025] == {"F-NOR": 2, "F-AMS": 2, "F-BIS": 2, "F-VES": 1, "F-HUT": 1, "F-VAL": 2}
    assert index[2025] > index[2011]


def test_rest_of_the_city_is_plausible() -> None:
    """Outside the forums' areas every share is below the city's, and not absurdly so."""
    tables = example()
    for year in (2011, 2015, 2019, 2025):
        city, areas = of_year(tables, year)
        rest: Row = {}
        for indicator in INDICATORS:
            known = [row[indicator.count_name] for row in areas if row[indicator.count_name] != WITHHELD]
            rest[indicator.count_name] = city[indicator.count_name] - sum(known)
            rest[indicator.base_name] = city[indicator.base_name] - sum(row[indicator.base_name] for row in areas)
        assert all(0.6 < ratio < 1 for ratio in ratios(city, [rest])), year


@pytest.mark.parametrize(
    ("sizes", "message"),
    [
        ({"forums": 0}, "forums: found 0, expected at least 1"),
        ({"forums": 6, "areas": 5}, "areas: found 5, expected at least one for each of the 6 forums"),
        ({"plans": -1}, "plans: found -1, expected 0 or more"),
        ({"years": ()}, "years: found none, expected at least one"),
    ],
)
def test_impossible_sizes_are_refused(tmp_path: Path, sizes: dict[str, Any], message: str) -> None:
    """A size that cannot be laid out is refused in words, and nothing is written."""
    with pytest.raises(ValueError, match=message):
        write_example(tmp_path / "new", **sizes)
    assert not (tmp_path / "new").exists()
