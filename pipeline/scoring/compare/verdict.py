"""Verdicts on a change, of an indicator or of a forum."""

from enum import StrEnum


class Verdict(StrEnum):
    """The verdict on a change.

    `HIGHER` and `LOWER` describe an indicator that is not judged. For a forum as a whole: `MIXED`, the index and the residents of deprived
    areas move in opposite directions; `UNKNOWN`, there is no index.
    """

    BETTER = "better"
    WORSE = "worse"
    UNCHANGED = "unchanged"
    UNCLEAR = "unclear"
    HIGHER = "higher"
    LOWER = "lower"
    NOT_COMPARABLE = "not_comparable"
    MIXED = "mixed"
    UNKNOWN = "unknown"
