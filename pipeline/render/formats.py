"""Figures as a page shows them: the number, a dot where it is hidden, a dash where it is missing; words beside signs for whoever listens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from markupsafe import Markup

from pipeline.report import Figure, State, Verdict
from pipeline.wording import N_, Language
from pipeline.wording.language import capitalise
from pipeline.wording.verdict_words import DEPRIVATION, VERDICTS

Number = Figure | float

HIDDEN_SIGN: Final = "•"
MISSING_SIGN: Final = "–"


@dataclass(frozen=True)
class Formats:
    """The templates' filters for one language. Each takes a `Figure` or a plain number."""

    language: Language

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Return the filters by the names that templates use."""
        return {
            "number": self.number,
            "signed": self.signed,
            "share": self.share,
            "percent": self.percent,
            "millions": self.millions,
            "words": self.language.words,
            "capitalise": capitalise,
            "listing": lambda items: self.language.listing(list(items)),
            "short_day": self.short_day,
            "verdict_word": self.verdict_word,
            "deprivation_word": self.deprivation_word,
            "cell_class": cell_class,
            "sign": sign_class,
            "hash_groups": hash_groups,
        }

    def number(self, value: Number, digits: int = 0) -> str:
        """Return a number, or the sign of its absence."""
        return self._shown(value, lambda shown: self.language.number(shown, digits))

    def signed(self, value: Number, digits: int = 1) -> str:
        """Return a change with its sign, or the sign of its absence."""
        return self._shown(value, lambda shown: self.language.signed(shown, digits))

    def share(self, value: Number, digits: int = 1) -> str:
        """Return a fraction as percent without the percent sign, or the sign of its absence."""
        return self._shown(value, lambda shown: self.language.share(shown, digits))

    def percent(self, value: Number, digits: int = 1) -> str:
        """Return a fraction as percent, or the sign of its absence."""
        return self._shown(value, lambda shown: self.language.percent(shown, digits))

    def millions(self, value: Number, digits: int = 1) -> str:
        """Return kroner as millions, or the sign of its absence."""
        return self._shown(value, lambda shown: self.language.millions(shown, digits))

    def short_day(self, value: date) -> str:
        """Return a date for a narrow column."""
        return self.language.short_day(value)

    def verdict_word(self, verdict: Verdict) -> str:
        """Return what is said about an indicator's change."""
        return self.language.gettext(VERDICTS[verdict])

    def deprivation_word(self, verdict: Verdict) -> str:
        """Return what is said about a forum's change as a whole."""
        return self.language.gettext(DEPRIVATION.get(verdict, VERDICTS[verdict]))

    def _shown(self, value: Number, write: Callable[[float], str]) -> str:
        if not isinstance(value, Figure):
            return write(value)
        if value.value is not None:
            return write(value.value)
        sign, word = (HIDDEN_SIGN, N_("hidden")) if value.state is State.HIDDEN else (MISSING_SIGN, N_("not stated"))
        return Markup('{}<span class="vh"> {}</span>').format(sign, self.language.gettext(word))


def cell_class(value: Number) -> str:
    """Return the class that hatches the cell of a hidden figure; empty for all others."""
    return "sup" if isinstance(value, Figure) and value.state is State.HIDDEN else ""


def sign_class(verdict: Verdict | None) -> str:
    """Return the class that puts a verdict's sign behind its number; empty where there is none to put."""
    return "" if verdict in {None, Verdict.HIDDEN, Verdict.NOT_COMPARABLE} else f"g-{verdict.value}"


def hash_groups(digest: str, length: int = 8) -> str:
    """Return a hash in groups that an eye can follow."""
    return " ".join(digest[start : start + length] for start in range(0, len(digest), length))
