"""The folder in the output folder that a command reads and writes: sample data have one of their own."""

from __future__ import annotations

from pathlib import Path

from pipeline.releases.find import CURRENT, SAMPLE_TREE, Release


def find_tree(input_folder: Path, output_folder: Path) -> Path:
    """Return the folder for releases, runs and mails: the output folder, or `eksempel/` in it while the input is sample data."""
    from pipeline.input.sample_data import list_sample_workbooks

    return output_folder / SAMPLE_TREE if list_sample_workbooks(input_folder) else output_folder


def where_current(output_folder: Path, edition: Release) -> Path:
    """Return the path at which to open a release: the link, or its own folder where links cannot be made."""
    link = output_folder / CURRENT
    return link if link.is_symlink() else edition.folder
