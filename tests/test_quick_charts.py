"""Drawings are the same bytes whether their elements are drawn as they stand or WeasyPrint makes nodes of them; our charts go the quick way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from weasyprint import HTML

from pipeline.render import pdf
from pipeline.render.assets import BASE
from pipeline.render.fetching import LockedFetcher
from pipeline.render.quick import charts
from tests.test_quick import html_of, ways_of_weasyprint

PAGE = '<html lang="da"><title>t</title><style>svg {{ display: block }}</style><body><p>før</p>{}<p>efter</p></body></html>'
SIZE = 'xmlns="http://www.w3.org/2000/svg" width="90pt" height="30pt" viewBox="0 0 90 30"'
OURS = (
    '<rect x="2" y=".5" width="30.25" height="9" fill="#E6E9ED"/><rect width="4" height="4" fill="none" stroke="#17202A" stroke-width="0.6"/>'
    '<line x1="1" y1="2" x2="-3.5" y2="20" stroke="#abc" stroke-width="1.15" stroke-dasharray="2 1.6"/><line x2="9"/><circle cx="9" cy="8" r="2.7"/>'
    '<path d="M1 2v5.2M3 2h4v-4h-4zM.5 1 L2 3 L-4 5" fill="none" stroke="#17202A"/><path d="M1 1H9V.5Z"/><rect fill="#FFF"/><circle r="0"/>'
    '<text x="9" y="9" font-size="7">æ ø</text><text x="9" y="20" font-size="8.4" font-weight="600" fill="#FFF" text-anchor="end">12,5 %</text>'
    '<text x="50" y="9" font-size="7" text-anchor="middle" fill="none" stroke="#17202A">AV To</text>'
)
WORDS = '<text x="9" y="9" font-size="7"'
OTHERS = [
    '<g opacity=".5"><rect width="9" height="9"/></g>',
    '<rect width="9" height="9" opacity=".5"/>',
    '<rect width="9" height="9" fill="#17202A80"/>',
    '<rect width="9" height="9" fill="currentColor" color="red"/>',
    '<rect width="9" height="9" rx="2"/>',
    '<rect width="50%" height="1em" font-size="9"/>',
    '<rect width="9" height="9" style="fill: red"/>',
    '<style>rect { fill: red }</style><rect width="9" height="9"/>',
    '<defs><linearGradient id="g"><stop stop-color="red"/><stop offset="1"/></linearGradient></defs><rect width="9" height="9" fill="url(#g)"/>',
    '<defs><clipPath id="c"><rect width="5" height="5"/></clipPath></defs><circle r="9" clip-path="url(#c)"/>',
    '<defs><marker id="m"><circle r="2"/></marker></defs><line x2="9" y2="9" stroke="#000" marker-end="url(#m)"/>',
    '<line x2="9" y2="9" transform="rotate(20)" stroke="#000"/>',
    '<line x2="9" y2="9" stroke="#000" stroke-linecap="round" stroke-dashoffset="1"/>',
    '<line x2="9" y2="9" stroke="#000" stroke-dasharray="5% 1px"/>',
    '<path d="M1 1C2 2 3 3 4 1S6 6 7 7A3 3 0 1 1 9 9m1 1 2 2t1 1"/>',
    '<path d="M1 1 2 2 3 1e1"/>',
    '<path d="M1 1z"/>',
    '<path d="M1 1zL4 4"/>',
    '<path d=""/>',
    '<ellipse rx="4" ry="2"/><polygon points="1,1 4,4 2,9"/>',
    f"{WORDS} dx='0 3'>AV</text>",
    f"{WORDS}>A<tspan font-weight='bold'>V</tspan> b</text>",
    f"{WORDS}> A  V\n</text>",
    f"{WORDS}/>",
    f"{WORDS} dominant-baseline='middle' direction='rtl'>AV</text>",
    '<text y="9">AV</text>',
]


def drawn(drawing: str) -> bytes:
    """Return a page with a drawing between two paragraphs."""
    return bytes(HTML(string=PAGE.format(drawing), base_url=BASE, url_fetcher=LockedFetcher()).write_pdf())


def watch(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Return a list that gets the root of each drawing that goes the long way."""
    roots: list[Any] = []
    long_way: Callable[..., None] = charts.draw_long_way

    def draw(chart: Any, *args: Any) -> None:
        roots.append(chart.tree)
        long_way(chart, *args)

    monkeypatch.setattr(charts, "draw_long_way", draw)
    return roots


@pytest.mark.parametrize("root", ["", ' font-family="Report"', ' preserveAspectRatio="none"'])
def test_what_ours_are_made_of_is_drawn_quickly(root: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every element, with and without what it may leave out; after its title no colour is known."""
    slow = watch(monkeypatch)
    chart = f"<svg {SIZE}{root}><title>En tegning</title>{OURS}<title>to</title>{OURS}</svg>" * 2
    quickly = drawn(chart)
    assert not slow
    with ways_of_weasyprint():
        assert drawn(chart) == quickly


@pytest.mark.parametrize("other", OTHERS)
def test_a_drawing_with_anything_else_goes_the_long_way(other: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """One such element decides for the whole drawing, and the next one is drawn quickly again."""
    slow = watch(monkeypatch)
    chart = f"<svg {SIZE}><title>En tegning</title>{OURS}{other}{OURS}</svg>"
    both = drawn(chart + chart.replace(other, ""))
    assert len(slow) == 1
    with ways_of_weasyprint():
        assert drawn(chart + chart.replace(other, "")) == both


@pytest.mark.parametrize(
    "drawing",
    [
        f'<svg {SIZE} fill="#A63F0A" x="3"><title>t</title>{OURS}</svg>',
        f"<svg {SIZE} font-size='2em'><title>t</title>{OURS}</svg>",
        f"<svg {SIZE}></svg>",
        '<svg xmlns="http://www.w3.org/2000/svg"><title>t</title><rect width="9" height="9"/></svg>',
    ],
)
def test_a_root_says_nothing_of_its_elements(drawing: str) -> None:
    """Where it does, or has no size, the bytes are the same all the same."""
    quickly = drawn(drawing)
    with ways_of_weasyprint():
        assert drawn(drawing) == quickly


def test_a_colour_that_is_known_is_not_set_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a title the colour of what precedes a drawing holds in it, so WeasyPrint decides what to write."""
    slow = watch(monkeypatch)
    image = f"<svg {SIZE}>{OURS}</svg>"
    quickly = drawn(image)
    assert len(slow) == 1
    with ways_of_weasyprint():
        assert drawn(image) == quickly


@pytest.mark.parametrize("name", ["sample 0", "redrawn", "city"])
def test_every_chart_of_a_report_is_drawn_quickly(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Charts have titles; of the signs some have curves."""
    slow = watch(monkeypatch)
    pdf.render_pdf(html_of(name))
    assert not [root for root in slow if root.get("font-family")]
