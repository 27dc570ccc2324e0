"""The benchmarks measure what they claim: the same numbers in every peer's PDF, rounds in turns, ratios within a round. No durations."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pypdfium2
import pytest

from benchmarks.__main__ import BENCHES, BY_HAND, main
from benchmarks.peers import print_plainly
from benchmarks.row import Row
from benchmarks.show import write
from benchmarks.stages import repeat_areas
from benchmarks.turns import take_turns
from pipeline.input.check_input import check_input
from pipeline.language.language import load_language
from pipeline.render.document import render_html
from pipeline.render.pdf import render_report
from pipeline.run import compose_reports
from tests.build import INPUT, ROOT

NUMBER = re.compile(r"[−+]?\d+(?:[.,]\d+)*")
FINGERPRINT = re.compile(r"\b[0-9a-f]{8}(?: [0-9a-f]{8})+\b")


def numbers_of(pdf: bytes) -> set[str]:
    """Return the numbers on the pages of a PDF."""
    return {number for page in pypdfium2.PdfDocument(pdf) for number in NUMBER.findall(page.get_textpage().get_text_bounded())}


def test_the_peer_prints_the_same_report() -> None:
    """The same pages and numbers as ours, each drawing's labels included: the same content, or no comparison."""
    language = load_language("da")
    report = compose_reports(check_input(INPUT))[0]
    ours, plain = render_report(report, language), print_plainly(render_html(report, language))
    assert len(pypdfium2.PdfDocument(ours)) == len(pypdfium2.PdfDocument(plain))
    assert numbers_of(ours) == numbers_of(plain)
    assert len(numbers_of(ours)) > 150


def test_work_takes_turns_and_the_first_time_is_not_counted() -> None:
    """Each round does everything once, every second one the other way round, so that neither always comes first."""
    done: list[str] = []
    taken = take_turns({"a": lambda: done.append("a"), "b": lambda: done.append("b")}, 3)
    assert "".join(done) == "ab" + "ab" + "ba" + "ab"
    assert [len(one.wall) for one in taken.values()] == [len(one.cpu) for one in taken.values()] == [3, 3]


def test_a_ratio_is_of_one_round() -> None:
    """Two rounds of a machine that became twice as slow have the same ratio."""
    assert Row("x", "s", [1.0, 2.0], "y", [4.0, 8.0]).ratios == [0.25, 0.25]
    with pytest.raises(ValueError, match=r"^x: 2 of ours, 1 of the peer; expected as many, and at least one$"):
        Row("x", "s", [1.0, 2.0], "y", [4.0])


def test_the_file_holds_every_round_and_what_it_was_measured_with(tmp_path: Path) -> None:
    """Who doubts a median finds the numbers behind it."""
    write([Row("x", "s", [1.0, 3.0], "y", [2.0, 2.0])], {"cores": 2}, tmp_path / "bench.json")
    told = json.loads((tmp_path / "bench.json").read_text(encoding="utf-8"))
    assert told["measured_with"] == {"cores": 2}
    assert (told["rows"][0]["ours"], told["rows"][0]["theirs"], told["rows"][0]["ratios"]) == ([1.0, 3.0], [2.0, 2.0], [0.5, 1.5])


def test_repeated_areas_are_areas_of_their_own() -> None:
    """Three times the areas, no id twice, every year of each."""
    tables = check_input(INPUT).tables
    more = repeat_areas(tables, 3)
    assert len(more.areas) == more.areas["area_id"].nunique() == 3 * len(tables.areas)
    assert len(more.indicators) == 3 * len(tables.indicators)
    assert set(more.indicators["area_id"]) == set(more.areas["area_id"])


@pytest.mark.parametrize(
    ("arguments", "told"),
    [(["lod"], "lod: expected one of load, check"), (["load", "--rounds", "0"], "--rounds: found 0, expected 1 or more")],
)
def test_a_wrong_name_or_number_is_told_before_anything_is_measured(
    arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """It names what it found and what it takes."""
    with pytest.raises(SystemExit):
        main(arguments)
    assert told in capsys.readouterr().err


def test_every_bench_stands_in_the_document() -> None:
    """docs/performance.md tells of each how it is run."""
    document = (ROOT / "docs" / "performance.md").read_text(encoding="utf-8")
    assert [name for name in (*BENCHES, *BY_HAND) if f"`{name}`" not in document] == []
