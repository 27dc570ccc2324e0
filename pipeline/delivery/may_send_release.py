"""Decide whether the current release may be sent, with the current input and recipients. Shared by `send`, `gates` and `approve`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipeline.delivery.earlier_releases import holds_of_earlier
from pipeline.delivery.gates import Addressee, GateResult, Held, Hold, ask_gates
from pipeline.delivery.recipients import Recipients, list_recipients
from pipeline.delivery.series import read_series
from pipeline.disclosure.protect import protect_input
from pipeline.input.check_input import Intake
from pipeline.releases.find import Release, list_all_releases
from pipeline.releases.history.store import History
from pipeline.releases.next_revision import find_overtaken, has_inputs
from pipeline.settings.settings import WrittenSettings


def ask_clearance(intake: Intake, edition: Release, history: History) -> GateResult:
    """Ask the gates about a release.

    Args:
        intake: The checked current input, with the recipients.
        edition: The release.
        history: The approvals so far.
    """
    inputs = protect_input(intake).inputs
    is_stale = not has_inputs(edition, inputs) and not history.has_no_news(edition.name, inputs)
    beside = [Held(Hold.STALE)] if is_stale else []
    if not intake.tables.sample:
        beside += holds_of_record(intake.folder, edition)
    return ask_without_input(list_recipients(intake.tables), intake.settings, edition, history, beside)


def holds_of_record(input_folder: Path, edition: Release) -> list[Held]:
    """Return whether readers have other reports under the numbers of the release.

    Raises:
        InputRejected: a line of the record cannot be read.
        StorageFailed: record or outbox cannot be read.
    """
    sent = read_series(input_folder, edition.folder.parents[1]).newest(edition.period)
    return [Held(Hold.OVERTAKEN)] if find_overtaken(edition, sent) else []


def ask_without_input(
    recipients: Recipients, settings: WrittenSettings, edition: Release, history: History, found: Sequence[Held] = ()
) -> GateResult:
    """Ask the gates about a release, where the input as a whole cannot be read: all but whether it is still the one of the release.

    Args:
        recipients: The forums and their recipients.
        settings: The settings.
        edition: The release.
        history: The approvals so far.
        found: Reasons of the input to hold it.
    """
    named = [Addressee(person.forum_id, person.email) for person in recipients.people]
    gates, delivery = settings.gates, settings.delivery
    earlier = holds_of_earlier(edition, list_all_releases(edition.folder.parent), history.approved_releases(), gates)
    beside = [*found, *earlier]
    envelope = (settings.municipality, delivery.sender, f"tables: {delivery.attach_tables}") if delivery else ()
    return ask_gates(edition, named, gates, history.approvals(edition.name), beside, envelope)
