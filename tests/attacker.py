"""What a release shows to the attacker of `pipeline.attack`, read from suppression's own result: more than the tables print.

Enters: a release. Leaves: a month. The reader knows more than any real one: every base, every shown count exactly, for every hidden cell of a unit
whose number of criteria is shown whether its criterion is met, and which of the numbers that are shown in one release and hidden in
another have not changed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from fractions import Fraction

import pandas as pd

from pipeline.attack import Key, Month
from pipeline.intake import Intake
from pipeline.release import Release


def read_month(
    release: Release, intake: Intake, truth: pd.DataFrame, *, hidden: Collection[Key] | None = None, later: Release | None = None
) -> Month:
    """Return what a release shows.

    Args:
        release: The release; from it come which cells and which numbers of criteria are shown.
        intake: Which area belongs where, and the city's counts.
        truth: level, unit_id, year, indicator, count, base of all cells.
        hidden: Other hidden cells than the release's, for an attack on what would have been.
        later: A later release: numbers of criteria that it has too are put to use, and others are of other counts.
    """
    tables = intake.tables
    counts = {
        (str(row.level), str(row.unit_id), int(row.year), str(row.indicator)): (int(row.count_), int(row.base))
        for row in truth[truth["count"].notna()].rename(columns={"count": "count_"}).itertuples()
    }
    marks = release.shares[release.shares["hidden"]]
    secret = set(zip(marks["level"].map(str), marks["unit_id"], marks["year"].map(int), marks["indicator"], strict=True))
    secret = secret if hidden is None else set(hidden)
    city = {(int(row.year), str(row.indicator)): (int(row[3]), int(row[4])) for row in tables.city.itertuples()}
    status = release.units[~release.units["status_hidden"]]
    if later is not None:
        status = status.merge(later.units, on=["level", "unit_id", "year", "criteria"], suffixes=("", "_later"))
    told = set(zip(status["level"].map(str), status["unit_id"], status["year"].map(int), strict=True))
    bounds: dict[Key, tuple[int, int]] = {}
    for key in secret:
        count, base = counts[key]
        least, most = 0, base
        if key[:3] in told:
            city_count, city_base = city[key[2], key[3]]
            limit = intake.policy.ratio * Fraction(city_count, city_base) * base
            if count >= limit:
                least = -(-limit.numerator // limit.denominator)
            else:
                most = -(-limit.numerator // limit.denominator) - 1
        bounds[key] = (least, most)
    sums = list(_sums(intake, counts, city))
    for terms, _ in sums:
        for key, _ in terms:
            if key[0] == "rest":
                forums = [other for other, _ in terms if other != key]
                city_count, city_base = city[key[2], key[3]]
                counts[key] = (city_count - sum(counts[other][0] for other in forums), 0)
                bounds[key] = (0, city_base - sum(counts[other][1] for other in forums))
    shown = {key: count for key, (count, _) in counts.items() if key not in bounds}
    return Month(shown, bounds, sums, {key: count for key, (count, _) in counts.items()}, {key: base for key, (_, base) in counts.items()})


def _sums(intake: Intake, counts: Mapping[Key, tuple[int, int]], city: Mapping[tuple[int, str], tuple[int, int]]) -> object:
    """Yield the sums: areas of a district, districts of a forum, forums and the rest of the city."""
    areas, periods = intake.tables.areas, intake.settings.periods
    of_district = {str(name): list(part["area_id"]) for name, part in areas.groupby("district_id")}
    of_forum = {str(name): sorted(set(part["district_id"])) for name, part in areas.groupby("forum_id")}
    for year, indicator in city:
        years = (periods.before, periods.now) if year in (periods.before, periods.now) else (year,)
        for district, members in of_district.items():
            parts = [("area", area, year, indicator) for area in members if all(("area", area, one, indicator) in counts for one in years)]
            if parts:
                yield [*((part, 1) for part in parts), (("district", district, year, indicator), -1)], 0
        for forum, members in of_forum.items():
            parts = [key for one in members if (key := ("district", one, year, indicator)) in counts]
            if parts:
                yield [*((part, 1) for part in parts), (("forum", forum, year, indicator), -1)], 0
        forums = [key for forum in of_forum if (key := ("forum", forum, year, indicator)) in counts]
        yield [*((forum, 1) for forum in forums), (("rest", "", year, indicator), 1)], city[year, indicator][0]
