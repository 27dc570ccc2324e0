"""Check that the tables of a policy are consistent: every name used is defined."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from pipeline.settings.policy.model import Policy, Status
from pipeline.settings.policy.parts import Domain, Indicator

OWN_RESULTS = ("id", "name", "year", "input_row", "criteria", "criteria_unknown", "index", "parts_used", "rank", "quantile", "missing")
COMPARED = {"ratio", "difference"}  # methods that need a reference


@dataclass(frozen=True)
class Contradiction:
    """The first inconsistency.

    Attributes:
        name: The name of its phrase.
        key: Its key in the file, for example ``indicators.4.domain``.
        found: The value of the key.
        facts: Values for its message.
    """

    name: str
    key: str
    found: object
    facts: Mapping[str, object] = field(default_factory=dict)


class ConsistentPolicy(Policy):
    """A consistent policy; every policy read from a file is one."""

    @model_validator(mode="after")
    def _is_consistent(self) -> ConsistentPolicy:
        contradiction = find_contradiction(self)
        if contradiction is not None:
            facts = {**contradiction.facts, "key": contradiction.key, "found": contradiction.found}
            raise PydanticCustomError(contradiction.name, "{found} does not fit", facts)  # wording.problem_phrases has the message
        return self


def find_contradiction(policy: Policy) -> Contradiction | None:
    """Return the first contradiction in a policy, or None."""
    return next(_contradictions(policy), None)


def _contradictions(policy: Policy) -> Iterator[Contradiction]:
    if policy.effective_to is not None and policy.effective_to < policy.effective_from:
        facts = {"first": policy.effective_from.isoformat()}
        yield Contradiction("effective_reversed", "effective_to", policy.effective_to.isoformat(), facts)
    seen: set[str] = set()
    for key, part in _parts(policy):
        if part.id in seen:
            yield Contradiction("indicator_twice", f"{key}.id", part.id)
        seen.add(part.id)
        yield from _part(policy, key, part)
    yield from _columns(policy)
    yield from _results(policy)
    yield from _domains(policy)
    yield from _statuses(policy)
    yield from _index(policy)


def _parts(policy: Policy) -> Iterator[tuple[str, Indicator | Domain]]:
    yield from ((f"indicators.{number}", part) for number, part in enumerate(policy.indicators, start=1))
    yield from ((f"domains.{number}", part) for number, part in enumerate(policy.domains, start=1))


def _part(policy: Policy, key: str, part: Indicator | Domain) -> Iterator[Contradiction]:
    domains = [domain.id for domain in policy.domains]
    if part.domain is not None and part.domain not in domains:
        yield _undefined(f"{key}.domain", part.domain, "domains", domains)
    criterion = getattr(part, "criterion", None)
    named = {f"{key}.normalise": part.normalise.reference, f"{key}.criterion": criterion.reference if criterion else None}
    for place, name in named.items():
        if name is not None and name not in policy.references:
            yield _undefined(f"{place}.reference", name, "references", policy.references)
    if part.transform.method == "rank_exponential" and part.normalise.reference is not None:
        yield Contradiction("ranks_of_reference", f"{key}.transform", part.transform.method)
    read = getattr(part, "columns", None)
    for place, names in (("numerator", read.numerator), ("subtract", read.subtract), ("base", read.base)) if read else ():
        yield from _repeats(f"{key}.columns.{place}", names)
    summed = [name for name in named.values() if name in policy.references and policy.references[name].areas == "sum"]
    if summed and read is not None and not read.base:
        yield Contradiction("sum_without_base", f"{key}.columns", summed[0])
    if part.normalise.method in COMPARED and part in policy.domains:
        yield Contradiction("index_reference", f"{key}.normalise", part.normalise.method)


def _columns(policy: Policy) -> Iterator[Contradiction]:
    years = [indicator.years for indicator in policy.indicators] + [status.years for status in policy.statuses]
    if max(years) > 1 and policy.input.year is None:
        yield Contradiction("year_column", "input.year", "-")
    weighted = any(part.normalise.weighted for _, part in _parts(policy))
    weighted = weighted or (policy.index is not None and policy.index.normalise.weighted)
    if (weighted or policy.minimum_population is not None) and policy.input.population is None:
        yield Contradiction("population_column", "input.population", "-")


def _repeats(key: str, names: Iterable[str]) -> Iterator[Contradiction]:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            yield Contradiction("listed_twice", key, name)
        seen.add(name)


def _results(policy: Policy) -> Iterator[Contradiction]:
    """Yield names that would occur twice as columns of a scored table."""
    for code in ("da", "en"):
        taken = set(OWN_RESULTS)
        for key, part in _parts(policy):
            names = [f"{part.id}_part"] + ([part.id] if part in policy.indicators else [])
            names += [f"{part.id}_met"] if getattr(part, "criterion", None) else []
            if doubled := sorted(taken & set(names)):
                yield Contradiction("name_taken", f"{key}.id", doubled[0])
            taken |= set(names)
        for number, status in enumerate(policy.statuses, start=1):
            name = status.label.text(code) or status.id
            if name in taken:
                yield Contradiction("name_taken", f"statuses.{number}.label", name)
            taken.add(name)


def _domains(policy: Policy) -> Iterator[Contradiction]:
    domains = {domain.id: domain for domain in policy.domains}
    used = {part.domain for part in policy.indicators if part.in_index} | {part.domain for part in policy.domains}
    for number, domain in enumerate(policy.domains, start=1):
        if domain.id not in used:
            yield Contradiction("domain_empty", f"domains.{number}.id", domain.id)
        seen, above = {domain.id}, domain.domain
        while above is not None:
            if above in seen:
                yield Contradiction("domain_circle", f"domains.{number}.domain", above)
                return
            seen.add(above)
            above = domains[above].domain


def _statuses(policy: Policy) -> Iterator[Contradiction]:
    criteria = [indicator.id for indicator in policy.criteria]
    above: list[str] = []
    for number, status in enumerate(policy.statuses, start=1):
        key = f"statuses.{number}"
        if status.id in above:
            yield Contradiction("status_twice", f"{key}.id", status.id)
        names = {"criteria": status.criteria, "must_meet": status.must_meet}
        for place, name in [(place, name) for place, several in names.items() for name in several]:
            if name not in criteria:
                yield _undefined(f"{key}.{place}", name, "criterion", criteria)
        for place, several in {**names, "requires": status.requires}.items():
            yield from _repeats(f"{key}.{place}", several)
        for name in status.requires:
            if name not in above:
                yield _undefined(f"{key}.requires", name, "statuses", above)
        counted = len(status.criteria or criteria)
        if status.minimum_criteria is not None and status.minimum_criteria > counted:
            yield Contradiction("criteria_over_indicators", f"{key}.minimum_criteria", status.minimum_criteria, {"indicators": counted})
        above.append(status.id)


def _index(policy: Policy) -> Iterator[Contradiction]:
    if policy.index is None:
        if policy.domains or policy.quantiles is not None or any(_needs_index(status) for status in policy.statuses):
            yield Contradiction("index_missing", "index", "-")
        return
    if not list(policy.parts_of(None)):
        yield Contradiction("index_empty", "index", "-")
    wholes = [("index", policy.index, None), *((f"domains.{n}", domain, domain.id) for n, domain in enumerate(policy.domains, start=1))]
    for key, whole, name in wholes:
        if whole.minimum_parts > len(list(policy.parts_of(name))):
            parts = len(list(policy.parts_of(name)))
            yield Contradiction("minimum_over_parts", f"{key}.minimum_parts", whole.minimum_parts, {"parts": parts})
    if policy.index.normalise.method in COMPARED:
        yield Contradiction("index_reference", "index.normalise", policy.index.normalise.method)


def _needs_index(status: Status) -> bool:
    return status.index is not None or status.highest_part is not None


def _undefined(key: str, found: str, table: str, known: Iterable[str]) -> Contradiction:
    return Contradiction("name_undefined", key, found, {"table": table, "known": ", ".join(known) or "-"})
