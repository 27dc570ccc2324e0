"""ASCII slugs for file names."""

from __future__ import annotations

import re
import unicodedata


def slug(name: str) -> str:
    """Return a lower-case ASCII slug: ``Nørrebro`` → ``noerrebro``."""
    danish = name.casefold().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    plain = unicodedata.normalize("NFKD", danish).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
