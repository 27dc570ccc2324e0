"""Policies: only a file of the list is read, every wrong key is told, and the limits are exact fractions."""

from __future__ import annotations

import re
import shutil
from fractions import Fraction
from pathlib import Path

import pytest

from pipeline.policy import read_policy
from pipeline.problems import Code, InputRejected
from tests.broken_inputs import POLICY, SETTINGS, Case, Edit, case_name, codes, content, problems_of, refused, small_input, text, told

FILE = "input/politik/kk-2011.toml"
UNKNOWN = "input/indstillinger.toml [policy]: fandt ingen politik »{}«, ventede en af: kk-2011, kk-2017. Vælg en i indstillinger.toml."
KNOWN = "ikke_vestlig_herkomst, installationsmangler, lav_ingen_uddannelse, lavindkomst, smaa_boliger, uden_for_arbejdsmarkedet"
DECIMAL = "et tal med decimalpunktum, som 0.125, uden citationstegn"


def invalid(old: str, new: str, key: str, found: str, expected: str) -> Case:
    """Return the case of one value that the program cannot use."""
    said = f"{FILE}{key}: fandt {found}, ventede {expected}. Ret værdien."
    return Case(Code.SETTING_INVALID, text(POLICY, old, new), (said,))


CASES = [
    Case(
        Code.TOML_UNREADABLE,
        text(POLICY, "ratio = 1.25", "ratio = 1,25"),
        (
            f"{FILE} [14]: filen kan ikke læses: fejl i linje 14, tegn 10 (Expected newline or end of document after a statement). "
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
        (f"{FILE} [indicators.4.label.da]: fandt ikke nøglen, ventede den med en værdi. Tilføj den.",),
    ),
    invalid("ratio = 1.25", 'ratio = "1.25"', " [criterion.ratio]", '"1.25"', DECIMAL),
    invalid("ratio = 1.25", "ratio = -1.25", " [criterion.ratio]", "-1.25", "mere end 0"),
    invalid("ratio = 1.25", "ratio = 1.25001", " [criterion.ratio]", "1.25001", "højst 4 decimaler"),
    invalid("ratio = 1.25", "ratio = inf", " [criterion.ratio]", "Infinity", DECIMAL),
    invalid('operator = ">="', 'operator = ">"', " [criterion.operator]", '">"', "en af: >="),
    invalid("weight = 1", "weight = 0", " [indicators.1.weight]", "0", "mere end 0"),
    invalid("judged = true", 'judged = "nej"', " [indicators.1.judged]", '"nej"', "true eller false uden citationstegn"),
    invalid("judged = true", "judged = 1", " [indicators.1.judged]", "1", "true eller false uden citationstegn"),
    invalid("minimum_criteria = 4", "minimum_criteria = 0", " [status.minimum_criteria]", "0", "mindst 1"),
    invalid("minimum_criteria = 4", "minimum_criteria = 7", "", "7", "højst antallet af indikatorer, som er 6"),
    invalid('id = "smaa_boliger"', 'id = "smaa"', "", '"smaa"', f"en af arbejdsbøgernes indikatorer: {KNOWN}"),
    Case(
        Code.SETTING_INVALID,
        content(POLICY, lambda whole: b"indicators = []\nassumptions = []\n" + whole.split(b"[[ind")[0]),
        (f"{FILE} [indicators]: fandt […], ventede en liste med mindst 1. Ret værdien.",),
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


def test_an_indicator_that_occurs_twice_is_refused(tmp_path: Path) -> None:
    """The same indicator twice would count twice in the index."""
    folder = small_input(tmp_path, text(POLICY, 'id = "smaa_boliger"', 'id = "lavindkomst"'))
    with pytest.raises(InputRejected) as rejected:
        read_policy(folder, "kk-2011")
    assert re.fullmatch(
        rf'{re.escape(FILE)}: fandt ".*…", ventede hver indikator én gang\. Ret værdien\.', told(rejected.value.problems)[0]
    )


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
        "input/indstillinger.toml [policy]: fandt ingen politik »kk-2011«, ventede en af: -. Vælg en i indstillinger.toml."
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
    assert read_policy(small_input(tmp_path, text(POLICY, "ratio = 1.25", f"ratio = {typed}")), "kk-2011").ratio == ratio
