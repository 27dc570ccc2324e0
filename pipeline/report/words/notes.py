"""Shorter texts of the reports: statuses, caveats, robustness checks, chart descriptions, names of levels and themes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from pipeline.language.language import N_, Language, capitalise
from pipeline.report.model.figures import Figure
from pipeline.report.words.comparability import MOST_NAMED
from pipeline.report.words.small_counts import say_percent
from pipeline.report.words.verdict_checks import say_offset
from pipeline.scoring.compare.comparison import Check, CheckKind
from pipeline.scoring.compare.verdict import Verdict

LEVELS: Final[Mapping[str, str]] = {"city": N_("City"), "district": N_("District"), "estate": N_("Estate")}
RESPONSIBLE: Final[Mapping[str, str]] = {
    "city": N_("the municipality's {number} administrations"),
    "district": N_("the social-housing forum"),
    "estate": N_("housing organisations and estate boards"),
}
THEMES: Final[Mapping[str, str]] = {
    "jobs_and_guidance": N_("Youth jobs, guidance and outreach job effort"),
    "children_and_youth": N_("Work with children and youth in the district"),
    "health_outreach": N_("Health outreach"),
    "meeting_the_municipality": N_("The municipality meets families, elderly and others"),
    "culture_and_associations": N_("Bridges to culture and associations"),
    "local_activities": N_("Local activities of the estate"),
    "communication_and_networks": N_("Communication and residents' networks"),
}
CHECK_LABELS: Final[Mapping[CheckKind, str]] = {
    CheckKind.THRESHOLD_LOWER: N_("Limits {off} lower"),
    CheckKind.THRESHOLD_HIGHER: N_("Limits {off} higher"),
    CheckKind.DIFFERENCE: N_("In percentage points"),
    CheckKind.COMPARABLE_AREAS: N_("Comparable areas alone"),
}
MISSING_SIGN: Final = "–"
CHECK_GROUPS: Final = (N_("One indicator left out"), N_("Other choices"))


def name_status_before(deprived: bool | None, language: Language) -> str:
    """Return the earlier status: yes, no, or unknown if the source withholds the deciding number."""
    if deprived is None:
        return capitalise(language.gettext("not stated"))
    return language.gettext("Yes") if deprived else language.gettext("No")


def name_status_now(before: bool | None, now: bool | None, language: Language) -> str:
    """Return the present status and how it has changed."""
    if now is None or before is None:
        return name_status_before(now, language)
    if now:
        return language.gettext("Yes, still") if before else language.gettext("Yes, new")
    return language.gettext("No, left") if before else language.gettext("No")


def count_status(deprived: int, areas: int, language: Language) -> str:
    """Return ``3 af 5``."""
    return language.gettext("{deprived} of {areas}").format(deprived=deprived, areas=areas)


def describe_check(check: Check, labels: Mapping[str, str], language: Language) -> tuple[str, str, str]:
    """Return a check's label, the heading of its group and its resulting number."""
    if check.kind is CheckKind.WITHOUT_INDICATOR:
        label, group = labels[check.subject], CHECK_GROUPS[0]
    else:
        label, group = language.gettext(CHECK_LABELS[check.kind]).format(off=say_offset(check, language)), CHECK_GROUPS[1]
    if check.verdict is Verdict.UNKNOWN:
        result = MISSING_SIGN
    elif check.kind in {CheckKind.THRESHOLD_LOWER, CheckKind.THRESHOLD_HIGHER}:
        before, now = (language.percent(share) for share in check.residents)
        result = f"{before} → {now}"
    else:
        result = language.signed(check.index_change)
    return label, language.gettext(group), result


def list_caveats(apart: Sequence[str], withheld: Sequence[str], *, states_line: bool, language: Language) -> tuple[str, ...]:
    """Return the caveats: the general ones, then what differs between the years or is incomplete.

    Args:
        apart: Caveats on indicators and areas whose years are not compared, composed.
        withheld: Areas with a number withheld by the source in one of the years.
        states_line: The workbook gives the low-income line of each year, so that it is known whether it moved.
        language: Language of the report.
    """
    texts = [
        language.gettext("The report shows development, not whether a plan is its cause."),
        language.gettext("Moves in and out can change the shares without any resident's conditions changing."),
    ]
    if not states_line:
        texts.append(language.gettext("The limit of low income follows the median, so it moves from year to year."))
    texts.append(language.gettext("Shares are rounded one by one; differences can be 0.1 off."))
    texts += apart
    if len(withheld) > MOST_NAMED:
        text = language.gettext(
            "In {number} areas an indicator that the source withholds in one of the two years is left out of the forum area's numbers of every year."
        )
        return (*texts, text.format(number=language.words(len(withheld))))
    text = language.gettext(
        "{area}: an indicator that the source withholds in one of the two years is left out of the forum area's numbers of every year."
    )
    texts += [text.format(area=area) for area in withheld]
    return tuple(texts)


def describe_indicator(
    label: str, years: tuple[int, int], shares: tuple[Figure, Figure], city: float, not_comparable: str, language: Language
) -> str:
    """Return a text alternative: ``Beboere med lavindkomst: 21,8 % i 2011, 23,3 % i 2025, byen 15,0 %``, and why not compared."""
    before, now = (describe_share(share, language) for share in shares)
    words = language.gettext("{label}: {before} in {year_before}, {now} in {year_now}, the city {city}").format(
        label=label, before=before, now=now, year_before=years[0], year_now=years[1], city=language.percent(city)
    )
    return f"{words}. {not_comparable}" if not_comparable else words


def describe_share(share: Figure, language: Language) -> str:
    """Return a share for a sentence: the number, its bounds if its count is small, or that it is missing."""
    if share.bounds is not None:
        return say_percent(share.bounds, language)
    return language.gettext("no number") if share.value is None else language.percent(share.value)


def describe_slope(label: str, years: tuple[int, ...], own: tuple[Figure, ...], city: tuple[float, ...], language: Language) -> str:
    """Return a text alternative for a slope chart: the district's and the city's shares, year by year."""
    parts = [
        language.gettext("{year}: {own}, the city {city}").format(
            year=year,
            own=describe_share(share, language),
            city=language.percent(whole),
        )
        for year, share, whole in zip(years, own, city, strict=True)
    ]
    return f"{label}. {'; '.join(parts)}."
