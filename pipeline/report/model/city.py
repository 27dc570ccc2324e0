"""The city overview: the forums side by side. No league table: the forums keep the workbook's order."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.report.imprint import Imprint
from pipeline.report.model.figures import Figure
from pipeline.report.model.method import Method
from pipeline.report.model.money import Funding
from pipeline.report.model.organisation import Organisation
from pipeline.report.model.overview import Meta, Tile
from pipeline.report.model.revision_note import RevisionNote
from pipeline.scoring.compare.verdict import Verdict


@dataclass(frozen=True, slots=True)
class ForumLine:
    """One forum in the overview.

    Attributes:
        shares_now: One figure an indicator, in the order of the policy; `shares_before` likewise.
        verdicts: One an indicator.
        running: Number of plans that run on the reported day; `planned`, `ended` likewise.
        plans_in_order: Running plans whose municipal share is the agreed one.
        yearly_before_dkk: Kroner a year under the earlier arrangement; `yearly_now_dkk` of the running plans.
        across_before: Activities that cover more than one estate.
    """

    forum: str
    areas_before: int
    areas_now: int
    deprived_before: Figure
    deprived_now: Figure
    index_before: Figure
    index_now: Figure
    verdict: Verdict
    shares_before: tuple[Figure, ...]
    shares_now: tuple[Figure, ...]
    verdicts: tuple[Verdict, ...]
    running: int
    planned: int
    ended: int
    plans_in_order: int
    yearly_before_dkk: int
    yearly_now_dkk: int
    activities_before: int
    activities_now: int
    across_before: int
    across_now: int
    groups_before: int
    groups_now: int


@dataclass(frozen=True, slots=True)
class CityIndicator:
    """The city's own share of one indicator, before and now.

    Attributes:
        change_pp: Change in percentage points; missing where the years are not compared, and `not_comparable` says why.
    """

    label: str
    short_label: str
    before: float
    now: float
    change_pp: Figure
    not_comparable: str
    threshold_now: float


@dataclass(frozen=True, slots=True)
class CityReport:
    """Everything that the city overview shows.

    Attributes:
        sentence: The finding in one sentence, composed.
        running: Number of plans that run on the reported day; `planned`, `ended` likewise.
        plans_in_order: Running plans whose municipal share is the agreed one.
        shortfall_dkk: Kroner that TMF pays less than its agreed share, running plans.
        revision: What has changed since the release before; None in the first of a period.
    """

    meta: Meta
    sentence: str
    tiles: tuple[Tile, ...]
    indicators: tuple[CityIndicator, ...]
    lines: tuple[ForumLine, ...]
    money_before: Funding
    money_now: Funding
    running: int
    planned: int
    ended: int
    plans_in_order: int
    shortfall_dkk: int
    yearly_before_dkk: int
    yearly_now_dkk: int
    years_before: str
    years_now: str
    tmf_share: float
    lbf_max_share: float
    organisation: Organisation
    findings_heading: str
    method: Method
    revision: RevisionNote | None = None

    @property
    def imprint(self) -> Imprint:
        """Whose report it is, for programs."""
        return Imprint(None, self.meta.before, self.meta.now)
