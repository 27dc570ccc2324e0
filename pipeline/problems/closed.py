"""Say why a file cannot be opened, in the words of the catalogs rather than of the operating system."""

from __future__ import annotations

import errno
from collections.abc import Mapping
from typing import Final

from pipeline.problems.model import Phrase

REASONS: Final[Mapping[int | None, str]] = {
    errno.EISDIR: "closed_folder",
    errno.EACCES: "closed_forbidden",
    errno.EPERM: "closed_forbidden",
    errno.ENOENT: "closed_gone",
}


def why_closed(error: OSError) -> Phrase:
    """Return why a file cannot be opened."""
    return Phrase(REASONS.get(error.errno, "closed_other"), {"number": error.errno or 0})
