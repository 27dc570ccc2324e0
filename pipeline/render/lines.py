"""What templates loop over: a line of the matrix cell by cell, papers in place, checks in their groups. Counts and order only, no new figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.report import AreaRow, AreaYear, Figure, KeyFigures, PlanRow, RobustnessCheck, Verdict


@dataclass(frozen=True, slots=True)
class Cell:
    """One share in the matrix: whether the criterion is met, whether that is close, and the verdict that stands behind the number."""

    share: Figure
    met: bool
    near: bool
    verdict: Verdict | None


@dataclass(frozen=True, slots=True)
class Pips:
    """Criteria as pips: so many filled, so many open."""

    filled: int
    open: int


@dataclass(frozen=True, slots=True)
class Papers:
    """How many plans have each paper in place."""

    agreements: int
    commitments: int
    approvals: int


def cells_before(year: AreaYear) -> tuple[Cell, ...]:
    """Return the cells of the earlier line, without verdicts."""
    return tuple(Cell(share, met is True, near, None) for share, met, near in zip(year.shares, year.met, year.near, strict=True))


def cells_now(row: AreaRow) -> tuple[Cell, ...]:
    """Return the cells of the reported year with their verdicts; a row without verdicts, such as the city's, has none."""
    if row.now is None:
        return ()
    verdicts: Sequence[Verdict | None] = row.verdicts or (None,) * len(row.now.shares)
    cells = zip(row.now.shares, row.now.met, row.now.near, verdicts, strict=True)
    return tuple(Cell(share, met is True, near, verdict) for share, met, near, verdict in cells)


def plain_cells(shares: Sequence[Figure], verdicts: Sequence[Verdict] = ()) -> tuple[Cell, ...]:
    """Return cells that say nothing of criteria, as in the city overview."""
    behind: Sequence[Verdict | None] = verdicts or (None,) * len(shares)
    return tuple(Cell(share, met=False, near=False, verdict=verdict) for share, verdict in zip(shares, behind, strict=True))


def pips(criteria: Figure, of: int) -> Pips | None:
    """Return the pips of a shown number of criteria; None where there is none to show."""
    if criteria.value is None:
        return None
    filled = min(int(criteria.value), of)
    return Pips(filled, of - filled)


def papers(plans: Sequence[PlanRow]) -> Papers:
    """Count the plans whose agreement, commitment and approval are in place and in time."""
    return Papers(
        agreements=sum(plan.agreement.ok for plan in plans),
        commitments=sum(plan.commitment.ok for plan in plans),
        approvals=sum(plan.approval.ok for plan in plans),
    )


def grouped(checks: Sequence[RobustnessCheck]) -> list[tuple[str, list[RobustnessCheck]]]:
    """Return the checks under their headings, both in the order given."""
    groups: dict[str, list[RobustnessCheck]] = {}
    for check in checks:
        groups.setdefault(check.group, []).append(check)
    return list(groups.items())


def holding(checks: Sequence[RobustnessCheck]) -> int:
    """Count the checks in which the conclusion holds."""
    return sum(check.holds for check in checks)


def counts(figures: KeyFigures) -> tuple[tuple[Verdict, int], ...]:
    """Return the verdicts that at least one judged indicator has, with their numbers."""
    every = (
        (Verdict.BETTER, figures.better),
        (Verdict.WORSE, figures.worse),
        (Verdict.UNCHANGED, figures.unchanged),
        (Verdict.UNCLEAR, figures.unclear),
    )
    return tuple((verdict, count) for verdict, count in every if count)
