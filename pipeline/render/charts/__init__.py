"""Charts as SVG by small pure functions: positions come from values, domains from data, and each chart says in words what it shows."""

from pipeline.render.charts.changes import change_bars
from pipeline.render.charts.dumbbell import dumbbells
from pipeline.render.charts.funding import funding_bars
from pipeline.render.charts.index_marks import index_marks
from pipeline.render.charts.slopes import slope_charts
from pipeline.render.charts.squares import activity_squares, group_squares
from pipeline.render.charts.tiles import are_small as tiles_are_small
from pipeline.render.charts.tiles import tile_map
from pipeline.render.charts.timeline import timeline_rows
from pipeline.render.charts.waterfall import waterfall_rows

__all__ = [
    "activity_squares",
    "change_bars",
    "dumbbells",
    "funding_bars",
    "group_squares",
    "index_marks",
    "slope_charts",
    "tile_map",
    "tiles_are_small",
    "timeline_rows",
    "waterfall_rows",
]
