"""Fingerprint a release's input files, so that owners of a file can verify it, but no small count can be confirmed by guessing."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pandas as pd

from pipeline.input.check_input import Intake
from pipeline.input.schema.workbooks import FORUMS, INDICATOR_WORKBOOK, PLANS
from pipeline.input.tables import Tables
from pipeline.problems.model import Problem
from pipeline.settings.accepted_names import NAMES_FILENAME
from pipeline.settings.policy.read import POLICY_FOLDER
from pipeline.settings.settings import SETTINGS_FILENAME

NOT_OF_REPORTS: Final = {"delivery", "gates", "schedule"}
"""Settings that change no report."""
OF_WORKBOOK: Final[Mapping[str, tuple[str, ...]]] = {
    INDICATOR_WORKBOOK.filename: ("areas", "area_years", "indicators", "city", "city_years", "definitions"),
    PLANS.filename: ("plans", "estates", "budget", "steering_groups", "activities", "contracts"),
    FORUMS.filename: ("forums", "districts"),
}
"""Workbook → the tables that the reports use. A changed recipient changes no report."""
PRINTED_OF_ABOUT: Final[Mapping[str, tuple[str, ...]]] = {INDICATOR_WORKBOOK.filename: ("sample", "source", "extracted", "contact")}
"""Workbook → the part of its sheet `Om` that is printed; of the others, only whether they are sample data."""
LATER_COLUMNS: Final = frozenset({"from_day", "to_day"})
"""Columns that a later version reads: without a value they are no news."""
ADDRESS: Final = re.compile(r"(.*!)?[A-Z]{1,3}\d+(:[A-Z]{1,3}\d+)?")


def fingerprint_inputs(intake: Intake, protected: Tables) -> dict[str, str]:
    """Return input file → SHA-256 of the part that the reports use; for a workbook, of its protected tables.

    Args:
        intake: The checked input.
        protected: Its tables after the stage protect: a hash of the file itself would confirm guesses at a small count.
    """
    name, folder = intake.folder.name, intake.folder
    workbooks = {file.name: _hash(_content(Path(file.name).stem, protected)) for file in intake.workbooks}
    settings = intake.settings.model_dump_json(exclude=NOT_OF_REPORTS, exclude_defaults=True)
    texts = [f"{POLICY_FOLDER}/{intake.settings.policy}.toml", *([NAMES_FILENAME] if (folder / NAMES_FILENAME).exists() else [])]
    return (
        workbooks
        | {f"{name}/{SETTINGS_FILENAME}": _hash(settings)}
        | {f"{name}/{text}": _hash((folder / text).read_text("utf-8")) for text in texts}
    )


def _content(stem: str, tables: Tables) -> str:
    """Return a workbook's part of the tables as text: the same for the same numbers, wherever they are in Excel."""
    (filename,) = (one for one in OF_WORKBOOK if Path(one).stem == stem)  # also fora.xlsm
    frames = {name: _rows(getattr(tables, name)) for name in OF_WORKBOOK[filename]}
    about = {name: tables.about[filename][name] for name in PRINTED_OF_ABOUT.get(filename, ("sample",))}
    findings = [(one.code, one.place.sheet, list_facts(one)) for one in tables.findings if Path(one.place.file).stem == stem]
    return json.dumps({"about": about, "findings": findings, **frames}, default=str, ensure_ascii=False)


def list_facts(finding: Problem) -> list[tuple[str, str]]:
    """Return a finding's facts without addresses: moving a number in Excel does not change it."""
    return [(name, str(value)) for name, value in sorted(finding.facts.items()) if not ADDRESS.fullmatch(str(value))]


def _rows(frame: pd.DataFrame) -> list[list[object]]:
    kept = frame[[name for name in frame if not str(name).endswith("cell") and not (name in LATER_COLUMNS and frame[name].isna().all())]]
    return [list(map(str, kept.columns)), *(list(row) for row in kept.itertuples(index=False))]


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
