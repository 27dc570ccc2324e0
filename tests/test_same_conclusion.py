"""Page 1, `approve`, `robustness` and the tables say the same verdict, checks and reasons."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pypdfium2
import pytest
from openpyxl import load_workbook

from pipeline.commands.approval import tell_release
from pipeline.language.language import load_language
from pipeline.releases.find import list_releases
from pipeline.report.compose.slugs import slug
from pipeline.report.letter import LETTERS
from tests.build import INPUT, ROOT
from tests.reading_pdf import squeezed
from tests.sample_release import intake, publish_copy, released

FORUMS = ("Nørrebro", "Amager/Sundby", "Bispebjerg", "Vesterbro/Sydhavnen", "Husum/Tingbjerg", "Valby/Vigerslev")
SENTENCES = {  # the tables' word → what its sentence says
    "mindre udsat": "er blevet mindre udsat i forhold til byen.",
    "mere udsat": "er blevet mere udsat i forhold til byen.",
    "uændret": "er omtrent lige så udsat i forhold til byen som",
    "blandet": "Billedet er blandet i",
    "uklar": "Det er uklart, om",
}
WORDS = ("ingen", "én", "to", "tre", "fire", "fem", "seks", "syv", "otte", "ni", "ti")
COUNTED = {
    "mere udsat": "mere udsat",
    "mindre udsat": "mindre udsat",
    "uændret": "uændret",
    "blandet": "et blandet billede",
    "uklar": "uklart",
}
Line = dict[str, object]


def told_by(*command: str) -> dict[str, str]:
    """Return the line of each forum's conclusion that a command prints."""
    environment = {**os.environ, "COLUMNS": "120"}
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", *command], cwd=ROOT, capture_output=True, text=True, check=False, env=environment
    )
    lines = [line.strip().partition(": ") for line in done.stdout.splitlines()]
    assert done.stdout, done.stderr
    return {name: " ".join(said.replace("\N{NO-BREAK SPACE}", " ").split()) for name, _, said in reversed(lines) if name in FORUMS}


@pytest.fixture(scope="module")
def approve() -> dict[str, str]:
    """What `make approve` shows of the release."""
    return told_by("approve", "2011-2025", f"--input={INPUT}", f"--output={released().parents[1]}")


@pytest.fixture(scope="module")
def robustness() -> dict[str, str]:
    """What `make robustness` shows of the input."""
    return told_by("robustness", f"--input={INPUT}")


def rows(sheet: str, forum: str) -> list[Line]:
    """Return a forum's rows of a sheet of the release's tables."""
    head, *values = load_workbook(released() / "tabeller.xlsx", read_only=True)[sheet].iter_rows(values_only=True)
    lines = [dict(zip(map(str, head), row, strict=True)) for row in values]
    return [line for line in lines if line["Forum"] == forum]


@pytest.mark.parametrize("forum", FORUMS)
def test_both_commands_say_what_page_1_says(forum: str, approve: dict[str, str], robustness: dict[str, str]) -> None:
    """Word for word, grounds and checks too."""
    pdf = Path(released()) / f"rapport_{slug(forum)}.pdf"
    page = squeezed(pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_bounded())
    assert approve[forum] == robustness[forum]
    assert squeezed(approve[forum]) in page
    assert "kontrolberegning" in approve[forum]


@pytest.mark.parametrize("forum", FORUMS)
def test_the_tables_say_the_same_verdict_and_checks(forum: str, approve: dict[str, str]) -> None:
    """The verdict's word, how many checks say the same, and by name each that does not."""
    (line,), checks = rows("Konklusioner", forum), rows("Kontrolberegninger", forum)
    said = approve[forum]
    assert SENTENCES[str(line["Vurdering"])] in said
    assert len(checks) == line["Kontrolberegninger i alt"]
    holding = [check for check in checks if check["Holder"] == "Ja"]
    assert len(holding) == line["Kontrolberegninger, der giver samme konklusion"]
    if line["Vurdering"] == "uklar":
        counts = Counter(str(check["Hvad beregningen viser"]) for check in checks)
        assert all(f"{WORDS[number]} {COUNTED[word]}" in said for word, number in counts.items())
        return
    whole = len(holding) == len(checks)
    assert (
        f"i alle {WORDS[len(checks)]} " if whole else f"i {WORDS[len(holding)]} af {WORDS[len(checks)]} "
    ) + "kontrolberegninger" in said
    failing = [check for check in checks if check not in holding]
    assert whole == (not failing)
    for check in failing:
        _, _, label = str(check["Kontrolberegning"]).partition(": ")
        named = "grænser" if "grænser" in label else label.casefold()
        assert named in said.casefold()


@pytest.mark.parametrize("forum", FORUMS)
def test_the_tables_have_the_numbers_of_the_reasons(forum: str, approve: dict[str, str]) -> None:
    """The levels before and now, the residents' shares, and the smallest change where the verdict names it."""
    (line,) = rows("Konklusioner", forum)
    printed = re.findall(r"\d+,\d", approve[forum])
    for head in ("Over byens niveau før", "Over byens niveau nu", "Beboere i udsatte delområder før", "Beboere i udsatte delområder nu"):
        value = line[head]
        assert isinstance(value, int | float)
        assert f"{abs(100 * value):.1f}".replace(".", ",") in printed
    least = f"{line['Mindste ændring, der kan ses, point']:.1f}".replace(".", ",")
    assert (f"under {least} point" in approve[forum]) == (line["Vurdering"] == "uklar")


def test_of_a_release_of_version_0_1_the_word_alone_is_shown(tmp_path: Path) -> None:
    """Its letters have no conclusion of their own."""
    letters = publish_copy(tmp_path / "output") / LETTERS
    old = [{name: part for name, part in letter.items() if name != "conclusion"} for letter in json.loads(letters.read_bytes())]
    letters.write_text(json.dumps(old), encoding="utf-8")
    (edition,) = list_releases(tmp_path / "output", "2011-2025")
    lines = list(tell_release(intake(), edition, tmp_path / "output", load_language("da")))
    assert lines[lines.index("Konklusioner:") + 1 :][:3] == [
        "  Nørrebro: mindre udsat",
        "  Amager/Sundby: mindre udsat",
        "  Bispebjerg: blandet",
    ]
