"""The lock files: every package is pinned by hash, fits pyproject.toml, and has no record of where it came from."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
LOCKS = ("requirements.txt", "requirements-dev.txt", "requirements-verapdf.txt")


def requirements(lock: str) -> dict[str, list[str]]:
    """Return each pinned requirement of a lock file with its hashes."""
    text = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", "")
    lines = [line.split("#")[0].strip() for line in text.splitlines()]
    return {parts[0].strip(): parts[1:] for parts in (line.split("--hash=") for line in lines if line)}


@pytest.mark.parametrize("lock", LOCKS)
def test_exact_versions_and_hashes(lock: str) -> None:
    """Every requirement has one exact version and at least one SHA-256."""
    pinned = requirements(lock)
    assert pinned
    for requirement, hashes in pinned.items():
        assert re.fullmatch(r"[a-z0-9-]+==[0-9][0-9a-z.]*( ; .+)?", requirement)
        assert hashes
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", each.strip()) for each in hashes), requirement


@pytest.mark.parametrize("lock", LOCKS)
def test_no_address_and_no_folder(lock: str) -> None:
    """No index, host or path of the machine that resolved the requirements is in them."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert not re.search(r"://|^\s*-[-a-z]*(index|find-links)|file:|\s/|@ ", text, re.MULTILINE)


def test_development_requirements_hold_those_of_a_run() -> None:
    """Installing requirements-dev.txt installs all of requirements.txt, at the same versions."""
    assert requirements("requirements.txt").items() <= requirements("requirements-dev.txt").items()


def test_locks_fit_the_project() -> None:
    """A dependency that was added or raised in pyproject.toml needs `make lock`."""
    declarations = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project = declarations["project"]
    for lock, declared in (
        ("requirements.txt", project["dependencies"]),
        ("requirements-dev.txt", sum(project["optional-dependencies"].values(), project["dependencies"])),
        ("requirements-verapdf.txt", declarations["dependency-groups"]["verapdf"]),
    ):
        pinned = [Requirement(line) for line in requirements(lock)]
        for wanted in map(Requirement, declared):
            versions = [str(found.specifier).removeprefix("==") for found in pinned if found.name == wanted.name]
            assert versions, f"{wanted.name} is not in {lock}: make lock"
            assert all(wanted.specifier.contains(version) for version in versions), f"{wanted} is not in {lock}: make lock"
