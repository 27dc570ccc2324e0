"""Files published by others, in the folder that PUBLISHED_DATA names: none of them is in the repository.

Enters: the variable, a path from the repository or an absolute one. Leaves: the files' paths, and the mark of tests that need them.
"""

from __future__ import annotations

import os
from typing import Final

import pytest

from tests.build import ROOT

NEEDS_PUBLISHED: Final = pytest.mark.skipif(
    not os.environ.get("PUBLISHED_DATA"), reason="PUBLISHED_DATA names no folder with the files of tests/data/published/README.md"
)
PUBLISHED: Final = ROOT / os.environ.get("PUBLISHED_DATA", "tests/data/published")
"""The folder; where it is named but not there, the tests fail."""
