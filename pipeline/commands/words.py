"""Wording for runs, gates and next steps on the screen."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from pipeline.clock import MUNICIPALITY
from pipeline.delivery.gates import Held, Hold
from pipeline.language.language import N_, Language
from pipeline.language.os_reason import say_reason
from pipeline.lock import NoLocks
from pipeline.problems.model import Code
from pipeline.releases.changed_reports import read_revised
from pipeline.releases.checks.words import say_failed, say_what_to_do
from pipeline.releases.find import Release
from pipeline.releases.history.store import Damaged, RunOutcome
from pipeline.releases.publish import CurrentIsFolder
from pipeline.settings.settings import Periods
from pipeline.storage import StorageFailed

CLOSED: Final = (os.strerror(errno.EACCES), "readonly database", "unable to open database")
WRONG_PATH: Final = frozenset({errno.ENOTDIR, errno.EEXIST, errno.EISDIR, errno.ENAMETOOLONG})
OUTCOMES: Final[Mapping[RunOutcome, str]] = {
    RunOutcome.RUNNING: N_("at work"),
    RunOutcome.PUBLISHED: N_("published"),
    RunOutcome.UNCHANGED: N_("nothing to do"),
    RunOutcome.REJECTED: N_("the input has errors"),
    RunOutcome.STORAGE: N_("could not be saved"),
    RunOutcome.FAILED: N_("a fault of the program"),
    RunOutcome.INTERRUPTED: N_("was interrupted"),
}
NEXT: Final[Mapping[RunOutcome, str]] = {
    RunOutcome.REJECTED: N_("Correct the errors that this names: make check. Then: make reports"),
    RunOutcome.STORAGE: N_("Run make reports again: it says what could not be saved, and what to do."),
    RunOutcome.FAILED: N_("Run make reports once more, and send what it prints to the person who maintains the program."),
    RunOutcome.INTERRUPTED: N_("The last run was stopped before its end. The last release is unchanged. Run: make reports"),
}


def say_revised_reports(edition: Release, language: Language) -> str:
    """Return the reports that a correction changed."""
    from pipeline.report.words.revision import say_revised

    revised = read_revised(edition)
    return say_revised(revised.number, revised.changed, len(revised.kept), language)


def say_storage(failed: StorageFailed, language: Language) -> str:
    """Return what could not be saved where, and why."""
    return f"{failed.place}: {say_reason(failed.error, language)}" if failed.error is not None else str(failed)


def say_unsaved(failed: StorageFailed, language: Language) -> str:
    """Return what to do about something that could not be saved."""
    if isinstance(failed, NoLocks):
        return language.gettext(
            "The drive cannot lock files, so two runs could disturb each other. Put the output folder on a disk of this machine: "
            'make reports OPTIONS="--output FOLDER"'
        )
    if isinstance(failed, Damaged):
        return language.gettext(
            "The file is damaged. Move {file} and the files whose names begin like that to another place, and run the command again: it "
            "begins a new one. What udsendt.csv in the input folder names is not sent again; an approval has to be given again."
        ).format(file=failed.path)
    if isinstance(failed, CurrentIsFolder):
        return language.gettext(
            "The folder current holds files that are no release's. Move the folder to another place. Then: make reports"
        )
    if any(sign in str(failed) for sign in CLOSED):
        return language.gettext(
            "You may not write there. Where several people share the folder, each of them runs umask 002 first, and its owner once: "
            "chmod -R g+rwX FOLDER"
        )
    if failed.error is not None and failed.error.errno in WRONG_PATH:
        return language.gettext("Choose another folder, and run the command again.")
    return language.gettext("Look whether the disk is full or write-protected, and run the command again.")


def say_hold(held: Held, language: Language) -> str:
    """Return why a release is held, and what to do if it cannot be approved."""
    if held.hold is Hold.CHECKS:
        return " ".join([*(say_failed(check, language) for check in held.checks), say_what_to_do(language)])
    text = {
        Hold.FINDINGS: language.ngettext(
            "{number} finding of a kind that holds a release: {kinds}.",
            "{number} findings of kinds that hold a release: {kinds}.",
            int(str(held.facts.get("number", 0))),
        ),
        Hold.FLIPS: language.gettext(
            "{flipped} of {areas} areas have another status than in the release before; the settings allow {limit}."
        ),
        Hold.CORRECTION: language.gettext("It is a correction, revision {revision} of its period: a person approves it before it is sent."),
        Hold.SMALLER_SHOWN: language.gettext(
            "smallest_shown was {before} in the reports before and is {now}: counts that were a class can be read now."
        ),
        Hold.OUTDATED: language.gettext(
            "The unchanged reports of these forums have another conclusion or status than the city's overview, which is made by a newer rule: "
            '{forums}. Make all of them anew: make reports ANEW=1 REASON="…"'
        ),
        Hold.HIDDEN_OTHERWISE: language.gettext(
            "Version 0.1.0 published this period and hid small counts in another way: old and new reports together may reveal them."
        ),
        Hold.APPROVAL: language.gettext("The settings ask for an approval."),
        Hold.INCOMPARABLE: language.gettext("The figures of the release before cannot be compared with these."),
        Hold.ANEW: language.gettext("All reports were made anew on request, without a change of what they say."),
        Hold.OVERTAKEN: language.gettext("Readers have other reports under this number, or later ones. Run: make reports"),
        Hold.STALE: language.gettext("The input has changed since the reports were made. Run: make reports"),
        Hold.DAMAGED: language.gettext("The release's folder is not as its manifest says. Run: make reports"),
    }[held.hold]
    facts = dict(held.facts)
    if held.hold is Hold.FLIPS:
        facts["limit"] = language.percent(float(str(facts["limit"])), 0)
    return text.format(**facts)


def say_reported(periods: Periods, language: Language) -> str:
    """Return which year is reported if the settings leave it open, and why."""
    text = language.gettext("The reported year is {now}: the newest with a sheet of which the counting day, {day}, is over.")
    return text.format(now=periods.now, day=language.day_of_year(periods.present_day))


def say_scheduled(moment: datetime, language: Language) -> str:
    """Return when the next scheduled run is."""
    return language.gettext("The next scheduled run is {time}, Danish time.").format(time=_danish(moment))


def say_not_done(due: datetime, language: Language) -> str:
    """Return which scheduled run has not succeeded."""
    text = language.gettext("The scheduled run of {time}, Danish time, has not come to a good end. It is tried every day until it has.")
    return text.format(time=_danish(due))


def say_silent(called: datetime | None, language: Language) -> str:
    """Return that the timer of the scheduled run has stopped, and what to do."""
    if called is None:
        told = language.gettext("The timer of the scheduled run has never called.")
    else:
        told = language.gettext("The timer of the scheduled run last called {time}, Danish time.").format(time=_danish(called))
    what_to_do = language.gettext("It calls every fifteen minutes. Look whether it runs, or set it up anew: make schedule")
    return f"{told} {what_to_do}"


def say_later_sheets(manifest: Mapping[str, Any], language: Language) -> Iterator[str]:
    """Yield that the workbook has sheets for later years that the release does not use; nothing if it has none."""
    number = manifest["gates"]["findings"].get(Code.SHEET_LATER, 0)
    if number:
        text = language.ngettext(
            "{number} sheet is of a later year than {now} and is not used; see which with: make check",
            "{number} sheets are of later years than {now} and are not used; see which with: make check",
            number,
        )
        yield text.format(number=number, now=manifest["periods"]["now"])


def say_outcome(outcome: RunOutcome, language: Language) -> str:
    """Return how a run ended."""
    return language.gettext(OUTCOMES[outcome])


def say_next(outcome: RunOutcome, language: Language) -> str:
    """Return what to do after a run that failed; empty after one that did not."""
    return language.gettext(NEXT[outcome]) if outcome in NEXT else ""


def _danish(moment: datetime) -> str:
    return moment.astimezone(MUNICIPALITY).strftime("%d-%m-%Y %H:%M")


def say_only_waiting(language: Language) -> str:
    """Return what is sent while the input has errors."""
    return language.gettext(
        "The input has errors, so no new mails are queued. Mails that wait already are sent as they were let pass. See the errors with: make check"
    )
