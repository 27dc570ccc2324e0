"""Stage 3, score: the indicator tables and the policy enter; shares, ratios, criteria, index and status of every unit leave."""

from pipeline.score.units import score_areas

__all__ = ["score_areas"]
