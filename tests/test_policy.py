"""Policies: only listed files are read, every wrong key is reported, and limits are exact fractions."""

from __future__ import annotations

import re
import shutil
from fractions import Fraction
from pathlib import Path

import pytest

from pipeline.input.policy_for_reports import read_policy
from pipeline.problems.model import Code
from pipeline.problems.rejected import InputRejected
from tests.broken_inputs import POLICY, SETTINGS, Case, Edit, case_name, codes, content, problems_of, refused, small_input, text, told

FILE = "input/politik/kk-2011.toml"
OTHERS = "almenboligloven-61a, almenboligloven-61b, kk-2011, kk-2017, statsreglen-2017, townsend-2011"
UNKNOWN = f"input/indstillinger.toml [policy]: fandt ingen politik »{{}}«, forventede en af: {OTHERS}. Vælg en i indstillinger.toml."
KNOWN = "ikke_vestlig_herkomst, installationsmangler, lav_ingen_uddannelse, lavindkomst, smaa_boliger, uden_for_arbejdsmarkedet"
DECIMAL = "et tal med decimalpunktum, som 0.125, uden citationstegn"


CRITERION = 'criterion = { operator = ">=", times = 1.25, reference = "city" }'
NORMALISE = 'normalise = { method = "ratio", reference = "city" }'
INDEX = 'aggregate = "mean"    # mean: vægtet gennemsnit'
STATUS = "minimum_criteria = 4"


def invalid(old: str, new: str, key: str, found: str, expected: str) -> Case:
    """Return the case of one value that the program cannot use."""
    said = f"{FILE}{key}: fandt {found}, forventede {expected}. Ret værdien."
    return Case(Code.SETTING_INVALID, text(POLICY, old, new), (said,))


def for_reports(old: str, new: str, key: str, expected: str) -> Case:
    """Return the case of a policy that is one, but that the reports cannot show."""
    said = f"{FILE} [{key}]: rapporterne kan ikke vise denne politik, forventede {expected}. Brug kommandoen score til den, eller ret politikken."
    return Case(Code.POLICY_NOT_FOR_REPORTS, text(POLICY, old, new), (said,))


