"""docs/method.md: each formula on the page gives the same result as the program's function."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from statistics import NormalDist
from typing import Any

import numpy as np
import pandas as pd
import pytest

from pipeline.disclosure.coarsen import coarsen_tables
from pipeline.input.check_input import check_input
from pipeline.input.policy_for_reports import read_policy
from pipeline.scoring.compare.comparison import DRAWS
from pipeline.scoring.compare.conclusions import index_error, scaled_differences
from pipeline.scoring.compare.decomposition import decompose_index
from pipeline.scoring.compare.intervals import newcombe, wilson
from pipeline.scoring.compare.robustness import LIMIT_SPREAD, WEIGHT_SPREAD
from pipeline.scoring.criteria import score_shares, summarise_units
from pipeline.scoring.scores import Level, Scores
from pipeline.scoring.steps.aggregate import aggregate
from pipeline.scoring.steps.steps import normalise, transform
from pipeline.settings.policy.parts import Index
from pipeline.settings.policy.steps import Normalise, Transform
from pipeline.settings.settings import Periods
from tests.build import INPUT, ROOT

PAGE = (ROOT / "docs" / "method.md").read_text(encoding="utf-8")
FORMULAS = dict(re.findall(r"```formula (\w+)\n(.*?)\n```", PAGE, re.DOTALL))
FUNCTIONS = {name: getattr(np, name) for name in ("log", "exp", "floor", "sqrt", "sum", "mean", "min", "max", "minimum", "maximum")}
RNG = np.random.default_rng(7)
VALUES = RNG.uniform(1, 50, 30)
RANKS = pd.Series(VALUES).rank().to_numpy()
WEIGHTS = RNG.uniform(0.5, 2, 6)
COUNTS = {year: RNG.integers(20, 400, 6).astype(float) for year in (2011, 2025)}
BASES = {year: RNG.integers(500, 900, 6).astype(float) for year in (2011, 2025)}
CITY = {year: RNG.integers(9_000, 30_000, 6).astype(float) for year in (2011, 2025)}
CITY_BASE = 100_000.0
SHARES = {year: COUNTS[year] / BASES[year] for year in COUNTS}
CITY_SHARES = {year: CITY[year] / CITY_BASE for year in CITY}
LEVEL = 0.998
Z = NormalDist().inv_cdf((1 + LEVEL) / 2)


def step(name: str, **keys: Any) -> np.ndarray:
    """Run one step of the program on the values."""
    column = VALUES[:, None]
    if name in {"log1p", "rank_exponential", "goalposts"}:
        return transform(column, Transform.model_validate({"method": name, **keys}))[:, 0]
    return normalise(column, Normalise.model_validate({"method": name, **keys}))[:, 0]


def scored() -> tuple[pd.DataFrame, Scores]:
    """Score one forum with the project's policy, its weights changed."""
    policy = weighted()
    names = [indicator.id for indicator in policy.indicators]
    rows = [
        {"level": Level.FORUM.value, "unit_id": "F", "year": year, "indicator": name, "base": BASES[year][i]}
        | dict.fromkeys(("low", "count", "high"), COUNTS[year][i])
        for year in COUNTS
        for i, name in enumerate(names)
    ]
    city = [{"year": year, "indicator": name, "count": CITY[year][i], "base": CITY_BASE} for year in CITY for i, name in enumerate(names)]
    shares = score_shares(pd.DataFrame(rows), pd.DataFrame(city), policy.ratio)
    return shares, Scores(shares, summarise_units(shares, policy))


def weighted() -> Any:
    """Return the project's policy with other weights."""
    policy = read_policy(INPUT, "kk-2011")
    weights = [Fraction(str(round(float(weight), 4))) for weight in WEIGHTS]
    indicators = [one.model_copy(update={"weight": weight}) for one, weight in zip(policy.indicators, map(float, weights), strict=True)]
    return policy.model_copy(update={"indicators": tuple(indicators)})


USED = np.array([float(one.weight) for one in weighted().indicators])


def parts(column: str) -> np.ndarray:
    """Return one column of the program's own decomposition, in the order of the policy."""
    policy = weighted()
    _, scores = scored()
    found = decompose_index(scores, policy, Periods(before=2011, now=2025, month=12, day=31), [])
    return found.set_index("indicator").loc[[one.id for one in policy.indicators], column].to_numpy()


def coarsened(counts: np.ndarray) -> np.ndarray:
    """Return what the program makes of counts of one district, indicator and year, each of the same base."""
    names = [f"A{number}" for number in range(len(counts))]
    areas = pd.DataFrame({"area_id": names, "area": names, "district_id": "D", "forum_id": "F"})
    cells = pd.DataFrame({"area_id": names, "year": 2025, "indicator": "x", "count": counts, "base": float(OF_SMALL["base"])})
    tables = replace(
        check_input(INPUT).tables, areas=areas, indicators=cells, city=pd.DataFrame(columns=["year", "indicator", "count", "base"])
    )
    return coarsen_tables(tables, OF_SMALL["k"], "district").indicators["count"].to_numpy()


