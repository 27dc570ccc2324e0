"""Problems and findings on the screen: by file, at most twenty a file, nothing of a cell's text read as markup."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from unicodedata import category

from rich.console import Console

from pipeline.problems import Problem
from pipeline.wording import Language
from pipeline.wording.problems import describe_in_place

MOST_A_FILE: Final = 20


def tell_problems(console: Console, problems: Sequence[Problem], language: Language) -> None:
    """Print every file's first problems and how many more it has."""
    heading = language.ngettext("{number} error in the input:", "{number} errors in the input:", len(problems))
    console.print(heading.format(number=len(problems)))
    _print_by_file(console, problems, language)


def tell_findings(console: Console, findings: Sequence[Problem], language: Language) -> None:
    """Print the findings, which stop nothing."""
    if findings:
        heading = language.ngettext(
            "{number} finding, which the reports print and which stops nothing:",
            "{number} findings, which the reports print and which stop nothing:",
            len(findings),
        )
        console.print(heading.format(number=len(findings)))
        _print_by_file(console, findings, language)


def _print_by_file(console: Console, problems: Sequence[Problem], language: Language) -> None:
    by_file: dict[str, list[Problem]] = {}
    for problem in problems:
        by_file.setdefault(problem.place.file, []).append(problem)
    for of_file in by_file.values():
        for problem in of_file[:MOST_A_FILE]:
            console.print(f"  {_printable(describe_in_place(problem, language))}", emoji=False)
        if len(of_file) > MOST_A_FILE:
            console.print("  " + language.gettext("… and {number} more in this file").format(number=len(of_file) - MOST_A_FILE))


def _printable(text: str) -> str:
    """Replace control and format characters, which could move the cursor, colour the terminal or turn the text around."""
    return "".join("\N{REPLACEMENT CHARACTER}" if category(character).startswith("C") else character for character in text)
