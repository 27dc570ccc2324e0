"""What processes that make reports have in common, imported once by the one that they are forked from: see `workers`."""

import gc
from contextlib import suppress

import pipeline.workers

with suppress(Exception):  # what goes wrong here goes wrong in a report, and is told there
    import pipeline.make_report  # noqa: F401

gc.collect()
gc.freeze()