COUNT_1, BASE_1, COUNT_0, BASE_0 = COUNTS[2025], BASES[2025], COUNTS[2011], BASES[2011]
LOW_1, HIGH_1 = wilson(COUNT_1, BASE_1, LEVEL)
LOW_0, HIGH_0 = wilson(COUNT_0, BASE_0, LEVEL)
OF_WILSON = {"p": SHARES[2025], "n": BASE_1, "z": Z}
OF_NEWCOMBE = {"p1": SHARES[2025], "p0": SHARES[2011], "l1": LOW_1, "u1": HIGH_1, "l0": LOW_0, "u0": HIGH_0}
OF_PARTS = {"w_i": USED, "w": USED, "s0": SHARES[2011], "s1": SHARES[2025], "c0": CITY_SHARES[2011], "c1": CITY_SHARES[2025]}
OF_BOTH = {"s0": SHARES[2011], "s1": SHARES[2025], "n0": BASE_0, "n1": BASE_1, "c0": CITY_SHARES[2011], "c1": CITY_SHARES[2025], "w": USED}
OF_BOTH_YEARS = ((SHARES[2011], BASE_0, CITY_SHARES[2011]), (SHARES[2025], BASE_1, CITY_SHARES[2025]))
OF_YEAR = {"s": SHARES[2025], "c": CITY_SHARES[2025], "w": USED, "ratio": 1.25}
OF_SMALL: Mapping[str, Any] = {"k": 5, "base": 902}
BESIDE = np.array([3.0, 217.0, 218.0, 333.0, 892.0])  # the first is small
VALUES_OF = {"x": VALUES, "rank": RANKS, "N": len(VALUES), "ddof": 1, "low": 10.0, "high": 40.0}


def of_2025(column: str) -> np.ndarray:
    """Return one column of the program's own scored shares."""
    shares, _ = scored()
    return shares[shares["year"] == 2025][column].to_numpy()


CHECKS: Mapping[str, tuple[Mapping[str, Any], Callable[[], Any]]] = {
    "share": ({"count": COUNT_1, "base": BASE_1}, lambda: of_2025("share")),
    "criterion": (OF_YEAR, lambda: of_2025("met")),
    "index": (OF_YEAR, lambda: scored()[1].units.set_index("year").loc[2025, "index"]),
    "log1p": (VALUES_OF, lambda: step("log1p")),
    "rank_exponential": (VALUES_OF, lambda: step("rank_exponential")),
    "goalposts": (VALUES_OF, lambda: step("goalposts", low=10, high=40)),
    "z_score": (VALUES_OF, lambda: step("z_score", ddof=1)),
    "percentile": (VALUES_OF, lambda: step("percentile")),
    "min_max": (VALUES_OF, lambda: step("min_max")),
    "geometric_mean": (
        {"x": VALUES[:6], "w": WEIGHTS},
        lambda: aggregate(VALUES[None, :6], WEIGHTS, Index.model_validate({"aggregate": "geometric_mean"}))[0],
    ),
    "wilson_low": (OF_WILSON, lambda: LOW_1),
    "wilson_high": (OF_WILSON, lambda: HIGH_1),
    "newcombe_low": (OF_NEWCOMBE, lambda: newcombe(COUNT_1, BASE_1, COUNT_0, BASE_0, LEVEL)[0]),
    "newcombe_high": (OF_NEWCOMBE, lambda: newcombe(COUNT_1, BASE_1, COUNT_0, BASE_0, LEVEL)[1]),
    "index_error": (OF_BOTH, lambda: index_error(*OF_BOTH_YEARS, USED)),
    "difference": (OF_BOTH, lambda: scaled_differences(*OF_BOTH_YEARS)),
    "few": (OF_SMALL, lambda: coarsened(np.array([3.0]))[0]),
    "nearly_all": (OF_SMALL, lambda: coarsened(np.array([OF_SMALL["base"] - 3.0]))[0]),
    "rounded": (OF_SMALL | {"count": BESIDE[1:]}, lambda: coarsened(BESIDE)[1:]),
    "own_part": (OF_PARTS, lambda: parts("own")),
    "city_part": (OF_PARTS, lambda: parts("city")),
}


@pytest.mark.parametrize("name", sorted(FORMULAS))
def test_a_formula_on_the_page_is_the_codes(name: str) -> None:
    """Computed from the page's own text, on numbers drawn at random."""
    values, program = CHECKS[name]
    reckoned = eval(FORMULAS[name], {"__builtins__": {}}, {**FUNCTIONS, **values})  # noqa: S307 - the page is our own file
    assert np.asarray(reckoned, dtype=float) == pytest.approx(np.asarray(program(), dtype=float), rel=1e-12)


def test_every_check_has_its_formula_on_the_page() -> None:
    """A formula that was deleted from the page is missed."""
    assert set(FORMULAS) == set(CHECKS)


def test_the_page_says_what_the_draws_are() -> None:
    """Number and spreads of the draws are those of the code."""
    assert f"{DRAWS:,} draws" in PAGE
    assert f"from {1 - WEIGHT_SPREAD} to {1 + WEIGHT_SPREAD}" in PAGE
    assert f"one from {1 - LIMIT_SPREAD} to {1 + LIMIT_SPREAD}" in PAGE


@pytest.mark.parametrize("link", re.findall(r"\]\(([\w./-]+)\)", PAGE))
def test_the_pages_it_links_to_are_there(link: str) -> None:
    """No link leads nowhere."""
    assert (ROOT / "docs" / Path(link)).is_file()
