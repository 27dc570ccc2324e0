"""Charts: positions follow from values, domains include all data, labels do not overlap, the text alternative has the chart's figures."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.language import capitalise, load_language
from pipeline.language.typeface import text_width
from pipeline.render.charts import dumbbell as dumbbell_chart
from pipeline.render.charts import funding as funding_chart
from pipeline.render.charts import slopes as slope_chart
from pipeline.render.charts import squares as square_chart
from pipeline.render.charts import tiles as tile_chart
from pipeline.render.charts import timeline as timeline_chart
from pipeline.render.charts import waterfall as waterfall_chart
from pipeline.render.charts.changes import change_bars
from pipeline.render.charts.dumbbell import dumbbells
from pipeline.render.charts.funding import funding_bars
from pipeline.render.charts.labels import spread
from pipeline.render.charts.scale import Scale, domain
from pipeline.render.charts.slopes import slope_charts
from pipeline.render.charts.squares import activity_squares, group_squares
from pipeline.render.charts.svg import Drawing, coordinate, hatch
from pipeline.render.charts.tiles import tile_map
from pipeline.render.charts.timeline import timeline_rows
from pipeline.render.charts.waterfall import waterfall_rows
from pipeline.report.model.figures import MISSING, Figure
from pipeline.report.model.money import Funding, YearlyBudget
from pipeline.report.model.overview import Tile
from tests import sample_reports as samples
from tests.sample_indicators import FEW

DANISH = load_language("da")
SVG = "{http://www.w3.org/2000/svg}"
REPORT = samples.typical()
CITY = samples.city()


def every_chart() -> list[str]:
    """Return one drawing of each kind, and all that stand in a table."""
    decomposition = REPORT.areas.decomposition
    assert decomposition
    fall = waterfall_rows(decomposition, DANISH, 2011, 2025)
    rings = dumbbells(REPORT.answer.indicators, DANISH, 2025)
    times = timeline_rows(REPORT.money.plans, DANISH, 2011, 2025)
    return [
        *(rings.axis, *rings.rows, fall.start, *fall.parts, fall.end, times.axis, *times.rows),
        tile_map(REPORT.answer.tiles, DANISH, 2011, 2025),
        *slope_charts(REPORT.areas.slopes, DANISH),
        funding_bars(REPORT.money, DANISH),
        *activity_squares(REPORT.organisation.levels, DANISH, 80),
        group_squares(REPORT.organisation, DANISH, own=True, width=168),
        *change_bars(CITY.indicators, DANISH),
    ]


def parsed(svg: str) -> ET.Element:
    """Return a drawing as a tree; that it parses at all is a test too."""
    return ET.fromstring(svg)  # noqa: S314 - our own drawing


def texts(svg: str) -> list[str]:
    """Return the printed texts of a drawing, without its title."""
    return [element.text or "" for element in parsed(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize("svg", every_chart())
def test_every_chart_begins_with_its_content_in_words(svg: str) -> None:
    """A screen reader says the first title; a picture without one is silent."""
    root = parsed(svg)
    assert root[0].tag == f"{SVG}title"
    assert re.search(r"\w{4,}", root[0].text or "")


@pytest.mark.parametrize("svg", every_chart())
def test_every_chart_names_its_font_and_prints_nothing_smaller_than_seven_points(svg: str) -> None:
    """The page's style does not reach into SVG."""
    root = parsed(svg)
    assert root.get("font-family") == "Report"
    assert [text for text in root.iter(f"{SVG}text") if float(text.get("font-size", "0")) < 7] == []


@pytest.mark.parametrize("svg", every_chart())
def test_no_text_leaves_its_chart(svg: str) -> None:
    """What stands outside the box would be cut off or lie over its neighbour."""
    root = parsed(svg)
    width = float((root.get("viewBox") or "").split()[2])
    for text in root.iter(f"{SVG}text"):
        x, size = float(text.get("x", 0)), text_width(text.text or "", float(text.get("font-size", 0)), int(text.get("font-weight", 400)))
        left = {"start": x, "middle": x - size / 2, "end": x - size}[text.get("text-anchor", "start")]
        assert left >= -0.1, text.text
        assert left + size <= width + 0.1, text.text


def test_text_and_title_are_escaped() -> None:
    """A name from a workbook stays text."""
    drawing = Drawing(10, 10, "</title><script>")
    drawing.text(0, 0, "<image href='file:///etc/passwd'/>")
    root = parsed(drawing.markup())
    assert [child.tag for child in root] == [f"{SVG}title", f"{SVG}text"]
    assert root[0].text == "</title><script>"


