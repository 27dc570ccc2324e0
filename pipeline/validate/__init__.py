"""Stage 2, validate: raw tables enter, typed tables with their findings leave, or all problems at once. Writes nothing."""

from pipeline.validate.check import validate_tables

__all__ = ["validate_tables"]
