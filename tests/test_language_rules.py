"""The language rules of the reports: what they catch and what they let pass, and that no text of the program is caught."""

from __future__ import annotations

import csv
import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.input.check_input import Intake, check_input
from pipeline.language.banned_words import ALLOWED, RULES, Fault, find_banned
from pipeline.language.language import load_language
from pipeline.problems.model import Code
from pipeline.render.document import render_html
from pipeline.report.compose.city import compose_city
from pipeline.report.compose.district import compose_districts
from pipeline.report.compose.material import gather_material
from pipeline.report.model.city import CityReport
from pipeline.report.model.district import DistrictReport
from pipeline.report.words.verdict_facts import VerdictFacts
from pipeline.run import compose_reports
from pipeline.settings.policy.banned_words import lint_texts
from pipeline.settings.policy.read import read_policy_file
from pipeline.settings.settings import read_settings
from tests import sample_reports as samples
from tests.broken_inputs import POLICY, Case, accepted, case_name, codes, refused, text, told
from tests.build import INPUT, ROOT, Built, build
from tests.random_conclusions import LABELS, facts
from tests.reading import Page, read_template, texts_in
from tests.test_catalogs import strings, translations

FILE = "input/politik/kk-2011.toml"
OTHERWISE = "Skriv det om; kun en lov citeres ordret, med årstal: »…« (lov nr. 38 af 2018)."
NOTE = "Herkomst indgår i både kriterier og indeks, fordi politikken fastlægger det, men ændringen vurderes ikke."

DATA = ROOT / "tests" / "data" / "language"


def read_table(name: str) -> list[dict[str, str]]:
    """Return the rows of a table of sentences."""
    with (DATA / name).open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


CAUGHT: list[tuple[str, str, list[str], Fault]] = [
    *((row["language"], row["text"], row["words"].split("; "), Fault[row["fault"].upper()]) for row in read_table("caught.csv")),
    ("da", "Lav ef\N{SOFT HYPHEN}fekt|måling", ["effektmåling"], Fault.CLAIMS_CAUSE),
    ("da", unicodedata.normalize("NFD", "et problemområde"), ["problemområde"], Fault.STAMPS),
]
# A quotation that lacks what makes it one: the year, the law, the signs of quotation, or its place before the parenthesis
NO_QUOTATION: list[str] = [
    "»Ved en ghetto forstås et område« (almenboligloven § 61 a)",
    "»Ved en ghetto forstås et område« (2018)",
    "Ved en ghetto forstås et område (lov nr. 38 af 2018)",
    '"Ved en ghetto forstås et område" (lov nr. 38 af 2018)',
    "»Ved en ghetto forstås et område« som det hed (lov nr. 38 af 2018)",
    "(lov nr. 38 af 2018) »Ved en ghetto forstås et område«",
    "»Ved et område« forstås en ghetto (lov nr. 38 af 2018)",
    "»Det var en ghetto« (Københavns Kommune, 2018)",
]
PASSING = [(row["language"], row["text"]) for row in read_table("passing.csv")]


@pytest.mark.parametrize(("code", "sentence", "words", "fault"), CAUGHT, ids=lambda value: value if isinstance(value, str) else "")
def test_a_banned_word_is_caught_with_its_place_and_fault(code: str, sentence: str, words: list[str], fault: Fault) -> None:
    """Whatever its case, ending, compound or hyphenation; the finding says the word, where it stands, why, and what to write."""
    found = find_banned(sentence, code)
    assert [one.word for one in found] == words
    seen = unicodedata.normalize("NFC", sentence).replace("\N{SOFT HYPHEN}", "").replace("|", "")
    assert all(seen[one.start :].startswith(one.word) for one in found)
    assert {one.fault for one in found} == {fault}
    danish = load_language("da")
    assert all(danish.gettext(text) != text for one in found for text in (one.reason, one.instead))


