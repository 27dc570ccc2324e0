"""Page 1's sentences for every case, written by hand: the facts, then the whole text in Danish and in English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pipeline.report.model.indicators import Decomposition, DecompositionPart
from pipeline.report.words.verdict_facts import AreaFacts, VerdictFacts
from pipeline.scoring.compare.area_changes import AreaChanges
from pipeline.scoring.compare.comparison import Check, CheckKind, Conclusion
from pipeline.scoring.compare.verdict import Verdict

B, W, S, U, M, N, X = (
    *(Verdict.BETTER, Verdict.WORSE, Verdict.UNCHANGED, Verdict.UNCLEAR, Verdict.MIXED),
    *(Verdict.NOT_COMPARABLE, Verdict.UNKNOWN),
)
LABELS: Final = {
    "arbejde": "beboere uden for arbejdsmarkedet",
    "herkomst": "beboere med ikke-vestlig herkomst",
    "indkomst": "beboere med lavindkomst",
    "smaa": "små boliger",
    "installationer": "boliger med installationsmangler",
    "uddannelse": "beboere med lav/ingen uddannelse",
}
AREAS: Final = {"N": "Nordvest", "Y": "Ydre Nørrebro"}
NAN: Final = float("nan")


@dataclass(frozen=True)
class Said:
    """A forum's facts and its sentences: the conclusion, what stands under it, and what its checks say."""

    case: str
    facts: VerdictFacts
    danish: tuple[str, str, str]
    english: tuple[str, str, str]


def checks(core: Verdict, other: Mapping[str, Verdict], limits: Mapping[str, Any], same: float | None) -> tuple[Check, ...]:
    """Make nine checks, ten where there are comparable areas: all say what the core does but those named."""
    made = [
        *((CheckKind.WITHOUT_INDICATOR, name) for name in LABELS),
        *((CheckKind.THRESHOLD_LOWER, "lower"), (CheckKind.THRESHOLD_HIGHER, "higher"), (CheckKind.DIFFERENCE, "points")),
        *([(CheckKind.COMPARABLE_AREAS, "same")] if same is not None else []),
    ]
    found = []
    for kind, name in made:
        verdict = other.get(name, core)
        pair, moved = limits.get(name, ((0.4, 0.4), ()))
        subject = "0.05" if name in {"lower", "higher"} else name
        found.append(Check(kind, subject, same or 0.0, pair, verdict, verdict is core, moved))
    return tuple(found)


def forum(
    name: str,
    verdict: Verdict,
    index: tuple[float, float],
    residents: tuple[float, float],
    *,
    core: Verdict | None = None,
    least: float = 2.4,
    counts: tuple[int, int] = (4, 0),
    parts: tuple[float, float] | None = None,
    not_judged: float = 0.0,
    other: Mapping[str, Verdict] | None = None,
    limits: Mapping[str, Any] | None = None,
    same: float | None = None,
    unknown: Sequence[tuple[str, int]] = (),
    changes: AreaChanges | None = None,
    **more: Any,
) -> VerdictFacts:
    """Return the facts of a forum; `parts` are its own part of the index change and the city's."""
    core = core or verdict
    default = {"lower": (residents, ()), "higher": (residents, ())}
    made = () if verdict in {N, X} else checks(core, other or {}, default | dict(limits or {}), same)
    result = Conclusion(verdict, core, least, *index, *residents, 2, 1, 3, 3, made)
    labels = list(LABELS.values())
    split = None
    if parts is not None:
        heavy = DecompositionPart("Beboere med ikke-vestlig herkomst", False, not_judged, 0.9 * not_judged, 0.1 * not_judged, 0.2)
        own, city = parts[0] - heavy.own, parts[1] - heavy.city
        split = Decomposition(
            *index, (DecompositionPart("Små boliger", True, own + city, own, city, 0.4), heavy), *parts, index[1] - index[0]
        )
    return VerdictFacts(
        forum=name,
        result=result,
        years=(2011, 2025),
        residents=4321,
        indicators=LABELS,
        areas=AreaFacts(AREAS, unknown, changes or AreaChanges()),
        improved=labels[: counts[0]],
        worsened=labels[2 : 2 + counts[1]],
        parts=split,
        **more,
    )


