"""The policies in input/politik: each at its exact boundaries, on real tables and through the command's own function."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd
import pytest

from pipeline.language.language import load_language
from pipeline.scoring.criteria import score_shares, summarise_units
from pipeline.scoring.score_file.score import score_file
from pipeline.settings.policy.read import read_policy_file
from tests.build import INPUT

DANISH = load_language("da")
POLICIES = sorted((INPUT / "politik").glob("*.toml"))
COUNTS = ("uden_arbejde_og_uddannelse", "doemte", "kun_grundskole", "ikke_vestlig_herkomst")
CALM = {"uden_arbejde_og_uddannelse": 100, "doemte": 10, "kun_grundskole": 100, "ikke_vestlig_herkomst": 100}  # of 1,000
REGION_INCOME = 300_000


def table(folder: Path, areas: Mapping[str, Sequence[Mapping[str, object]]], last: int = 2024) -> Path:
    """Write a table of areas: a row for each year, ending with `last`, with what differs from an area that meets no criterion."""
    rows: list[dict[str, object]] = []
    length = max(len(years) for years in areas.values())
    for year in range(last - length + 1, last + 1):
        calm = {f"{name}_count": CALM[name] for name in COUNTS} | {f"{name}_base": 1000 for name in COUNTS}
        rows.append({"area": "Hele landet", "year": year, "residents": 5_900_000, **calm})
        rows.append({"area": "Hovedstaden", "year": year, "residents": 1_900_000, "gross_income": REGION_INCOME, **calm})
        for name, years in areas.items():
            changed = years[year - last + length - 1]
            row = {"area": name, "year": year, "residents": 1000, "region": "Hovedstaden", "gross_income": REGION_INCOME, **calm}
            rows.append({**row, **{(key if key in row else f"{key}_count"): value for key, value in changed.items()}})
    path = folder / "tabel.csv"
    pd.DataFrame(rows).to_csv(path, index=False)
    return path


def statuses(policy: str, path: Path, year: int = 2024) -> pd.DataFrame:
    """Return the last year's row of each area."""
    frame = score_file(INPUT / "politik" / f"{policy}.toml", path, DANISH).frame
    return frame[frame["year"] == year].set_index("id")


@pytest.mark.parametrize("path", POLICIES, ids=lambda path: path.stem)
def test_a_shipped_policy_is_named_as_its_file_and_says_its_source(path: Path) -> None:
    """The id is the file's name; the source is given in both languages."""
    policy = read_policy_file(path)
    assert policy.id == path.stem
    assert policy.source.da
    assert policy.source.en


@pytest.mark.parametrize(
    ("policy", "indicator", "below", "at", "above"),
    [
        ("almenboligloven-61a", "uden_arbejde_og_uddannelse", (399, "nej"), (400, "nej"), (401, "ja")),  # overstiger 40 %
        ("almenboligloven-61a", "doemte", (29, "nej"), (30, "ja"), (31, "ja")),  # mindst 3 gange 1,0 %
        ("almenboligloven-61a", "kun_grundskole", (599, "nej"), (600, "nej"), (601, "ja")),  # overstiger 60 %
        ("almenboligloven-61a", "indkomst", (164_999, "ja"), (165_000, "nej"), (165_001, "nej")),  # mindre end 55 % af 300.000
        ("almenboligloven-61a", "ikke_vestlig_herkomst", (499, "nej"), (500, "nej"), (501, "ja")),  # overstiger 50 %
        ("almenboligloven-61b", "uden_arbejde_og_uddannelse", (299, "nej"), (300, "nej"), (301, "ja")),
        ("almenboligloven-61b", "doemte", (19, "nej"), (20, "ja"), (21, "ja")),
        ("almenboligloven-61b", "kun_grundskole", (599, "nej"), (600, "nej"), (601, "ja")),
        ("almenboligloven-61b", "indkomst", (194_999, "ja"), (195_000, "nej"), (195_001, "nej")),
        ("almenboligloven-61b", "ikke_vestlig_herkomst", (299, "nej"), (300, "nej"), (301, "ja")),
        ("statsreglen-2017", "uden_arbejde_og_uddannelse", (399, "nej"), (400, "nej"), (401, "ja")),
        ("statsreglen-2017", "doemte", (26, "nej"), (27, "nej"), (28, "ja")),  # over 2,70 %
        ("statsreglen-2017", "kun_grundskole", (499, "nej"), (500, "nej"), (501, "ja")),
        ("statsreglen-2017", "indkomst", (164_999, "ja"), (165_000, "nej"), (165_001, "nej")),
        ("statsreglen-2017", "ikke_vestlig_herkomst", (499, "nej"), (500, "nej"), (501, "ja")),
    ],
)
def test_a_criterion_of_the_law_turns_exactly_at_its_limit(
    policy: str, indicator: str, below: tuple[int, str], at: tuple[int, str], above: tuple[int, str], tmp_path: Path
) -> None:
    """One below, exactly on, and one above the limit, in both years of the mean."""
    key = "gross_income" if indicator == "indkomst" else indicator
    cases = {"under": below, "paa": at, "over": above}
    found = statuses(policy, table(tmp_path, {name: [{key: value}] * 2 for name, (value, _) in cases.items()}))
    assert found[f"{indicator}_met"].to_dict() == {name: expected for name, (_, expected) in cases.items()}


