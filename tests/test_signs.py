"""No sign depends on colour alone: in greyscale, or without red and green, each is still distinct."""

from __future__ import annotations

import re
from itertools import combinations

from tests.build import ROOT

SIGNS = ("better", "worse", "unchanged", "unclear", "mixed", "higher", "lower", "ok", "missing", "pending", "near")


def test_every_sign_has_a_shape_of_its_own() -> None:
    """Without their colours no two signs are the same drawing."""
    files = {sign: ROOT / "templates" / "glyphs" / f"{sign}.svg" for sign in SIGNS}
    shapes = {sign: re.sub(r"#[0-9A-Fa-f]{3,6}", "", file.read_text(encoding="utf-8")) for sign, file in files.items()}
    assert [(one, other) for one, other in combinations(SIGNS, 2) if shapes[one] == shapes[other]] == []
