"""The shape of the input workbooks: sheets, columns, types, closed lists. The only place that knows Excel's headers."""
