"""Robustness of 300 areas against rendering five district reports, in the same process and in turns.

`python -m benchmarks.robustness [RUNS]`. Prints a table and writes benchmarks/results/robustness.json. The claim is a ratio below 1.
"""

from __future__ import annotations

import json
import platform
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.compare.guard import find_incomparable
from pipeline.compare.robustness import draw_robustness
from pipeline.comparison import DRAWS
from pipeline.example import write_configuration, write_example
from pipeline.intake import check_input
from pipeline.render import render_report
from pipeline.report import DistrictReport
from pipeline.run import compose_reports
from pipeline.score import score_areas
from pipeline.wording import load_language

AREAS, REPORTS = 300, 5
YEARS = (2011, 2025)
RESULTS = Path(__file__).parent / "results" / "robustness.json"


def seconds(work: Callable[[], object]) -> float:
    """Return how long the work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main(runs: int = 5) -> None:
    """Measure, print and write."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        write_example(folder, forums=60, areas=AREAS, plans=60, years=YEARS)
        write_configuration(folder, YEARS)
        intake = check_input(folder)
    settings, policy, tables = intake.settings, intake.policy, intake.tables
    scores = score_areas(tables, policy, settings.periods)
    apart = find_incomparable(tables, settings.periods)
    own = [report for report in compose_reports(check_input(Path("input"))) if isinstance(report, DistrictReport)][:REPORTS]
    language = load_language("da")
    render_report(own[0], language)  # the first one loads typefaces and templates
    pairs = [
        (
            seconds(lambda: draw_robustness(scores, policy, settings.periods, apart)),
            seconds(lambda: [render_report(report, language) for report in own]),
        )
        for _ in range(runs)
    ]
    robustness, rendering = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = statistics.median(first / second for first, second in pairs)
    print(f"robustness of {AREAS} areas, {DRAWS} draws: {robustness:.3f} s")
    print(f"rendering {REPORTS} district reports: {rendering:.3f} s")
    print(f"ratio (median of {runs}): {ratio:.3f}")
    RESULTS.parent.mkdir(exist_ok=True)
    facts = {"areas": AREAS, "draws": DRAWS, "robustness_s": round(robustness, 3), "rendering_s": round(rendering, 3)}
    machine = {"python": platform.python_version(), "machine": platform.machine()}
    RESULTS.write_text(json.dumps({**facts, "ratio": round(ratio, 3), "runs": runs, **machine}, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
