"""Charts of any numbers: every mark is at its value, all data inside, no text outside its box, on another or on a line.

The numbers are random and vary more than any city's; `tests/test_render_charts.py` tests what a chart shows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations, pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.input.plan_phase import Phase
from pipeline.language.language import load_language
from pipeline.language.typeface import text_width
from pipeline.render.charts import changes as change_chart
from pipeline.render.charts import dumbbell as dumbbell_chart
from pipeline.render.charts import slopes as slope_chart
from pipeline.render.charts import squares as square_chart
from pipeline.render.charts import timeline as timeline_chart
from pipeline.render.charts import waterfall as waterfall_chart
from pipeline.render.charts.changes import change_bars
from pipeline.render.charts.dumbbell import dumbbells
from pipeline.render.charts.funding import funding_bars
from pipeline.render.charts.index_marks import index_marks
from pipeline.render.charts.index_marks import shared_scale as index_scale
from pipeline.render.charts.slopes import slope_charts
from pipeline.render.charts.squares import activity_squares
from pipeline.render.charts.tiles import are_small as tiles_are_small
from pipeline.render.charts.tiles import tile_map
from pipeline.render.charts.timeline import timeline_rows
from pipeline.render.charts.waterfall import waterfall_rows
from pipeline.report.model.figures import MISSING, Figure, Interval
from pipeline.report.model.indicators import Decomposition, DecompositionPart, DotChart, Slope
from pipeline.report.model.money import Funding, YearlyBudget
from pipeline.report.model.organisation import ActivityRow
from pipeline.report.model.overview import Deprivation, Tile
from pipeline.scoring.compare.verdict import Verdict
from tests import sample_reports as samples

DANISH = load_language("da")
SVG = "{http://www.w3.org/2000/svg}"
REPORT, CITY = samples.typical(), samples.city()
ASCENT, DESCENT = 0.66, 0.16  # of the size: capitals and figures above the baseline, what hangs below it
POINT = re.compile(r"([\d.-]+) ([\d.-]+)")
EXAMPLES = settings(max_examples=60, deadline=None)
share = st.floats(0.0, 1.0, allow_subnormal=False)
part = st.floats(0.001, 0.999)
points = st.floats(-60.0, 60.0, allow_subnormal=False)
index = st.floats(1.0, 900.0)
counted = st.integers(0, 400)


@dataclass(frozen=True, slots=True)
class Box:
    """The place of a text in its drawing."""

    words: str
    left: float
    top: float
    right: float
    bottom: float


def boxes(svg: str) -> list[Box]:
    """Return the places of all texts, by the widths of the typeface."""
    found = []
    for text in ET.fromstring(svg).iter(f"{SVG}text"):  # noqa: S314 - our own drawing
        words, size, x, y = text.text or "", *(float(text.get(name, 0)) for name in ("font-size", "x", "y"))
        width = text_width(words, size, int(text.get("font-weight", 400)))
        left = {"start": x, "middle": x - width / 2, "end": x - width}[text.get("text-anchor", "start")]
        found.append(Box(words, left, y - ASCENT * size, left + width, y + DESCENT * size))
    return found


def lines_at(shape: ET.Element) -> list[Box]:
    """Return the boxes of a shape's strokes: a line's own, and those of a path's straight pieces."""
    if shape.tag == f"{SVG}line":
        ends = [[float(shape.get(name, 0)) for name in names] for names in (("x1", "y1"), ("x2", "y2"))]
        pairs = [(ends[0], ends[1])]
    elif shape.tag == f"{SVG}path" and shape.get("stroke"):
        runs = [[[float(one) for one in found] for found in POINT.findall(run)] for run in shape.get("d", "").split("M")]
        pairs = [pair for run in runs for pair in pairwise(run)]
    else:
        return []
    return [Box("", *map(min, *pair), *map(max, *pair)) for pair in pairs]


def assert_off_lines(svg: str) -> None:
    """No line runs through a text, unless the text stands on a ground of its own."""
    shapes = list(ET.fromstring(svg))  # noqa: S314 - our own drawing
    texts = iter(boxes(svg))
    placed = [(number, next(texts)) for number, shape in enumerate(shapes) if shape.tag == f"{SVG}text"]
    for number, text in placed:
        grounds = [place for place, shape in enumerate(shapes[:number]) if shape.tag == f"{SVG}rect" and holds(shape, text)]
        for line in (line for shape in shapes[max(grounds, default=-1) + 1 :] for line in lines_at(shape)):
            apart = line.right < text.left or line.left > text.right or line.bottom < text.top or line.top > text.bottom
            assert apart, (text, line)