CASES = [
    Case(
        Code.TOML_UNREADABLE,
        text(POLICY, "scale = 100", "scale = 1,00"),
        (
            f"{FILE} [23]: filen kan ikke læses: linje 23, scale: et decimaltal skrives her med punktum, ikke komma; skriv 1.00. "
            "Ret den, og gem.",
        ),
    ),
    Case(
        Code.SETTING_UNKNOWN,
        text(POLICY, "judged = true", "judged = true\nweigth = 2"),
        (f"{FILE} [indicators.1.weigth]: fandt en nøgle, som programmet ikke kender. Ret stavningen, eller slet den.",),
    ),
    Case(
        Code.SETTING_MISSING,
        text(POLICY, 'da = "Små boliger (under 60 m²)", ', ""),
        (f"{FILE} [indicators.4.label.da]: fandt ikke nøglen, forventede den med en værdi. Tilføj den.",),
    ),
    invalid("times = 1.25", 'times = "1.25"', " [indicators.1.criterion.times]", '"1.25"', DECIMAL),
    invalid("times = 1.25", "times = -1.25", " [indicators.1.criterion.times]", "-1.25", "mere end 0"),
    invalid("times = 1.25", "times = 1.2500000000000001", " [indicators.1.criterion.times]", "1.2500000000000001", "højst 15 decimaler"),
    invalid("times = 1.25", "times = inf", " [indicators.1.criterion.times]", "Infinity", DECIMAL),
    invalid("times = 1.25", "times = 1e99", " [indicators.1.criterion.times]", "1E+99", "højst 20 cifre"),
    invalid('operator = ">="', 'operator = "="', " [indicators.1.criterion.operator]", '"="', "en af: >, >=, <, <="),
    invalid("weight = 1", "weight = -1", " [indicators.1.weight]", "-1", "mere end 0"),
    invalid("weight = 1", "weight = 0", " [indicators.1.weight]", "0", "mere end 0"),
    invalid("judged = true", 'judged = "nej"', " [indicators.1.judged]", '"nej"', "true eller false uden citationstegn"),
    invalid("judged = true", "judged = 1", " [indicators.1.judged]", "1", "true eller false uden citationstegn"),
    invalid(STATUS, "minimum_criteria = 0", " [statuses.1.minimum_criteria]", "0", "mindst 1"),
    invalid(STATUS, "minimum_criteria = 7", " [statuses.1.minimum_criteria]", "7", "højst antallet af kriterier, som er 6"),
    invalid(STATUS, "legal = true", " [statuses.1]", '"udsat"', "en af minimum_criteria, must_meet, requires, index og highest_part"),
    invalid(STATUS, 'criteria = ["lavindkomst"]\nhighest_part = 0.2', " [statuses.1]", '"udsat"', "minimum_criteria ved siden af criteria"),
    invalid(
        STATUS,
        'must_meet = ["kriminalitet"]',
        " [statuses.1.must_meet]",
        '"kriminalitet"',
        "navne, som politikken definerer under criterion: uden_for_arbejdsmarkedet, ikke_vestlig_herkomst, lavindkomst, smaa_boliger, "
        "installationsmangler, lav_ingen_uddannelse",
    ),
    invalid(STATUS, 'requires = ["udsat"]', " [statuses.1.requires]", '"udsat"', "navne, som politikken definerer under statuses: -"),
    invalid(STATUS, f'{STATUS}\n\n[[statuses]]\nid = "udsat"\nhighest_part = 0.2', " [statuses.2.id]", '"udsat"', "hver status én gang"),
    invalid(
        STATUS,
        f"{STATUS}\nyears = 5",
        " [input.year]",
        '"-"',
        "kolonnen med året under [input], fordi en indikator eller status ser på flere år",
    ),
    invalid('family = "kk"', "minimum_population = 1000", " [input.population]", '"-"', "kolonnen med befolkningen under [input]"),
    invalid('family = "kk"', "effective_to = 2011-11-30", " [effective_to]", '"2011-11-30"', "en dag, der ikke er før 2011-12-01"),
    invalid(
        'id = "smaa_boliger"',
        'id = "Små"',
        " [indicators.4.id]",
        '"Små"',
        "et navn af små bogstaver a–z, cifre og _, som begynder med et bogstav",
    ),
    invalid('id = "smaa_boliger"', 'id = "lavindkomst"', " [indicators.4.id]", '"lavindkomst"', "hver indikator én gang"),
    invalid(CRITERION, 'criterion = { operator = ">" }', " [indicators.1.criterion]", '">"', "enten value eller times og reference"),
    invalid(
        CRITERION,
        'criterion = { operator = ">", times = 2, reference = "landet" }',
        " [indicators.1.criterion.reference]",
        '"landet"',
        "navne, som politikken definerer under references: city",
    ),
    invalid('city = { row = "Hele byen" }', "city = {}", " [references.city]", '"-"', "netop én af row, column og areas"),
    invalid(
        NORMALISE,
        'normalise = "ratio"',
        " [indicators.1.normalise]",
        '"ratio"',
        "reference ved ratio og difference og ikke ved andre metoder",
    ),
    invalid(
        NORMALISE,
        'normalise = "z_score"',
        " [indicators.1.normalise]",
        '"z_score"',
        "ddof = 0 eller 1 ved z_score og ikke ved andre metoder",
    ),
    invalid(
        "weight = 1",
        'weight = 1\ntransform = { method = "goalposts", low = 2, high = 1 }',
        " [indicators.1.transform]",
        '"low = 2, high = 1"',
        "low og high, hvor low er under high",
    ),
    invalid(
        "weight = 1",
        'weight = 1\ntransform = { method = "goalposts", low = 0, high = 1, scale = "log" }',
        " [indicators.1.transform]",
        '"low = 0, high = 1"',
        "grænser over 0, fordi der tages logaritmer af dem",
    ),
    invalid(
        "weight = 1",
        'weight = 1\ntransform = "rank_exponential"',
        " [indicators.1.transform]",
        '"rank_exponential"',
        "ikke rank_exponential, hvor indikatoren sammenlignes med en reference",
    ),
    invalid(
        INDEX,
        'aggregate = "mean"\nrenormalise = true',
        " [index]",
        '"true"',
        'kun renormalise sammen med aggregate = "sum" og missing = "reduced"',
    ),
    invalid(
        INDEX,
        f'{INDEX}\nnormalise = {{ method = "ratio", reference = "city" }}',
        " [index.normalise]",
        '"ratio"',
        "hverken ratio eller difference for et domæne eller indekset, som ikke har nogen reference",
    ),
    invalid(
        "[references]",
        '[[domains]]\nid = "bolig"\naggregate = "mean"\n\n[references]',
        " [domains.1.id]",
        '"bolig"',
        "et domæne, som en indikator eller et domæne er en del af",
    ),
    invalid(
        "[references]",
        '[[domains]]\nid = "a"\ndomain = "b"\naggregate = "mean"\n\n[[domains]]\nid = "b"\ndomain = "a"\naggregate = "mean"\n\n[references]',
        " [domains.1.domain]",
        '"a"',
        "domæner, der ikke indeholder sig selv",
    ),
    Case(
        Code.SETTING_INVALID,
        content(POLICY, lambda whole: re.sub(rb"\[index\]\n(\w.*\n)+", b"[quantiles]\nnumber = 5\n", whole)),
        (f'{FILE} [index]: fandt "-", forventede en tabel [index], fordi domæner, kvantiler eller en status kræver den. Ret værdien.',),
    ),
    Case(
        Code.SETTING_INVALID,
        content(POLICY, lambda whole: whole.replace(b"weight = 1\n", b"in_index = false\n")),
        (f'{FILE} [index]: fandt "-", forventede mindst én indikator i indekset. Ret værdien.',),
    ),
    Case(
        Code.SETTING_INVALID,
        lambda folder: (folder / "politik" / "kk-2012.toml").write_text(
            (folder / POLICY).read_text(encoding="utf-8").replace('id = "kk-2011"', 'id = "kk-2012"'), encoding="utf-8"
        ),
        (
            f"{FILE} [effective_from]: fandt 2011-12-01, forventede datoer, der ikke overlapper med dem for kk-2012, som er af samme familie kk "
            "(2011-12-01 til -). Ret værdien.",
        ),
    ),
    invalid(
        "weight = 1",
        'weight = 1\ntransform = { method = "log1p", low = 3 }',
        " [indicators.1.transform]",
        '"low"',
        "ingen sådan nøgle ved metoden log1p, som ikke bruger den",
    ),
    invalid(INDEX, f"{INDEX}\nminimum_parts = 2", " [index]", "2", 'missing = "reduced" ved siden af minimum_parts'),
    Case(
        Code.SETTING_INVALID,
        content(POLICY, lambda whole: whole.replace(b'missing = "missing"', b'missing = "reduced"\nminimum_parts = 7')),
        (f"{FILE} [index.minimum_parts]: fandt 7, forventede højst antallet af dele, som er 6. Ret værdien.",),
    ),
    invalid(STATUS, 'must_meet = ["lavindkomst", "lavindkomst"]', " [statuses.1.must_meet]", '"lavindkomst"', "hvert navn én gang"),
    invalid(
        'label = { da = "Udsat byområde", en = "Deprived city area" }',
        'label = "rank"',
        " [statuses.1.label]",
        '"rank"',
        "et navn, som ingen anden kolonne i resultatet har",
    ),
    Case(
        Code.SETTING_INVALID,
        content(
            POLICY,
            lambda whole: whole.replace(b'city = { row = "Hele byen" }', b'city = { areas = "sum" }').replace(
                b"weight = 1\n", b'weight = 1\ncolumns = { numerator = "x" }\n', 1
            ),
        ),
        (
            f'{FILE} [indicators.1.columns]: fandt "city", forventede base, fordi referencen lægger tællere og nævnere sammen '
            '(areas = "mean" kræver den ikke). Ret værdien.',
        ),
    ),
    for_reports('id = "smaa_boliger"', 'id = "smaa"', "indicators.4.id", f"en af projektmappernes indikatorer: {KNOWN}"),
    for_reports('source = { da = "RAS", en = "RAS" }\n', "", "indicators.1", "teksterne source, som rapporterne trykker"),
    for_reports(
        NORMALISE,
        'normalise = "rank"',
        "indicators.1",
        'en andel med normalise = ratio til referencen "city" og et kriterium >= times gange byen',
    ),
    for_reports("times = 1.25", "times = 1.3", "indicators", "det samme kriterium for alle indikatorer"),
    for_reports("scale = 100", "scale = 1", "index", "et indeks med aggregate = mean, scale = 100 og missing = missing, uden domæner"),
    for_reports(STATUS, "highest_part = 0.2", "statuses", "en første status, der alene gives af minimum_criteria"),
    Case(
        Code.SETTING_INVALID,
        content(POLICY, lambda whole: b"indicators = []\n" + whole.split(b"[[ind")[0]),
        (f"{FILE} [indicators]: fandt […], forventede en liste med mindst 1. Ret værdien.",),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=case_name)
def test_a_wrong_policy_is_told_at_its_key_or_line(case: Case, tmp_path: Path) -> None:
    """What the program cannot use in a policy is quoted with what it expected instead, in Danish."""
    with pytest.raises(InputRejected) as rejected:
        read_policy(small_input(tmp_path, case.edit), "kk-2011")
    assert codes(rejected.value.problems) == [case.code]
    assert told(rejected.value.problems) == list(case.told)
    assert "{" not in told(rejected.value.problems, "en")[0]


def another_policy(folder: Path) -> None:
    """Add a second policy, and a file outside the folder of policies that would be one."""
    shutil.copy(folder / POLICY, folder / "politik" / "kk-2017.toml")
    shutil.copy(folder / POLICY, folder.parent / "x.toml")
    shutil.copy(folder / POLICY, folder / "x.toml")


@pytest.mark.parametrize("name", ["kk-2012", "", "KK-2011", "../x", "../../x", "./kk-2011", "kk-2011.toml", "*", "{outside}/x"])
def test_an_unknown_policy_names_those_that_exist(name: str, tmp_path: Path) -> None:
    """Only a name of the list is a policy; a path never leads out of the folder of policies."""
    name = name.format(outside=tmp_path)
    edits: list[Edit] = [another_policy, text(SETTINGS, 'policy = "kk-2011"', f'policy = "{name}"')]
    assert told(refused(tmp_path, *edits)) == [UNKNOWN.format(name)]


def test_a_folder_without_policies_is_told(tmp_path: Path) -> None:
    """Where there are no policies at all, the message says so."""
    folder = small_input(tmp_path, lambda folder: shutil.rmtree(folder / "politik"))
    assert told(problems_of(folder)) == [
        "input/indstillinger.toml [policy]: fandt ingen politik »kk-2011«, forventede en af: -. Vælg en i indstillinger.toml."
    ]


@pytest.mark.parametrize(
    ("typed", "ratio"),
    [
        ("1.25", Fraction(5, 4)),
        ("1.1", Fraction(11, 10)),
        ("2", Fraction(2)),
        ("0.3333", Fraction(3333, 10000)),
        ("125e-2", Fraction(5, 4)),
    ],
)
def test_the_limit_is_the_exact_fraction_that_was_typed(typed: str, ratio: Fraction, tmp_path: Path) -> None:
    """1.1 is eleven tenths, which no binary fraction is."""
    folder = small_input(tmp_path, content(POLICY, lambda whole: whole.replace(b"times = 1.25", f"times = {typed}".encode())))
    assert read_policy(folder, "kk-2011").ratio == ratio
