"""The columns of a table that a policy uses."""

from __future__ import annotations

from pipeline.settings.policy.model import Policy


def needed_columns(policy: Policy) -> list[str]:
    """Return the headers that a policy uses, that of the ids first."""
    at = policy.input
    columns = [at.id, at.name, at.year, at.population if needs_population(policy) else None]
    columns += [reference.column for reference in policy.references.values()]
    for indicator in policy.indicators:
        read = indicator.read_from
        columns += [*read.numerator, *read.subtract, *read.base]
    return list(dict.fromkeys(column for column in columns if column is not None))


def needs_population(policy: Policy) -> bool:
    """Return whether a policy uses the population."""
    return policy.minimum_population is not None or weighs(policy)


def weighs(policy: Policy) -> bool:
    """Return whether a step is weighted by the population."""
    steps = [part.normalise for part in (*policy.indicators, *policy.domains)]
    steps += [policy.index.normalise] if policy.index is not None else []
    return any(step.weighted for step in steps)
