"""The words for problems: every code has an input that triggers it, and texts in both languages with the same placeholders."""

from __future__ import annotations

import re
from datetime import date
from string import Formatter

import pytest

from pipeline.language.language import load_language
from pipeline.problems.describe import HANDLING, describe, describe_in_place, describe_parts
from pipeline.problems.model import Code, FinePercent, Percent, Phrase, Place, Problem
from pipeline.problems.phrases import PHRASES
from pipeline.problems.words import WORDS
from tests import (
    test_conventions,
    test_gates,
    test_language_rules,
    test_load,
    test_load_files,
    test_names,
    test_period,
    test_policy,
    test_score_file_problems,
    test_settings,
    test_sources_problems,
    test_tell,
    test_validate_cells,
    test_validate_findings,
    test_validate_rules,
)
from tests.broken_inputs import Case
from tests.test_mistakes import LINES, MISTAKES, OF_WIDE_SHEETS

# test_policy tells the first for a list of names, test_xlsx_gate the others of a reader that was stopped
STOPPED = {Code.FILE_TOO_SLOW, Code.FILE_CHANGED, Code.FILE_CRASHED, Code.FILE_OUT_OF_MEMORY}
OF_DAMAGE = {"part_unreadable", "part_twice", "part_absent", "too_many"}  # of files that test_xlsx_damage lays
TOLD_BY_TESTS = {
    *OF_DAMAGE,
    "indicator_twice",
    "lines_of_table",
    "date_number",
    "sources_begin",
    "other_value",
    "closed_gone",
    "whole_city",
    "closed_forbidden",
    "email_symbols",
    "authority",
    "column_or_several",
}  # of their own
OF_COPIES = {Code.YEAR_COPIED, Code.ROW_COPIED, Code.AREA_COPIED, Code.INDICATOR_COPIED, Code.COLUMNS_SWAPPED}  # told in test_copies
OF_MISTAKES = {
    *(Code.VALUE_MERGED, Code.ROW_UNFINISHED, Code.HEADERS_MISSING, Code.SHEET_BESIDE),
    *(Code.SHAPES_MIXED, Code.ROW_BLANK, Code.NOT_A_MARK),
}  # told in test_mistakes
OF_SENDING = {Code.RECORD_DAMAGED, Code.DOMAIN_NOT_ALLOWED}  # told in test_series and test_sending_halts
TOLD_ELSEWHERE = {
    Code.ROW_STRUCK,  # in test_validate_cells
    Code.INPUT_MISSING,  # in test_load
    Code.POLICY_UNKNOWN,
    Code.ROWS_LATER,
    Code.GROUPS_UNDATED,
    *STOPPED,
    *OF_COPIES,
    *OF_MISTAKES,
    *OF_SENDING,
}  # the two in test_reported_day
MODULES = (
    test_load,
    test_load_files,
    test_period,
    test_conventions,
    test_gates,
    test_tell,
    test_validate_cells,
    test_validate_rules,
    test_validate_findings,
    test_score_file_problems,
    test_settings,
    test_policy,
    test_language_rules,
    test_names,
    test_sources_problems,
)
CASES: list[Case] = [case for module in MODULES for case in (*module.CASES, *getattr(module, "FOUND", ()))]
TOLD = [
    *(line for case in CASES for line in case.told),
    *(row["told"] for rows in (LINES, *MISTAKES.values(), *OF_WIDE_SHEETS.values()) for row in rows),
]
DANISH, ENGLISH = load_language("da"), load_language("en")