def holds(rect: ET.Element, text: Box) -> bool:
    """Return whether a filled rectangle lies behind the whole of a text's width and its middle."""
    x, y, width, height = (float(rect.get(name, 0)) for name in ("x", "y", "width", "height"))
    inside = x <= text.left and text.right <= x + width and y <= (text.top + text.bottom) / 2 <= y + height
    return inside and rect.get("fill") != "none"


def assert_legible(svg: str) -> None:
    """Every text lies inside its drawing, and none on another or on a line."""
    assert_off_lines(svg)
    _, _, width, height = (float(number) for number in (ET.fromstring(svg).get("viewBox") or "").split())  # noqa: S314 - our own drawing
    for box in boxes(svg):
        assert box.left >= -0.1, box
        assert box.right <= width + 0.1, box
        assert box.top >= -0.1, box
        assert box.bottom <= height + 0.1, box
    for one, other in combinations(boxes(svg), 2):
        across = min(one.right, other.right) - max(one.left, other.left)
        assert across <= 0.1 or min(one.bottom, other.bottom) - max(one.top, other.top) <= 0.1, (one, other)


def assert_inside(svg: str) -> None:
    """Every circle and rectangle lies inside its drawing."""
    root = ET.fromstring(svg)  # noqa: S314 - our own drawing
    _, _, width, height = (float(number) for number in (root.get("viewBox") or "").split())
    for circle in root.iter(f"{SVG}circle"):
        x, y, radius = (float(circle.get(name, 0)) for name in ("cx", "cy", "r"))
        assert x - radius >= -0.1
        assert x + radius <= width + 0.1
        assert y - radius >= -0.1
        assert y + radius <= height + 0.1
    for rect in root.iter(f"{SVG}rect"):
        x, y, wide, high = (float(rect.get(name, 0)) for name in ("x", "y", "width", "height"))
        assert x >= -1.1  # the ground behind a number may reach one point further than the number
        assert x + wide <= width + 1.1
        assert y >= -1.1
        assert y + high <= height + 1.1


@EXAMPLES
@given(st.lists(st.tuples(share, share, part, st.lists(share, max_size=8)), min_size=1, max_size=6))
def test_dumbbells(drawn: list[tuple[float, float, float, list[float]]]) -> None:
    """Ring and dot stand at their share over the threshold; the threshold is one vertical in all rows."""
    rows = []
    for row, (before, now, city, peers) in zip(REPORT.answer.indicators, drawn, strict=False):
        years = [
            replace(year, share=Figure(value), city=city, threshold=1.25 * city) for year, value in ((row.before, before), (row.now, now))
        ]
        interval = Interval(max(0.0, now - 0.02), min(1.0, now + 0.03))
        rows.append(replace(row, before=years[0], now=years[1], chart=DotChart(interval, tuple(peers), row.chart.alt)))
    scale = dumbbell_chart.shared_scale(rows)
    chart = dumbbells(rows, DANISH, 2025)
    for svg in (chart.axis, *chart.rows):
        assert_legible(svg)
        assert_inside(svg)
    for row, (before, now, city, _) in zip(rows, drawn, strict=False):
        marks = dumbbell_chart.place(row, scale)
        assert (marks.before, marks.now) == (pytest.approx(scale(before / (1.25 * city))), pytest.approx(scale(now / (1.25 * city))))


@pytest.mark.parametrize("farthest", [1.3, 1.5, 1.8, 2.2, 2.7, 3.3, 4.0, 5.0, 7.0, 10.0])
def test_no_label_of_the_dumbbells_touches_a_line_at_any_scale(farthest: float) -> None:
    """The sample's rows on ten scales, each as wide as one forum that lies so many thresholds up."""
    rows = [
        replace(row, chart=replace(row.chart, peers_now=(*row.chart.peers_now, farthest * row.now.threshold)))
        for row in REPORT.answer.indicators
    ]
    chart = dumbbells(rows, DANISH, 2025)
    for svg in (chart.axis, *chart.rows):
        assert_legible(svg)
    assert "byen" in boxes(chart.rows[0])[1].words


@EXAMPLES
@given(
    st.integers(2, 9),
    st.lists(st.tuples(part, st.lists(st.none() | share, min_size=9, max_size=9)), min_size=1, max_size=6),
    st.integers(0, 40),
)
def test_slopes(years: int, drawn: list[tuple[float, list[float | None]]], others: int) -> None:
    """All years are drawn, each at its share over the last threshold; the numbers at both ends keep apart from all else."""
    slopes = [
        Slope(
            "Små boliger",
            tuple(2009 + 2 * number for number in range(years)),
            (True,) * (years - 1),
            tuple(MISSING if value is None else Figure(value) for value in own[:years]),
            (city,) * years,
            (1.25 * city,) * years,
            (tuple(own[:years]),) * others,
            "Andel over årene",
        )
        for city, own in drawn
    ]
    height = slope_chart.shared_scale(slopes)
    for each, svg in zip(slopes, slope_charts(slopes, DANISH), strict=True):
        assert_legible(svg)
        assert_inside(svg)
        assert len(boxes(svg)) <= 4 + years
        known = [one.value for one in each.own if one.value is not None]
        drawn_own = [
            point for run in slope_chart.runs(slope_chart.values_of(each.own), range(years), height, each.threshold[-1]) for point in run
        ]
        assert [y for _, y in drawn_own] == pytest.approx([height(value / each.threshold[-1]) for value in known])


