"""A release that fails its own checks: published whole, reported at every run, never mailed, and not open to approval."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pipeline.__main__ import app
from pipeline.language.language import load_language
from pipeline.releases.checks.failed_checks import record_pdf
from pipeline.releases.checks.words import say_failed
from pipeline.releases.history.store import RunOutcome, open_history
from pipeline.releases.make import one_pdf as make_report
from pipeline.releases.make import processes as workers
from pipeline.render.pdf import RenderingFailed
from tests.build import copy_three_areas

DELIVERY = """
[delivery]
sender = "boligsocial@kommune.example"
operator = "analyse@kommune.example"
allowed_domains = ["forum.example"]
attach_tables = false
"""
PDF = "rapport_proeveby.pdf"


def no_page_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every report have too many pages."""
    monkeypatch.setattr(make_report, "PAGES", range(1, 2))


def run(folder: Path, *command: str) -> Result:
    """Run a command of the program in this process."""
    name, *rest = command
    return CliRunner().invoke(app, [name, "--input", str(folder / "input"), "--output", str(folder / "output"), *rest])


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small input that may be mailed, on a machine with one processor: reports are made in this process, where a test replaces something."""
    monkeypatch.setattr(workers, "count_cores", lambda: 1)
    settings = copy_three_areas(tmp_path) / "indstillinger.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + DELIVERY, encoding="utf-8")
    return tmp_path


def test_a_release_with_a_failed_check_is_published_and_never_sent(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit 10 and the words at each run, in `status`, `approve` and on the index page; no code approves it, no mail is written, no trial either."""
    check, said = f"pdf: {PDF}: 4 pages, not 1 to 1", f"Kontrollen af {PDF} fandt fejl: 4 pages, not 1 to 1."
    no_page_allowed(monkeypatch)
    first, again = run(folder, "reports"), run(folder, "reports")
    current = folder / "output" / "current"
    manifest = json.loads((current / "manifest.json").read_text(encoding="utf-8"))
    assert check in manifest["gates"]["failed_checks"]
    assert {record["name"] for record in manifest["outputs"]} | {"manifest.json"} == {path.name for path in current.iterdir()}
    for done in (first, again):
        assert (done.exit_code, said in done.stderr, "Send ikke rapporterne." in done.stderr) == (10, True, True)
    assert again.stdout.startswith("Ingen rapport er ændret")
    assert said in (current / "index.html").read_text(encoding="utf-8")
    assert said in run(folder, "status").stdout
    shown = run(folder, "approve", "2011-2025")
    assert (shown.exit_code, said in shown.stdout, "CODE=" in shown.stdout) == (10, True, False)
    trial = folder / "input" / "indstillinger.toml"
    assert run(folder, "send", "--send", "--from-here").exit_code == 10
    trial.write_text(trial.read_text(encoding="utf-8") + 'redirect_all_to = "analyse@forum.example"\n', encoding="utf-8")
    assert run(folder, "send", "--send", "--from-here").exit_code == 10
    assert not list((folder / "output").rglob("*.eml"))
    log = (folder / "output" / "register" / "log.jsonl").read_text(encoding="utf-8")
    with open_history(folder / "output") as history:
        runs = [(one.outcome, one.exit_code) for one in history.last_runs(2)]
    assert runs == [(RunOutcome.UNCHANGED, 10), (RunOutcome.PUBLISHED, 10)]
    assert '"faults": ["4 pages, not 1 to 1"]' in log


def test_a_sound_release_says_nothing_of_checks(folder: Path) -> None:
    """Exit 0, nothing on the error screen, no section on the index page, and the gates let it go."""
    done = run(folder, "reports")
    assert (done.exit_code, done.stderr) == (0, "")
    assert 'id="failed"' not in (folder / "output" / "current" / "index.html").read_text(encoding="utf-8")
    assert run(folder, "gates").exit_code == 0


def test_a_report_that_cannot_be_rendered_is_told_by_its_name(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There is no PDF, so there is no release: words and exit 1 instead of a traceback, and the history knows."""

    def fail(*_: object) -> bytes:
        raise RenderingFailed(["the font has no glyph for U+25C7"])

    monkeypatch.setattr(make_report, "render_report", fail)
    done = run(folder, "reports")
    assert done.exit_code == 1
    assert done.stderr.splitlines() == [
        f"Rapporten Prøveby ({PDF}) kunne ikke laves: the font has no glyph for U+25C7.",
        "Rapporten Hele byen (rapport_hele-byen.pdf) kunne ikke laves: the font has no glyph for U+25C7.",
        "Det er en fejl i programmet: Send disse linjer til den, der passer det. Intet er udgivet; den sidste udgivelse står, som den var.",
    ]
    assert not list((folder / "output" / "releases").iterdir())
    with open_history(folder / "output") as history:
        assert history.last_runs(1)[0].outcome is RunOutcome.FAILED


def test_of_many_faults_three_are_named() -> None:
    """A manifest and a screen that can be read; the log has more."""
    check = record_pdf(PDF, ["a", "b", "c", "d", "e"])
    assert check == f"pdf: {PDF}: a; b; c; 2 more"
    assert say_failed(check, load_language("en")) == f"The check of {PDF} found faults: a; b; c; 2 more."
