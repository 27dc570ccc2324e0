"""Stage 1, load: workbooks and the schema enter, raw tables with Excel's own addresses leave. Judges no value."""