@pytest.mark.parametrize(("value", "text"), [(1.0, "1"), (-0.001, "0"), (2.345, "2.35"), (100, "100"), (0.5, "0.5")])
def test_coordinates_are_short_and_stable(value: float, text: str) -> None:
    """Two decimals at most, and no negative zero."""
    assert coordinate(value) == text


def test_a_hatch_stays_inside_its_rectangle() -> None:
    """Each line is cut at the edges."""
    points = re.findall(r"[ML]([\d.]+) ([\d.]+)", hatch(10, 5, 30, 8))
    assert points
    assert all(10 <= float(x) <= 40 and 5 <= float(y) <= 13 for x, y in points)


@given(st.lists(st.floats(-1e6, 1e6, allow_subnormal=False), min_size=1))
def test_a_domain_holds_all_data_and_is_never_empty(values: list[float]) -> None:
    """Nothing is clipped, and one value alone has a place too."""
    low, high = domain(values)
    assert low < high
    assert low <= min(values) <= max(values) <= high


def test_a_scale_may_run_downwards() -> None:
    """Greater is higher on a page whose y grows downwards."""
    height = Scale(0, 10, 100, 0)
    assert [height(0), height(5), height(10)] == [100, 50, 0]


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(1, 12)), min_size=1, max_size=8))
def test_labels_never_overlap(wanted: list[tuple[float, float]]) -> None:
    """Pushed apart, kept in order, and inside where there is room."""
    centres, sizes = [centre for centre, _ in wanted], [size for _, size in wanted]
    placed = spread(centres, sizes, 0, 100)
    spans = sorted((centre - size / 2, centre + size / 2) for centre, size in zip(placed, sizes, strict=True))
    assert all(left[1] <= right[0] + 1e-6 for left, right in pairwise(spans))
    if sum(sizes) <= 100:
        assert spans[0][0] >= -1e-6
        assert spans[-1][1] <= 100 + 1e-6


def test_labels_that_do_not_collide_stay_where_they_are() -> None:
    """Only what must move moves."""
    assert spread([50, 10, 90], [8, 8, 8], 0, 100) == [50, 10, 90]


def test_dumbbell_positions_are_shares_over_the_present_threshold() -> None:
    """Ring and dot are measured by the same threshold, so their distance is the change of the share."""
    row = REPORT.answer.indicators[0]
    scale = dumbbell_chart.shared_scale(REPORT.answer.indicators)
    marks = dumbbell_chart.place(row, scale)
    assert row.before.share.value
    assert row.now.share.value
    assert marks.before == pytest.approx(scale(row.before.share.value / row.now.threshold))
    assert marks.now == pytest.approx(scale(row.now.share.value / row.now.threshold))
    assert marks.city == pytest.approx(scale(0.8))
    assert marks.threshold_before == pytest.approx(scale(row.before.threshold / row.now.threshold))


def test_every_dumbbell_mark_finds_room() -> None:
    """The domain comes from all rows: before, now, interval, other forums, city, both thresholds."""
    scale = dumbbell_chart.shared_scale(REPORT.answer.indicators)
    assert scale.low < 1 < scale.high
    for row in REPORT.answer.indicators:
        marks = dumbbell_chart.place(row, scale)
        every = (marks.before, marks.now, marks.city, marks.threshold_before, *marks.peers, *(marks.whisker or ()))
        assert all(0 < x < dumbbell_chart.WIDTH for x in every if x is not None)


def test_a_missing_share_has_no_mark_and_no_number_in_its_row() -> None:
    """The dot would stand somewhere."""
    row = samples.minimal().answer.indicators[0]
    marks = dumbbell_chart.place(row, dumbbell_chart.shared_scale(samples.minimal().answer.indicators))
    assert (marks.before, marks.now, marks.whisker) == (None, None, None)
    svg = dumbbells([row], DANISH, 2025).rows[0]
    assert "<circle" not in svg
    assert texts(svg) == ["22,5\N{NO-BREAK SPACE}%", "byen 18,0"]


def test_the_axis_has_words_alone() -> None:
    """A bare 1½ or an arrow says nothing to a reader: the threshold of the year is named, on every scale."""
    for report in (samples.typical(), samples.minimal()):
        assert texts(dumbbells(report.answer.indicators, DANISH, 2025).axis) == ["grænse 2025"]


def test_the_waterfall_runs_from_the_earlier_to_the_present_index() -> None:
    """The parts add up, and every level lies on the scale."""
    decomposition = REPORT.areas.decomposition
    assert decomposition
    levels = waterfall_chart.running_levels(decomposition)
    scale = waterfall_chart.shared_scale(decomposition)
    assert levels[0] == decomposition.index_before
    assert levels[-1] == pytest.approx(decomposition.index_now)
    assert all(0 <= scale(level) <= waterfall_chart.WIDTH for level in levels)


