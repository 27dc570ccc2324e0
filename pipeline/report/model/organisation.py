"""The organisation's part of a report: activities by level and theme, steering groups, contracts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """Number of activities before and, of the plans that run on the reported day, now; `across` of them cover more than one estate.

    Attributes:
        responsible: Who answers for the level; empty for a theme.
    """

    label: str
    before: int
    now: int
    across_before: int
    across_now: int
    responsible: str = ""


@dataclass(frozen=True, slots=True)
class Contract:
    """A cooperation contract between the forum and an administration."""

    contract: str
    administration: str
    signed: date


@dataclass(frozen=True, slots=True)
class Organisation:
    """How the work is organised before and now.

    Attributes:
        total: All activities.
        bridges_before: Activities that build a bridge to municipal services; `bridges_now` likewise.
        groups_before: Steering groups in the city before; `own_groups_before` those of this forum.
    """

    levels: tuple[ActivityRow, ...]
    themes: tuple[ActivityRow, ...]
    total: ActivityRow
    bridges_before: int
    bridges_now: int
    groups_before: int
    groups_now: int
    own_groups_before: int
    own_groups_now: int
    contracts: tuple[Contract, ...]
