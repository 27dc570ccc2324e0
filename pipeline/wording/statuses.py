"""How many areas are deprived, now and against before, as a clause: numbers in words, one area and all areas said as one says them."""

from __future__ import annotations

from pipeline.comparison import Conclusion
from pipeline.wording.language import Language

PAIR = 2


def say_areas(result: Conclusion, language: Language) -> str:
    """Return how many areas are deprived now: ``tre af fem byområder er udsatte``, ``begge byområder er udsatte``."""
    deprived, areas = result.deprived_now, result.known_now
    if areas == 0:
        return language.gettext("the status of no area is known")
    if areas == 1:
        return _say_only_area(deprived, language, others_unknown=result.unknown_now)
    if areas == PAIR and deprived != 1:
        return language.gettext("both areas are deprived") if deprived else language.gettext("neither of the two areas is deprived")
    if deprived == 0:
        text = language.gettext("none of the {areas} areas is deprived")
    elif deprived == areas:
        text = language.gettext("all {areas} areas are deprived")
    else:
        text = language.ngettext("{deprived} of {areas} areas is deprived", "{deprived} of {areas} areas are deprived", deprived)
    return text.format(deprived=language.words(deprived, neuter=True), areas=language.words(areas, neuter=True))


def _say_only_area(deprived: int, language: Language, *, others_unknown: bool) -> str:
    if others_unknown:
        return (
            language.gettext("the one area whose status is known is deprived")
            if deprived
            else language.gettext("the one area whose status is known is not deprived")
        )
    return language.gettext("its only area is deprived") if deprived else language.gettext("its only area is not deprived")


def say_areas_in(result: Conclusion, year: int, language: Language) -> str:
    """Return how many areas are deprived now, with the year: ``tre af fem byområder er udsatte i 2025``."""
    return language.gettext("{status} in {year}").format(status=say_areas(result, language), year=year)


def say_status(result: Conclusion, before: int, language: Language) -> str:
    """Return the number of deprived areas now against before: ``tre af fem byområder er udsatte mod fire i 2011``."""
    now = say_areas(result, language)
    if result.known_now == 0:
        return now
    if result.known_before == 0:
        return language.gettext("{now}, with no known status in {year}").format(now=now, year=before)
    same_areas = result.known_before == result.known_now
    if same_areas and result.deprived_before == result.deprived_now:
        # "none is deprived as in 2011" could be heard as "not as deprived as in 2011": the comma tells them apart
        plain = result.deprived_now > 0 and result.known_now > 1
        text = language.gettext("{now} as in {year}") if plain else language.gettext("{now}, as in {year}")
        return text.format(now=now, year=before)
    if same_areas and result.known_now == 1:
        text = (
            language.gettext("{now}, which it was in {year}")
            if result.deprived_before
            else language.gettext("{now}, which it was not in {year}")
        )
        return text.format(now=now, year=before)
    earlier = _say_earlier(result.deprived_before, result.known_before, language, same_areas=same_areas)
    return language.gettext("{now} against {before} in {year}").format(now=now, before=earlier, year=before)


def _say_earlier(deprived: int, areas: int, language: Language, *, same_areas: bool) -> str:
    """Return the earlier number: alone where it is of the same number of areas, else with its own."""
    if areas == 1:
        return language.gettext("the only one") if deprived else language.words(0)
    if deprived == areas:
        return (
            language.gettext("both") if areas == PAIR else language.gettext("all {areas}").format(areas=language.words(areas, neuter=True))
        )
    number = language.words(deprived, neuter=True)
    if same_areas:
        return number
    return language.gettext("{deprived} of {areas}").format(deprived=number, areas=language.words(areas, neuter=True))
