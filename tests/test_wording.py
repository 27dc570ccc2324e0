"""Numbers and sentences, in Danish and English."""

from __future__ import annotations

from datetime import date

import pytest
from markupsafe import Markup

from pipeline.comparison import Check, CheckKind, Conclusion
from pipeline.report import Verdict
from pipeline.wording import load_language
from pipeline.wording.language import MissingTranslation
from pipeline.wording.verdicts import say_background, say_verdict

DANISH, ENGLISH = load_language("da"), load_language("en")
NBSP = "\N{NO-BREAK SPACE}"


def conclusion(
    verdict: Verdict, before: int, now: int, *, holding: int = 9, checks: int = 10, index: tuple[float, float] = (152.8, 147.4)
) -> Conclusion:
    """Make the conclusion of a forum with five areas."""
    looked = tuple(Check(CheckKind.WITHOUT_INDICATOR, "lavindkomst", -1.0, None, number < holding) for number in range(checks))
    return Conclusion(verdict, before, now, 5, 5, status_unknown=False, index_before=index[0], index_now=index[1], checks=looked)


@pytest.mark.parametrize(
    ("result", "danish", "english"),
    [
        (
            conclusion(Verdict.BETTER, 4, 3),
            "Distriktet er blevet <b>mindre udsat</b>: tre af fem byområder er udsatte mod fire i 2011, "
            "og konklusionen holder i <b>9 af 10</b> robusthedstjek.",
            "The district has become <b>less deprived</b>: three of five areas are deprived against four in 2011, "
            "and the conclusion holds in <b>9 of 10</b> robustness checks.",
        ),
        (
            conclusion(Verdict.WORSE, 0, 1),
            "Distriktet er blevet <b>mere udsat</b>: ét af fem byområder er udsat mod ingen i 2011, "
            "og konklusionen holder i <b>9 af 10</b> robusthedstjek.",
            "The district has become <b>more deprived</b>: one of five areas is deprived against none in 2011, "
            "and the conclusion holds in <b>9 of 10</b> robustness checks.",
        ),
        (
            conclusion(Verdict.UNCHANGED, 3, 3),
            "Distriktet er <b>hverken mere eller mindre udsat</b>: tre af fem byområder er udsatte som i 2011, "
            "og konklusionen holder i <b>9 af 10</b> robusthedstjek.",
            "The district is <b>neither more nor less deprived</b>: three of five areas are deprived as in 2011, "
            "and the conclusion holds in <b>9 of 10</b> robustness checks.",
        ),
        (
            conclusion(Verdict.UNCLEAR, 4, 3, holding=5),
            "Det er <b>uklart</b>, om distriktet er blevet mere eller mindre udsat: tre af fem byområder er udsatte mod fire i 2011, "
            "men konklusionen holder kun i 5 af 10 robusthedstjek.",
            "It is <b>unclear</b> whether the district has become more or less deprived: three of five areas are deprived against four in 2011, "
            "but the conclusion holds in only 5 of 10 robustness checks.",
        ),
        (
            conclusion(Verdict.UNCLEAR, 4, 3, index=(147.4, 152.8)),
            "Det er <b>uklart</b>, om distriktet er blevet mere eller mindre udsat: tre af fem byområder er udsatte mod fire i 2011, "
            "men indekset stiger fra 147,4 til 152,8.",
            "It is <b>unclear</b> whether the district has become more or less deprived: three of five areas are deprived against four in 2011, "
            "but the index rises from 147.4 to 152.8.",
        ),
        (
            conclusion(Verdict.HIDDEN, 4, 3),
            "Udviklingen <b>kan ikke vises</b>: Der er for få personer bag byområdernes status.",
            "The development <b>cannot be shown</b>: too few persons stand behind the status of the areas.",
        ),
        (
            conclusion(Verdict.NOT_COMPARABLE, 0, 3),
            "Udviklingen <b>kan ikke sammenlignes</b>: Intet byområde har samme afgrænsning som i 2011; tre af fem byområder er udsatte i 2025.",
            "The development <b>cannot be compared</b>: no area has the same boundary as in 2011; three of five areas are deprived in 2025.",
        ),
    ],
    ids=["better", "worse", "same", "weak", "contradicted", "hidden", "not comparable"],
)
def test_the_verdict_is_said_in_one_sentence(result: Conclusion, danish: str, english: str) -> None:
    """Each kind of verdict has its grammar in both languages."""
    assert say_verdict(result, 2011, 2025, DANISH) == danish
    assert say_verdict(result, 2011, 2025, ENGLISH) == english


def test_the_background_names_who_left_who_entered_and_the_check_that_fails() -> None:
    """Areas by name, then the failing check with its number."""
    result = conclusion(Verdict.BETTER, 4, 3)
    text = say_background(["Nordvest", "Ryparken"], ["Utterslev"], result, {"lavindkomst": "beboere med lavindkomst"}, DANISH)
    assert text == (
        "Nordvest og Ryparken er ikke længere udsatte. Utterslev er blevet udsat. Uden beboere med lavindkomst falder indekset 1,0 point."
    )


def test_names_are_escaped_in_sentences() -> None:
    """A name with markup in it stays text."""
    assert "<script>" not in Markup("{name}").format(name="<script>")
    question = Markup(
        DANISH.gettext("<b>{area} meets {now} criteria</b> against {before} before. Does the area need an effort of its own?")
    )
    assert question.format(area="<i>x</i>", now="fire", before="to").startswith("<b>&lt;i&gt;x&lt;/i&gt; opfylder fire kriterier</b>")


@pytest.mark.parametrize(
    ("value", "digits", "danish", "english"),
    [
        (1234567, 0, "1.234.567", "1,234,567"),
        (-5.34, 1, "−5,3", "−5.3"),
        (-0.04, 1, "0,0", "0.0"),
        (0.05, 1, "0,1", "0.1"),
        (12.25, 1, "12,3", "12.3"),
        (-0.25, 1, "−0,3", "−0.3"),
        (12.5, 1, "12,5", "12.5"),
    ],
)
def test_numbers_have_the_languages_separators_and_a_true_minus(value: float, digits: int, danish: str, english: str) -> None:
    """Thousands and decimals by locale, U+2212, and never a negative zero."""
    assert (DANISH.number(value, digits), ENGLISH.number(value, digits)) == (danish, english)


def test_counts_are_words_up_to_twelve() -> None:
    """Én plan, ét byområde, tolv, 13."""
    assert [DANISH.words(1), DANISH.words(1, neuter=True), DANISH.words(0), DANISH.words(12), DANISH.words(13)] == [
        "én",
        "ét",
        "ingen",
        "tolv",
        "13",
    ]


def test_percent_dates_and_lists_are_written_as_the_language_writes_them() -> None:
    """12,5 % with a no-break space, a date in full, and names with »og« before the last."""
    assert DANISH.percent(0.125) == f"12,5{NBSP}%"
    assert ENGLISH.percent(0.125) == "12.5%"
    assert DANISH.day(date(2025, 12, 31)) == "31. december 2025"
    assert DANISH.listing(["A", "B", "C"]) == "A, B og C"


def test_a_missing_translation_is_an_error() -> None:
    """No English text slips into a Danish report."""
    with pytest.raises(MissingTranslation):
        DANISH.gettext("a text that nobody translated")
