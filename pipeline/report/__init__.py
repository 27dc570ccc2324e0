"""The frozen view model: all that a template may see. Values, never formatted numbers; no DataFrame reaches this room."""

from pipeline.report.city import CityIndicator, CityReport, ForumLine
from pipeline.report.district import DistrictReport
from pipeline.report.figures import Figure, Interval, State, Verdict
from pipeline.report.index import IndexEntry, IndexPage
from pipeline.report.indicators import AreaRow, AreaYear, Decomposition, DecompositionPart, IndicatorRow, Slope, YearShare
from pipeline.report.method import Definition, FindingRow, InputFile, Method, RobustnessCheck
from pipeline.report.money import AdministrationRow, Check, Funding, Money, Phase, PlanRow
from pipeline.report.organisation import ActivityRow, Contract, Organisation
from pipeline.report.overview import KeyFigures, Meta, Tile, VerdictText
from pipeline.report.revision import RevisionNote
from pipeline.report.since import FigureShift, ForumShift, Since

__all__ = [
    "ActivityRow",
    "AdministrationRow",
    "AreaRow",
    "AreaYear",
    "Check",
    "CityIndicator",
    "CityReport",
    "Contract",
    "Decomposition",
    "DecompositionPart",
    "Definition",
    "DistrictReport",
    "Figure",
    "FigureShift",
    "FindingRow",
    "ForumLine",
    "ForumShift",
    "Funding",
    "IndexEntry",
    "IndexPage",
    "IndicatorRow",
    "InputFile",
    "Interval",
    "KeyFigures",
    "Meta",
    "Method",
    "Money",
    "Organisation",
    "Phase",
    "PlanRow",
    "RevisionNote",
    "RobustnessCheck",
    "Since",
    "Slope",
    "State",
    "Tile",
    "Verdict",
    "VerdictText",
    "YearShare",
]
