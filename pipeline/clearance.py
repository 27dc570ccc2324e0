"""Whether the current release may be sent, asked with the input and the recipients as they are now. What `send`, `gates` and `approve` share."""

from __future__ import annotations

from pathlib import Path

from pipeline.editions import Edition
from pipeline.gates import GateResult, Recipient, ask_gates
from pipeline.history import History
from pipeline.intake import Intake
from pipeline.next_revision import has_inputs
from pipeline.register import read_secret


def ask_clearance(intake: Intake, edition: Edition, output_folder: Path, history: History) -> GateResult:
    """Ask the gates about a release.

    Args:
        intake: The checked input as it is now, with the recipients.
        edition: The release.
        output_folder: The output folder, for the key that the fingerprints are made with.
        history: What has been approved.

    Raises:
        InputRejected: the key cannot be read.
    """
    recipients = intake.tables.recipients
    named = [Recipient(forum, email) for forum, email in zip(recipients["forum_id"], recipients["email"], strict=True)]
    secret = read_secret(output_folder)
    inputs = {record.name: secret.fingerprint(record.sha256) for record in intake.files}
    is_stale = not has_inputs(edition, inputs) and not history.has_no_news(edition.name, inputs)
    return ask_gates(edition, named, intake.settings.gates, history.approvals(edition.name), is_stale=is_stale)
