"""Turn a table into the panel that a policy requires, or report every cell that prevents it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from pipeline.input.cell_values import Wrong, as_shown, show_cell, year_of
from pipeline.input.excel.cells import ErrorValue, letter_of
from pipeline.language.same_name import clean, clean_value
from pipeline.problems.model import Code, Phrase, Place, Problem
from pipeline.problems.rejected import InputRejected
from pipeline.scoring.score_file.needed_columns import needed_columns, needs_population, weighs
from pipeline.scoring.score_file.table import Table
from pipeline.scoring.score_file.totals import find_totals
from pipeline.scoring.steps.panel import Measure, Numbers, Panel, add_exactly, exactly
from pipeline.settings.policy.model import Policy, Reference
from pipeline.settings.policy.parts import Indicator

ONE_YEAR = 0  # the year of a table without years


@dataclass(frozen=True)
class PlacedPanel:
    """A panel and the table rows it comes from.

    Attributes:
        ids: Id of each area exactly as in the table; the panel's have needless spaces removed.
        names: Name of each area; its id if the table has none.
        rows: (area, year column of the panel) → row of the table; absent if the table has no such row.
        references: Ids of the reference rows that areas are compared with.
        notes: Cell and text of each row that has an id but no value.
        totals: Cell and label of each total row.
    """

    panel: Panel
    ids: tuple[str, ...]
    names: tuple[str, ...]
    rows: Mapping[tuple[int, int], int]
    references: tuple[str, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    totals: tuple[tuple[str, str], ...] = ()


def build_panel(table: Table, policy: Policy) -> PlacedPanel:
    """Build the panel.

    Raises:
        InputRejected: a cell is not a number, a base is 0, an area occurs twice, a reference row is missing; carries all problems.
    """
    problems: list[Problem] = []
    notes = find_notes(table, policy)
    compared = _names_of_reference(table, policy)
    totals = find_totals(table, policy, compared, notes, problems)
    ids, years = _keys(table, policy, notes | totals, problems)
    beside = [name for name in compared if name in set(ids.values())]
    calendar = tuple(sorted(set(years.values())))
    areas = tuple(dict.fromkeys(ids[row] for row in ids if ids[row] not in beside))
    if not areas:
        problems.append(Problem(Code.ROWS_MISSING, Place(table.shown_as, table.sheet)))
        raise InputRejected(problems)
    units = [*areas, *beside]
    places = {(ids[row], years[row]): row for row in ids}
    grid = _Grid(table, units, calendar, places)
    measures = {one.id: _measure(grid, one, problems) for one in policy.indicators}
    population = _population(grid, policy, len(areas), problems)
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
    letter = letter_of(table.columns[clean(policy.input.id)])
    told = (tuple((f"{letter}{row}", text) for row, text in aside.items()) for aside in (notes, totals))
    return PlacedPanel(Panel(areas, calendar, own, references, population), written, names, rows, tuple(beside), *told)


def find_notes(table: Table, policy: Policy) -> dict[int, str]:
    """Return the rows with only an id: notes and sources below a table."""
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
        """Return one column; NaN if a cell is empty or withheld, or the table has no such row."""
        if header not in self._read:
            array = np.full((len(self.units), len(self.years)), np.nan)
            array[self.where] = self.table.numbers(header, self.order, problems)
            self._read[header] = array
        return self._read[header]

    def row(self, unit: int, year: int) -> int:
        """Return the table's row of a unit and a year of the grid."""
        return self.places[self.units[unit], self.years[year]]


def _keys(table: Table, policy: Policy, notes: Mapping[int, str], problems: list[Problem]) -> tuple[dict[int, str], dict[int, int]]:
    """Return row → id and row → year of every row that is not a note."""
    at = policy.input
    ids: dict[int, str] = {}
    years: dict[int, int] = {}
    seen: dict[tuple[str, int], int] = {}
    for row in sorted(set(table.rows) - set(notes)):
        unit = table.value(row, at.id)
        if unit is not None and (isinstance(unit, bool | ErrorValue) or not isinstance(unit, str | int | float)):
            facts = {"found": show_cell(unit), "column": at.id}
            problems.append(Problem(Code.TABLE_NOT_A_NAME, table.place(row, at.id), facts))
            continue
        if unit is None:
            if any(table.value(row, header) is not None for header in needed_columns(policy)):
                problems.append(Problem(Code.VALUE_MISSING, table.place(row, at.id), {"column": at.id}))
            continue
        key = clean_value(unit)
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
    try:
        value = as_shown(table.cell(row, header))
    except Wrong as wrong:
        problems.append(table.wrong(wrong, row, header))
        return None
    year = year_of(value)
    if year is None:
        problems.append(Problem(Code.TABLE_NOT_A_YEAR, table.place(row, header), {"found": show_cell(value), "column": header}))
    return year


def _names_of_reference(table: Table, policy: Policy) -> list[str]:
    """Return the ids that areas are compared with."""
    named = [clean(reference.row) for reference in policy.references.values() if reference.row is not None]
    for reference in policy.references.values():
        if reference.column is not None:
            values = [table.value(row, reference.column) for row in table.rows]
            named += [clean_value(value) for value in values if value is not None]
    return list(dict.fromkeys(named))


