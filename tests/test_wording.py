"""Numbers and sentences, in Danish and English."""

from __future__ import annotations

from datetime import date

import pytest
from markupsafe import Markup

from pipeline.language.language import MissingTranslation, load_language

DANISH, ENGLISH = load_language("da"), load_language("en")
NBSP = "\N{NO-BREAK SPACE}"


def test_names_are_escaped_in_sentences() -> None:
    """A name with markup in it stays text."""
    assert "<script>" not in Markup("{name}").format(name="<script>")
    question = Markup(DANISH.gettext("<b>{area} meets {now} against {before} earlier</b>. Does the area need an effort of its own?"))
    assert question.format(area="<i>x</i>", now="fire", before="to").startswith("<b>&lt;i&gt;x&lt;/i&gt; opfylder fire, før to</b>")


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
        (100 * 0.175 / 0.2, 0, "88", "88"),  # 87.49999999999999 as a float
        (123456789012345, 0, "123.456.789.012.345", "123,456,789,012,345"),
    ],
)
def test_numbers_have_the_languages_separators_and_a_true_minus(value: float, digits: int, danish: str, english: str) -> None:
    """Thousands and decimals by locale, U+2212, and never a negative zero."""
    assert (DANISH.number(value, digits), ENGLISH.number(value, digits)) == (danish, english)


def test_counts_are_words_up_to_twelve() -> None:
    """Én plan, ét delområde, tolv, 13."""
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
    assert ENGLISH.day(date(2025, 12, 31)) == "31 December 2025"
    assert ENGLISH.day_of_year(date(2025, 12, 31)) == "31 December"
    assert DANISH.listing(["A", "B", "C"]) == "A, B og C"


def test_a_missing_translation_is_an_error() -> None:
    """No English text slips into a Danish report."""
    with pytest.raises(MissingTranslation):
        DANISH.gettext("a text that nobody translated")
