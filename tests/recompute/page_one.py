"""The numbers on the first page of a PDF: those that must be there, and where every other one comes from.

Required numbers are looked for as often as they are printed. Every number that is left on the page then must be one of the recomputed
numbers of the same unit, or structural: a page, a day, a year, a limit of the settings.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Final

import pypdfium2

from tests.recompute.arithmetic import Number, half_up
from tests.recompute.changes import compare
from tests.recompute.plans import Plan
from tests.recompute.source import Indicator
from tests.recompute.tables import CITY, Recomputed, Value

NUMBER: Final = re.compile(r"(?<![\w,.])([+−]?\d[\d.]*(?:,\d+)?)(?<!\.)( %| mio\.| kr\.)?")
WORDS: Final = ("ingen", "én", "to", "tre", "fire", "fem", "seks", "syv", "otte", "ni", "ti", "elleve", "tolv")
IN_ORDER: Final = re.compile(r"(\w+) med den aftalte andel")
IMPROVED: Final = re.compile(r"(\w+) indikator(?:er)? er forbedret", re.IGNORECASE)
HOLDING: Final = re.compile(r"Samme konklusion i (?:alle (\w+)|(\w+) af (\w+)) kontrolberegning")


@dataclass
class Page:
    """The first page of a report: its text, and what was found on it.

    Attributes:
        compared: How many numbers were compared.
        wrong: What disagrees.
    """

    text: str
    compared: int = 0
    wrong: list[str] = field(default_factory=list)

    def words(self, pattern: re.Pattern[str], expected: Iterable[int]) -> None:
        """Compare the numbers in words of every sentence of a kind."""
        wanted = list(expected)
        for match in pattern.finditer(self.text):
            found = [_number(word) for word in match.groups() if word]
            self.compared += len(found)
            if found != wanted[-len(found) :]:
                self.wrong.append(f"»{match[0]}«: expected {wanted}")


def check_page(pdf: Path, made: Recomputed, forum: str) -> Page:
    """Compare every number on the first page of a report.

    Args:
        pdf: The report.
        made: The recomputed numbers.
        forum: The forum's id; empty for the city's report.
    """
    text = pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_bounded()
    page = Page(_mask(" ".join(text.replace("\N{SOFT HYPHEN}", "").split()), made))
    found = [(match[1], (match[2] or "").strip()) for match in NUMBER.finditer(page.text)]
    required = Counter(_of_forum(made, forum) if forum else _of_city(made))
    page.compared += len(found)
    missing = required - Counter(shown for shown, _ in found)
    page.wrong += [f"{shown} is not printed" for shown in missing.elements()]
    known = _pool(made, forum)
    for shown, unit in found:
        if required[shown]:
            required[shown] -= 1
        elif shown not in known[unit]:
            page.wrong.append(f"{shown} {unit} is none of the recomputed numbers")
    page.words(IN_ORDER, [sum("TMF" not in plan.broken for plan in _running(made, forum))])
    if forum:
        line = next(line for line in made.sheets["Konklusioner"] if line["Forum"] == made.forums[forum])
        page.words(IMPROVED, [_whole(line["Indikatorer forbedret"])])
        page.words(HOLDING, [_whole(line["Kontrolberegninger, der giver samme konklusion"]), _whole(line["Kontrolberegninger i alt"])])
    return page


def _of_forum(made: Recomputed, forum: str) -> Iterator[str]:
    """Yield what a forum's first page must print."""
    then, now = made.years
    own, found = made.conclusions[forum], made.sheets
    line = next(line for line in found["Konklusioner"] if line["Forum"] == made.forums[forum])
    yield from _map(made)
    yield from (da(100 * share, 1) for share in own.residents if share)
    levels = (line[f"Over byens niveau {when}"] for when in ("før", "nu"))
    yield from (da(abs(100 * _exact(level)), 1) for level in levels if level)  # 0 is told in words
    yield from {da(100 * share, 1) for share in own.residents if share}  # the same twice is printed once
    yield from _money(made, forum)
    for one in made.source.indicators:
        yield from _indicator(made, forum, one)
    yield from (str(then), str(now))


def _indicator(made: Recomputed, forum: str, one: Indicator) -> Iterator[str]:
    """Yield the numbers of one row of the table of indicators, and of its chart."""
    for year in made.years:
        cell = made.scores.cells.get(("Forum", forum, year, one.id))
        if cell is None or cell.share is None or cell.small:
            continue
        yield da(100 * cell.share, 1)
        yield da(cell.count or 0)
        yield da(100 * cell.share / made.scores.city_share(year, one.id))
    change = compare(made.scores, "Forum", forum, one)
    yield from (da(end, 1, signed=True) for end in (change.points, change.low, change.high) if end is not None)
    city = made.scores.city_share(made.years[1], one.id)
    yield from (da(100 * city, 1), da(100 * city * one.times, 1))


