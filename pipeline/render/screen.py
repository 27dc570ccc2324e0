"""The reports' stylesheet for a screen: the same rules, limited to the reports, with colours and glyphs for light and dark.

Enters: ``style.css`` as used for the PDF. Leaves: one text that fetches nothing: it contains every glyph and the font.
"""

from __future__ import annotations

import re
from base64 import b64encode
from typing import Final
from urllib.parse import quote

import tinycss2

from pipeline.render.assets import SCHEME, known_assets
from pipeline.render.palette import DARK, HEX, darken, variable
from pipeline.render.webfont import FACES, subset

GLYPH: Final = re.compile(rf"url\({SCHEME}glyphs/([a-z-]+)\.svg\)")
OF_PAPER: Final = {"page", "font-face"}  # margins, running headers and whole font files are for the PDF only


def screen_style(text: str) -> str:
    """Return font faces, variables and the reports' rules under ``.report``.

    Args:
        text: The page's text: the font is reduced to its characters.
    """
    return "\n".join([*_faces(text), _variables(), _bound_rules()])


def _bound_rules() -> str:
    """Nest the rules in ``.report``. All gain the same specificity, so their order of precedence stays."""
    rules = tinycss2.parse_stylesheet(known_assets()[f"{SCHEME}style.css"].content.decode(), skip_comments=True, skip_whitespace=True)
    kept = [rule for rule in rules if not (rule.type == "at-rule" and rule.lower_at_keyword in OF_PAPER)]
    css = "\n".join(rule.serialize() for rule in kept)
    css = re.sub(r"(?m)^html\b", "&", css)
    css = GLYPH.sub(lambda found: f"var(--g-{found[1]})", css)
    css = HEX.sub(lambda found: f"var({variable(found[0])}, {found[0]})", css)
    return f".report {{\n{css}\n}}"


def _variables() -> str:
    """Define colours and glyphs for light, and again for dark; drawings in the page are recoloured by their attributes."""
    glyphs = {
        address.removeprefix(f"{SCHEME}glyphs/").removesuffix(".svg"): asset.content.decode()
        for address, asset in known_assets().items()
        if address.startswith(f"{SCHEME}glyphs/")
    }
    light = [f"{variable(colour)}: {colour}" for colour in DARK] + [f"--g-{name}: {_drawing(svg)}" for name, svg in glyphs.items()]
    dark = [f"{variable(colour)}: {other}" for colour, other in DARK.items()]
    dark += [f"--g-{name}: {_drawing(darken(svg))}" for name, svg in glyphs.items()]
    drawn = [f'svg [{name}="{colour}"] {{ {name}: var({variable(colour)}) }}' for colour in DARK for name in ("fill", "stroke")]
    return "\n".join(
        [
            f":root {{ {'; '.join(light)} }}",
            f"@media screen and (prefers-color-scheme: dark) {{ :root {{ {'; '.join(dark)} }} }}",
            *drawn,
        ]
    )


def _drawing(svg: str) -> str:
    return f'url("data:image/svg+xml,{quote(svg, safe=" /:=<>")}")'.replace("<", "%3C").replace(">", "%3E")


def _faces(text: str) -> list[str]:
    return [
        f"@font-face {{ font-family: Report; font-weight: {face.weight}; font-style: {face.style}; "
        f'src: url("data:font/woff2;base64,{b64encode(subset(face.file, text)).decode()}") format("woff2") }}'
        for face in FACES
    ]
