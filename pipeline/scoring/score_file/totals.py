"""Find the rows of a table that are totals and no areas: by their label, or by their label and their sum."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import fsum, isclose
from operator import itemgetter

from pipeline.input.cell_values import show_cell
from pipeline.input.row_labels import Totality, totality
from pipeline.input.total_rows import FEWEST, best_span, is_sum_of_others, spans_of
from pipeline.language.same_name import clean, clean_value
from pipeline.problems.model import Code, Phrase, Problem
from pipeline.scoring.score_file.needed_columns import needed_columns
from pipeline.scoring.score_file.table import Table
from pipeline.settings.policy.model import Policy


def find_totals(table: Table, policy: Policy, compared: Sequence[str], notes: Mapping[int, str], problems: list[Problem]) -> dict[int, str]:
    """Return the rows whose id or name labels a total; a total that areas are compared with is a reference.

    A row that only may be a total is one if a number of it is the sum of other rows; otherwise it is a problem.
    """
    at = policy.input
    found: dict[int, tuple[Totality, str, str]] = {}
    for row in table.rows:
        headers = [header for header in (at.name, at.id) if header is not None]
        labels = {header: str(table.value(row, header)) for header in headers if table.value(row, header) is not None}
        kinds = [(totality(label, at.totals, at.also), label, header) for header, label in labels.items()]
        if any(label in map(clean, at.also) for label in map(clean, labels.values())) or row in notes:
            continue
        best = max(kinds, key=itemgetter(0), default=(Totality.NO, "", ""))
        if best[0] is not Totality.NO and clean_value(table.value(row, at.id)) not in compared:
            found[row] = best
    others = {row for row in table.rows if row in notes or clean_value(table.value(row, at.id)) in compared}
    records = sorted(set(table.rows) - others - set(found))
    sums = _Sums(table, policy, [*records, *found])
    for row in dict.fromkeys((*records[:1], *records[-1:])):
        names = {clean_value(table.value(row, header)) for header in (at.id, at.name) if header is not None}
        if not names & set(map(clean, at.also)) and sums.is_unnamed(row, records):
            facts = {"found": show_cell(table.value(row, at.id)), "advice": Phrase("total_or_record_score")}
            problems.append(Problem(Code.SUM_OF_OTHERS, table.place(row, at.id), facts))
    for row, (kind, label, header) in found.items():
        if kind is Totality.POSSIBLE and not sums.confirm(row, records, sorted(found)):
            facts = {"found": show_cell(label), "advice": Phrase("total_or_record_score")}
            problems.append(Problem(Code.TOTAL_OR_RECORD, table.place(row, header), facts))
    return {row: label for row, (_, label, _) in found.items()}


class _Sums:
    """The numbers of the columns that a policy uses, to see whether a row is the sum of others."""

    def __init__(self, table: Table, policy: Policy, rows: Sequence[int]) -> None:
        at = policy.input
        words = {at.id, at.name, at.year, *(reference.column for reference in policy.references.values())}
        headers = [header for header in needed_columns(policy) if header not in words]
        self.columns = [dict(zip(rows, table.numbers(header, rows, []), strict=True)) for header in headers]
        self.years = {row: clean_value(table.value(row, at.year)) for row in rows} if at.year is not None else {}

    def is_unnamed(self, row: int, records: Sequence[int]) -> bool:
        """Return whether a row without the word for a total is the sum of all others of its year."""
        return is_sum_of_others(row, self._of_year(row, records), self.columns)

    def _of_year(self, row: int, records: Sequence[int]) -> list[int]:
        return [record for record in records if self.years.get(record) == self.years.get(row)]

    def confirm(self, row: int, records: Sequence[int], bounds: Sequence[int]) -> bool:
        """Return whether a number of a row is the sum of at least two others of its year."""
        spans = [span for span in spans_of(row, self._of_year(row, records), bounds, part=False) if len(span) >= FEWEST]
        return best_span(spans, lambda span: sum(1 for column in self.columns if _adds_up(column, row, span)))[1] > 0


def _adds_up(column: Mapping[int, float], row: int, span: Sequence[int]) -> bool:
    return bool(column[row]) and isclose(fsum(column[record] for record in span), column[row], rel_tol=1e-12)