def _of_city(made: Recomputed) -> Iterator[str]:
    """Yield what the city's first page must print."""
    yield from _map(made)
    yield from _money(made, "")
    number_before, number_now, across_before, across_now, *_ = made.organisation.count_activities(made.forums, lambda _: True)
    yield from _all((across_now, number_now, across_before, number_before))
    yield from _all(made.organisation.count_groups(made.forums, when) for when in ("nu", "før"))
    for one in made.source.indicators:
        then, now = (made.scores.city_share(year, one.id) for year in made.years)
        yield from (da(100 * then, 1), da(100 * now, 1), da(100 * (now - then), 1, signed=True))
    for forum in made.forums:
        for year, index in zip(made.years, made.conclusions[forum].index, strict=True):
            cells = [made.scores.cells.get(("Forum", forum, year, one.id)) for one in made.source.indicators]
            yield from (da(100 * cell.share, 1) for cell in cells if cell is not None and cell.share is not None and not cell.small)
            if index is not None:
                yield da(index)
        yield from (da(100 * share, 1) for share in made.conclusions[forum].residents if share)


def _map(made: Recomputed) -> Iterator[str]:
    """Yield the shares of residents in deprived areas on the map."""
    for found in made.conclusions.values():
        yield from (da(100 * share, 1) for share in found.residents if share)


def _running(made: Recomputed, forum: str) -> list[Plan]:
    return [plan for plan in made.organisation.plans if plan.phase == "i gang" and forum in ("", plan.forum)]


def _money(made: Recomputed, forum: str) -> Iterator[str]:
    """Yield the number of running plans, and kroner a year before and now with their years."""
    forums, running = [forum] if forum else list(made.forums), len(_running(made, forum))
    yield from [da(running)] if running else []
    for arrangement in ("før", "nu"):
        found = made.organisation.funding(forums, arrangement)
        if found is not None:
            yield da(Fraction(found["yearly"], 10**6), 1)
            if found["fixed"] is not None and running:
                yield da(Fraction(found["fixed"], 10**6), 1)
            yield from (str(year) for year in sorted(set(found["years"])))


def _pool(made: Recomputed, forum: str) -> dict[str, set[str]]:
    """Return the recomputed numbers of the forum, the city and the settings, as they may be printed, by unit."""
    pool: dict[str, set[str]] = {"%": set(), "mio.": set(), "kr.": set(), "": {str(number) for number in range(1, 10)}}
    whose = {CITY, None, made.forums.get(forum)} if forum else {CITY, None, *made.forums.values()}
    for title, lines in made.sheets.items():
        for line in lines:
            if line.get("Forum") in whose:
                for head, value in line.items():
                    _learn(pool, title, head, value)
    for found in made.conclusions.values():
        pool[""] |= {da(100 * share, 1) for share in found.residents if share is not None}
    for plan in made.organisation.plans:
        pool[""] |= {str(part) for day in (plan.start, plan.end) for part in (day.year, day.day)}
    day = made.source.day
    pool[""] |= {*map(str, made.years), str(day.day), *re.findall(r"\d+", str(made.source.policy["version"]))}
    pool[""] |= {da(one.times, 2) for one in made.source.indicators} | {da(len(made.forums)), "100"}
    pool[""] |= set(re.findall(r"\d+", str(made.source.policy["name"]))) | {str(made.source.policy["version"])}
    return pool


def _learn(pool: dict[str, set[str]], title: str, head: str, value: Value) -> None:
    if not isinstance(value, int | float | Fraction):
        return
    if "kr." in head:
        pool["kr."].add(da(value))
        pool["mio."] |= {da(Fraction(value) / 10**6, digits) for digits in (1, 2)}
    elif title == "Grænser og indstillinger":
        shown = f"{float(value):g}".replace(".", ",")
        pool["%"] |= {shown, da(value, 1)}
        pool[""].add(shown)
    elif "ndel" in head or "niveau" in head or "Interval" in head or "Grænse" in head or "Beboere i" in head:
        pool["%"] |= {da(abs(100 * _exact(value)), digits) for digits in (0, 1)}
        pool[""].add(da(100 * _exact(value), 1))
    else:
        pool[""] |= {da(abs(_exact(value)), digits) for digits in (0, 1)} | {da(value, 1, signed=True)}


def da(value: Number, digits: int = 0, *, signed: bool = False) -> str:
    """Return a number as Danish prints it."""
    rounded = half_up(value, digits)
    text = f"{float(abs(rounded)):,.{digits}f}".translate(str.maketrans(",.", ".,"))
    return ("−" if rounded < 0 else "+" if signed and rounded > 0 else "") + text


def _mask(text: str, made: Recomputed) -> str:
    """Take out the names and labels that hold digits."""
    names = {unit.name for unit in made.scores.units} | {plan.name for plan in made.organisation.plans}
    for one in made.source.indicators:
        names |= {one.label, one.raw["base_label"]["da"]}
    for name in sorted((name for name in names if re.search(r"\d", name)), key=len, reverse=True):
        text = re.sub(r"\s?".join(map(re.escape, name.split())), "…", text, flags=re.IGNORECASE)
    return text


def _all(values: Iterable[Value]) -> Iterator[str]:
    yield from (da(_exact(value)) for value in values)


def _exact(value: Value) -> Fraction:
    assert isinstance(value, int | float | Fraction)
    return Fraction(value)


def _whole(value: Value) -> int:
    return int(_exact(value))


def _number(word: str) -> int:
    plain = word.casefold().replace("ét", "én").replace("et", "én") if word.casefold() in ("ét", "et") else word.casefold()
    return int(plain) if plain.isdecimal() else WORDS.index(plain)
