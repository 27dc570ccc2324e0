"""Indicators of the hand-written reports: shares, areas, slopes, the decomposition, the definitions. All numbers are invented."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from pipeline.report.model.figures import MISSING, Figure, Interval
from pipeline.report.model.indicators import AreaRow, AreaYear, Decomposition, DecompositionPart, DotChart, IndicatorRow, Slope, YearShare
from pipeline.report.model.method import Definition
from pipeline.scoring.compare.verdict import Verdict

SHY: Final = "\N{SOFT HYPHEN}"
RATIO: Final = 1.25
YEARS: Final = (2011, 2014, 2017, 2021, 2025)


def fig(value: float) -> Figure:
    """Return a figure that is shown."""
    return Figure(value)


FEW: Final = Figure(2 / 1000, bounds=(1 / 1000, 4 / 1000))
"""The share of one to four of a thousand: printed as under 0.5 %."""


# label, short label, base, judged, city before/now, forum before/now, base before/now, verdict, change interval, others now
INDICATORS: Final = (
    (
        "Beboere uden for arbejdsmarkedet",
        f"Uden for arbejds{SHY}markedet",
        "af beboere 16–66 år",
        True,
        (0.218, 0.180),
        (0.311, 0.258),
        (16_555, 17_916),
        Verdict.BETTER,
        (-6.2, -4.3),
        (0.31, 0.236, 0.215, 0.19, 0.221),
    ),
    (
        "Beboere med ikke-vestlig herkomst",
        "Ikke-vestlig herkomst",
        "af alle beboere",
        False,
        (0.144, 0.169),
        (0.297, 0.310),
        (25_390, 27_480),
        Verdict.HIGHER,
        (0.5, 2.0),
        (0.401, 0.243, 0.232, 0.182, 0.252),
    ),
    (
        "Beboere med lavindkomst",
        f"Lavind{SHY}komst",
        "af beboere fra 18 år",
        True,
        (0.152, 0.150),
        (0.218, 0.233),
        (20_515, 22_204),
        Verdict.WORSE,
        (0.7, 2.2),
        (0.259, 0.198, 0.174, 0.168, 0.187),
    ),
    (
        "Små boliger (under 60 m²)",
        "Små boliger",
        "af alle boliger",
        True,
        (0.465, 0.446),
        (0.576, 0.570),
        (13_610, 14_410),
        Verdict.UNCHANGED,
        (-1.8, 0.5),
        (0.369, 0.642, 0.423, 0.662, 0.52),
    ),
    (
        "Boliger med installationsmangler",
        f"Installa{SHY}tions{SHY}mangler",
        "af alle boliger",
        True,
        (0.064, 0.046),
        (0.095, 0.051),
        (13_610, 14_410),
        Verdict.BETTER,
        (-5.0, -3.8),
        (0.034, 0.089, 0.039, 0.065, 0.069),
    ),
    (
        "Beboere med lav/ingen uddannelse",
        f"Lav/ingen uddan{SHY}nelse",
        "af beboere 16–64 år",
        True,
        (0.274, 0.206),
        (0.415, 0.336),
        (11_349, 12_284),
        Verdict.BETTER,
        (-9.1, -6.7),
        (0.405, 0.228, 0.248, 0.254, 0.30),
    ),
)


def _percent(value: float) -> str:
    return f"{value * 100:.1f}".replace(".", ",")


def indicator(spec: tuple) -> IndicatorRow:
    """Return one row of the table on page 1."""
    label, short, base_label, judged, city, own, base, verdict, change, peers = spec
    years = [
        YearShare(fig(o), fig(round(o * b)), fig(b), fig(100 * o / c), c, c * RATIO, o >= c * RATIO)
        for c, o, b in zip(city, own, base, strict=True)
    ]
    half = 1.96 * (own[1] * (1 - own[1]) / base[1]) ** 0.5
    return IndicatorRow(
        id=label.lower(),
        label=label,
        short_label=short,
        base_label=base_label,
        judged=judged,
        before=years[0],
        now=years[1],
        change_pp=fig((own[1] - own[0]) * 100),
        change_interval=Interval(*change),
        verdict=verdict,
        not_comparable="",
        chart=DotChart(
            Interval(own[1] - half, own[1] + half),
            peers,
            f"{_percent(own[0])} procent i 2011 og {_percent(own[1])} procent i 2025. Grænsen er {_percent(city[1] * RATIO)}, byen {_percent(city[1])}.",
        ),
    )


def slope_of(spec: tuple, years: tuple[int, ...] = YEARS) -> Slope:
    """Return one indicator over the years, on a bent line between its two known shares."""
    label, short, _, _, city, own, _, _, _, peers = spec
    del label
    parts = [(year - years[0]) / (years[-1] - years[0]) for year in years]
    bend = (0.0, 0.015, -0.01, 0.006, 0.0, 0.0)

    def along(ends: tuple[float, float], bent: float = 1.0) -> tuple[float, ...]:
        return tuple(ends[0] + (ends[1] - ends[0]) * part + bent * ends[1] * bend[i] for i, part in enumerate(parts))

    line = along(city)
    return Slope(
        label=short.replace(SHY, ""),
        years=years,
        joined=(True,) * (len(years) - 1),
        own=tuple(fig(share) for share in along(own, 3)),
        city=line,
        threshold=tuple(value * RATIO for value in line),
        peers=tuple(along((peer * (0.9 + 0.1 * i), peer), 2) for i, peer in enumerate(peers)),
        alt=f"{short.replace(SHY, '')}: forummet {_percent(own[0])} % i 2011 og {_percent(own[1])} % i 2025, byen {_percent(city[0])} % og {_percent(city[1])} %.",
    )


def _year(shares: tuple[float | None, ...], city: tuple[float, ...], status: str) -> AreaYear:
    figures = tuple(FEW if share is None else fig(share / 100) for share in shares)
    numbers = [figure.value or 0.0 for figure in figures]
    met = tuple(number >= RATIO * c for number, c in zip(numbers, city, strict=True))
    near = tuple(abs(number / (RATIO * c) - 1) < 0.03 for number, c in zip(numbers, city, strict=True))
    index = 100 * sum(number / c for number, c in zip(numbers, city, strict=True)) / len(city)
    return AreaYear(figures, met, near, fig(sum(met)), fig(index), status)


CITY: Final = tuple(tuple(spec[4][i] for spec in INDICATORS) for i in (0, 1))
B, W, U, Q, H, L = Verdict.BETTER, Verdict.WORSE, Verdict.UNCHANGED, Verdict.UNCLEAR, Verdict.HIGHER, Verdict.LOWER
N: Final = Verdict.NOT_COMPARABLE


def _area(
    name: str,
    residents: int,
    before: tuple[float | None, ...] | None,
    now: tuple[float | None, ...],
    verdicts: tuple[Verdict, ...],
    words: tuple[str, str],
) -> AreaRow:
    return AreaRow(
        name,
        residents,
        _year(before, CITY[0], words[0]) if before else None,
        _year(now, CITY[1], words[1]),
        verdicts,
        "" if before else words[0],
    )


def typical_areas() -> tuple[AreaRow, ...]:
    """Return five areas: two that left, one that entered, one small count each in two, one that cannot be compared."""
    return (
        _area(
            "Indre Nørrebro",
            15_120,
            (31.2, 29.1, 21.3, 63.0, 11.9, 41.5),
            (22.2, 20.6, 18.7, 62.9, 7.1, 25.2),
            (B, H, W, U, B, B),
            ("Ja", "Ikke længere"),
        ),
        _area(
            "Ydre Nørrebro",
            5_060,
            (28.6, 14.1, 18.1, 42.2, 5.1, 38.4),
            (27.9, 27.4, 22.3, 41.7, 3.2, 36.6),
            (Q, H, W, Q, B, Q),
            ("Nej", "Ja, nyt"),
        ),
        _area(
            "Ved Bispeengbuen",
            3_450,
            (36.2, 42.0, 27.4, 55.1, 6.2, 48.0),
            (31.0, 44.6, 29.3, 54.8, 3.1, 42.3),
            (B, H, Q, Q, B, B),
            ("Ja", "Ja, fortsat"),
        ),
        _area(
            "Ved Jagtvej",
            2_240,
            (27.6, 22.0, 20.8, 58.4, 8.8, 36.9),
            (21.0, 21.1, 17.4, 55.2, None, 27.2),
            (B, L, B, Q, B, B),
            ("Ja", "Ikke længere"),
        ),
        _area(
            "Ved Fælledparken",
            1_610,
            None,
            (30.2, 39.5, 27.1, 51.6, None, 40.3),
            (N, N, N, N, N, N),
            ("Ikke sammenlignelig: områdets afgrænsning blev ændret i 2016", "Ja"),
        ),
    )


def totals_of(name: str) -> tuple[AreaRow, ...]:
    """Return the totals of a forum and of the city."""
    own = [tuple(100 * spec[5][i] for spec in INDICATORS) for i in (0, 1)]
    city = [tuple(100 * value for value in CITY[i]) for i in (0, 1)]
    forum = _area(name, 27_480, own[0], own[1], tuple(spec[7] for spec in INDICATORS), ("4 af 5", "3 af 5"))
    years = [replace(_year(city[i], CITY[i], ""), met=(None,) * 6, criteria=MISSING) for i in (0, 1)]
    return forum, AreaRow("Hele byen", 655_000, years[0], years[1], (), "")


def decomposed() -> Decomposition:
    """Return the change of the index split into parts that add up exactly."""
    parts = []
    for label, _, _, judged, city, own, *_ in INDICATORS:
        mean = (1 / city[0] + 1 / city[1]) / 2
        total = (own[1] / city[1] - own[0] / city[0]) * 100 / 6
        mine = (own[1] - own[0]) * mean * 100 / 6
        parts.append(DecompositionPart(label, judged, total, mine, total - mine, city[0]))
    before = sum(own[0] / city[0] for *_, city, own, _, _, _, _ in INDICATORS) * 100 / 6
    total = sum(part.total for part in parts)
    return Decomposition(before, before + total, tuple(parts), sum(p.own for p in parts), sum(p.city for p in parts), total)


_NUMERATORS: Final = (
    ("Personer i pensionsordninger eller varigt uden for arbejdsstyrken", "Beboere 16–66 år", "Danmarks Statistik, RAS"),
    ("Indvandrere og efterkommere fra ikke-vestlige lande", "Alle beboere", "Danmarks Statistik, BEF"),
    ("Bruttoindkomst mindst 25 % under medianen", "Beboere fra 18 år", "Danmarks Statistik, IND"),
    ("Boliger under 60 m²", "Alle boliger", "BBR"),
    ("Boliger uden eget bad, eget toilet eller fjern- eller centralvarme", "Alle boliger", "BBR"),
    ("Grundskole som højeste fuldførte eller ingen registreret uddannelse", "Beboere 16–64 år", "Danmarks Statistik, UDDA"),
)


def definitions() -> tuple[Definition, ...]:
    """Return the definitions of the last page."""
    return tuple(
        Definition(spec[0], *words, spec[4][0] * RATIO, spec[4][1] * RATIO, spec[4][0], spec[4][1], fig(spec[6][0]), fig(spec[6][1]))
        for spec, words in zip(INDICATORS, _NUMERATORS, strict=True)
    )
