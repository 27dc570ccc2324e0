"""The wheel holds everything, and what is installed from it is the program of its checkout."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path, PurePosixPath

import pytest

from tests.build import ROOT

pytestmark = pytest.mark.system  # it asks the package index for the build's own requirements
DIGEST = "from pipeline.releases.program import program_digest; print(program_digest())"
BESIDE = {"templates", "input/indstillinger.toml", "input/politik", "requirements.txt"}


def run(*command: object, cwd: Path) -> str:
    """Run a command that has to succeed, and return its output."""
    done = subprocess.run([str(part) for part in command], cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="session")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clean clone of the last commit."""
    folder = tmp_path_factory.mktemp("clone") / "project"
    run("git", "clone", "-q", "--no-hardlinks", ROOT, folder, cwd=ROOT)
    return folder


@pytest.fixture(scope="session")
def wheel(clone: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of the clone."""
    folder = tmp_path_factory.mktemp("dist")
    (clone / "pipeline" / "__pycache__").mkdir()
    (clone / "pipeline" / "__pycache__" / "run.cpython-311.pyc").write_bytes(b"old")
    (clone / "input" / "udsendt.csv").write_text("of a person", encoding="utf-8")
    run(sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--wheel-dir", folder, clone, cwd=clone)
    return next(folder.glob("*.whl"))


def test_it_holds_the_program_and_what_lies_beside_it_and_nothing_else(clone: Path, wheel: Path) -> None:
    """Every committed file of the package, the templates, settings and policies; no test, cache or file of a person."""
    committed = run("git", "ls-files", "pipeline", *BESIDE, cwd=clone).split()
    expected = {name if name.startswith("pipeline/") else f"pipeline/shipped/{name}" for name in committed}
    with zipfile.ZipFile(wheel) as packed:
        assert {name for name in packed.namelist() if ".dist-info" not in PurePosixPath(name).parts[0]} == expected


def test_its_program_hash_is_that_of_its_checkout(clone: Path, wheel: Path, tmp_path: Path) -> None:
    """A cluster's workers with the wheel and a run of the checkout are the same program."""
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(tmp_path)
    assert run(sys.executable, "-c", DIGEST, cwd=tmp_path) == run(sys.executable, "-c", DIGEST, cwd=clone)
