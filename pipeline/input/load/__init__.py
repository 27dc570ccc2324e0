"""Stage 1, load. Enters: workbooks and the schema. Leaves: raw tables with Excel's addresses. Never: a judgement of a value."""
