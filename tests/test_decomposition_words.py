"""The sentences on what moved an index: the forum's own part first, the city's with the forum in it, rare indicators named."""

from __future__ import annotations

from typing import Final

import pytest

from pipeline.language.language import NBSP, load_language
from pipeline.report.model.indicators import Decomposition, DecompositionPart
from pipeline.report.words.decomposition import heavy_and_rare, say_decomposition

DANISH, ENGLISH = load_language("da"), load_language("en")
FAULTY: Final = "registret har kendte fejl for almene boliger"
OPENING: Final = (
    "Forumområdets egen udvikling trækker indekset 25,9 point ned, byens trækker det 17,1 point op. Området indgår selv i byens tal."
)


def part(label: str, own: float, city: float = 0.0, *, share: float = 0.2, caution: str = "") -> DecompositionPart:
    """Make an indicator's part; its share in the city is common unless another is given."""
    return DecompositionPart(label, True, own + city, own, city, share, caution)


def whole(*parts: DecompositionPart) -> Decomposition:
    """Make the change of an index of its parts."""
    own, city = sum(one.own for one in parts), sum(one.city for one in parts)
    return Decomposition(125.1, 125.1 + own + city, parts, own, city, own + city)


NOERREBRO: Final = whole(
    part("Beboere uden for arbejdsmarkedet", -5.8, 4.0),
    part("Beboere med ikke-vestlig herkomst", 0.3, -2.8),
    part("Lavindkomst", -1.1, 0.7),
    part("Små boliger", -2.0, 1.4),
    part("Boliger med installationsmangler", -10.6, 8.8, share=0.07, caution=FAULTY),
    part("Lav/ingen uddannelse", -6.7, 5.0),
)


def test_the_own_part_is_said_first_and_the_city_includes_the_forum() -> None:
    """The indicator whose own part is largest is named, not one that the city alone moves; the rare one and its register are told of."""
    said = say_decomposition(NOERREBRO, 2011, DANISH).replace(NBSP, " ")
    assert said == (
        f"{OPENING} Størst udslag har »Boliger med installationsmangler«: −10,6 point fra området selv, +8,8 fra byen. "
        "»Boliger med installationsmangler« udgjorde kun 7,0 % i byen i 2011, så en lille ændring vejer tungt i indekset. "
        "Registret har kendte fejl for almene boliger."
    )
    english = say_decomposition(NOERREBRO, 2011, ENGLISH)
    assert "The city's figures include the area itself. The largest own part is “Boliger med installationsmangler”: −10.6 points" in english


@pytest.mark.parametrize(
    ("rare_own", "other_own", "share", "named"),
    [
        (-10.0, -20.0, 0.07, True),
        (-9.9, -20.1, 0.07, False),
        (10.0, -20.0, 0.07, True),
        (-10.0, -20.0, 0.0999, True),
        (-10.0, -20.0, 0.10, False),
        (-30.0, -1.0, 0.30, False),
        (0.0, 0.0, 0.07, False),
    ],
)
def test_a_rare_indicator_with_a_third_of_all_own_parts_is_named(rare_own: float, other_own: float, share: float, *, named: bool) -> None:
    """Rare is under ten per cent in the city; its part counts by its size, whichever way it goes."""
    parts = whole(part("Sjælden", rare_own, share=share), part("Almindelig", other_own))
    assert [one.label for one in heavy_and_rare(parts.parts)] == (["Sjælden"] if named else [])
    assert ("»Sjælden« udgjorde kun" in say_decomposition(parts, 2011, DANISH)) == named
