"""Generate the example's `fora.xlsx`: forums with their place on the map, districts, and recipients of the report.

Enters: the places and a random generator. Leaves: tables by the schema's column names.
Never: a person's name, or an address outside the domain reserved for examples.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from pipeline.workbooks.example.geography import Geography
from pipeline.workbooks.example.places import Forum
from pipeline.workbooks.tables import Table, Value, collect

DOMAIN: Final = "forum.example"
ASCII: Final = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "/": "-", " ": "-"})


def forum_tables(geography: Geography, rng: np.random.Generator) -> dict[str, Table]:
    """Return forums, districts and recipients; every forum has one or two recipients."""
    forums = [(forum.id, forum.name, forum.column, forum.row) for forum in geography.forums]
    districts = [(district.id, district.name, district.forum_id) for district in geography.districts]
    second = rng.permutation(len(geography.forums)) % 2 == 1
    recipients = [record for forum, two in zip(geography.forums, second, strict=True) for record in _recipients(forum)[: 2 if two else 1]]
    return {
        "forums": collect(("forum_id", "forum", "map_column", "map_row"), forums),
        "districts": collect(("district_id", "district", "forum_id"), districts),
        "recipients": collect(("forum_id", "recipient", "email"), recipients),
    }


def _recipients(forum: Forum) -> list[tuple[Value, ...]]:
    """Return the recipients of a forum's report, the secretariat first."""
    mailbox = forum.name.lower().translate(ASCII)
    return [
        (forum.id, f"Sekretariatet for forum {forum.name}", f"{mailbox}@{DOMAIN}"),
        (forum.id, f"Formandskabet for forum {forum.name}", f"{mailbox}.formandskab@{DOMAIN}"),
    ]
