"""Turn a table into the panel that a policy asks for, or tell every cell that stands in the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.arithmetic.panel import Measure, Numbers, Panel
from pipeline.policy import Indicator, Policy, Reference
from pipeline.problems import Code, InputRejected, Phrase, Place, Problem
from pipeline.score_file.table import Table
from pipeline.xlsx.cells import letter_of

ONE_YEAR = 0  # the year of a table without years
EARLIEST, LATEST = 1800, 2200


@dataclass(frozen=True)
class Placed:
    """A panel and where its rows stand.

    Attributes:
        ids: Id of each area as the table writes it, letter by letter; the panel's are without needless spaces.
        names: Name of each area; its id where the table has none.
        rows: (area, year column of the panel) → row of the table; absent where the table has no such row.
        notes: Cell and text of each row that has no value beside its id: a note, no area.
    """

    panel: Panel
    ids: tuple[str, ...]
    names: tuple[str, ...]
    rows: Mapping[tuple[int, int], int]
    notes: tuple[tuple[str, str], ...] = ()


def needed_columns(policy: Policy) -> list[str]:
    """Return the headers that a policy reads, that of the ids first."""
    at = policy.input
    columns = [at.id, at.name, at.year, at.population if _needs_population(policy) else None]
    columns += [reference.column for reference in policy.references.values()]
    for indicator in policy.indicators:
        read = indicator.read_from
        columns += [*read.numerator, *read.subtract, *read.base]
    return list(dict.fromkeys(column for column in columns if column is not None))


def build_panel(table: Table, policy: Policy) -> Placed:
    """Build the panel.

    Raises:
        InputRejected: a cell is no number, a base is 0, an area stands twice, a row of reference is missing; all of them at once.
    """
    problems: list[Problem] = []
    notes = find_notes(table, policy)
    ids, years = _keys(table, policy, notes, problems)
    beside = _rows_of_reference(table, policy, ids)
    calendar = tuple(sorted(set(years.values())))
    areas = tuple(dict.fromkeys(ids[row] for row in ids if ids[row] not in beside))
    if not areas:
        problems.append(Problem(Code.ROWS_MISSING, Place(table.shown_as, table.sheet)))
        raise InputRejected(problems)
    units = [*areas, *beside]
    places = {(ids[row], years[row]): row for row in ids}
    grid = _Grid(table, units, calendar, places)
    measures = {one.id: _measure(grid, one, problems) for one in policy.indicators}
    population = None
    if _needs_population(policy) and policy.input.population is not None:
        population = grid.column(policy.input.population, problems)[: len(areas)]
    references = {
        name: {one.id: _reference(grid, one, measures[one.id], reference, len(areas), problems) for one in _compared(policy, name)}
        for name, reference in policy.references.items()
    }
    if problems:
        raise InputRejected(problems)
    own = {name: Measure(one.numerator[: len(areas)], one.base[: len(areas)]) for name, one in measures.items()}
    rows = {(grid.row_of[ids[row]], grid.column_of[years[row]]): row for row in ids if ids[row] not in beside}
    written = _texts(table, policy.input.id, areas, rows)
    names = _texts(table, policy.input.name, areas, rows) if policy.input.name is not None else areas
    told = tuple((f"{letter_of(table.columns[policy.input.id])}{row}", text) for row, text in notes.items())
    return Placed(Panel(areas, calendar, own, references, population), written, names, rows, told)


def find_notes(table: Table, policy: Policy) -> dict[int, str]:
    """Return the rows that have nothing but an id: notes and sources below a table."""
    at = policy.input
    others = [header for header in needed_columns(policy) if header not in {at.id, at.name}]
    empty = [row for row in table.rows if all(table.value(row, header) is None for header in others)]
    return {row: str(table.value(row, at.id)) for row in empty if table.value(row, at.id) is not None}


class _Grid:
    """Columns of the table as arrays, units × years."""

    def __init__(self, table: Table, units: Sequence[str], years: Sequence[int], places: Mapping[tuple[str, int], int]) -> None:
        self.table, self.units, self.years, self.places = table, list(units), list(years), places
        self.order = list(places.values())
        self.row_of = {unit: place for place, unit in enumerate(self.units)}
        self.column_of = {year: place for place, year in enumerate(self.years)}
        self.where = ([self.row_of[unit] for unit, _ in places], [self.column_of[year] for _, year in places])
        self._read: dict[str, Numbers] = {}

    def column(self, header: str, problems: list[Problem]) -> Numbers:
        """Return one column; NaN where a cell is empty or withheld, or the table has no such row."""
        if header not in self._read:
            array = np.full((len(self.units), len(self.years)), np.nan)
            array[self.where] = self.table.numbers(header, self.order, problems)
            self._read[header] = array
        return self._read[header]

    def row(self, unit: int, year: int) -> int:
        """Return the table's row of a unit and a year of the grid."""
        return self.places[self.units[unit], self.years[year]]


