"""Score a file: the steps from a policy file and a table to a table of scores."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from pipeline.input.markers import DEFAULT, Markers
from pipeline.input.same_numbers import Copy, find_same
from pipeline.language.language import Language
from pipeline.problems.model import Code, Phrase, Place, Problem
from pipeline.problems.rejected import InputRejected
from pipeline.scoring.score_file.needed_columns import needed_columns
from pipeline.scoring.score_file.panel import ONE_YEAR, PlacedPanel, build_panel
from pipeline.scoring.score_file.table import Table, read_table
from pipeline.scoring.score_file.words import name_calculated, name_tri_state
from pipeline.scoring.steps.apply import Applied, apply_policy
from pipeline.scoring.steps.panel import Numbers
from pipeline.scoring.steps.steps import CannotScore
from pipeline.settings.policy.model import Policy
from pipeline.settings.policy.read import read_policy_file


@dataclass(frozen=True)
class ScoredFile:
    """A scored table.

    Attributes:
        policy: The policy that was applied.
        frame: One row per area and year, in the order of the table. Columns: id, name (if the table has one), year (if it has
            one), input_row, then for each indicator its value ``<id>``, its part of the index ``<id>_part`` and ``<id>_met``; criteria,
            criteria_unknown, index, parts_used, rank, quantile, one for each status, missing (ids of missing indicators).
        without_index: Number of rows whose index is missing; 0 if the policy has none.
        references: Ids of the reference rows that areas are compared with.
        notes: Cell and text of rows without any number.
        totals: Cell and label of total rows.
        copies: Indicators and years whose numbers are those of another in nearly all areas.
    """

    policy: Policy
    frame: pd.DataFrame
    without_index: int
    references: tuple[str, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    totals: tuple[tuple[str, str], ...] = ()
    copies: tuple[Copy, ...] = ()


def score_file(policy_path: Path, input_path: Path, language: Language) -> ScoredFile:
    """Score a table by a policy.

    Args:
        policy_path: A policy file; see docs/politikker.md.
        input_path: A workbook or CSV file.
        language: For yes, no and the names of statuses.

    Raises:
        InputRejected: the policy or the table has errors, or a step has no result for these numbers.
    """
    policy = read_policy_file(policy_path)
    markers = Markers({**DEFAULT, **policy.input.markers})
    table = replace(read_table(input_path, needed_columns(policy), policy.input.sheet), markers=markers)
    placed = build_panel(table, policy)
    try:
        applied = apply_policy(policy, placed.panel)
    except CannotScore as failed:
        raise InputRejected([_problem(failed, placed, table, policy)]) from failed
    columns = dict(_columns(policy, placed, applied, language))
    order = sorted(placed.rows.items(), key=lambda entry: entry[1])
    places = [place for place, _ in order]
    taken = ([area for area, _ in places], [year for _, year in places])
    frame = pd.DataFrame({name: values[taken] for name, values in columns.items()})
    frame["missing"] = [" ".join(one.id for one in policy.indicators if np.isnan(applied.values[one.id][place])) for place in places]
    without = int(np.isnan(applied.index[taken]).sum()) if applied.index is not None else 0
    return ScoredFile(policy, frame, without, placed.references, placed.notes, placed.totals, tuple(find_same(_series(placed))))


def _series(placed: PlacedPanel) -> Iterator[tuple[str, str, dict[Hashable, float]]]:
    """Yield the numerators of each indicator and year by area."""
    for name, measure in placed.panel.measures.items():
        for place, year in enumerate(placed.panel.years):
            numbers = zip(placed.ids, measure.numerator[:, place].tolist(), strict=True)
            yield name, str(year or ""), {area: number for area, number in numbers if not np.isnan(number)}


def _columns(policy: Policy, placed: PlacedPanel, applied: Applied, language: Language) -> Iterator[tuple[str, np.ndarray]]:
    yield from _keys(policy, placed)
    for indicator in policy.indicators:
        yield indicator.id, applied.values[indicator.id]
    for name, part in applied.parts.items():
        yield f"{name}_part", part
    for name, met in applied.met.items():
        yield f"{name}_met", _told(met, language)
    if applied.met:
        yield "criteria", applied.criteria
        yield "criteria_unknown", applied.unknown
    of_index = {"index": applied.index, "parts_used": applied.used, "rank": applied.rank, "quantile": applied.quantile}
    for name, numbers in of_index.items():
        if numbers is not None:
            yield name, numbers
    for status in policy.statuses:
        label = status.label.text(language.code) or status.id
        yield name_calculated(label, language) if status.legal else label, _told(applied.statuses[status.id], language)


def _keys(policy: Policy, placed: PlacedPanel) -> Iterator[tuple[str, np.ndarray]]:
    """Yield the columns that identify a row and its place in the input."""
    years = placed.panel.years
    shape = (len(placed.ids), len(years))
    yield "id", np.broadcast_to(np.array(placed.ids, dtype=object)[:, None], shape)
    if policy.input.name is not None:
        yield "name", np.broadcast_to(np.array(placed.names, dtype=object)[:, None], shape)
    if years != (ONE_YEAR,):
        yield "year", np.broadcast_to(np.array(years)[None, :], shape)
    rows = np.zeros(shape, dtype=int)
    for place, row in placed.rows.items():
        rows[place] = row
    yield "input_row", rows


def _told(holds: Numbers, language: Language) -> np.ndarray:
    words = {1.0: name_tri_state(True, language), 0.0: name_tri_state(False, language)}
    unknown = name_tri_state(None, language)
    return np.array([[words.get(value, unknown) for value in row] for row in holds.tolist()], dtype=object)


def _problem(failed: CannotScore, placed: PlacedPanel, table: Table, policy: Policy) -> Problem:
    """Return the problem of a step without result, with the cell if it concerns one area."""
    year = placed.panel.years[failed.year]
    period = "" if year == ONE_YEAR else str(year)
    indicator = next((one for one in policy.indicators if one.id == failed.part), None)
    place = Place(table.shown_as, table.sheet)
    area = ""
    if failed.area is not None and (failed.area, failed.year) in placed.rows:
        area = placed.names[failed.area]
        row = placed.rows[failed.area, failed.year]
        place = table.place(row, indicator.read_from.numerator[0]) if indicator else table.place(row, policy.input.id)
    facts = {"part": failed.part, "reason": Phrase(f"cannot_{failed.reason}")}
    return Problem(Code.CANNOT_SCORE, place, facts, area=area, period=period)