SENTENCES: Final = (
    Said(
        "less, with an area that decides the share",
        forum(
            "Nørrebro",
            B,
            (125.07, 116.32),
            (0.615, 0.14),
            counts=(5, 0),
            parts=(-15.0, 6.25),
            limits={"higher": ((0.142, 0.14), (("Y", 2011),))},
        ),
        (
            "<b>Nørrebro er blevet mindre udsat i forhold til byen.</b> De seks indikatorer lå i gennemsnit 25,1 % over byens niveau i 2011 og 16,3 % i 2025.",
            "14,0 % af beboerne bor i et udsat delområde mod 61,5 % i 2011. Forskellen skyldes ét delområde, Ydre Nørrebro, som i 2011 lå lige over grænsen for at være udsat. Fem indikatorer er forbedret og ingen forværret; byen er også forbedret, men mindre.",
            "Samme konklusion i alle ni kontrolberegninger.",
        ),
        (
            "<b>Nørrebro has become less deprived compared with the city.</b> The six indicators were on average 25.1% above the city's level in 2011 and 16.3% in 2025.",
            "14.0% of the residents live in a deprived area against 61.5% in 2011. The difference is due to one area, Ydre Nørrebro, which in 2011 was just over the limit for being deprived. Five indicators have improved and none worsened; the city has improved too, but less.",
            "The same conclusion in all nine checks.",
        ),
    ),
    Said(
        "less, from above the city to below it, with areas that are not the same",
        forum(
            "Amager/Sundby",
            B,
            (101.39, 95.96),
            (0.1311, 0.0856),
            counts=(5, 0),
            parts=(-10.0, 4.57),
            same=-2.1,
            other={"same": U, "lower": X},
        ),
        (
            "<b>Amager/Sundby er blevet mindre udsat i forhold til byen.</b> De seks indikatorer lå i gennemsnit 1,4 % over byens niveau i 2011 og 4,0 % under i 2025.",
            "8,6 % af beboerne bor i et udsat delområde mod 13,1 % i 2011. Fem indikatorer er forbedret og ingen forværret; byen er også forbedret, men mindre. Regnet kun på de delområder, der er de samme i begge år, er indekset faldet 2,1 point mod 5,4 for hele området.",
            "Samme konklusion i otte af ti kontrolberegninger. Med de sammenlignelige delområder alene er det uklart; én kan ikke beregnes.",
        ),
        (
            "<b>Amager/Sundby has become less deprived compared with the city.</b> The six indicators were on average 1.4% above the city's level in 2011 and 4.0% below in 2025.",
            "8.6% of the residents live in a deprived area against 13.1% in 2011. Five indicators have improved and none worsened; the city has improved too, but less. Counting only the areas that are the same in both years, the index has fallen by 2.1 points against 5.4 in the whole area.",
            "The same conclusion in eight of ten checks. In the comparable areas alone it is unclear; one cannot be made.",
        ),
    ),
    Said(
        "mixed",
        forum(
            "Bispebjerg",
            M,
            (125.76, 129.85),
            (0.769, 0.274),
            least=2.6,
            counts=(4, 1),
            parts=(-8.0, 12.09),
            not_judged=3.26,
            other={"herkomst": S, "lower": W, "higher": W, "points": U},
            limits={"lower": ((0.769, 0.767), (("N", 2025),)), "higher": ((0.108, 0.274), (("N", 2011), ("Y", 2011)))},
        ),
        (
            "<b>Billedet er blandet i Bispebjerg.</b> De seks indikatorer lå i gennemsnit 25,8 % over byens niveau i 2011 og 29,9 % i 2025, men en mindre del af beboerne bor nu i et udsat delområde: 27,4 % mod 76,9 %.",
            "Forskellen skyldes ét delområde, Nordvest, som i 2025 ligger lige under grænsen for at være udsat. Andelen afhænger også af, hvor grænserne sættes (se Kontrolberegninger bagest i rapporten). Fire indikatorer er forbedret og én forværret (beboere med lavindkomst); byen er forbedret omtrent lige så meget. Af indeksets stigning på 4,1 point ligger 3,3 i »Beboere med ikke-vestlig herkomst«, som ikke vurderes (+2,9 fra området selv, +0,3 fra byen).",
            "Samme konklusion i fem af ni kontrolberegninger. Med andre grænser er området blevet mere udsat; uden »Beboere med ikke-vestlig herkomst« er området uændret; målt i procentpoint er det uklart.",
        ),
        (
            "<b>The picture is mixed in Bispebjerg.</b> The six indicators were on average 25.8% above the city's level in 2011 and 29.9% in 2025, but a smaller part of the residents now live in a deprived area: 27.4% against 76.9%.",
            "The difference is due to one area, Nordvest, which in 2025 is just under the limit for being deprived. The share also depends on where the limits are drawn (see Checks at the end of the report). Four indicators have improved and one worsened (beboere med lavindkomst); the city has improved about as much. Of the 4.1 points by which the index rises, 3.3 lie in “Beboere med ikke-vestlig herkomst”, which is not judged (+2.9 from the area itself, +0.3 from the city).",
            "The same conclusion in five of nine checks. With other limits the area has become more deprived; without “Beboere med ikke-vestlig herkomst” the area is unchanged; measured in percentage points it is unclear.",
        ),
    ),
    Said(
        "about the same",
        forum("Husum/Tingbjerg", S, (107.7, 107.23), (0.395, 0.388), least=2.6, parts=(-9.0, 8.53)),
        (
            "<b>Husum/Tingbjerg er omtrent lige så udsat i forhold til byen som i 2011.</b> De seks indikatorer lå i gennemsnit 7,7 % over byens niveau i 2011 og 7,2 % i 2025.",
            "38,8 % af beboerne bor i et udsat delområde mod 39,5 % i 2011. Fire indikatorer er forbedret og ingen forværret; byen er forbedret omtrent lige så meget.",
            "Samme konklusion i alle ni kontrolberegninger.",
        ),
        (
            "<b>Husum/Tingbjerg is about as deprived compared with the city as in 2011.</b> The six indicators were on average 7.7% above the city's level in 2011 and 7.2% in 2025.",
            "38.8% of the residents live in a deprived area against 39.5% in 2011. Four indicators have improved and none worsened; the city has improved about as much.",
            "The same conclusion in all nine checks.",
        ),
    ),
    Said(
        "unclear, as so small a change may be chance",
        forum(
            "Valby/Vigerslev",
            U,
            (102.98, 105.14),
            (0.164, 0.155),
            parts=(-9.0, 11.16),
            other={"arbejde": W, "uddannelse": W, "herkomst": S, "points": S},
        ),
        (
            "<b>Det er uklart, om Valby/Vigerslev er blevet mere udsat i forhold til byen.</b> De seks indikatorer lå i gennemsnit 3,0 % over byens niveau i 2011 og 5,1 % i 2025; i et område af den størrelse kan så lille en forskel være tilfældig (under 2,4 point).",
            "15,5 % af beboerne bor i et udsat delområde mod 16,4 % i 2011. Fire indikatorer er forbedret og ingen forværret; byen er også forbedret.",
            "Af ni kontrolberegninger viser to mere udsat, to uændret og fem uklart.",
        ),
        (
            "<b>It is unclear whether Valby/Vigerslev has become more deprived compared with the city.</b> The six indicators were on average 3.0% above the city's level in 2011 and 5.1% in 2025; in an area of this size so small a difference may be chance (under 2.4 points).",
            "15.5% of the residents live in a deprived area against 16.4% in 2011. Four indicators have improved and none worsened; the city has improved too.",
            "The nine checks say: two more deprived, two unchanged and five unclear.",
        ),
    ),
    Said(
        "more, while its own figures improved",
        forum("Prøveby", W, (100.0, 104.0), (0.0, 0.0), parts=(-4.0, 8.0)),
        (
            "<b>Prøveby er blevet mere udsat i forhold til byen.</b> De seks indikatorer lå i gennemsnit på byens niveau i 2011 og 4,0 % over byens niveau i 2025.",
            "0,0 % af beboerne bor i et udsat delområde, ligesom i 2011. Fire indikatorer er forbedret og ingen forværret; byen er forbedret mere.",
            "Samme konklusion i alle ni kontrolberegninger.",
        ),
        (
            "<b>Prøveby has become more deprived compared with the city.</b> The six indicators were on average at the city's level in 2011 and 4.0% above the city's level in 2025.",
            "0.0% of the residents live in a deprived area, as in 2011. Four indicators have improved and none worsened; the city has improved more.",
            "The same conclusion in all nine checks.",
        ),
    ),
    Said(
        "more, and its own figures worsened",
        forum("Prøveby", W, (96.0, 99.0), (0.2, 0.3), counts=(0, 4), parts=(5.0, -2.0)),
        (
            "<b>Prøveby er blevet mere udsat i forhold til byen.</b> De seks indikatorer lå i gennemsnit 4,0 % under byens niveau i 2011 og 1,0 % i 2025.",
            "30,0 % af beboerne bor i et udsat delområde mod 20,0 % i 2011. Fire indikatorer er forværret og ingen forbedret; byen er også forværret, men mindre.",
            "Samme konklusion i alle ni kontrolberegninger.",
        ),
        (
            "<b>Prøveby has become more deprived compared with the city.</b> The six indicators were on average 4.0% below the city's level in 2011 and 1.0% in 2025.",
            "30.0% of the residents live in a deprived area against 20.0% in 2011. Four indicators have worsened and none improved; the city has worsened too, but less.",
            "The same conclusion in all nine checks.",
        ),
    ),
    Said(
        "unclear, because it hangs on how it is reckoned; a status is not known",
        forum(
            "Prøveby",
            U,
            (104.0, 107.0),
            (0.2, NAN),
            core=W,
            counts=(2, 2),
            parts=(3.0, 0.0),
            other={"arbejde": S, "smaa": S, "indkomst": S, "lower": X, "higher": X},
            unknown=[("N", 2025)],
        ),
        (
            "<b>Det er uklart, om Prøveby er blevet mere eller mindre udsat i forhold til byen.</b> De seks indikatorer lå i gennemsnit 4,0 % over byens niveau i 2011 og 7,0 % i 2025. Konklusionen afhænger af, hvordan man regner: Kun fire af ni kontrolberegninger giver »mere udsat«.",
            "Andelen af beboere i udsatte delområder er ikke oplyst: Et tal, der afgør, om Nordvest er udsat, mangler i 2025. To indikatorer er forbedret og to forværret (beboere med lavindkomst og små boliger).",
            "Uden »Beboere uden for arbejdsmarkedet«, uden »Beboere med lavindkomst« og uden »Små boliger« er området uændret; to kan ikke beregnes.",
        ),
        (
            "<b>It is unclear whether Prøveby has become more or less deprived compared with the city.</b> The six indicators were on average 4.0% above the city's level in 2011 and 7.0% in 2025. The conclusion depends on how it is calculated: only four of nine checks give “more deprived”.",
            "The share of residents in deprived areas is not stated: a number that decides whether Nordvest is deprived is missing in 2025. Two indicators have improved and two worsened (beboere med lavindkomst and små boliger).",
            "Without “Beboere uden for arbejdsmarkedet”, without “Beboere med lavindkomst” and without “Små boliger” the area is unchanged; two cannot be made.",
        ),
    ),
    Said(
        "unclear, because one check says the opposite",
        forum("Prøveby", U, (104.0, 101.0), (0.2, 0.2), core=B, counts=(0, 0), other={"points": W}),
        (
            "<b>Det er uklart, om Prøveby er blevet mere eller mindre udsat i forhold til byen.</b> De seks indikatorer lå i gennemsnit 4,0 % over byens niveau i 2011 og 1,0 % i 2025. Konklusionen afhænger af, hvordan man regner: Mens otte af ni kontrolberegninger giver »mindre udsat«, giver én det modsatte.",
            "20,0 % af beboerne bor i et udsat delområde, ligesom i 2011. Ingen vurderet indikator er klart forbedret eller forværret.",
            "Målt i procentpoint er området blevet mere udsat.",
        ),
        (
            "<b>It is unclear whether Prøveby has become more or less deprived compared with the city.</b> The six indicators were on average 4.0% above the city's level in 2011 and 1.0% in 2025. The conclusion depends on how it is calculated: eight of nine checks give “less deprived” and one the opposite.",
            "20.0% of the residents live in a deprived area, as in 2011. No judged indicator has clearly improved or worsened.",
            "Measured in percentage points the area has become more deprived.",
        ),
    ),
    Said(
        "too small",
        forum("Lilleby", U, (104.0, 105.5), (0.2, 0.2), least=6.3, counts=(1, 0), parts=(1.0, 0.5)),
        (
            "<b>Tallene kan ikke vise udviklingen i Lilleby i forhold til byen.</b> Med 4.321 beboere kan indekset svinge 6,3 point ved en tilfældighed; det er ændret 1,5 point.",
            "20,0 % af beboerne bor i et udsat delområde, ligesom i 2011. Én indikator er forbedret og ingen forværret.",
            "Samme konklusion i alle ni kontrolberegninger.",
        ),
        (
            "<b>The figures cannot show the development in Lilleby compared with the city.</b> With 4,321 residents the index can swing by 6.3 points by chance; it has changed by 1.5 points.",
            "20.0% of the residents live in a deprived area, as in 2011. One indicator has improved and none worsened.",
            "The same conclusion in all nine checks.",
        ),
    ),
    Said(
        "not comparable",
        forum("Prøveby", N, (104.0, 101.0), (0.2, 0.25), core=B, changes=AreaChanges(2016, 2016)),
        (
            "<b>De to år kan ikke sammenlignes:</b> afgrænsningen blev ændret i 2016.",
            "25,0 % af beboerne bor i et udsat delområde i 2025.",
            "",
        ),
        (
            "<b>The two years cannot be compared:</b> the boundary was changed in 2016.",
            "25.0% of the residents live in a deprived area in 2025.",
            "",
        ),
    ),
    Said(
        "not stated",
        forum("Prøveby", X, (NAN, NAN), (0.2, 0.25), missing={"beboere med lavindkomst": (2011,), "små boliger": (2011, 2025)}),
        (
            "<b>Udviklingen i Prøveby kan ikke opgøres:</b> Kilden oplyser ikke beboere med lavindkomst i 2011 og små boliger i 2011 og 2025.",
            "25,0 % af beboerne bor i et udsat delområde mod 20,0 % i 2011. Fire indikatorer er forbedret og ingen forværret.",
            "",
        ),
        (
            "<b>The development in Prøveby cannot be stated:</b> the source does not give beboere med lavindkomst in 2011 and små boliger in 2011 and 2025.",
            "25.0% of the residents live in a deprived area against 20.0% in 2011. Four indicators have improved and none worsened.",
            "",
        ),
    ),
)
