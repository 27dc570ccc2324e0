"""What is wrong with a source is told at its cell or key, all sources in one pass."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.intake import check_input
from pipeline.problems import Code, InputRejected
from tests.broken_inputs import Case, Edit, case_name, codes, problems_of, refused, small_input, told
from tests.foreign import AREA, PERSONS, column, described, lay

HEADS, VALBY, VANLOESE = ["Bydel", "Personer"], ["Valby", 30], ["Vanløse", 12]
RIGHT = [HEADS, VALBY, VANLOESE]
TOML, WORKBOOK = "input/kilder.toml", "input/kilde.xlsx"


def laid(
    rows: Sequence[Sequence[Any]] = RIGHT, description: str | None = None, change: Callable[[Worksheet], object] | None = None
) -> Edit:
    """Add a source to the input folder."""
    return lambda folder: lay(folder.parent, rows, description, change)


def invalid(key: str, found: str, expected: str, description: str) -> Case:
    """Return the case of a value in kilder.toml that cannot be used."""
    said = f"{TOML}{f' [{key}]' if key else ''}: fandt {found}, ventede {expected}. Ret værdien."
    return Case(Code.SETTING_INVALID, laid(description=description), (said,))


def wrong_cell(code: Code, cell: str, said: str, value: object, kind: str = "count", *lines: str) -> Case:
    """Return the case of a cell B2 under the header »Tal« in a column of that kind."""
    description = described(column(*AREA), column("size", "Tal", kind, *lines))
    return Case(code, laid([["Bydel", "Tal"], ["Valby", value]], description), (f"{WORKBOOK} [Tabel!{cell}]: {said}",))


def not_a(kind: str, expected: str, value: object, shown: str, *lines: str) -> Case:
    """Return the case of a cell that is of another kind."""
    said = f"fandt »{shown}« i »Tal«, ventede {expected}. Ret »kind« eller rækkerne i kilder.toml, eller cellen i arbejdsbogen."
    return wrong_cell(Code.SOURCE_NOT_A_VALUE, "B2", said, value, kind, *lines)


MARK = (
    "fandt »{}« i »Tal«, ventede et tal. Læs i kilden, hvad det betyder, og skriv det i kilder.toml under »markers«: "
    "withheld, not_possible, nil eller provisional."
)
TEXT_MISSING = "fandt ingen række med »{}« i tabellen. Ret stavningen, eller slet det."
CASES = [
    Case(
        Code.SOURCE_FILE_MISSING,
        laid(description=described().replace("kilde.xlsx", "andre/kilde.xlsx")),
        ("input/andre/kilde.xlsx: filen findes ikke. Læg den der, eller ret »file« i kilder.toml.",),
    ),
    Case(
        Code.SOURCE_SHEET_UNKNOWN,
        laid(description=described(lines=['sheet = "Ark1"'])),
        (f"{WORKBOOK}: fandt arkene Tabel, ventede Ark1. Ret »sheet« i kilder.toml.",),
    ),
    Case(
        Code.SOURCE_HEADER_MISSING,
        laid([["Bydele", "Personer"], VALBY]),
        (
            f"{WORKBOOK} [Tabel!1]: fandt ingen overskrift »Bydel« i række 1; nærmest: Bydele. "
            "Ret »header« eller »header_rows«, eller nævn kolonnen ved dens bogstav.",
        ),
    ),
    Case(
        Code.SOURCE_HEADER_TWICE,
        laid([["Bydel", "Personer", "personer"], VALBY]),
        (
            f"{WORKBOOK} [Tabel!C1]: fandt overskriften »Personer« 2 gange: B1, C1. "
            "Sig hvilken med »occurrence«, eller nævn kolonnen ved dens bogstav.",
        ),
    ),
    Case(
        Code.SOURCE_TEXT_MISSING,
        laid(description=described(lines=['ends_before = "Østerbro"'])),
        (f"{TOML} [source.1.ends_before]: {TEXT_MISSING.format('Østerbro')}",),
    ),
    Case(
        Code.SOURCE_TEXT_MISSING,
        laid(description=described(lines=['totals = "Hele landet"'])),
        (f"{TOML} [source.1.totals]: {TEXT_MISSING.format('Hele landet')}",),
    ),
    Case(
        Code.SOURCE_TEXT_MISSING,
        laid(description=described(column(*AREA, 'drop = ["Valbi"]'), column(*PERSONS))),
        (f"{TOML} [source.1.columns.1.drop]: {TEXT_MISSING.format('Valbi')}",),
    ),
    Case(
        Code.SOURCE_ROWS_MISSING,
        laid([HEADS]),
        (f"{WORKBOOK} [Tabel]: fandt ingen rækker fra række 2 og ned, ventede mindst én. Ret rækkerne eller filtrene i kilder.toml.",),
    ),
    Case(
        Code.SOURCE_VALUE_MISSING,
        laid(
            [["Bydel", "Personer", "Alder"], ["Valby", None, 7]],
            described(column(*AREA), column(*PERSONS), column("age", "Alder", "count")),
        ),
        (
            f"{WORKBOOK} [Tabel!B2]: fandt en tom celle i »Personer«, ventede en værdi. "
            'Sig i kilder.toml, hvad en tom celle betyder: "" = "withheld" under »markers«, eller may_be_empty = true.',
        ),
    ),
    Case(
        Code.SOURCE_VALUE_MISSING,
        laid([HEADS, [None, 7], VALBY]),
        (
            f"{WORKBOOK} [Tabel!A2]: fandt en tom celle i »Bydel«, ventede en værdi. "
            "Sig i kilder.toml, hvad en tom celle betyder: fill_down = true, hvis den gentager cellen ovenover, eller may_be_empty = true.",
        ),
    ),
    Case(
        Code.SOURCE_ROW_WITHOUT_VALUES,
        laid([HEADS, ["2016"], VALBY]),
        (
            f"{WORKBOOK} [Tabel!A2]: fandt »2016« i en række uden værdier, ventede en værdi i hver kolonne. "
            "Er det en overskrift eller en note? Sæt »last_row«, »ends_before«, »skip_rows« eller en kolonne med »group_heading«.",
        ),
    ),
    not_a("count", "et helt antal ≥ 0", -3, "-3"),
    not_a("count", "et helt antal ≥ 0", 1.5, "1,5"),
    not_a("count", 'et tal uden procent; en andel har kind = "share", en ændring i procent unit = "percent"', "12 %", "12 %"),
    not_a("number", "et tal", True, "SAND"),
    not_a("number", "et tal", "ca. 5", "ca. 5"),
    not_a("share", "en andel mellem 0 % og 100 %", 140, "140"),
    not_a("year", "et årstal som 2025", "2013/14", "2013/14"),
    not_a("date", "en dato som 31-12-2025", "1/2/25", "1/2/25"),
    not_a("id", "en tekst", True, "SAND"),
    *(wrong_cell(Code.SOURCE_MARK_UNKNOWN, "B2", MARK.format(mark), mark) for mark in ("-", "x", "410*", "[c]", "n/a")),
    wrong_cell(
        Code.ERROR_VALUE, "B2", "fandt Excels fejlværdi #REF! i »Tal«, ventede en værdi. Ret formlen, eller skriv værdien.", "#REF!"
    ),
    wrong_cell(
        Code.FORMULA_UNSAVED,
        "B2",
        "fandt en formel uden gemt resultat i »Tal«, ventede en værdi. Åbn filen i Excel, og gem den, eller skriv værdien.",
        "=1+1",
        "number",
    ),
    wrong_cell(
        Code.SOURCE_STYLE_OPEN,
        "B2",
        'fandt »1.234« i »Tal«, som kan læses på to måder. Sig i kilder.toml number_style = "danish" eller "english".',
        "1.234",
        "number",
    ),
    Case(
        Code.SOURCE_SHARES_MIXED,
        laid([["Bydel", "Andel"], ["Valby", 0.4], ["Vanløse", 40]], described(column(*AREA), column("part", "Andel", "share"))),
        (
            f"{WORKBOOK} [Tabel!B3]: fandt »40« i »Andel«, men »0,4« i B2, ventede hele kolonnen som brøker eller hele kolonnen i procent. "
            'Sig i kilder.toml unit = "percent" eller "fraction", eller ret cellerne.',
        ),
    ),
    Case(
        Code.SOURCE_TOTAL_WRONG,
        laid([*RIGHT, ["I alt", 43]]),
        (
            f"{WORKBOOK} [Tabel!B4]: fandt totalen 43 i »Personer«, ventede 42, som er summen af de 2 rækker, den dækker. "
            "Ret rækkerne i kilder.toml, eller sæt additive = false, hvis kilden lægger anderledes sammen.",
        ),
    ),
    Case(
        Code.SETTING_UNKNOWN,
        laid(description=described(lines=["sheets = 1"])),
        (f"{TOML} [source.1.sheets]: fandt en nøgle, som programmet ikke kender. Ret stavningen, eller slet den.",),
    ),
    Case(
        Code.SETTING_MISSING,
        laid(description=described().replace('kind = "text"', "")),
        (f"{TOML} [source.1.columns.1.kind]: fandt ikke nøglen, ventede den med en værdi. Tilføj den.",),
    ),
    invalid(
        "source.1.columns.1.name",
        '"Bydel"',
        "et navn af små bogstaver a–z, cifre og _, som begynder med et bogstav",
        described(column("Bydel", "Bydel", "text")),
    ),
    invalid("source.1.columns.1", '"area"', "netop én af header, column og group_heading", described(column(*AREA, 'column = "A"'))),
    invalid(
        "source.1",
        '"Bydel, Navn"',
        "én tekst for hver af de 1 overskriftsrækker, eller én tekst alene",
        described('[[source.columns]]\nname = "area"\nheader = ["Bydel", "Navn"]\nkind = "text"'),
    ),
    invalid(
        "source.1.columns.1.column",
        '"3"',
        "en kolonnes bogstaver som i Excel, fx C",
        described('[[source.columns]]\nname = "area"\ncolumn = "3"\nkind = "text"'),
    ),
    invalid(
        "source.1.columns.1.pattern", '"\\d+"', "et regulært udtryk med én gruppe i parentes", described(column(*AREA, r"pattern = '\d+'"))
    ),
    invalid("source.1.columns.1.pattern", '"("', "et regulært udtryk med én gruppe i parentes", described(column(*AREA, "pattern = '('"))),
    *(
        invalid("source.1.file", f'"{file}"', "en fil i samme mappe eller under den", described().replace("kilde.xlsx", file))
        for file in ("../x.xlsx", "/etc/x.xlsx", "C:/x.xlsx", "a/../../x.xlsx", "")
    ),
    invalid("source.1.skip_rows", '"syv"', 'rækkenumre eller spænd, fx 7 eller "104-110"', described(lines=['skip_rows = ["syv"]'])),
    invalid(
        "source.1.columns.1",
        '"kr."',
        '"percent" eller "fraction" for en andel',
        described(column("part", "Andel", "share", 'unit = "kr."')),
    ),
    invalid(
        "source.1", '"area"', "et navn, som ingen anden kolonne i kilden har", described(column(*AREA), column("area", "Navn", "text"))
    ),
    invalid("", '"kilde"', "et id, som ingen anden kilde har", f"{described()}\n{described()}"),
    invalid("source.1", '"kilde"', "header_rows, eller first_row, hvor hver kolonne er nævnt ved sit bogstav", described(head="")),
    invalid("source.1.columns.1", '"text"', 'kind = "name" sammen med names', described(column(*AREA, 'names = "districts"'))),
    invalid("source.1.markers", '"-"', "en tabel af nøgler og værdier i krøllede parenteser", described(lines=['markers = "-"'])),
    invalid(
        "source.1.markers.-", '"nul"', "en af: withheld, not_possible, nil, provisional", described(lines=['markers = { "-" = "nul" }'])
    ),
    invalid(
        "source.1.columns.1.kind", '"tal"', "en af: text, id, name, number, count, share, year, date", described(column("a", "A", "tal"))
    ),
]


@pytest.mark.parametrize("case", CASES, ids=case_name)
def test_what_is_wrong_with_a_source_is_told(case: Case, tmp_path: Path) -> None:
    """Each mistake is told at its cell or key, with what was expected and what to do, in both languages; nothing else is told."""
    found = refused(tmp_path, case.edit)
    assert codes(found) == [case.code]
    assert told(found) == list(case.told)
    assert "{" not in told(found, "en")[0]


def test_all_problems_of_all_sources_are_told_at_once(tmp_path: Path) -> None:
    """A wrong cell, a missing file and a wrong cell of our own workbooks stand in one list."""
    second = described(lines=['title = "Den anden"']).replace('id = "kilde"', 'id = "anden"').replace("kilde.xlsx", "anden.xlsx")
    folder = small_input(tmp_path, laid([HEADS, ["Valby", "-"], ["Vanløse", -1]], f"{described()}\n{second}"))
    assert codes(problems_of(folder)) == [Code.SOURCE_MARK_UNKNOWN, Code.SOURCE_NOT_A_VALUE, Code.SOURCE_FILE_MISSING]


def test_a_folder_without_sources_is_fine(tmp_path: Path) -> None:
    """Nothing needs to be described; where something is, check reads it."""
    assert check_input(small_input(tmp_path)).sources == ()
    assert [table.source.id for table in check_input(small_input(tmp_path, laid())).sources] == ["kilde"]


def test_a_link_does_not_lead_out_of_the_folder(tmp_path: Path) -> None:
    """A file that is a link to a place outside is not read."""
    folder = small_input(tmp_path, laid())
    (folder / "kilde.xlsx").rename(tmp_path / "ude.xlsx")
    (folder / "kilde.xlsx").symlink_to(tmp_path / "ude.xlsx")
    with pytest.raises(InputRejected) as rejected:
        check_input(folder)
    assert codes(rejected.value.problems) == [Code.SOURCE_FILE_MISSING]
