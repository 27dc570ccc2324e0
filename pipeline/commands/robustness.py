"""The command `robustness`: how firm the results are, for the analyst."""

from __future__ import annotations

from pathlib import Path

import typer

from pipeline.clock import local_date, now_utc
from pipeline.commands.app import Exit, InputFolder, Period, app, err, language_of, out, read_period, text
from pipeline.problems.rejected import InputRejected
from pipeline.settings.period import Wanted


@app.command(
    help=text(
        "Show how firm each area's status and index are: a thousand trials with other weights, scales and limits, each indicator left out, "
        "each limit 5 % lower and higher. On the screen only, for the analyst."
    )
)
def robustness(input_folder: InputFolder = Path("input"), period: Period = "") -> None:
    """Show each forum's conclusion with its checks, and how robust the areas' statuses are."""
    from pipeline.commands.conclusions_table import tell_conclusions
    from pipeline.commands.firmness_table import tell_firmness
    from pipeline.disclosure.protect import protect_input
    from pipeline.input.check_input import check_input
    from pipeline.problems.screen import tell_problems
    from pipeline.report.compose.district import compose_districts
    from pipeline.run import gather
    from pipeline.scoring.scores import Level

    language = language_of(input_folder)
    wanted = Wanted(local_date(now_utc()), read_period(period, language))
    try:
        intake = check_input(input_folder, wanted)
    except InputRejected as rejected:
        tell_problems(err, rejected.problems, language)
        raise typer.Exit(Exit.REJECTED) from rejected
    material = gather(protect_input(intake))
    tell_conclusions(out, compose_districts(material))
    robustness = material.comparison.robustness
    areas = robustness[robustness["level"] == Level.AREA]
    names = dict(zip(intake.tables.areas["area_id"], intake.tables.areas["area"], strict=True))
    tell_firmness(out, areas, names, len(intake.policy.indicators), language)