def placeholders(text: str) -> set[str]:
    """Return the names in braces."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_every_code_has_an_input_that_shows_it() -> None:
    """No problem is without a broken input that proves it can happen, and no case shows a code that is gone."""
    assert {case.code for case in CASES} | TOLD_ELSEWHERE == set(Code)


def test_every_case_says_where() -> None:
    """Every line that an analyst is told begins with the file, and never with a path of the machine."""
    assert {line.split(":")[0].split(" [")[0] for case in CASES for line in case.told} == {
        "input/indikatorer.xlsx",
        "input/helhedsplaner.xlsx",
        "input/fora.xlsx",
        "input/fora.xlsm",
        "input/fora.xls",
        "input/indstillinger.toml",
        "input/politik/kk-2011.toml",
        "input/navne.toml",
        "input/kilder.toml",
        "input/kilde.xlsx",
        "input/andre/kilde.xlsx",
        "tabel.csv",
        "tabel.xlsx",
    }


@pytest.mark.parametrize("code", list(Code))
def test_every_code_has_words_in_both_languages(code: Code) -> None:
    """The Danish is another text than the English and fills in the same facts."""
    english = ENGLISH.gettext(WORDS[code])
    danish = DANISH.gettext(WORDS[code])
    assert danish != english
    assert placeholders(danish) == placeholders(english)
    assert danish.endswith((".", "}"))


@pytest.mark.parametrize("name", sorted(PHRASES))
def test_every_phrase_has_words_in_both_languages(name: str) -> None:
    """What is put into a sentence is in the sentence's language."""
    assert DANISH.gettext(PHRASES[name]) != ENGLISH.gettext(PHRASES[name])
    assert placeholders(DANISH.gettext(PHRASES[name])) == placeholders(PHRASES[name])


@pytest.mark.parametrize("name", sorted(set(PHRASES) - TOLD_BY_TESTS))
def test_every_phrase_is_told_by_a_case(name: str) -> None:
    """No phrase is left over, and each has been read in its sentence."""
    pattern = re.sub(r"\\{\w+\\}", ".+", re.escape(DANISH.gettext(PHRASES[name])))
    assert [line for line in TOLD if re.search(pattern, line)]


def test_only_findings_are_handled() -> None:
    """An error has no handling: nothing is reported with it."""
    assert all(Problem(code, Place("input/fora.xlsx")).is_finding for code in HANDLING)


@pytest.mark.parametrize(
    ("value", "danish", "english"),
    [
        (date(2025, 12, 31), "31. december 2025", "31 December 2025"),
        (Percent(0.125), "12,5\N{NO-BREAK SPACE}%", "12.5%"),
        (FinePercent(0.18012), "18,01\N{NO-BREAK SPACE}%", "18.01%"),
        (Phrase("at_nothing", {}, "as pydantic says it"), "as pydantic says it", "as pydantic says it"),
        (Phrase("greater_than_equal", {"ge": 3}), "mindst 3", "at least 3"),
        ("{column} %s <b>[red]", "{column} %s <b>[red]", "{column} %s <b>[red]"),
    ],
    ids=str,
)
def test_facts_are_shown_in_the_language_of_the_sentence(value: object, danish: str, english: str) -> None:
    """Dates, percents and phrases are put into words; a text is shown letter by letter, whatever it looks like."""
    problem = Problem(Code.SETTING_INVALID, Place("input/x.toml", None, "a.b"), {"found": value, "expected": "-"})
    assert describe(problem, DANISH) == f"fandt {danish}, forventede -. Ret værdien."
    assert describe_in_place(problem, ENGLISH) == f"input/x.toml [a.b]: found {english}, expected -. Correct the value."


def test_nothing_is_cut_off_what_a_workbook_says() -> None:
    """A name that begins like a sentence of ours keeps its first word in the table, and »fandt« stands once in a sentence."""
    place, facts = Place("input/fora.xlsx"), {"area": "fandt Vang", "found": "forventede By", "known": "forventede By"}
    stated, found = (Problem(code, place, facts) for code in (Code.AREA_WITHOUT_FORUM, Code.POLICY_UNKNOWN))
    assert describe_parts(stated, DANISH).found == "fandt Vang ligger i bydel forventede By, som ikke har et forum"
    assert describe_parts(found, DANISH).found == "ingen politik »forventede By«"
    assert describe(found, DANISH).startswith("fandt ingen politik »forventede By«, forventede en af: forventede By. ")


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        (Place("input/fora.xlsx"), "input/fora.xlsx"),
        (Place("input/fora.xlsx", "Bydele"), "input/fora.xlsx [Bydele]"),
        (Place("input/fora.xlsx", "Bydele", "AA17"), "input/fora.xlsx [Bydele!AA17]"),
        (Place("input/indstillinger.toml", None, "periods.now"), "input/indstillinger.toml [periods.now]"),
    ],
    ids=str,
)
def test_a_place_is_written_as_in_excel(place: Place, shown: str) -> None:
    """File, sheet and cell stand as an analyst would look them up."""
    assert str(place) == shown