@EXAMPLES
@given(index, st.lists(points, min_size=1, max_size=6))
@example(1.0, [2.220446049250313e-16])
@example(0.0, [5e-324])
def test_waterfall(before: float, parts: list[float]) -> None:
    """Each part is as wide as its points on the scale that all share."""
    decomposition = Decomposition(
        before,
        before + sum(parts),
        tuple(
            DecompositionPart("Små boliger", judged=number != 1, total=total, own=total, city=0.0, city_before=0.2)
            for number, total in enumerate(parts)
        ),
        sum(parts),
        0.0,
        sum(parts),
    )
    scale = waterfall_chart.shared_scale(decomposition)
    chart = waterfall_rows(decomposition, DANISH, 2011, 2025)
    for svg in (chart.start, *chart.parts, chart.end):
        assert_legible(svg)
        assert_inside(svg)
    for total, svg in zip(parts, chart.parts, strict=True):
        (width,) = {float(found) for found in re.findall(r'<rect [^>]*? width="([\d.]+)"', svg)}
        assert width == pytest.approx(max(abs(scale(total) - scale(0.0)), waterfall_chart.SLIMMEST), abs=0.011)


@EXAMPLES
@given(st.lists(st.tuples(index, index, st.sampled_from(list(Verdict))), min_size=1, max_size=8))
def test_index_marks(drawn: list[tuple[float, float, Verdict]]) -> None:
    """Ring and dot stand at their index; forums whose years are not compared are not joined."""
    lines = [
        replace(CITY.lines[0], before=Deprivation(MISSING, Figure(before)), now=Deprivation(MISSING, Figure(now)), verdict=verdict)
        for before, now, verdict in drawn
    ]
    scale, chart = index_scale(lines), index_marks(lines, DANISH, 2011, 2025)
    assert_legible(chart.axis)
    for svg, (before, now, verdict) in zip(chart.rows, drawn, strict=True):
        assert_inside(svg)
        assert [float(x) for x in re.findall(r'cx="([\d.]+)"', svg)] == [
            pytest.approx(scale(before), abs=0.006),
            pytest.approx(scale(now), abs=0.006),
        ]
        assert svg.count('stroke-width="1.5"') == (verdict is not Verdict.NOT_COMPARABLE)


def test_a_missing_index_has_no_mark() -> None:
    """Neither ring nor dot, and the words say why."""
    missing = Deprivation(MISSING, MISSING)
    line = replace(CITY.lines[0], before=missing, now=missing)
    svg = index_marks([line], DANISH, 2011, 2025).rows[0]
    assert "<circle" not in svg
    assert "indeks ikke oplyst i 2011, ikke oplyst i 2025" in svg


@EXAMPLES
@given(st.lists(points, min_size=1, max_size=6))
def test_change_bars(changes: list[float]) -> None:
    """Every bar begins at zero and is as long as its change."""
    rows = [replace(row, change_pp=Figure(change)) for row, change in zip(CITY.indicators, changes, strict=False)]
    scale = change_chart.shared_scale(rows)
    for row, svg in zip(rows, change_bars(rows, DANISH), strict=True):
        assert_inside(svg)
        assert row.change_pp.value is not None
        (width,) = re.findall(r'<rect [^>]*? width="([\d.]+)"', svg)
        assert float(width) == pytest.approx(abs(scale(row.change_pp.value) - scale(0.0)), abs=0.006)


