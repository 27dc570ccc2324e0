"""Why a forum's development cannot be shown or compared, as a clause of the verdict's sentence."""

from __future__ import annotations

from pipeline.boundaries import AreaChanges
from pipeline.release import ShownConclusion
from pipeline.schema import INDICATORS
from pipeline.wording.language import Language
from pipeline.wording.statuses import say_areas_in


def say_hidden(shown: ShownConclusion, indicators: int, now: int, language: Language) -> str:
    """Return in how many indicators too few are counted, and the present status where it may be told."""
    dwellings = {indicator.id for indicator in INDICATORS if indicator.of_dwellings}
    hidden = set(shown.hidden_indicators)
    if not hidden:  # no cell is hidden, and still the status would tell too much
        text = language.gettext("too few persons stand behind the status of the areas")
    elif not hidden & dwellings:
        text = language.gettext("too few persons in {indicators}")
    elif hidden <= dwellings:
        text = language.gettext("too few dwellings in {indicators}")
    else:
        text = language.gettext("too few persons or dwellings in {indicators}")
    reason = text.format(indicators=_say_indicators(len(hidden), indicators, language))
    if shown.status_hidden_now:
        return reason
    result = shown.result
    if result.known_now == 1 and not result.unknown_now:
        text = (
            language.gettext("the status in {year} is deprived")
            if result.deprived_now
            else language.gettext("the status in {year} is not deprived")
        )
        return f"{reason}; {text.format(year=now)}"
    return f"{reason}; {say_areas_in(result, now, language)}"


def _say_indicators(hidden: int, indicators: int, language: Language) -> str:
    if indicators == 1:
        return language.gettext("the only indicator")
    if hidden == indicators:
        return language.gettext("all {number} indicators").format(number=language.words(indicators))
    return language.gettext("{hidden} of {number} indicators").format(hidden=language.words(hidden), number=language.words(indicators))


def say_changes(changes: AreaChanges, years: tuple[int, int], language: Language) -> str:
    """Return what became of the areas: redrawn, with the year or years; new; not there any more."""
    before, now = years
    parts = []
    if changes.first is not None and changes.last is not None:
        text = (
            language.gettext("the boundary was changed in {last}")
            if changes.first == changes.last
            else language.gettext("the boundary was changed between {first} and {last}")
        )
        parts.append(text.format(first=changes.first, last=changes.last))
    if changes.new:
        text = language.ngettext("{number} area is new since {before}", "{number} areas are new since {before}", changes.new)
        parts.append(text.format(number=language.words(changes.new, neuter=True), before=before))
    if changes.closed:
        text = language.ngettext(
            "{number} area of {before} is not in the numbers of {now}",
            "{number} areas of {before} are not in the numbers of {now}",
            changes.closed,
        )
        parts.append(text.format(number=language.words(changes.closed, neuter=True), before=before, now=now))
    if not parts:
        return language.gettext("no area is the same in both years")
    return language.gettext(", and ").join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
