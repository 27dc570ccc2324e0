"""The frozen view model: all that a template may see. Values, never formatted numbers; no DataFrame reaches this room."""

from pipeline.report.city import CityIndicator, CityReport, ForumLine
from pipeline.report.district import DistrictReport
from pipeline.report.figures import Figure, Interval, State, Verdict
from pipeline.report.indicators import AreaRow, AreaYear, Decomposition, DecompositionPart, IndicatorRow, Slope, YearShare
from pipeline.report.method import Definition, FindingRow, InputFile, Method, RobustnessCheck
from pipeline.report.money import AdministrationRow, Check, Funding, Money, Phase, PlanRow
from pipeline.report.organisation import ActivityRow, Contract, Organisation
from pipeline.report.overview import KeyFigures, Meta, Tile, VerdictText
from pipeline.report.revision import RevisionNote

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
    "FindingRow",
    "ForumLine",
    "Funding",
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
    "Slope",
    "State",
    "Tile",
    "Verdict",
    "VerdictText",
    "YearShare",
]
