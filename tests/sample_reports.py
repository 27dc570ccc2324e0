"""Hand-written reports for tests and for viewing pages: a typical one, the smallest, a big one, the city's. All numbers are invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, Final

from markupsafe import Markup

from pipeline.language.language import load_language
from pipeline.report.model.city import CityIndicator, CityReport, ForumLine
from pipeline.report.model.district import Answer, Areas, DistrictReport
from pipeline.report.model.figures import MISSING
from pipeline.report.model.indicators import AreaRow, AreaYear, DotChart
from pipeline.report.model.method import FindingRow, InputFile, Method, Provenance, RobustnessCheck, Rules
from pipeline.report.model.money import Funding, Money, PlanFigures, YearlyBudget
from pipeline.report.model.organisation import ActivityRow
from pipeline.report.model.overview import Deprivation, KeyFigures, Meta, Tile, VerdictCounts, VerdictText
from pipeline.report.words.small_counts import explain
from pipeline.scoring.compare.verdict import Verdict
from pipeline.settings.settings import SmallNumbers
from tests.sample_indicators import (
    FEW,
    INDICATORS,
    RATIO,
    B,
    N,
    Q,
    U,
    W,
    decomposed,
    definitions,
    fig,
    indicator,
    slope_of,
    totals_of,
    typical_areas,
)
from tests.sample_money import ADMINISTRATIONS, typical_money, typical_organisation

FORUMS: Final = (
    ("Nørrebro", 2, 2, 53, 45),
    ("Amager/Sundby", 3, 3, 40, 41),
    ("Bispebjerg", 2, 1, 30, 30),
    ("Vesterbro/Sydhavnen", 2, 3, 30, 12),
    ("Husum/Tingbjerg", 1, 1, 31, 30),
    ("Valby/Vigerslev", 1, 3, 20, 20),
)
META: Final = Meta("Københavns Kommune", 2011, 2025, "31. december", "Københavns Kommune 2011", "1.0", True, 6, 6)


def _method() -> Method:
    left_out = (
        ("Arbejdsmarked", "−6,7"),
        ("Herkomst", "−1,9"),
        ("Lavindkomst", "−8,9"),
        ("Små boliger", "−7,3"),
        ("Installationsmangler", "+0,9"),
        ("Uddannelse", "−8,9"),
    )
    checks = tuple(
        RobustnessCheck(label, "Én indikator udeladt", result, "" if result != "+0,9" else "uændret", result != "+0,9")
        for label, result in left_out
    )
    other = (
        *(("5 % lavere grænser", "53,0 % → 45,0 %"), ("5 % højere grænser", "31,0 % → 0,0 %"), ("Målt i procentpoint", "−5,2")),
        ("Kun sammenlignelige områder", "−5,6"),
    )
    return Method(
        definitions=definitions(),
        robustness=(*checks, *(RobustnessCheck(label, "Andre valg", result, "", True) for label, result in other)),
        checks_heading="Kontrolberegninger: samme konklusion i 8 af 9",
        caveats=(
            "Rapporten viser en udvikling. Den kan ikke afgøre, om en helhedsplan er årsag til en ændring.",
            "Til- og fraflytning kan ændre andelene, uden at den enkelte beboers vilkår ændres.",
            "Området Ved Fælledparken er udvidet i 2016. Det indgår i forummets tal, men sammenlignes ikke for sig.",
            "Andele er afrundet hver for sig; forskelle kan afvige med 0,1.",
        ),
        findings=(
            FindingRow("DK-01", "2 celler omfattet af diskretion, 2025", "vist som –"),
            FindingRow("DK-02", "1 delområde med ændret afgrænsning", "ikke sammenlignet"),
            FindingRow("DK-03", "1 plan med kommunal andel på 11,5 %", "vist som oplyst"),
            FindingRow("DK-04", "1 godkendelse dateret efter tilsagnet", "vist som oplyst"),
        ),
        small_counts=explain(SmallNumbers(smallest_shown=5), load_language("da")),
        draws="Med andre vægte, skalaer og sammenvejninger falder indekset i 97 % af 1.000 simuleringer.",
        rules=Rules(
            change_threshold_pp=1.0,
            interval_level="99,8\N{NO-BREAK SPACE}%",
            minimum_criteria=4,
            threshold_ratio=RATIO,
            assumptions=(
                "Politikkens offentlige kilder angiver de seks indikatorer, men ikke grænserne.",
                "Alle indikatorer vejer lige meget i indekset.",
            ),
            limits_assumed=True,
        ),
        provenance=Provenance(
            inputs=(
                InputFile("indikatorer.xlsx", "b063b8c7af627a1d79729cdda7b7553b47ab3da137c4f96345b5e04cd32f1c2c"),
                InputFile("helhedsplaner.xlsx", "0d5a83b2c1f94e67a8b0c5d2e3f41526378899aabbccddeeff00112233445566"),
                InputFile("fora.xlsx", "77ab01c2d3e4f5061728394a5b6c7d8e9fa0b1c2d3e4f5061728394a5b6c7d8e"),
                InputFile("politik/kk-2011.toml", "cafe01c2d3e4f5061728394a5b6c7d8e9fa0b1c2d3e4f5061728394a5b6c7d8e"),
            ),
            source="Eksempeldata",
            extracted="2. marts 2026",
            program_version="0.1.0",
            contact="Teknik- og Miljøforvaltningen",
        ),
    )


def _tiles(own: str) -> tuple[Tile, ...]:
    return tuple(Tile(name, column, row, fig(before / 100), fig(now / 100), name == own) for name, column, row, before, now in FORUMS)


def typical(meta: Meta = META) -> DistrictReport:
    """Return a report like the mock: five areas, four plans, two small counts, one area that cannot be compared."""
    decomposition = decomposed()
    return DistrictReport(
        forum="Nørrebro",
        forum_id="F-NOR",
        slug="noerrebro",
        districts=("Nørrebro",),
        meta=meta,
        answer=Answer(
            verdict=VerdictText(
                Verdict.BETTER,
                Markup(
                    "<b>Nørrebro er blevet mindre udsat i forhold til byen.</b> De seks indikatorer lå i gennemsnit 52,8\N{NO-BREAK SPACE}% over byens niveau i 2011 og 47,4\N{NO-BREAK SPACE}% i 2025."
                ),
                "45,0\N{NO-BREAK SPACE}% af beboerne bor i et udsat delområde mod 53,0\N{NO-BREAK SPACE}% i 2011. Tre indikatorer er forbedret og én forværret (beboere med lavindkomst); byen er også forbedret, men mindre.",
                "Samme konklusion i ni af ti kontrolberegninger. Uden boliger med installationsmangler er området uændret.",
            ),
            tiles=_tiles("Nørrebro"),
            key_figures=KeyFigures(
                Deprivation(fig(0.53), fig(decomposition.index_before)),
                Deprivation(fig(0.45), fig(decomposition.index_now)),
                VerdictCounts(better=3, worse=1, unchanged=1, unclear=0, not_judged=0),
            ),
            indicators=tuple(indicator(spec) for spec in INDICATORS),
            questions=(
                Markup(
                    "<b>Lavindkomst er forværret</b> i Indre og Ydre Nørrebro. Hvilke af forummets igangværende helhedsplaner arbejder med det?"
                ),
                Markup(
                    "<b>Ydre Nørrebro opfylder nu fire kriterier</b> mod to i 2011. Skal området have en indsats, når den nuværende plan udløber i 2027?"
                ),
                Markup(
                    "<b>Ydre Nørrebro sammen: TMF betaler 11,5 % af budgettet</b> i stedet for 12,5 %. Det er 120.000 kr. mindre; boligorganisationerne betaler 12,5 %. Er den fordeling aftalt?"
                ),
            ),
        ),
        areas=Areas(
            rows=typical_areas(),
            totals=totals_of("Nørrebro"),
            heading="To delområder er ikke længere udsatte, og ét er kommet til",
            firmness="† status skifter i over 10 % af 1.000 simuleringer",
            decomposition=decomposition,
            decomposition_heading="Indekset falder 5,5 point, fordi andelene falder mere i forummet end i byen",
            decomposition_sentence="Forummets egen udvikling trækker indekset 21,1 point ned, byens trækker det 15,6 point op. Størst udslag har »Lav/ingen uddannelse«.",
            slopes=tuple(slope_of(spec) for spec in INDICATORS),
            slope_heading="Forummet ligger over byen på alle seks indikatorer",
        ),
        money=typical_money(),
        organisation=typical_organisation(),
        organisation_heading="Færre betalere, færre styregrupper, flere indsatser på tværs",
        method=_method(),
    )


def with_answer(report: DistrictReport, **changes: Any) -> DistrictReport:
    """Return a report with changes on page 1."""
    return replace(report, answer=replace(report.answer, **changes))


def with_areas(report: DistrictReport, **changes: Any) -> DistrictReport:
    """Return a report with changes on page 2."""
    return replace(report, areas=replace(report.areas, **changes))


def _without_first(row: AreaRow) -> AreaRow:
    """Return a total whose first share is missing in both years, and with it criteria and index."""

    def without(year: AreaYear) -> AreaYear:
        return replace(year, shares=(MISSING, *year.shares[1:]), met=(None, *year.met[1:]), index=MISSING)

    assert row.before
    assert row.now
    return row if not row.verdicts else replace(row, before=without(row.before), now=without(row.now), verdicts=(N, *row.verdicts[1:]))


def minimal() -> DistrictReport:
    """Return the least that a forum can have: one area without a comparable past, missing numbers, no plans, no index, nothing to discuss."""
    whole = typical()
    answer, areas = whole.answer, whole.areas
    missing = replace(
        answer.indicators[0],
        before=replace(answer.indicators[0].before, share=MISSING, count=MISSING, base=MISSING, index=MISSING, met=None),
        now=replace(answer.indicators[0].now, share=MISSING, count=MISSING, index=MISSING, met=None),
        change_pp=MISSING,
        change_interval=None,
        verdict=N,
        chart=DotChart(None, (), "Andelen er ikke oplyst i 2011 og 2025."),
    )
    return replace(
        whole,
        forum="Ø",
        forum_id="F-OE",
        slug="oe",
        districts=("Indre By",),
        answer=Answer(
            verdict=VerdictText(
                N,
                Markup("Udviklingen <b>kan ikke sammenlignes</b>: afgrænsningen blev ændret i 2016."),
                "",
                "",
            ),
            tiles=(Tile("Ø", 1, 1, MISSING, MISSING, True), Tile("Nørrebro", 2, 1, fig(0.4), fig(0.3), False)),
            key_figures=KeyFigures(Deprivation(MISSING, MISSING), Deprivation(MISSING, MISSING), VerdictCounts(0, 0, 0, 0, 5)),
            indicators=(missing, *answer.indicators[1:]),
            questions=(),
        ),
        areas=replace(
            areas,
            rows=(replace(areas.rows[4], verdicts=()),),
            totals=tuple(_without_first(row) for row in areas.totals),
            decomposition=None,
            decomposition_heading="Indekset kan ikke sammenlignes",
            decomposition_sentence="",
            slopes=tuple(
                replace(each, own=(MISSING,) * len(each.years), alt=f"{each.label}: forummets tal er ikke oplyst.") for each in areas.slopes
            ),
        ),
        money=replace(
            whole.money,
            before=Funding(YearlyBudget(0, "2008–2011"), 0, 0, 0, 0, 0, 0),
            now=Funding(YearlyBudget(0, ""), 0, 0, 0, 0, 0, 0),
            figures=PlanFigures(0, 0, 0, 0, YearlyBudget(0, "2008–2011"), YearlyBudget(0, "")),
            plans=(),
            totals=tuple(replace(total, plans=0, budget_dkk=0) for total in whole.money.totals),
            administrations=(),
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
        method=replace(whole.method, robustness=(), caveats=(), findings=(), rules=replace(whole.method.rules, assumptions=())),
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
    answer, areas, rules = whole.answer, whole.areas, whole.method.rules
    rows = tuple(replace(areas.rows[i % 5], name=f"{_LONG[i % 6]} {i + 1}") for i in range(12))
    plans = tuple(
        replace(
            whole.money.plans[i % 4],
            plan=f"Den boligsociale helhedsplan for {_LONG[i % 6]} {i + 1}",
            applicant="Boligorganisationernes Fællesadministration i København, afdelingen for boligsocialt arbejde",
            start=date(2015 + i, 7, 1),
            end=date(2020 + i, 6, 30),
            period_ok=False,
            applicant_ok=i % 3 != 0,
            budget=replace(whole.money.plans[i % 4].budget, total_dkk=121_600_000),
        )
        for i in range(10)
    )
    posts = tuple(
        replace(row, administration=f"{row.administration} {half}") for half in ("indkøb og drift", "netværk") for row in ADMINISTRATIONS
    )
    activities = tuple(
        replace(row, before=row.before * 5, now=row.now * 6, across_now=row.across_now * 6) for row in whole.organisation.levels
    )
    forum, city = totals_of(name)
    return replace(
        whole,
        forum=name,
        forum_id="F-VES",
        slug="vesterbro-kongens-enghave-sydhavnen",
        districts=("Vesterbro-Kongens Enghave", "Valby"),
        answer=replace(
            answer,
            tiles=tuple(replace(tile, forum=name if i == 3 else tile.forum, own=i == 3) for i, tile in enumerate(answer.tiles)),
            questions=answer.questions * 2,
        ),
        areas=replace(
            areas,
            rows=rows,
            totals=(replace(forum, name="Vesterbro-Kongens Enghave"), replace(forum, name="Valby"), forum, city),
            slopes=tuple(slope_of(spec, (2011, 2013, 2015, 2018, 2022, 2025)) for spec in INDICATORS),
        ),
        money=replace(
            whole.money, plans=plans, administrations=posts, before=replace(whole.money.before, other_dkk=600_000, lbf_dkk=21_300_000)
        ),
        organisation=replace(whole.organisation, levels=activities, contracts=whole.organisation.contracts * 4),
        method=replace(
            whole.method,
            findings=whole.method.findings * 8,
            caveats=whole.method.caveats * 2,
            rules=replace(rules, assumptions=rules.assumptions * 2),
        ),
    )


def city() -> CityReport:
    """Return an overview of the six forums."""
    whole = typical()
    shares = [tuple(spec[5][i] for spec in INDICATORS) for i in (0, 1)]
    kinds = (B, W, U, Q, B, N)
    before, now = YearlyBudget(54_300_000, "2008–2011"), YearlyBudget(88_350_000, "2022–2029")
    lines = tuple(
        ForumLine(
            forum=name,
            before=Deprivation(fig(before / 100), fig(150 - 4 * i) if i != 5 else MISSING),
            now=Deprivation(fig(now / 100), fig(146 - 5 * i) if i != 5 else MISSING),
            verdict=kinds[i],
            shares_before=tuple(fig(share * (1 - 0.05 * i)) for share in shares[0]),
            shares_now=tuple(FEW if i == 5 and j == 4 else fig(share * (1 - 0.04 * i)) for j, share in enumerate(shares[1])),
            verdicts=tuple(N if i == 5 and j == 4 else spec[7] for j, spec in enumerate(INDICATORS)),
            plans=PlanFigures(
                running=5 + i % 2,
                planned=i % 3,
                ended=1,
                in_order=5,
                before=YearlyBudget(7_800_000 + i * 500_000, "2008–2011"),
                now=YearlyBudget(16_600_000 - i * 750_000, "2022–2029"),
            ),
            activities=ActivityRow("I alt", 23 - i, 24 - i, 3, 18 - i),
            groups_before=(5, 4, 5, 4, 4, 4)[i],
            groups_now=1,
        )
        for i, (name, _, _, before, now) in enumerate(FORUMS)
    )
    return CityReport(
        meta=META,
        sentence="Seksten af 24 delområder er udsatte mod atten i 2011; tre fora er blevet mindre udsatte.",
        tiles=_tiles(""),
        indicators=tuple(
            CityIndicator(spec[0], spec[1], *spec[4], fig((spec[4][1] - spec[4][0]) * 100), "", spec[4][1] * RATIO) for spec in INDICATORS
        ),
        lines=lines,
        money=Money(
            before=Funding(before, 217_200_000, 152_000_000, 42_000_000, 23_200_000, 0, 8),
            now=Funding(now, 353_400_000, 264_000_000, 43_800_000, 44_000_000, 1_600_000, 1),
            figures=PlanFigures(running=33, planned=6, ended=6, in_order=30, before=before, now=now),
            shortfall_dkk=420_000,
            agreed=whole.money.agreed,
        ),
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
        findings_heading="Fire bemærkninger til data, ingen er rettet i stilhed",
        method=whole.method,
    )
