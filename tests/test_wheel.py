"""The wheel holds everything, and what is installed from it is the program of its checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path, PurePosixPath

import pytest

from pipeline import __version__
from tests.build import ROOT

pytestmark = pytest.mark.system  # it asks the package index for the build's own requirements
DIGEST = "from pipeline.releases.program import program_digest; print(program_digest())"
BESIDE = {"templates", "input/indstillinger.toml", "input/politik", "deploy", "scripts/schedule.sh", "requirements.txt"}


def run(*command: object, cwd: Path, **variables: str) -> str:
    """Run a command that has to succeed, with further variables of the environment, and return its output."""
    done = subprocess.run(list(map(str, command)), cwd=cwd, env=os.environ | variables, capture_output=True, text=True, check=False)
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


def pin(clone: Path, folder: Path) -> Path:
    """Write the versions that a checkout pins, for ``pip install -c``."""
    lines = (clone / "requirements.txt").read_text("utf-8").splitlines()
    file = folder / "constraints.txt"
    file.write_text("\n".join(line.removesuffix("\\").strip() for line in lines if line[:1].isalnum()), encoding="utf-8")
    return file


def install(wheel: Path, clone: Path, folder: Path) -> Path:
    """Install a wheel with the versions that its checkout pins, into an environment of its own; return the installed command."""
    run(sys.executable, "-m", "venv", folder / "env", cwd=folder)
    run(folder / "env" / "bin" / "python", "-m", "pip", "install", "-q", "-c", pin(clone, folder), wheel, cwd=folder)
    return folder / "env" / "bin" / "boligsocial"


def published(output: Path) -> dict[str, bytes]:
    """Return every file of the current release of the example."""
    current = (output / "eksempel" / "current").resolve()
    return {f"{current.name}/{file.name}": file.read_bytes() for file in current.iterdir()}


def test_it_makes_the_same_bytes_as_the_checkout_and_an_upgrade_keeps_everything(clone: Path, wheel: Path, tmp_path: Path) -> None:
    """In an environment and a folder without the checkout; installed over an older version it finds its releases, series and settings."""
    older = tmp_path / "older"
    run("git", "clone", "-q", clone, older, cwd=tmp_path)
    face = older / "pipeline" / "__init__.py"
    face.write_text(face.read_text("utf-8").replace(f'"{__version__}"', '"0.1.99"'), encoding="utf-8")
    run(sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--wheel-dir", tmp_path / "dist", older, cwd=tmp_path)
    command = install(next((tmp_path / "dist").glob("*.whl")), clone, tmp_path)
    work = tmp_path / "arbejde"
    run(command, "init", work, "--example", cwd=tmp_path)
    assert "output/eksempel/current" in run(command, "reports", cwd=work)
    run(command, "send", "--send", cwd=work)
    assert run(command, "--version", cwd=work).strip() == "0.1.99"
    made, entered = published(work / "output"), {file: file.read_bytes() for file in (work / "input").rglob("*") if file.is_file()}

    run(tmp_path / "env" / "bin" / "python", "-m", "pip", "install", "-q", "--no-deps", wheel, cwd=tmp_path)
    assert run(command, "--version", cwd=work).strip() == __version__
    assert "Ingen rapport er ændret" in run(command, "reports", cwd=work)
    assert published(work / "output") == made
    assert {file: file.read_bytes() for file in (work / "input").rglob("*") if file.is_file()} == entered

    run(command, "reports", "--output", tmp_path / "installed", cwd=work)
    run(sys.executable, "-m", "pipeline", "reports", "--input", work / "input", "--output", tmp_path / "checkout", cwd=clone)
    assert published(tmp_path / "installed") == published(tmp_path / "checkout")


@pytest.mark.faults
@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("uv", ["tool", "install", "-q", "--python", sys.executable, "-c", "{constraints}", "{wheel}"]),
        ("pipx", ["install", "-q", "--pip-args", "-c {constraints}", "{wheel}"]),
    ],
)
def test_the_tools_of_the_guide_install_the_command(tool: str, arguments: list[str], clone: Path, wheel: Path, tmp_path: Path) -> None:
    """As docs/installation.md says: the command is where the tool puts commands, and makes reports."""
    constraints = pin(clone, tmp_path)
    run(sys.executable, "-m", "venv", tmp_path / "tools", cwd=tmp_path)
    run(tmp_path / "tools" / "bin" / "python", "-m", "pip", "install", "-q", tool, cwd=tmp_path)
    places = {name: str(tmp_path / name.lower()) for name in ("UV_TOOL_DIR", "UV_TOOL_BIN_DIR", "PIPX_HOME", "PIPX_BIN_DIR", "HOME")}
    filled = [argument.format(constraints=constraints, wheel=wheel) for argument in arguments]
    run(tmp_path / "tools" / "bin" / tool, *filled, cwd=tmp_path, **places)
    command = Path(places["UV_TOOL_BIN_DIR" if tool == "uv" else "PIPX_BIN_DIR"]) / "boligsocial"
    run(command, "init", "arbejde", "--example", cwd=tmp_path)
    assert "output/eksempel/current" in run(command, "reports", cwd=tmp_path / "arbejde")
