"""The indicators in a report: table, neighbourhood matrix, parts of the index change, slope charts. Shares are fractions 0-1."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.report.model.figures import Figure, Interval
from pipeline.scoring.compare.verdict import Verdict


@dataclass(frozen=True, slots=True)
class YearShare:
    """One indicator of one forum in one year.

    Attributes:
        index: 100 × share / city's share of the same year.
        city: The city's share.
        threshold: The share from which the policy's criterion is met that year.
        met: Whether the criterion is met; None if missing.
        near: The interval of the share spans the threshold; False if missing.
    """

    share: Figure
    count: Figure
    base: Figure
    index: Figure
    city: float
    threshold: float
    met: bool | None
    near: bool = False


@dataclass(frozen=True, slots=True)
class DotChart:
    """What one indicator's chart on page 1 shows besides its shares.

    Attributes:
        interval_now: Interval of the share now, fractions; None for dwellings, which are a full count.
        peers_now: The other forums' shares now, if shown, rounded as printed.
        alt: The chart's text alternative, with its figures.
    """

    interval_now: Interval | None
    peers_now: tuple[float, ...]
    alt: str


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One row of the table on page 1.

    Attributes:
        label: Full name; `short_label` for narrow columns, with soft hyphens.
        base_label: The base of the share, for example ``af beboere 16–66 år``.
        judged: False for an indicator that is only described, not judged as good or bad.
        change_pp: Change in percentage points; `change_interval` its interval.
        not_comparable: Why the two years are not compared, in words, without change and interval; empty if they are compared.
    """

    id: str
    label: str
    short_label: str
    base_label: str
    judged: bool
    before: YearShare
    now: YearShare
    change_pp: Figure
    change_interval: Interval | None
    verdict: Verdict
    not_comparable: str
    chart: DotChart


@dataclass(frozen=True, slots=True)
class AreaYear:
    """One area (or district, forum, city) in one year.

    Attributes:
        shares: One figure per indicator, in the order of the policy.
        met: Whether each criterion is met; None if missing or not applicable.
        near: Whether each share's interval spans the threshold.
        criteria: Number of criteria met.
        index: Index, city = 100.
        firm: The status holds in most of the draws; also True if there is no status or none is shown.
        status: The status in words; for a sum of areas for example ``3 af 5``; empty if there is none.
        deprived: The status itself; None if unknown, and for a sum of areas.
    """

    shares: tuple[Figure, ...]
    met: tuple[bool | None, ...]
    near: tuple[bool, ...]
    criteria: Figure
    index: Figure
    status: str
    firm: bool = True
    deprived: bool | None = None


@dataclass(frozen=True, slots=True)
class AreaRow:
    """Two lines of the neighbourhood matrix: before and now.

    Attributes:
        residents_now: Residents in the reported year.
        before: The earlier year; None if the area is not comparable or did not exist, and `not_comparable` says why.
        verdicts: One per indicator, printed after the number of the reported year.
    """

    name: str
    residents_now: int | None
    before: AreaYear | None
    now: AreaYear | None
    verdicts: tuple[Verdict, ...]
    not_comparable: str


@dataclass(frozen=True, slots=True)
class DecompositionPart:
    """One indicator's part of the index change, in index points; own + city = total.

    Attributes:
        own: What the forum's own change does; `city` what the city's does, in whose figures the forum is included.
        city_before: The city's share in the earlier year, a fraction.
        caution: What is known to be wrong with its figures, inside a sentence; empty if nothing is.
    """

    label: str
    judged: bool
    total: float
    own: float
    city: float
    city_before: float
    caution: str = ""


@dataclass(frozen=True, slots=True)
class Decomposition:
    """The index change and its parts. The sums are exact: index_before + total = index_now."""

    index_before: float
    index_now: float
    parts: tuple[DecompositionPart, ...]
    own: float
    city: float
    total: float


@dataclass(frozen=True, slots=True)
class Slope:
    """One indicator over all years: the forum, the city, the threshold and the other forums, None if there is no number.

    Attributes:
        own: The forum's shares: the chart uses their values, and text prints them like all figures.
        joined: For each year but the first: whether it may be compared with the previous year, so that a line joins them.
    """

    label: str
    years: tuple[int, ...]
    joined: tuple[bool, ...]
    own: tuple[Figure, ...]
    city: tuple[float, ...]
    threshold: tuple[float, ...]
    peers: tuple[tuple[float | None, ...], ...]
    alt: str
