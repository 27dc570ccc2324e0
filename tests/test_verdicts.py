"""The verdict's sentence: five cases in two languages, word by word, and for any conclusion one whole sentence with its own numbers."""

from __future__ import annotations

import re
from math import isnan
from typing import Final

import pandas as pd
import pytest
from hypothesis import given

from pipeline.boundaries import AreaChanges, find_area_changes
from pipeline.comparison import Conclusion, Incomparable
from pipeline.report import Verdict
from pipeline.wording import Language, load_language
from pipeline.wording.headings import say_city
from pipeline.wording.language_rules import find_banned
from pipeline.wording.verdicts import say_verdict
from tests.random_conclusions import KINDS, conclusions
from tests.verdict_sentences import SENTENCES, Said

DANISH, ENGLISH = load_language("da"), load_language("en")
YEARS: Final = (2011, 2025)


@pytest.mark.parametrize("said", SENTENCES, ids=lambda said: f"{said.verdict}-{said.before}-{said.now}")
def test_every_case_has_its_sentence(said: Said) -> None:
    """One area, several, none and all deprived, as many areas as before or not: each sentence is the one written by hand."""
    assert say_verdict(said.result, said.changes, YEARS, DANISH) == said.danish
    assert say_verdict(said.result, said.changes, YEARS, ENGLISH) == said.english


def test_every_kind_of_verdict_of_a_forum_has_sentences() -> None:
    """All five, and no other verdict is a forum's."""
    assert {said.verdict for said in SENTENCES} == set(KINDS)


def numbers_said(sentence: str, language: Language) -> set[float]:
    """Return the numbers of a sentence, in digits and in words; »one area« and »both« are the grammar of one and two."""
    words = {language.words(number): number for number in range(13)} | {language.words(1, neuter=True): 1}
    plain = re.sub(r"<[^>]+>", "", sentence)
    digits = {float(text.replace(",", ".")) for text in re.findall(r"\d+(?:[.,]\d+)?", plain)}
    return digits | {float(words[word]) for word in re.findall(r"\w+", plain) if word in words}


@given(conclusions())
def test_any_conclusion_is_one_sentence_with_its_own_numbers(drawn: tuple[Conclusion, AreaChanges]) -> None:
    """Whatever the conclusion: one sentence, its finding in bold, nothing left to fill in, no number that is not the conclusion's."""
    result, changes = drawn
    own = {float(number) for number in (result.deprived_before, result.deprived_now, result.known_before, result.known_now)}
    own |= {float(year) for year in (*YEARS, changes.first, changes.last) if year}
    own |= {float(number) for number in (result.holding, len(result.checks), changes.new, changes.closed)}
    for language in (DANISH, ENGLISH):
        sentence = str(say_verdict(result, changes, YEARS, language))
        assert sentence.endswith(".")
        assert not re.search(r"\.\s|\.\.|[{}]|\s\s|nan|\s[.,;:]", sentence), sentence
        assert sentence[0].isupper()
        assert re.search(r"<b>\w[^<]+</b>", sentence)
        assert sentence.count("<b>") == sentence.count("</b>")
        assert find_banned(sentence, language.code) == []
        indices = {
            float(language.number(index, 1).replace(",", ".")) for index in (result.index_before, result.index_now) if not isnan(index)
        }
        points: set[float] = set()
        if "point" in sentence:
            points = {float(language.number(abs(result.index_now - result.index_before), 1).replace(",", "."))}
        allowed = own | indices | points | {0.0}  # none of the areas, none of the checks
        if "the one area" in sentence or "the only one" in sentence or "both" in sentence:
            allowed |= {1.0}
        assert numbers_said(sentence, language) <= allowed, sentence


def sheets(**versions: dict[int, str]) -> pd.DataFrame:
    """Return the boundary versions of areas, year by year, as the tables hold them."""
    rows = [(area, year, version) for area, years in versions.items() for year, version in years.items()]
    return pd.DataFrame(rows, columns=["area_id", "year", "boundary_version"])


MOVED, NEW, CLOSED = Incomparable.BOUNDARY, Incomparable.NEW, Incomparable.CLOSED
ONE = {2011: "a", 2015: "a", 2016: "b", 2025: "b"}


@pytest.mark.parametrize(
    ("versions", "reasons", "expected"),
    [
        ({"A": ONE}, {"A": MOVED}, AreaChanges(2016, 2016)),
        ({"A": {2011: "a", 2015: "a", 2019: "b", 2025: "b"}}, {"A": MOVED}, AreaChanges(2015, 2019)),
        ({"A": {2011: "a", 2025: "b"}}, {"A": MOVED}, AreaChanges(2011, 2025)),
        ({"A": {2011: "a", 2015: "b", 2019: "c", 2025: "c"}}, {"A": MOVED}, AreaChanges(2011, 2019)),
        ({"A": ONE, "B": {2011: "a", 2018: "a", 2019: "b", 2025: "b"}}, {"A": MOVED, "B": MOVED}, AreaChanges(2016, 2019)),
        ({"A": ONE, "B": {2016: "a", 2025: "a"}, "C": {2011: "a"}}, {"A": MOVED, "B": NEW, "C": CLOSED}, AreaChanges(2016, 2016, 1, 1)),
        ({"A": {2009: "x", 2011: "a", 2025: "b", 2026: "c"}}, {"A": MOVED}, AreaChanges(2011, 2025)),
        ({"A": ONE}, {}, AreaChanges()),
    ],
    ids=["to the year", "between sheets", "no sheet between", "twice", "two areas", "new and closed", "outside the period", "compared"],
)  # fmt: skip
def test_a_boundary_changed_in_the_year_or_span_that_the_sheets_tell(
    versions: dict[str, dict[int, str]], reasons: dict[str, Incomparable], expected: AreaChanges
) -> None:
    """A change between sheets of two years in a row is known to the year; else the sheet before and the sheet after are the span."""
    assert find_area_changes(sheets(**versions), reasons, *YEARS) == expected


@pytest.mark.parametrize(
    ("verdicts", "danish", "english"),
    [
        (
            (Verdict.BETTER, Verdict.BETTER, Verdict.WORSE, Verdict.UNCHANGED, Verdict.UNCLEAR),
            "To distrikter er blevet mindre udsatte, ét er blevet mere udsat, ét er hverken mere eller mindre udsat og for ét er det uklart.",
            "Two districts have become less deprived, one has become more deprived, one is neither and for one it is unclear.",
        ),
        (
            (Verdict.NOT_COMPARABLE, Verdict.NOT_COMPARABLE, Verdict.BETTER),
            "Ét distrikt er blevet mindre udsat, ingen er blevet mere udsatte og for to kan det ikke sammenlignes.",
            "One district has become less deprived, none have become more deprived and for two it cannot be compared.",
        ),
    ],
)
def test_the_city_counts_every_kind_of_verdict(verdicts: tuple[Verdict, ...], danish: str, english: str) -> None:
    """What is not comparable is not called unclear: the sentence counts what the column of the table says."""
    assert (say_city(verdicts, DANISH), say_city(verdicts, ENGLISH)) == (danish, english)
