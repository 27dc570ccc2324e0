"""The charts available to templates, by name."""

from collections.abc import Callable
from typing import Any, Final

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

CHARTS: Final[dict[str, Callable[..., Any]]] = {
    "activity_squares": activity_squares,
    "change_bars": change_bars,
    "dumbbells": dumbbells,
    "funding_bars": funding_bars,
    "group_squares": group_squares,
    "index_marks": index_marks,
    "slope_charts": slope_charts,
    "tile_map": tile_map,
    "tiles_are_small": tiles_are_small,
    "timeline_rows": timeline_rows,
    "waterfall_rows": waterfall_rows,
}
