"""Read one policy from its file."""

from __future__ import annotations

from pathlib import Path

from pipeline.settings.policy.consistency import ConsistentPolicy
from pipeline.settings.policy.model import Policy
from pipeline.settings.toml_file import read_toml

POLICY_FOLDER = "politik"


def read_policy_file(path: Path, shown_as: str | None = None) -> Policy:
    """Read one policy file from any path.

    Raises:
        InputRejected: the file is missing, is not TOML, or is not a consistent policy.
    """
    return read_toml(path, ConsistentPolicy, shown_as or path.name)
