"""Names and units of the numbers used in the reports' rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pipeline.language.language import N_

PER_CENT: Final = N_("per cent")
POINTS: Final = N_("percentage points")
SETTINGS: Final[Mapping[str, tuple[str, str]]] = {
    "before": (N_("The earlier year"), N_("year")),
    "now": (N_("The reported year"), N_("year")),
    "present_day": (N_("Day of the reported count"), N_("day")),
    "forums": (N_("Forums of the city"), N_("forums")),
    "administrations": (N_("Administrations of the municipality in the reported year"), N_("administrations")),
    "indicators": (N_("Indicators of the policy, each with a share and a criterion"), N_("indicators")),
    "ratio": (N_("A criterion is met from this multiple of the city's share"), N_("times")),
    "minimum_criteria": (N_("Criteria that make an area deprived, at least"), N_("criteria")),
    "scale": (N_("Index of the city"), N_("index points")),
    "smallest_small": (N_("The smallest count that is shown as a class"), N_("persons or dwellings")),
    "largest_small": (N_("The largest count that is shown as a class"), N_("persons or dwellings")),
    "middle_small": (N_("What such a count counts as"), N_("persons or dwellings")),
    "rounded_to": (N_("To what a rounded count is rounded"), N_("persons or dwellings")),
    "smallest_shown": (N_("The smallest count above none that is shown as it is"), N_("persons or dwellings")),
    "judged_from_pp": (N_("The smallest change that is judged"), POINTS),
    "interval_level": (N_("Level of the intervals"), PER_CENT),
    "draws": (N_("Trials with other limits, weights, scales and means"), N_("trials")),
    "limit_spread": (N_("Limits of the trials are so much lower and higher, at most"), PER_CENT),
    "may_change": (N_("A firm status changes in at most so many of the trials"), PER_CENT),
    "least_points": (N_("The smallest change of a forum's index that is called one, at least"), N_("index points")),
    "chance": (N_("The smallest change is at least so many standard errors"), N_("standard errors")),
    "unchanged_up_to": (N_("Above so many points of the smallest change, a smaller one is unclear and not unchanged"), N_("index points")),
    "contrary_pp": (N_("The residents' share contradicts the index from more than"), POINTS),
    "other_limits": (N_("The limits of two checks are so much lower and higher"), PER_CENT),
    "holds_over": (N_("More than this part of the checks must give the same conclusion"), PER_CENT),
    "tmf_share": (N_("The agreed municipal share of a plan's budget"), PER_CENT),
    "lbf_max_share": (N_("The agreed highest share of LBF"), PER_CENT),
    "tolerance_pp": (N_("A share may be off by rounding, at most"), POINTS),
    "hourly_rate_dkk": (N_("Kroner for an hour of an administration's staff"), N_("DKK")),
    "price_index": (N_("Price index of the year in the key"), N_("index")),
    "max_years": (N_("The longest period of a plan"), N_("years")),
    "base_change_limit": (N_("Residents or a base change by more than this part: a finding"), PER_CENT),
    "city_tolerance": (N_("The districts' residents may be off the city's, at most"), PER_CENT),
    "rounding_pp": (N_("Differences of rounded shares can be off by"), POINTS),
}
