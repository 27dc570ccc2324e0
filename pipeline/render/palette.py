"""The colours of the reports, for light and dark. PDF and light screens use the first, dark screens the second."""

from __future__ import annotations

import re
from typing import Final

DARK: Final = {
    "#17202A": "#E6EAEE",  # ink
    "#45505C": "#B7C0CA",  # secondary
    "#5F6A76": "#9FABB7",  # muted
    "#87919C": "#7C8995",  # context
    "#A9B1BA": "#5D6974",  # hatch
    "#C6CCD3": "#47525D",  # line
    "#DDE1E6": "#313B45",  # hair
    "#E6E9ED": "#2B353F",  # band
    "#EEF0F3": "#212A33",  # tile
    "#D5DCE4": "#33414F",  # met
    "#D3D9E0": "#3C4753",  # LBF
    "#FFF": "#12181E",  # paper
    "#A63F0A": "#F2A57F",  # worse
    "#0B5A8C": "#8DC6EC",  # better
}
HEX: Final = re.compile(r"#[0-9A-Fa-f]{3,6}\b")


def darken(text: str) -> str:
    """Return a drawing or a CSS rule in the dark colours.

    Raises:
        KeyError: a colour has no dark counterpart: add one above.
    """
    return HEX.sub(lambda found: DARK[found[0]], text)


def variable(colour: str) -> str:
    """Return the name of a colour's CSS variable."""
    return f"--c{colour[1:].lower()}"
