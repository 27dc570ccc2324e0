"""Stage 2, validate. Enters: raw tables. Leaves: typed tables with their findings, or all problems at once. Never: a written file."""
