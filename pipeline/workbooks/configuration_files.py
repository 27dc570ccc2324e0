"""Write settings and policies beside generated workbooks: copies of the project's own, with the workbooks' years."""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from pipeline import SHIPPED
from pipeline.language.typed_command import as_typed
from pipeline.settings.policy.read import POLICY_FOLDER
from pipeline.settings.settings import SETTINGS_FILENAME
from pipeline.settings.toml_file import ENCODING
from pipeline.settings.toml_lines import set_value

OWN_INPUT: Final = SHIPPED / "input"


def own_settings() -> str:
    """Return the project's settings, whose remarks name the commands as the person who reads them types them."""
    return as_typed((OWN_INPUT / SETTINGS_FILENAME).read_text(encoding=ENCODING))


def write_configuration(folder: Path, years: Sequence[int]) -> list[Path]:
    """Add the settings and policies that a folder lacks; in existing settings, only years that are not the workbooks' are changed.

    Args:
        folder: The workbooks' folder.
        years: The years of the workbooks; the first and the last are compared.

    Returns:
        The files that were written.
    """
    written = []
    settings = folder / SETTINGS_FILENAME
    if not settings.exists():
        text = own_settings()
        for key, year in _compared(years).items():
            text = set_value(text, "periods", key, year)
        settings.write_text(text, encoding="utf-8")
        written.append(settings)
    elif fitted := _fit(settings.read_text(encoding=ENCODING), years):
        settings.write_text(fitted, encoding="utf-8")
        written.append(settings)
    for policy in sorted((OWN_INPUT / POLICY_FOLDER).glob("*.toml")):
        target = folder / POLICY_FOLDER / policy.name
        if not target.exists():
            target.parent.mkdir(exist_ok=True)
            shutil.copy(policy, target)
            written.append(target)
    return written


def _compared(years: Sequence[int]) -> dict[str, int]:
    return {"before": min(years), "now": max(years)}


def _fit(text: str, years: Sequence[int]) -> str:
    """Return settings with the compared years; empty if they fit already, leave a year open, or cannot be read."""
    try:
        periods = tomllib.loads(text)["periods"]
        wrong = {key: year for key, year in _compared(years).items() if periods.get(key, year) != year}
        for key, year in wrong.items():
            text = set_value(text, "periods", key, year)
    except (ValueError, LookupError, AttributeError):
        return ""  # `make check` says what is wrong with the file
    return text if wrong else ""
