"""The example's invented model of the indicators: the city's shares over the years, and each area's ratio to the city.

Enters: nothing. Leaves: tables for review, and the profiles of invented areas.
Never: a count; `indicator_numbers` draws those from this model.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from pipeline.workbooks.example.places import KNOTS

Floats = npt.NDArray[np.float64]

# The city's share in each year of KNOTS.
CITY_SHARES: Final[dict[str, tuple[float, ...]]] = {
    "uden_for_arbejdsmarkedet": (0.220, 0.210, 0.196, 0.180),
    "ikke_vestlig_herkomst": (0.145, 0.152, 0.158, 0.165),
    "lavindkomst": (0.160, 0.156, 0.159, 0.155),
    "smaa_boliger": (0.470, 0.462, 0.452, 0.440),
    "installationsmangler": (0.070, 0.063, 0.055, 0.045),
    "lav_ingen_uddannelse": (0.280, 0.258, 0.235, 0.210),
}

# The low-income line in each year of KNOTS, kroner: 2011 is the city's own (25 % below the median), the later ones are invented.
LOW_INCOME: Final = "lavindkomst"
LOW_INCOME_LINES: Final = (162_000, 173_000, 187_000, 214_000)

# The base of a share: persons of some age as a fraction of all residents; None: dwellings.
AGE_GROUPS: Final[dict[str, float | None]] = {
    "uden_for_arbejdsmarkedet": 0.72,  # 16-66
    "ikke_vestlig_herkomst": 1.0,  # all residents
    "lavindkomst": 0.82,  # 18 and over
    "smaa_boliger": None,
    "installationsmangler": None,
    "lav_ingen_uddannelse": 0.71,  # 16-64
}
RESIDENTS_PER_DWELLING: Final = 1.95

NOISE: Final = 0.01  # relative standard deviation of a share around its profile
CITY_NOISE: Final = 0.003
HIGHEST_SHARE: Final = 0.95
LOWEST_RATIO, HIGHEST_RATIO = 0.5, 2.0  # for an invented area
RENOVATED: Final = 0.03  # fraction of the invented areas where nearly every dwelling now has its installations: small counts
RENOVATED_RATIO: Final = 0.08

# Ratio to the city's share: first line 2011, second line 2025, linear in between.
# The example's policy has criteria from 1.25 times the city, and an area is deprived from four criteria.
#            labour  origin  income  small   install. education
PROFILES: Final[dict[str, tuple[tuple[float, ...], tuple[float, ...]]]] = {
    "NOR-01": ((1.05, 1.15, 1.18, 1.30, 1.29, 0.95), (0.98, 1.02, 1.16, 1.28, 1.19, 0.85)),
    "NOR-02": ((1.29, 1.42, 1.31, 1.32, 1.20, 1.15), (1.14, 1.21, 1.29, 1.30, 1.14, 1.02)),
    "NOR-03": ((1.52, 1.95, 1.60, 1.35, 0.90, 1.50), (1.48, 1.90, 1.55, 1.33, 0.07, 1.45)),
    "NOR-04": ((1.45, 1.75, 1.45, 1.20, 1.05, 1.40), (1.40, 1.65, 1.42, 1.17, 0.95, 1.36)),
    "AMO-01": ((1.34, 1.12, 1.30, 1.40, 1.30, 1.16), (1.17, 1.06, 1.19, 1.38, 1.12, 1.09)),
    "AMO-02": ((1.32, 1.52, 1.18, 0.85, 0.70, 1.18), (1.42, 1.75, 1.36, 0.88, 0.09, 1.36)),
    "AMO-03": ((0.99, 0.78, 0.98, 1.10, 1.10, 1.00), (0.95, 0.76, 0.97, 1.10, 1.16, 0.97)),
    "AMV-01": ((1.62, 1.85, 1.50, 0.80, 0.70, 1.58), (1.55, 1.85, 1.48, 0.82, 0.72, 1.55)),
    "AMV-02": ((0.62, 1.00, 0.85, 0.60, 0.30, 0.55), (0.62, 1.00, 0.85, 0.60, 0.30, 0.55)),
    "AMV-03": ((0.96, 0.92, 0.97, 0.95, 0.90, 1.00), (0.97, 0.93, 0.97, 0.98, 1.00, 1.00)),
    "BIS-01": ((1.30, 1.55, 1.31, 1.30, 1.20, 1.30), (1.20, 1.84, 1.45, 1.31, 1.19, 1.20)),
    "BIS-02": ((1.32, 1.40, 1.30, 0.95, 0.80, 1.33), (1.40, 1.64, 1.41, 0.95, 0.80, 1.42)),
    "BIS-03": ((1.45, 1.85, 1.48, 1.30, 0.90, 1.50), (1.46, 1.95, 1.55, 1.30, 0.85, 1.50)),
    "BIS-04": ((1.08, 1.08, 1.05, 1.15, 1.05, 1.10), (1.10, 1.18, 1.08, 1.18, 1.12, 1.12)),
    "VES-01": ((0.85, 0.70, 0.92, 1.15, 1.31, 0.75), (0.72, 0.60, 0.86, 1.12, 1.36, 0.60)),
    "VES-02": ((1.29, 1.10, 1.29, 1.38, 1.42, 1.08), (1.04, 0.92, 1.12, 1.34, 1.30, 0.86)),
    "VES-03": ((1.40, 1.05, 1.34, 1.35, 1.12, 1.45), (1.30, 0.98, 1.29, 1.30, 1.02, 1.31)),
    "BRH-01": ((1.48, 2.05, 1.44, 0.70, 0.70, 1.54), (1.49, 1.98, 1.44, 0.72, 0.72, 1.53)),
    "BRH-02": ((0.86, 0.76, 0.80, 0.72, 0.70, 0.92), (0.86, 0.78, 0.80, 0.72, 0.72, 0.93)),
    "BRH-03": ((1.14, 1.20, 1.12, 1.05, 0.80, 1.15), (1.12, 1.19, 1.10, 1.05, 0.78, 1.12)),
    "VAL-01": ((0.86, 0.72, 0.86, 1.00, 0.90, 0.87), (0.83, 0.72, 0.86, 0.98, 0.90, 0.84)),
    "VAL-02": ((1.31, 1.48, 1.16, 0.95, 0.80, 1.18), (1.38, 1.70, 1.34, 0.98, 0.75, 1.37)),
    "VAL-03": ((1.54, 1.72, 1.42, 1.10, 1.31, 1.54), (1.55, 1.80, 1.45, 1.12, 1.18, 1.55)),
    "VAL-04": ((1.02, 0.96, 0.98, 1.05, 0.95, 1.08), (1.08, 1.08, 1.04, 1.07, 1.07, 1.13)),
}


def city_share(indicator: str, year: int) -> float:
    """Return the city's target share in the model; outside the known years that of the nearest one."""
    return float(np.interp(year, KNOTS, CITY_SHARES[indicator]))


