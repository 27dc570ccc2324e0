"""The attack room: the tables that are about to be published enter, read as somebody would who wants the hidden counts; how many gave way leaves.

A second opinion on `pipeline.suppress`: it shares no line with it, and reckons with another method. Never: which cell gave way, which would
tell the reader of a log where to look.
"""

from pipeline.attack.bounds import Key, Month, find_bounds
from pipeline.attack.exposed import count_exposed

__all__ = ["Key", "Month", "count_exposed", "find_bounds"]
