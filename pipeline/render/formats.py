"""Template filters that format figures: the number, its class if it is small, a dash if it is missing; words for screen readers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from markupsafe import Markup

from pipeline.language.language import Language, capitalise
from pipeline.report.model.figures import Figure
from pipeline.report.words.small_counts import say_count, say_percent, sign_share
from pipeline.report.words.verdict_words import DEPRIVATION, VERDICTS
from pipeline.scoring.compare.verdict import Verdict

Number = Figure | float

MISSING_SIGN: Final = "–"


@dataclass(frozen=True)
class Formats:
    """The template filters of one language. Each takes a `Figure` or a plain number."""

    language: Language

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Return the filters by their names in templates."""
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
            "sign": sign_class,
            "hash_groups": hash_groups,
        }

    def number(self, value: Number, digits: int = 0) -> str:
        """Return a number, the class of a small count, or the dash for a missing one."""
        if isinstance(value, Figure) and value.bounds is not None:
            return say_count(value.bounds, self.language)
        return self._shown(value, lambda shown: self.language.number(shown, digits))

    def signed(self, value: Number, digits: int = 1) -> str:
        """Return a change with its sign, or the dash."""
        return self._shown(value, lambda shown: self.language.signed(shown, digits))

    def share(self, value: Number, digits: int = 1) -> str:
        """Return a fraction as percent without the percent sign, as ``<0,4`` for a small count, or the dash."""
        if isinstance(value, Figure) and value.bounds is not None:
            return sign_share(value.bounds, self.language, digits)
        return self._shown(value, lambda shown: self.language.share(shown, digits))

    def percent(self, value: Number, digits: int = 1) -> str:
        """Return a fraction as percent, or the dash."""
        if isinstance(value, Figure) and value.bounds is not None:
            return say_percent(value.bounds, self.language, digits)
        return self._shown(value, lambda shown: self.language.percent(shown, digits))

    def millions(self, value: Number, digits: int = 1) -> str:
        """Return kroner as millions, or the dash."""
        return self._shown(value, lambda shown: self.language.millions(shown, digits))

    def short_day(self, value: date) -> str:
        """Return a date for a narrow column."""
        return self.language.short_day(value)

    def verdict_word(self, verdict: Verdict) -> str:
        """Return the words for an indicator's change."""
        return self.language.gettext(VERDICTS[verdict])

    def deprivation_word(self, verdict: Verdict) -> str:
        """Return the words for a forum's change as a whole."""
        return self.language.gettext(DEPRIVATION[verdict])

    def _shown(self, value: Number, write: Callable[[float], str]) -> str:
        if not isinstance(value, Figure):
            return write(value)
        if value.value is not None:
            return write(value.value)
        return Markup('{}<span class="vh"> {}</span>').format(MISSING_SIGN, self.language.gettext("not stated"))


def sign_class(verdict: Verdict | None) -> str:
    """Return the CSS class for a verdict's sign after its number; empty if it has none."""
    return "" if verdict in {None, Verdict.NOT_COMPARABLE} else f"g-{verdict.value}"


def hash_groups(digest: str, length: int = 8) -> str:
    """Return a hash in groups, for legibility."""
    return " ".join(digest[start : start + length] for start in range(0, len(digest), length))
