"""Hand-written reports for tests and for looking at pages: a typical one, the smallest, a big one, and the city's. All numbers are invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

from markupsafe import Markup

from pipeline.report import (
    ActivityRow,
    AdministrationRow,
    AreaRow,
    AreaYear,
    Check,
    CityIndicator,
    CityReport,
    Contract,
    Decomposition,
    DecompositionPart,
    Definition,
    DistrictReport,
    Figure,
    FindingRow,
    ForumLine,
    Funding,
    IndicatorRow,
    InputFile,
    Interval,
    KeyFigures,
    Meta,
    Method,
    Money,
    Organisation,
    Phase,
    PlanRow,
    RobustnessCheck,
    Slope,
    Tile,
    Verdict,
    VerdictText,
    YearShare,
)
from pipeline.report.figures import HIDDEN, MISSING

SHY: Final = "\N{SOFT HYPHEN}"
RATIO: Final = 1.25
YEARS: Final = (2011, 2014, 2017, 2021, 2025)
FORUMS: Final = (
    ("Nørrebro", 2, 2, 4, 3),
    ("Amager/Sundby", 3, 3, 4, 4),
    ("Bispebjerg", 2, 1, 3, 3),
    ("Vesterbro/Sydhavnen", 2, 3, 3, 1),
    ("Husum/Tingbjerg", 1, 1, 3, 3),
    ("Valby/Vigerslev", 1, 3, 2, 2),
)
META: Final = Meta("Københavns Kommune", 2011, 2025, "31. december", "Københavns Kommune 2011", "1.0", True, 6, 6)


def fig(value: float) -> Figure:
    """Return a figure that is shown."""
    return Figure(value)


# label, short label, base, judged, city before/now, forum before/now, base before/now, verdict, change interval, others now
_INDICATORS: Final = (
    (
        "Beboere uden for arbejdsmarkedet",
        f"Uden for arbejds{SHY}markedet",
        "af beboere 16-66 år",
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
        "af beboere 16-64 år",
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


def _indicator(spec: tuple) -> IndicatorRow:
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
        interval_now=Interval(own[1] - half, own[1] + half),
        change_pp=fig((own[1] - own[0]) * 100),
        change_interval=Interval(*change),
        verdict=verdict,
        peers_now=peers,
        alt=f"{_percent(own[0])} procent i 2011 og {_percent(own[1])} procent i 2025. Grænsen er {_percent(city[1] * RATIO)}, byen {_percent(city[1])}.",
    )


def _slope(spec: tuple, years: tuple[int, ...] = YEARS) -> Slope:
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
        own=along(own, 3),
        city=line,
        threshold=tuple(value * RATIO for value in line),
        peers=tuple(along((peer * (0.9 + 0.1 * i), peer), 2) for i, peer in enumerate(peers)),
        alt=f"{short.replace(SHY, '')}: forummet {_percent(own[0])} % i 2011 og {_percent(own[1])} % i 2025, byen {_percent(city[0])} % og {_percent(city[1])} %.",
    )


def _year(shares: tuple[float | None, ...], city: tuple[float, ...], status: str) -> AreaYear:
    figures = tuple(HIDDEN if share is None else fig(share / 100) for share in shares)
    met = tuple(None if share is None else share / 100 >= RATIO * c for share, c in zip(shares, city, strict=True))
    hidden = None in shares
    index = HIDDEN if hidden else fig(sum(s / c for s, c in zip(shares, city, strict=True) if s) / len(city))
    return AreaYear(figures, met, HIDDEN if hidden else fig(sum(m is True for m in met)), index, status)


CITY: Final = tuple(tuple(spec[4][i] for spec in _INDICATORS) for i in (0, 1))
B, W, U, Q, H, L = Verdict.BETTER, Verdict.WORSE, Verdict.UNCHANGED, Verdict.UNCLEAR, Verdict.HIGHER, Verdict.LOWER
X, N = Verdict.HIDDEN, Verdict.NOT_COMPARABLE


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


def _typical_areas() -> tuple[AreaRow, ...]:
    return (
        _area(
            "Indre Nørrebro",
            15_120,
            (31.2, 29.1, 21.3, 63.0, 11.9, 41.5),
            (22.2, 20.6, 18.7, 62.9, 7.1, 25.2),
            (B, H, W, U, B, B),
            ("Ja", "Nej, gået ud"),
        ),
        _area(
            "Ydre Nørrebro",
            5_060,
            (28.6, 14.1, 18.1, 42.2, 5.1, 38.4),
            (27.9, 27.4, 22.3, 41.7, 3.2, 36.6),
            (Q, H, W, Q, B, Q),
            ("Nej", "Ja, ny"),
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
            (B, L, B, Q, X, B),
            ("Ja", "Nej, gået ud"),
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


def _totals(name: str) -> tuple[AreaRow, ...]:
    own = [tuple(100 * spec[5][i] for spec in _INDICATORS) for i in (0, 1)]
    city = [tuple(100 * value for value in CITY[i]) for i in (0, 1)]
    forum = _area(name, 27_480, own[0], own[1], tuple(spec[7] for spec in _INDICATORS), ("4 af 5", "3 af 5"))
    years = [replace(_year(city[i], CITY[i], ""), met=(None,) * 6, criteria=MISSING) for i in (0, 1)]
    return forum, AreaRow("Hele byen", 655_000, years[0], years[1], (), "")


def _decomposition() -> Decomposition:
    parts = []
    for label, _, _, judged, city, own, *_ in _INDICATORS:
        mean = (1 / city[0] + 1 / city[1]) / 2
        total = (own[1] / city[1] - own[0] / city[0]) * 100 / 6
        mine = (own[1] - own[0]) * mean * 100 / 6
        parts.append(DecompositionPart(label, judged, total, mine, total - mine))
    before = sum(own[0] / city[0] for *_, city, own, _, _, _, _ in _INDICATORS) * 100 / 6
    total = sum(part.total for part in parts)
    return Decomposition(before, before + total, tuple(parts), sum(p.own for p in parts), sum(p.city for p in parts), total)


def _check(day: date | None, ok: bool = True) -> Check:
    return Check(day, ok and day is not None)


def _plan(
    name: str,
    applicant: str,
    estates: int,
    first: int,
    budget: int,
    phase: Phase,
    papers: tuple[Check, Check, Check],
    tmf: float = 0.125,
    **other: object,
) -> PlanRow:
    values = {
        "plan": name,
        "applicant": applicant,
        "applicant_ok": True,
        "estates": estates,
        "start": date(first, 1, 1),
        "end": date(first + 3, 12, 31),
        "period_ok": True,
        "phase": phase,
        "budget_dkk": budget,
        "lbf_share": 0.875 - tmf,
        "lbf_ok": tmf >= 0.125,
        "tmf_share": tmf,
        "tmf_ok": tmf >= 0.125,
        "housing_share": 0.125,
        "shortfall_dkk": round((0.125 - tmf) * budget),
        "agreement": papers[0],
        "commitment": papers[1],
        "approval": papers[2],
    }
    return PlanRow(**{**values, **other})  # type: ignore[arg-type] - a table of fields is easier to read here


def _typical_plans() -> tuple[PlanRow, ...]:
    return (
        _plan(
            "Sammen om Nørrebro",
            "Boligforeningen Eksempel A",
            6,
            2022,
            21_600_000,
            Phase.ENDED,
            (_check(date(2021, 11, 3)), _check(date(2021, 12, 14)), _check(date(2021, 12, 2))),
        ),
        _plan(
            "Nørrebro i bevægelse",
            "Boligselskabet Eksempel B",
            4,
            2023,
            18_400_000,
            Phase.RUNNING,
            (_check(date(2022, 10, 18)), _check(date(2022, 12, 1)), _check(date(2023, 1, 26), ok=False)),
        ),
        _plan(
            "Ydre Nørrebro sammen",
            "Almene Boliger Eksempel C",
            3,
            2024,
            12_000_000,
            Phase.RUNNING,
            (_check(date(2023, 11, 9)), _check(date(2023, 12, 19)), _check(None)),
            0.115,
        ),
        _plan(
            "Plan 2026",
            "Boligselskabet Eksempel B",
            2,
            2026,
            14_400_000,
            Phase.PLANNED,
            (_check(date(2025, 10, 20)), _check(date(2025, 12, 16)), _check(None)),
        ),
    )


ADMINISTRATIONS: Final = (
    AdministrationRow("Beskæftigelse og Integration", None, 620_000, 0.020),
    AdministrationRow("Børn og Ungdom", None, 940_000, 0.030),
    AdministrationRow("Kultur og Fritid", None, 480_000, 0.015),
    AdministrationRow("Social: kontant", None, 1_520_000, 0.049),
    AdministrationRow("Social: timer", 4_250, 1_360_000, 0.044),
    AdministrationRow("Sundhed og Omsorg", None, 510_000, 0.016),
    AdministrationRow("Teknik og Miljø", None, 440_000, 0.014),
    AdministrationRow("Økonomi", None, 230_000, 0.007),
)


def _money() -> Money:
    return Money(
        before=Funding("2008–2011", 31_200_000, 21_900_000, 6_100_000, 3_200_000, 0, 8),
        now=Funding("2022–2029", 66_400_000, 49_920_000, 8_180_000, 8_100_000, 200_000, 1),
        plans=_typical_plans(),
        administrations=ADMINISTRATIONS,
        plans_in_order=3,
        shortfall_dkk=120_000,
        hourly_rate_dkk=320,
        tmf_share=0.125,
        lbf_max_share=0.75,
        plan_heading="Fire planer, ét bidrag under det aftalte og én udestående godkendelse",
    )


def _organisation() -> Organisation:
    return Organisation(
        levels=(
            ActivityRow("By", 0, 3, 0, 3, "Kommunens syv forvaltninger"),
            ActivityRow("Bydel", 3, 15, 3, 15, "Det boligsociale forum"),
            ActivityRow("Afdeling", 20, 6, 0, 0, "Boligorganisationer og afdelingsbestyrelser"),
        ),
        themes=(
            ActivityRow("Fritidsjob, UU-vejledning og fremskudt jobindsats", 5, 7, 1, 5),
            ActivityRow("Samarbejde om børne-ungearbejde i bydelen", 9, 6, 1, 4),
            ActivityRow("Opsøgende sundhedsindsats", 2, 3, 0, 3),
            ActivityRow("Møde mellem kommune og udsatte familier, ældre mv.", 3, 4, 0, 3),
            ActivityRow("Brobygning til kultur- og foreningsliv", 4, 4, 1, 3),
        ),
        total=ActivityRow("I alt", 23, 24, 3, 18),
        bridges_before=3,
        bridges_now=12,
        groups_before=26,
        groups_now=6,
        own_groups_before=5,
        own_groups_now=1,
        contracts=(
            Contract("SK-2024-01", "Socialforvaltningen", date(2024, 2, 1)),
            Contract("SK-2025-03", "Beskæftigelses- og Integrationsforvaltningen", date(2025, 4, 14)),
        ),
    )


_NUMERATORS: Final = (
    ("Personer i pensionsordninger eller varigt uden for arbejdsstyrken", "Beboere 16-66 år", "Danmarks Statistik, RAS"),
    ("Indvandrere og efterkommere fra ikke-vestlige lande", "Alle beboere", "Danmarks Statistik, BEF"),
    ("Bruttoindkomst mindst 25 % under medianen", "Beboere fra 18 år", "Danmarks Statistik, IND"),
    ("Boliger under 60 m²", "Alle boliger", "BBR"),
    ("Boliger uden eget bad, eget toilet eller fjern- eller centralvarme", "Alle boliger", "BBR"),
    ("Grundskole som højeste fuldførte eller ingen registreret uddannelse", "Beboere 16-64 år", "Danmarks Statistik, UDDA"),
)


def _method() -> Method:
    definitions = tuple(
        Definition(spec[0], *words, spec[4][0] * RATIO, spec[4][1] * RATIO, spec[4][0], spec[4][1], fig(spec[6][0]), fig(spec[6][1]))
        for spec, words in zip(_INDICATORS, _NUMERATORS, strict=True)
    )
    left_out = (
        ("Arbejdsmarked", "−6,7"),
        ("Herkomst", "−1,9"),
        ("Lavindkomst", "−8,9"),
        ("Små boliger", "−7,3"),
        ("Installationsmangler", "+0,9"),
        ("Uddannelse", "−8,9"),
    )
    checks = tuple(RobustnessCheck(label, "Én indikator udeladt", result, result != "+0,9") for label, result in left_out)
    other = (("Grænser 5 % lavere", "4 → 3"), ("Grænser 5 % højere", "4 → 2"), ("Uden Ved Fælledparken", "−5,6"), ("Før-år 2014", "−5,2"))
    return Method(
        definitions=definitions,
        robustness=(*checks, *(RobustnessCheck(label, "Andre valg", result, True) for label, result in other)),
        caveats=(
            "Rapporten viser en udvikling, ikke en effekt. Den kan ikke afgøre, om en helhedsplan er årsag til en ændring.",
            "Til- og fraflytning kan ændre andelene, uden at den enkelte beboers vilkår ændres.",
            "Området Ved Fælledparken er udvidet i 2016. Det indgår i forummets tal, men sammenlignes ikke for sig.",
            "Andele er afrundet hver for sig; forskelle kan afvige med 0,1.",
        ),
        findings=(
            FindingRow("DK-01", "2 celler omfattet af diskretion, 2025", "skjult"),
            FindingRow("DK-02", "1 byområde med ændret afgrænsning", "ikke sammenlignet"),
            FindingRow("DK-03", "1 plan med kommunal andel på 11,5 %", "vist, ikke rettet"),
            FindingRow("DK-04", "1 godkendelse dateret efter tilsagnet", "vist, ikke rettet"),
        ),
        assumptions=(
            "Politikkens offentlige kilder angiver de seks indikatorer, men ikke grænserne.",
            "Alle indikatorer vejer lige meget i indekset.",
        ),
        smallest_shown=5,
        hidden_cells=4,
        change_threshold_pp=1.0,
        unchanged_limit_pp=2.0,
        minimum_criteria=4,
        threshold_ratio=RATIO,
        inputs=(
            InputFile("indikatorer.xlsx", "b063b8c7af627a1d79729cdda7b7553b47ab3da137c4f96345b5e04cd32f1c2c"),
            InputFile("helhedsplaner.xlsx", "0d5a83b2c1f94e67a8b0c5d2e3f41526378899aabbccddeeff00112233445566"),
            InputFile("fora.xlsx", "77ab01c2d3e4f5061728394a5b6c7d8e9fa0b1c2d3e4f5061728394a5b6c7d8e"),
            InputFile("politik/kk-2011.toml", "cafe01c2d3e4f5061728394a5b6c7d8e9fa0b1c2d3e4f5061728394a5b6c7d8e"),
        ),
        program_version="0.1.0",
        contact="Teknik- og Miljøforvaltningen",
        source="Eksempeldata",
        extracted="2. marts 2026",
    )


def _tiles(own: str) -> tuple[Tile, ...]:
    return tuple(Tile(name, column, row, fig(before), fig(now), name == own) for name, column, row, before, now in FORUMS)


def typical(meta: Meta = META) -> DistrictReport:
    """Return a report like the mock: five areas, four plans, two hidden cells, one area that cannot be compared."""
    decomposition = _decomposition()
    return DistrictReport(
        forum="Nørrebro",
        slug="noerrebro",
        districts=("Nørrebro",),
        meta=meta,
        verdict=VerdictText(
            Verdict.BETTER,
            Markup(
                "Forummets område er blevet <b>mindre udsat</b>: tre af fem byområder er udsatte mod fire i 2011, og konklusionen holder i <b>9\N{NO-BREAK SPACE}af\N{NO-BREAK SPACE}10</b> robusthedstjek."
            ),
            "Indre Nørrebro og Ved Jagtvej er ikke længere udsatte; Ydre Nørrebro er kommet til. Konklusionen holder ikke, hvis boliger med installationsmangler tages ud: Så stiger indekset svagt.",
            "Tre indikatorer er forbedret, lavindkomst er forværret",
        ),
        tiles=_tiles("Nørrebro"),
        key_figures=KeyFigures(
            fig(4),
            fig(3),
            5,
            5,
            fig(decomposition.index_before),
            fig(decomposition.index_now),
            3,
            1,
            1,
            0,
            0,
            4,
            31_200_000,
            66_400_000,
            "2008–2011",
            "2022–2029",
        ),
        indicators=tuple(_indicator(spec) for spec in _INDICATORS),
        questions=(
            Markup("<b>Lavindkomst er forværret</b> i Indre og Ydre Nørrebro. Hvilke af de fire helhedsplaner når gruppen?"),
            Markup(
                "<b>Ydre Nørrebro opfylder nu fire kriterier</b> mod to i 2011. Skal området have en indsats, når den nuværende plan udløber i 2027?"
            ),
            Markup("<b>Én plan har en kommunal andel på 11,5 %</b> i stedet for 12,5 %. Hvem dækker de manglende 0,12 mio. kr.?"),
        ),
        areas=_typical_areas(),
        totals=_totals("Nørrebro"),
        area_heading="To byområder er ikke længere udsatte, og ét er kommet til",
        decomposition=decomposition,
        decomposition_heading="Indekset falder 5,5 point, fordi andelene falder mere i forummet end i byen",
        decomposition_sentence="Forummets egen udvikling trækker indekset 21,1 point ned, byens trækker det 15,6 point op. Installationsmangler alene giver −6,2.",
        slopes=tuple(_slope(spec) for spec in _INDICATORS),
        slope_heading="Forummet ligger over byen på alle seks indikatorer",
        money=_money(),
        organisation=_organisation(),
        organisation_heading="Færre kasser, færre styregrupper, flere indsatser på tværs",
        method=_method(),
    )


def minimal() -> DistrictReport:
    """Return the least that a forum can have: one area without a comparable past, hidden cells, no plans, no index, nothing to discuss."""
    whole = typical()
    hidden = replace(
        whole.indicators[0],
        before=replace(whole.indicators[0].before, share=MISSING, count=MISSING, base=MISSING, index=MISSING, met=None),
        now=replace(whole.indicators[0].now, share=HIDDEN, count=HIDDEN, index=HIDDEN, met=None),
        interval_now=None,
        change_pp=HIDDEN,
        change_interval=None,
        verdict=X,
        peers_now=(),
        alt="Andelen er skjult i 2025 og ikke oplyst i 2011.",
    )
    return replace(
        whole,
        forum="Ø",
        slug="oe",
        districts=("Indre By",),
        verdict=VerdictText(
            N, Markup("Udviklingen <b>kan ikke sammenlignes</b>: afgrænsningen blev ændret i 2016."), "", "Én indikator er skjult"
        ),
        tiles=(Tile("Ø", 1, 1, MISSING, HIDDEN, True), Tile("Nørrebro", 2, 1, fig(4), fig(3), False)),
        key_figures=KeyFigures(MISSING, HIDDEN, 0, 1, MISSING, HIDDEN, 0, 0, 0, 0, 5, 0, 0, 0, "2008–2011", "2022–2029"),
        indicators=(hidden, *whole.indicators[1:]),
        questions=(),
        areas=(replace(whole.areas[4], verdicts=()),),
        decomposition=None,
        decomposition_heading="Indekset kan ikke sammenlignes",
        decomposition_sentence="",
        slopes=tuple(replace(each, own=(None,) * len(each.years)) for each in whole.slopes),
        money=replace(
            whole.money,
            before=Funding("2008–2011", 0, 0, 0, 0, 0, 0),
            now=Funding("2022–2029", 0, 0, 0, 0, 0, 0),
            plans=(),
            administrations=(),
            plans_in_order=0,
            shortfall_dkk=0,
            plan_heading="Ingen helhedsplaner",
        ),
        organisation=replace(
            whole.organisation,
            levels=(ActivityRow("By", 0, 0, 0, 0, "Kommunens syv forvaltninger"),),
            themes=(ActivityRow("Opsøgende sundhedsindsats", 0, 0, 0, 0),),
            total=ActivityRow("I alt", 0, 0, 0, 0),
            bridges_before=0,
            bridges_now=0,
            own_groups_before=0,
            own_groups_now=0,
            contracts=(),
        ),
        organisation_heading="Ingen indsatser i perioden",
        method=replace(whole.method, robustness=(), caveats=(), findings=(), assumptions=()),
    )


_LONG: Final = (
    "Vesterbro-Kongens Enghave ved Enghavevej og Sydhavnsgade",
    "Ryparken, Lersøparken og Ved Bispebjerg Parkallé",
    "Brønshøj-Husum omkring Frederikssundsvej",
    "Ved Gyldenrisvej og Ved Frankrigsgade",
    "Urbanplanen mv. og Amager Fælledvej",
    "Ved Langgade Station og Ved Kulbanevej",
)


def big() -> DistrictReport:
    """Return the most that a forum can have: twelve areas, two districts, ten plans, many posts and findings, long names, six years."""
    whole = typical()
    name = "Vesterbro-Kongens Enghave/Sydhavnen"
    areas = tuple(replace(whole.areas[i % 5], name=f"{_LONG[i % 6]} {i + 1}") for i in range(12))
    plans = tuple(
        replace(
            whole.money.plans[i % 4],
            plan=f"Den boligsociale helhedsplan for {_LONG[i % 6]} {i + 1}",
            applicant="Boligorganisationernes Fællesadministration i København, afdelingen for boligsocialt arbejde",
            start=date(2015 + i, 7, 1),
            end=date(2020 + i, 6, 30),
            period_ok=False,
            applicant_ok=i % 3 != 0,
            budget_dkk=121_600_000,
        )
        for i in range(10)
    )
    posts = tuple(
        replace(row, administration=f"{row.administration} {half}") for half in ("indkøb og drift", "netværk") for row in ADMINISTRATIONS
    )
    activities = tuple(
        replace(row, before=row.before * 5, now=row.now * 6, across_now=row.across_now * 6) for row in whole.organisation.levels
    )
    forum, city = _totals(name)
    return replace(
        whole,
        forum=name,
        slug="vesterbro-kongens-enghave-sydhavnen",
        districts=("Vesterbro-Kongens Enghave", "Valby"),
        tiles=tuple(replace(tile, forum=name if i == 3 else tile.forum, own=i == 3) for i, tile in enumerate(whole.tiles)),
        questions=whole.questions * 2,
        areas=areas,
        totals=(replace(forum, name="Vesterbro-Kongens Enghave"), replace(forum, name="Valby"), forum, city),
        slopes=tuple(_slope(spec, (2011, 2013, 2015, 2018, 2022, 2025)) for spec in _INDICATORS),
        money=replace(
            whole.money, plans=plans, administrations=posts, before=replace(whole.money.before, other_dkk=600_000, lbf_dkk=21_300_000)
        ),
        organisation=replace(whole.organisation, levels=activities, contracts=whole.organisation.contracts * 4),
        method=replace(
            whole.method, findings=whole.method.findings * 8, caveats=whole.method.caveats * 2, assumptions=whole.method.assumptions * 2
        ),
    )


def city() -> CityReport:
    """Return an overview of the six forums."""
    whole = typical()
    shares = [tuple(spec[5][i] for spec in _INDICATORS) for i in (0, 1)]
    kinds = (B, W, U, Q, B, N)
    lines = tuple(
        ForumLine(
            forum=name,
            areas_before=before + 1,
            areas_now=before + 1,
            deprived_before=fig(before),
            deprived_now=fig(now),
            index_before=fig(150 - 4 * i) if i != 5 else HIDDEN,
            index_now=fig(146 - 5 * i) if i != 5 else HIDDEN,
            verdict=kinds[i],
            shares_before=tuple(fig(share * (1 - 0.05 * i)) for share in shares[0]),
            shares_now=tuple(HIDDEN if i == 5 and j == 4 else fig(share * (1 - 0.04 * i)) for j, share in enumerate(shares[1])),
            verdicts=tuple(X if i == 5 and j == 4 else spec[7] for j, spec in enumerate(_INDICATORS)),
            plans=5 + i % 2,
            plans_in_order=5,
            budget_before_dkk=31_200_000 + i * 2_000_000,
            budget_now_dkk=66_400_000 - i * 3_000_000,
            activities_before=23 - i,
            activities_now=24 - i,
            across_before=3,
            across_now=18 - i,
            groups_before=(5, 4, 5, 4, 4, 4)[i],
            groups_now=1,
        )
        for i, (name, _, _, before, now) in enumerate(FORUMS)
    )
    return CityReport(
        meta=META,
        sentence="Seksten af 24 byområder er udsatte mod atten i 2011; tre fora er blevet mindre udsatte.",
        tiles=_tiles(""),
        indicators=tuple(
            CityIndicator(spec[0], spec[1], *spec[4], (spec[4][1] - spec[4][0]) * 100, spec[4][1] * RATIO) for spec in _INDICATORS
        ),
        lines=lines,
        money_before=Funding("2008–2011", 217_200_000, 152_000_000, 42_000_000, 23_200_000, 0, 8),
        money_now=Funding("2022–2029", 353_400_000, 264_000_000, 43_800_000, 44_000_000, 1_600_000, 1),
        plans=33,
        plans_in_order=30,
        shortfall_dkk=420_000,
        tmf_share=0.125,
        lbf_max_share=0.75,
        organisation=replace(
            whole.organisation,
            levels=tuple(
                replace(row, before=row.before * 6, now=row.now * 6, across_now=row.across_now * 6) for row in whole.organisation.levels
            ),
            themes=tuple(
                replace(row, before=row.before * 6, now=row.now * 6, across_now=row.across_now * 6) for row in whole.organisation.themes
            ),
            total=ActivityRow("I alt", 138, 144, 18, 108),
            own_groups_before=0,
            own_groups_now=0,
        ),
        findings_heading="Fire fund i data, ingen er rettet i stilhed",
        method=whole.method,
    )
