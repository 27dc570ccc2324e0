"""Inputs that differ only within classes: each small count replaced by another of its class, each rounded one by another that rounds alike.

Finds the classes by trying every number, without using the program's own rule.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
from openpyxl import load_workbook
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string, get_column_letter

from pipeline.input.check_input import check_input
from pipeline.input.tables import Tables

K: Final = 5  # smallest_shown of every input here
STEP: Final = 5
WORKBOOK: Final = "indikatorer.xlsx"
MOSTLY_COUNTED: Final = "smaa_boliger"  # the city outside the areas has so many that nearly all of an area can be counted
TINY: Final = (3, 7)  # bases on which the classes meet
COUNTED_OUTSIDE, OUTSIDE = 400, 900
GROUP: Final = ["district_id", "year", "indicator"]


def list_alike(count: float, base: float, *, beside_small: bool) -> list[int]:
    """Return the counts that no output may tell from this one."""
    every = range(int(base) + 1)
    few, left = {one for one in every if 1 <= one < K}, {one for one in every if 1 <= base - one < K}
    if count in few | left:
        return sorted(few | left if few & left else few if count in few else left)
    if not beside_small:
        return [int(count)]
    return [one for one in every if one not in few | left and _nearest(one, base) == _nearest(count, base)]


def _nearest(count: float, base: float) -> float:
    return min((2 * count + STEP) // (2 * STEP) * STEP, base)


def is_small(cells: pd.DataFrame) -> pd.Series:
    """Mark the small counts."""
    return cells["count"].between(1, K - 1) | (cells["base"] - cells["count"]).between(1, K - 1)


def draw_counts(tables: Tables, rng: np.random.Generator) -> pd.Series:
    """Return counts of areas that differ from the tables' only within classes; every small one differs."""
    cells = tables.indicators.merge(tables.areas[["area_id", "district_id"]], on="area_id")
    small = is_small(cells)
    beside = small.groupby([cells[name] for name in GROUP]).transform("any")
    drawn = cells["count"].copy()
    for row in cells.index[beside & cells["count"].notna() & cells["base"].notna()]:
        alike = list_alike(cells["count"][row], cells["base"][row], beside_small=True)
        others = [one for one in alike if one != cells["count"][row]] if small[row] else alike
        drawn[row] = float(rng.choice(others))
    return drawn


def vary_tables(tables: Tables, rng: np.random.Generator) -> Tables:
    """Return checked tables that differ only within classes."""
    return replace(tables, indicators=tables.indicators.assign(count=draw_counts(tables, rng)))


def vary_folder(folder: Path, target: Path, rng: np.random.Generator) -> Path:
    """Write a copy of an input folder that differs only within classes."""
    shutil.copytree(folder, target)
    tables = check_input(folder).tables
    assert is_small(tables.indicators).any(), folder
    counts = tables.indicators.assign(drawn=draw_counts(tables, rng))
    counts = counts[counts["drawn"].notna()]
    _write(target, dict(zip(counts["count_cell"], counts["drawn"], strict=True)))
    return target


def plant(folder: Path, number: int, rng: np.random.Generator) -> Path:
    """Make some counts of an input folder small: most of them few, every fourth all but few, two of a tiny base."""
    cells = check_input(folder).tables.indicators
    cells = cells[cells["count"].notna() & cells["base"].notna()]
    nearly_all = cells[cells["indicator"] == MOSTLY_COUNTED].nsmallest(max(number // 4, 1), "base")
    few = cells.drop(nearly_all.index).sample(number, random_state=rng)
    written: dict[str, float | None] = {}
    for count_cell, base in zip(nearly_all["count_cell"], nearly_all["base"], strict=True):
        written[count_cell] = base - rng.integers(1, K)
    for base, count_cell, base_cell in zip_longest(TINY, few["count_cell"], few["base_cell"]):
        written[count_cell] = float(rng.integers(1, min(base or K, K)))
        if base is not None:
            written[base_cell] = base
    _write(folder, written)
    return folder


def leave_few_outside(folder: Path) -> Path:
    """Let the city be its areas and 900 persons and dwellings more, 400 of them counted."""
    tables = check_input(folder).tables
    sums = tables.indicators.groupby(["year", "indicator"])[["count", "base"]].sum()
    written: dict[str, float | None] = {}
    for city in tables.city.to_dict("records"):
        count, base = sums.loc[(city["year"], city["indicator"])]
        sheet, base_cell = city["base_cell"].split("!")
        column, row = coordinate_from_string(base_cell)
        share_cell = f"{sheet}!{get_column_letter(column_index_from_string(column) + 1)}{row}"  # optional: the share as its source says it
        written |= {city["count_cell"]: count + COUNTED_OUTSIDE, city["base_cell"]: base + OUTSIDE, share_cell: None}
    _write(folder, written)
    return folder


def correct(folder: Path) -> Path:
    """Correct a count that is neither small nor beside a small one: 30 fewer."""
    tables = check_input(folder).tables
    cells = tables.indicators.merge(tables.areas[["area_id", "district_id"]], on="area_id")
    beside = is_small(cells).groupby([cells[name] for name in GROUP]).transform("any")
    cell = cells[~beside].nlargest(1, "count").iloc[0]
    _write(folder, {cell["count_cell"]: cell["count"] - 30})
    return folder


def _write(folder: Path, written: Mapping[str, float | None]) -> None:
    """Write whole numbers into cells such as ``2025!F17``; None empties one."""
    book = load_workbook(folder / WORKBOOK)
    for address, number in written.items():
        sheet, cell = address.split("!")
        book[sheet][cell].value = number if number is None else int(number)
    book.save(folder / WORKBOOK)
