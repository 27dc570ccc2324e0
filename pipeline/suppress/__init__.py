"""Stage 5, suppress: scores and comparison enter; the same leave with small counts, and what would reveal them, taken out."""

from pipeline.suppress.release import suppress_small_counts

__all__ = ["suppress_small_counts"]
