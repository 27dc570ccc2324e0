"""Stage 8, publish: rendered files enter, `output/<period>/` leaves, whole or not at all.

The release is built beside its place and moved there when every byte is on the disk. What people laid into the folder stays in it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from tempfile import mkdtemp
from typing import Final

from pipeline.manifest import MANIFEST, read_outputs

BUILDING: Final = ".building-"
REPLACED: Final = ".replaced-"


class StorageFailed(Exception):
    """The release could not be written; what stood there before still stands."""


def publish_release(files: Mapping[str, bytes], output: Path, period: str) -> Path:
    """Write a release.

    Args:
        files: File name → content, the manifest among them.
        output: The output folder; made where it is missing.
        period: Name of the release's folder.

    Returns:
        The folder of the release.

    Raises:
        StorageFailed: the disk is full, the folder cannot be written, or the like.
    """
    target = output / period
    building: Path | None = None
    try:
        output.mkdir(parents=True, exist_ok=True)
        _restore(output)
        building = Path(mkdtemp(prefix=BUILDING, dir=output))
        for name, content in files.items():
            _write(building / name, content)
        building.chmod(0o755)
        _sync(building)
        _swap(building, target)
        _sync(output)
    except OSError as error:
        if building is not None:
            shutil.rmtree(building, ignore_errors=True)
        raise StorageFailed(f"{error.filename or output}: {error.strerror or error}") from error
    return target


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    """Make the folder's own entries safe; Windows has no such call and needs none."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _swap(building: Path, target: Path) -> None:
    """Put the new folder in the old one's place; on failure the old one goes back."""
    if not target.exists():
        building.rename(target)
        return
    replaced = target.with_name(f"{REPLACED}{target.name}")
    target.rename(replaced)
    try:
        building.rename(target)
    except OSError:
        replaced.rename(target)
        raise
    _clear(replaced, target)


def _restore(output: Path) -> None:
    """Finish what a killed run left: put a replaced folder back where nothing has taken its place; drop half-built ones."""
    for replaced in output.glob(f"{REPLACED}*"):
        target = output / replaced.name.removeprefix(REPLACED)
        if target.exists():
            _clear(replaced, target)
        else:
            replaced.rename(target)
    for building in output.glob(f"{BUILDING}*"):
        shutil.rmtree(building)


def _clear(replaced: Path, target: Path) -> None:
    """Remove the replaced release, after what people laid into its folder has moved to the new one."""
    ours = read_outputs(replaced)
    for entry in replaced.iterdir():
        if entry.name not in ours and not (target / entry.name).exists():
            entry.rename(target / entry.name)
    for name in ours - {MANIFEST}:  # the manifest goes last: after a kill it still says which files are ours
        (replaced / name).unlink(missing_ok=True)
    shutil.rmtree(replaced)
