"""Describe problems in words: what was found, what was expected, what to do. The texts are in `words` and `phrases`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from pipeline.language.language import N_, Language
from pipeline.problems.model import Code, Count, Percent, Phrase, Problem
from pipeline.problems.phrases import PHRASES
from pipeline.problems.words import FOUND, WORDS

HANDLING: Final[Mapping[Code, str]] = {
    Code.BOUNDARY_CHANGED: N_("not compared"),
    Code.AREA_WITHOUT_NUMBERS: N_("not used"),
    Code.AREA_NEW: N_("not compared"),
    Code.AREA_CLOSED: N_("not compared"),
    Code.COUNT_WITHHELD: N_("left out of the sums"),
    Code.COUNT_IMPOSSIBLE: N_("left out of the sums"),
    Code.SHEET_LATER: N_("not used"),
    Code.SHEET_BESIDE: N_("not used"),
    Code.ROWS_LATER: N_("not used"),
}
SHOWN_AS_IS: Final = N_("shown, not corrected")
BAR: Final = "|"
PARTS: Final = 3
PLACEHOLDER: Final = re.compile(r"\{\w+\}")
UNKNOWN: Final = "…"
MANY: Final = 5


@dataclass(frozen=True, slots=True)
class ProblemText:
    """A problem in words, in three parts; each may be empty.

    Attributes:
        found: What was found, or a complete sentence on what is wrong.
        expected: What was expected.
        action: What to do.
    """

    found: str
    expected: str
    action: str


def describe(problem: Problem, language: Language) -> str:
    """Return a problem in words, without its place: ``found X, expected Y. What to do.``."""
    return _sentence(problem.code, describe_parts(problem, language), language)


def describe_parts(problem: Problem, language: Language) -> ProblemText:
    """Return a problem in words for the columns of a table."""
    facts = {name: _shown(value, language) for name, value in problem.facts.items()}
    told = _told(problem.code, language, lambda part: part.format(**facts))
    return replace(told, found=f"{told.found}{_count_cells(problem, language)}")


def _count_cells(problem: Problem, language: Language) -> str:
    """Return how many cells an error is about where the reader cannot count them at a glance; else nothing."""
    number = len(problem.place.cells)
    if problem.similar:
        return language.gettext(" and {number} more of the kind").format(number=language.number(problem.similar))
    if number >= MANY and not problem.is_finding:
        return language.gettext(" ({number} cells)").format(number=language.number(number))
    return ""


def describe_code(code: Code, language: Language) -> str:
    """Return the words for a kind of problem, with … for its facts."""
    return _sentence(code, _told(code, language, lambda part: PLACEHOLDER.sub(UNKNOWN, part)), language)


def _told(code: Code, language: Language, fill: Callable[[str], str]) -> ProblemText:
    """Split the text into its parts before filling in the facts, which may contain the separator."""
    parts = [fill(part.strip()) for part in language.gettext(WORDS[code]).split(BAR)]
    return ProblemText(*parts) if len(parts) == PARTS else ProblemText(parts[0], "", "")


def _sentence(code: Code, told: ProblemText, language: Language) -> str:
    found = language.gettext("found {what}").format(what=told.found) if code in FOUND else told.found
    expected = language.gettext("expected {what}").format(what=told.expected) if told.expected else ""
    seen = ", ".join(part for part in (found, expected) if part)
    return f"{seen}. {told.action}" if told.action else seen


def describe_in_place(problem: Problem, language: Language) -> str:
    """Return a problem in words with its address: ``where: found X, expected Y. What to do.``."""
    return f"{problem.place}: {describe(problem, language)}"


def describe_handling(code: Code, language: Language) -> str:
    """Return how the report handled a finding."""
    return language.gettext(HANDLING.get(code, SHOWN_AS_IS))


def _shown(value: object, language: Language) -> str:
    if isinstance(value, Phrase):
        words = PHRASES.get(value.name)
        return language.gettext(words).format(**value.values) if words else value.otherwise
    if isinstance(value, Percent):
        return language.percent(value, value.decimals)
    if isinstance(value, Count):
        return language.number(value)
    if isinstance(value, date):
        return language.day(value)
    return str(value)