def test_the_mean_of_two_years_decides_and_is_exact(tmp_path: Path) -> None:
    """41 % and 39 % are 40 %, which does not exceed it, though neither float is exact; 41 % and 39.1 % do; one year alone says nothing."""
    areas = {
        "paa": [{"uden_arbejde_og_uddannelse": 410}, {"uden_arbejde_og_uddannelse": 390}],
        "over": [{"uden_arbejde_og_uddannelse": 410}, {"uden_arbejde_og_uddannelse": 391}],
        "ukendt": [{"uden_arbejde_og_uddannelse": ".."}, {"uden_arbejde_og_uddannelse": 900}],
    }
    path = table(tmp_path, areas)
    assert statuses("almenboligloven-61a", path)["uden_arbejde_og_uddannelse_met"].to_dict() == {
        "paa": "nej",
        "over": "ja",
        "ukendt": "ukendt",
    }
    assert set(statuses("almenboligloven-61a", path, 2023)["uden_arbejde_og_uddannelse_met"]) == {"ukendt"}


TWO = {"uden_arbejde_og_uddannelse": 500, "kun_grundskole": 700}
PARALLEL = TWO | {"ikke_vestlig_herkomst": 600}


def test_parallelsamfund_needs_both_and_five_years_make_an_omdannelsesomraade(tmp_path: Path) -> None:
    """Nested statuses: two of four; with origin over half; and that in each of five years, for which six years of numbers are needed."""
    areas = {
        "udsat": [TWO] * 6,
        "parallel": [TWO] * 5 + [PARALLEL],
        "omdannelse": [PARALLEL] * 6,
        "afbrudt": [PARALLEL] * 3 + [TWO] + [PARALLEL] * 2,
        "kun_herkomst": [{"ikke_vestlig_herkomst": 600}] * 6,
        "ukendt": [PARALLEL | {"ikke_vestlig_herkomst": ".."}] + [PARALLEL] * 5,
        "et_kriterium": [{"uden_arbejde_og_uddannelse": 500, "ikke_vestlig_herkomst": 600}] * 6,
    }
    found = statuses("almenboligloven-61a", table(tmp_path, areas))
    assert found["Udsat boligområde (egen beregning)"].to_dict() == {
        "udsat": "ja", "parallel": "ja", "omdannelse": "ja", "afbrudt": "ja", "kun_herkomst": "nej", "ukendt": "ja", "et_kriterium": "nej",
    }  # fmt: skip
    assert found["Parallelsamfund (egen beregning)"].to_dict() == {
        "udsat": "nej", "parallel": "ja", "omdannelse": "ja", "afbrudt": "ja", "kun_herkomst": "nej", "ukendt": "ja", "et_kriterium": "nej",
    }  # fmt: skip
    assert found["Omdannelsesområde (egen beregning)"].to_dict() == {
        "udsat": "nej", "parallel": "nej", "omdannelse": "ja", "afbrudt": "nej", "kun_herkomst": "nej", "ukendt": "ja", "et_kriterium": "nej",
    }  # fmt: skip


def test_five_years_are_not_known_where_a_year_is_missing_that_could_decide(tmp_path: Path) -> None:
    """With five years of numbers the first has no mean of two years, so whether it was one in each of the five is not known."""
    found = statuses("almenboligloven-61a", table(tmp_path, {"kort": [PARALLEL] * 5, "nej": [PARALLEL] * 4 + [TWO]}))
    assert found["Omdannelsesområde (egen beregning)"].to_dict() == {"kort": "ukendt", "nej": "nej"}


@pytest.mark.parametrize("policy", ["almenboligloven-61a", "almenboligloven-61b", "statsreglen-2017"])
def test_fewer_than_a_thousand_residents_have_no_status(policy: str, tmp_path: Path) -> None:
    """999 residents: no; 1,000: yes; residents that nobody gives: not known."""
    areas = {"lille": [PARALLEL | {"residents": 999}] * 2, "stor": [PARALLEL] * 2, "uoplyst": [PARALLEL | {"residents": ".."}] * 2}
    found = statuses(policy, table(tmp_path, areas))
    legal = [column for column in found.columns if column.endswith("(egen beregning)")]
    assert found[legal[0]].to_dict() == {"lille": "nej", "stor": "ja", "uoplyst": "ukendt"}


def test_forebyggelsesomraade_needs_origin_and_two_of_four(tmp_path: Path) -> None:
    """Over 30 % and two of four; two alone or origin alone are not enough."""
    two = {"uden_arbejde_og_uddannelse": 301, "gross_income": 194_999}
    areas = {
        "begge": [two | {"ikke_vestlig_herkomst": 301}] * 2,
        "uden_herkomst": [two | {"ikke_vestlig_herkomst": 300}] * 2,
        "et_af_fire": [{"uden_arbejde_og_uddannelse": 301, "ikke_vestlig_herkomst": 301}] * 2,
    }
    found = statuses("almenboligloven-61b", table(tmp_path, areas))
    assert found["Forebyggelsesområde (egen beregning)"].to_dict() == {"begge": "ja", "uden_herkomst": "nej", "et_af_fire": "nej"}


