"""The gates before sending: what holds a release, what may be approved, and that an approval is valid only for what was shown."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner, Result

from pipeline.__main__ import app
from pipeline.commands.words import say_hold
from pipeline.delivery.gates import Addressee, GateResult, Held, Hold, ask_gates
from pipeline.language.language import load_language
from pipeline.language.printable import printable
from pipeline.problems.model import Code
from pipeline.problems.rejected import InputRejected
from pipeline.releases.find import Release, name_release
from pipeline.releases.history.store import Approval
from pipeline.report.letter import LETTERS, read_letters
from pipeline.settings.settings import Gates, read_settings
from tests.broken_inputs import SETTINGS, Case, small_input, text, told
from tests.build import copy_three_areas
from tests.test_failed_checks import DELIVERY
from tests.test_revisions import edit

FACTS: dict[str, Any] = {
    "findings": {"base_jumped": 2},
    "areas": 8,
    "flipped": 2,
    "comparable": True,
    "failed_checks": [],
    "anew": False,
    "smallest_shown": 5,
}
RECIPIENTS = [Addressee("F-1", "a@forum.example"), Addressee("F-2", "b@forum.example")]
AUTOMATIC = Gates(approval="automatic")
CASES = [
    Case(
        Code.SETTING_INVALID,
        text(SETTINGS, "hold_findings = []", 'hold_findings = ["base_jumped", "jumped"]'),
        (
            'input/indstillinger.toml [gates.hold_findings.2]: fandt "jumped", forventede en af: '
            + ", ".join(sorted(code for code in Code if code.severity == "finding"))
            + ". Ret værdien.",
        ),
    ),
    Case(
        Code.SETTING_INVALID,
        text(SETTINGS, 'approval = "corrections" ', 'approval = "no" '),
        ('input/indstillinger.toml [gates.approval]: fandt "no", forventede en af: corrections, required, automatic. Ret værdien.',),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=["a kind that is none", "an approval that is none"])
def test_a_wrong_setting_is_told_at_its_key(case: Case, tmp_path: Path) -> None:
    """A misspelt kind of finding would never hold anything, so it is refused."""
    with pytest.raises(InputRejected) as rejected:
        read_settings(small_input(tmp_path, case.edit))
    assert told(rejected.value.problems) == list(case.told)


def edition(folder: Path, number: int = 2, **facts: object) -> Release:
    """Write a release of that revision with these facts for the gates."""
    pdf = b"%PDF"
    outputs = [{"name": "rapport_a.pdf", "sha256": hashlib.sha256(pdf).hexdigest()}]
    manifest: dict[str, Any] = {"inputs": [], "outputs": outputs, "gates": FACTS | facts}
    content = json.dumps(manifest).encode()
    target = folder / name_release("2011-2025", number, content)
    target.mkdir(parents=True)
    (target / "manifest.json").write_bytes(content)
    (target / "rapport_a.pdf").write_bytes(pdf)
    return Release(target, "2011-2025", number, manifest)


def ask(one: Release, gates: Gates = AUTOMATIC, approvals: tuple[Approval, ...] = (), **changed: Any) -> GateResult:
    """Ask the gates about it."""
    return ask_gates(one, changed.get("recipients", RECIPIENTS), gates, approvals, changed.get("beside", ()))


def test_what_nothing_speaks_against_may_be_sent(tmp_path: Path) -> None:
    """Automatic, two of eight areas flipped with a quarter allowed, findings that the settings do not name."""
    result = ask(edition(tmp_path))
    assert (result.held, result.may_send, result.approved) == ((), True, None)


@pytest.mark.parametrize(
    ("facts", "gates", "hold", "said"),
    [
        ({}, Gates(approval="required"), Hold.APPROVAL, "Indstillingerne kræver en godkendelse."),
        ({}, Gates(), Hold.CORRECTION, "Det er en rettelse, periodens revision 2: Den sendes først, når nogen har godkendt den."),
        ({}, Gates(approval="automatic", hold_findings=("base_jumped",)), Hold.FINDINGS, "2 bemærkninger til data af de slags, der får en udgivelse til at vente: base_jumped."),
        ({"findings": {"year_copied": 1}}, AUTOMATIC, Hold.FINDINGS, "1 bemærkning til data af en slags, der får en udgivelse til at vente: year_copied."),
        ({}, Gates(approval="automatic", hold_status_flips=Decimal("0.24")), Hold.FLIPS, "2 af 8 delområder har en anden status end i forrige udgivelse; indstillingerne tillader 24 %."),
        ({"comparable": False}, AUTOMATIC, Hold.INCOMPARABLE, "Tallene kan ikke sammenlignes med forrige udgivelses."),
        ({"anew": True}, AUTOMATIC, Hold.ANEW, "Alle rapporter er lavet på ny på opfordring, uden at indholdet er ændret."),
    ],
)  # fmt: skip
def test_what_a_person_decides(tmp_path: Path, facts: dict[str, object], gates: Gates, hold: Hold, said: str) -> None:
    """It waits with its reason; the approval of exactly this lets it go."""
    one = edition(tmp_path, **facts)
    result = ask(one, gates)
    assert ([held.hold for held in result.held], result.may_send, result.is_final) == ([hold], False, False)
    assert say_hold(result.held[0], load_language("da")).replace("\N{NO-BREAK SPACE}", " ") == said
    approved = ask(one, gates, (Approval(one.name, result.digest, "2026-01-01T00:00:00+00:00"),))
    assert (approved.may_send, approved.approved) == (True, "2026-01-01T00:00:00+00:00")


@pytest.mark.parametrize(
    ("approval", "first", "second", "third"),
    [("corrections", None, Hold.CORRECTION, Hold.CORRECTION), ("required", *[Hold.APPROVAL] * 3), ("automatic", None, None, None)],
)
def test_which_releases_wait_though_nothing_speaks_against_them(
    tmp_path: Path, approval: Any, first: Hold | None, second: Hold | None, third: Hold | None
) -> None:
    """By the setting, for the first release of a period and for two corrections of it."""
    for number, hold in enumerate((first, second, third), start=1):
        result = ask(edition(tmp_path, number), Gates(approval=approval))
        assert ([held.hold for held in result.held], result.may_send) == ([hold] if hold else [], hold is None)


@pytest.mark.parametrize("what", ["checks", "stale", "damaged"])
def test_what_nobody_can_approve(tmp_path: Path, what: str) -> None:
    """A failed check, an input that has changed since, a folder that is not as the manifest says: it has to be put right."""
    one = edition(tmp_path, failed_checks=["pdf: rapport_a.pdf: no tags"] if what == "checks" else [])
    beside = [Held(Hold.STALE)] if what == "stale" else []
    if what == "damaged":
        (one.folder / "rapport_a.pdf").write_bytes(b"%PDF changed")
    result = ask(one, beside=beside)
    assert [held.hold for held in result.held] == [Hold(what)]
    approved = ask(one, AUTOMATIC, (Approval(one.name, result.digest, "2026-01-01T00:00:00+00:00"),), beside=beside)
    assert (approved.may_send, approved.is_final) == (False, True)
    assert say_hold(result.held[0], load_language("da")).endswith(("Send disse linjer til den, der passer det.", "Kør: make reports"))


def test_a_failed_check_is_told_whole(tmp_path: Path) -> None:
    """A line separator in a text of a PDF parts no check in two."""
    one = edition(tmp_path, failed_checks=["pdf: rapport_a.pdf: »a\u2028b« has no tag", "pdf: rapport_b.pdf: no tags"])
    told = say_hold(ask(one).held[0], load_language("en"))
    assert told.startswith(
        "The check of rapport_a.pdf found faults: »a\u2028b« has no tag. The check of rapport_b.pdf found faults: no tags. Do not"
    )


@pytest.mark.parametrize("what", ["another file", "another recipient", "one recipient more", "recipients exchanged", "another release"])
def test_any_change_voids_an_approval(tmp_path: Path, what: str) -> None:
    """An approval is of these bytes to these recipients."""
    required = Gates(approval="required")
    one = edition(tmp_path)
    approvals = (Approval(one.name, ask(one, required).digest, "2026-01-01T00:00:00+00:00"),)
    assert ask(one, required, approvals).may_send
    recipients = {
        "another recipient": [RECIPIENTS[0], Addressee("F-2", "c@forum.example")],
        "one recipient more": [*RECIPIENTS, Addressee("F-2", "c@forum.example")],
        "recipients exchanged": [Addressee("F-2", "a@forum.example"), Addressee("F-1", "b@forum.example")],
    }.get(what, RECIPIENTS)
    if what == "another file":
        (one.folder / "rapport_a.pdf").write_bytes(b"%PDF changed")
    if what == "another release":
        other = one.folder.with_name("2011-2025_r3_00000000")
        shutil.copytree(one.folder, other)
        one = replace(one, folder=other, number=3)
    assert not ask(one, required, approvals, recipients=recipients).may_send


def run(*command: str | Path) -> Result:
    """Run a command of the program in this process."""
    return CliRunner().invoke(app, [str(part) for part in command])


def test_an_analyst_approves(tmp_path: Path) -> None:
    """The release waits with 10, is shown with its code, approved, and void again when a recipient changes."""
    source, output = copy_three_areas(tmp_path), tmp_path / "output"
    settings = source / "indstillinger.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + '\n[gates]\napproval = "required"\n', encoding="utf-8")
    folders = ("--input", source, "--output", output)
    assert run("gates", *folders).exit_code == 10
    assert run("reports", *folders).exit_code == 0
    assert run("gates", *folders).exit_code == 10
    shown = run("approve", "2011-2025", *folders)
    assert shown.exit_code == 0
    assert "Den er den første for sin periode" in shown.stdout
    for letter in read_letters((output / "current" / LETTERS).read_bytes()):
        assert f"  {letter.forum}: {printable(letter.conclusion)}\n" in shown.stdout
    assert ": TMF betaler " in shown.stdout
    assert "  Prøveby: proeveby@forum.example\n" in shown.stdout
    code = re.findall(r"make approve PERIOD=2011-2025 CODE=([0-9a-f]{10})\n", shown.stdout)[0]
    assert run("approve", "2011-2025", "--code", "0000000000", *folders).exit_code == 10
    assert run("approve", "2012-2025", "--code", code, *folders).exit_code == 2
    done = run("approve", "2011-2025", "--code", code, *folders)
    assert (done.exit_code, done.stdout[:26]) == (0, "Godkendt: 2011-2025_r1_" + done.stdout[23:26])
    assert run("gates", *folders).exit_code == 0
    assert "har ingen [delivery]" in run("status", *folders).stdout.splitlines()[-1]
    book = load_workbook(source / "fora.xlsx")
    book["Modtagere"]["C2"] = "anden@forum.example"
    book.save(source / "fora.xlsx")
    assert run("gates", *folders).exit_code == 10
    refused = run("approve", "2011-2025", "--code", code, *folders)
    assert refused.exit_code == 10
    assert "er rapporterne eller modtagerne ændret" in refused.stderr


def test_a_first_release_goes_out_by_itself_and_a_correction_waits(tmp_path: Path) -> None:
    """As shipped, where the settings say nothing of gates: mails of the first; of the second none, before a person has approved it."""
    source, output = copy_three_areas(tmp_path), tmp_path / "output"
    settings = source / "indstillinger.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + DELIVERY, encoding="utf-8")
    folders = ("--input", source, "--output", output)

    def mails() -> int:
        return len(list((output / "post").rglob("*.eml")))

    assert run("reports", *folders).exit_code == 0
    assert run("send", "--send", "--from-here", *folders).exit_code == 0
    first = mails()
    assert first > 0
    edit(source, G4=900)
    assert run("reports", *folders).exit_code == 0
    held = run("send", "--send", "--from-here", *folders)
    assert (held.exit_code, mails()) == (10, first)
    assert "Det er en rettelse, periodens revision 2: Den sendes først, når nogen har godkendt den." in held.stdout
    code = re.findall(r"CODE=([0-9a-f]{10})", held.stdout)[0]
    assert run("approve", "2011-2025", "--code", code, *folders).exit_code == 0
    assert run("send", "--send", "--from-here", *folders).exit_code == 0
    assert mails() > first
