"""Tables with cells that span rows or columns: each cell's position and headers, worked out by hand."""

from __future__ import annotations

from pipeline.render.table_heads import SpannedCell, heads_of, place_cells, row_widths

# Område │ År   │   Andele
# Nord   │ 2011 │ a   │ b
#        │ 2025 │ c   │ d
#      Syd      │ e   │
COLUMN, ROW = "Column", "Row"
ROWS = [
    [SpannedCell(head=COLUMN), SpannedCell(head=COLUMN), SpannedCell(columns=2, head=COLUMN)],
    [SpannedCell(rows=2, head=ROW), SpannedCell(head=ROW), SpannedCell(), SpannedCell()],
    [SpannedCell(head=ROW), SpannedCell(), SpannedCell(rows=2)],
    [SpannedCell(columns=2, head=ROW), SpannedCell()],
]


def test_cells_stand_where_a_reader_sees_them() -> None:
    """Who is pushed aside by a cell from above stands in the next free column."""
    placed = [(place.rows.start, list(place.columns)) for place in place_cells(ROWS)]
    assert placed == [
        (0, [0]),
        (0, [1]),
        (0, [2, 3]),
        (1, [0]),
        (1, [1]),
        (1, [2]),
        (1, [3]),
        (2, [1]),
        (2, [2]),
        (2, [3]),
        (3, [0, 1]),
        (3, [2]),
    ]


def test_heads_reach_as_far_as_they_span() -> None:
    """The cell c has Nord and 2025 before it and Andele above; d reaches into the row of Syd too."""
    placed = place_cells(ROWS)
    heads = {place.source: [head.source for head in heads_of(place, placed)] for place in placed}
    assert heads[2, 1] == [(1, 0), (2, 0), (0, 2)]
    assert heads[2, 2] == [(1, 0), (2, 0), (3, 0), (0, 2)]
    assert heads[3, 1] == [(3, 0), (0, 2)]


def test_a_whole_table_has_one_width() -> None:
    """A cell too few shows, also behind spanning ones."""
    assert row_widths(place_cells(ROWS)) == {4}
    assert row_widths(place_cells([*ROWS, [SpannedCell()]])) == {1, 4}
    assert row_widths([]) == set()
