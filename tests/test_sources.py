"""Six workbooks of others, read as tests/data/sources/kilder.toml describes them; the cells were typed from the workbooks."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from pipeline.sources import SourceTable, read_sources
from tests.build import ROOT

FOLDER = ROOT / "tests" / "data" / "sources"
TABLES = {table.source.id: table for table in read_sources(FOLDER)}
# source: column, Excel's cell, value (None: not there), mark
CELLS = {
    "befolkning": [
        ("day", "Sheet1!A4", date(1991, 12, 31), ""),
        ("district", "Sheet1!B4", "Indre By", ""),
        ("residents", "Sheet1!C4", 40595, ""),
        ("district", "Sheet1!B40", "Vesterbro-Kongens Enghave", ""),
        ("residents", "Sheet1!C40", 47633, ""),
        ("district", "Sheet1!B36", "Uden for inddeling", ""),
        ("residents", "Sheet1!C36", 1936, ""),
        ("residents", "Sheet1!C354", 78973, ""),
        ("day", "Sheet1!A355", date(2019, 12, 31), ""),
    ],
    "indkomst": [
        ("year", "Sheet1!A4", 2017, ""),
        ("persons", "Sheet1!D4", 22300, ""),
        ("income_dkk", "Sheet1!E4", 7389416736.0, ""),
        ("mean_income_dkk", "Sheet1!F4", 331363.979192825, ""),
        ("district", "Sheet1!B32", "Vesterbro-Kongens Enghave", ""),
        ("sex", "Sheet1!C33", "Kvinder", ""),
        ("income_dkk", "Sheet1!E47", 87657919.0, ""),
        ("district", "Sheet1!B399", "Uden for inddeling", ""),
        ("persons", "Sheet1!D399", 527, ""),
    ],
    "hamburg": [
        ("residents", "Stadtteilprofile 2014!B5", 1675, ""),
        ("migration_background", "Stadtteilprofile 2014!I5", 664, ""),
        ("migration_background_share", "Stadtteilprofile 2014!J5", 0.396, ""),
        ("households", "Stadtteilprofile 2014!M5", 1229, ""),
        ("net_migration", "Stadtteilprofile 2014!AC5", -23.0, ""),
        ("land_price_eur_m2", "Stadtteilprofile 2014!BD5", None, "not_possible"),
        ("land_price_eur_m2", "Stadtteilprofile 2014!BD19", None, "not_possible"),
        ("quarter", "Stadtteilprofile 2014!A100", "Neugraben-Fischbek", ""),
        ("migration_background_share", "Stadtteilprofile 2014!J103", 0.266, ""),
    ],
    "rygning": [
        ("year", "Table 1!A5", 2003, ""),
        ("deaths", "Table 1!B5", 11750, ""),
        ("rate", "Table 1!C5", 510.5, ""),
        ("rate_men", "Table 1!E5", 698.9, ""),
        ("deaths_women", "Table 1!F5", 4826, ""),
        ("deaths", "Table 1!B6", None, "withheld"),
        ("rate_women", "Table 1!G9", None, "withheld"),
        ("rate_women", "Table 1!G20", 231.1, ""),
    ],
    "trivsel": [
        ("grade", "Sheet1!A16", "vg1", ""),
        ("sex", "Sheet1!A16", "Mann/Gutt", ""),
        ("very_well", "Sheet1!B16", 966, ""),
        ("very_well_share", "Sheet1!C16", 0.443, ""),
        ("very_well_share", "Sheet1!C17", 0.36, ""),
        ("not_at_all", "Sheet1!J21", 14, ""),
        ("not_at_all_share", "Sheet1!K21", 0.009, ""),
    ],
    "trivsel_i_klassen": [
        ("very_well", "Sheet1!B36", None, "withheld"),
        ("very_well", "Sheet1!B40", 43, ""),
        ("very_well_share", "Sheet1!C40", 0.717, ""),
        ("little", "Sheet1!F40", None, "withheld"),
        ("not_much", "Sheet1!H40", 0, ""),
        ("not_much_share", "Sheet1!I41", 0.0, ""),
    ],
    "deprivation": [
        ("authority_code", "IMD!A2", "E06000001", ""),
        ("authority", "IMD!B4", "Redcar and Cleveland", ""),
        ("average_score", "IMD!E2", 35.037, ""),
        ("most_deprived_share", "IMD!G3", 0.4884, ""),
        ("rank_of_average_score", "IMD!F315", 50.0, ""),
        ("authority", "IMD!B318", "Westminster", ""),
        ("most_deprived_share", "IMD!G318", 0.0234, ""),
    ],
}
# source: records, columns, first and last row in Excel, records of the first column that are no data, were they there
SHAPES = {
    "befolkning": (352, 3, 4, 355),
    "indkomst": (396, 6, 4, 399),
    "hamburg": (99, 8, 5, 103),
    "rygning": (16, 7, 5, 20),
    "trivsel": (6, 6, 16, 21),
    "trivsel_i_klassen": (6, 6, 36, 41),
    "deprivation": (317, 5, 2, 318),
}


def test_every_source_is_checked() -> None:
    """No source of the description is without cells that a person looked up."""
    assert set(TABLES) == set(CELLS) == set(SHAPES)


@pytest.mark.parametrize(("source", "cell"), [(source, cell) for source, cells in CELLS.items() for cell in cells], ids=str)
def test_a_cell_is_read_as_it_stands(source: str, cell: tuple[str, str, object, str]) -> None:
    """The value that carries an address is the one that stands there in Excel."""
    column, address, value, mark = cell
    table = TABLES[source]
    (row,) = table.addresses.index[table.addresses[column] == address]
    found = table.frame.loc[row, column]
    assert pd.isna(found) if value is None else found == value
    assert table.marks.loc[row, column] == mark


@pytest.mark.parametrize("source", sorted(SHAPES))
def test_the_table_is_whole_and_holds_nothing_else(source: str) -> None:
    """All records are there, from the first to the last, and no total and no note is among them."""
    table: SourceTable = TABLES[source]
    rows, columns, first, last = SHAPES[source]
    assert table.frame.shape == (rows, columns)
    assert (table.frame.index[0], table.frame.index[-1]) == (first, last)
    assert table.frame.index.is_unique
    aside = {one.row for one in (*table.totals, *table.notes)}
    assert not aside & set(table.frame.index)
    assert table.addresses.shape == table.marks.shape == table.frame.shape


def test_hamburg_is_the_sum_of_its_quarters() -> None:
    """The city's row is set aside, and its counts are confirmed; the boroughs above it are no records."""
    table = TABLES["hamburg"]
    ((total),) = table.totals
    assert (total.row, total.text) == (111, "Hamburg")
    assert total.confirmed == ("migration_background", "households", "single_households")
    assert table.frame["households"].sum() == 1000067
    assert "Hamburg" not in set(table.frame["quarter"])
    assert list(table.frame["quarter"]).count("Wandsbek") == 1


def test_the_footnotes_of_the_scottish_table_are_notes() -> None:
    """What stands under the table is mentioned and not read."""
    assert [(note.row, note.text[:27]) for note in TABLES["rygning"].notes] == [
        (22, "1. Standardised rates were "),
        (23, "2. Age-sex standardised rat"),
        (24, "3. Age-standardised rate"),
        (25, "- Survey data were not avai"),
    ]


def test_rows_that_a_filter_hides_in_excel_are_read_and_mentioned() -> None:
    """The English sheet was saved with a filter on; all 317 authorities are data."""
    assert len(TABLES["deprivation"].hidden_rows) == 314


def test_every_year_has_all_districts() -> None:
    """Be4.3 and In74 have our ten districts and those outside in every year."""
    assert set(TABLES["befolkning"].frame.groupby("day")["district"].nunique()) == {11}
    assert set(TABLES["indkomst"].frame.groupby(["year", "sex"])["district"].nunique()) == {11}