def test_slopes_share_one_scale_and_the_last_threshold_one_height() -> None:
    """A year's share is divided by the last year's threshold, in every chart alike."""
    height = slope_chart.shared_scale(REPORT.areas.slopes)
    lasts = {
        round(slope_chart.runs(each.threshold, range(len(each.years)), height, each.threshold[-1])[0][-1][1], 6)
        for each in REPORT.areas.slopes
    }
    assert lasts == {round(height(1.0), 6)}


def test_the_numbers_beside_a_slope_do_not_overlap() -> None:
    """The forum and the city can lie close; their numbers cannot."""
    height = slope_chart.shared_scale(REPORT.areas.slopes)
    for each in REPORT.areas.slopes:
        close = replace(each, own=tuple(map(Figure, each.city)))
        own, city = slope_chart.end_labels(close, height, DANISH, -1)
        assert abs(own.baseline - city.baseline) >= slope_chart.SIZE


def test_a_missing_year_breaks_the_line() -> None:
    """Nothing is drawn across what is not known; a small count is drawn by what it counts as, and written as its class."""
    height = Scale(0, 2, 100, 0)
    assert slope_chart.runs((0.2, None, 0.3), (0, 10, 20), height, 0.2) == [[(0, 50.0)], [(20, pytest.approx(25.0))]]
    few = replace(REPORT.areas.slopes[0], own=(FEW, *REPORT.areas.slopes[0].own[1:]))
    assert texts(slope_charts([few], DANISH)[0])[0] == "<0,5"
    unknown = replace(REPORT.areas.slopes[0], own=(MISSING,) * 5)
    assert texts(slope_charts([unknown], DANISH)[0])[:2] == ["21,8", "18,0"]


def test_funding_segments_stand_edge_to_edge_and_fill_the_bar() -> None:
    """A payer's width is its part of the total."""
    now = REPORT.money.now
    parts = funding_chart.segments(now, DANISH)
    assert parts[0].left == funding_chart.LEFT
    assert all(right.left == pytest.approx(left.left + left.width) for left, right in pairwise(parts))
    assert parts[-1].left + parts[-1].width == pytest.approx(funding_chart.WIDTH)
    assert sum(part.width for part in parts[:1]) == pytest.approx(now.lbf_dkk / now.total_dkk * (funding_chart.WIDTH - funding_chart.LEFT))


@pytest.mark.parametrize(
    ("before", "now", "rows"),
    [
        ((75, 12, 13), (75, 12, 13), (["Landsbyggefonden", "Kommunen", "Boligorganisationer"], [])),
        ((50, 50, 0), (75, 12, 13), (["Landsbyggefonden", "Kommunen", "Boligorganisationer"], [])),
        ((0, 100, 0), (75, 12, 13), (["Kommunen"], ["Landsbyggefonden", "Kommunen", "Boligorganisationer"])),
        ((0, 0, 0), (75, 12, 13), (["Landsbyggefonden", "Kommunen", "Boligorganisationer"], [])),
        ((75, 12, 13), (0, 0, 0), (["Landsbyggefonden", "Kommunen", "Boligorganisationer"], [])),
        ((10, 90, 0), (90, 10, 0), (["Landsbyggefonden", "Kommunen"], ["Landsbyggefonden", "Kommunen"])),
    ],
)
def test_a_payers_name_stands_over_its_part(
    before: tuple[int, int, int], now: tuple[int, int, int], rows: tuple[list[str], list[str]]
) -> None:
    """One row of names serves both bars, unless a name would stand over somebody else's money in the second."""
    first, second = (Funding(YearlyBudget(100, "2008–2011"), sum(paid), *paid, 0, 1) for paid in (before, now))
    heads = funding_chart.payers_named(funding_chart.segments(first, DANISH), funding_chart.segments(second, DANISH))
    assert tuple([capitalise(part.payer) for part in head] for head in heads) == rows
    drawn = texts(funding_bars(replace(REPORT.money, before=first, now=second), DANISH))
    assert [drawn.count(name) for name in ("Landsbyggefonden", "Kommunen")] == [
        sum(row.count(name) for row in rows) for name in ("Landsbyggefonden", "Kommunen")
    ]


def test_a_share_too_narrow_for_its_label_is_printed_below() -> None:
    """No share is left out for want of room."""
    svg = funding_bars(REPORT.money, DANISH)
    now = REPORT.money.now
    assert f"andre {DANISH.percent(now.other_dkk / now.total_dkk)}" in texts(svg)


def test_no_money_is_said_and_draws_no_part() -> None:
    """Nothing divided by nothing is no share."""
    nothing = Funding(YearlyBudget(0, "2008–2011"), 0, 0, 0, 0, 0, 0)
    svg = funding_bars(replace(REPORT.money, before=nothing, now=nothing), DANISH)
    assert texts(svg).count("intet budget") == 2
    assert parsed(svg)[0].text.count("intet budget") == 2  # type: ignore[union-attr]  # because a title has text


