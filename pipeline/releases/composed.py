"""The content of a release before it gets a revision number: the reports, their tables, and hashes of what they are made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.problems.model import Problem
from pipeline.releases.make.job import Report
from pipeline.report.tables.model import TableBook
from pipeline.settings.policy.model import Policy
from pipeline.settings.settings import Settings


@dataclass(frozen=True)
class Composed:
    """The content of a release, before it gets a revision number.

    Attributes:
        findings: Findings in the input; `sample` is true if a workbook says that its numbers are invented.
        reports: The forums' in the order of the workbook, then the city's.
        book: The tables behind them.
        inputs: Input file → its fingerprint.
        made_from: forum_id → hash of the data that the forum's report is made from; the city's under an empty id.
    """

    settings: Settings
    policy: Policy
    findings: tuple[Problem, ...]
    sample: bool
    reports: tuple[Report, ...]
    book: TableBook
    inputs: Mapping[str, str]
    made_from: Mapping[str, str]
