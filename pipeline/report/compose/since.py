"""Compose the changes since the last release: the figures printed then against those printed now."""

from __future__ import annotations

from collections import defaultdict

from pipeline.language.language import Language
from pipeline.report.model.since import FigureShift, ForumShift, Since
from pipeline.report.printed_figures import FigureKind, PrintedFigure, PrintedFigures, find_changes
from pipeline.report.words.revision import name_kind, write_figure


def compose_since(earlier: PrintedFigures | None, present: PrintedFigures, language: Language) -> Since | None:
    """Return the changes.

    Args:
        earlier: The figures of the last release; None if there is none that can be compared, and then None is returned.
        present: The figures of this release.
        language: Language of the page.
    """
    if earlier is None:
        return None
    files = {file.name: file.fingerprint for file in earlier.inputs}
    slugs, shifts = dict(present.forums), _shift(earlier, present, language)
    return Since(
        policy=earlier.policy if earlier.policy != present.policy else "",
        program=earlier.program if earlier.program != present.program else "",
        inputs=tuple(file.name for file in present.inputs if files.get(file.name) != file.fingerprint),
        findings=tuple(text for text in present.findings if text not in earlier.findings),
        settled=tuple(text for text in earlier.findings if text not in present.findings),
        forums=tuple(ForumShift(name, tuple(shifts[slug])) for slug, name in present.forums if slug in shifts),
        gone=tuple(name for slug, name in earlier.forums if slug not in slugs),
    )


def _shift(earlier: PrintedFigures, present: PrintedFigures, language: Language) -> dict[str, list[FigureShift]]:
    """Return slug → the report's changed figures of the reported year, except its areas', if both releases print them."""
    known, changes = dict(earlier.forums), {one.figure: one for one in find_changes(earlier.figures, present.figures)}
    shifts = defaultdict[str, list[FigureShift]](list)
    for figure, shown in present.figures.items():
        if figure.unit or figure.year != present.now:
            continue
        label, now = _label(figure, language), write_figure(figure, shown, language)
        if figure.kind is FigureKind.VERDICT and figure.report not in known:
            shifts[figure.report].append(FigureShift(label, language.gettext("new forum"), now))
        elif figure in changes and figure in earlier.figures:
            shifts[figure.report].append(FigureShift(label, write_figure(figure, changes[figure].before, language), now))
    return shifts


def _label(figure: PrintedFigure, language: Language) -> str:
    """Return a figure's name for a column that does not give its unit elsewhere."""
    units = {
        FigureKind.VERDICT: language.gettext("Development"),
        FigureKind.INDEX: language.gettext("Index, the city = 100"),
        FigureKind.YEARLY: language.gettext("Budget a year now, DKK m"),
    }
    return units.get(figure.kind) or name_kind(figure, language)
