"""What the sentences on a forum are made of: its conclusion, and what stands in the tables beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.language.rounding import round_printed
from pipeline.report.model.indicators import Decomposition
from pipeline.scoring.compare.area_changes import AreaChanges
from pipeline.scoring.compare.comparison import Conclusion
from pipeline.settings.policy.conclusion import ConclusionRule

INDEX_DECIMALS = 1


@dataclass(frozen=True)
class AreaFacts:
    """A forum's areas.

    Attributes:
        names: area_id → its name.
        unknown: Areas whose status is not known, with the year.
        changes: What became of the areas.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    unknown: Sequence[tuple[str, int]] = ()
    changes: AreaChanges = field(default_factory=AreaChanges)


@dataclass(frozen=True)
class VerdictFacts:
    """A forum's facts.

    Attributes:
        years: The earlier and the reported year.
        residents: Residents of the forum in the reported year.
        indicators: Indicator → its label inside a sentence, in the order of the policy.
        improved: Labels of the judged indicators that improved; `worsened` likewise.
        missing: Label of an indicator that the source does not state for the forum → the years.
        parts: The parts of the index change; None where there is no index.
        rule: The policy's numbers.
    """

    forum: str
    result: Conclusion
    years: tuple[int, int]
    residents: int
    indicators: Mapping[str, str]
    areas: AreaFacts = field(default_factory=AreaFacts)
    improved: Sequence[str] = ()
    worsened: Sequence[str] = ()
    missing: Mapping[str, Sequence[int]] = field(default_factory=dict)
    parts: Decomposition | None = None
    rule: ConclusionRule = field(default_factory=ConclusionRule)

    @property
    def points(self) -> float:
        """The change of the index as it is printed."""
        return round_printed(self.result.index_now - self.result.index_before, INDEX_DECIMALS)

    @property
    def swings_widely(self) -> bool:
        """Whether so much may be chance, in a small forum or with a rare indicator, that no change of its index can be called unchanged."""
        return self.result.least > float(self.rule.unchanged_up_to)

    @property
    def contrary_pp(self) -> float:
        """From this on the residents' share at another limit is another picture, percentage points."""
        return float(self.rule.contrary_pp)


def relative_level(index: float) -> float:
    """Return how far an index lies over the city's, as a fraction; from the index as it is printed, so that 125,1 is 25,1 %."""
    return round_printed(round_printed(index, INDEX_DECIMALS) - 100, INDEX_DECIMALS) / 100
