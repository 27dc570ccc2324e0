"""Rules for the language of the reports: words never used about areas and residents, why not, and what to write instead.

Enters: a text and its language. Leaves: every banned word, with its position. Never: a change to the text.

The only exception is a dated quotation of a law, marked so that readers and the program recognise it: the words are inside
»…«, and a parenthesis right after it names the law and its year, as in ``»…« (almenboligloven § 61 a, 2018)``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from pipeline.language.language import N_


class Fault(StrEnum):
    """What is wrong with a word."""

    STAMPS = "stamps"
    RANKS = "ranks"
    CLAIMS_CAUSE = "claims_cause"


REASONS: Final[Mapping[Fault, str]] = {
    Fault.STAMPS: N_("it stamps a place or those who live there"),
    Fault.RANKS: N_("it puts areas in an order of good and bad"),
    Fault.CLAIMS_CAUSE: N_("a change over time shows no cause"),
}
INSTEAD: Final[Mapping[Fault, str]] = {
    Fault.STAMPS: N_("»deprived area«, or the share itself"),
    Fault.RANKS: N_("the area's own share and its change"),
    Fault.CLAIMS_CAUSE: N_("»indication«, »development« or »change«"),
}

_DA_NUMBER: Final = r"(?:\d{1,3}|[eé]n|[eé]t|to|tre|fire|fem|seks|syv|otte|ni|ti|elleve|tolv)"
_EN_NUMBER: Final = r"(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_DA_MONTH: Final = r"(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)"
_EN_MONTH: Final = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_NO_DATE: Final = rf"(?![\d]|[./-]\d|\.?\s?(?:{_DA_MONTH}|{_EN_MONTH}))"  # »lov nr. 38 af 30. maj« is not a rank
_DA_PLACES: Final = r"(?:by|bolig|del|forum)?områder?\w*|bydel\w*|distrikt\w*|for(?:um|a|ummer|ummet)\b|kvarter\w*|(?:bolig)?afdeling\w*"
_EN_PLACES: Final = r"areas?|districts?|forums?|fora|neighbourhoods?|estates?|boroughs?"

# Each pattern begins and ends at a word boundary unless it says otherwise; case is ignored.
RULES: Final[Mapping[str, Mapping[Fault, tuple[str, ...]]]] = {
    "da": {
        Fault.STAMPS: (
            r"\w*ghetto\w*",
            r"(?:hårdt|socialt|ressource)?-?belaste(?:t|de)\b",  # belastning and støjbelastet have other meanings
            r"problem(?:(?:bolig|by)?område|kvarter|bydel|bebyggelse|afdeling|beboer|familie)\w*",
            r"slum(?:men|kvarter\w*|område\w*)?\b",
            r"(?:socialt\s|ressource)svage?\b",
            r"svage\s(?:beboer|borger|famili|grupp)\w*",
            r"klientel\w*",
        ),
        Fault.RANKS: (
            r"\w*værste?\b",
            r"værre\b",
            r"dårlig(?:st|ste|ere)\b",
            rf"(?:bedste?|svageste?|stærkeste?)\s(?:\w+\s)?(?:{_DA_PLACES})",
            r"klare[rt]?\ssig\s(?:bedst|bedre|godt|skidt|ringest)\b",
            r"(?:mest|mindst|hårdest)\s(?:udsatte?|ramte?)\b",
            r"\w*(?:rangliste|ranking|rangorden|rangering)\w*",
            r"rang[eé]re[rts]?\b",
            r"rangerede\b",
            rf"(?:nr\.?|nummer)\s?{_DA_NUMBER}\s(?:ud\s)?af\s(?:de\s)?{_DA_NUMBER}{_NO_DATE}\b",
            r"top(?:pen)?\s?(?:/|og|eller)\s?bund(?:en)?\b",
            r"(?:top|bund)[\s-]?(?:\d+|tre|fem|ti|placer\w*|score\w*)\b",
            r"(?:i|på|fra|til|mod)\s(?:toppen|bunden)\b",
            r"(?:første|anden|tredje|sidste|jumbo|fører)-?plads\w*",
            r"(?:ligger|kommer)\s(?:øverst|nederst|sidst|forrest|bagest)\b",
        ),
        Fault.CLAIMS_CAUSE: (
            r"\w*effekt(?!iv|uer)\w*",  # effektiv and effektuere do not claim a cause
            r"(?:ind)?virkning(?:en|er|erne|s|ens)?\b",
            r"takket\svære\b",
            r"(?:skyldes|på\sgrund\saf|som\sfølge\saf)\s(?:\w+\s){0,2}?(?:helheds)?(?:plan|indsats|aktivitet)\w*",
        ),
    },
    "en": {
        Fault.STAMPS: (
            r"\w*ghetto\w*",
            r"(?:socially\s)?burdened\b",
            rf"problem[\s-](?:{_EN_PLACES}|famil(?:y|ies)|residents?)\b",
            r"slums?\b",
            r"sink\sestates?\b",
            r"no-go\s(?:areas?|zones?)\b",
            r"underclass\b",
            r"weak\s(?:residents|citizens|families|groups)\b",
        ),
        Fault.RANKS: (
            r"worst\b",
            r"worse\b",
            rf"(?:best|weakest|strongest)\s(?:\w+\s)?(?:{_EN_PLACES})\b",
            r"(?:perform|do|fare|come)(?:s|es|ing)?\s(?:best|better|well|badly|poorly|first|last)\b",
            r"(?:most|least|hardest)\s(?:deprived|hit)\b",
            r"league\s?tables?\b",
            r"rank(?:s|ed|ings?)?\b",
            r"leader\s?boards?\b",
            rf"(?:no\.?|number)\s?{_EN_NUMBER}\s(?:out\s)?of\s(?:the\s)?{_EN_NUMBER}{_NO_DATE}\b",
            r"top\s?(?:/|and|or)\s?bottom\b",
            r"(?:top|bottom)\s(?:\d+|three|five|ten|of\sthe\s(?:list|table|city))\b",
            r"(?:first|second|third|last)\splace\b",
        ),
        Fault.CLAIMS_CAUSE: (
            r"(?:side-)?effects?\b",
            r"impact(?:s|ed|ing)?\b",
            r"thanks\sto\b",
            r"caused\sby\b",
            r"(?:due\sto|because\sof)\s(?:\w+\s){0,2}?(?:plan|effort|activit)\w*",
        ),
    },
}
# Contains a banned word with another meaning: a law that takes effect.
ALLOWED: Final[Mapping[str, str]] = {
    "da": r"\bmed\s(?:tilbage)?virkning\s(?:fra|for)\b",
    "en": r"\b(?:takes?|took|taken|taking|in|into|with)\seffect\b",
}
_LAW: Final = r"\blov\b|\w*lov(?:en|ens)\b|lovbekendtgørelse|bekendtgørelse|\blbk\b|§|\bacts?\b|\blaw\b"
QUOTED_LAW: Final = re.compile(rf"[»“][^«»“”]*[«”](?=\s?\((?=[^()]*\b(?:19|20)\d\d\b)(?=[^()]*(?:{_LAW}))[^()]*\))", re.IGNORECASE)
INVISIBLE: Final = re.compile(r"[\N{SOFT HYPHEN}\N{ZERO WIDTH SPACE}|]")  # | marks where a short label may break

_COMPILED: Final = {
    code: tuple((fault, re.compile(rf"\b(?:{'|'.join(patterns)})", re.IGNORECASE)) for fault, patterns in faults.items())
    for code, faults in RULES.items()
}


@dataclass(frozen=True, slots=True)
class Found:
    """One banned word in a text.

    Attributes:
        word: The word as in the text.
        start: Its position in the text as shown, counted from 0.
    """

    word: str
    start: int
    fault: Fault

    @property
    def reason(self) -> str:
        """The reason in English; the catalogs have the other languages."""
        return REASONS[self.fault]

    @property
    def instead(self) -> str:
        """What to write instead."""
        return INSTEAD[self.fault]


def find_banned(text: str, code: str) -> list[Found]:
    """Return every word of a text that its language's rules ban, in order.

    Args:
        text: One text as shown; may contain markup.
        code: Its language, ``da`` or ``en``.
    """
    seen = INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    plain = re.sub(ALLOWED[code], _blank, QUOTED_LAW.sub(_blank, seen), flags=re.IGNORECASE)
    found = [Found(match[0], match.start(), fault) for fault, pattern in _COMPILED[code] for match in pattern.finditer(plain)]
    return sorted(found, key=lambda one: one.start)


def _blank(match: re.Match[str]) -> str:
    """Blank out words, keeping the positions of all others."""
    return "·" * len(match[0])
