"""Random conclusions, possible or not, for properties that every sentence must have."""

from __future__ import annotations

from typing import Final

from hypothesis import strategies as st

from pipeline.report.model.indicators import Decomposition, DecompositionPart
from pipeline.report.words.verdict_facts import AreaFacts, VerdictFacts
from pipeline.scoring.compare.area_changes import AreaChanges
from pipeline.scoring.compare.comparison import Check, CheckKind, Conclusion
from pipeline.scoring.compare.verdict import Verdict

CORES: Final = (Verdict.BETTER, Verdict.WORSE, Verdict.UNCHANGED, Verdict.UNCLEAR, Verdict.MIXED)
KINDS: Final = (*CORES, Verdict.NOT_COMPARABLE, Verdict.UNKNOWN)
CHECKS: Final = (*CORES, Verdict.UNKNOWN)
LABELS: Final = {f"i{place}": f"del {word}" for place, word in enumerate(("a", "b", "c", "d", "e", "f"))}
AREAS: Final = {"A": "Askeby", "B": "Birkeby", "C": "Cederby"}
YEARS: Final = (2011, 2025)
NUMBERS = st.integers(0, 30)
SHARES = st.integers(0, 1000).map(lambda number: number / 1000)
PAIRS = st.tuples(SHARES, SHARES)


@st.composite
def facts(draw: st.DrawFn) -> VerdictFacts:
    """Draw a forum's facts."""
    core, verdict = draw(st.sampled_from(CORES)), draw(st.sampled_from(KINDS))
    index = draw(st.tuples(st.floats(20, 400), st.floats(20, 400)))
    kinds = [*(CheckKind.WITHOUT_INDICATOR for _ in LABELS), CheckKind.THRESHOLD_LOWER, CheckKind.THRESHOLD_HIGHER, CheckKind.DIFFERENCE]
    subjects = [*LABELS, "0.05", "0.05", ""]
    said = [draw(st.sampled_from(CHECKS)) for _ in kinds]
    moved = st.lists(st.tuples(st.sampled_from(sorted(AREAS)), st.sampled_from(YEARS)), max_size=2, unique=True).map(tuple)
    checks = tuple(
        Check(kind, subject, draw(st.floats(-20, 20)), draw(PAIRS), word, word is core, draw(moved))
        for kind, subject, word in zip(kinds, subjects, said, strict=True)
    )
    residents = draw(st.one_of(PAIRS, st.just((float("nan"), 0.5)), st.just((0.5, float("nan")))))
    least = draw(st.integers(20, 80)) / 10
    result = Conclusion(
        verdict if verdict is not Verdict.MIXED or residents[0] == residents[0] else Verdict.BETTER,
        core,
        least,
        *index,
        *residents,
        *(2, 1, 3, 3),
        () if verdict in {Verdict.NOT_COMPARABLE, Verdict.UNKNOWN} else checks,
    )
    total, own = index[1] - index[0], draw(st.floats(-30, 30))
    first, last = sorted(draw(st.tuples(st.integers(2012, 2025), st.integers(2012, 2025))))
    return VerdictFacts(
        forum="Prøveby",
        result=result,
        years=YEARS,
        residents=draw(st.integers(100, 90_000)),
        indicators=LABELS,
        areas=AreaFacts(
            AREAS,
            unknown=[("A", 2025)] if residents[0] != residents[0] or residents[1] != residents[1] else [],
            changes=draw(st.sampled_from([AreaChanges(), AreaChanges(first, last), AreaChanges(first, last, 2, 1)])),
        ),
        improved=draw(st.lists(st.sampled_from(sorted(LABELS.values())), max_size=5, unique=True)),
        worsened=draw(st.lists(st.sampled_from(sorted(LABELS.values())), max_size=5, unique=True)),
        missing={"del a": (YEARS[1],), "del b": YEARS},
        parts=draw(
            st.sampled_from(
                [
                    None,
                    Decomposition(
                        *index, (DecompositionPart("del a", draw(st.booleans()), total, own, total - own, 0.2),), own, total - own, total
                    ),
                ]
            )
        ),
    )
