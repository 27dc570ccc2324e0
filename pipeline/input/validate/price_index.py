"""Check that the price index of the settings has every year of the budgets."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.input.validate.parsed import Parsed
from pipeline.problems.model import Code, Place, Problem
from pipeline.settings.settings import SETTINGS_FILENAME, Settings


def check_price_index(parsed: Parsed, settings: Settings) -> Iterator[Problem]:
    """Yield each year of the sheet Budget, and the reported year, that the index lacks; nothing without an index."""
    budget = parsed.one("budget")
    if not settings.price_index or budget is None:
        return
    folder = budget.raw.file.rpartition("/")[0]
    years = {settings.periods.now, *(int(year) for year in budget.frame["year"].dropna())}
    for year in sorted(years - set(settings.prices)):
        yield Problem(Code.SETTING_MISSING, Place(f"{folder}/{SETTINGS_FILENAME}", None, f"price_index.{year}"))
