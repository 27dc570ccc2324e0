"""Plans, budget lines, groups, activities and contracts as of the reported day, and what is reckoned of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Final

from tests.recompute.arithmetic import half_up
from tests.recompute.source import Row, Source

PAPERS: Final = ("Aftale indgået", "Kommunens godkendelse", "LBF-tilsagn")
BOOK: Final = "helhedsplaner"
PAYERS: Final = {
    "LBF": lambda line: line["Kilde"] == "Landsbyggefonden",
    "Kommunen": lambda line: line["Kilde"] == "Kommunen",
    "TMF": lambda line: line["Forvaltning"] == "TMF",
    "Boligorganisationerne": lambda line: line["Kilde"] == "Boligorganisation",
    "Andre": lambda line: line["Kilde"] == "Andre",
}


@dataclass(frozen=True)
class Plan:
    """A plan as it was known on the reported day, with its sums in whole kroner and what it keeps of the agreements."""

    id: str
    name: str
    forum: str
    start: date
    end: date
    phase: str
    papers: dict[str, date | None]
    agreement: str | None
    estates: int
    total: int
    paid: dict[str, int]
    broken: frozenset[str]
    shortfall: int

    @property
    def years(self) -> Fraction:
        """Its length: whole years, and the days left over by 365."""
        whole = 0
        while _end_of(self.start, whole + 1) <= self.end:
            whole += 1
        return whole + Fraction((self.end - _end_of(self.start, whole)).days, 365)

    @property
    def yearly(self) -> int:
        """Its budget a year."""
        return int(half_up(self.total / self.years, 0))


class Organisation:
    """The workbook of plans on the reported day."""

    def __init__(self, source: Source) -> None:
        self.source, day = source, source.day
        rows = source.rows(BOOK, "Helhedsplaner")
        self.forum_of = {row["Plan-id"]: row["Forum-id"] for row in rows}
        known = [row for row in rows if row["Start"] <= day or any(row[paper] is not None and row[paper] <= day for paper in PAPERS)]
        self.later = {"Helhedsplaner": len(rows) - len(known)}
        self.unknown = set(self.forum_of) - {row["Plan-id"] for row in known}
        self.lines = [row | {"kr": _kroner(row, source)} for row in self._kept("Budget")]
        self.estates = self._kept("Afdelinger")
        self.activities, self.groups, self.contracts = (
            self._of_day(sheet, first)
            for sheet, first in (("Indsatser", "Fra"), ("Styregrupper", "Fra"), ("Samarbejdskontrakter", "Indgået"))
        )
        agreements: dict[str, str] = {}
        self.plans = [self._plan(row, agreements) for row in known]
        self.running = {plan.id for plan in self.plans if plan.phase == "i gang"}

    def _kept(self, sheet: str) -> list[Row]:
        return [row for row in self.source.rows(BOOK, sheet) if row.get("Ordning") == "før" or row.get("Plan-id") not in self.unknown]

    def _of_day(self, sheet: str, first: str) -> list[Row]:
        day, kept = self.source.day, []
        self.later[sheet] = 0
        for row in self.source.rows(BOOK, sheet):
            if row.get("Ordning") != "før":
                begins, ends = row.get(first), row.get("Til")
                self.later[sheet] += begins is not None and begins > day
                if (begins is not None and begins > day) or (ends is not None and ends <= day) or row.get("Plan-id") in self.unknown:
                    continue
            kept.append(row)
        return kept

    def _plan(self, row: Row, agreements: dict[str, str]) -> Plan:
        day, key, money = self.source.day, row["Plan-id"], self.source.settings["money"]
        papers = {paper: row[paper] if row[paper] is not None and row[paper] <= day else None for paper in PAPERS}
        agreement = None if row["Aftale indgået"] is not None and row["Aftale indgået"] > day else row["Samarbejdsaftale"]
        own = [line for line in self.lines if line["Plan-id"] == key and line["Ordning"] == "nu"]
        total = sum(line["kr"] for line in own)
        paid = {payer: sum(line["kr"] for line in own if pays(line)) for payer, pays in PAYERS.items()}
        years = {line["År"] for line in own}
        estates = sum(estate["Plan-id"] == key for estate in self.estates)
        signed, approved, promised = papers.values()
        tolerance = Fraction(money["tolerance_pp"]) / 100
        off = Fraction(paid["TMF"], total) - Fraction(money["tmf_share"]) if total else -Fraction(money["tmf_share"])
        over = Fraction(paid["LBF"], total) - Fraction(money["lbf_max_share"]) if total else Fraction(-1)
        found = {
            "ansøger": row["Ansøgertype"] != "Boligorganisation",
            "aftale mangler": agreement is None or signed is None,
            "aftale delt": agreement is not None and signed is not None and agreement in agreements,
            "aftale efter start": signed is not None and signed > row["Start"],
            "godkendelse mangler": approved is None,
            "godkendelse efter tilsagn": approved is not None and promised is not None and approved > promised,
            "tilsagn mangler": promised is None,
            "tilsagn efter start": promised is not None and promised >= row["Start"],
            "for lang": row["Slut"] > _end_of(row["Start"], self.source.settings["plans"]["max_years"]),
            "budgetår uden for": min(years) < row["Start"].year or max(years) > row["Slut"].year,
            "TMF": abs(off) > tolerance,
            "LBF": over > tolerance,
            "ingen afdeling": not estates,
        }
        agreements.setdefault(agreement, key)
        phase = "planlagt" if row["Start"] > day else "i gang" if row["Slut"] > day else "afsluttet"
        return Plan(
            *(key, row["Helhedsplan"], row["Forum-id"], row["Start"], row["Slut"], phase, papers, agreement, estates, total, paid),
            broken=frozenset(name for name, broken in found.items() if broken),
            shortfall=int(half_up(-off * total, 0)),
        )

    def funding(self, forums: Iterable[str], arrangement: str) -> Row | None:
        """Return who pays under an arrangement, of one forum or of several; None if there is no line."""
        wanted = set(forums)
        lines = [
            line
            for line in self.lines
            if line["Ordning"] == arrangement
            and self.forum_of[line["Plan-id"]] in wanted
            and (arrangement == "før" or line["Plan-id"] in self.running)
        ]
        if not lines:
            return None
        years, total = {line["År"] for line in lines}, sum(line["kr"] for line in lines)
        yearly = sum(self._yearly(forum, arrangement, lines) for forum in wanted)
        fixed = sum(self._fixed(forum, arrangement, lines) for forum in wanted) if self.source.settings.get("price_index") else None
        posts = {(line["Forvaltning"], line["Timer"] is None) for line in lines if line["Kilde"] == "Kommunen"}
        paid = {payer: sum(line["kr"] for line in lines if pays(line)) for payer, pays in PAYERS.items()}
        return {"years": (min(years), max(years)), "total": total, "yearly": yearly, "fixed": fixed, "paid": paid, "posts": len(posts)}

    def _yearly(self, forum: str, arrangement: str, lines: list[Row]) -> int:
        if arrangement == "nu":
            return sum(plan.yearly for plan in self.plans if plan.id in self.running and plan.forum == forum)
        own = [line for line in lines if self.forum_of[line["Plan-id"]] == forum]
        years = [line["År"] for line in own]
        return int(half_up(Fraction(sum(line["kr"] for line in own), max(years) - min(years) + 1), 0)) if own else 0

    def _fixed(self, forum: str, arrangement: str, lines: list[Row]) -> int:
        """Return the same in prices of the reported year."""
        index = {int(year): Fraction(level) for year, level in self.source.settings["price_index"].items()}
        own = [line for line in lines if self.forum_of[line["Plan-id"]] == forum]
        if arrangement == "nu":
            plans = [plan for plan in self.plans if plan.id in self.running and plan.forum == forum]
            parts = [(plan.years, [line for line in own if line["Plan-id"] == plan.id]) for plan in plans]
        else:
            years = [line["År"] for line in own]
            parts = [(max(years) - min(years) + 1, own)] if own else []
        moved = [(years, sum(line["kr"] * index[self.source.now] / index[line["År"]] for line in part)) for years, part in parts]
        return sum(int(half_up(Fraction(total) / years, 0)) for years, total in moved)

    def posts(self) -> dict[tuple[str, str, bool], tuple[int, int]]:
        """Return hours and kroner of each forum's municipal posts before: forum, administration, in hours."""
        found: dict[tuple[str, str, bool], tuple[int, int]] = {}
        for line in self.lines:
            if line["Ordning"] == "før" and line["Kilde"] == "Kommunen":
                key = (self.forum_of[line["Plan-id"]], line["Forvaltning"], line["Timer"] is not None)
                hours, kroner = found.get(key, (0, 0))
                found[key] = hours + (line["Timer"] or 0), kroner + line["kr"]
        return found

    def count_activities(self, forums: Iterable[str], chosen: Callable[[Row], bool]) -> tuple[int, ...]:
        """Return number, across and bridges, each before and now, then the three of all plans of the present arrangement."""
        wanted = set(forums)
        own = [row for row in self.activities if self.forum_of[row["Plan-id"]] in wanted and chosen(row)]
        kinds: list[Callable[[Row], bool]] = [lambda _: True, _across, lambda row: row["Bro til kommunale tilbud"] == "ja"]
        told = []
        for kind in kinds:
            told.append(sum(row["Ordning"] == "før" and kind(row) for row in own))
            told.append(sum(row["Ordning"] == "nu" and row["Plan-id"] in self.running and kind(row) for row in own))
        return (*told, *(sum(row["Ordning"] == "nu" and kind(row) for row in own) for kind in kinds))

    def count_groups(self, forums: Iterable[str], arrangement: str) -> int:
        """Return the number of steering groups."""
        return sum(row["Ordning"] == arrangement and row["Forum-id"] in set(forums) for row in self.groups)


def _across(row: Row) -> bool:
    return len({part.strip() for part in str(row["Afdelinger dækket"]).split(";") if part.strip()}) > 1


def _kroner(row: Row, source: Source) -> int:
    kroner = row["Kroner"] if row["Kroner"] is not None else row["Timer"] * source.settings["money"]["hourly_rate_dkk"]
    assert isinstance(kroner, int)
    return kroner


def _end_of(start: date, years: int) -> date:
    """Return the last day of so many whole years."""
    if (start.month, start.day) == (2, 29):
        return date(start.year + years, 2, 28)
    return date(start.year + years, start.month, start.day) - timedelta(days=1)
