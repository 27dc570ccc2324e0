"""Rules between cells, rows, sheets and files: each breach is told at the cell to correct."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.problems import Code
from tests.broken_inputs import (
    FORUMS,
    INDICATORS,
    PLANS,
    Case,
    case_name,
    cell,
    cells,
    codes,
    emptied,
    refused,
    renamed,
    sheet,
    told,
)


def repeat(worksheet: Worksheet, row: int, *first: str) -> None:
    """Add a copy of a row below the table, its first cells changed."""
    worksheet.append([*first, *[one.value for one in worksheet[row]][len(first) :]])


CASES = [
    Case(
        Code.DUPLICATE_KEY,
        cell(INDICATORS, "2025", "A4", "NOR-02"),
        (
            "input/indikatorer.xlsx [2025!A4]: fandt »NOR-02« igen; det står allerede i A3. Slet eller ret en af rækkerne.",
            "input/indikatorer.xlsx [2025!B4]: fandt »Ved Bispeengbuen«, men NOR-02 er »Ydre Nørrebro« i arket Områder. Er en række forskubbet? Ret id'et eller navnet.",
        ),
    ),
    Case(
        Code.DUPLICATE_KEY,
        cell(INDICATORS, "Områder", "A9", "AMV-01"),
        (
            "input/indikatorer.xlsx [Områder!B9]: fandt en tom celle i »Byområde«, ventede en værdi. Udfyld den.",
            "input/indikatorer.xlsx [Områder!C9]: fandt en tom celle i »Bydel-id«, ventede en værdi. Udfyld den.",
            "input/indikatorer.xlsx [Områder!A9]: fandt »AMV-01« igen; det står allerede i A6. Slet eller ret en af rækkerne.",
        ),
    ),
    Case(
        Code.DUPLICATE_KEY,
        sheet(INDICATORS, "Byen", lambda worksheet: repeat(worksheet, 3)),
        ("input/indikatorer.xlsx [Byen!A4]: fandt »2025« igen; det står allerede i A3. Slet eller ret en af rækkerne.",),
    ),
    Case(
        Code.DUPLICATE_KEY,
        cells(FORUMS, "Modtagere", {"C4": "amager-sundby@forum.example"}),
        (
            "input/fora.xlsx [Modtagere!C4]: fandt »F-AMS / amager-sundby@forum.example« igen; det står allerede i C3. Slet eller ret en af rækkerne.",
        ),
    ),
    Case(
        Code.DUPLICATE_KEY,
        cell(FORUMS, "Fora", "B3", "NØRREBRO"),
        ("input/fora.xlsx [Fora!B3]: fandt »NØRREBRO« igen; det står allerede i B2. Slet eller ret en af rækkerne.",),
    ),
    Case(
        Code.DUPLICATE_KEY,
        cells(FORUMS, "Fora", {"C3": 2, "D3": 2}),
        ("input/fora.xlsx [Fora!D3]: fandt »2 / 2« igen; det står allerede i D2. Slet eller ret en af rækkerne.",),
    ),
    Case(
        Code.UNKNOWN_REFERENCE,
        cell(PLANS, "Indsatser", "G2", "A-101; A-1O2;A-103"),
        (
            "input/helhedsplaner.xlsx [Indsatser!G2]: fandt »A-1O2« i »Afdelinger dækket«, ventede en værdi fra arket Afdelinger i helhedsplaner.xlsx; nærmest: A-102, A-109. Ret den, eller tilføj rækken dér.",
        ),
    ),
    Case(
        Code.UNKNOWN_REFERENCE,
        cell(PLANS, "Afdelinger", "E3", "nordvest"),
        (
            "input/helhedsplaner.xlsx [Afdelinger!E3]: fandt »nordvest« i »Område-id«, ventede en værdi fra arket Områder i indikatorer.xlsx; nærmest: -. Ret den, eller tilføj rækken dér.",
        ),
    ),
    Case(
        Code.COUNT_OVER_BASE,
        cell(INDICATORS, "2025", "E3", 31650),
        ("input/indikatorer.xlsx [2025!E3]: fandt antallet 31650, som er større end basis 31649 i F3. Ret et af de to tal.",),
    ),
    Case(
        Code.BASE_ZERO,
        cells(INDICATORS, "2025", {"E3": 0, "F3": 0}),
        ("input/indikatorer.xlsx [2025!F3]: fandt basis 0, ventede et tal > 0. Skriv .. hvis kilden ikke oplyser tallet.",),
    ),
    Case(
        Code.BASE_ZERO,
        cell(INDICATORS, "Byen", "D3", 0),  # and nothing is said of a share of 0
        (
            "input/indikatorer.xlsx [Byen!C3]: fandt antallet 86602, som er større end basis 0 i D3. Ret et af de to tal.",
            "input/indikatorer.xlsx [Byen!D3]: fandt basis 0, ventede et tal > 0. Skriv tallet; det kan ikke udelades her.",
            "input/indikatorer.xlsx [Byen!D3]: fandt 0 for byen i 2025, men områderne giver 167608 tilsammen. Ret byens tal eller områdernes.",
        ),
    ),
    Case(
        Code.CITY_COUNT_ZERO,
        cells(INDICATORS, "Byen", {"C3": 0, "E3": 0}),
        (
            "input/indikatorer.xlsx [Byen!C3]: fandt antallet 0 for hele byen, ventede et tal > 0 at sammenligne områderne med. Ret det.",
            "input/indikatorer.xlsx [Byen!C3]: fandt 0 for byen i 2025, men områderne giver 38841 tilsammen. Ret byens tal eller områdernes.",
        ),
    ),
    Case(
        Code.SHARE_MISMATCH,
        cell(INDICATORS, "Byen", "E3", 0.1807),
        (
            "input/indikatorer.xlsx [Byen!E3]: fandt 18,07\N{NO-BREAK SPACE}%, ventede 18,01\N{NO-BREAK SPACE}% (antal divideret med basis). Ret andelen, antallet eller basis.",
        ),
    ),
    Case(
        Code.NAME_MISMATCH,
        cells(INDICATORS, "2025", {"A2": "NOR-02", "A3": "NOR-01"}),
        (
            "input/indikatorer.xlsx [2025!B2]: fandt »Indre Nørrebro«, men NOR-02 er »Ydre Nørrebro« i arket Områder. Er en række forskubbet? Ret id'et eller navnet.",
            "input/indikatorer.xlsx [2025!B3]: fandt »Ydre Nørrebro«, men NOR-01 er »Indre Nørrebro« i arket Områder. Er en række forskubbet? Ret id'et eller navnet.",
        ),
    ),
    Case(
        Code.AREAS_OVER_CITY,
        cell(INDICATORS, "Byen", "B3", 150000),
        (
            "input/indikatorer.xlsx [Byen!B3]: fandt 150000 for byen i 2025, men områderne giver 230400 tilsammen. Ret byens tal eller områdernes.",
            "input/indikatorer.xlsx [Byen!B3]: fandt 150000 beboere i byen i 2025, men bydelene i arket Bydelstal giver 661900 tilsammen, mere end 1,0\N{NO-BREAK SPACE}% fra. Ret byens tal eller bydelenes.",
        ),
    ),
    Case(
        Code.AREAS_OVER_CITY,
        cells(INDICATORS, "Byen", {"C3": 17000, "E3": None}),
        (
            "input/indikatorer.xlsx [Byen!C3]: fandt 17000 for byen i 2025, men områderne giver 38841 tilsammen. Ret byens tal eller områdernes.",
        ),
    ),
    Case(
        Code.CITY_REST_IMPOSSIBLE,
        cells(INDICATORS, "Byen", {"D3": 200000, "E3": None}),  # 86602 of 200000, of which the areas are 38841 of 167608
        (
            "input/indikatorer.xlsx [Byen!C3]: fandt et antal for byen i 2025, som efterlader 47761 af 32392 uden for områderne, ventede højst "
            "dem alle. Ret byens tal eller områdernes.",
        ),
    ),
    Case(
        Code.DISTRICTS_NOT_CITY,
        cell(INDICATORS, "Bydelstal", "C2", 47667),  # 3416 live in no district; 5490.5 may be missing, and 5491 are
        (
            "input/indikatorer.xlsx [Byen!B2]: fandt 549050 beboere i byen i 2011, men bydelene i arket Bydelstal giver 543559 tilsammen, mere end 1,0\N{NO-BREAK SPACE}% fra. Ret byens tal eller bydelenes.",
        ),
    ),
    Case(
        Code.PLAN_BUDGET_SUM,
        cell(PLANS, "Helhedsplaner", "L2", 8752001),
        (
            "input/helhedsplaner.xlsx [Helhedsplaner!L2]: fandt 8752001, ventede 8752000, summen af planens kroner under »nu« i arket Budget. Ret budgettet i alt eller linjerne.",
        ),
    ),
    Case(
        Code.KRONER_OR_HOURS,
        cells(PLANS, "Budget", {"G3": 5, "F4": None}),
        (
            "input/helhedsplaner.xlsx [Budget!F3]: ventede enten kroner eller timer i linjen. Udfyld den ene, og lad den anden være tom.",
            "input/helhedsplaner.xlsx [Budget!F4]: ventede enten kroner eller timer i linjen. Udfyld den ene, og lad den anden være tom.",
        ),
    ),
    Case(
        Code.ADMINISTRATION_MISMATCH,
        cells(PLANS, "Budget", {"D2": "SOF", "D3": None}),
        (
            "input/helhedsplaner.xlsx [Budget!D2]: ventede en forvaltning netop når kilden er »Kommunen«. Udfyld eller tøm cellen.",
            "input/helhedsplaner.xlsx [Budget!D3]: ventede en forvaltning netop når kilden er »Kommunen«. Udfyld eller tøm cellen.",
        ),
    ),
    Case(
        Code.THEME_MISMATCH,
        cell(PLANS, "Indsatser", "F5", "Lokale aktiviteter i afdelingen"),
        (
            "input/helhedsplaner.xlsx [Indsatser!F5]: en indsats på niveauet »bydel« har et af forummets fem temaer: Fritidsjob, UU-vejledning og fremskudt jobindsats; Børne- og ungearbejde i bydelen; Opsøgende sundhedsindsats; Møde mellem kommune og udsatte familier, ældre mv.; Brobygning til kultur- og foreningsliv. Vælg et af dem.",
        ),
    ),
    Case(
        Code.PERIOD_REVERSED,
        cell(PLANS, "Helhedsplaner", "G2", "01-01-2024"),
        (
            "input/helhedsplaner.xlsx [Helhedsplaner!G2]: fandt slutdagen 1. januar 2024, ventede en dag efter starten 1. januar 2024. Ret en af de to.",
        ),
    ),
    Case(
        Code.MAP_PLACE_OUTSIDE,
        cells(FORUMS, "Fora", {"C2": 0, "D3": 31}),
        (
            "input/fora.xlsx [Fora!C2]: fandt 0 i »Kort: kolonne«, ventede en plads på kortet fra 1 til 30. Ret den.",
            "input/fora.xlsx [Fora!D3]: fandt 31 i »Kort: række«, ventede en plads på kortet fra 1 til 30. Ret den.",
        ),
    ),
    Case(
        Code.ABOUT_MISSING,
        sheet(PLANS, "Om", lambda worksheet: worksheet.delete_rows(3)),
        ("input/helhedsplaner.xlsx [Om]: fandt ingen værdi for »Udtrukket«. Tilføj en række med feltet og dets værdi.",),
    ),
    Case(
        Code.ROWS_MISSING,
        emptied(FORUMS, "Modtagere"),
        (
            "input/fora.xlsx [Modtagere]: fandt ingen rækker under overskrifterne, ventede mindst én. Udfyld arket.",
            "input/fora.xlsx [Fora!A2]: forummet Nørrebro har ingen modtager. Tilføj en i arket Modtagere.",
            "input/fora.xlsx [Fora!A3]: forummet Amager/Sundby har ingen modtager. Tilføj en i arket Modtagere.",
        ),
    ),
    Case(
        Code.ROWS_MISSING,
        emptied(INDICATORS, "2011"),
        ("input/indikatorer.xlsx [2011]: fandt ingen rækker under overskrifterne, ventede mindst én. Udfyld arket.",),
    ),
    Case(
        Code.YEAR_MISSING,
        renamed(INDICATORS, "2025", "2024"),
        (
            "input/indikatorer.xlsx: fandt årene 2011, 2024, ventede et ark for 2025, som skal sammenlignes. Tilføj arket, eller ret året i indstillingerne (eller i PERIOD).",
            "input/indikatorer.xlsx [Byen]: fandt ingen række for 2024, selv om der er et ark for året. Tilføj byens tal.",
        ),
    ),
    Case(
        Code.CITY_YEAR_WITHOUT_SHEET,
        sheet(INDICATORS, "Byen", lambda worksheet: worksheet.append([2019, *[one.value for one in worksheet[3]][1:]])),
        (
            "input/indikatorer.xlsx [Byen!A4]: fandt året 2019, men intet ark med det navn. Omdøb arket med områdernes tal for året, eller slet rækken.",
        ),
    ),
    Case(
        Code.CITY_YEAR_MISSING,
        sheet(INDICATORS, "Byen", lambda worksheet: worksheet.delete_rows(2)),
        ("input/indikatorer.xlsx [Byen]: fandt ingen række for 2011, selv om der er et ark for året. Tilføj byens tal.",),
    ),
    Case(
        Code.DEFINITION_YEAR_WITHOUT_SHEET,
        sheet(INDICATORS, "Definitioner", lambda worksheet: worksheet.append(["Lavindkomst", 2052, "Som før", 200000])),
        (
            "input/indikatorer.xlsx [Definitioner!B4]: fandt en definition for 2052, men intet ark med det navn. Ret året, eller slet rækken.",
        ),
    ),
    Case(
        Code.DEFINITION_MISSING,
        cell(INDICATORS, "Definitioner", "A3", "Små boliger"),
        (
            "input/indikatorer.xlsx [Definitioner]: fandt ingen definition af »Lavindkomst« i 2025, skønt der er en for andre år. Tilføj en række for året.",
            "input/indikatorer.xlsx [Definitioner]: fandt ingen definition af »Små boliger« i 2011, skønt der er en for andre år. Tilføj en række for året.",
        ),
    ),
    Case(
        Code.LINE_MISSING,
        cell(INDICATORS, "Definitioner", "D3", None),
        (
            "input/indikatorer.xlsx [Definitioner!D3]: fandt ingen grænse for »Lavindkomst« i 2025, skønt der er en i andre år, ventede kroner i alle år eller i ingen. Udfyld grænsen.",
        ),
    ),
    Case(
        Code.DUPLICATE_KEY,
        sheet(INDICATORS, "Definitioner", lambda worksheet: worksheet.append(["LAVINDKOMST", 2025, "Som før", 200000])),
        (
            "input/indikatorer.xlsx [Definitioner!B4]: fandt »Lavindkomst / 2025« igen; det står allerede i B3. Slet eller ret en af rækkerne.",
        ),
    ),
    Case(
        Code.AREA_WITHOUT_FORUM,
        cell(FORUMS, "Bydele", "C11", None),
        (
            "input/indikatorer.xlsx [Områder!C6]: Urbanplanen mv. ligger i bydel 10, som ikke har et forum. Giv bydelen et forum i fora.xlsx.",
        ),
    ),
    Case(
        Code.FORUM_WITHOUT_AREA,
        cells(FORUMS, "Bydele", {"C10": "F-NOR", "C11": "F-NOR"}),
        ("input/fora.xlsx [Fora!A3]: forummet Amager/Sundby har ingen områder. Giv det en bydel med områder, eller slet det.",),
    ),
    Case(
        Code.FORUM_NOT_COUNTED,
        sheet(INDICATORS, "2025", lambda worksheet: worksheet.delete_rows(5, 2)),
        (
            "input/fora.xlsx [Fora!A3]: ingen af byområderne i forummet Amager/Sundby har tal i arket 2025. Tilføj dem, eller slet forummet.",
        ),
    ),
    Case(
        Code.FORUM_WITHOUT_RECIPIENT,
        cell(FORUMS, "Modtagere", "A2", "F-AMS"),
        ("input/fora.xlsx [Fora!A2]: forummet Nørrebro har ingen modtager. Tilføj en i arket Modtagere.",),
    ),
    Case(
        Code.PLAN_WITHOUT_BUDGET,
        sheet(PLANS, "Helhedsplaner", lambda worksheet: repeat(worksheet, 2, "P-05")),
        (
            "input/helhedsplaner.xlsx [Helhedsplaner!A6]: planen P-05 har ingen kroner under ordningen »nu«. Tilføj dens linjer i arket Budget.",
        ),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=case_name)
def test_a_broken_rule_is_told_at_the_cell_to_correct(case: Case, tmp_path: Path) -> None:
    """Numbers, names and rows that contradict each other are told with what was found and what was expected."""
    problems = refused(tmp_path, case.edit)
    assert case.code in codes(problems)
    assert told(problems) == list(case.told)
    assert "{" not in "".join(told(problems, "en"))
