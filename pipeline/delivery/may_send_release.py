"""Decide whether the current release may be sent, with the current input and recipients. Shared by `send`, `gates` and `approve`."""

from __future__ import annotations

from pipeline.delivery.earlier_releases import holds_of_earlier
from pipeline.delivery.gates import Addressee, GateResult, Held, Hold, ask_gates
from pipeline.delivery.series import read_series
from pipeline.disclosure.protect import protect_input
from pipeline.input.check_input import Intake
from pipeline.releases.find import Release, list_all_releases
from pipeline.releases.history.store import History
from pipeline.releases.next_revision import find_overtaken, has_inputs


def ask_clearance(intake: Intake, edition: Release, history: History) -> GateResult:
    """Ask the gates about a release.

    Args:
        intake: The checked current input, with the recipients.
        edition: The release.
        history: The approvals so far.
    """
    recipients = intake.tables.recipients
    named = [Addressee(forum, email) for forum, email in zip(recipients["forum_id"], recipients["email"], strict=True)]
    inputs = protect_input(intake).inputs
    gates = intake.settings.gates
    is_stale = not has_inputs(edition, inputs) and not history.has_no_news(edition.name, inputs)
    beside = [Held(Hold.STALE)] if is_stale else []
    if not intake.tables.sample and find_overtaken(edition, read_series(intake.folder, edition.folder.parents[1]).newest(edition.period)):
        beside.append(Held(Hold.OVERTAKEN))
    beside += holds_of_earlier(edition, list_all_releases(edition.folder.parent), history.approved_releases(), gates)
    delivery = intake.settings.delivery
    envelope = (intake.settings.municipality, delivery.sender, f"tables: {delivery.attach_tables}") if delivery else ()
    return ask_gates(edition, named, gates, history.approvals(edition.name), beside, envelope)
