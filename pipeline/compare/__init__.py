"""Stage 4, compare: scores and tables enter; changes, verdicts, decomposition, robustness, money and organisation of two years leave."""

from pipeline.compare.years import compare_years

__all__ = ["compare_years"]
