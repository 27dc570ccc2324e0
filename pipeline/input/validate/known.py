"""Keep of the plans' workbook what was known on the reported day.

Enters: the parsed sheets. Leaves: the same without the rows and papers of later days, and without the rows of the present arrangement that no
longer apply. Rows of the earlier arrangement stay as they are: they name plans of any day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from pipeline.input.reported_day import in_force, is_decided
from pipeline.input.validate.parsed import Parsed, ParsedTable
from pipeline.problems.model import Code, Place, Problem

PAPERS: Final = ("agreement_date", "approval_date", "commitment_date")
FIRST_DAYS: Final = {"steering_groups": "from_day", "activities": "from_day", "contracts": "signed"}
OF_THE_DAY: Final = frozenset({"plans", "estates", "budget", *FIRST_DAYS})


def keep_known(parsed: Parsed, day: date) -> Parsed:
    """Return the sheets as of the end of a day."""
    undecided = _find_undecided(parsed, day)

    def applies(sheet: str, row: Mapping[str, Any]) -> bool:
        if row.get("arrangement") == "before":
            return True
        if sheet in FIRST_DAYS and not in_force(row[FIRST_DAYS[sheet]], row["to_day"], day):
            return False
        return row.get("plan_id") not in undecided

    tables = (_filter(table, applies) if table.name in OF_THE_DAY else table for table in parsed.tables)
    return replace(parsed, tables=tuple(_without_later_papers(table, day) if table.name == "plans" else table for table in tables))


def find_later_rows(parsed: Parsed, day: date) -> Iterator[Problem]:
    """Yield a finding for each sheet with rows that had not been decided or begun by a day."""
    undecided = _find_undecided(parsed, day)
    for sheet in ("plans", *FIRST_DAYS):
        later = [
            table.place(row, table.raw.sheet.key[0])
            for table, row, values in parsed.rows(sheet)
            if (values["plan_id"] in undecided if sheet == "plans" else _begins_later(values, FIRST_DAYS[sheet], day))
        ]
        if later:
            cells = tuple(str(place.cell) for place in later)
            yield Problem(Code.ROWS_LATER, Place(later[0].file, later[0].sheet, cells[0], cells[1:]), {"number": len(later), "day": day})


def _begins_later(row: Mapping[str, Any], column: str, day: date) -> bool:
    return row.get("arrangement") != "before" and row[column] is not None and row[column] > day


def _find_undecided(parsed: Parsed, day: date) -> frozenset[str]:
    rows = (plan for _, _, plan in parsed.rows("plans"))
    return frozenset(plan["plan_id"] for plan in rows if not is_decided(plan["start"], (plan[paper] for paper in PAPERS), day))


def _filter(table: ParsedTable, applies: Callable[[str, Mapping[str, Any]], bool]) -> ParsedTable:
    rows = ({str(column): value for column, value in row.items()} for row in table.frame.to_dict("records"))
    kept = [applies(table.name, row) for row in rows]
    return table if all(kept) else replace(table, frame=table.frame[kept])


def _without_later_papers(table: ParsedTable, day: date) -> ParsedTable:
    """Empty the papers that are dated after the day, and the name of such an agreement."""
    frame = table.frame.copy()
    for paper in PAPERS:
        later = [one is not None and one > day for one in frame[paper]]
        frame.loc[later, ["agreement", paper] if paper == "agreement_date" else [paper]] = None
    return replace(table, frame=frame)
