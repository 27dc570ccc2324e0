"""Print each forum's conclusion on the screen, with its grounds and checks, in the words of the report.

Enters: the forums' reports. Leaves: one line per forum. Never: a file, or words of its own.
"""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console

from pipeline.language.printable import printable
from pipeline.report.model.district import DistrictReport


def tell_conclusions(console: Console, reports: Iterable[DistrictReport]) -> None:
    """Print one line per forum.

    Args:
        console: The screen.
        reports: The forums' reports, in the order of the workbook.
    """
    for report in reports:
        console.print(f"{printable(report.forum)}: {printable(report.answer.verdict.plain)}", highlight=False, markup=False)
