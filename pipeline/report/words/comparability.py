"""Sentences on why two years are not compared: for an area, an indicator or a single number. Never a code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from pipeline.language.language import N_, Language, capitalise
from pipeline.scoring.compare.comparison import Incomparable, MovedLine, Shift

AREAS: Final[Mapping[Incomparable, str]] = {
    Incomparable.NEW: N_("Not comparable: the area is new since {before}"),
    Incomparable.CLOSED: N_("Not comparable: the area is not in the numbers of {now}"),
    Incomparable.BOUNDARY: N_("Not comparable: the area's boundary has changed since {before}"),
}
AREA_CAVEATS: Final[Mapping[Incomparable, str]] = {
    Incomparable.NEW: N_("{area} is new since {before}. It is part of the forum area's numbers but is not compared by itself."),
    Incomparable.BOUNDARY: N_(
        "{area} has another boundary than in {before}. It is part of the forum area's numbers but is not compared by itself."
    ),
    Incomparable.CLOSED: N_("{area} is part of the forum area's numbers of {before} alone."),
}
MANY_AREAS_CAVEATS: Final[Mapping[Incomparable, str]] = {
    Incomparable.NEW: N_(
        "{number} areas are new since {before}. They are part of the forum area's numbers but are not compared one by one."
    ),
    Incomparable.BOUNDARY: N_(
        "{number} areas have another boundary than in {before}. They are part of the forum area's numbers but are not compared one by one."
    ),
    Incomparable.CLOSED: N_("{number} areas are part of the forum area's numbers of {before} alone."),
}
MOST_NAMED: Final = 3  # caveats of one kind that name their areas; beyond that they are counted, and the findings name them


def explain_area(reason: Incomparable, before: int, now: int, language: Language) -> str:
    """Return why an area's two years are not compared."""
    return language.gettext(AREAS[reason]).format(before=before, now=now)


def explain_shift(shift: Shift, before: int, now: int, language: Language) -> str:
    """Return why an indicator's two years are not compared: ``Ikke sammenlignet: definitionen var …``."""
    return language.gettext("Not compared: {why}").format(why=_why(shift, before, now, language))


def explain_missing(years: Sequence[int], language: Language) -> str:
    """Return that the number is missing in these of the two years."""
    why = language.gettext("there is no number for {years}").format(years=language.listing([str(year) for year in years]))
    return language.gettext("Not compared: {why}").format(why=why)


def caution_shift(label: str, shift: Shift, before: int, now: int, language: Language) -> str:
    """Return the caveat on an indicator whose years are not compared, and what remains valid.

    A year's index, criteria and status compare with the city of that year, under the same definition. The parts of an index change are
    an identity: their sum is valid, while own and city's part may each contain some of the break.
    """
    text = language.gettext(
        "{label} is not compared: {why}. Index and status measure against the city of the same year; the parts of an index "
        "change may hold some of the move."
    )
    return text.format(label=label, why=_why(shift, before, now, language))


def remark_line(label: str, line: MovedLine, before: int, now: int, language: Language) -> str:
    """Return the remark on an indicator whose line followed incomes, and which is therefore compared."""
    text = language.gettext("{label}: the line followed the incomes, from DKK {from_} in {before} to {to} in {now}.")
    return text.format(label=label, from_=language.number(line.before), to=language.number(line.now), before=before, now=now)


def caution_area(area: str, reason: Incomparable, before: int, language: Language) -> str:
    """Return the caveat on an area whose years are not compared."""
    return language.gettext(AREA_CAVEATS[reason]).format(area=area, before=before)


def caution_areas(areas: Sequence[tuple[str, Incomparable]], before: int, language: Language) -> list[str]:
    """Return the caveats on all areas whose years are not compared: one by one if few, as a count if many."""
    texts = []
    for reason in dict.fromkeys(reason for _, reason in areas):
        names = [area for area, its in areas if its is reason]
        if len(names) > MOST_NAMED:
            number = capitalise(language.words(len(names), neuter=True))
            texts.append(language.gettext(MANY_AREAS_CAVEATS[reason]).format(number=number, before=before))
        else:
            texts += [caution_area(area, reason, before, language) for area in names]
    return texts


def _why(shift: Shift, before: int, now: int, language: Language) -> str:
    text = language.gettext("the definition was »{from_}« in {before} and is »{to}« in {now}")
    return text.format(from_=shift.before, to=shift.now, before=before, now=now)
