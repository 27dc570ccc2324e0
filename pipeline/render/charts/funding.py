"""Chart of funding before and now: two bars of 100 %, with guides at the agreed shares, so that readers can check them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from markupsafe import Markup

from pipeline.language.language import Language, capitalise
from pipeline.language.typeface import REGULAR, SEMIBOLD, text_width
from pipeline.render.charts.labels import spread
from pipeline.render.charts.svg import INK, LBF, SECONDARY, WHITE, Drawing, Stroke, TextStyle, hatch
from pipeline.report.model.money import Funding, Money

WIDTH: Final = 493.2
LEFT: Final = 92.0
TOPS: Final = (13.0, 53.0)
BAR: Final = 22.0
HEIGHT: Final = 97.5
ROOM: Final = 13.0
"""For a second row of names."""
SIZE: Final = 8.4
NOTE: Final = 7.4
AIR: Final = 6.0


class Role(Enum):
    """The role of a payer, which decides how its part is drawn."""

    FUND = auto()
    MUNICIPALITY = auto()
    HOUSING = auto()
    OTHER = auto()


FILLS: Final = {Role.FUND: LBF, Role.MUNICIPALITY: INK, Role.HOUSING: WHITE, Role.OTHER: WHITE}


@dataclass(frozen=True, slots=True)
class Segment:
    """One payer's part of a bar, in points from the left, with its share in words."""

    role: Role
    payer: str
    left: float
    width: float
    words: str

    @property
    def middle(self) -> float:
        """The middle of the part."""
        return self.left + self.width / 2

    @property
    def label_fits(self) -> bool:
        """True if the share can be printed inside."""
        return text_width(self.words, SIZE, SEMIBOLD) + AIR <= self.width


def segments(funding: Funding, language: Language) -> list[Segment]:
    """Return the parts of one bar from left to right; payers of nothing are left out."""
    parts = (
        (Role.FUND, language.gettext("Landsbyggefonden"), funding.lbf_dkk),
        (Role.MUNICIPALITY, language.gettext("the municipality"), funding.municipality_dkk),
        (Role.HOUSING, language.gettext("housing organisations"), funding.housing_dkk),
        (Role.OTHER, language.gettext("others"), funding.other_dkk),
    )
    placed, left = [], LEFT
    for role, payer, dkk in parts:
        width = funding.share(dkk) * (WIDTH - LEFT)
        if dkk > 0:
            placed.append(Segment(role, payer, left, width, language.percent(funding.share(dkk))))
        left += width
    return placed


def funding_bars(money: Money, language: Language, posts: Sequence[float] = ()) -> Markup:
    """Draw both bars.

    Args:
        posts: Kroner of each municipal budget item before; they become notches in the municipality's part.
    """
    before, now, agreed = money.before, money.now, money.agreed
    heads = payers_named(segments(before, language), segments(now, language))
    lower = ROOM if heads[1] else 0.0  # the second bar stands lower where names stand above it too
    tops = (TOPS[0], TOPS[1] + lower)
    drawing = Drawing(WIDTH, HEIGHT + lower, _in_words(before, now, language, agreed.tmf_share))
    names = ((before, language.gettext("Before")), (now, language.gettext("Now")))
    guides = [LEFT + share * (WIDTH - LEFT) for share in (agreed.lbf_max_share, agreed.lbf_max_share + agreed.tmf_share)]
    for guide in guides:
        drawing.line(guide, tops[0] - 2, guide, tops[1] + BAR + 12, Stroke(dash="2 1.6"))
    for top, (funding, name) in zip(tops, names, strict=True):
        parts = segments(funding, language)
        _draw_row_label(drawing, top, name, funding, language)
        _draw_bar(drawing, top, parts, language)
        _draw_outside(drawing, top + BAR + 8.6, parts, _note(funding, language))
        for guide in guides:
            drawing.line(guide, top, guide, top + BAR, Stroke(WHITE, dash="2 1.6"))
        for part in parts:
            _draw_share(drawing, part, top)
    _draw_notches(drawing, segments(before, language), posts)
    for top, parts in zip(tops, heads, strict=True):
        _draw_payers(drawing, top, parts)
    _draw_agreed(
        drawing, tops[1] + BAR + 12, guides, language.gettext("agreed share {percent}").format(percent=language.percent(agreed.tmf_share))
    )
    return drawing.markup()


def payers_named(before: list[Segment], now: list[Segment]) -> tuple[list[Segment], list[Segment]]:
    """Return the parts that get a payer's name above the first and above the second bar.

    One row of names serves both bars, with the payers that only the second has, unless a name would stand over another payer's part of the second
    bar: then each bar has its own.
    """
    known = {part.role for part in before}
    once = before + [part for part in now if part.role not in known]
    over = dict(zip((part.role for part in once), _place_payers(once), strict=True))
    if all(abs(over[part.role] - part.middle) <= (part.width + text_width(capitalise(part.payer), 8, SEMIBOLD)) / 2 for part in now):
        return once, []
    return before, now


def _draw_row_label(drawing: Drawing, top: float, name: str, funding: Funding, language: Language) -> None:
    drawing.text(0, top + 7, name, TextStyle(9.3, SEMIBOLD, INK))
    if not funding.yearly.years:
        return
    drawing.text(0, top + 16.6, funding.yearly.years, TextStyle(NOTE))
    amount = language.gettext("DKK {amount}m").format(amount=language.millions(funding.total_dkk))
    drawing.text(0, top + 25.6, amount, TextStyle(NOTE))


