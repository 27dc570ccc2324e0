"""What to do about a release that may be sent: whether mails are missing, and whether they are sent from here."""

from __future__ import annotations

from pathlib import Path

from pipeline.delivery.new_mails import list_new
from pipeline.delivery.recipients import list_recipients
from pipeline.delivery.refusals import DeliveryRefused, Why
from pipeline.delivery.series import read_series, refuse_place
from pipeline.delivery.words import say_refused, say_sample
from pipeline.input.check_input import Intake
from pipeline.language.language import Language
from pipeline.releases.find import Release


def is_done(intake: Intake, edition: Release, tree: Path) -> bool:
    """Return whether every recipient has the release's reports, so that it waits for nobody."""
    delivery = intake.settings.delivery
    if delivery is None or intake.tables.sample:
        return False
    return not list_new(edition, list_recipients(intake.tables), intake.folder, tree, delivery.space)


def say_next_mails(intake: Intake, edition: Release, tree: Path, language: Language) -> str:
    """Return the next step for a release that the gates let pass.

    Args:
        intake: The checked input.
        edition: The release.
        tree: The folder of releases and mails.
        language: The language of messages.
    """
    delivery = intake.settings.delivery
    if delivery is None:
        return say_refused(DeliveryRefused(Why.NO_SETTINGS), language)
    if intake.tables.sample:
        return say_sample(language)
    if is_done(intake, edition, tree):
        return language.gettext("There is nothing new to send.")
    refused = refuse_place(read_series(intake.folder, tree), tree, delivery.sends_from) if delivery.is_real else None
    return language.gettext("Next: make send") if refused is None else say_refused(refused, language)
