"""A correction makes only the reports that show it; the other files stay the same, and their recipients get no second mail."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pikepdf
import pypdfium2
import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from pipeline.__main__ import app
from pipeline.delivery.outbox.store import open_outbox
from pipeline.language.language import load_language
from pipeline.releases.content_hash import hash_content
from pipeline.releases.find import list_releases
from pipeline.releases.make.job import JobResult, ReportJob
from pipeline.releases.make.processes import make_all
from pipeline.releases.unchanged_pdfs import Kept, read_kept
from pipeline.report.model.method import InputFile
from pipeline.report.model.revision_note import RevisionNote
from pipeline.report.revision import Revision
from pipeline.report.tables.model import ColumnKind, DataColumn, DataRow, Dataset, TableBook
from pipeline.report.words.revision import say_revised
from pipeline.run import make_reports
from pipeline.run_once import RunRequest, run_once
from tests.build import INPUT, copy_three_areas
from tests.sample_release import publish_copy
from tests.sample_reports import typical, with_answer, with_areas

DANISH = load_language("da")
CHANGED = {"rapport_noerrebro.pdf", "rapport_hele-byen.pdf"}
LOST, TORN, POISONED = "rapport_bispebjerg.pdf", "rapport_valby-vigerslev.pdf", "rapport_amager-sundby.pdf"


class Track:
    """Remembers which reports were made."""

    def __init__(self) -> None:
        self.made: list[str] = []

    def __call__(self, jobs: Iterable[ReportJob], number: int, folder: Path) -> Iterable[JobResult]:
        """Make them."""
        for one in make_all(jobs, number, folder):
            self.made.append(one.file)
            yield one


class Corrected(NamedTuple):
    """The sample release and its correction: one count of an area in Nørrebro."""

    input: Path
    output: Path
    first: Path
    second: Path
    made: set[str]


def correct(folder: Path, name: str) -> Corrected:
    """Publish the sample release, damage three of its files, and correct it."""
    source, output = folder / "input", folder / name
    if not source.exists():
        shutil.copytree(INPUT, source)
        book = load_workbook(source / "indikatorer.xlsx")
        (row,) = (row for row in book["2025"].iter_rows() if row[0].value == "NOR-04")
        row[8].value += 10
        book.save(source / "indikatorer.xlsx")
    publish_copy(output)
    track = Track()
    first = (output / "current").resolve()
    if name == "damaged":
        (first / LOST).unlink()
        (first / TORN).write_bytes((first / TORN).read_bytes()[:-1])
        shutil.copyfile(first / "rapport_husum-tingbjerg.pdf", first / POISONED)
    run_once(source, output, partial(make_reports, make=track), RunRequest(reason="Kilden har rettet et tal"))
    return Corrected(source, output, first, (output / "current").resolve(), set(track.made))


@pytest.fixture(scope="module")
def corrected(tmp_path_factory: pytest.TempPathFactory) -> Corrected:
    """The sample release, corrected."""
    return correct(tmp_path_factory.mktemp("corrected"), "whole")


def manifest(folder: Path) -> dict[str, Any]:
    """Return a release's manifest."""
    content: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return content


def pdfs(folder: Path) -> dict[str, dict[str, Any]]:
    """Return the records of a release's PDFs by name."""
    return {record["name"]: record for record in manifest(folder)["outputs"] if record["name"].endswith(".pdf")}


def text_of(file: Path) -> str:
    """Return a PDF's text."""
    document = pypdfium2.PdfDocument(file)
    try:
        return " ".join("".join(page.get_textpage().get_text_bounded() for page in document).split())
    finally:
        document.close()


def test_one_changed_cell_makes_the_reports_that_show_it(corrected: Corrected) -> None:
    """The forum's and the city's are made and are revision 2; the five others are the same files and revision 1."""
    before, now = pdfs(corrected.first), pdfs(corrected.second)
    assert corrected.made == CHANGED
    assert {name: record["revision"] for name, record in now.items()} == {name: 2 if name in CHANGED else 1 for name in before}
    for name in set(before) - CHANGED:
        assert (corrected.first / name).samefile(corrected.second / name)
        assert now[name] == before[name]
    assert "Revision 2" in text_of(corrected.second / "rapport_noerrebro.pdf")
    letters = [json.loads((folder / "breve.json").read_text(encoding="utf-8")) for folder in (corrected.first, corrected.second)]
    assert {one["forum_id"] for one, other in zip(*letters, strict=True) if one != other} <= {"F-NOR"}