def _measure(grid: _Grid, indicator: Indicator, problems: list[Problem]) -> Measure:
    read = indicator.read_from
    numerator = add_exactly(
        [grid.column(header, problems) for header in read.numerator], [grid.column(header, problems) for header in read.subtract]
    )
    if not read.base:
        return Measure.of_values(numerator)
    for header in read.numerator:
        _refuse_negative(grid, header, grid.column(header, problems), problems)
    base = add_exactly([grid.column(header, problems) for header in read.base])
    _refuse_negative(grid, read.base[0], base, problems)
    for unit, year in np.argwhere(base == 0):
        place = grid.table.place(grid.row(unit, year), read.base[0])
        problems.append(Problem(Code.BASE_ZERO, place, {"advice": Phrase("may_be_withheld")}))
    return Measure(numerator, base)


def _refuse_negative(grid: _Grid, header: str, numbers: Numbers, problems: list[Problem]) -> None:
    """Report each negative number once: one that may stand for a missing number is reported as that."""
    told = {problem.place for problem in problems}
    for unit, year in np.argwhere(numbers < 0):
        place = grid.table.place(grid.row(unit, year), header)
        if place not in told:
            problems.append(Problem(Code.TABLE_NEGATIVE, place, {"found": f"{numbers[unit, year]:g}", "column": header}))


def _population(grid: _Grid, policy: Policy, areas: int, problems: list[Problem]) -> Numbers | None:
    """Return the areas' population; none may be negative, or missing if used as weight."""
    header = policy.input.population
    if not needs_population(policy) or header is None:
        return None
    population = grid.column(header, problems)[:areas]
    _refuse_negative(grid, header, population, problems)
    if weighs(policy):
        for (unit, year), row in grid.places.items():
            area, column = grid.row_of[unit], grid.column_of[year]
            if area < areas and np.isnan(population[area, column]):
                problems.append(Problem(Code.VALUE_MISSING, grid.table.place(row, header), {"column": header}))
    return population


def _compared(policy: Policy, name: str) -> list[Indicator]:
    """Return the indicators compared with a reference."""
    criteria = [one.id for one in policy.criteria if one.criterion is not None and one.criterion.reference == name]
    return [one for one in policy.indicators if one.normalise.reference == name or one.id in criteria]


def _reference(grid: _Grid, indicator: Indicator, measure: Measure, reference: Reference, areas: int, problems: list[Problem]) -> Measure:
    if reference.row is not None:
        name = clean(reference.row)
        if name not in grid.row_of:
            facts = {"row": reference.row, "column": indicator.id}
            problems.append(Problem(Code.REFERENCE_ROW_MISSING, Place(grid.table.shown_as, grid.table.sheet), facts))
            return Measure.of_values(np.full((1, len(grid.years)), np.nan))
        row = grid.row_of[name]
        return Measure(measure.numerator[row : row + 1], measure.base[row : row + 1])
    if reference.column is not None:
        return _own_reference(grid, measure, reference.column, areas, problems)
    numerator, base = measure.numerator[:areas], measure.base[:areas]
    if reference.areas == "sum":
        known = ~np.isnan(numerator) & ~np.isnan(base)
        sums = [_sum_down(np.where(known, array, 0.0)) for array in (numerator, base)]
        return Measure(np.where(sums[1] > 0, sums[0], np.nan), np.where(sums[1] > 0, sums[1], np.nan))
    means = [_mean_down(numerator[:, year], base[:, year]) for year in range(numerator.shape[1])]
    values = np.array([[np.nan if mean is None else float(mean) for mean in means]])
    return Measure(values, np.where(np.isnan(values), np.nan, 1.0), tuple(means))


def _sum_down(values: Numbers) -> Numbers:
    """Return the exact decimal sum of each year, one row."""
    return np.array([[column.sum() if _whole(column) else float(_exact_sum(column)) for column in values.T]])


def _whole(column: Numbers) -> bool:
    return bool(np.array_equal(np.round(column), column))


def _exact_sum(column: Numbers) -> Fraction:
    return sum((exactly(value) for value in column), Fraction(0))


def _mean_down(numerator: Numbers, base: Numbers) -> Fraction | None:
    """Return the exact mean of one year's values, None without any."""
    shares = [exactly(n) / exactly(b) for n, b in zip(numerator, base, strict=True) if not (np.isnan(n) or np.isnan(b))]
    return sum(shares, Fraction(0)) / len(shares) if shares else None


def _own_reference(grid: _Grid, measure: Measure, header: str, areas: int, problems: list[Problem]) -> Measure:
    """Return for each area the numbers of the reference row that it names, per year."""
    numerator = np.full((areas, len(grid.years)), np.nan)
    base = numerator.copy()
    told: set[str] = set()
    for (unit, year), row in grid.places.items():
        area, column = grid.row_of[unit], grid.column_of[year]
        if area >= areas:
            continue
        named = grid.table.value(row, header)
        key = clean_value(named)
        if key not in grid.row_of:
            place = grid.table.place(row, header)
            if str(place) not in told:
                problems.append(Problem(Code.REFERENCE_ROW_MISSING, place, {"row": key or "-", "column": header}))
            told.add(str(place))
            continue
        source = grid.row_of[key]
        numerator[area, column], base[area, column] = measure.numerator[source, column], measure.base[source, column]
    return Measure(numerator, base)


def _texts(table: Table, header: str, areas: Sequence[str], rows: Mapping[tuple[int, int], int]) -> tuple[str, ...]:
    """Return a column's text for each area, from the area's last row; the id if it is empty."""
    last = {area: row for (area, _), row in sorted(rows.items())}
    return tuple(str(table.value(last[place], header) or area) for place, area in enumerate(areas))