def test_the_rule_of_2017_counts_three_of_five(tmp_path: Path) -> None:
    """Two of five are not enough, three are; where a missing number could be the third it is not known."""
    areas = {
        "to": [{"kun_grundskole": 501, "doemte": 28}] * 2,
        "tre": [{"kun_grundskole": 501, "doemte": 28, "ikke_vestlig_herkomst": 501}] * 2,
        "ukendt": [{"kun_grundskole": 501, "doemte": 28, "ikke_vestlig_herkomst": ".."}] * 2,
    }
    found = statuses("statsreglen-2017", table(tmp_path, areas))
    assert found["Udsat boligområde 2017 (egen beregning)"].to_dict() == {"to": "nej", "tre": "ja", "ukendt": "ukendt"}


@pytest.mark.parametrize("policy", POLICIES, ids=lambda path: path.stem)
@pytest.mark.parametrize("code", ["da", "en"])
def test_no_term_of_the_law_stands_without_saying_whose_calculation_it_is(policy: Path, code: str) -> None:
    """Every status of a law is marked as one, and its heading says that it is our own calculation."""
    of_a_law = policy.stem not in {"kk-2011", "townsend-2011"}
    read = read_policy_file(policy)
    assert all(status.legal == of_a_law for status in read.statuses)
    assert of_a_law or not any(word in status.label.text(code).lower() for status in read.statuses for word in ("parallel", "boligområde"))


def test_the_policy_of_2011_scores_a_table_as_the_hand_does(tmp_path: Path) -> None:
    """Four of six at exactly 1.25 times the city: deprived, with the index calculated by hand, 100 × (4 × 1.25 + 2 × 0.5) / 6."""
    policy = read_policy_file(INPUT / "politik" / "kk-2011.toml")
    names = [indicator.id for indicator in policy.indicators]
    shares = {"Hele byen": [240] * 6, "graense": [300] * 4 + [120] * 2, "under": [300] * 3 + [299] + [120] * 2}
    rows = [
        {
            "id": area,
            **{f"{name}_count": count for name, count in zip(names, counts, strict=True)},
            **{f"{name}_base": 1000 for name in names},
        }
        for area, counts in shares.items()
    ]
    path = tmp_path / "tabel.csv"
    pd.DataFrame(rows).to_csv(path, index=False)
    found = score_file(INPUT / "politik" / "kk-2011.toml", path, DANISH).frame.set_index("id")
    assert found["Udsat byområde"].to_dict() == {"graense": "ja", "under": "nej"}
    assert found.loc["graense", "index"] == pytest.approx(100 * (4 * 1.25 + 2 * 0.5) / 6, abs=1e-12)


def test_reports_and_tables_are_scored_alike(tmp_path: Path) -> None:
    """Two hundred areas, some numbers withheld, some exactly at the limit: index, criteria and status are the same, digit by digit."""
    policy = read_policy_file(INPUT / "politik" / "kk-2011.toml")
    names = [indicator.id for indicator in policy.indicators]
    chance = random.Random(1)  # noqa: S311 - no secret
    counted = {
        f"o{area}": [chance.choice((300, chance.randint(0, 600), None if area % 4 == 0 else 299)) for _ in names] for area in range(200)
    }
    table = [
        {"id": area, **{f"{name}_count": ".." if count is None else count for name, count in zip(names, counts, strict=True)}}
        for area, counts in {"Hele byen": [240] * len(names), **counted}.items()
    ]
    path = tmp_path / "tabel.csv"
    pd.DataFrame(table).assign(**{f"{name}_base": 1000 for name in names}).to_csv(path, index=False)
    found = score_file(INPUT / "politik" / "kk-2011.toml", path, DANISH).frame.set_index("id")
    counts = pd.DataFrame(
        [("area", area, 2025, *pair) for area, row in counted.items() for pair in zip(names, row, strict=True)],
        columns=["level", "unit_id", "year", "indicator", "count"],
    ).astype({"count": float})
    counts = counts.assign(base=1000.0, low=counts["count"], high=counts["count"])
    city = pd.DataFrame({"year": 2025, "indicator": names, "count": 240, "base": 1000})
    units = summarise_units(score_shares(counts, city, policy.ratio), policy).set_index("unit_id").loc[found.index]
    assert units["index"].isna().any()
    assert {1.0, 0.0} < set(units["deprived"].fillna(-1))
    pd.testing.assert_series_equal(units["index"], found["index"], check_exact=True, check_names=False)
    pd.testing.assert_series_equal(units["criteria"], found["criteria"], check_exact=True, check_names=False)
    assert units["deprived"].map({1.0: "ja", 0.0: "nej"}).fillna("ukendt").tolist() == found["Udsat byområde"].tolist()
