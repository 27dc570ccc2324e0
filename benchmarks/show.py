"""The table on the screen and the file behind it."""

from __future__ import annotations

import json
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.row import Row

RESULTS = Path(__file__).parent / "results" / "bench.json"
HEADS = ("What", "Ours", "Against", "It took", "Ratio", "of CPU", "n")
TEXTS = ("What", "Against")
NARROWEST = 150  # columns: a log has no width of its own


def show(rows: Sequence[Row], facts: Mapping[str, object]) -> None:
    """Print the rows: medians, with the least and the most in brackets."""
    console = Console()
    if not console.is_terminal:
        console.width = max(console.width, NARROWEST)
    heard = f"{facts['cpu']}, {facts['cores']} cores, load {facts['load']}, Python {facts['python']}"
    table = Table(
        caption=f"Median (least–most). Ratio: ours ÷ the other's of the same round; of CPU: the same of processor seconds. {heard}"
    )
    for head in HEADS:
        table.add_column(head, justify="left" if head in TEXTS else "right")
    for row in rows:
        cpu = row.facts.get("cpu_ratio")
        told = (_told(row.ours, row.unit), row.peer, _told(row.theirs, row.unit), _told(row.ratios), f"{cpu:.3g}" if cpu else "")
        table.add_row(row.name, *told, str(len(row.ours)))
    console.print(table)
    for row in rows:
        if row.note:
            console.print(f"{row.name}{f' against {row.peer}' if row.peer else ''}: {row.note}", highlight=False)


def write(rows: Sequence[Row], facts: Mapping[str, object], path: Path = RESULTS) -> None:
    """Write everything that was measured, and with what, as JSON."""
    told = [{**asdict(row), "ratios": row.ratios} for row in rows]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"measured_with": facts, "rows": told}, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _told(numbers: Sequence[float], unit: str = "") -> str:
    if not numbers:
        return ""
    told = f"{_number(statistics.median(numbers))} {unit}".rstrip()
    return told if len(numbers) == 1 else f"{told} ({_number(min(numbers))}–{_number(max(numbers))})"


def _number(number: float) -> str:
    """Return three digits, whatever the size."""
    return f"{number:,.0f}" if abs(number) >= 100 else f"{number:.3g}"
