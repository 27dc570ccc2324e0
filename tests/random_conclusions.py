"""Conclusions at random, possible or not, for properties that hold of every sentence."""

from __future__ import annotations

from typing import Final

from hypothesis import strategies as st

from pipeline.boundaries import AreaChanges
from pipeline.comparison import Check, CheckKind, Conclusion
from pipeline.report import Verdict

KINDS: Final = (Verdict.BETTER, Verdict.WORSE, Verdict.UNCHANGED, Verdict.UNCLEAR, Verdict.NOT_COMPARABLE)
NUMBERS = st.integers(0, 30)


@st.composite
def conclusions(draw: st.DrawFn) -> tuple[Conclusion, AreaChanges]:
    """Draw a forum's conclusion, possible or not, and what became of its areas."""
    known = draw(st.tuples(NUMBERS, NUMBERS))
    deprived = [draw(st.integers(0, number)) for number in known]
    index = draw(st.tuples(*[st.one_of(st.floats(20, 400), st.just(float("nan")))] * 2))
    holds = draw(st.lists(st.booleans(), max_size=12))
    result = Conclusion(
        draw(st.sampled_from(KINDS)),
        *deprived,
        *known,
        draw(st.booleans()),
        *index,
        checks=tuple(Check(CheckKind.OTHER_YEAR, "2015", 0.0, None, one) for one in holds),
    )
    first, last = sorted(draw(st.tuples(st.integers(2012, 2025), st.integers(2012, 2025))))
    changes = draw(
        st.sampled_from(
            [AreaChanges(), AreaChanges(first, last), AreaChanges(new=draw(NUMBERS), closed=draw(NUMBERS)), AreaChanges(first, last, 2, 1)]
        )
    )
    return result, changes