def test_whose_fingerprints_an_unchanged_report_prints_stands_in_the_manifest(corrected: Corrected) -> None:
    """Under the earlier revisions, with the input of the first release; the index shows the present ones, and says so."""
    (earlier,) = manifest(corrected.second)["earlier_revisions"]
    assert earlier == {"number": 1, "reason": "", "replaces": "", "inputs": manifest(corrected.first)["inputs"]}
    present = {record["fingerprint"] for record in manifest(corrected.second)["inputs"]} - {one["fingerprint"] for one in earlier["inputs"]}
    assert len(present) == 1
    with pikepdf.open(corrected.second / LOST) as pdf:
        printed = "".join(file.get_file().read_bytes().decode("utf-8-sig") for file in pdf.attachments.values())
    assert present.pop() not in printed
    assert all(one["fingerprint"] in printed for one in earlier["inputs"])
    page = (corrected.second / "index.html").read_text(encoding="utf-8")
    assert "Revision 2: Nørrebro og Hele byen. De øvrige 5 rapporter er uændrede og beholder deres revision." in page
    assert "Tabellerne i en uændret rapport har kontrolsummerne for det input, den blev lavet af." in page


def test_what_people_are_told(corrected: Corrected) -> None:
    """`status` and `approve` name the changed reports; `approve` says who has had the others."""
    places = ["--input", str(corrected.input), "--output", str(corrected.output)]
    told = "Revision 2: Nørrebro og Hele byen. De øvrige 5 rapporter er uændrede og beholder deres revision."
    assert told in CliRunner().invoke(app, ["status", *places]).stdout
    shown = CliRunner().invoke(app, ["approve", "2011-2025", *places]).stdout
    assert told in shown
    assert shown.count("(uændret siden revision 1: den, der har fået den, får ingen mail)") == 5


def test_only_the_changed_forum_gets_another_mail(corrected: Corrected, tmp_path: Path) -> None:
    """Those who have had the first release get one mail more in Nørrebro and none elsewhere; who has had none gets each report once."""
    output, fresh = tmp_path / "output", tmp_path / "fresh"
    for one in (output, fresh):
        shutil.copytree(corrected.output, one, symlinks=True)

    def send(folder: Path, release: str) -> list[tuple[str, int]]:
        corrections = folder / "releases" / corrected.second.name
        if release == corrected.first.name:  # before the correction was made
            shutil.rmtree(corrections)
        elif not corrections.exists():
            shutil.copytree(corrected.second, corrections)
        (folder / "current").unlink()
        (folder / "current").symlink_to(Path("releases") / release)
        source = corrected.input if release == corrected.second.name else INPUT
        folders = ["--input", str(source), "--output", str(folder)]
        if release == corrected.second.name:
            code = CliRunner().invoke(app, ["approve", "2011-2025", *folders]).stdout.rpartition("CODE=")[2].strip()
            CliRunner().invoke(app, ["approve", "2011-2025", "--code", code, *folders])
        sent = CliRunner().invoke(app, ["send", "--send", "--from-here", *folders])
        assert sent.exit_code == 0, sent.output
        with open_outbox(folder / "post") as outbox:
            return sorted((entry.forum_id, entry.revision) for entry in outbox.entries())

    first = send(output, corrected.first.name)
    assert len(first) == 9
    new = send(output, corrected.second.name)
    assert new == sorted([*first, *[("F-NOR", 2)] * first.count(("F-NOR", 1))])
    assert send(output, corrected.second.name) == new
    assert send(fresh, corrected.second.name) == sorted((forum, 2 if forum == "F-NOR" else 1) for forum, _ in first)


def test_a_lost_or_poisoned_file_is_made_anew_and_never_used(corrected: Corrected, tmp_path: Path) -> None:
    """Deleted, cut short, replaced by another forum's: made as it was, so that it is the same report to the byte and no new revision."""
    shutil.copytree(corrected.input, tmp_path / "input")
    damaged = correct(tmp_path, "damaged")
    assert damaged.made == CHANGED | {LOST, TORN, POISONED}
    whole = pdfs(corrected.first)
    for name, record in pdfs(damaged.second).items():
        assert record["revision"] == (2 if name in CHANGED else 1)
        if name not in CHANGED:
            assert record["sha256"] == whole[name]["sha256"]
    assert list_releases(damaged.output, "2011-2025")[-1].is_whole()


