"""A real release of the sample input, made once per process, with all that is needed to send it."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from pipeline.delivery.guard import Guard
from pipeline.delivery.outbox.mails import Draft
from pipeline.delivery.queue import Drafted, draft_mails
from pipeline.delivery.recipients import list_recipients
from pipeline.delivery.refusals import Why, read_evidence
from pipeline.delivery.release import ReleaseMail, read_release
from pipeline.input.check_input import Intake, check_input
from pipeline.run import make_reports
from pipeline.settings.delivery import Delivery, Relay
from tests.build import INPUT

START = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
TRIAL = "[PRØVE for {recipient}]"
SENDER = "Københavns Kommune"


class Clock:
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        """Return the time."""
        return self.now

    def go(self, **time: float) -> None:
        """Let time pass."""
        self.now += timedelta(**time)


@cache
def intake() -> Intake:
    """Return the sample input, read once."""
    return check_input(INPUT)


@cache
def released() -> Path:
    """Return the folder of the sample release; tests copy it before they change it."""
    return make_reports(INPUT, Path(mkdtemp(prefix="release-"))).folder


def copy_release(folder: Path) -> Path:
    """Copy the sample release."""
    return Path(shutil.copytree(released(), folder / "release"))


def publish_copy(output: Path) -> Path:
    """Copy the sample release and its register into an output folder, as the current one; return its folder."""
    shutil.copytree(released().parents[1], output, symlinks=True)
    return output / "current"


def delivery(port: int | None = None, **changed: object) -> Delivery:
    """Return the shipped settings of delivery, with a relay on this machine where a port is named."""
    shipped = intake().settings.delivery
    assert shipped is not None
    relay = Relay(host="localhost", port=port, tls="starttls") if port else None
    return shipped.model_copy(update={"smtp": relay, **changed})


def guard(port: int | None = None, **changed: object) -> Guard:
    """Return the guard of the sample recipients."""
    return Guard(list_recipients(intake().tables), delivery(port, **changed))


@cache
def contents() -> ReleaseMail:
    """Return what the sample release has for the forums."""
    return read_release(released())


def drafts(guard: Guard, count: int | None = None) -> tuple[Draft, ...]:
    """Return the sample release's mails, or the first of them."""
    return draft(guard).drafts[:count]


def draft(guard: Guard, release: ReleaseMail | None = None) -> Drafted:
    """Return what the sample release, or another, has for its recipients."""
    return draft_mails(release or contents(), guard, SENDER, TRIAL, START)


def reasons(drafted: Drafted) -> set[Why]:
    """Return why mails were refused."""
    read = [read_evidence(refusal.evidence) for refusal in drafted.refusals]
    return {refused.why for refused, _ in filter(None, read)}


def any_release(_: Draft) -> None:
    """Let a mail of any release pass, where the outbox alone is tested."""
