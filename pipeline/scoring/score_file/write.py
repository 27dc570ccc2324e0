"""Write scores to a CSV file with all digits, or to a workbook that also names their origin."""

from __future__ import annotations

import csv
import errno
import os
from math import isnan
from pathlib import Path
from typing import Any, Final

import pandas as pd
from openpyxl import Workbook

from pipeline.language.language import Language
from pipeline.scoring.score_file.score import ScoredFile
from pipeline.workbooks.plain_sheet import fill_sheet, put
from pipeline.workbooks.stable_file import save_stable

ENDINGS: Final = (".csv", ".xlsx")
ABOUT_WIDTHS: Final = {"A": 26, "B": 100}


def write_scores(scored: ScoredFile, path: Path, about: list[tuple[str, str]]) -> None:
    """Write the scores to a ``.csv`` or ``.xlsx`` file, whole or not at all.

    Args:
        scored: The scores.
        path: The file; an existing one is replaced.
        about: What readers need to know, as headings and texts, for the workbook's second sheet.

    Raises:
        OSError: it cannot be written.
    """
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix.lower() == ".csv":
        _write_csv(scored.frame, path)
        return
    excel = Workbook()
    sheet = excel.worksheets[0]
    sheet.title = "Indeks"
    fill_sheet(sheet, scored.frame)
    told = excel.create_sheet("Om")
    for row, (heading, text) in enumerate(about, start=1):
        put(told, row, 1, heading)
        put(told, row, 2, text)
    for letter, width in ABOUT_WIDTHS.items():
        told.column_dimensions[letter].width = width
    save_stable(excel, path)


def describe_scores(scored: ScoredFile, input_name: str, language: Language) -> list[tuple[str, str]]:
    """Return what readers of the scores need to know: policy, version, source, assumptions, and that small counts are shown exactly."""
    policy, text = scored.policy, language.gettext
    pairs = [
        (text("Policy"), f"{policy.name.text(language.code)}, {policy.version}"),
        (text("Source"), policy.source.text(language.code)),
        (text("File"), input_name),
        *((text("Assumption"), assumption.text(language.code)) for assumption in policy.assumptions),
    ]
    if any(status.legal for status in policy.statuses):
        pairs.append((text("Statuses"), text("Our own calculation. The ministry's list is the authority.")))
    pairs.append(
        (
            text("Small numbers"),
            text("Small counts are shown here as they were counted: do not publish the table before they are looked at."),
        )
    )
    return pairs


def _write_csv(frame: pd.DataFrame, path: Path) -> None:
    partial = path.with_name(f"{path.name}.partial")
    with partial.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
        writer.writerow([_csv_value(name) for name in frame.columns])
        for row in frame.itertuples(index=False):
            writer.writerow([_csv_value(value) for value in row])
    partial.replace(path)


def _csv_value(value: Any) -> object:
    """Return a value for CSV: all digits of a float, empty if missing, and no text that a spreadsheet takes for a formula."""
    if isinstance(value, float):
        if isnan(value):
            return ""
        return int(value) if value.is_integer() and abs(value) < 2**53 else value
    if isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t", "\r"}:
        return f"'{value}"
    return value
