"""Stage 8, publish: rendered files enter, `output/<period>/` leaves, whole or not at all. What people laid into the folder stays in it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pipeline.manifest import MANIFEST, read_outputs
from pipeline.storage import replace_folder


def publish_release(files: Mapping[str, bytes], output: Path, period: str) -> Path:
    """Write a release.

    Args:
        files: File name → content, the manifest among them.
        output: The output folder; made where it is missing.
        period: Name of the release's folder.

    Returns:
        The folder of the release.

    Raises:
        StorageFailed: the disk is full, the folder cannot be written, or the like; the last release stands.
    """
    return replace_folder(files, output, period, _ours)


def _ours(folder: Path) -> tuple[str, ...]:
    """Return the files that a release's manifest names, and at the end the manifest, which is the last to go."""
    return (*sorted(read_outputs(folder) - {MANIFEST}), MANIFEST)
