"""The complete report of one forum."""

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
    """The content of the four pages of one forum's report.

    Attributes:
        forum_id: The forum's id, also in the PDF's metadata; required for mailing.
        slug: The forum's name for file names, ASCII.
        areas: The forum's areas, in the order of the workbook.
        totals: The districts (if there are several), then the forum, then the city.
        area_heading: Heading of page 2, composed.
        firmness: The meaning of the mark for a status that is not robust; empty if none has it.
        decomposition: None if the forum's index is missing in one of the years.
        decomposition_heading: Heading and sentence of the waterfall, composed; the sentence may be empty.
        questions: Questions for the forum, each with its trigger in bold.
        revision: The changes since the previous release; None in the first of a period.
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
        """The report's imprint, for programs."""
        return Imprint(self.forum_id, self.meta.before, self.meta.now)
