"""The last page: definitions, robustness, caveats, data quality, provenance."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.report.model.figures import Figure


@dataclass(frozen=True, slots=True)
class Definition:
    """One indicator's definition with the city's shares and the forum's bases."""

    label: str
    numerator: str
    base: str
    source: str
    threshold_before: float
    threshold_now: float
    city_before: float
    city_now: float
    base_before: Figure
    base_now: Figure


@dataclass(frozen=True, slots=True)
class RobustnessCheck:
    """One robustness check of the conclusion.

    Attributes:
        label: The changed assumption.
        group: Heading of its group.
        result: Its result, ready to print, for example ``−6,7`` or ``53,0 % → 45,0 %``.
        said: The conclusion under the changed assumption, in words; empty if it is the same.
        holds: The conclusion is the same.
    """

    label: str
    group: str
    result: str
    said: str
    holds: bool


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One line of the data quality table."""

    number: str
    text: str
    handling: str


@dataclass(frozen=True, slots=True)
class InputFile:
    """One input file with its fingerprint."""

    name: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules by which changes and areas are judged.

    Attributes:
        change_threshold_pp: The smallest change that is judged, in percentage points.
        interval_level: Level of every interval, ready to print, for example ``99,8 %``.
        minimum_criteria: Number of criteria that make an area deprived.
        threshold_ratio: A criterion is met from this multiple of the city's share.
        assumptions: The policy's assumptions, in words.
        limits_assumed: The criteria's limits are an assumption.
    """

    change_threshold_pp: float
    interval_level: str
    minimum_criteria: int
    threshold_ratio: float
    assumptions: tuple[str, ...]
    limits_assumed: bool


@dataclass(frozen=True, slots=True)
class Provenance:
    """The origin of the figures: input files, source, date of extraction, program, contact."""

    inputs: tuple[InputFile, ...]
    source: str
    extracted: str
    program_version: str
    contact: str


@dataclass(frozen=True, slots=True)
class Method:
    """The content of the last page.

    Attributes:
        checks_heading: Heading of the checks; empty for the city.
        small_counts: How small counts are shown, in sentences.
        draws: The robustness of statuses and of the index over the draws, in sentences; empty for the city.
    """

    definitions: tuple[Definition, ...]
    checks_heading: str
    robustness: tuple[RobustnessCheck, ...]
    caveats: tuple[str, ...]
    findings: tuple[FindingRow, ...]
    small_counts: str
    draws: str
    rules: Rules
    provenance: Provenance
