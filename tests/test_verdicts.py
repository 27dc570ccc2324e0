"""The sentences on a forum: every case in two languages, word by word; any conclusion gives whole sentences with its own numbers."""

from __future__ import annotations

import re
from dataclasses import replace
from math import isnan
from typing import Any, Final

import pandas as pd
import pytest
from hypothesis import given

from pipeline.language.banned_words import find_banned
from pipeline.language.language import NBSP, Language, load_language
from pipeline.language.rounding import round_printed
from pipeline.report.model.indicators import Decomposition, DecompositionPart
from pipeline.report.words.headings import say_city
from pipeline.report.words.verdict_checks import head_checks, say_checks
from pipeline.report.words.verdict_facts import VerdictFacts, relative_level
from pipeline.report.words.verdict_grounds import say_development, say_grounds
from pipeline.report.words.verdicts import say_verdict
from pipeline.scoring.compare.area_changes import AreaChanges, find_area_changes
from pipeline.scoring.compare.comparison import Incomparable
from pipeline.scoring.compare.verdict import Verdict
from tests.random_conclusions import KINDS, facts
from tests.verdict_sentences import SENTENCES, Said, forum

DANISH, ENGLISH = load_language("da"), load_language("en")
YEARS: Final = (2011, 2025)


def say_all_checks(facts: VerdictFacts, language: Language) -> str:
    """Return what the checks of a forum's conclusion say."""
    return say_checks(facts.result, facts.indicators, language)


@pytest.mark.parametrize("said", SENTENCES, ids=lambda said: said.case)
def test_every_case_has_its_sentences(said: Said) -> None:
    """Each conclusion and all that stands under it are the ones written by hand."""
    for language, texts in ((DANISH, said.danish), (ENGLISH, said.english)):
        got = (str(say_verdict(said.facts, language)), say_grounds(said.facts, language), say_all_checks(said.facts, language))
        assert tuple(text.replace(NBSP, " ") for text in got) == texts


@pytest.mark.parametrize(
    ("index", "same", "said"),
    [
        ((101.4, 96.0), -2.1, "faldet 2,1 point mod 5,4"),
        ((96.0, 101.4), 2.1, "steget 2,1 point mod 5,4"),
        ((96.0, 101.4), -2.1, "ændret −2,1 point mod +5,4"),
        ((96.0, 101.4), 0.0, "ændret 0,0 point mod +5,4"),
    ],
)
def test_comparable_areas_rise_fall_or_go_another_way(index: tuple[float, float], same: float, said: str) -> None:
    """A direction is a word where both have it, else a sign."""
    grounds = say_grounds(forum("X", Verdict.UNCLEAR, index, (0.2, 0.2), same=same), DANISH)
    assert f"er indekset {said} for hele området." in grounds.replace(NBSP, " ")


