"""Errors in a source are reported with their cell or key, for all sources in one pass."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl.worksheet.worksheet import Worksheet
from typer.testing import CliRunner

from pipeline.__main__ import app
from pipeline.problems.model import Code, Problem
from pipeline.run import compose_input
from tests.broken_inputs import WRONG_INPUT, Case, Edit, case_name, codes, small_input, told, typed
from tests.foreign import AREA, PERSONS, column, described, lay, refused_sources
from tests.marked import lowered, merge_over, raised, strike_out, struck

HEADS, VALBY, VANLOESE = ["Bydel", "Personer"], ["Valby", 30], ["Vanløse", 12]
RIGHT = [HEADS, VALBY, VANLOESE]
WRONG = 400
TOML, WORKBOOK = "input/kilder.toml", "input/kilde.xlsx"


def laid(
    rows: Sequence[Sequence[Any]] = RIGHT, description: str | None = None, change: Callable[[Worksheet], object] | None = None
) -> Edit:
    """Add a source to the input folder."""
    return lambda folder: lay(folder.parent, rows, description, change)


def invalid(key: str, found: str, expected: str, description: str) -> Case:
    """Return the case of a value in kilder.toml that cannot be used."""
    said = f"{TOML}{f' [{key}]' if key else ''}: fandt {found}, forventede {expected}. Ret værdien."
    return Case(Code.SETTING_INVALID, laid(description=description), (said,))


def wrong_cell(code: Code, said: str, value: object, kind: str) -> Case:
    """Return the case of a cell B2 under the header »Tal« in a column of that kind."""
    description = described(column(*AREA), column("size", "Tal", kind))
    return Case(code, laid([["Bydel", "Tal"], ["Valby", value]], description), (f"{WORKBOOK} [Tabel!B2]: {said}",))


TEXT_MISSING = "fandt ingen række med »{}« i tabellen. Ret stavningen, eller slet det."
MARKED = (
    "fandt »{}« i »Tal«, hvor »{}« er hævet, sænket eller gennemstreget, forventede værdien alene. "
    "Slå op i kilden, hvilken værdi der gælder, og skriv kun den i en kopi af filen."
)
STRUCK_OUT = MARKED.format("12", "12").replace("Tal", "Personer")


def covered(rows: Sequence[Sequence[Any]], area: str, cell: str, found: str, header: str, *columns: str) -> Case:
    """Return the case of a value that is left under a merged area."""
    said = (
        f"fandt »{found}« i »{header}«, skjult under de flettede celler {area}, forventede en tom celle dér. "
        "Spørg kilden, om værdien tæller med. Ophæv fletningen i en kopi af filen, og behold eller slet værdien dér."
    )
    edit = laid(rows, described(*columns), lambda sheet: merge_over(sheet, area))
    return Case(Code.CELL_COVERED, edit, (f"{WORKBOOK} [Tabel!{cell}]: {said}",))


def read_cell_cases() -> list[Case]:
    """Return the cases of the table of single cells, each B2 in a column of its kind."""
    with (WRONG_INPUT / "source_cells.csv").open(encoding="utf-8", newline="") as table:
        return [wrong_cell(Code[row["code"].upper()], row["told"], typed(row["value"]), row["kind"]) for row in csv.DictReader(table)]


CASES = [
    *read_cell_cases(),
    Case(
        Code.SOURCE_FILE_MISSING,
        laid(description=described().replace("kilde.xlsx", "andre/kilde.xlsx")),
        ("input/andre/kilde.xlsx: filen findes ikke. Læg den der, eller ret »file« i kilder.toml.",),
    ),
    Case(
        Code.SOURCE_SHEET_UNKNOWN,
        laid(description=described(lines=['sheet = "Ark1"'])),
        (f"{WORKBOOK}: fandt arkene Tabel, forventede Ark1. Ret »sheet« i kilder.toml.",),
    ),
    Case(
        Code.SOURCE_HEADER_MISSING,
        laid([["Bydele", "Personer"], VALBY]),
        (
            f'{WORKBOOK} [Tabel!1]: fandt ingen overskrift »Bydel« i række 1; nærmest: "Bydele". '
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
        Code.SOURCE_ROWS_UNREAD,
        laid([HEADS, VALBY, [None, None], ["Vanløse", 7]]),
        (
            f"{WORKBOOK} [Tabel!4]: fandt tal i række 4 under række 2, hvor tabellen ser ud til at slutte. "
            "Skriv i kilder.toml, hvor den slutter: last_row = 4, hvis de hører med, last_row = 2, hvis de ikke gør.",
        ),
    ),
    Case(
        Code.SOURCE_ROWS_UNREAD,
        laid([HEADS, VALBY, [None, None], ["Vanløse", 7], ["Husum", 9]]),
        (
            f"{WORKBOOK} [Tabel!4]: fandt tal i række 4–5 under række 2, hvor tabellen ser ud til at slutte. "
            "Skriv i kilder.toml, hvor den slutter: last_row = 5, hvis de hører med, last_row = 2, hvis de ikke gør.",
        ),
    ),
    Case(
        Code.SOURCE_PATTERN_MISSED,
        laid([HEADS, ["1. Valby", 5], ["Vanløse", 7]], described(column(*AREA, "pattern = '\\d+\\. (.+)'"), column(*PERSONS))),
        (
            f"{WORKBOOK} [Tabel!A3]: fandt »Vanløse« i »Bydel«, som mønstret ikke passer på, forventede en tekst, det passer på. "
            "Ret »pattern« i kilder.toml, nævn teksten under »also«, hvis den skal blive, som den er, eller udelad rækken med »skip_rows« eller »drop«.",
        ),
    ),
    Case(
        Code.SOURCE_PATTERN_SLOW,
        laid([HEADS, ["a" * 60, 5]], described(column(*AREA, "pattern = '((?:a|aa)+)b'"), column(*PERSONS))),
        (
            "input/kilder.toml [source.1.columns.1.pattern]: fandt »((?:a|aa)+)b«, som ikke bliver færdigt med kolonnens tekster, "
            "forventede et mønster, der kun på én måde siger, hvad der gentages. "
            "Skriv det enklere: intet + eller * om en del, der selv slutter med et.",
        ),
    ),
    Case(
        Code.TOTAL_OR_RECORD,
        laid([HEADS, VALBY, ["Vanløse", 7], ["Alle Helgens", 9]]),
        (
            f"{WORKBOOK} [Tabel!A4]: fandt »Alle Helgens«, en betegnelse som for en total, men med tal, der ikke er summen af andre rækker. "
            "Skriv i kilder.toml, hvad den er: en total under kildens »totals«, en almindelig række under kolonnens »also«.",
        ),
    ),
    Case(
        Code.SUM_OF_OTHERS,
        laid([HEADS, VALBY, ["Vanløse", 7000], ["Husum", 900], ["Byen", 7900 + VALBY[1]]]),
        (
            f"{WORKBOOK} [Tabel!A5]: fandt »Byen«, hvis tal er summen af alle de andre rækkers. "
            "Skriv i kilder.toml, hvad den er: en total under kildens »totals«, en almindelig række under kolonnens »also«.",
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
        (f"{WORKBOOK} [Tabel]: fandt ingen rækker fra række 2 og ned, forventede mindst én. Ret rækkerne eller filtrene i kilder.toml.",),
    ),
    Case(
        Code.SOURCE_VALUE_MISSING,
        laid(
            [["Bydel", "Personer", "Alder"], ["Valby", None, 7]],
            described(column(*AREA), column(*PERSONS), column("age", "Alder", "count")),
        ),
        (
            f"{WORKBOOK} [Tabel!B2]: fandt en tom celle i »Personer«, forventede en værdi. "
            'Skriv i kilder.toml, hvad en tom celle betyder: "" = "withheld" under »markers«, eller may_be_empty = true.',
        ),
    ),
    Case(
        Code.SOURCE_VALUE_MISSING,
        laid([HEADS, [None, 7], VALBY]),
        (
            f"{WORKBOOK} [Tabel!A2]: fandt en tom celle i »Bydel«, forventede en værdi. "
            "Skriv i kilder.toml, hvad en tom celle betyder: fill_down = true, hvis den gentager cellen ovenover, eller may_be_empty = true.",
        ),
    ),
    Case(
        Code.SOURCE_ROW_WITHOUT_VALUES,
        laid([HEADS, ["2016"], VALBY]),
        (
            f"{WORKBOOK} [Tabel!A2]: fandt »2016« i en række uden værdier, forventede en værdi i hver kolonne. "
            "Er det en overskrift eller en note? Sæt »last_row«, »ends_before«, »skip_rows« eller en kolonne med »group_heading«.",
        ),
    ),
    Case(
        Code.SOURCE_SHARES_MIXED,
        laid([["Bydel", "Andel"], ["Valby", 0.4], ["Vanløse", 40]], described(column(*AREA), column("part", "Andel", "share"))),
        (
            f"{WORKBOOK} [Tabel!B3]: fandt »40« i »Andel«, men »0,4« i B2, forventede hele kolonnen som brøker eller hele kolonnen i procent. "
            'Skriv i kilder.toml unit = "percent" eller "fraction", eller ret cellerne.',
        ),
    ),
    Case(
        Code.SOURCE_SHARES_OPEN,
        laid([["Bydel", "Andel"], ["Valby", 0.3], ["Vanløse", 0.9]], described(column(*AREA), column("part", "Andel", "share"))),
        (
            f"{WORKBOOK} [Tabel!B2]: fandt kun tal op til 1 i »Andel«, fx »0,3«, uden procenttegn og procentformat, forventede en enhed. "
            'Er 0,3 her 30 % eller 0,3 %? Skriv i kilder.toml unit = "fraction" (30 %) eller "percent" (0,3 %).',
        ),
    ),
    *(
        wrong_cell(Code.CELL_MARKED, MARKED.format(found, part), value, kind)
        for kind in ("count", "number", "share", "year", "date")
        for value, found, part in (
            (raised("3", "1"), "31", "1"),
            (lowered("201", "9"), "2019", "9"),
            (struck("379", "381"), "379381", "379"),
        )
    ),
    Case(Code.CELL_MARKED, laid(RIGHT, None, lambda sheet: strike_out(sheet, "B3")), (f"{WORKBOOK} [Tabel!B3]: {STRUCK_OUT}",)),
    covered([HEADS, VALBY, ["Vanløse", 7], ["Brønshøj", 9]], "B2:B3", "B3", "7", "Personer"),
    covered(
        [HEADS, ["Valby", None], ["Vanløse", 7]], "B2:B3", "B3", "7", "Personer", column(*AREA), column(*PERSONS, "may_be_empty = true")
    ),
    covered([HEADS, VALBY, ["Vanløse", 7]], "A2:A3", "A3", "Vanløse", "Bydel"),
    covered([HEADS, VALBY, ["I alt", 30]], "A2:A3", "A3", "I alt", "Bydel"),
    covered([HEADS, VALBY, ["I alt", 30]], "B2:B3", "B3", "30", "Personer"),
    Case(
        Code.SOURCE_TOTAL_WRONG,
        laid([*RIGHT, ["I alt", 43]]),
        (
            f"{WORKBOOK} [Tabel!B4]: fandt totalen 43 i »Personer«, forventede 42, som er summen af de 2 rækker, den dækker. "
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
        (f"{TOML} [source.1.columns.1.kind]: fandt ikke nøglen, forventede den med en værdi. Tilføj den.",),
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
        "source.1.markers.-",
        '"nul"',
        "en af: withheld, not_possible, nil, provisional, number",
        described(lines=['markers = { "-" = "nul" }']),
    ),
    invalid(
        "source.1.columns.1.kind", '"tal"', "en af: text, id, name, number, count, share, year, date", described(column("a", "A", "tal"))
    ),
]


@pytest.mark.parametrize("case", CASES, ids=case_name)
def test_what_is_wrong_with_a_source_is_told(case: Case, tmp_path: Path) -> None:
    """Each mistake is told at its cell or key, with what was expected and what to do, in both languages; nothing else is told."""
    found = refused_sources(small_input(tmp_path, case.edit))
    assert codes(found) == [case.code]
    assert told(found) == list(case.told)
    assert "{" not in told(found, "en")[0]


SECOND = described().replace('id = "kilde"', 'id = "anden"')


def test_all_problems_of_all_sources_are_told_at_once(tmp_path: Path) -> None:
    """Wrong cells of one file and another that is missing stand in one list."""
    found = refused_sources(
        small_input(
            tmp_path, laid([HEADS, ["Valby", "-"], ["Vanløse", -1]], f"{described()}\n{SECOND.replace('kilde.xlsx', 'anden.xlsx')}")
        )
    )
    assert codes(found) == [Code.SOURCE_MARK_UNKNOWN, Code.SOURCE_NOT_A_VALUE, Code.SOURCE_FILE_MISSING]


def test_a_problem_that_two_tables_meet_is_told_once_and_compared_little(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two tables of one sheet meet the same wrong cells: each is told once, in order, and its problem compared with its own equal alone."""
    compared = 0

    def equal(one: Problem, other: object) -> bool:
        nonlocal compared
        compared += 1
        return isinstance(other, Problem) and (one.code, one.place, one.facts) == (other.code, other.place, other.facts)

    folder = small_input(tmp_path, laid([HEADS, *([f"Bydel {number}", "?"] for number in range(WRONG))], f"{described()}\n{SECOND}"))
    monkeypatch.setattr(Problem, "__eq__", equal)
    found = refused_sources(folder)
    assert [cell for problem in found for cell in problem.place.cells] == [f"B{row}" for row in range(2, WRONG + 2)]
    assert compared <= 2 * WRONG


