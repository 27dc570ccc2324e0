"""The verdict's sentence for every case, written by hand: what is known, then the whole sentence in Danish and in English."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from pipeline.boundaries import AreaChanges
from pipeline.comparison import Check, CheckKind, Conclusion
from pipeline.report import Verdict

Pair = tuple[int, int]
B, W, S, U, N = (
    Verdict.BETTER,
    Verdict.WORSE,
    Verdict.UNCHANGED,
    Verdict.UNCLEAR,
    Verdict.NOT_COMPARABLE,
)


@dataclass(frozen=True)
class Said:
    """One verdict and its sentences.

    Attributes:
        before: Deprived areas and areas with a known status in 2011; `now` in 2025.
        checks: Checks that hold, and all checks.
    """

    verdict: Verdict
    before: Pair
    now: Pair
    danish: str
    english: str
    checks: Pair = (9, 10)
    index: tuple[float, float] = (150.0, 150.0)
    status_unknown: bool = False
    changes: AreaChanges = field(default_factory=AreaChanges)

    @property
    def result(self) -> Conclusion:
        """The conclusion that the sentence is about."""
        holding, number = self.checks
        looked = tuple(Check(CheckKind.WITHOUT_INDICATOR, "lavindkomst", -1.0, None, place < holding) for place in range(number))
        (deprived_before, known_before), (deprived_now, known_now) = self.before, self.now
        return Conclusion(
            self.verdict,
            deprived_before,
            deprived_now,
            known_before,
            known_now,
            self.status_unknown,
            *self.index,
            checks=looked,
            unknown_now=self.status_unknown,
        )


HOLD_DA: Final = ", og konklusionen holder i <b>9 af 10</b> robusthedstjek."
HOLD_EN: Final = ", and the conclusion holds in <b>9 of 10</b> robustness checks."
ONLY_DA: Final = ", men konklusionen holder kun i 5 af 10 robusthedstjek."
ONLY_EN: Final = ", but the conclusion holds in only 5 of 10 robustness checks."

BETTER: Final = tuple(
    Said(B, before, now, f"Distriktet er blevet <b>mindre udsat</b>: {da}{HOLD_DA}", f"The district has become <b>less deprived</b>: {en}{HOLD_EN}")
    for before, now, da, en in (
        ((4, 5), (3, 5), "tre af fem byområder er udsatte mod fire i 2011", "three of five areas are deprived against four in 2011"),
        ((2, 5), (1, 5), "ét af fem byområder er udsat mod to i 2011", "one of five areas is deprived against two in 2011"),
        ((2, 5), (0, 5), "ingen af fem byområder er udsatte mod to i 2011", "none of the five areas is deprived against two in 2011"),
        ((5, 5), (3, 5), "tre af fem byområder er udsatte mod alle fem i 2011", "three of five areas are deprived against all five in 2011"),
        ((1, 1), (0, 1), "distriktets eneste byområde er ikke udsat, hvad det var i 2011", "its only area is not deprived, which it was in 2011"),
        ((2, 2), (1, 2), "ét af to byområder er udsat mod begge i 2011", "one of two areas is deprived against both in 2011"),
        ((1, 2), (0, 2), "ingen af de to byområder er udsatte mod ét i 2011", "neither of the two areas is deprived against one in 2011"),
        ((4, 5), (3, 6), "tre af seks byområder er udsatte mod fire af fem i 2011", "three of six areas are deprived against four of five in 2011"),
        ((2, 2), (1, 1), "distriktets eneste byområde er udsat mod begge i 2011", "its only area is deprived against both in 2011"),
        ((4, 4), (3, 3), "alle tre byområder er udsatte mod alle fire i 2011", "all three areas are deprived against all four in 2011"),
        ((20, 24), (13, 24), "13 af 24 byområder er udsatte mod 20 i 2011", "13 of 24 areas are deprived against 20 in 2011"),
    )
)  # fmt: skip
WORSE: Final = tuple(
    Said(W, before, now, f"Distriktet er blevet <b>mere udsat</b>: {da}{HOLD_DA}", f"The district has become <b>more deprived</b>: {en}{HOLD_EN}")
    for before, now, da, en in (
        ((3, 5), (4, 5), "fire af fem byområder er udsatte mod tre i 2011", "four of five areas are deprived against three in 2011"),
        ((0, 5), (1, 5), "ét af fem byområder er udsat mod ingen i 2011", "one of five areas is deprived against none in 2011"),
        ((3, 5), (5, 5), "alle fem byområder er udsatte mod tre i 2011", "all five areas are deprived against three in 2011"),
        ((0, 1), (1, 1), "distriktets eneste byområde er udsat, hvad det ikke var i 2011", "its only area is deprived, which it was not in 2011"),
        ((1, 2), (2, 2), "begge byområder er udsatte mod ét i 2011", "both areas are deprived against one in 2011"),
        ((0, 4), (2, 5), "to af fem byområder er udsatte mod ingen af fire i 2011", "two of five areas are deprived against none of four in 2011"),
        ((1, 1), (2, 3), "to af tre byområder er udsatte mod det eneste i 2011", "two of three areas are deprived against the only one in 2011"),
        ((0, 1), (3, 3), "alle tre byområder er udsatte mod ingen i 2011", "all three areas are deprived against none in 2011"),
        ((0, 0), (3, 5), "tre af fem byområder er udsatte, uden kendt status i 2011", "three of five areas are deprived, with no known status in 2011"),
    )
)  # fmt: skip
SAME: Final = tuple(
    Said(
        S,
        before,
        now,
        f"Distriktet er <b>hverken mere eller mindre udsat</b>: {da}{HOLD_DA}",
        f"The district is <b>neither more nor less deprived</b>: {en}{HOLD_EN}",
    )
    for before, now, da, en in (
        ((3, 5), (3, 5), "tre af fem byområder er udsatte som i 2011", "three of five areas are deprived as in 2011"),
        ((1, 5), (1, 5), "ét af fem byområder er udsat som i 2011", "one of five areas is deprived as in 2011"),
        ((5, 5), (5, 5), "alle fem byområder er udsatte som i 2011", "all five areas are deprived as in 2011"),
        ((2, 2), (2, 2), "begge byområder er udsatte som i 2011", "both areas are deprived as in 2011"),
        ((0, 5), (0, 5), "ingen af fem byområder er udsatte, ligesom i 2011", "none of the five areas is deprived, as in 2011"),
        ((1, 1), (1, 1), "distriktets eneste byområde er udsat, ligesom i 2011", "its only area is deprived, as in 2011"),
        ((0, 1), (0, 1), "distriktets eneste byområde er ikke udsat, ligesom i 2011", "its only area is not deprived, as in 2011"),
        ((2, 5), (2, 6), "to af seks byområder er udsatte mod to af fem i 2011", "two of six areas are deprived against two of five in 2011"),
        ((0, 4), (0, 5), "ingen af fem byområder er udsatte mod ingen af fire i 2011", "none of the five areas is deprived against none of four in 2011"),
    )
)  # fmt: skip

UNCLEAR_DA: Final = "Det er <b>uklart</b>, om distriktet er blevet mere eller mindre udsat: "
UNCLEAR_EN: Final = "It is <b>unclear</b> whether the district has become more or less deprived: "
WEAK: Final = tuple(
    Said(U, before, now, f"{UNCLEAR_DA}{da}{ONLY_DA}", f"{UNCLEAR_EN}{en}{ONLY_EN}", checks=(5, 10))
    for before, now, da, en in (
        ((4, 5), (3, 5), "tre af fem byområder er udsatte mod fire i 2011", "three of five areas are deprived against four in 2011"),
        ((2, 5), (0, 5), "ingen af fem byområder er udsatte mod to i 2011", "none of the five areas is deprived against two in 2011"),
        ((4, 5), (5, 5), "alle fem byområder er udsatte mod fire i 2011", "all five areas are deprived against four in 2011"),
        ((3, 5), (3, 5), "tre af fem byområder er udsatte som i 2011", "three of five areas are deprived as in 2011"),
        ((0, 1), (1, 1), "distriktets eneste byområde er udsat, hvad det ikke var i 2011", "its only area is deprived, which it was not in 2011"),
        ((3, 5), (3, 6), "tre af seks byområder er udsatte mod tre af fem i 2011", "three of six areas are deprived against three of five in 2011"),
    )
)  # fmt: skip
FEWER_DA: Final = f"{UNCLEAR_DA}tre af fem byområder er udsatte mod fire i 2011, men "
FEWER_EN: Final = f"{UNCLEAR_EN}three of five areas are deprived against four in 2011, but "
NAN: Final = float("nan")
OTHER_DOUBTS: Final = (
    Said(U, (4, 5), (3, 5), f"{FEWER_DA}indekset stiger fra 147,4 til 152,8.", f"{FEWER_EN}the index rises from 147.4 to 152.8.", index=(147.4, 152.8)),
    Said(
        U,
        (3, 5),
        (4, 5),
        f"{UNCLEAR_DA}fire af fem byområder er udsatte mod tre i 2011, men indekset falder fra 152,8 til 147,4.",
        f"{UNCLEAR_EN}four of five areas are deprived against three in 2011, but the index falls from 152.8 to 147.4.",
        index=(152.8, 147.4),
    ),
    # Two indices that print alike, with a difference that does not print as nil
    Said(U, (4, 5), (3, 5), f"{FEWER_DA}indekset stiger 0,1 point.", f"{FEWER_EN}the index rises by 0.1 points.", index=(100.06, 100.14)),
    # A difference that prints as nil contradicts nothing: it is the checks that are weak
    Said(
        U,
        (4, 5),
        (3, 5),
        f"{FEWER_DA}konklusionen holder kun i 0 af 1 robusthedstjek.",
        f"{FEWER_EN}the conclusion holds in only 0 of 1 robustness check.",
        checks=(0, 1),
        index=(100.02, 100.04),
    ),
    Said(
        U,
        (4, 5),
        (3, 5),
        f"{FEWER_DA}et tal, der afgør et byområdes status, er ikke oplyst.",
        f"{FEWER_EN}a number that decides the status of an area is not stated.",
        status_unknown=True,
    ),
    Said(
        U,
        (0, 1),
        (1, 1),
        f"{UNCLEAR_DA}det ene byområde med kendt status er udsat, hvad det ikke var i 2011, men et tal, der afgør et byområdes status, er ikke oplyst.",
        f"{UNCLEAR_EN}the one area whose status is known is deprived, which it was not in 2011, but a number that decides the status of an area is not stated.",
        status_unknown=True,
    ),
)  # fmt: skip

IN_2016: Final = AreaChanges(2016, 2016)
BETWEEN: Final = AreaChanges(2015, 2019)
NOT_COMPARABLE: Final = tuple(
    Said(
        N,
        before,
        now,
        f"Udviklingen <b>kan ikke sammenlignes</b>: {da} i 2025.",
        f"The development <b>cannot be compared</b>: {en} in 2025.",
        changes=changes,
    )
    for before, now, changes, da, en in (
        ((4, 5), (3, 5), IN_2016, "afgrænsningen blev ændret i 2016; tre af fem byområder er udsatte", "the boundary was changed in 2016; three of five areas are deprived"),
        ((4, 5), (3, 5), BETWEEN, "afgrænsningen blev ændret mellem 2015 og 2019; tre af fem byområder er udsatte", "the boundary was changed between 2015 and 2019; three of five areas are deprived"),
        ((4, 5), (1, 5), IN_2016, "afgrænsningen blev ændret i 2016; ét af fem byområder er udsat", "the boundary was changed in 2016; one of five areas is deprived"),
        ((4, 5), (0, 5), IN_2016, "afgrænsningen blev ændret i 2016; ingen af fem byområder er udsatte", "the boundary was changed in 2016; none of the five areas is deprived"),
        ((4, 5), (5, 5), IN_2016, "afgrænsningen blev ændret i 2016; alle fem byområder er udsatte", "the boundary was changed in 2016; all five areas are deprived"),
        ((2, 2), (2, 2), IN_2016, "afgrænsningen blev ændret i 2016; begge byområder er udsatte", "the boundary was changed in 2016; both areas are deprived"),
        ((1, 1), (1, 1), IN_2016, "afgrænsningen blev ændret i 2016; distriktets eneste byområde er udsat", "the boundary was changed in 2016; its only area is deprived"),
        ((1, 1), (0, 1), IN_2016, "afgrænsningen blev ændret i 2016; distriktets eneste byområde er ikke udsat", "the boundary was changed in 2016; its only area is not deprived"),
        ((3, 4), (3, 5), AreaChanges(2016, 2016, new=1), "afgrænsningen blev ændret i 2016, og ét byområde er nyt siden 2011; tre af fem byområder er udsatte", "the boundary was changed in 2016, and one area is new since 2011; three of five areas are deprived"),
        ((0, 0), (2, 3), AreaChanges(new=3), "tre byområder er nye siden 2011; to af tre byområder er udsatte", "three areas are new since 2011; two of three areas are deprived"),
        ((1, 2), (2, 3), AreaChanges(new=3, closed=2), "tre byområder er nye siden 2011, og to byområder fra 2011 er ikke i tallene for 2025; to af tre byområder er udsatte", "three areas are new since 2011, and two areas of 2011 are not in the numbers of 2025; two of three areas are deprived"),
        ((1, 4), (2, 3), AreaChanges(2015, 2019, closed=1), "afgrænsningen blev ændret mellem 2015 og 2019, og ét byområde fra 2011 er ikke i tallene for 2025; to af tre byområder er udsatte", "the boundary was changed between 2015 and 2019, and one area of 2011 is not in the numbers of 2025; two of three areas are deprived"),
        ((1, 1), (0, 0), IN_2016, "afgrænsningen blev ændret i 2016; intet byområdes status er kendt", "the boundary was changed in 2016; the status of no area is known"),
    )
)  # fmt: skip

SENTENCES: Final = (*BETTER, *WORSE, *SAME, *WEAK, *OTHER_DOUBTS, *NOT_COMPARABLE)
