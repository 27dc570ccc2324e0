"""Iterables for templates: the matrix cell by cell, documents in place, checks by group. Counts and order only, no new figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.input.plan_phase import Phase
from pipeline.report.model.city import ForumLine
from pipeline.report.model.figures import Figure
from pipeline.report.model.indicators import AreaRow, AreaYear
from pipeline.report.model.method import RobustnessCheck
from pipeline.report.model.money import PlanCheck, PlanRow
from pipeline.report.model.overview import VerdictCounts
from pipeline.scoring.compare.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Cell:
    """One share in the matrix.

    Attributes:
        met: The criterion is met.
        open: Whether it is met is not shown: the numbers of a small count's class differ on it.
        near: The share is close to the threshold.
        verdict: Printed after the number.
    """

    share: Figure
    met: bool
    open: bool
    near: bool
    verdict: Verdict | None


@dataclass(frozen=True, slots=True)
class Pips:
    """Criteria as pips: the number filled and the number open."""

    filled: int
    open: int


@dataclass(frozen=True, slots=True)
class Papers:
    """How many plans have each document in place."""

    agreements: int
    commitments: int
    approvals: int


def cells_before(year: AreaYear) -> tuple[Cell, ...]:
    """Return the cells of the earlier year, without verdicts."""
    return tuple(_cell(*cell, None) for cell in zip(year.shares, year.met, year.near, strict=True))


def cells_now(row: AreaRow) -> tuple[Cell, ...]:
    """Return the cells of the reported year with their verdicts; a row without verdicts, such as the city's, has none."""
    if row.now is None:
        return ()
    verdicts: Sequence[Verdict | None] = row.verdicts or (None,) * len(row.now.shares)
    return tuple(_cell(*cell) for cell in zip(row.now.shares, row.now.met, row.now.near, verdicts, strict=True))


def leave_open(rows: Sequence[AreaRow]) -> bool:
    """Return whether any of the rows has a criterion that is not shown."""
    return any(cell.open for row in rows for cell in (*(cells_before(row.before) if row.before else ()), *cells_now(row)))


def verdicts_in(*tables: Sequence[AreaRow] | Sequence[ForumLine]) -> frozenset[str]:
    """Return the verdicts in the rows of tables, whose signs a legend explains."""
    return frozenset(verdict.value for rows in tables for row in rows for verdict in row.verdicts)


def _cell(share: Figure, met: bool | None, near: bool, verdict: Verdict | None) -> Cell:
    return Cell(share, met is True, share.bounds is not None and met is None, near, verdict)


def plain_cells(shares: Sequence[Figure], verdicts: Sequence[Verdict] = ()) -> tuple[Cell, ...]:
    """Return cells without criteria, for the city overview."""
    behind: Sequence[Verdict | None] = verdicts or (None,) * len(shares)
    return tuple(Cell(share, met=False, open=False, near=False, verdict=verdict) for share, verdict in zip(shares, behind, strict=True))


def pips(criteria: Figure, of: int) -> Pips | None:
    """Return the pips of a shown number of criteria; None if it is not shown."""
    if criteria.value is None:
        return None
    filled = min(int(criteria.value), of)
    return Pips(filled, of - filled)


def has_small(areas: Sequence[AreaRow]) -> bool:
    """Return whether a share in the matrix follows from a small count."""
    years = [year for area in areas for year in (area.before, area.now) if year is not None]
    return any(share.bounds is not None for year in years for share in year.shares)


def papers(plans: Sequence[PlanRow]) -> Papers:
    """Count the plans whose agreement, commitment and approval are in place and on time."""
    return Papers(
        agreements=sum(plan.papers.agreement.ok for plan in plans),
        commitments=sum(plan.papers.commitment.ok for plan in plans),
        approvals=sum(plan.papers.approval.ok for plan in plans),
    )


def paper_sign(check: PlanCheck, phase: Phase) -> str:
    """Return a document's sign: ok, missing (also if it came too late), or pending while its plan has not begun."""
    if check.ok:
        return "ok"
    return "pending" if check.day is None and phase is Phase.PLANNED else "missing"


def plan_signs(plans: Sequence[PlanRow]) -> frozenset[str]:
    """Return the signs in the table of the plans."""
    papers = [(check, plan.phase) for plan in plans for check in (plan.papers.agreement, plan.papers.commitment, plan.papers.approval)]
    contributions = ["ok" if plan.budget.tmf_ok else "missing" for plan in plans]
    return frozenset([*(paper_sign(*paper) for paper in papers), *contributions, *("missing" for plan in plans if not plan.budget.lbf_ok)])


def grouped(checks: Sequence[RobustnessCheck]) -> list[tuple[str, list[RobustnessCheck]]]:
    """Return the checks by heading, both in the given order."""
    groups: dict[str, list[RobustnessCheck]] = {}
    for check in checks:
        groups.setdefault(check.group, []).append(check)
    return list(groups.items())


def counts(verdicts: VerdictCounts) -> tuple[tuple[Verdict, int], ...]:
    """Return the verdicts of the judged indicators, each with its number of indicators."""
    every = (
        (Verdict.BETTER, verdicts.better),
        (Verdict.WORSE, verdicts.worse),
        (Verdict.UNCHANGED, verdicts.unchanged),
        (Verdict.UNCLEAR, verdicts.unclear),
    )
    return tuple((verdict, count) for verdict, count in every if count)
