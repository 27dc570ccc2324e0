"""Names for file names."""

from __future__ import annotations

import re
import unicodedata


def slug(name: str) -> str:
    """Return a name for a file name: lower case ASCII, ``Nørrebro`` → ``noerrebro``."""
    danish = name.casefold().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    plain = unicodedata.normalize("NFKD", danish).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
