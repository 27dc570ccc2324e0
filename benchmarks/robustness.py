"""Robustness of 300 areas against rendering five district reports. The claim is a ratio below 1."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.look import Look
from benchmarks.row import Row, time_row
from benchmarks.turns import take_turns
from pipeline.disclosure.protect import protect_input
from pipeline.input.check_input import check_input
from pipeline.language.language import load_language
from pipeline.render.pdf import render_report
from pipeline.report.model.district import DistrictReport
from pipeline.run import compose_reports
from pipeline.scoring.compare.comparison import DRAWS
from pipeline.scoring.compare.guard import find_apart, find_incomparable
from pipeline.scoring.compare.robustness import draw_robustness
from pipeline.scoring.score_areas import score_areas
from pipeline.workbooks.configuration_files import write_configuration
from pipeline.workbooks.example.generate import write_example

AREAS, REPORTS = 300, 5
YEARS = (2011, 2025)
INPUT = Path(__file__).parents[1] / "input"


def measure_robustness(look: Look) -> list[Row]:
    """Measure; a short look renders one report against a fifth of the areas."""
    areas, reports = look.size(AREAS, AREAS // REPORTS), look.size(REPORTS, 1)
    with TemporaryDirectory() as name:
        folder = Path(name)
        write_example(folder, forums=areas // 5, areas=areas, plans=areas // 5, years=YEARS)
        write_configuration(folder, YEARS)
        protected = protect_input(check_input(folder))
    settings, policy, tables = protected.settings, protected.policy, protected.tables
    scores = score_areas(tables, policy, settings.periods)
    apart = find_apart(tables, find_incomparable(tables, settings.periods), settings.periods)
    own = [report for report in compose_reports(check_input(INPUT)) if isinstance(report, DistrictReport)][:reports]
    language = load_language("da")
    works = {
        "ours": lambda: draw_robustness(scores, policy, settings.periods, apart),
        "rendering": lambda: [render_report(report, language) for report in own],
    }
    taken = take_turns(works, look.rounds)
    peer = f"rendering {reports} report{'s' if reports > 1 else ''}"
    return [time_row(f"robustness of {areas} areas, {DRAWS:,} draws", taken["ours"], peer, taken["rendering"])]
