"""Whether the tables of a policy fit each other: every name that one uses, another defines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.policy.model import Policy, Status


@dataclass(frozen=True)
class Contradiction:
    """The first thing that does not fit: its phrase, what was expected in English, and the values of its words."""

    name: str
    expected: str
    facts: Mapping[str, object] = field(default_factory=dict)


def find_contradiction(policy: Policy) -> Contradiction | None:
    """Return the first contradiction in a policy, or None."""
    return next(_contradictions(policy), None)


def _contradictions(policy: Policy) -> Iterator[Contradiction]:
    parts = [*policy.indicators, *policy.domains]
    ids = [part.id for part in parts]
    if doubled := [name for name, times in Counter(ids).items() if times > 1]:
        yield Contradiction("indicator_twice", "each indicator once", {"found": ", ".join(doubled)})
    if policy.effective_to is not None and policy.effective_to < policy.effective_from:
        facts = {"found": policy.effective_to.isoformat(), "first": policy.effective_from.isoformat()}
        yield Contradiction("effective_reversed", "a day not before effective_from", facts)
    yield from _domains(policy)
    named = {part.normalise.reference for part in parts} | {one.criterion.reference for one in policy.criteria if one.criterion}
    if policy.index is not None:
        named.add(policy.index.normalise.reference)
    if unknown := sorted(name for name in named if name is not None and name not in policy.references):
        yield Contradiction("name_undefined", "a name defined under references", _facts(unknown, "references", policy.references))
    if any(part.transform.method == "rank_exponential" and part.normalise.reference is not None for part in parts):
        yield Contradiction("ranks_of_reference", "no rank_exponential with a reference", {"found": "rank_exponential"})
    yield from _columns(policy)
    yield from _statuses(policy)
    yield from _index(policy)


def _columns(policy: Policy) -> Iterator[Contradiction]:
    years = [indicator.years for indicator in policy.indicators] + [status.years for status in policy.statuses]
    if max(years) > 1 and policy.input.year is None:
        yield Contradiction("year_column", "input.year", {"found": "-"})
    weighted = any(part.normalise.weighted for part in (*policy.indicators, *policy.domains))
    if (weighted or policy.minimum_population is not None) and policy.input.population is None:
        yield Contradiction("population_column", "input.population", {"found": "-"})


def _domains(policy: Policy) -> Iterator[Contradiction]:
    domains = {domain.id: domain for domain in policy.domains}
    used = {part.domain for part in (*policy.indicators, *policy.domains)} - {None}
    if unknown := sorted(str(name) for name in used - set(domains)):
        yield Contradiction("name_undefined", "a name defined under domains", _facts(unknown, "domains", domains))
    if empty := sorted(set(domains) - {str(name) for name in used}):
        yield Contradiction("domain_empty", "a domain that an indicator names", {"found": ", ".join(empty)})
    for domain in policy.domains:
        seen, above = {domain.id}, domain.domain
        while above in domains:
            if above in seen:
                yield Contradiction("domain_circle", "domains that do not contain themselves", {"found": domain.id})
                return
            seen.add(above)
            above = domains[above].domain


def _statuses(policy: Policy) -> Iterator[Contradiction]:
    criteria = [indicator.id for indicator in policy.criteria]
    above: list[str] = []
    for status in policy.statuses:
        if status.id in above:
            yield Contradiction("status_twice", "each status once", {"found": status.id})
        if unknown := sorted({*status.criteria, *status.must_meet} - set(criteria)):
            yield Contradiction("name_undefined", "an indicator with a criterion", _facts(unknown, "criterion", criteria))
        if unknown := sorted(set(status.requires) - set(above)):
            yield Contradiction("name_undefined", "a status that stands above", _facts(unknown, "statuses", above))
        number = len(status.criteria or criteria)
        if status.minimum_criteria is not None and status.minimum_criteria > number:
            facts = {"found": status.minimum_criteria, "indicators": number}
            yield Contradiction("criteria_over_indicators", "at most the number of indicators", facts)
        above.append(status.id)


def _index(policy: Policy) -> Iterator[Contradiction]:
    if policy.index is None:
        if policy.domains or policy.quantiles is not None or any(_needs_index(status) for status in policy.statuses):
            yield Contradiction("index_missing", "a table [index]", {"found": "-"})
        return
    if not list(policy.parts_of(None)):
        yield Contradiction("index_empty", "an indicator in the index", {"found": "-"})
    if policy.index.normalise.method in {"ratio", "difference"}:
        yield Contradiction("index_reference", "no reference for the index itself", {"found": policy.index.normalise.method})
    for domain in policy.domains:
        if domain.normalise.method in {"ratio", "difference"}:
            yield Contradiction("index_reference", "no reference for a domain", {"found": domain.normalise.method})


def _needs_index(status: Status) -> bool:
    return status.index is not None or status.worst is not None


def _facts(unknown: list[str], table: str, known: Mapping[str, object] | list[str]) -> dict[str, object]:
    return {"found": ", ".join(unknown), "table": table, "known": ", ".join(known) or "-"}
