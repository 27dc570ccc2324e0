"""Screen output for a scored table."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pipeline.language.language import Language
from pipeline.language.printable import printable
from pipeline.scoring.score_file.score import ScoredFile

LONGEST: Final = 80
MOST_NAMED: Final = 5


def tell_scored(scored: ScoredFile, path: Path, about: list[tuple[str, str]], language: Language) -> Iterator[str]:
    """Yield the lines: number of rows and the file, rows that are not areas, areas without an index, assumptions and cautions.

    Args:
        scored: The scores.
        path: The file they were written to.
        about: Assumptions and cautions, as headings and texts.
        language: Language of the lines.
    """
    rows = len(scored.frame)
    yield language.ngettext("{number} row in {path}", "{number} rows in {path}", rows).format(number=rows, path=printable(str(path)))
    if scored.references:
        named = ", ".join(scored.references[:MOST_NAMED]) + (" …" if len(scored.references) > MOST_NAMED else "")
        told = language.ngettext(
            "{number} row is compared with and no area: {names}",
            "{number} rows are compared with and no areas: {names}",
            len(scored.references),
        )
        yield told.format(number=len(scored.references), names=printable(named))
    if scored.totals:
        cell, label = scored.totals[0]
        told = language.ngettext(
            "{number} row is a total and no area: {cell} »{text}«",
            "{number} rows are totals and no areas; the first: {cell} »{text}«",
            len(scored.totals),
        )
        yield told.format(number=len(scored.totals), cell=cell, text=printable(label[:LONGEST]))
    if scored.notes:
        cell, note = scored.notes[0]
        told = language.ngettext(
            "{number} row without numbers is no area: {cell} »{text}«",
            "{number} rows without numbers are no areas; the first: {cell} »{text}«",
            len(scored.notes),
        )
        yield told.format(number=len(scored.notes), cell=cell, text=printable(note[:LONGEST]))
    if scored.without_index:
        told = language.ngettext(
            "{number} row has no index, because a number of it or of what it is compared with is missing; see the column »missing«.",
            "{number} rows have no index, because numbers of them or of what they are compared with are missing; see the column »missing«.",
            scored.without_index,
        )
        yield told.format(number=scored.without_index)
    for copy in scored.copies[:MOST_NAMED]:
        told = language.gettext("The same numbers in {number} of {rows} areas: {names}")
        yield told.format(number=copy.shared.equal, rows=copy.shared.rows, names=printable(copy.names))
    yield from (printable(f"{heading}: {said}") for heading, said in about)
