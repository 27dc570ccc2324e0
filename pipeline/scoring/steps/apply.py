"""Apply a whole policy to a panel: values, criteria, parts, index, ranks, quantiles, statuses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from pipeline.scoring.steps.aggregate import aggregate
from pipeline.scoring.steps.classify import count_met, find_quantiles, find_statuses, rank_deprived
from pipeline.scoring.steps.criteria import find_met
from pipeline.scoring.steps.panel import Numbers, Panel, value_of
from pipeline.scoring.steps.steps import ORIENTED, normalise, refuse_infinite, transform
from pipeline.settings.policy.model import Policy
from pipeline.settings.policy.parts import Domain, Index, Indicator


@dataclass(frozen=True)
class Applied:
    """The result of applying a policy; arrays are areas × years.

    Attributes:
        values: Indicator → its value.
        parts: Indicator or domain → its part of the index, before weighting.
        met: Indicator with a criterion → 1.0, 0.0 or NaN.
        criteria: Number of criteria met, and `unknown` those not known.
        index: None if the policy has none; NaN if missing.
        used: Number of the index's own parts that are present.
        rank: 1 is the most deprived.
        quantile: None if the policy has none.
        statuses: Status → 1.0, 0.0 or NaN.
    """

    values: Mapping[str, Numbers]
    parts: Mapping[str, Numbers]
    met: Mapping[str, Numbers]
    criteria: Numbers
    unknown: Numbers
    index: Numbers | None
    used: Numbers | None
    rank: Numbers | None
    quantile: Numbers | None
    statuses: Mapping[str, Numbers]


@np.errstate(over="ignore")  # numbers that are too large become infinite, and are refused with their name
def apply_policy(policy: Policy, panel: Panel) -> Applied:
    """Apply a policy.

    Args:
        policy: The policy.
        panel: The numbers, with every indicator and reference of the policy.

    Raises:
        CannotScore: a step has no result for these numbers, for example the logarithm of 0.
    """
    values = {indicator.id: value_of(panel.measures[indicator.id], indicator, panel.years) for indicator in policy.indicators}
    met = {one.id: find_met(panel, one, one.criterion) for one in policy.criteria if one.criterion is not None}
    criteria, unknown = count_met(np.stack(list(met.values()), axis=-1)) if met else (np.zeros(0), np.zeros(0))
    parts: dict[str, Numbers] = {}
    index = used = rank = quantile = None
    if policy.index is not None:
        whole, used = _put_together(policy, policy.index, values, panel, parts)
        weights = panel.population if policy.index.normalise.weighted else None
        whole = normalise(transform(whole, policy.index.transform, part="index"), policy.index.normalise, weights=weights, part="index")
        index = float(policy.index.scale) * whole
        refuse_infinite(index, "index")
        rank = rank_deprived(index, policy.index)
        quantile = find_quantiles(index, policy.quantiles) if policy.quantiles is not None else None
    statuses = find_statuses(policy, met, index, panel.population, panel.years)
    return Applied(values, parts, met, criteria, unknown, index, used, rank, quantile, statuses)


def _put_together(
    policy: Policy, whole: Domain | Index, values: Mapping[str, Numbers], panel: Panel, parts: dict[str, Numbers]
) -> tuple[Numbers, Numbers]:
    """Return a domain or the index, aggregated from its parts, and the number of parts present; store each part."""
    name = whole.id if isinstance(whole, Domain) else None
    members = list(policy.parts_of(name))
    for member in members:
        own = values[member.id] if isinstance(member, Indicator) else _put_together(policy, member, values, panel, parts)[0]
        parts[member.id] = step_into_index(member, own, panel)
        refuse_infinite(parts[member.id], member.id)
    stacked = np.stack([parts[member.id] for member in members], axis=-1)
    weights = np.array([float(member.weight) for member in members])
    there = np.asarray((~np.isnan(stacked)).sum(axis=-1), dtype=float)
    return aggregate(stacked, weights, whole, name or "index"), there


def step_into_index(part: Indicator | Domain, values: Numbers, panel: Panel) -> Numbers:
    """Return an indicator's or domain's values, transformed and normalised."""
    up = part.direction == "up"
    changed = transform(values, part.transform, up=up, part=part.id)
    reference = None
    if part.normalise.reference is not None and isinstance(part, Indicator):
        compared = value_of(panel.references[part.normalise.reference][part.id], part, panel.years)
        reference = transform(compared, part.transform, up=up, part=part.id)
    return normalise(
        changed,
        part.normalise,
        up=up or part.transform.method in ORIENTED,
        reference=reference,
        weights=panel.population if part.normalise.weighted else None,
        part=part.id,
    )
