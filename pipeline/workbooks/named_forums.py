"""Rows of the forums that an analyst names: their ids and places on the map, and the districts of those in the policy of 2011."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.language.same_name import fold
from pipeline.workbooks.example.places import DISTRICTS, FORUMS, Forum
from pipeline.workbooks.tables import Table, collect

COLUMNS: Final = 3  # of the map, below the places of those that the policy names
LETTERS: Final = 3


def name_forums(names: Sequence[str]) -> dict[str, Table]:
    """Return the rows to begin with in the workbook of the forums.

    Args:
        names: The forums' names, in the order of their rows.

    Returns:
        Tables of the sheets forums, districts and recipients, by the schema's names; a recipient's row lacks all but the forum.
    """
    forums: list[Forum] = []
    known = {fold(forum.name): forum for forum in FORUMS}
    of_policy = [known[fold(name)] for name in names if fold(name) in known]
    lowest = max((forum.row for forum in of_policy), default=0)
    for name in names:
        row, column = divmod(len(forums) - len({*forums} & {*of_policy}), COLUMNS)
        taken = {forum.id for forum in (*forums, *of_policy)}
        forums.append(known.get(fold(name)) or Forum(_id(name, taken), name, column + 1, lowest + 1 + row))
    ids = [forum.id for forum in forums]
    return {
        "forums": collect(
            ("forum_id", "forum", "map_column", "map_row"), [(forum.id, forum.name, forum.column, forum.row) for forum in forums]
        ),
        "districts": collect(
            ("district_id", "district", "forum_id"),
            [(district.id, district.name, district.forum_id) for district in DISTRICTS if district.forum_id in ids],
        ),
        "recipients": collect(("forum_id", "recipient", "email"), [(one, None, None) for one in ids]),
    }


def _id(name: str, taken: set[str]) -> str:
    """Return an id with the name's first letters, and a number where another forum has them."""
    stem = "F-" + "".join(filter(str.isalnum, name))[:LETTERS].upper()
    numbered = (f"{stem}{number or ''}" for number in range(len(taken) + 2) if number != 1)
    return next(one for one in numbered if one not in taken)