@EXAMPLES
@given(st.lists(st.tuples(*[st.integers(0, 10**9)] * 4), min_size=2, max_size=2), share, st.integers(0, 12))
def test_funding_bars(money: list[tuple[int, int, int, int]], tmf: float, posts: int) -> None:
    """For any amounts, payers, shares, posts and the agreed share are printed without touching."""
    before, now = (Funding(YearlyBudget(sum(parts) // 4, "2008–2011"), sum(parts), *parts, posts) for parts in money)
    drawn = replace(REPORT.money, before=before, now=now, agreed=replace(REPORT.money.agreed, tmf_share=tmf / 4))
    svg = funding_bars(drawn, DANISH, [10.0] * posts)
    assert_legible(svg)
    assert_inside(svg)


@EXAMPLES
@given(
    st.lists(
        st.tuples(st.dates(date(1995, 1, 1), date(2045, 1, 1)), st.integers(30, 365 * 12), st.sampled_from(Phase)), min_size=1, max_size=20
    )
)
def test_timeline(drawn: list[tuple[date, int, Phase]]) -> None:
    """A plan's bar begins and ends on its days; its years stand beside it."""
    plan = REPORT.money.plans[0]
    plans = [replace(plan, start=start, end=start + timedelta(days=days), phase=phase) for start, days, phase in drawn]
    scale, chart = timeline_chart.shared_scale(plans, 2011, 2025), timeline_rows(plans, DANISH, 2011, 2025)
    for svg in (chart.axis, *chart.rows):
        assert_legible(svg)
        assert_inside(svg)
    for each in plans:
        bar = timeline_chart.place(each, scale)
        assert (bar.left, bar.right) == (scale(timeline_chart.year_of(each.start)), scale(timeline_chart.year_of(each.end)))


@EXAMPLES
@given(st.lists(st.tuples(counted, counted), min_size=1, max_size=7), st.sampled_from([80.0, 260.0]))
def test_squares(numbers: list[tuple[int, int]], width: float) -> None:
    """As many squares as activities, all on one grid and inside."""
    rows = tuple(ActivityRow("Bydel", before, now, before // 2, now // 2) for before, now in numbers)
    grid = square_chart.fitting_grid(max(max(pair) for pair in numbers), width)
    for row, svg in zip(rows, activity_squares(rows, DANISH, width), strict=True):
        assert sum(d.count("M") for d in re.findall(r'<path d="([^"]*)"', svg)) == row.before + row.now
        assert all(float(x) <= width for x in re.findall(r"M([\d.]+) ", svg))
        assert grid.lines(max(row.before, row.now)) * grid.per_line >= max(row.before, row.now)


@EXAMPLES
@given(st.integers(1, 4), st.lists(st.tuples(st.text("abcdeæøå -/", min_size=1, max_size=120), counted, counted), min_size=1, max_size=12))
def test_tiles(columns: int, drawn: list[tuple[str, int, int]]) -> None:
    """Names of any length and numbers of any size keep to their tile."""
    tiles = [
        Tile(name, number % columns + 1, number // columns + 1, Figure(before), Figure(now), number == 0)
        for number, (name, before, now) in enumerate(drawn)
    ]
    assert not tiles_are_small(tiles)
    svg = tile_map(tiles, DANISH, 2011, 2025)
    assert_legible(svg)
    rects = [[float(rect.get(name, 0)) for name in ("x", "y", "width", "height")] for rect in ET.fromstring(svg).iter(f"{SVG}rect")]  # noqa: S314
    for box in boxes(svg):
        assert any(
            x <= box.left and box.right <= x + wide + 0.1 and y <= box.top and box.bottom <= y + high for x, y, wide, high in rects
        ), box


@pytest.mark.parametrize("forums", [30, 99, 300, 600])
def test_hundreds_of_forums_are_drawn_without_hundreds_of_labels(forums: int) -> None:
    """Each forum keeps its place and a sign; the report's own alone is named, in picture and words; lines and ticks are one path a chart."""
    columns = round(forums**0.5)
    tiles = [
        Tile(f"Forum {number}", number % columns + 1, number // columns + 1, Figure(0.3), Figure(number % 3 / 10 + 0.2), number == 7)
        for number in range(forums)
    ]
    svg = tile_map(tiles, DANISH, 2011, 2025)
    assert tiles_are_small(tiles) == (columns > 4)
    assert_legible(svg)
    assert_inside(svg)
    assert [box.words for box in boxes(svg)] == ["Forum 7: 30,0 → 30,0"]
    assert "Forum 8" not in svg
    slope = replace(REPORT.areas.slopes[0], peers=(slope_chart.values_of(REPORT.areas.slopes[0].own),) * forums)
    (lines,) = slope_charts([slope], DANISH)
    assert (lines.count("<path"), len(boxes(lines))) == (4, 6)
    row = REPORT.answer.indicators[0]
    row = replace(row, chart=replace(row.chart, peers_now=tuple(number / forums / 2 for number in range(1, forums))))
    (ticks,) = dumbbells([row], DANISH, 2025).rows
    assert len(boxes(ticks)) == 2
    assert ticks.count("<path") == 1


def test_the_order_of_two_levels_is_kept() -> None:
    """More is further right, or higher: no scale turns a value around."""
    for scale in (
        index_scale(CITY.lines),
        dumbbell_chart.shared_scale(REPORT.answer.indicators),
        change_chart.shared_scale(CITY.indicators),
    ):
        assert all(scale(one) < scale(other) for one, other in pairwise((0.5, 1.0, 50.0, 200.0)))
    height = slope_chart.shared_scale(REPORT.areas.slopes)
    assert height(2.0) < height(1.0) < height(0.5)