def test_a_plan_stands_where_its_days_are() -> None:
    """The axis holds both measured years and every plan, whatever their order."""
    plans = samples.big().money.plans
    scale = timeline_chart.shared_scale(plans, 2011, 2025)
    assert timeline_chart.year_of(date(2024, 7, 1)) == pytest.approx(2024.497, abs=0.01)
    for plan in plans:
        bar = timeline_chart.place(plan, scale)
        assert 0 <= bar.left < bar.right <= timeline_chart.WIDTH


def test_squares_are_counted_and_the_filled_come_first() -> None:
    """As many squares as activities; two paths however many there are."""
    grid = square_chart.fitting_grid(120, 80)
    solid, hollow = grid.paths(120, 30, 0)
    assert (solid.count("M"), hollow.count("M")) == (30, 90)
    assert grid.per_line * grid.pitch <= 80 + grid.pitch
    assert grid.lines(120) * grid.per_line >= 120


def test_a_forum_name_is_wrapped_whole() -> None:
    """A long name takes more lines; no letter is lost and no line is too wide."""
    for name in ("Vesterbro-Kongens Enghave/Sydhavnen", "Nørrebro", "Sammenskrivningsforsøgsområdet", "W"):
        lines = tile_chart.wrap(name, 42, 600)
        assert "".join(lines).replace("-", "").replace(" ", "") == name.replace("-", "").replace(" ", "")
        assert all(text_width(line, tile_chart.SIZE, 600) <= 42 for line in lines)


def test_a_tile_grows_with_the_longest_name() -> None:
    """The name's last line stays above the numbers."""
    name = "Vesterbro-Kongens Enghave og Sydhavnen ved Enghavevej"
    svg = tile_map([Tile(name, column, 1, MISSING, MISSING, True) for column in (1, 4)], DANISH, 2011, 2025)
    *lines, numbers = list(parsed(svg).iter(f"{SVG}text"))[: len(texts(svg)) // 2]
    assert len(lines) > 3
    assert float(numbers.get("y", 0)) - float(lines[-1].get("y", 0)) >= float(numbers.get("font-size", 0))


def test_a_missing_tile_shows_the_sign_and_says_so() -> None:
    """Neither the picture nor its words hold a number that is not known."""
    svg = tile_map([Tile("Ø", 1, 1, MISSING, MISSING, True)], DANISH, 2011, 2025)
    assert "– → –" in texts(svg)
    assert "Ø ikke oplyst og ikke oplyst" in svg


def test_a_pair_that_is_not_compared_is_not_joined() -> None:
    """Ring and dot stand where they stood, and no line of 1.5 points runs between them."""
    rows = REPORT.answer.indicators
    apart = replace(rows[2], not_comparable="Ikke sammenlignet: grænsen er flyttet")
    joined, loose = (dumbbells((*rows[:2], row), DANISH, 2025).rows[2] for row in (rows[2], apart))
    assert (joined.count('stroke-width="1.5"'), loose.count('stroke-width="1.5"')) == (1, 0)
    assert joined.count("<circle") == loose.count("<circle") == 2


def test_years_with_another_line_are_dots_and_those_with_the_same_are_joined() -> None:
    """Of five years the first two are of one series, the others each of their own: two runs of one line, and one year twice."""
    line, across = (0.2, 0.3, 0.4, None, 0.5), range(0, 50, 10)
    height = Scale(0.0, 1.0, 100.0, 0.0)
    stretches = slope_chart.runs(line, across, height, 1.0, (True, False, True, True))
    assert [[x for x, _ in stretch] for stretch in stretches] == [[0, 10], [20], [40]]
    each = REPORT.areas.slopes[0]
    whole = slope_charts([each], DANISH)[0]
    broken = slope_charts([replace(each, joined=(True, False, False, False))], DANISH)[0]
    assert whole.count('stroke-width="1.8"') == broken.count('stroke-width="1.8"') == 1
    assert broken.count("<circle") == whole.count("<circle") + 3  # a dot for each of the three years alone
    assert broken.count('stroke-dasharray="1 1.5"') == whole.count('stroke-dasharray="1 1.5"') + 3  # a level line of the city for each


def test_a_change_of_the_city_that_is_not_compared_has_no_bar() -> None:
    """The zero stays, and the words say why."""
    apart = replace(CITY.indicators[2], change_pp=MISSING, not_comparable="Ikke sammenlignet: grænsen er flyttet")
    bar = change_bars([*CITY.indicators[:2], apart], DANISH)[2]
    assert "<rect" not in bar
    assert "Ikke sammenlignet: grænsen er flyttet" in bar
