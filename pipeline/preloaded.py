"""What processes that make reports have in common, done once by the one that they are forked from: see `workers`."""

import gc
from contextlib import suppress

import pipeline.workers
from pipeline.render import compile_templates
from pipeline.wording import load_language

with suppress(Exception):  # what goes wrong here goes wrong in a report, and is told there
    import pipeline.make_report  # noqa: F401

    compile_templates(load_language("da"))  # in another language the first reports wait for them

gc.collect()
gc.freeze()
