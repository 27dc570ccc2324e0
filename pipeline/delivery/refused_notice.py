"""Mail the operator why nothing is sent: once, and again only after something has been sent in between."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from pipeline.clock import Clock, now_utc
from pipeline.delivery.credentials import find_credentials
from pipeline.delivery.notice import mail_operator
from pipeline.delivery.outbox.sender_lock import only_sender
from pipeline.delivery.outbox.store import OUTBOX_FOLDER, open_outbox
from pipeline.delivery.refusals import DeliveryRefused
from pipeline.delivery.session import Session, Timeouts
from pipeline.delivery.words import say_nothing_sent
from pipeline.input.sample_data import list_sample_workbooks
from pipeline.language.language import Language
from pipeline.lock import Locked
from pipeline.problems.rejected import InputRejected
from pipeline.settings.settings import read_settings


def tell_refused(input_folder: Path, output_folder: Path, why: str, language: Language, clock: Clock = now_utc) -> None:
    """Mail the operator why nothing is sent, unless they know; of sample data, or without a relay that can be reached, nothing is.

    Args:
        input_folder: The input, with the settings of delivery.
        output_folder: The output folder, whose outbox notes what the operator knows.
        why: The reason, and what to do.
        language: Language of the mail.
        clock: The current time.

    Raises:
        StorageFailed: the outbox cannot be used.
    """
    try:
        delivery, credentials = read_settings(input_folder).delivery, find_credentials()
    except (InputRejected, DeliveryRefused):  # without them, there is no mail
        return
    if delivery is None or delivery.smtp is None or list_sample_workbooks(input_folder):
        return
    folder = output_folder / OUTBOX_FOLDER
    try:
        with only_sender(folder), open_outbox(folder, clock) as outbox:
            open_session = partial(Session, delivery.smtp, credentials, delivery.sender, Timeouts())
            if outbox.refused != why and mail_operator(delivery, open_session, say_nothing_sent(why, language), clock()):
                outbox.note_refused(why)
    except Locked:
        return
