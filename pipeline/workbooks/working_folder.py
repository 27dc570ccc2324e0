"""Write a working folder: `input/` with three workbooks, settings and policies, whole or not at all."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Final

from pipeline.settings.settings import SETTINGS_FILENAME
from pipeline.storage import place_folder, stage_folder
from pipeline.workbooks.configuration_files import OWN_INPUT, own_settings, write_configuration
from pipeline.workbooks.example.generate import EXAMPLE_YEARS, write_example
from pipeline.workbooks.template import usual_years, write_template

INPUT: Final = "input"
"""Its name is printed in the reports."""


class FolderInUse(Exception):
    """The folder has an input already, which is left as it is."""


def write_working_folder(folder: Path, today: date, *, example: bool) -> Path:
    """Write the input folder of a new working folder.

    Args:
        folder: The working folder; created if missing. Other files in it stay.
        today: Decides which years the empty workbooks have if the settings leave the reported year open.
        example: Fill the workbooks in with the example's numbers.

    Returns:
        The input folder.

    Raises:
        FolderInUse: it has one already, with files.
        StorageFailed: it cannot be written; nothing is left of it.
    """
    target = folder / INPUT
    if target.exists() and not (target.is_dir() and not any(target.iterdir())):
        raise FolderInUse(target)
    years = EXAMPLE_YEARS if example else usual_years(OWN_INPUT, today)
    with stage_folder(folder) as building:
        if example:
            write_example(building, years=years)
        else:
            write_template(building, years)
        (building / SETTINGS_FILENAME).write_text(own_settings(), encoding="utf-8")  # both kinds of workbooks have its years
        write_configuration(building, years)
        if target.exists():
            target.rmdir()
        place_folder(building, target)
    return target
