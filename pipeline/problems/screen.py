"""Print problems and findings on the screen: one table per file, at most twenty rows; text from cells is never read as markup.

On a narrow screen or in a log or pipe, each problem is one line with its address first, which can be searched.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipeline.language.language import Language
from pipeline.language.printable import printable
from pipeline.problems.describe import describe_code, describe_in_place
from pipeline.problems.model import HOLDING, Problem
from pipeline.problems.rows import ProblemRow, filled_columns, make_rows

MOST_A_FILE: Final = 20
NARROWEST: Final = 110  # the narrowest terminal for the table, in columns


def tell_problems(console: Console, problems: Sequence[Problem], language: Language) -> None:
    """Print every file's first problems and the number of further ones."""
    heading = language.ngettext("{number} error in the input:", "{number} errors in the input:", len(problems))
    console.print(heading.format(number=len(problems)))
    _print_by_file(console, problems, language)


def tell_places(console: Console, problems: Sequence[Problem], language: Language) -> None:
    """Print each problem with its place and kind but nothing from its cell: of a scheduled run, whose screen is a log or a mail."""
    heading = language.ngettext("{number} error in the input:", "{number} errors in the input:", len(problems))
    console.print(heading.format(number=len(problems)))
    for problem in problems[:MOST_A_FILE]:
        console.print(f"  {printable(str(problem.place))}: {describe_code(problem.code, language)}", emoji=False)
    console.print("  " + language.gettext("See all of it with: make check"))


def tell_findings(console: Console, findings: Sequence[Problem], language: Language) -> None:
    """Print the findings, which do not stop the run; those that always hold the release come first."""
    holding = [one for one in findings if one.code in HOLDING]
    others = [one for one in findings if one.code not in HOLDING]
    if holding:
        heading = language.ngettext(
            "{number} finding, because of which the release waits for a person before it is sent:",
            "{number} findings, because of which the release waits for a person before it is sent:",
            len(holding),
        )
        console.print(heading.format(number=len(holding)))
        _print_by_file(console, holding, language)
    if others:
        heading = language.ngettext(
            "{number} finding, which the reports print and which stops nothing:",
            "{number} findings, which the reports print and which stop nothing:",
            len(others),
        )
        console.print(heading.format(number=len(others)))
        _print_by_file(console, others, language)


def _print_by_file(console: Console, problems: Sequence[Problem], language: Language) -> None:
    files: dict[str, list[Problem]] = {}
    for problem in problems:
        files.setdefault(problem.place.file, []).append(problem)
    for file, of_file in files.items():
        shown = of_file[:MOST_A_FILE]
        if console.is_terminal and console.width >= NARROWEST:
            console.print(Text(f"\n{printable(file)}", style="bold"))
            console.print(_table(make_rows(shown, language), language))
        else:
            for problem in shown:
                console.print(f"  {' '.join(printable(describe_in_place(problem, language)).splitlines())}", emoji=False)
        if len(of_file) > len(shown):
            console.print("  " + language.gettext("… and {number} more in this file").format(number=len(of_file) - len(shown)))


def _table(rows: Sequence[ProblemRow], language: Language) -> Table:
    """Return a file's rows as a table, leaving out columns without content."""
    columns = filled_columns(rows)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold", padding=(0, 1))
    for _, head in columns:
        table.add_column(language.gettext(head), overflow="fold", vertical="top")
    for row in rows:
        table.add_row(*(Text(getattr(row, name)) for name, _ in columns))
    return table