@pytest.mark.parametrize("sentence", NO_QUOTATION)
def test_only_a_dated_quotation_of_a_law_is_an_exception(sentence: str) -> None:
    """Without law, year, signs of quotation or the parenthesis right after, the word is caught."""
    assert [one.word for one in find_banned(sentence, "da")] == ["ghetto"]


@pytest.mark.parametrize(("code", "sentence"), PASSING, ids=lambda value: value)
def test_what_is_meant_otherwise_passes(code: str, sentence: str) -> None:
    """A law's own words, a law that takes effect, words that merely look alike."""
    assert find_banned(sentence, code) == []


PATTERNS = [(code, fault, pattern) for code, faults in RULES.items() for fault, patterns in faults.items() for pattern in patterns]


@pytest.mark.parametrize(("code", "fault", "pattern"), PATTERNS, ids=str)
def test_every_pattern_catches_one_of_the_examples(code: str, fault: Fault, pattern: str) -> None:
    """No pattern is left over or never seen to catch anything."""
    own = [sentence for language, sentence, _, caught_as in CAUGHT if (language, caught_as) == (code, fault)]
    assert any(re.search(rf"\b{pattern}", unicodedata.normalize("NFC", sentence), re.IGNORECASE) for sentence in own)
    assert set(ALLOWED) == set(RULES)


def caught(found: Iterator[tuple[str, str]]) -> list[tuple[str, list[str]]]:
    """Return the texts in which a rule finds a word; pairs of a text and its language enter."""
    return [(sentence, [one.word for one in banned]) for sentence, code in found if (banned := find_banned(sentence, code))]


def test_the_catalogs_hold_no_banned_word() -> None:
    """Every text of the program and the templates, English and Danish."""
    messages = list(translations().values())
    english = ((one, "en") for message in messages for one in ((message.id,) if isinstance(message.id, str) else message.id))
    danish = ((one, "da") for message in messages for one in strings(message))
    assert caught(chain(english, danish)) == []


def test_the_templates_hold_no_banned_word() -> None:
    """What stands in a template or glyph beside the catalogued texts, in either language."""
    files = [path for path in (ROOT / "templates").rglob("*") if path.is_file()]
    found = [(one, code) for path in files for one in read_template(path.read_text(encoding="utf-8")) for code in RULES]
    assert len(found) > 2 * len(files)
    assert caught(iter(found)) == []
    assert read_template('<p class="worse">{{ _("x") }}<img alt="effekt"></p>{# effekt #}') == [" ", "effekt", " "]
    assert read_template('p::after { content: "effekt" }') == ['"effekt" ']


@pytest.mark.parametrize("path", sorted((INPUT / "politik").glob("*.toml")), ids=lambda path: path.stem)
def test_the_policies_that_ship_hold_no_banned_word(path: Path) -> None:
    """Every text of the file whatever its key, and the file is read without complaint."""
    assert caught(_typed(tomllib.loads(path.read_text(encoding="utf-8")))) == []
    assert read_policy_file(path)


def test_the_names_in_the_settings_hold_no_banned_word() -> None:
    """The municipality and its administrations stand in every report."""
    assert caught(_typed(tomllib.loads((INPUT / "indstillinger.toml").read_text(encoding="utf-8")))) == []
    assert read_settings(INPUT).administrations


