"""What `tabeller.xlsx` must hold: for each sheet its rows, and in each row the values that are recomputed.

A value is a fraction (or whole number, or float of a square root) to be compared as a number, a text or day to be compared as it is, or
None where the cell holds none: it is empty, or has the sign of a missing number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from functools import cached_property
from math import ceil, floor

from tests.recompute.arithmetic import Number, half_up, wilson
from tests.recompute.changes import (
    APART,
    BETTER,
    MIXED,
    SAME,
    UNCLEAR,
    UNKNOWN,
    WORSE,
    compare,
    conclude,
    incomparable,
    shifted,
)
from tests.recompute.findings import count_findings
from tests.recompute.plans import Organisation, Plan
from tests.recompute.scores import Cell, Unit, score
from tests.recompute.source import Indicator, Row, Source
from tests.recompute.trials import Trials

Value = Number | str | date | None
Line = dict[str, Value]
CITY = "Hele byen"
SHARES = ("LBF’s andel", "Kommunens andel", "TMF’s andel", "Boligorganisationernes andel", "Andres andel")
KRONER = ("LBF, kr.", "Kommunen, kr.", "Heraf TMF, kr.", "Boligorganisationerne, kr.", "Andre, kr.")
LEVELS = ("by", "bydel", "afdeling")


class Recomputed:
    """Every number of a release, recomputed from the input folder."""

    def __init__(self, source: Source) -> None:
        self.source, self.scores, self.organisation = source, score(source), Organisation(source)
        self.trials, self.apart = Trials(self.scores), incomparable(self.scores)
        self.forums = self.scores.forum_name
        self.conclusions = {forum: conclude(self.scores, forum) for forum in self.forums}
        self.findings = count_findings(self.scores, self.organisation)
        self.years = (source.before, source.now)

    @cached_property
    def sheets(self) -> dict[str, list[Line]]:
        """Return every sheet with numbers, its rows in the order of the workbook."""
        return {
            "Konklusioner": list(self._conclusions()),
            "Udsatte delområder": [{"Forum": name} | self.statuses(forum) | self._residents(forum) for forum, name in self.forums.items()],
            "Fora efter vurdering": list(self._verdicts()),
            "Indikatorer": list(self._indicators()),
            "Ændringer": list(self._changes()),
            "Indeks og status": list(self._units()),
            "Indeksets dele": list(self._parts()),
            "Kontrolberegninger": list(self._checks()),
            "Hvem betaler": list(self._funding()),
            "Planer i alt": list(self._totals()),
            "Helhedsplaner": [self._plan(plan) for plan in self.organisation.plans],
            "Kommunale poster før": list(self._posts()),
            "Indsatser": list(self._activities()),
            "Styregrupper": list(self._groups()),
            "Samarbejdskontrakter": [
                {"Kontrakt": row["Kontrakt-id"], "Forum": self.forums[row["Forum-id"]], "Indgået": row["Indgået"]}
                for row in self.organisation.contracts
            ],
            "Definitioner": [{"Indikator": one.label, "Vægt": one.weight, "Vurderes": yes(one.judged)} for one in self.source.indicators],
            "Definitioner pr. år": list(self._editions()),
            "Grænser og indstillinger": list(self._settings()),
        }

    def _conclusions(self) -> Iterator[Line]:
        directions = self.trials.directions()
        for forum, name in self.forums.items():
            found = self.conclusions[forum]
            then, now = found.index
            changes = [compare(self.scores, "Forum", forum, one).verdict for one in self.source.indicators if one.judged]
            counts = [changes.count(word) for word in ("forbedret", "forværret", "uændret", "uklar")]
            areas = self._areas(forum)
            moved = [tuple(self._status(area, year) for year in self.years) for area in areas if area not in self.apart]
            firm = [(area, year) for area in areas for year in self.years if year == self.years[1] or area not in self.apart]
            told = [check.says for check in found.checks]
            yield {
                "Forum": name,
                "Vurdering": found.says,
                "Indeks før": then,
                "Indeks nu": now,
                "Indeksets ændring": None if then is None or now is None else half_up(now - then, 1),
                "Mindste ændring, der kan ses, point": found.least,
                "Over byens niveau før": over(then),
                "Over byens niveau nu": over(now),
                "Beboere i udsatte delområder før": found.residents[0],
                "Beboere i udsatte delområder nu": found.residents[1],
                "Indikatorer forbedret": counts[0],
                "Indikatorer forværret": counts[1],
                "Indikatorer uændret": counts[2],
                "Indikatorer uklare": counts[3],
                "Indikatorer, der ikke er sammenlignet": len(changes) - sum(counts),
                "Indikatorer over byen": sum(self._above(forum, one) for one in self.source.indicators),
                "Delområder, der ikke længere er udsatte": moved.count((True, False)),
                "Delområder, der er blevet udsatte": moved.count((False, True)),
                "Kontrolberegninger i alt": len(told),
                "Kontrolberegninger, der giver samme konklusion": sum(check.holds for check in found.checks),
                "Kontrolberegninger, der viser mere udsat": told.count(WORSE),
                "Kontrolberegninger, der viser mindre udsat": told.count(BETTER),
                "Kontrolberegninger, der viser uændret": told.count(SAME),
                "Kontrolberegninger, der viser et blandet billede": told.count(MIXED),
                "Kontrolberegninger, der viser uklart": told.count(UNCLEAR),
                "Kontrolberegninger, der ikke kan beregnes": told.count(UNKNOWN),
                "Statusser, der ikke er faste": sum(self._firm(area, year) is False for area, year in firm),
                "Simuleringer i samme retning": directions[forum],
                "Bemærkninger til data": self.findings[forum],
            }
        yield {"Forum": CITY, "Bemærkninger til data": self.findings.total()}

    def _verdicts(self) -> Iterator[Line]:
        told = [found.says for found in self.conclusions.values()]
        for word in (BETTER, WORSE, SAME, UNCLEAR, MIXED, APART, UNKNOWN):
            yield {"Vurdering": word, "Fora, antal": told.count(word)}

    def _indicators(self) -> Iterator[Line]:
        for unit in (None, *self.scores.units):
            for year in self.source.years:
                for one in self.source.indicators:
                    key = (year, one.id) if unit is None else (unit.level, unit.id, year, one.id)
                    if unit is None:
                        yield self._city(year, one)
                    elif key in self.scores.cells:
                        yield name(unit) | {"År": year, "Indikator": one.label} | self._share(unit, year, one)

    def _city(self, year: int, one: Indicator) -> Line:
        cell, share = self.scores.city[year, one.id], self.scores.city_share(year, one.id)
        own: Line = {"Antal": cell.count, "Antal i alt": cell.base, "Andel": share, "Andel, byen = 100": 100}
        return {"Niveau": "By", "År": year, "Indikator": one.label, "Byens andel": share, "Grænse": share * one.times} | own

    def _share(self, unit: Unit, year: int, one: Indicator) -> Line:
        cell, city = self.scores.cells[unit.level, unit.id, year, one.id], self.scores.city_share(year, one.id)
        limit, low, high = city * one.times, None, None
        near: bool | None = None if cell.share is None else False
        if cell.share is not None and one.sampled:
            low, high = wilson(*cell.pair, self._level())
            near = low < limit <= high
        shown = one.sampled and year == self.years[1]
        return {
            "Antal": f"{cell.low}–{cell.high}" if cell.small else cell.count,
            "Antal i alt": cell.base,
            "Andel": words(cell),
            "Interval, lav": low if shown else None,
            "Interval, høj": high if shown else None,
            "Byens andel": city,
            "Andel, byen = 100": None if cell.share is None else 100 * cell.share / city,
            "Grænse": limit,
            "Kriterium opfyldt": yes(self.scores.met(unit.level, unit.id, year, one)),
            "Tæt på grænsen": yes(near),
        }

    def _changes(self) -> Iterator[Line]:
        for one in self.source.indicators:
            then, now = (self.scores.city_share(year, one.id) for year in self.years)
            points = None if one.id in shifted(self.scores) else 100 * (now - then)
            yield {"Niveau": "By", "Indikator": one.label, "Andel før": then, "Andel nu": now, "Ændring, procentpoint": points}
        for unit in self.scores.units:
            for one in self.source.indicators:
                cells = [self.scores.cells.get((unit.level, unit.id, year, one.id)) for year in self.years]
                if any(cells):
                    change = compare(self.scores, unit.level, unit.id, one)
                    yield name(unit) | {
                        "Indikator": one.label,
                        "Andel før": words(cells[0]),
                        "Andel nu": words(cells[1]),
                        "Ændring, procentpoint": change.points,
                        "Ændringens interval, lav": change.low,
                        "Ændringens interval, høj": change.high,
                        "Vurdering": change.verdict,
                    }

    def _units(self) -> Iterator[Line]:
        residents = {row["År"]: row["Beboere"] for row in self.source.rows("indikatorer", "Byen")}
        for year in self.years:
            yield {"Niveau": "By", "År": year, "Beboere": residents[year], "Indeks, byen = 100": 100}
        for unit in self.scores.units:
            for year in self.years:
                present = self.scores.areas_in(unit.areas, year)
                if not present:
                    continue
                met = [self.scores.met(unit.level, unit.id, year, one) for one in self.source.indicators]
                line: Line = {
                    "År": year,
                    "Beboere": sum(self.scores.residents[area, year] for area in present),
                    "Kriterier opfyldt": met.count(True),
                    "Indeks, byen = 100": self.scores.index(unit.level, unit.id, year),
                    "Kriterier, der er kendt": len(met) - met.count(None),
                }
                if unit.level == "Delområde":
                    line |= {"Udsat": yes(self._status(unit.id, year)), "Status er fast": yes(self._firm(unit.id, year))}
                else:
                    known = [status for area in present if (status := self._status(area, year)) is not None]
                    line |= {"Udsatte delområder": sum(known), "Delområder med kendt status": len(known)}
                yield name(unit) | line

    def _parts(self) -> Iterator[Line]:
        scale, whole = Fraction(self.source.policy["index"]["scale"]), sum(one.weight for one in self.source.indicators)
        for forum, title in self.forums.items():
            then, now = self.conclusions[forum].index
            if then is None or now is None:
                continue
            level, sums = then, [Fraction(0)] * 3
            for one in self.source.indicators:
                (s0, c0), (s1, c1) = (
                    (self.scores.cells["Forum", forum, year, one.id].share or Fraction(0), self.scores.city_share(year, one.id))
                    for year in self.years
                )
                by = scale * one.weight / whole
                parts = [by * (s1 / c1 - s0 / c0), by * (s1 - s0) * (1 / c0 + 1 / c1) / 2, by * (s0 + s1) / 2 * (1 / c1 - 1 / c0)]
                yield {"Forum": title, "Indikator": one.label, "Fra indeks": level} | moved(parts) | {"Til indeks": level + parts[0]}
                level, sums = level + parts[0], [a + b for a, b in zip(sums, parts, strict=True)]
            yield {"Forum": title, "Fra indeks": then} | moved(sums) | {"Til indeks": now}

    def _checks(self) -> Iterator[Line]:
        for forum, title in self.forums.items():
            for check in self.conclusions[forum].checks:
                yield {
                    "Forum": title,
                    "Indeksets ændring": None if check.points is None else half_up(check.points, 1),
                    "Beboere i udsatte delområder før": check.residents[0],
                    "Beboere i udsatte delområder nu": check.residents[1],
                    "Hvad beregningen viser": "kan ikke beregnes" if check.says == UNKNOWN else check.says,
                    "Holder": yes(check.holds),
                }

    def _funding(self) -> Iterator[Line]:
        for title, forums in self._each():
            for arrangement in ("før", "nu"):
                found = self.organisation.funding(forums, arrangement)
                if found is not None:
                    first, last = found["years"]
                    line: Line = {"Første år": first, "Sidste år": last, "Budget om året, kr.": found["yearly"]}
                    line["Budget om året i faste priser, kr."] = found["fixed"]
                    line |= {"Forum": title, "Ordning": arrangement.capitalize(), "Kommunale poster": found["posts"]}
                    yield line | paid(found["total"], found["paid"], len(SHARES))

    def _totals(self) -> Iterator[Line]:
        for title, forums in self._each():
            for phase in ("i gang", "planlagt", "afsluttet", "I alt"):
                own = [plan for plan in self.organisation.plans if plan.forum in forums and phase in (plan.phase, "I alt")]
                yield {
                    "Forum": title,
                    "Fase": phase,
                    "Antal planer": len(own),
                    "Budget, kr.": sum(plan.total for plan in own),
                    "Med den aftalte andel": sum("TMF" not in plan.broken for plan in own),
                    "Uden den aftalte andel": sum("TMF" in plan.broken for plan in own),
                    "Uden godkendelse": sum("godkendelse mangler" in plan.broken for plan in own),
                    "Med for lang periode": sum("for lang" in plan.broken for plan in own),
                    "Slutter i det opgjorte år": sum(plan.end.year == self.years[1] for plan in own),
                    "Aftaler i orden": sum(not plan.broken & {"aftale mangler", "aftale delt"} for plan in own),
                    "Tilsagn i orden, antal": sum(not plan.broken & {"tilsagn mangler", "tilsagn efter start"} for plan in own),
                    "Godkendelser i orden": sum(not plan.broken & {"godkendelse mangler", "godkendelse efter tilsagn"} for plan in own),
                    "Under aftalt andel i alt, kr.": sum(plan.shortfall for plan in own if "TMF" in plan.broken),
                }

    def _plan(self, plan: Plan) -> Line:
        signed, approved, promised = plan.papers.values()
        return paid(plan.total, plan.paid, len(SHARES) - 1) | {
            "Forum": self.forums[plan.forum],
            "Plan-id": plan.id,
            "Start": plan.start,
            "Slut": plan.end,
            "Varighed i år": plan.years,
            "Fase": plan.phase,
            "Afdelinger": plan.estates,
            "Budget om året, kr.": plan.yearly,
            "Under aftalt andel, kr.": plan.shortfall,
            "Aftale indgået": signed,
            "LBF’s tilsagn": promised,
            "Kommunens godkendelse": approved,
            "Ansøger er en boligorganisation": yes("ansøger" not in plan.broken),
            "Periode som aftalt": yes("for lang" not in plan.broken),
            "LBF’s andel som aftalt": yes("LBF" not in plan.broken),
            "TMF’s andel som aftalt": yes("TMF" not in plan.broken),
            "Aftale i orden": yes(not plan.broken & {"aftale mangler", "aftale delt"}),
            "Tilsagn i orden": yes(not plan.broken & {"tilsagn mangler", "tilsagn efter start"}),
            "Godkendelse i orden": yes(not plan.broken & {"godkendelse mangler", "godkendelse efter tilsagn"}),
        }

    def _posts(self) -> Iterator[Line]:
        names = {one["code"]: one["name"]["da"] for one in self.source.settings["administrations"]}
        totals = {forum: self.organisation.funding([forum], "før") for forum in self.forums}
        for (forum, code, in_hours), (hours, kroner) in sorted(self.organisation.posts().items()):
            whole = totals[forum]
            assert whole is not None
            share = Fraction(kroner, whole["total"])
            line: Line = {"Forum": self.forums[forum], "Forvaltning": names[code], "Timer": hours if in_hours else None}
            yield line | {"Post, kr.": kroner, "Andel af budgettet": share}

    def _activities(self) -> Iterator[Line]:
        heads = ("Før", "Nu", "På tværs af afdelinger før", "På tværs af afdelinger nu", "Broer før", "Broer nu")
        heads += ("Af alle planer", "På tværs, af alle planer", "Broer, af alle planer")
        themes = list(dict.fromkeys(row["Tema"] for row in self.source.rows("helhedsplaner", "Lister") if row["Tema"]))
        for title, forums in self._each():
            for column, kinds in (("Niveau", LEVELS), ("Tema", themes), ("", ("I alt",))):
                for kind in kinds:
                    counts = self.organisation.count_activities(forums, _chooser(column, kind))
                    line: Line = {"Forum": title, "Niveau eller tema": kind.capitalize() if column == "Niveau" else kind}
                    yield line | dict(zip(heads, counts, strict=True))

    def _groups(self) -> Iterator[Line]:
        for title, forums in self._each():
            before, now = (self.organisation.count_groups(forums, arrangement) for arrangement in ("før", "nu"))
            yield {"Forum": title, "Før": before, "Nu": now}

    def _editions(self) -> Iterator[Line]:
        labels = {one.head: one.label for one in self.source.indicators}
        for row in self.source.rows("indikatorer", "Definitioner"):
            yield {"Indikator": labels[row["Indikator"]], "År": row["År"], "Grænse, kr.": row["Grænse, kr."]}

    def _settings(self) -> Iterator[Line]:
        settings, policy = self.source.settings, self.source.policy
        rules, money, checks, k = policy["conclusion"], settings["money"], settings["checks"], settings["small_numbers"]["smallest_shown"]
        code = f"politik/{settings['policy']}.toml"
        year_end = self.source.day
        administrations = {one["code"] for one in settings["administrations"] if one["valid_from"] <= year_end}
        level = 100 * self._level()
        values: list[tuple[str, Value]] = [
            *((f"indikatorer.xlsx [{year}]", year) for year in self.years),
            ("indstillinger.toml [periods.month, periods.day]", self.source.day),
            ("fora.xlsx [Fora]", len(self.forums)),
            ("indstillinger.toml [administrations]", len(administrations)),
            (f"{code} [indicators]", len(self.source.indicators)),
            (f"{code} [indicators.criterion.times]", self.source.indicators[0].times),
            (f"{code} [statuses.minimum_criteria]", policy["statuses"][0]["minimum_criteria"]),
            (f"{code} [index.scale]", policy["index"]["scale"]),
            ("programmet, det samme for alle input", 1),
            ("indstillinger.toml [small_numbers.smallest_shown]", k - 1),
            *(("programmet, det samme for alle input", value) for value in (k // 2, 5)),
            ("indstillinger.toml [small_numbers.smallest_shown]", k),
            ("indstillinger.toml [changes.judged_from_pp]", settings["changes"]["judged_from_pp"]),
            ("indstillinger.toml [changes.interval_level]", level),
            *(("programmet, det samme for alle input", value) for value in (1000, 5, 10)),
            *((f"{code} [conclusion.{key}]", rules[key]) for key in ("least_points", "chance", "unchanged_up_to", "contrary_pp")),
            *((f"{code} [conclusion.{key}]", 100 * rules[key]) for key in ("other_limits", "holds_over")),
            *((f"indstillinger.toml [money.{key}]", 100 * money[key]) for key in ("tmf_share", "lbf_max_share")),
            *((f"indstillinger.toml [money.{key}]", money[key]) for key in ("tolerance_pp", "hourly_rate_dkk")),
            *((f"indstillinger.toml [price_index.{year}]", level) for year, level in sorted(settings.get("price_index", {}).items())),
            ("indstillinger.toml [plans.max_years]", settings["plans"]["max_years"]),
            *((f"indstillinger.toml [checks.{key}]", 100 * checks[key]) for key in ("base_change_limit", "city_tolerance")),
            ("programmet, det samme for alle input", Fraction(1, 10)),
        ]
        for key, value in values:
            yield {"Hvor det er sat": key, "Værdi": value}

    def _each(self) -> Iterator[tuple[str, list[str]]]:
        for forum, title in self.forums.items():
            yield title, [forum]
        yield CITY, list(self.forums)

    def _areas(self, forum: str) -> tuple[str, ...]:
        return next(unit.areas for unit in self.scores.units if (unit.level, unit.id) == ("Forum", forum))

    def _status(self, area: str, year: int) -> bool | None:
        return self.scores.status(area, year) if (area, year) in self.scores.residents else None

    def _firm(self, area: str, year: int) -> bool | None:
        return self.trials.firm(area, year) if (area, year) in self.scores.residents else None

    def statuses(self, forum: str) -> Line:
        """Return how many of a forum's areas are deprived, out of those with a known status, before and now."""
        found: Line = {}
        for year, word in zip(self.years, ("før", "nu"), strict=True):
            known = [status for area in self._areas(forum) if (status := self._status(area, year)) is not None]
            found |= {f"Udsatte delområder {word}": sum(known), f"Delområder med kendt status {word}": len(known)}
        return found

    def _residents(self, forum: str) -> Line:
        before, now = self.conclusions[forum].residents
        return {"Beboere i udsatte delområder før": before, "Beboere i udsatte delområder nu": now}

    def _above(self, forum: str, one: Indicator) -> bool:
        cell = self.scores.cells.get(("Forum", forum, self.years[1], one.id), Cell(None, None))
        return cell.share is not None and half_up(100 * cell.share, 1) > half_up(100 * self.scores.city_share(self.years[1], one.id), 1)

    def _level(self) -> Fraction:
        return Fraction(self.source.settings["changes"].get("interval_level", Fraction("0.998")))


