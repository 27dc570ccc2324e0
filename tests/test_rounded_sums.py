"""A note under a table whose printed parts do not add up to its printed sum, and none where they do."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import pytest

from pipeline.language.language import load_language
from pipeline.render.document import render_html
from pipeline.render.sums import rounded_apart
from pipeline.report.model.money import AdministrationRow
from tests import sample_reports as samples

DANISH = load_language("da")
NOTE: Final = "Hvert tal er afrundet, så summen kan afvige."
BUDGET: Final = 10_000_000


@pytest.mark.parametrize(
    ("parts", "total", "digits", "differs"),
    [
        ([0.062, 0.063, 0.062], 0.187, 3, False),
        ([0.0624, 0.0624, 0.0624], 0.1872, 3, True),
        ([0.0621, 0.0629, 0.062], 0.187, 3, False),
        ([1_444_000, 1_444_000], 2_888_000, -5, True),
        ([1_440_000, 1_440_000], 2_880_000, -5, True),
        ([1_420_000, 1_420_000], 2_840_000, -5, False),
        ([-1.04, -1.04], -2.08, 1, True),
        ([-1.04, 1.04], 0.0, 1, False),
        ([1.0, 1.0], 3.0, 1, False),
        ([], 0.0, 1, False),
    ],
    ids=["adds up", "below", "adds up rounded", "millions", "millions up", "millions add up", "points", "cancel", "parts of more", "none"],
)
def test_only_rounding_is_said_to_be_rounding(parts: list[float], total: float, digits: int, *, differs: bool) -> None:
    """The printed parts miss the printed sum; a sum of more than the parts is no matter of rounding."""
    assert rounded_apart((parts, total, digits)) == differs


@pytest.mark.parametrize(
    ("posts", "noted"), [((624_000, 624_000, 624_000), True), ((620_000, 620_000, 620_000), False)], ids=["6.2 three times is 18.7", "18.6"]
)
def test_posts_that_miss_their_printed_sum_have_a_note(posts: tuple[int, ...], *, noted: bool) -> None:
    """Three posts of 6.2 per cent beside a sum of 18.7 get the note; three of 6.2 beside 18.6 do not."""
    report = samples.typical()
    money = replace(
        report.money,
        administrations=tuple(AdministrationRow("Socialforvaltningen", None, dkk, dkk / BUDGET) for dkk in posts),
        before=replace(report.money.before, total_dkk=BUDGET, municipality_dkk=sum(posts)),
        plans=(),
    )
    page = render_html(replace(report, money=money, areas=replace(report.areas, decomposition=None)), DANISH)
    assert (NOTE in page) == noted
