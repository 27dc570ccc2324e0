"""Runs, gates and what to do next, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pipeline.gates import Held, Hold
from pipeline.history import Outcome
from pipeline.wording.failed_checks import say_failed, say_what_to_do
from pipeline.wording.language import N_, Language

OUTCOMES: Final[Mapping[Outcome, str]] = {
    Outcome.RUNNING: N_("at work"),
    Outcome.PUBLISHED: N_("published"),
    Outcome.UNCHANGED: N_("nothing to do"),
    Outcome.REJECTED: N_("the input has errors"),
    Outcome.STORAGE: N_("could not be saved"),
    Outcome.FAILED: N_("a fault of the program"),
    Outcome.INTERRUPTED: N_("was interrupted"),
}
NEXT: Final[Mapping[Outcome, str]] = {
    Outcome.REJECTED: N_("Correct the errors that this names: make check. Then: make reports"),
    Outcome.STORAGE: N_("Look whether the disk is full or output/ is write-protected. Then: make reports"),
    Outcome.FAILED: N_("Run make reports once more, and send what it prints to whoever looks after the program."),
    Outcome.INTERRUPTED: N_("The last run was stopped before its end. The last release stands. Run: make reports"),
}


def say_hold(held: Held, language: Language) -> str:
    """Return why a release waits, and what to do where nobody can approve it."""
    facts = held.facts
    if held.hold is Hold.FINDINGS:
        text = language.gettext("{number} findings of kinds that the settings name: {kinds}.")
        return text.format(number=facts["number"], kinds=facts["kinds"])
    if held.hold is Hold.FLIPS:
        text = language.gettext("{flipped} of {areas} areas have another status than in the release before; the settings allow {limit}.")
        return text.format(flipped=facts["flipped"], areas=facts["areas"], limit=language.percent(float(str(facts["limit"])), 0))
    if held.hold is Hold.CHECKS:
        checks = str(facts["checks"]).splitlines()
        return " ".join([*(say_failed(check, language) for check in checks), say_what_to_do(checks, language)])
    return {
        Hold.APPROVAL: language.gettext("The settings ask for an approval."),
        Hold.INCOMPARABLE: language.gettext("The figures of the release before cannot be compared with these."),
        Hold.STALE: language.gettext("The input has changed since the reports were made. Run: make reports"),
        Hold.DAMAGED: language.gettext("The release's folder is not as its manifest says. Run: make reports"),
    }[held.hold]


def say_outcome(outcome: Outcome, language: Language) -> str:
    """Return how a run ended."""
    return language.gettext(OUTCOMES[outcome])


def say_next(outcome: Outcome, language: Language) -> str:
    """Return what to do after a run that did not end well; empty after one that did."""
    return language.gettext(NEXT[outcome]) if outcome in NEXT else ""
