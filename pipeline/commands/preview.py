"""Draw one report to look at, without publishing it: `reports --forum`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import typer

from pipeline.commands.app import Exit, check_renderer, err, language_of, out
from pipeline.commands.check import reject
from pipeline.commands.streams import show_work
from pipeline.commands.tree import find_tree
from pipeline.commands.words import say_storage, say_unsaved
from pipeline.language.language import Language
from pipeline.language.same_name import fold, nearest
from pipeline.problems.rejected import InputRejected
from pipeline.releases.make.job import Report
from pipeline.report.model.district import DistrictReport
from pipeline.run_once import BUG, want_period
from pipeline.settings.period import Years
from pipeline.storage import StorageFailed, replace_file

FOLDER: Final = "proeve"


def draw_one(forum: str, input_folder: Path, output_folder: Path, years: Years | None) -> None:
    """Draw the report of a forum, or of the whole city, without publishing it.

    Args:
        forum: A forum's name or id; »hele byen« is the city's overview. Any other name exits as a wrong command line.
        input_folder: Workbooks, settings and policies; errors in them exit as `check` does.
        output_folder: Gets the file, in `proeve/`.
        years: The two years to compare; None: those of the settings.
    """
    language = language_of(input_folder)
    check_renderer(language)
    try:
        with show_work(language.gettext("Reading and checking the input")):
            from pipeline.releases.pdfs import file_name
            from pipeline.run import compose_input

            composed = compose_input(input_folder, want_period(find_tree(input_folder, output_folder), years))
    except InputRejected as rejected:
        reject(rejected, language, input_folder, output_folder)
    report = _choose(composed.reports, forum, language)
    from pipeline.releases.make.preview import draw_preview
    from pipeline.render.pdf import RenderingFailed

    try:
        with show_work(language.gettext("Rendering")):
            pdf = draw_preview(report, composed.inputs, language)
        replace_file(pdf, output_folder / FOLDER, file_name(report))
    except RenderingFailed as failed:
        err.print(language.gettext("The report could not be drawn: {reason}").format(reason="; ".join(failed.messages)))
        raise typer.Exit(BUG) from failed
    except StorageFailed as failed:
        err.print(language.gettext("The preview could not be saved: {reason}.").format(reason=say_storage(failed, language)))
        err.print(say_unsaved(failed, language))
        raise typer.Exit(Exit.STORAGE) from failed
    out.print(language.gettext("A preview is in {file}. It is not published.").format(file=output_folder / FOLDER / file_name(report)))


def _choose(reports: Sequence[Report], wanted: str, language: Language) -> Report:
    """Return the report of a forum, or of the whole city; any other name exits as a wrong command line."""
    names: dict[str, Report] = {}
    for report in reports:
        known = (report.forum, report.forum_id) if isinstance(report, DistrictReport) else (language.gettext("the whole city"),)
        names |= dict.fromkeys(known, report)
    by_fold = {fold(name): report for name, report in names.items()}
    if (found := by_fold.get(fold(wanted))) is not None:
        return found
    near = nearest(wanted, names) or [report.forum for report in reports if isinstance(report, DistrictReport)]
    message = language.gettext("»{found}« is no forum; nearest: {near}").format(found=wanted, near=", ".join(near))
    raise typer.BadParameter(message, param_hint="--forum")