def low_income_line(year: int) -> int:
    """Return the low-income line in whole thousands of kroner; outside the known years that of the nearest one."""
    return round(float(np.interp(year, KNOTS, LOW_INCOME_LINES)) / 1000) * 1000


def ratio_weight(year: int) -> float:
    """Return a year's position between the first profile (0.0) and the second (1.0)."""
    return float(np.interp(year, (KNOTS[0], KNOTS[-1]), (0.0, 1.0)))


def draw_profiles(count: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Draw profiles for areas missing in the table.

    Args:
        count: Number of areas.
        rng: Random generator.

    Returns:
        Ratios to the city before and now, each of shape (areas, indicators), in the order of `CITY_SHARES`.
    """
    kinds = len(CITY_SHARES)
    level = rng.normal(0.0, 0.22, (count, 1))
    before = np.exp(level + rng.normal(0.0, 0.12, (count, kinds)))
    now = before * np.exp(rng.normal(0.0, 0.06, (count, 1)) + rng.normal(0.0, 0.05, (count, kinds)))
    before, now = np.clip(before, LOWEST_RATIO, HIGHEST_RATIO), np.clip(now, LOWEST_RATIO, HIGHEST_RATIO)
    now[rng.random(count) < RENOVATED, list(CITY_SHARES).index("installationsmangler")] = RENOVATED_RATIO
    return before, now
