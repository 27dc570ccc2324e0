"""Stage 1, load: workbooks and the schema enter, raw tables with Excel's own addresses leave. Judges no value."""

from pipeline.load.workbook import load_workbooks

__all__ = ["load_workbooks"]