@pytest.mark.parametrize(
    ("case", "judged", "origin", "said"),
    [
        ("less", (-9.0, 5.0), (0.0, 0.0), "byen er også forbedret, men mindre"),
        ("more", (-4.0, 8.0), (0.0, 0.0), "byen er forbedret mere"),
        ("unchanged", (-6.0, 5.6), (0.0, 0.0), "byen er forbedret omtrent lige så meget"),
        ("more, worsened itself", (9.0, -4.0), (0.0, 0.0), "byen er også forværret, men mindre"),
        ("less, worsened itself", (4.0, -9.0), (0.0, 0.0), "byen er forværret mere"),
        ("more, worsened beside a better city", (4.0, 3.0), (0.0, 0.0), "byen er forbedret"),
        ("less, beside a worse city", (-4.0, -3.0), (0.0, 0.0), "byen er forværret"),
        ("less, and the city moved by less than counts", (-6.0, 1.9), (0.0, 0.0), "byen er omtrent som før"),
        ("less, and only the origin of the city moved", (-3.0, -0.5), (0.0, -3.0), "byen er omtrent som før"),
        ("less, by the origin of the city alone", (-5.0, 4.6), (0.0, -4.0), "byen er forbedret omtrent lige så meget"),
        ("more, by the origin alone, against what is judged", (-9.0, 4.0), (9.0, 0.0), "byen er også forbedret, men mindre"),
        ("unclear, as it may be chance", (-4.0, 6.2), (0.0, 0.0), "byen er også forbedret"),
        ("unclear, worsened itself", (6.2, -4.0), (0.0, 0.0), "byen er også forværret"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_city_is_said_to_do_what_the_judged_indicators_show(
    case: str, judged: tuple[float, float], origin: tuple[float, float], said: str
) -> None:
    """Origin is not judged, so it makes no city better or worse; and where it is unclear who moved more, no word says who did."""
    verdict = {"less": Verdict.BETTER, "more": Verdict.WORSE, "unchanged": Verdict.UNCHANGED, "unclear": Verdict.UNCLEAR}[
        case.split(",", maxsplit=1)[0]
    ]
    drawn = forum("X", verdict, (110.0, 110.0 + sum(judged) + sum(origin)), (0.2, 0.2), counts=(4, 0) if judged[0] < 0 else (0, 4))
    parts = (DecompositionPart("a", True, sum(judged), *judged, 0.3), DecompositionPart("b", False, sum(origin), *origin, 0.3))
    own, city = (one + other for one, other in zip(judged, origin, strict=True))
    split = Decomposition(drawn.result.index_before, drawn.result.index_now, parts, own, city, own + city)
    assert say_development(replace(drawn, parts=split), DANISH).partition("; ")[2] == f"{said}."


@pytest.mark.parametrize(
    ("now", "origin", "said"),
    [
        (104.0, 1.9, ""),
        (104.0, 2.0, "Af indeksets stigning på 4,0 point ligger 2,0 i"),
        (104.0, 4.6, "Hele indeksets stigning på 4,0 point ligger i"),
        (96.0, -2.4, "Af indeksets fald på 4,0 point ligger 2,4 i"),
        (96.0, -4.6, "Hele indeksets fald på 4,0 point ligger i"),
    ],
)
def test_an_indicator_that_is_not_judged_is_named_from_half_of_the_change_on(now: float, origin: float, said: str) -> None:
    """Of 4.0 points, 4.6 cannot be a part."""
    drawn = forum("X", Verdict.WORSE if now > 100 else Verdict.BETTER, (100.0, now), (0.2, 0.2), parts=(now - 100, 0.0), not_judged=origin)
    grounds = say_grounds(drawn, DANISH).replace(NBSP, " ")
    assert (said in grounds) if said else "som ikke vurderes" not in grounds


@pytest.mark.parametrize(
    ("core", "verdict", "danish", "english"),
    [
        (Verdict.BETTER, Verdict.BETTER, "samme konklusion i 8 af 9", "the same conclusion in 8 of 9"),
        (Verdict.BETTER, Verdict.UNCLEAR, "8 af 9 giver »mindre udsat«", "8 of 9 give “less deprived”"),
    ],
)
def test_the_heading_of_the_checks_says_what_they_agree_on(core: Verdict, verdict: Verdict, danish: str, english: str) -> None:
    """Where the checks make it unclear, eight that say less deprived do not say the same as the conclusion."""
    drawn = forum("X", verdict, (104.0, 101.0), (0.2, 0.2), core=core, other={"points": Verdict.WORSE})
    assert head_checks(drawn.result, DANISH) == f"Kontrolberegninger: {danish}"
    assert head_checks(drawn.result, ENGLISH) == f"Checks: {english}"


ONE_BEFORE, ONE_NOW, TWO = (("Y", 2011),), (("N", 2025),), (("N", 2011), ("Y", 2011))


@pytest.mark.parametrize(
    ("residents", "limits", "said"),
    [
        ((0.6, 0.2), {}, None),
        ((0.6, 0.2), {"higher": ((0.22, 0.2), ONE_BEFORE)}, "Forskellen skyldes ét delområde, Ydre Nørrebro, som i 2011 lå lige over"),
        ((0.6, 0.2), {"lower": ((0.6, 0.6), ONE_NOW)}, "Forskellen skyldes ét delområde, Nordvest, som i 2025 ligger lige under"),
        ((0.6, 0.2), {"lower": ((0.6, 0.65), ONE_NOW)}, "Forskellen skyldes ét delområde, Nordvest, som i 2025 ligger lige under"),
        (
            (0.6, 0.2),
            {"higher": ((0.4, 0.2), ONE_BEFORE)},
            "En del af forskellen skyldes ét delområde, Ydre Nørrebro, som i 2011 lå lige over",
        ),
        ((0.2, 0.2), {"lower": ((0.2, 0.5), ONE_NOW)}, "Andelen afhænger af ét delområde, Nordvest, som i 2025 ligger lige under"),
        (
            (0.6, 0.2),
            {"higher": ((0.2, 0.2), TWO)},
            "Andelen afhænger af, hvor grænserne sættes (se Kontrolberegninger bagest i rapporten).",
        ),
        ((0.6, 0.2), {"higher": ((0.57, 0.2), ONE_BEFORE)}, None),
    ],
)
def test_an_area_close_to_the_limit_is_named_where_it_decides(
    residents: tuple[float, float], limits: dict[str, Any], said: str | None
) -> None:
    """It explains the whole difference, a part of it, or that the share hangs on it; more areas are not named; a little is not said."""
    limits = dict.fromkeys(("lower", "higher"), (residents, ())) | limits
    grounds = say_grounds(forum("X", Verdict.BETTER, (110.0, 104.0), residents, limits=limits), DANISH).replace(NBSP, " ")
    assert said is None or said in grounds
    assert ("grænse" in grounds) == (said is not None)


def test_every_kind_of_verdict_of_a_forum_has_sentences() -> None:
    """All seven, and no other verdict is a forum's."""
    assert {said.facts.result.verdict for said in SENTENCES} == set(KINDS)


def numbers_said(text: str, language: Language) -> set[float]:
    """Return the numbers of a text, in digits and in words; »one area« is grammar."""
    words = {language.words(number): number for number in range(2, 13)}
    plain = re.sub(r"<[^>]+>", "", text)
    separators = {"da": (".", ","), "en": (",", ".")}[language.code]
    digits = [one.replace(separators[0], "").replace(separators[1], ".") for one in re.findall(r"\d+(?:[.,]\d+)*", plain)]
    return {float(one) for one in digits} | {float(words[word]) for word in re.findall(r"\w+", plain.casefold()) if word in words}


def own_numbers(facts: VerdictFacts) -> set[float]:
    """Return every number that the sentences may print, rounded as it is printed."""
    result = facts.result
    numbers: list[float] = [*facts.years, facts.residents, len(facts.indicators), len(facts.improved), len(facts.worsened), 5]
    numbers += [len(result.checks), result.holding, *(result.count(verdict) for verdict in Verdict), result.least, abs(facts.points)]
    numbers += [abs(100 * relative_level(index)) for index in (result.index_before, result.index_now)]
    numbers += [
        100 * share
        for pair in ((result.residents_before, result.residents_now), *(one.residents for one in result.checks))
        for share in pair
    ]
    numbers += [abs(points) for part in facts.parts.parts for points in (part.total, part.own, part.city)] if facts.parts else []
    changes = facts.areas.changes
    numbers += [2] if result.verdict is Verdict.NOT_COMPARABLE else []  # »the two years«
    numbers += [year for year in (changes.first, changes.last) if year] + [changes.new, changes.closed]
    return {round_printed(number, 1) for number in numbers if not isnan(number)}


@given(facts())
def test_any_conclusion_is_whole_sentences_with_its_own_numbers(drawn: VerdictFacts) -> None:
    """Whatever the facts: whole sentences, the finding in bold, nothing left to fill in, no number that is not the forum's."""
    for language in (DANISH, ENGLISH):
        sentence, grounds = str(say_verdict(drawn, language)), say_grounds(drawn, language)
        assert re.match(r"<b>[A-ZÆØÅ][^<]+</b> ", sentence)
        for text in (sentence, grounds, say_all_checks(drawn, language)):
            assert not text or text.endswith(".")
            assert not re.search(r"\.\.|[{}]|\s\s|nan|\s[.,;:]|\. [a-zæøå]", text), text
            assert find_banned(text, language.code) == []
            assert numbers_said(text, language) <= own_numbers(drawn), text


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
            (Verdict.BETTER, Verdict.BETTER, Verdict.BETTER, Verdict.UNCHANGED, Verdict.MIXED, Verdict.UNCLEAR),
            "Tre af seks fora er blevet mindre udsatte i forhold til byen, ét er uændret, ét har et blandet billede, og for ét er det uklart.",
            "Three of six forums have become less deprived compared with the city, one is unchanged, one has a mixed picture, and for one it is unclear.",
        ),
        (
            (Verdict.NOT_COMPARABLE, Verdict.NOT_COMPARABLE, Verdict.BETTER, Verdict.WORSE, Verdict.UNKNOWN),
            "Ét af fem fora er blevet mindre udsat i forhold til byen, ét er mere udsat, for to kan det ikke sammenlignes, og for ét er det ikke oplyst.",
            "One of five forums has become less deprived compared with the city, one has become more deprived, for two it cannot be compared, and for one it is not stated.",
        ),
        (
            (Verdict.WORSE, Verdict.WORSE),
            "Ingen af to fora er blevet mindre udsatte i forhold til byen, og to er mere udsatte.",
            "None of two forums have become less deprived compared with the city, and two have become more deprived.",
        ),
        (
            (Verdict.UNCLEAR,),
            "Byen har ét forum. Konklusion: uklar.",
            "The city has one forum. Conclusion: unclear.",
        ),
        (
            (Verdict.UNKNOWN, Verdict.NOT_COMPARABLE),
            "Udviklingen kan ikke opgøres for noget forum.",
            "The development cannot be stated for any forum.",
        ),
    ],
)
def test_the_city_counts_every_kind_of_verdict(verdicts: tuple[Verdict, ...], danish: str, english: str) -> None:
    """What is not comparable is not called unclear: the sentence counts what the column of the table says."""
    assert (say_city(verdicts, DANISH), say_city(verdicts, ENGLISH)) == (danish, english)
