"""The stage protect, between exact counts and everything computed from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.disclosure.coarsen import coarsen_tables
from pipeline.input.check_input import Intake
from pipeline.input.frame_columns import checked
from pipeline.input.input_files import fingerprint_inputs
from pipeline.input.tables import CLASSED_INDICATORS, Tables
from pipeline.settings.policy.model import Policy
from pipeline.settings.settings import Settings


@dataclass(frozen=True)
class Protected:
    """A checked input without small counts: the only input of the later stages.

    Attributes:
        tables: The tables with small counts replaced.
        inputs: Input file → its fingerprint.
    """

    settings: Settings
    policy: Policy
    tables: Tables
    inputs: Mapping[str, str]


def protect_input(intake: Intake) -> Protected:
    """Replace small counts. From here on, counts of one class are the same."""
    small = intake.settings.small_numbers
    tables = coarsen_tables(intake.tables, small.smallest_shown, small.rounding)
    checked(tables.indicators, CLASSED_INDICATORS)
    return Protected(intake.settings, intake.policy, tables, fingerprint_inputs(intake, tables))
