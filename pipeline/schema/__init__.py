"""The shape of the input workbooks: sheets, columns, types, closed lists. The only place that knows Excel's headers."""

from pipeline.schema.columns import Column, Kind, Sheet, Workbook
from pipeline.schema.indicators import INDICATORS, IndicatorColumns
from pipeline.schema.workbooks import ABOUT, FORUMS, INDICATOR_WORKBOOK, PLANS, WORKBOOKS, list_filenames

__all__ = [
    "ABOUT",
    "FORUMS",
    "INDICATORS",
    "INDICATOR_WORKBOOK",
    "PLANS",
    "WORKBOOKS",
    "Column",
    "IndicatorColumns",
    "Kind",
    "Sheet",
    "Workbook",
    "list_filenames",
]