def _draw_bar(drawing: Drawing, top: float, parts: list[Segment], language: Language) -> None:
    if not parts:
        drawing.rect(LEFT, top, WIDTH - LEFT - 0.4, BAR, stroke=Stroke(SECONDARY))
        drawing.text(LEFT + 6, top + BAR / 2 + 3, language.gettext("no budget"), TextStyle(SIZE))
    for part in parts:
        _draw_segment(drawing, part, top)


def _draw_segment(drawing: Drawing, part: Segment, top: float) -> None:
    drawing.rect(part.left, top, part.width, BAR, fill=FILLS[part.role])
    if part.role is Role.HOUSING:
        drawing.path(hatch(part.left, top, part.width, BAR), stroke=Stroke(SECONDARY, 0.5))
    if part.role in (Role.HOUSING, Role.OTHER):
        drawing.rect(part.left + 0.3, top + 0.3, max(part.width - 0.6, 0.3), BAR - 0.6, stroke=Stroke(SECONDARY))


def _draw_share(drawing: Drawing, part: Segment, top: float) -> None:
    """Print a share inside its part, on a background that covers hatch, notches and guides."""
    if part.label_fits:
        half, dark = text_width(part.words, SIZE, SEMIBOLD) / 2, part.role is Role.MUNICIPALITY
        drawing.rect(part.middle - half - 2, top + 5, 2 * half + 4, BAR - 11, fill=FILLS[part.role])
        drawing.text(part.middle, top + BAR / 2 + 3, part.words, TextStyle(SIZE, SEMIBOLD, WHITE if dark else INK), anchor="middle")


def _draw_outside(drawing: Drawing, baseline: float, parts: list[Segment], note: str) -> None:
    """Print below the bar the shares that do not fit inside, and the note on the municipality's budget items."""
    labels = [(part.middle, f"{part.payer} {part.words}", SEMIBOLD) for part in parts if not part.label_fits]
    labels += [(part.middle, note, REGULAR) for part in parts if note and part.role is Role.MUNICIPALITY]
    sizes = [text_width(words, NOTE, weight) + AIR for _, words, weight in labels]
    for x, (_, words, weight) in zip(spread([x for x, _, _ in labels], sizes, LEFT, WIDTH + AIR / 2), labels, strict=True):
        half = text_width(words, NOTE, weight) / 2
        drawing.rect(x - half - 1, baseline - 6.4, 2 * half + 2, 8.4, fill=WHITE)
        drawing.text(x, baseline, words, TextStyle(NOTE, weight), anchor="middle")


def _note(funding: Funding, language: Language) -> str:
    count = funding.municipal_posts
    return (
        language.ngettext("{number} municipal post", "{number} municipal posts", count).format(number=language.words(count))
        if count
        else ""
    )


def _draw_notches(drawing: Drawing, parts: list[Segment], posts: Sequence[float]) -> None:
    municipal = next((part for part in parts if part.role is Role.MUNICIPALITY), None)
    if municipal is None or len(posts) < 2 or sum(posts) <= 0:
        return
    paid = 0.0
    for post in posts[:-1]:
        paid += post
        x = municipal.left + paid / sum(posts) * municipal.width
        drawing.line(x, TOPS[0] + BAR - 6, x, TOPS[0] + BAR, Stroke(WHITE, 0.8))


def _place_payers(parts: list[Segment]) -> list[float]:
    """Return where the middle of each payer's name stands, the first at the bar's left edge."""
    sizes = [text_width(capitalise(part.payer), 8, SEMIBOLD) + AIR for part in parts]
    wanted = [part.middle for part in parts]
    if parts and parts[0].left == LEFT:
        wanted[0] = LEFT + (sizes[0] - AIR) / 2
    return list(spread(wanted, sizes, LEFT - AIR / 2, WIDTH + AIR / 2))


def _draw_payers(drawing: Drawing, top: float, parts: list[Segment]) -> None:
    """Print the payers' names above a bar."""
    for part, x in zip(parts, _place_payers(parts), strict=True):
        half = text_width(capitalise(part.payer), 8, SEMIBOLD) / 2
        drawing.rect(x - half - 1, top - 12, 2 * half + 2, 9, fill=WHITE)  # over a guide
        drawing.text(x, top - 5, capitalise(part.payer), TextStyle(8, SEMIBOLD, INK), anchor="middle")


def _draw_agreed(drawing: Drawing, bottom: float, guides: list[float], words: str) -> None:
    """Bracket the agreed municipal share below the bars."""
    drawing.line(guides[0], bottom, guides[1], bottom)
    half = text_width(words, NOTE, SEMIBOLD) / 2
    x = min(max(sum(guides) / 2, LEFT + half), WIDTH - half)
    drawing.text(x, bottom + 8.6, words, TextStyle(NOTE, SEMIBOLD, INK), anchor="middle")


def _in_words(before: Funding, now: Funding, language: Language, tmf_share: float) -> str:
    sentences = []
    for name, funding in ((language.gettext("Before"), before), (language.gettext("Now"), now)):
        parts = [f"{part.payer} {part.words}" for part in segments(funding, language)] or [language.gettext("no budget")]
        sentences.append(f"{', '.join(filter(None, (name, funding.yearly.years)))}: {', '.join(parts)}.")
    agreed = language.gettext("The agreed municipal share is {percent}.").format(percent=language.percent(tmf_share))
    return " ".join([language.gettext("Two bars of 100 % show who pays."), *sentences, agreed])