def _chooser(column: str, kind: str) -> Callable[[Row], bool]:
    return lambda row: not column or row[column] == kind


def yes(answer: bool | None) -> str | None:
    """Return an answer as the tables write it."""
    return None if answer is None else "Ja" if answer else "Nej"


def over(index: Fraction | None) -> Fraction | None:
    """Return the printed index less 100, as a share."""
    return None if index is None else half_up(index, 1) / 100 - 1


def words(cell: Cell | None) -> Fraction | str | None:
    """Return a share, or what is true of all of a small count's class."""
    if cell is None or not cell.small:
        return None if cell is None else cell.share
    low, high = (Fraction(end or 0, cell.pair[1]) for end in (cell.low, cell.high))
    if (low, high) == (0, 1):
        return "0–100\N{NO-BREAK SPACE}%"
    word, tenths = ("under", floor(1000 * high) + 1) if low + high <= 1 else ("over", ceil(1000 * low) - 1)
    return f"{word} {tenths // 10},{tenths % 10}\N{NO-BREAK SPACE}%"


def name(unit: Unit) -> Line:
    """Return what identifies a unit."""
    return {"Niveau": unit.level, "Enhedens id": unit.id, "Enhed": unit.name, "Forum": unit.forum}


def moved(parts: list[Fraction]) -> Line:
    """Return the three columns of a part of the index change."""
    return dict(zip(("I alt, point", "Forummets del, point", "Byens del, point"), parts, strict=True))


def paid(total: int, by: dict[str, int], shares: int) -> Line:
    """Return the columns of who pays."""
    found: Line = {"Budget, kr.": total} | dict(zip(KRONER, by.values(), strict=True))
    return found | {head: Fraction(part, total) if total else 0 for head, part in list(zip(SHARES, by.values(), strict=True))[:shares]}
