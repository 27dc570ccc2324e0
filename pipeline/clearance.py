"""Whether the current release may be sent, asked with the input and the recipients as they are now. What `send`, `gates` and `approve` share."""

from __future__ import annotations

from pipeline.disclosure.protect import protect_input
from pipeline.earlier_releases import holds_of_earlier
from pipeline.editions import Edition, list_all_editions
from pipeline.gates import GateResult, Held, Hold, Recipient, ask_gates
from pipeline.history import History
from pipeline.intake import Intake
from pipeline.next_revision import has_inputs


def ask_clearance(intake: Intake, edition: Edition, history: History) -> GateResult:
    """Ask the gates about a release.

    Args:
        intake: The checked input as it is now, with the recipients.
        edition: The release.
        history: What has been approved.
    """
    recipients = intake.tables.recipients
    named = [Recipient(forum, email) for forum, email in zip(recipients["forum_id"], recipients["email"], strict=True)]
    inputs = protect_input(intake).inputs
    gates = intake.settings.gates
    is_stale = not has_inputs(edition, inputs) and not history.has_no_news(edition.name, inputs)
    beside = [Held(Hold.STALE)] if is_stale else []
    beside += holds_of_earlier(edition, list_all_editions(edition.folder.parent), history.approved_releases(), gates)
    return ask_gates(edition, named, gates, history.approvals(edition.name), beside)
