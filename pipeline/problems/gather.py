"""Make one problem of all that one mistake causes, so that it is told once, with every cell.

A mistake is one where cells of a column have the same problem: merged ids, an id that does not exist, a column of the wrong kind.
A finding is about a row, and is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import replace
from typing import Final

from pipeline.problems.model import Phrase, Problem
from pipeline.problems.ranges import column_of, row_of

SEVERAL: Final = 5  # different values with the same problem: fewer are slips of the pen, each told by itself
MOST_COLUMNS: Final = 3
MOST_ADVICE: Final = 7


def gather(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems with those of one mistake as one, at the place of its first; each problem once."""
    same = _group(dict.fromkeys(problems), _same_in_column, 2, _join)
    alike = _group(same, _alike_in_column, SEVERAL, _join_alike)
    return _group(alike, _same_rows, 2, _join_columns)


def _group(
    problems: Iterable[Problem], key: Callable[[Problem], Hashable | None], fewest: int, join: Callable[[list[Problem]], Problem]
) -> list[Problem]:
    """Join the problems with the same key where there are enough of them; None is the key of one that is told by itself."""
    groups: dict[Hashable, list[Problem]] = {}
    for number, problem in enumerate(problems):
        found = key(problem)
        groups.setdefault(number if found is None else found, []).append(problem)
    joined: list[Problem] = []
    for group in groups.values():
        joined += [join(group)] if len(group) >= fewest else group
    return joined


def _column(problem: Problem) -> tuple[Hashable, ...] | None:
    letters = column_of(problem.place.cell or "")
    return None if problem.is_finding or not letters else (problem.code, problem.place.file, problem.place.sheet, letters)


def _same_in_column(problem: Problem) -> Hashable | None:
    column = _column(problem)
    return column and (*column, _facts(problem))


def _alike_in_column(problem: Problem) -> Hashable | None:
    column = _column(problem)
    return column and (*column, getattr(problem.facts.get("advice"), "name", ""))


def _same_rows(problem: Problem) -> Hashable | None:
    """Return what problems of neighbouring columns share; only where nothing but the column differs."""
    column = _column(problem)
    if column is None or "column" not in problem.facts or problem.similar:
        return None
    return (*column[:-1], _facts(problem, "column"), tuple(sorted({row_of(cell) for cell in problem.place.cells})))


def _facts(problem: Problem, *but: str) -> Hashable:
    return tuple((name, repr(value)) for name, value in sorted(problem.facts.items()) if name not in but)


def _join(group: list[Problem]) -> Problem:
    first = group[0]
    cells = tuple(cell for problem in group for cell in problem.place.cells)
    areas, periods = {problem.area for problem in group}, {problem.period for problem in group}
    return replace(
        first,
        place=replace(first.place, cell=cells[0], more=cells[1:]),
        area=first.area if len(areas) == 1 else "",
        period=first.period if len(periods) == 1 else "",
    )


def _join_alike(group: list[Problem]) -> Problem:
    """Join problems of different values: the first is shown, the others are counted, and what to do names all of them."""
    joined = _join(group)
    facts = dict(joined.facts)
    named = [advice for problem in group if isinstance(advice := problem.facts.get("advice"), Phrase) and "what" in advice.values]
    if named:
        texts = list(dict.fromkeys(str(advice.values["what"]) for advice in named))
        what = "; ".join(texts[:MOST_ADVICE]) + (" …" if len(texts) > MOST_ADVICE else "")
        facts["advice"] = replace(named[0], values={"what": what})
    first = len(group[0].place.cells)
    return replace(joined, facts=facts, similar=len(joined.place.cells) - first)


def _join_columns(group: list[Problem]) -> Problem:
    headers = list(dict.fromkeys(str(problem.facts["column"]) for problem in group))
    shown = headers if len(headers) <= MOST_COLUMNS else [*headers[: MOST_COLUMNS - 1], "…", headers[-1]]
    return replace(_join(group), facts=dict(group[0].facts) | {"column": "«, »".join(shown).replace("»…«", "…")})