def _typed(value: Any, code: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text of a file; what is in neither language is read in both."""
    if isinstance(value, str):
        yield from ((value, one) for one in ([code] if code else RULES))
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _typed(inner, key if key in RULES else code)
    elif isinstance(value, list):
        for inner in value:
            yield from _typed(inner, code)


@pytest.fixture(scope="module")
def built() -> Built:
    """The project's own input through all stages up to the comparison."""
    return build(INPUT)


def in_language(intake: Intake, code: str) -> Intake:
    """Return the input with reports in another language."""
    return replace(intake, settings=intake.settings.model_copy(update={"language": code}))


@pytest.mark.parametrize("code", RULES)
def test_every_report_of_the_sample_input_keeps_the_rules(built: Built, code: str) -> None:
    """All texts of the frozen reports, then everything visible or read aloud on their pages."""
    for report in compose_reports(in_language(built.intake, code)):
        assert caught((one, code) for one in texts_in(report)) == []
        page = Page(render_html(report, load_language(code)))
        assert len(page.texts) > 100
        assert caught((one, code) for one in page.texts) == []


@pytest.mark.parametrize("name", ["typical", "minimal", "big", "city"])
def test_the_hand_written_reports_keep_the_rules(name: str) -> None:
    """The samples that pages are looked at with are examples of the language, too."""
    report = getattr(samples, name)()
    assert caught((one, "da") for one in chain(texts_in(report), Page(render_html(report, load_language("da"))).texts)) == []


@cache
def _built() -> Built:
    return build(INPUT)


@settings(max_examples=25, deadline=None)
@given(st.lists(facts(), min_size=6, max_size=6), st.sampled_from(sorted(RULES)))
def test_reports_of_any_conclusions_keep_the_rules(drawn: list[VerdictFacts], code: str) -> None:
    """Whatever the six forums' conclusions are, no sentence of their reports and the overview holds a banned word."""
    one = _built()
    ids = dict(zip(LABELS, (indicator.id for indicator in one.intake.policy.indicators), strict=True))
    results = [
        replace(
            each.result,
            checks=tuple(replace(check, subject=ids.get(check.subject, check.subject), moved=()) for check in each.result.checks),
        )
        for each in drawn
    ]
    comparison = replace(one.comparison, conclusions=dict(zip(one.comparison.conclusions, results, strict=True)))
    material = gather_material(one.scores, comparison, one.protected, load_language(code))
    districts = list(compose_districts(material))
    for report in (*districts, compose_city(material, districts)):
        assert caught((text_in, code) for text_in in texts_in(report)) == []


PLACED = {"nr.", "no.", "#", "plads", "placering", "rang", "rank", "place", "position"}


@pytest.mark.parametrize("seed", range(3))
def test_no_table_is_in_the_order_of_a_score(built: Built, seed: int) -> None:
    """With the areas' numbers dealt out anew the scores change and the order does not: it is the workbook's, and no column numbers it."""
    reports = compose_reports(dealt_anew(built.intake, seed))
    assert [line(report) for report in reports] != [line(report) for report in compose_reports(built.intake)]
    tables = built.intake.tables
    forums = tables.forums["forum"].tolist()
    counted = set(tables.area_years.loc[tables.area_years["year"].isin((2011, 2025)), "area_id"])
    for report in reports:
        names = forums
        assert [tile.forum for tile in (report.answer.tiles if isinstance(report, DistrictReport) else report.tiles)] == forums
        if isinstance(report, DistrictReport):
            forum_id = tables.forums.set_index("forum").loc[report.forum, "forum_id"]
            own = tables.areas[(tables.areas["forum_id"] == forum_id) & tables.areas["area_id"].isin(counted)]
            names = own["area"].tolist()
            assert [area.name for area in report.areas.rows] == names
        placed = [(heads, rows) for heads, rows in Page(render_html(report, load_language("da"))).tables if set(names) & set(rows)]
        assert placed
        for heads, rows in placed:
            assert [row for row in rows if row in names] == names
            assert {head.strip().casefold() for head in heads} & PLACED == set()


def dealt_anew(intake: Intake, seed: int) -> Intake:
    """Deal each indicator's numbers of each year out to the areas at random: their sums, and so the city's, stay."""
    rng = np.random.default_rng(seed)
    rows = intake.tables.indicators
    order = np.concatenate([rng.permutation(group) for group in rows.groupby(["year", "indicator"], sort=False).indices.values()])
    place = np.concatenate(list(rows.groupby(["year", "indicator"], sort=False).indices.values()))
    dealt = rows.copy()
    dealt.loc[rows.index[place], ["count", "base"]] = rows.loc[rows.index[order], ["count", "base"]].to_numpy()
    return replace(intake, tables=replace(intake.tables, indicators=dealt))


def line(report: DistrictReport | CityReport) -> tuple[object, ...]:
    """Return the scores that a ranking would be made of."""
    if isinstance(report, CityReport):
        return tuple(one.now.index for one in report.lines)
    return tuple(area.now.index for area in report.areas.rows if area.now)


def banned_in_policy(word: str, found: str, said: str) -> Case:
    """Return the case of a policy's assumption with one word that reports do not use."""
    sentence = f"{FILE} [assumptions.2.da]: fandt »{found}«: {said}. {OTHERWISE}"
    return Case(Code.WORD_BANNED, text(POLICY, NOTE, f"{NOTE} {word}"), (sentence,))


CASES = [
    banned_in_policy(
        "Ændringen viser planernes effekt.",
        "effekt",
        "en ændring over tid viser ingen årsag, forventede »indikation«, »udvikling« eller »ændring«",
    ),
    banned_in_policy(
        "Politikken gælder belastede områder.",
        "belastede",
        "det stempler et sted eller dem, der bor der, forventede »udsat delområde« eller selve andelen",
    ),
    banned_in_policy(
        "De dårligste områder nævnes først.",
        "dårligste",
        "det stiller områder op efter godt og skidt, forventede områdets egen andel og dens ændring",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=case_name)
def test_a_banned_word_in_a_policy_is_told_at_its_key(case: Case, tmp_path: Path) -> None:
    """The analyst is told the word, why it is not used and what to write instead; in English as well."""
    problems = refused(tmp_path, case.edit)
    assert codes(problems) == [case.code]
    assert told(problems) == list(case.told)
    (english,) = told(problems, "en")
    assert english.startswith(f"{FILE} [assumptions.2.da]: found “{problems[0].facts['found']}”: ")
    assert "{" not in english


def test_all_banned_words_of_a_policy_are_told_at_once(tmp_path: Path) -> None:
    """Each at its own key, in each language by that language's rules: »rangliste« is no English word."""
    edits = (
        text(POLICY, 'da = "Små boliger (under 60 m²)"', 'da = "Små boliger i ghettoer og problemområder"'),
        text(POLICY, 'en = "Small dwellings (under 60 m²)"', 'en = "The effect of small dwellings, en rangliste"'),
    )
    assert [(problem.place.cell, problem.facts["found"]) for problem in refused(tmp_path, *edits)] == [
        ("indicators.4.label.da", "ghettoer"),
        ("indicators.4.label.da", "problemområder"),
        ("indicators.4.label.en", "effect"),
    ]


def test_a_text_in_no_language_of_its_own_is_read_in_both_and_told_once() -> None:
    """A key that does not name a language holds a text that stands in reports of both."""
    problems = lint_texts("input/x.toml", {"a.name": "Ghetto, effekt og effect", "a.da": "effect", "a.en": "effekt"})
    assert [(problem.place.cell, problem.facts["found"]) for problem in problems] == [
        ("a.name", "Ghetto"),
        ("a.name", "effekt"),
        ("a.name", "effect"),
    ]


def test_a_quoted_law_in_a_policy_is_read(tmp_path: Path) -> None:
    """The marked quotation goes through the whole of the check."""
    quoted = "»Ved et ghettoområde forstås« (almenboligloven § 61 a, 2018)."
    intake = accepted(tmp_path, text(POLICY, NOTE, f"{NOTE} {quoted}"))
    assert intake.policy.assumptions[1].da.endswith(quoted)


def test_the_input_is_checked_as_before() -> None:
    """The project's own input is accepted with its policy's texts checked."""
    assert check_input(INPUT).policy.id == "kk-2011"