def test_new_recipients_and_a_new_look_at_the_same_input_change_no_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Recipients make no release; lost, a report comes back as it was; an input that no run has seen and that says the same makes nothing."""
    source, output, track = copy_three_areas(tmp_path), tmp_path / "output", Track()
    run_once(source, output, partial(make_reports, make=track))
    book = load_workbook(source / "fora.xlsx")
    book["Modtagere"].append([cell.value for cell in book["Modtagere"][2]])
    book["Modtagere"].cell(book["Modtagere"].max_row, 3).value = "ny@forum.example"
    book.save(source / "fora.xlsx")
    track.made.clear()
    second = run_once(source, output, partial(make_reports, make=track)).edition
    assert (second.number, track.made) == (1, [])

    for file in second.folder.glob("*.pdf"):
        file.unlink()
    assert run_once(source, output, partial(make_reports, make=track)).edition.name == second.name
    assert (sorted(track.made), second.is_whole()) == (sorted(pdfs(second.folder)), True)

    monkeypatch.setattr("pipeline.run_once.take_fingerprint", lambda *_: "another")  # as if no run had seen this input
    track.made.clear()
    done = run_once(source, output, partial(make_reports, make=track))
    assert (done.published, done.edition.name, track.made) == (False, second.name, [])


def test_of_a_manifest_that_was_changed_nothing_is_believed(corrected: Corrected, tmp_path: Path) -> None:
    """Its hash is in the folder's name: no file that it names is used; only which revision each report is."""
    (tmp_path / "new").mkdir()
    shutil.copytree(corrected.first, tmp_path / "releases" / corrected.first.name)
    (edition,) = list_releases(tmp_path, "2011-2025")
    assert len(read_kept(edition, [edition], DANISH)) == 7
    (edition.folder / "manifest.json").write_bytes((edition.folder / "manifest.json").read_bytes() + b" ")
    kept = read_kept(edition, [edition], DANISH)
    assert {one.revision.number for one in kept.values()} == {1}
    assert not any(one.lay_into(tmp_path / "new") for one in kept.values())


def test_where_files_cannot_have_two_places_they_are_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on some file shares: the same bytes; a damaged one is laid nowhere."""
    content = b"%PDF"
    sha256 = "315d429b7714cedb6ad04ac31240145257692630457f3c88253c5beceac76027"
    (tmp_path / "a.pdf").write_bytes(content)
    (tmp_path / "new").mkdir()
    known = Kept(tmp_path / "a.pdf", 4, sha256, "", "", Revision())

    def refuse(*_: object) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(os, "link", refuse)
    (tmp_path / "a.pdf").write_bytes(b"%PDG")
    assert not known.lay_into(tmp_path / "new")
    assert not list((tmp_path / "new").iterdir())
    (tmp_path / "a.pdf").write_bytes(content)
    assert known.lay_into(tmp_path / "new")
    assert (tmp_path / "new" / "a.pdf").read_bytes() == content
    assert not (tmp_path / "new" / "a.pdf").samefile(tmp_path / "a.pdf")


def test_the_hash_is_of_what_is_said() -> None:
    """A figure or a word makes another hash; the same values made anew do not, nor do provenance, a revision's note or the map of all forums."""
    report, book = typical(), TableBook("Tabeller", "", (), ())
    says = hash_content(report, book)
    table = Dataset("small", "Prøve", "proeve", "", (DataColumn("share", "Andel", ColumnKind.SHARE, ""),), (DataRow("", (0.1,)),))
    provenance, figures = report.method.provenance, report.money.figures
    money = replace(report.money, figures=replace(figures, running=figures.running + 1))
    assert {
        hash_content(typical(), book),
        hash_content(replace(report, method=replace(report.method, provenance=replace(provenance, inputs=(InputFile("x", ""),)))), book),
        hash_content(replace(report, revision=RevisionNote(2, "", "", (), "")), book),
        hash_content(with_answer(report, tiles=()), book),
    } == {says}
    others = {
        hash_content(replace(report, money=money), book),
        hash_content(with_areas(report, heading="x"), book),
        hash_content(report, replace(book, datasets=(table,))),
        hash_content(report, replace(book, datasets=(replace(table, rows=(DataRow("", (0.2,)),)),))),
    }
    assert len({says, *others}) == 5


@pytest.mark.parametrize(
    ("changed", "kept", "said"),
    [
        (("Nørrebro", None), 0, "Revision 2: alle rapporter er ændret."),
        ((), 7, "Revision 2: ingen rapport er ændret. De beholder deres revision."),
        ((None,), 1, "Revision 2: Hele byen. Den anden rapport er uændret og beholder sin revision."),
        (("Nørrebro",), 6, "Revision 2: Nørrebro. De øvrige 6 rapporter er uændrede og beholder deres revision."),
    ],
)
def test_which_reports_are_changed_in_words(changed: tuple[str | None, ...], kept: int, said: str) -> None:
    """All, none, one of two, one of many."""
    assert say_revised(2, changed, kept, DANISH) == said
