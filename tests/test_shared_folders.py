"""Output folders that are not an ordinary disk's: shares that lack calls, a folder of two analysts, and `current` restored as a folder."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from typer.testing import CliRunner, Result

from pipeline.__main__ import Exit, app
from pipeline.releases.find import current_release, list_all_releases
from tests.build import ROOT
from tests.test_news import put, two_forums

SHIM = ROOT / "tests" / "data" / "share.c"
needs_gcc = pytest.mark.skipif(shutil.which("gcc") is None or sys.platform != "linux", reason="compiles a library for Linux")
AS_USER = ("setpriv", "--reuid={user}", "--regid=4000", "--clear-groups")


def others_may_run_python() -> bool:
    """Return whether this machine lets us be another user, and that one run this interpreter."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0 or shutil.which("setpriv") is None:
        return False
    command = [*(part.format(user=4001) for part in AS_USER), "sh", "-c", 'exec "$@"', "sh", sys.executable, "-c", "import pandas"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=False).returncode == 0


needs_users = pytest.mark.skipif(not others_may_run_python(), reason="runs as two users")


def run(folder: Path, *command: str, before: tuple[str, ...] = (), **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the program on a folder's input and output."""
    places = ["--input", str(folder / "input"), "--output", str(folder / "output")]
    whole = [*before, sys.executable, "-m", "pipeline", command[0], *places, *command[1:]]
    inherited = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"} | environment
    return subprocess.run(whole, cwd=ROOT, env=inherited, capture_output=True, text=True, check=False)


def run_here(folder: Path, *command: str) -> Result:
    """Run a command in this process."""
    return CliRunner().invoke(app, [command[0], "--input", str(folder / "input"), "--output", str(folder / "output"), *command[1:]])


def correct(folder: Path) -> None:
    """Correct a number of one forum."""
    put(folder / "input", "indikatorer.xlsx", "2025", "E4", 401)


def without_relay(folder: Path) -> None:
    """Let mails be files."""
    file = folder / "input" / "indstillinger.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(re.sub(r"(?ms)^\[delivery\.smtp\]\n.*?(?=^\[)", "", text), encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with an input of two forums whose mails are files."""
    two_forums(tmp_path)
    without_relay(tmp_path)
    return tmp_path


@pytest.fixture(scope="session")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library that takes calls away."""
    library = tmp_path_factory.mktemp("shim") / "share.so"
    subprocess.run(["gcc", "-shared", "-fPIC", "-o", str(library), str(SHIM), "-ldl"], check=True)
    return library


@needs_gcc
def test_a_share_without_links_rights_and_flushed_folders_works(folder: Path, shim: Path) -> None:
    """Reports, a correction, status and mails; `current.txt` names the release."""
    lacking = {"LD_PRELOAD": str(shim), "LACKS": "folders links hardlinks rights"}
    for command in (["reports"], ["send", "--send"], ["status"]):
        done = run(folder, *command, **lacking)
        assert done.returncode == Exit.DONE, done.stderr + done.stdout
    correct(folder)
    done = run(folder, "reports", **lacking)
    assert (done.returncode, [one.number for one in list_all_releases(folder / "output" / "releases")]) == (Exit.DONE, [1, 2]), done.stderr
    edition = current_release(folder / "output")
    assert edition is not None
    assert edition.number == 2
    assert not (folder / "output" / "current").is_symlink()


@needs_gcc
@pytest.mark.parametrize("command", [pytest.param("reports", marks=pytest.mark.faults), "status", "send"])
def test_a_share_without_locks_is_told_in_one_sentence(folder: Path, shim: Path, command: str) -> None:
    """50, and what to do; done, it works."""
    lacking = {"LD_PRELOAD": str(shim), "LACKS": "locks"}
    if command == "send":
        assert run_here(folder, "reports").exit_code == Exit.DONE
    done = run(folder, command, *(["--send"] if command == "send" else []), **lacking)
    assert (done.returncode, "Drevet kan ikke låse filer" in done.stderr) == (Exit.STORAGE, True), done.stderr + done.stdout
    assert run_here(folder, "reports").exit_code == Exit.DONE


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """The same outside pytest's folders, which are closed to other users."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        two_forums(folder)
        without_relay(folder)
        for path in (folder, *folder.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)
        yield folder


@pytest.mark.faults
@needs_users
def test_two_analysts_work_on_one_folder(open_folder: Path) -> None:
    """Setgid and umask 002: each makes, corrects, looks and sends after the other."""
    shared = open_folder / "shared"
    shared.mkdir()
    shutil.move(open_folder / "input", shared / "input")
    for path in (shared, *shared.rglob("*")):
        os.chown(path, 4001, 4000)
        path.chmod(0o2775 if path.is_dir() else 0o664)

    def as_user(user: int, *command: str) -> subprocess.CompletedProcess[str]:
        who = (*(part.format(user=user) for part in AS_USER), "sh", "-c", 'umask 002; exec "$@"', "sh")
        return run(shared, *command, before=who, HOME=str(open_folder))

    for user, other in ((4001, 4002), (4002, 4001)):
        done = as_user(user, "reports")
        assert done.returncode == Exit.DONE, done.stderr
        for command in (["status"], ["reports"], ["send", "--send"], ["outbox"]):
            done = as_user(other, *command)
            assert done.returncode in {Exit.DONE, Exit.WAITS}, (command, done.stderr, done.stdout)
        correct(shared)
        os.chown(shared / "input" / "indikatorer.xlsx", 4001, 4000)
    assert [one.number for one in list_all_releases(shared / "output" / "releases")] == [1, 2]


@pytest.mark.faults
@needs_users
def test_a_folder_that_somebody_else_closed_is_told(open_folder: Path) -> None:
    """50, and what both do; done, it works."""
    who = (*(part.format(user=4002) for part in AS_USER), "sh", "-c", 'exec "$@"', "sh")
    assert run(open_folder, "reports").returncode == Exit.DONE
    done = run(open_folder, "reports", before=who, HOME=str(open_folder))
    assert (done.returncode, "umask 002" in done.stderr) == (Exit.STORAGE, True), done.stderr
    for path in (open_folder / "output", *(open_folder / "output").rglob("*")):
        os.chown(path, -1, 4000, follow_symlinks=False)
    subprocess.run(["chmod", "-R", "g+rwX", str(open_folder / "output")], check=True)
    done = run(open_folder, "reports", before=who, HOME=str(open_folder))
    assert done.returncode == Exit.DONE, done.stderr


def as_folder(folder: Path) -> Path:
    """Let `current` be a copy of the release, as a sync without links leaves it."""
    current = folder / "output" / "current"
    release = current.resolve()
    current.unlink()
    shutil.copytree(release, current)
    return release


def keep(release: Path) -> None:
    """Leave the release beside it."""


@pytest.mark.parametrize("change", [keep, pytest.param(shutil.rmtree, marks=pytest.mark.faults)], ids=["beside its release", "alone"])
def test_current_restored_as_a_folder_is_the_link_again(folder: Path, change: Callable[[Path], None]) -> None:
    """The same release, at revision 1, and a correction is revision 2; nothing is made anew."""
    assert run_here(folder, "reports").exit_code == Exit.DONE
    release = as_folder(folder)
    change(release)
    assert run_here(folder, "status").exit_code == Exit.DONE
    done = run_here(folder, "reports")
    assert done.exit_code == Exit.DONE, done.stderr
    current = folder / "output" / "current"
    assert (current.is_symlink(), current.resolve()) == (True, release)
    correct(folder)
    assert run_here(folder, "reports").exit_code == Exit.DONE
    assert [one.number for one in list_all_releases(folder / "output" / "releases")] == [1, 2]


@pytest.mark.parametrize("own", [pytest.param("noter.txt", marks=pytest.mark.faults), "index.html"], ids=["another file", "a changed file"])
def test_current_with_files_of_a_person_is_not_removed(folder: Path, own: str) -> None:
    """50, and what to do; done, it works, and the files are where they were moved to."""
    assert run_here(folder, "reports").exit_code == Exit.DONE
    as_folder(folder)
    current = folder / "output" / "current"
    (current / own).write_text("skrevet af os", encoding="utf-8")
    correct(folder)
    done = run_here(folder, "reports")
    assert (done.exit_code, "Flyt mappen et andet sted hen" in done.stderr, own in done.stderr) == (Exit.STORAGE, True, True), done.stderr
    assert (current / own).read_text(encoding="utf-8") == "skrevet af os"
    assert "make reports" in run_here(folder, "status").stdout
    current.rename(folder / "elsewhere")
    assert run_here(folder, "reports").exit_code == Exit.DONE
    assert (folder / "elsewhere" / own).is_file()
