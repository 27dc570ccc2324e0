"""The changes since the last release: only printed figures are compared, and only those that differ are listed."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.input.check_input import check_input
from pipeline.language.language import load_language
from pipeline.render.index import render_index
from pipeline.report.compose.since import compose_since
from pipeline.report.compose.values import record_printed
from pipeline.report.model.district import DistrictReport
from pipeline.report.model.figures import MISSING, Figure
from pipeline.report.model.since import FigureShift, Since
from pipeline.report.printed_figures import PRINTED_FILE, FigureKind, PrintedFigure, PrintedFigures, read_printed, write_printed
from pipeline.report.words.revision import say_rest
from pipeline.run import compose_reports
from pipeline.scoring.compare.verdict import Verdict
from tests import sample_reports as samples
from tests.build import ROOT, copy_three_areas
from tests.sample_indicators import FEW
from tests.test_index import page_of

DANISH = load_language("da")


def printed(*reports: DistrictReport) -> PrintedFigures:
    """Return what a release of these reports prints."""
    return record_printed([*reports, samples.city()], DANISH)


def with_index(now: Figure) -> DistrictReport:
    """Return the sample with another index."""
    report = samples.typical()
    figures = report.answer.key_figures
    return samples.with_answer(report, key_figures=replace(figures, now=replace(figures.now, index=now)))


def with_first_share(now: Figure) -> DistrictReport:
    """Return the sample with another share of its first indicator."""
    report = samples.typical()
    first = report.answer.indicators[0]
    return samples.with_answer(report, indicators=(replace(first, now=replace(first.now, share=now)), *report.answer.indicators[1:]))


def since(earlier: PrintedFigures, present: PrintedFigures) -> Since:
    """Return what changed; there is a last release."""
    found = compose_since(earlier, present, DANISH)
    assert found is not None
    return found


def test_the_first_release_has_none_before_it() -> None:
    """Nothing is compared, and the page says so."""
    assert compose_since(None, printed(samples.typical()), DANISH) is None
    assert "Det er den første udgivelse." in render_index(page_of(), DANISH).decode()


def test_a_correction_that_cannot_be_compared_is_not_called_the_first_release() -> None:
    """The page says what page 1 of the changed reports says."""
    html = render_index(replace(page_of(), revised="Revision 2 har ændret én rapport."), DANISH).decode()
    told = html[html.index('<h2 id="since">') :].partition("</section>")[0]
    assert "Det er den første udgivelse." not in told
    assert f"<p>{say_rest(0, 0, unknown=True, language=DANISH)}</p>" in told


def test_the_same_release_again_changed_nothing() -> None:
    """Same forums, same figures, same files: no line."""
    found = since(printed(samples.typical()), printed(samples.typical()))
    assert (found.forums, found.gone, found.inputs, found.findings, found.settled, found.policy, found.program) == (
        (),
        (),
        (),
        (),
        (),
        "",
        "",
    )


def test_what_prints_alike_is_no_change() -> None:
    """128.01 and 128.04 are both 128,0; 128.06 is another number, told as it is printed."""
    earlier = printed(with_index(Figure(128.01)))
    assert since(earlier, printed(with_index(Figure(128.04)))).forums == ()
    (forum,) = since(earlier, printed(with_index(Figure(128.06)))).forums
    assert forum.figures == (FigureShift("Indeks, byen = 100", "128,0", "128,1"),)


def test_shares_and_money_are_kept_as_printed() -> None:
    """A share in per cent and kroner in millions, one decimal each: no digit more is handed to the next release."""
    report = samples.typical()
    figures = {
        (one.kind, one.indicator): shown
        for one, shown in printed(report).figures.items()
        if (one.report, one.unit, one.year) == (report.slug, "", report.meta.now)
    }
    assert figures[FigureKind.YEARLY, ""] == round(report.money.figures.now.dkk / 1_000_000, 1)
    row = next(row for row in report.answer.indicators if row.now.share.value is not None)
    assert figures[FigureKind.SHARE, row.label] == round(100 * (row.now.share.value or 0), 1)
    assert figures[FigureKind.RUNNING_IN_ORDER, ""] == report.money.figures.in_order
    assert figures[FigureKind.ACTIVITIES_ON_DAY, ""] == report.organisation.total.now


def test_a_figure_that_is_missing_on_one_side_is_told() -> None:
    """A number before and none now, or the other way round."""
    for before, now, shift in ((Figure(128.4), MISSING, ("128,4", None)), (MISSING, Figure(128.4), (None, "128,4"))):
        found = since(printed(with_index(before)), printed(with_index(now)))
        assert found.forums[0].figures == (FigureShift("Indeks, byen = 100", *shift),)
        html = render_index(replace(page_of(), since=found), DANISH).decode()
        assert '<span>–<span class="vh"> ikke oplyst</span></span>' in html


def test_an_indicator_that_the_last_release_did_not_have_is_no_change() -> None:
    """There is nothing to set its share beside."""
    present = printed(samples.typical())
    first = samples.typical().answer.indicators[0].label
    earlier = replace(present, figures={figure: shown for figure, shown in present.figures.items() if figure.indicator != first})
    assert len(earlier.figures) < len(present.figures)
    assert since(earlier, present).forums == ()


def test_the_share_of_a_small_count_is_told_as_it_is_written() -> None:
    """Under 0.5 % now, 5.1 % before; another number of the same class is no change."""
    few, other = with_first_share(FEW), with_first_share(replace(FEW, value=3 / 1000))
    found = since(printed(with_first_share(Figure(0.051))), printed(few))
    (shift,) = found.forums[0].figures
    assert (shift.earlier, shift.now) == ("5,1\N{NO-BREAK SPACE}%", "under 0,5\N{NO-BREAK SPACE}%")
    html = render_index(replace(page_of(), since=found), DANISH).decode()
    assert "<span>under 0,5\N{NO-BREAK SPACE}%</span>" in html
    assert since(printed(few), printed(other)).forums == ()


def test_verdicts_forums_findings_files_and_policy_are_told() -> None:
    """Another verdict, a new forum, one that is gone, a new and a settled finding, a changed file, another policy and program: each is a line."""
    report = samples.typical()
    earlier = printed(
        samples.with_answer(report, verdict=replace(report.answer.verdict, kind=Verdict.UNCLEAR)),
        replace(report, forum="Sundholm", slug="sundholm"),
    )
    earlier = replace(
        earlier, findings=("Et gammelt fund.", *earlier.findings[1:]), inputs=earlier.inputs[1:], policy="KK 2011, version 0.9"
    )
    earlier = replace(earlier, program="0.0.9")
    found = since(earlier, printed(report, replace(report, forum="Sydhavnen", slug="sydhavnen")))
    assert [(one.forum, *one.figures) for one in found.forums] == [
        (report.forum, FigureShift("Udvikling", "uklar", "mindre udsat")),
        ("Sydhavnen", FigureShift("Udvikling", "nyt forum", "mindre udsat")),
    ]
    assert found.gone == ("Sundholm",)
    assert (found.settled, found.findings) == (("Et gammelt fund.",), (report.method.findings[0].text,))
    assert found.inputs == ("indikatorer.xlsx",)
    html = render_index(replace(page_of(), since=found), DANISH).decode()
    for text in (
        "Sidste udgivelse dækkede 2011–2025.",
        "Den brugte KK 2011, version 0.9.",
        "version 0.0.9 af programmet",
        "Én inputfil er ændret: indikatorer.xlsx.",
        "nyt forum",
        "Ét forum er der ikke længere: Sundholm.",
        "<li>Et gammelt fund.</li>",
    ):
        assert text in html, text


def test_what_was_printed_comes_back_from_its_file(tmp_path: Path) -> None:
    """Written and read again it is the same, a missing figure as nothing."""
    before = printed(with_index(MISSING))
    content = write_printed(before)
    (tmp_path / PRINTED_FILE).write_bytes(content)
    assert read_printed(tmp_path) == before
    assert write_printed(before) == content
    report = samples.typical()
    missing = {"report": report.slug, "unit": "", "told": "index", "year": report.meta.now, "indicator": "", "shown": None}
    assert missing in json.loads(content)["values"]


def test_what_version_0_1_0_had_hidden_is_missing(tmp_path: Path) -> None:
    """A number that its file has by a state alone, and a verdict called hidden; its other figures are as they were."""
    (left,) = (ROOT / "tests" / "data" / "version_0_1_0" / "output" / "releases").iterdir()
    text = (left / PRINTED_FILE).read_text(encoding="utf-8")
    (tmp_path / PRINTED_FILE).write_text(text.replace('"shown": "unclear"', '"shown": "hidden"', 1), encoding="utf-8")
    published = read_printed(tmp_path)
    assert published is not None
    missing = [(figure.unit, figure.kind) for figure, shown in published.figures.items() if shown is None]
    assert missing == [
        ("", FigureKind.VERDICT),
        *((area, told) for area in ("Askeby", "Cederby") for told in (FigureKind.INDEX, FigureKind.SHARE)),
    ]
    assert published.figures[PrintedFigure("proeveby", "", FigureKind.INDEX, 2011)] == 112.5


def test_a_status_is_recorded_as_such_and_not_in_words(tmp_path: Path) -> None:
    """Words of older versions are read as the status that they meant, so that another wording changes no area's status."""
    (left,) = (ROOT / "tests" / "data" / "version_0_1_0" / "output" / "releases").iterdir()
    text = (left / PRINTED_FILE).read_text(encoding="utf-8")
    (tmp_path / PRINTED_FILE).write_text(text.replace('"shown": "Ja, fortsat"', '"shown": "Ikke oplyst"'), encoding="utf-8")
    published = read_printed(tmp_path)
    assert published is not None
    found = {(one.unit, one.year): shown for one, shown in published.figures.items() if one.kind is FigureKind.STATUS}
    assert found == {
        ("Askeby", 2011): "deprived",
        ("Askeby", 2025): "not deprived",
        ("Birkeby", 2011): "not deprived",
        ("Birkeby", 2025): "not deprived",
        ("Cederby", 2011): "deprived",
        ("Cederby", 2025): None,
        ("Dalby", 2011): "not deprived",
        ("Dalby", 2025): "not deprived",
    }
    recorded = record_printed(compose_reports(check_input(copy_three_areas(tmp_path))), DANISH).figures
    assert {shown for one, shown in recorded.items() if one.kind is FigureKind.STATUS} == {"deprived", "not deprived"}


@pytest.mark.parametrize("content", [b"", b"[]", b'{"before": 2011}', b"\xff", None])
def test_a_file_that_cannot_be_read_is_no_last_release(tmp_path: Path, content: bytes | None) -> None:
    """Half a file, another file or none: the page says that there is nothing to compare with."""
    if content is not None:
        (tmp_path / PRINTED_FILE).write_bytes(content)
    assert read_printed(tmp_path) is None
