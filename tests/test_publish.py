"""A release is published whole or not at all, never written to again, and people's own files are never lost."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import pytest

from pipeline.releases.find import current_release, list_releases, name_release
from pipeline.releases.publish import finish_interrupted, point_current, publish_release
from pipeline.storage import StorageFailed, stage_folder, write_file


def release(**files: bytes) -> dict[str, bytes]:
    """Return files with a manifest that names them."""
    named = {f"{name}.pdf": content for name, content in files.items()}
    outputs = [{"name": name, "sha256": hashlib.sha256(content).hexdigest()} for name, content in named.items()]
    return {**named, "manifest.json": json.dumps({"outputs": outputs}).encode()}


FIRST, SECOND = release(a=b"first"), release(a=b"second", b=b"new")
NAME_1, NAME_2 = (name_release("2011-2025", number, files["manifest.json"]) for number, files in ((1, FIRST), (2, SECOND)))


def publish(files: dict[str, bytes], output: Path, name: str) -> Path:
    """Publish files as a run does: built beside their place, then moved there."""
    with stage_folder(output / "releases") as staged:
        for file, content in files.items():
            write_file(staged / file, content)
        return publish_release(staged, output, name)


def contents(folder: Path) -> dict[str, bytes]:
    """Return a folder's files and their contents."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_release_is_written_whole_and_becomes_the_current_one(tmp_path: Path) -> None:
    """The folder is made with all files and nothing beside it, and the link leads there."""
    folder = publish(FIRST, tmp_path / "output", NAME_1)
    assert contents(folder) == FIRST
    assert (tmp_path / "output" / "current").readlink() == Path("releases") / NAME_1
    assert sorted(path.name for path in (tmp_path / "output").iterdir()) == ["current", "releases"]
    edition = current_release(tmp_path / "output")
    assert edition is not None
    assert (edition.name, edition.number, edition.is_whole()) == (NAME_1, 1, True)


def test_a_correction_leaves_the_release_before_it_as_it_was(tmp_path: Path) -> None:
    """Both stand, the link leads to the new one, and a person's notes stay where they were laid."""
    first = publish(FIRST, tmp_path, NAME_1)
    (first / "noter.docx").write_bytes(b"mine")
    publish(SECOND, tmp_path, NAME_2)
    assert contents(first) == FIRST | {"noter.docx": b"mine"}
    assert contents(tmp_path / "current") == SECOND
    assert [edition.name for edition in list_releases(tmp_path, "2011-2025")] == [NAME_1, NAME_2]
    assert not list(tmp_path.rglob(".building*"))


def test_the_same_release_again_writes_nothing(tmp_path: Path) -> None:
    """Not even the times of the files and folders change."""
    folder = publish(FIRST, tmp_path, NAME_1)
    before = {path: path.stat().st_mtime_ns for path in (folder, *folder.iterdir())}
    publish(FIRST, tmp_path, NAME_1)
    assert {path: path.stat().st_mtime_ns for path in (folder, *folder.iterdir())} == before


def test_a_damaged_release_is_made_whole_again(tmp_path: Path) -> None:
    """What the manifest names decides: a file that was lost or changed is written anew, a person's file stays."""
    folder = publish(FIRST, tmp_path, NAME_1)
    (folder / "a.pdf").write_bytes(b"changed by hand")
    (folder / "noter.docx").write_bytes(b"mine")
    edition = current_release(tmp_path)
    assert edition is not None
    assert not edition.is_whole()
    publish(FIRST, tmp_path, NAME_1)
    assert contents(folder) == FIRST | {"noter.docx": b"mine"}


def test_a_person_s_file_in_what_version_0_1_moved_aside_comes_back(tmp_path: Path) -> None:
    """Killed while it replaced a damaged release, that version left the old folder aside: what the new one lacks moves there."""
    folder = publish(FIRST, tmp_path, NAME_1)
    aside = folder.with_name(f".replaced-{NAME_1}")
    aside.mkdir()
    (aside / "a.pdf").write_bytes(b"damaged")
    (aside / "noter.docx").write_bytes(b"mine")
    finish_interrupted(tmp_path)
    assert contents(folder) == FIRST | {"noter.docx": b"mine"}
    folder.rename(aside)
    finish_interrupted(tmp_path)
    assert contents(folder) == FIRST | {"noter.docx": b"mine"}
    assert not aside.exists()


@pytest.mark.parametrize("damage", [b"", b"[]", b'{"outputs": 5}', None])
def test_a_release_without_a_readable_manifest_is_not_whole(tmp_path: Path, damage: bytes | None) -> None:
    """Completeness comes from the manifest, never from the existence of files."""
    folder = publish(FIRST, tmp_path, NAME_1)
    if damage is None:
        (folder / "manifest.json").unlink()
    else:
        (folder / "manifest.json").write_bytes(damage)
    edition = current_release(tmp_path)
    assert edition is not None
    assert not edition.is_whole()


def test_a_folder_that_cannot_be_written_leaves_everything_as_it_was(tmp_path: Path) -> None:
    """Where the output folder is a file, the release fails and the file is as it was."""
    (tmp_path / "output").write_bytes(b"a file")
    with pytest.raises(StorageFailed):
        publish(FIRST, tmp_path / "output", NAME_1)
    assert contents(tmp_path) == {"output": b"a file"}


def test_a_failure_in_the_middle_leaves_the_last_release_current(tmp_path: Path) -> None:
    """A file name that the file system refuses fails the release after other files were written; the old one stands."""
    publish(FIRST, tmp_path, NAME_1)
    with pytest.raises(StorageFailed):
        publish(SECOND | {"x" * 300: b""}, tmp_path, NAME_2)
    assert contents(tmp_path / "current") == FIRST
    assert sorted(path.name for path in (tmp_path / "releases").iterdir()) == [NAME_1]


def test_a_file_elsewhere_that_cannot_be_read_is_no_matter_of_storage(tmp_path: Path) -> None:
    """Such as a font of a broken installation: nobody is told to look at the disk, and nothing is left behind."""
    with pytest.raises(FileNotFoundError), stage_folder(tmp_path / "output" / "releases"):
        (tmp_path / "font.ttf").read_bytes()
    with pytest.raises(StorageFailed), stage_folder(tmp_path / "output" / "releases") as staged:
        (staged / "lost.pdf").read_bytes()
    assert not list((tmp_path / "output" / "releases").iterdir())


def test_where_links_cannot_be_made_a_file_names_the_release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows without the right to make links: `current.txt` holds the folder's path, and is replaced like the link."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError(22, "A required privilege is not held by the client")

    monkeypatch.setattr(os, "symlink", refuse)
    publish(FIRST, tmp_path, NAME_1)
    publish(SECOND, tmp_path, NAME_2)
    assert (tmp_path / "current.txt").read_text(encoding="utf-8") == f"releases/{NAME_2}\n"
    edition = current_release(tmp_path)
    assert edition is not None
    assert edition.name == NAME_2
    monkeypatch.undo()
    point_current(tmp_path, NAME_1)
    assert not (tmp_path / "current.txt").exists(), "two would say which is current"
    assert (tmp_path / "current").readlink().name == NAME_1
