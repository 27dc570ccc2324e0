"""A language of the reports: its message catalog and its formats for numbers and dates.

Enters: a language code and the catalog beside this file. Leaves: translated text, formatted values.
Messages are written in English; the `.po` files in `da/` hold the Danish. A missing translation is an error, never a silent English word.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from io import BytesIO
from typing import Final

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations

from pipeline.language.rounding import round_printed
from pipeline.language.typed_command import as_typed

SOURCE: Final = "en"
ENGLISH_QUOTES: Final = str.maketrans("»«", "“”")
ENGLISH: Final = "en_GB"  # as Danish authorities write English: 31 December 2025
NBSP: Final = "\N{NO-BREAK SPACE}"
MINUS: Final = "\N{MINUS SIGN}"
MILLION: Final = 1_000_000


def N_(text: str) -> str:  # noqa: N802 - the name that gettext tools look for
    """Mark a text for translation without translating it here."""
    return text


class MissingTranslation(LookupError):
    """The catalog lacks a message: a bug, found by the tests before a reader sees it."""


class _Strict(NullTranslations):
    """Fallback translations that raise an error."""

    def gettext(self, message: str) -> str:
        raise MissingTranslation(message)

    def pgettext(self, context: str, message: str) -> str:
        raise MissingTranslation(message)

    def ngettext(self, singular: str, plural: str, num: int) -> str:
        raise MissingTranslation(singular)


@dataclass(frozen=True)
class Language:
    """One language of the reports.

    Attributes:
        code: ``da`` or ``en``.
        locale: Babel's locale, with separators and month names.
        translations: The catalog.
    """

    code: str
    locale: Locale
    translations: NullTranslations

    def gettext(self, text: str) -> str:
        """Return the text in this language; a command in it as the person types it."""
        return self._set(self.translations.gettext(text))

    def ngettext(self, singular: str, plural: str, count: int) -> str:
        """Return the singular or plural in this language, by the count."""
        return self._set(self.translations.ngettext(singular, plural, count))

    def _set(self, text: str) -> str:
        """Return a text with its commands as they are typed, and in English with English quotation marks."""
        return as_typed(text.translate(ENGLISH_QUOTES) if self.code == SOURCE else text)

    def number(self, value: float, digits: int = 0) -> str:
        """Return a number with this many decimals, a proper minus sign and the language's separators."""
        places = f".{'0' * digits}" if digits else ""
        text = format_decimal(round_printed(value, digits), f"#,##0{places}", locale=self.locale)
        return text.replace("-", MINUS)

    def signed(self, value: float, digits: int = 1) -> str:
        """Return a change: always with its sign, except when it rounds to zero."""
        text = self.number(value, digits)
        return f"+{text}" if round_printed(value, digits) > 0 else text

    def share(self, fraction: float, digits: int = 1) -> str:
        """Return a fraction as percent without its sign, for columns whose heading has it."""
        return self.number(fraction * 100, digits)

    def percent(self, fraction: float, digits: int = 1) -> str:
        """Return a fraction as percent with its sign, for sentences."""
        space = "" if self.code == SOURCE else NBSP
        return f"{self.share(fraction, digits)}{space}%"

    def millions(self, dkk: float, digits: int = 1) -> str:
        """Return kroner as a number of millions, without the unit."""
        return self.number(dkk / MILLION, digits)

    def words(self, count: int, neuter: bool = False) -> str:
        """Return a count as a word up to twelve, as digits above.

        Args:
            neuter: In Danish, one is ``ét`` before a neuter noun (delområde) and ``én`` before others (plan).
        """
        if count == 1 and neuter:
            return str(self.translations.pgettext("neuter", "one"))
        return self.gettext(_NUMBER_WORDS[count]) if 0 <= count < len(_NUMBER_WORDS) else self.number(count)

    def listing(self, items: list[str]) -> str:
        """Return names as a list in a sentence: ``A, B og C``."""
        if len(items) < 2:
            return "".join(items)
        return self.gettext("{first} and {last}").format(first=", ".join(items[:-1]), last=items[-1])

    def clauses(self, items: list[str]) -> str:
        """Return main clauses as one sentence: ``A er ny, og B er uændret``."""
        return self.gettext(", and ").join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)

    def day(self, value: date) -> str:
        """Return a date in full: ``31. december 2025``."""
        return format_date(value, "long", locale=self.locale)

    def day_of_year(self, value: date) -> str:
        """Return day and month: ``31. december``."""
        return format_skeleton("MMMMd", value, locale=self.locale)

    def short_day(self, value: date) -> str:
        """Return a date for a table: ``03-11-21``."""
        return format_date(value, "dd-MM-yy", locale=self.locale)


_NUMBER_WORDS: Final = (
    N_("none"),
    N_("one"),
    N_("two"),
    N_("three"),
    N_("four"),
    N_("five"),
    N_("six"),
    N_("seven"),
    N_("eight"),
    N_("nine"),
    N_("ten"),
    N_("eleven"),
    N_("twelve"),
)


def capitalise(text: str) -> str:
    """Return the text with a capital first letter and the rest unchanged."""
    return text[:1].upper() + text[1:]


def lower_first(text: str) -> str:
    """Return a label as written inside a sentence."""
    return text[:1].lower() + text[1:]


@cache
def load_language(code: str) -> Language:
    """Return the language with that code; its catalog is read once.

    Raises:
        FileNotFoundError: there is no catalog for the code.
    """
    if code == SOURCE:
        return Language(code, Locale.parse(ENGLISH), NullTranslations())
    folder = resources.files("pipeline.language").joinpath(code)
    catalog = Catalog(locale=code)
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".po"):
            for message in read_po(BytesIO(file.read_bytes()), locale=code, abort_invalid=True):
                catalog[message.id] = message
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    translations = Translations(compiled)
    translations.add_fallback(_Strict())
    return Language(code, Locale.parse(code), translations)
