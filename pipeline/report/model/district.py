"""The complete report of one forum."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from pipeline.report.imprint import Imprint
from pipeline.report.model.indicators import AreaRow, Decomposition, IndicatorRow, Slope
from pipeline.report.model.method import Method
from pipeline.report.model.money import ForumMoney
from pipeline.report.model.organisation import Organisation
from pipeline.report.model.overview import KeyFigures, Meta, Tile, VerdictText
from pipeline.report.model.revision_note import RevisionNote


@dataclass(frozen=True, slots=True)
class Answer:
    """Page 1: the verdict, the map, the key figures, the indicators.

    Attributes:
        questions: Questions for the forum, each with its trigger in bold.
    """

    verdict: VerdictText
    tiles: tuple[Tile, ...]
    key_figures: KeyFigures
    indicators: tuple[IndicatorRow, ...]
    questions: tuple[Markup, ...]


@dataclass(frozen=True, slots=True)
class Areas:
    """Page 2: the neighbourhood matrix, the parts of the index change, all years.

    Attributes:
        heading: Heading of the page, composed.
        rows: The forum's areas, in the order of the workbook.
        totals: The districts (if there are several), then the forum, then the city.
        firmness: The meaning of the mark for a status that is not robust; empty if none has it.
        decomposition: None if the forum's index is missing in one of the years.
        decomposition_heading: Heading and sentence of the waterfall, composed; the sentence may be empty.
    """

    heading: str
    rows: tuple[AreaRow, ...]
    totals: tuple[AreaRow, ...]
    firmness: str
    decomposition: Decomposition | None
    decomposition_heading: str
    decomposition_sentence: str
    slopes: tuple[Slope, ...]
    slope_heading: str


@dataclass(frozen=True, slots=True)
class DistrictReport:
    """The content of the four pages of one forum's report; `money` and `organisation` are page 3.

    Attributes:
        forum_id: The forum's id, also in the PDF's metadata; required for mailing.
        slug: The forum's name for file names, ASCII.
        organisation_heading: Heading of page 3, composed.
        revision: The changes since the previous release; None in the first of a period.
    """

    forum: str
    forum_id: str
    slug: str
    districts: tuple[str, ...]
    meta: Meta
    answer: Answer
    areas: Areas
    money: ForumMoney
    organisation: Organisation
    organisation_heading: str
    method: Method
    revision: RevisionNote | None = None

    @property
    def imprint(self) -> Imprint:
        """The report's imprint, for programs."""
        return Imprint(self.forum_id, self.meta.before, self.meta.now)
