"""Stage 2, validate: raw tables enter, typed tables with their findings leave, or all problems at once. Writes nothing."""
