"""Print how robust each area's status and index are: for the analyst, who may see what a report hides.

Enters: the comparison's robustness and the areas' names. Leaves: lines on the screen. Never: a file, or a line in a report.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import floor, isnan
from typing import Final

import pandas as pd
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipeline.language.language import Language
from pipeline.language.printable import printable
from pipeline.scoring.compare.comparison import DRAWS, FIRM_FROM

ABSENT: Final = "–"
NAME_WIDTH: Final = 26


def tell_firmness(console: Console, robustness: pd.DataFrame, names: Mapping[str, str], indicators: int, language: Language) -> None:
    """Print one row per area: its status and index under a thousand alternative calculations, and the 90 % interval of its rank.

    Args:
        console: The screen.
        robustness: `Comparison.robustness`, areas only.
        names: area_id → name, in the order of the workbook.
        indicators: Number of indicators of the policy.
        language: Language of the settings.
    """
    text = language.gettext
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold", padding=(0, 1))
    table.add_column(text("Area"), overflow="fold", min_width=NAME_WIDTH)
    for head in (text("Status holds"), text("without one"), text("limits ±5 %"), text("Index goes"), text("Place from–to")):
        table.add_column(head, justify="right")
    rows = robustness.drop(columns="level").set_index("unit_id").to_dict("index")
    unfirm = 0
    for area, name in names.items():
        if area not in rows:
            continue
        row = rows[area]
        status = row["status_draws_now"]
        mark = not isnan(status) and status < FIRM_FROM
        unfirm += mark
        cells = (
            f"{_part(status, language)}{' †' if mark else ''}",
            _of(row["status_without_now"], indicators),
            _of(row["status_limits_now"], 2),
            _way(row["direction"], row["direction_draws"], language),
            _span(row["rank_low"], row["rank_high"]),
        )
        table.add_row(Text(printable(name)), *map(Text, cells))
    console.print(table)
    told = language.ngettext(
        "{number} status (†) changes in over {most} of {draws} trials.",
        "{number} statuses (†) change in over {most} of {draws} trials.",
        unfirm,
    )
    most = language.percent(1 - FIRM_FROM, 0)
    console.print(told.format(number=unfirm, most=most, draws=language.number(DRAWS, 0)))
    console.print(text("For your own eyes: a report puts no area in an order. docs/method.md explains."))


def _part(share: float, language: Language) -> str:
    return ABSENT if isnan(share) else language.percent(floor(share * 100) / 100, 0)


def _of(number: float, whole: int) -> str:
    return ABSENT if isnan(number) else f"{number:.0f}/{whole}"


def _way(direction: float, agreeing: float, language: Language) -> str:
    if isnan(direction):
        return ABSENT
    if direction == 0:
        return language.gettext("level")
    way = language.gettext("down") if direction < 0 else language.gettext("up")
    return f"{way} {_part(agreeing, language)}"


def _span(low: float, high: float) -> str:
    if isnan(low):
        return ABSENT
    return f"{low:.0f}" if low == high else f"{low:.0f}–{high:.0f}"
