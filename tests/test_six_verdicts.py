"""Twenty forums judged by hand from printed numbers, the rule beside them: the sample's six, and fourteen with ties and contradictions."""

from __future__ import annotations

import csv
from functools import cache
from typing import Final

import pytest

from pipeline.language.rounding import round_printed
from pipeline.scoring.compare.comparison import Conclusion
from pipeline.scoring.compare.verdict import Verdict
from tests.build import INPUT, ROOT, build
from tests.planted_cities import conclude_city, lay_city
from tests.planted_forums import FALLING, IN_A_FALLING_CITY, IN_A_STILL_CITY, STILL

WORDS: Final = {
    Verdict.BETTER: "mindre",
    Verdict.WORSE: "mere",
    Verdict.UNCHANGED: "uændret",
    Verdict.MIXED: "blandet",
    Verdict.UNCLEAR: "uklart",
    Verdict.UNKNOWN: "kan ikke beregnes",
}
AGREE: Final = 18
with (ROOT / "tests" / "data" / "verdicts.csv").open(encoding="utf-8") as file:
    ROWS: Final = list(csv.DictReader(file))


@cache
def conclusions() -> dict[str, Conclusion]:
    """Return the program's conclusions by forum."""
    built = build(INPUT)
    names = built.intake.tables.forums.set_index("forum_id")["forum"]
    sample = {str(names[forum]): result for forum, result in built.comparison.conclusions.items()}
    return sample | conclude_city(lay_city(IN_A_STILL_CITY, STILL)) | conclude_city(lay_city(IN_A_FALLING_CITY, FALLING))


def test_the_twenty_are_the_sample_and_the_planted() -> None:
    """Each forum of both is judged once."""
    assert [row["forum"] for row in ROWS] == list(conclusions())
    assert len(ROWS) == 20


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["forum"])
def test_what_was_judged_are_the_printed_numbers(row: dict[str, str]) -> None:
    """Indices, smallest change, residents and checks in the file are what the program prints."""
    result = conclusions()[row["forum"]]
    printed = {
        "index_before": result.index_before,
        "index_now": result.index_now,
        "index_change": result.index_now - result.index_before,
        "smallest_change": result.least,
        "residents_before": 100 * result.residents_before,
        "residents_now": 100 * result.residents_now,
    }
    assert {name: row[name] for name in printed} == {name: f"{round_printed(number, 1):.1f}" for name, number in printed.items()}
    assert row["checks"] == "; ".join(f"{result.count(verdict)} {word}" for verdict, word in WORDS.items() if result.count(verdict))


def test_the_rule_agrees_with_the_hand_in_eighteen_and_says_why_not_in_the_rest() -> None:
    """Every row has a reason; a row where the rule says another word explains it, and no other row does."""
    differ = {row["forum"] for row in ROWS if WORDS[conclusions()[row["forum"]].verdict] != row["by_hand"]}
    assert len(ROWS) - len(differ) >= AGREE
    assert differ == {row["forum"] for row in ROWS if row["why_the_rule_differs"]}
    assert all(row["reason"] for row in ROWS)


@pytest.mark.parametrize("row", [row for row in ROWS if row["by_hand"] in {"mere", "mindre"}], ids=lambda row: row["forum"])
def test_nothing_that_a_hand_calls_more_is_called_less(row: dict[str, str]) -> None:
    """Whatever else differs, never the direction."""
    opposite = {"mere": Verdict.BETTER, "mindre": Verdict.WORSE}
    assert conclusions()[row["forum"]].verdict is not opposite[row["by_hand"]]
