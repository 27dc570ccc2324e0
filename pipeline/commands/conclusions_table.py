"""Print each forum's conclusion and its checks on the screen, in the words of the report.

Enters: the conclusions and the forums' names. Leaves: one line per forum. Never: a file.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from rich.console import Console

from pipeline.language.language import Language
from pipeline.language.printable import printable
from pipeline.report.words.verdict_checks import say_checks
from pipeline.report.words.verdict_words import DEPRIVATION
from pipeline.scoring.compare.verdict import Verdict

if TYPE_CHECKING:
    from pipeline.scoring.compare.comparison import Conclusion  # for type checking only: importing it takes a moment


def tell_conclusions(
    console: Console, conclusions: Mapping[str, Conclusion], names: Mapping[str, str], indicators: Mapping[str, str], language: Language
) -> None:
    """Print one line per forum: its conclusion and the result of the checks.

    Args:
        console: The screen.
        conclusions: `Comparison.conclusions`.
        names: forum_id → name, in the order of the workbook.
        indicators: Indicator → its label inside a sentence.
        language: Language of the settings.
    """
    for forum, name in names.items():
        result = conclusions[forum]
        line = f"{printable(name)}: {language.gettext(DEPRIVATION[result.verdict])}."
        if result.verdict not in {Verdict.NOT_COMPARABLE, Verdict.UNKNOWN}:
            line = f"{line} {say_checks(result, indicators, language)}"
        console.print(line, highlight=False, markup=False)
