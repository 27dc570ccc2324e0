"""One small workbook of districts and persons, read by the readers of reports, sources and scores."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.input.excel.limits import read_limited
from pipeline.input.load.sheet import read_sheet
from pipeline.input.schema.columns import Column, Kind, Sheet
from pipeline.input.sources.read import read_sources
from pipeline.input.validate.totals import check_totals, parse_with_totals
from pipeline.language.language import load_language
from pipeline.problems.model import Code, Problem
from pipeline.problems.rejected import InputRejected
from pipeline.scoring.score_file.score import ScoredFile, score_file
from tests.foreign import FILE, column, described, lay

POLICY = """
id = "x"
name = "x"
version = "1"
effective_from = 2020-01-01
source = "x"
assumptions = []

[input]
id = "Bydel"
LINES

[references]
REFERENCE

[index]
aggregate = "sum"

[[indicators]]
id = "persons"
columns = { numerator = "HEADER" }
STEP
"""


class Read(NamedTuple):
    """What one of the three found: values by row, rows of totals; or what is wrong, by code and cell."""

    values: dict[int, float | None]
    totals: list[int]
    problems: list[tuple[Code, str | None]]


def read_three_ways(
    folder: Path,
    rows: Sequence[Sequence[Any]],
    *,
    kind: Kind = Kind.COUNT,
    header: str = "Personer",
    header_rows: Sequence[int] = (1,),
    change: Callable[[Worksheet], object] | None = None,
) -> list[Read]:
    """Return what reports, sources and scores read of one workbook."""
    columns = (column("area", "Bydel", "text"), column("persons", header, kind.value))
    path = lay(folder, rows, described(*columns, head=f"header_rows = {list(header_rows)}"), change) / FILE
    return [read_as_report(path, kind, header), read_as_source(path), read_as_table(path, header)]


def read_as_report(path: Path, kind: Kind, header: str) -> Read:
    """Read it by a schema."""
    persons = Column("persons", header, kind, withholdable=True)
    raw, problems = read_sheet(
        read_limited(path).sheets[0], Sheet("areas", "Tabel", (Column("area", "Bydel", Kind.TEXT), persons), ()), FILE
    )
    if raw is None:
        return Read({}, [], told(problems))
    table, totals, wrong = parse_with_totals(raw)
    wrong = [*wrong, *check_totals(raw, table, totals, None)]
    return Read(by_row(table.frame.index, table.frame["persons"]), [total.row for total in totals], told((*problems, *wrong)))


def read_as_source(path: Path) -> Read:
    """Read it by its description."""
    try:
        (source,) = read_sources(path.parent)
    except InputRejected as rejected:
        return Read({}, [], told(rejected.problems))
    return Read(by_row(source.frame.index, source.frame["persons"]), [total.row for total in source.beside.totals], [])


def read_as_table(path: Path, header: str) -> Read:
    """Read it by a policy."""
    try:
        scored = score(path, header=header)
    except InputRejected as rejected:
        return Read({}, [], told(rejected.problems))
    return Read(by_row(scored.frame["input_row"], scored.frame["persons"]), [int(cell[1:]) for cell, _ in scored.totals], [])


def score(path: Path, *, header: str = "Personer", compared: str = "", lines: str = "", further: str = "") -> ScoredFile:
    """Score the workbook, or the ratio of its persons to those of a row; with further lines of the policy's input and at its end."""
    reference, step = (f'r = {{ row = "{compared}" }}', 'normalise = { method = "ratio", reference = "r" }') if compared else ("", "")
    policy = path.with_name("politik.toml")
    text = POLICY.replace("REFERENCE", reference).replace("STEP", step).replace("HEADER", header).replace("LINES", lines)
    policy.write_text(text + further, encoding="utf-8")
    return score_file(policy, path, load_language("da"))


def by_row(rows: Iterable[Any], values: Iterable[Any]) -> dict[int, float | None]:
    """Return row → value, None where it is missing."""
    return {int(row): None if pd.isna(value) else float(value) for row, value in zip(rows, values, strict=True)}


def told(problems: Sequence[Problem]) -> list[tuple[Code, str | None]]:
    """Return the codes and cells of problems."""
    return [(problem.code, problem.place.cell) for problem in problems]
