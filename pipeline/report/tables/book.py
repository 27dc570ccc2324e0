"""The front matter of the tables: title, stamp, facts, and the meaning of the signs."""

from __future__ import annotations

from pipeline import __version__
from pipeline.input.schema.workbooks import INDICATOR_WORKBOOK
from pipeline.report.compose.material import Material
from pipeline.report.model.figures import FigureState
from pipeline.report.tables.model import SIGNS
from pipeline.report.words.small_counts import explain


def title_book(material: Material) -> str:
    """Return the title of all tables together."""
    return material.language.gettext("Tables behind the social housing reports {before}–{now}").format(
        before=material.before, now=material.now
    )


def stamp_book(material: Material) -> str:
    """Return the stamp for invented numbers, or an empty text."""
    return material.language.gettext("SAMPLE DATA") if material.tables.sample else ""


def tell_book(material: Material) -> tuple[tuple[str, str], ...]:
    """Return what readers of the tables need to know, as headings and texts."""
    text = material.language.gettext
    about = material.tables.about[INDICATOR_WORKBOOK.filename]
    return (
        (text("Sender"), material.settings.municipality),
        (text("Policy"), material.policy.name.text(material.language.code)),
        (text("The policy's version"), material.policy.version),
        (text("Source"), about["source"]),
        (text("Extracted"), about["extracted"]),
        (text("Contact"), about["contact"]),
        (text("Program"), __version__),
        (text("Small counts"), explain(material.settings.small_numbers, material.language)),
        (SIGNS[FigureState.MISSING], text("Missing: the source withholds the number, or there is none.")),
        (text("An empty cell"), text("The column does not apply to the row.")),
        (
            text("Shares"),
            text("Fractions from 0 to 1 with six decimals, which Excel shows as per cent; index, points and percentage points have four."),
        ),
        (
            text("Addresses"),
            text(
                "A column of cells says where the numbers of a row come from: workbook [sheet!cells]. How they are made of them, Notes says."
            ),
        ),
        (text("Fingerprints"), text("The table of input files has the fingerprint of what the reports take from each file.")),
    )