def _keys(table: Table, policy: Policy, notes: Mapping[int, str], problems: list[Problem]) -> tuple[dict[int, str], dict[int, int]]:
    """Return row → id and row → year of every row that is no note."""
    at = policy.input
    ids: dict[int, str] = {}
    years: dict[int, int] = {}
    seen: dict[tuple[str, int], int] = {}
    for row in sorted(set(table.rows) - set(notes)):
        unit = table.value(row, at.id)
        if unit is None:
            if any(table.value(row, header) is not None for header in needed_columns(policy)):
                problems.append(Problem(Code.VALUE_MISSING, table.place(row, at.id), {"column": at.id}))
            continue
        key = " ".join(f"{unit:.15g}".split()) if isinstance(unit, float) else " ".join(str(unit).split())
        year = _year(table, row, at.year, problems) if at.year is not None else ONE_YEAR
        if year is None:
            continue
        if (key, year) in seen:
            facts = {"found": key, "first": str(table.place(seen[key, year], at.id).cell)}
            problems.append(Problem(Code.DUPLICATE_KEY, table.place(row, at.id), facts))
            continue
        seen[key, year] = row
        ids[row], years[row] = key, year
    return ids, years


def _year(table: Table, row: int, header: str, problems: list[Problem]) -> int | None:
    value = table.value(row, header)
    text = str(value).strip() if value is not None else ""
    text = text.removesuffix(".0")
    if text.isascii() and text.isdigit() and EARLIEST <= int(text) <= LATEST:
        return int(text)
    problems.append(Problem(Code.NOT_A_YEAR, table.place(row, header), {"found": text, "column": header}))
    return None


def _rows_of_reference(table: Table, policy: Policy, ids: Mapping[int, str]) -> list[str]:
    """Return the ids that are no areas but what areas are compared with."""
    named = [reference.row for reference in policy.references.values() if reference.row is not None]
    for reference in policy.references.values():
        if reference.column is not None:
            values = [table.value(row, reference.column) for row in ids]
            named += [" ".join(str(value).split()) for value in values if value is not None]
    there = set(ids.values())
    return [name for name in dict.fromkeys(named) if name in there]


def _measure(grid: _Grid, indicator: Indicator, problems: list[Problem]) -> Measure:
    read = indicator.read_from
    numerator = sum((grid.column(header, problems) for header in read.numerator), np.float64(0))
    numerator = numerator - sum((grid.column(header, problems) for header in read.subtract), np.float64(0))
    if not read.base:
        return Measure.of_values(np.asarray(numerator))
    base = np.asarray(sum((grid.column(header, problems) for header in read.base), np.float64(0)))
    for unit, year in np.argwhere(base <= 0):
        place = grid.table.place(grid.row(unit, year), read.base[0])
        problems.append(Problem(Code.BASE_ZERO, place, {"advice": Phrase("may_be_withheld")}))
    return Measure(np.asarray(numerator), base)


def _compared(policy: Policy, name: str) -> list[Indicator]:
    """Return the indicators that are compared with a reference."""
    criteria = [one.id for one in policy.criteria if one.criterion is not None and one.criterion.reference == name]
    return [one for one in policy.indicators if one.normalise.reference == name or one.id in criteria]


def _reference(grid: _Grid, indicator: Indicator, measure: Measure, reference: Reference, areas: int, problems: list[Problem]) -> Measure:
    if reference.row is not None:
        if reference.row not in grid.row_of:
            facts = {"row": reference.row, "column": indicator.id}
            problems.append(Problem(Code.REFERENCE_ROW_MISSING, Place(grid.table.shown_as, grid.table.sheet), facts))
            return Measure.of_values(np.full((1, len(grid.years)), np.nan))
        row = grid.row_of[reference.row]
        return Measure(measure.numerator[row : row + 1], measure.base[row : row + 1])
    if reference.column is not None:
        return _own_reference(grid, measure, reference.column, areas, problems)
    numerator, base = measure.numerator[:areas], measure.base[:areas]
    if reference.areas == "sum":
        known = ~np.isnan(numerator) & ~np.isnan(base)
        sums = [np.where(known, array, 0.0).sum(axis=0, keepdims=True) for array in (numerator, base)]
        return Measure(np.where(sums[1] > 0, sums[0], np.nan), np.where(sums[1] > 0, sums[1], np.nan))
    values = numerator / base
    known = ~np.isnan(values)
    number = known.sum(axis=0, keepdims=True)
    return Measure.of_values(np.where(number > 0, np.where(known, values, 0.0).sum(axis=0, keepdims=True) / np.maximum(number, 1), np.nan))


def _own_reference(grid: _Grid, measure: Measure, header: str, areas: int, problems: list[Problem]) -> Measure:
    """Return for each area the numbers of the row that it names, year by year."""
    numerator = np.full((areas, len(grid.years)), np.nan)
    base = numerator.copy()
    for (unit, year), row in grid.places.items():
        area, column = grid.row_of[unit], grid.column_of[year]
        if area >= areas:
            continue
        named = grid.table.value(row, header)
        key = " ".join(str(named).split()) if named is not None else ""
        if key not in grid.row_of:
            problem = Problem(Code.REFERENCE_ROW_MISSING, grid.table.place(row, header), {"row": key or "-", "column": header})
            problems += [problem] if problem not in problems else []
            continue
        source = grid.row_of[key]
        numerator[area, column], base[area, column] = measure.numerator[source, column], measure.base[source, column]
    return Measure(numerator, base)


def _texts(table: Table, header: str, areas: Sequence[str], rows: Mapping[tuple[int, int], int]) -> tuple[str, ...]:
    """Return a column's text for each area, as it stands in the area's last row; the id where it is empty."""
    last = {area: row for (area, _), row in sorted(rows.items())}
    return tuple(str(table.value(last[place], header) or area) for place, area in enumerate(areas))


def _needs_population(policy: Policy) -> bool:
    return policy.minimum_population is not None or any(part.normalise.weighted for part in (*policy.indicators, *policy.domains))
