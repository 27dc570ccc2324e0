"""A release is published whole or not at all, and nothing of a person's is lost."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.publish import publish_release
from pipeline.storage import StorageFailed
from tests.build import ROOT

FIRST = {"rapport_a.pdf": b"first", "manifest.json": json.dumps({"outputs": [{"name": "rapport_a.pdf"}]}).encode()}
SECOND = {
    "rapport_a.pdf": b"second",
    "rapport_b.pdf": b"new",
    "manifest.json": json.dumps({"outputs": [{"name": "rapport_a.pdf"}]}).encode(),
}


def contents(folder: Path) -> dict[str, bytes]:
    """Return a folder's files and their contents."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_release_is_written_whole(tmp_path: Path) -> None:
    """The folder is made with all files and nothing beside it."""
    folder = publish_release(FIRST, tmp_path / "output", "2011-2025")
    assert contents(folder) == FIRST
    assert [path.name for path in folder.parent.iterdir()] == ["2011-2025"]


def test_a_new_release_replaces_the_old_one_and_keeps_what_people_laid_there(tmp_path: Path) -> None:
    """Our old files go, a person's notes stay, and no half-built folder is left."""
    folder = publish_release(FIRST | {"rapport_old.pdf": b"x"}, tmp_path, "2011-2025")
    (folder / "noter.docx").write_bytes(b"mine")
    publish_release(SECOND, tmp_path, "2011-2025")
    assert contents(folder) == SECOND | {"noter.docx": b"mine", "rapport_old.pdf": b"x"}
    publish_release(FIRST, tmp_path, "2011-2025")
    assert "rapport_b.pdf" in contents(folder), "what no manifest names is not ours to delete"
    assert [path.name for path in tmp_path.iterdir()] == ["2011-2025"]


def test_a_folder_that_cannot_be_written_leaves_everything_as_it_was(tmp_path: Path) -> None:
    """Where the output folder is a file, the release fails and the file is as it was."""
    (tmp_path / "output").write_bytes(b"a file")
    with pytest.raises(StorageFailed):
        publish_release(FIRST, tmp_path / "output", "2011-2025")
    assert contents(tmp_path) == {"output": b"a file"}


def test_a_failure_in_the_middle_leaves_the_last_release(tmp_path: Path) -> None:
    """A file name that the file system refuses fails the release after other files were written; the old one stands."""
    folder = publish_release(FIRST, tmp_path, "2011-2025")
    with pytest.raises(StorageFailed):
        publish_release(SECOND | {"x" * 300: b""}, tmp_path, "2011-2025")
    assert contents(folder) == FIRST
    assert [path.name for path in tmp_path.iterdir()] == ["2011-2025"]


KILLED = """
import os, signal, sys
from pathlib import Path
from pipeline.publish import publish_release
calls = 0
def killing(name):
    real = getattr(os, name)
    def call(*args, **kwargs):
        global calls
        calls += 1
        if calls == int(sys.argv[2]):
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*args, **kwargs)
    setattr(os, name, call)
for name in ("fsync", "rename", "open", "rmdir", "unlink"):
    killing(name)
publish_release({"rapport_a.pdf": b"second", "manifest.json": b"{}"}, Path(sys.argv[1]), "2011-2025")
"""


@pytest.mark.parametrize("point", range(1, 13))
def test_a_kill_at_any_moment_leaves_a_whole_release_after_the_next_run(tmp_path: Path, point: int) -> None:
    """Killed at a write, a rename or a clean-up, the next run finds the old release or the new one, and finishes the job."""
    folder = publish_release(FIRST, tmp_path, "2011-2025")
    done = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path), str(point)], cwd=ROOT, env={**os.environ}, check=False)
    assert done.returncode == -signal.SIGKILL
    kept = folder if folder.exists() else tmp_path / ".replaced-2011-2025"
    assert (kept / "rapport_a.pdf").read_bytes() in {b"first", b"second"}
    publish_release(SECOND, tmp_path, "2011-2025")
    assert contents(folder) == SECOND
    assert [path.name for path in tmp_path.iterdir()] == ["2011-2025"]
