"""What to do about a cell that its column does not take: advice that fits what was typed.

Each table is tried from the top; the first pattern that fits the text names the advice, whose words are in `problems.phrases`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import datetime, time, timedelta
from typing import Final

from pipeline.input.cell_values import excel_text
from pipeline.input.schema.columns import HEADER, Column, Kind
from pipeline.language.danish_numbers import MINUSES, SPACES, Style, read_numeral
from pipeline.language.printable import one_line
from pipeline.language.same_name import nearest
from pipeline.problems.model import Phrase
from pipeline.settings.email_address import has_symbols

NUMBER: Final = rf"\d[\d.,'{SPACES}]*"
MINUS: Final = f"[{MINUSES}–]"
LETTER: Final = r"[^\W\d_]"
LETTERS_AS_DIGITS: Final = re.compile(r"(?=.*\d)(?=.*[OoIl|])[\dOoIl|.,]+")
DIGITS: Final = str.maketrans("OoIl|", "00111")
ROUGHLY: Final = "ca|cirka|omkring|omtrent|knap|godt|op ?til|op mod|over|mindst|min|maks|max|mere end|flere end|næsten|circa|about"
NUMBERS: Final = (
    ("number_negative", rf"{MINUS}\s*{NUMBER}|\({NUMBER}\)|{NUMBER}(?<=\d){MINUS}"),
    ("number_percent", rf"{MINUS}?{NUMBER}\s*(%|pct\.?|procent)"),
    ("number_below", rf"(<|≤|under|færre end|mindre end)\s*{NUMBER}"),
    ("number_in_full", rf"{NUMBER}\s*(?P<what>(mia|mio|million(er)?|tusinde?|t\.? ?kr|tkr|k)\.?)(\s*kr\.?)?"),
    ("number_footnote", rf"{NUMBER}(\s*\(?[a-z0-9]\)|\s*\[.*\]|\s*[¹²³⁴-⁹†‡#]+|\s*\*{{2,}}|\s+[a-z])"),
    ("number_thousands", r"\d{1,3},\d{3}"),
    ("number_rough", rf"({ROUGHLY})\b.*|[~≈><≥≤±+].*|.*[?+]|.*\d\s*([-–/]|til|eller|el\.|og)\s*\d.*"),
    ("number_unit", rf"(?P<what>{LETTER}+\.?|[$€£])\s*{NUMBER}(,-)?|{NUMBER}\s*(?P<after>{LETTER}[^\d<>~=?]*|[$€£]|,-)"),
)
"""Advice → the form of a text in a column of counts or amounts."""
DAY, SIGN = r"\d{1,2}", r"\s*[-./ ]\s*"
DATES: Final = (
    ("date_short_year", rf"{DAY}{SIGN}({DAY}|{LETTER}+\.?){SIGN}'?\d\d"),
    ("date_time", r".*\d{4}[ T]+(kl\.?\s*)?\d{1,2}[:.]\d\d.*|\d{4}-\d\d-\d\d[ T].*"),
    ("date_part", rf"\d{{4}}|({LETTER}+\.?|{DAY}[-./])\s*\d{{4}}|\d{{4}}[-./]{DAY}|[qk]\d.*|.*(kvartal|primo|medio|ultimo).*"),
    ("date_month_first", rf"(0?[1-9]|1[0-2]){SIGN}(1[3-9]|2\d|3[01]){SIGN}\d{{4}}"),
    ("date_impossible", rf"{DAY}{SIGN}{DAY}{SIGN}(19[9]\d|20\d\d)|\d{{4}}-(0\d|1[0-2])-\d\d"),
    ("date_year", rf"{DAY}{SIGN}{DAY}{SIGN}\d{{4}}"),
    ("date_year_first", rf"\d{{4}}{SIGN}{DAY}{SIGN}{DAY}"),
)
"""Advice → the form of a text in a column of dates; a form that `read_date` reads is of a day that does not exist."""
TYPED_AS_DAY: Final = 1905  # the year of Excel's days 1990 to 2100: somebody typed a year alone into a cell for a date
LISTED: Final = re.compile(r"[;,/+&|]|\s+og\s+|\s+")
QUOTES: Final = "\"'“”„‟»«‘’‚´`"


def advise_absent(column: Column) -> Phrase:
    """Return what to do where the source may have no number."""
    if column.kind is Kind.AMOUNT:
        return Phrase("empty_for_none")
    return Phrase("may_be_withheld" if column.withholdable else "must_be_given")


def advise_number(cell: object, column: Column, style: Style | None = Style.DANISH) -> Phrase:
    """Return what to do about a cell in a column of counts or amounts."""
    if isinstance(cell, datetime | time | timedelta):
        return Phrase("number_as_date")
    text = one_line(excel_text(cell))
    if not any(map(str.isdigit, text)):
        return advise_absent(column)
    if LETTERS_AS_DIGITS.fullmatch(text):
        return Phrase("number_letters", {"meant": text.translate(DIGITS)})
    if advice := _find_form(text, NUMBERS):
        return Phrase("number_rough") if advice.name == "number_below" and not column.withholdable else advice
    if _has_decimals(text, style):
        return Phrase("count_decimals" if column.kind is Kind.COUNT else "amount_decimals")
    return Phrase("number_plain")


def advise_dash(column: Column) -> Phrase:
    """Return what to do about a dash in a column of numbers."""
    if column.kind is Kind.AMOUNT:
        return Phrase("empty_for_none")
    return Phrase("dash_withheld" if column.withholdable else "dash_given")


def advise_date(cell: object, column: Column) -> Phrase:
    """Return what to do about a cell in a column of dates."""
    text = one_line(excel_text(cell))
    if not any(map(str.isdigit, text)):
        return Phrase("date_missing" if column.required else "date_unknown")
    if isinstance(cell, datetime):
        return Phrase("date_part" if cell.year == TYPED_AS_DAY else "date_year")
    if isinstance(cell, int | float) and not re.fullmatch(r"\d{4}", text):
        return Phrase("date_number")
    return _find_form(text, DATES) or Phrase("date_plain")


def _find_form(text: str, forms: Iterable[tuple[str, str]]) -> Phrase | None:
    """Return the advice of the first form that fits, with the part of the text that it names."""
    for name, form in forms:
        if match := re.fullmatch(form, text, re.IGNORECASE):
            what = next(filter(None, match.groupdict().values()), None)
            return Phrase(name, {"what": what.strip()} if what else {})
    return None


def advise_year(cell: object, column: Column) -> Phrase:
    """Return what to do about a cell in a column of years, or about a header that should be one."""
    text = one_line(excel_text(cell))
    if isinstance(cell, datetime):
        return Phrase("year_of_date")
    if re.fullmatch(r"'?\d{2}", text):
        return Phrase("year_short")
    if not re.search(r"(?:19|20)\d\d", text):
        return Phrase("correct_it")
    return Phrase("year_or_own" if column.header == HEADER else "year_alone")


def advise_choice(text: str, column: Column) -> Phrase:
    """Return what to do about a text that is not in a closed list."""
    near = nearest(text, column.choices, most=1)
    return Phrase("choose_near", {"what": near[0]}) if near else Phrase("choose")


def advise_email(text: str) -> Phrase:
    """Return what to do about a text in a column of e-mail addresses."""
    if text.count("@") > 1:
        return Phrase("email_several")
    inside = re.search(r"[^\s<>():;,]+@[^\s<>();,]*[^\s<>();,.]", text)
    if inside and inside[0] != text:
        return Phrase("email_alone")
    if "@" not in text:
        return Phrase("email_no_at")
    if has_symbols(text.rpartition("@")[2]):
        return Phrase("email_symbols")
    return Phrase("email_ending" if "." not in text.rpartition("@")[2] else "correct_it")


def advise_reference(value: str, column: Column, ids: Callable[[str], str | None], names: Callable[[str], str | None]) -> Phrase | None:
    """Return what to do about a text that is not an id; None if it is not near to one or several.

    Args:
        value: The text.
        column: Its column.
        ids: Returns the id that is the same after folding, or None.
        names: Returns the id of a row by its name, or None.
    """
    bare = value.strip(QUOTES + " ")
    if bare != value and ids(bare):
        return Phrase("id_quotes", {"what": str(ids(bare))})
    if found := names(bare):
        return Phrase("id_of_name", {"what": f"{bare} = {found}"})
    parts = [part.strip(QUOTES + " ") for part in LISTED.split(value)]
    parts = [part for part in parts if part]
    if len(parts) > 1 and all(map(ids, parts)):
        joined = "; ".join(str(ids(part)) for part in parts)
        return Phrase("ids_semicolon" if column.kind is Kind.REFERENCES else "ids_several", {"list": joined})
    return None


def same_but_for_signs(value: str, known: Iterable[str]) -> str | None:
    """Return the one id that has the same letters and digits, regardless of signs between them and of zeros before a number."""
    found = [one for one in known if _bare(one) == _bare(value)]
    return found[0] if len(found) == 1 else None


def _bare(text: str) -> str:
    return re.sub(r"(?<!\d)0+(?=\d)", "", re.sub(r"[\W_]+", "", text.casefold()))


def _has_decimals(text: str, style: Style | None) -> bool:
    numeral = read_numeral(text, style or Style.DANISH)
    return numeral is not None and numeral.value != numeral.value.to_integral_value()