BROKEN = {
    "a file that is not there": laid(description=described().replace("kilde.xlsx", "andre/kilde.xlsx")),
    "a wrong cell": laid([HEADS, ["Valby", "-"]]),
    "a description that says nothing": laid(description="[[source]]"),
    "no TOML": laid(description="[[source"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_the_check_passes_whatever_is_wrong_with_a_source(name: str, tmp_path: Path) -> None:
    """The reports need no source, so the check of their input reads none; `make sources` tells what is wrong."""
    folder = small_input(tmp_path, BROKEN[name])
    for command, code in (("check", 0), ("sources", 20)):
        done = CliRunner().invoke(app, [command, "--input", str(folder), "--output", str(tmp_path / "output")])
        assert done.exit_code == code, done.stderr


def test_the_reports_are_composed_whatever_is_wrong_with_a_source(tmp_path: Path) -> None:
    """No source is among what they are made from."""
    composed = compose_input(small_input(tmp_path, BROKEN["no TOML"]))
    assert {file.split("/")[-1] for file in composed.inputs} & {"kilder.toml", "kilde.xlsx"} == set()


def test_a_link_does_not_lead_out_of_the_folder(tmp_path: Path) -> None:
    """A file that is a link to a place outside is not read."""
    folder = small_input(tmp_path, laid())
    (folder / "kilde.xlsx").rename(tmp_path / "ude.xlsx")
    (folder / "kilde.xlsx").symlink_to(tmp_path / "ude.xlsx")
    assert codes(refused_sources(folder)) == [Code.SOURCE_FILE_MISSING]
