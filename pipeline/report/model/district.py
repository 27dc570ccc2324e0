"""The report of one forum, whole."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from pipeline.report.imprint import Imprint
from pipeline.report.model.indicators import AreaRow, Decomposition, IndicatorRow, Slope
from pipeline.report.model.method import Method
from pipeline.report.model.money import Money
from pipeline.report.model.organisation import Organisation
from pipeline.report.model.overview import KeyFigures, Meta, Tile, VerdictText
from pipeline.report.model.revision_note import RevisionNote


@dataclass(frozen=True, slots=True)
class DistrictReport:
    """Everything that the four pages of one forum's report show.

    Attributes:
        forum_id: The forum's id, which the PDF carries too: no mail goes out without it.
        slug: The forum's name for a file name, ASCII.
        areas: The forum's areas, in the order of the workbook.
        totals: The districts (where there are several), then the forum, then the city.
        area_heading: Heading of page 2, composed.
        firmness: What the mark of a status that is not firm means; empty where none has it.
        decomposition: None where the forum's index is missing in one of the years.
        decomposition_heading: Heading and sentence of the waterfall, composed; the sentence may be empty.
        questions: Questions for the forum, each with its trigger in bold.
        revision: What has changed since the release before; None in the first of a period.
    """

    forum: str
    forum_id: str
    slug: str
    districts: tuple[str, ...]
    meta: Meta
    verdict: VerdictText
    tiles: tuple[Tile, ...]
    key_figures: KeyFigures
    indicators: tuple[IndicatorRow, ...]
    questions: tuple[Markup, ...]
    areas: tuple[AreaRow, ...]
    totals: tuple[AreaRow, ...]
    area_heading: str
    firmness: str
    decomposition: Decomposition | None
    decomposition_heading: str
    decomposition_sentence: str
    slopes: tuple[Slope, ...]
    slope_heading: str
    money: Money
    organisation: Organisation
    organisation_heading: str
    method: Method
    revision: RevisionNote | None = None

    @property
    def imprint(self) -> Imprint:
        """Whose report it is, for programs."""
        return Imprint(self.forum_id, self.meta.before, self.meta.now)
