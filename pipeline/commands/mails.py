"""The mails of the outbox on the screen, and the exit code that follows from their states."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from rich.table import Table

from pipeline.commands.app import Exit, out
from pipeline.delivery.outbox.mails import Entry, MailState
from pipeline.delivery.outbox.sender_lock import only_sender
from pipeline.delivery.outbox.store import OUTBOX_FOLDER, Outbox, open_outbox
from pipeline.delivery.words import say_evidence, say_state
from pipeline.language.language import Language
from pipeline.lock import Locked


@dataclass(frozen=True, slots=True)
class MailCounts:
    """How many mails there are of each kind.

    Attributes:
        sent: Taken by a relay for their own recipients.
        files: Written as files.
        trials: Sent to the address of a trial.
        waiting: Not sent yet, or refused.
        uncertain: May have arrived or not.
    """

    sent: int
    files: int
    trials: int
    waiting: int
    uncertain: int


def count_mails(output_folder: Path) -> MailCounts | None:
    """Return how many mails are sent, wait, or need a person; None where there is no outbox."""
    if not (output_folder / OUTBOX_FOLDER).is_dir():
        return None
    with open_outbox(output_folder / OUTBOX_FOLDER) as outbox:
        entries = outbox.entries()
    states = [entry.state for entry in entries]
    taken = [entry for entry in entries if entry.state is MailState.SENT]
    sent, files = sum(entry.is_real for entry in taken), sum(entry.is_file for entry in taken)
    return MailCounts(
        sent=sent,
        files=files,
        trials=len(taken) - sent - files,
        waiting=sum(states.count(state) for state in (MailState.QUEUED, MailState.CLAIMED, MailState.STOPPED)),
        uncertain=states.count(MailState.UNCERTAIN) + states.count(MailState.DATA),
    )


def judge(entries: Sequence[Entry]) -> Exit:
    """Return the exit code that follows from the states of the mails."""
    states = {entry.state for entry in entries}
    if states & {MailState.UNCERTAIN, MailState.DATA}:
        return Exit.UNCERTAIN
    return Exit.INCOMPLETE if states & {MailState.QUEUED, MailState.CLAIMED, MailState.STOPPED} else Exit.DONE


@contextmanager
def opened(output_folder: Path) -> Iterator[Outbox | None]:
    """Open the outbox, if there is one; reset what a killed sender left, unless a sender is active."""
    folder = output_folder / OUTBOX_FOLDER
    if not folder.is_dir():
        yield None
        return
    with open_outbox(folder) as box:
        try:
            with only_sender(folder):
                box.recover()
        except Locked:
            pass
        yield box


def list_open(entries: Sequence[Entry], language: Language, told: str = "") -> None:
    """List the mails that are neither sent nor superseded, if any; the reason that was told already is not repeated at each."""
    open_ones = [entry for entry in entries if entry.state not in {MailState.SENT, MailState.SUPERSEDED}]
    if open_ones:
        list_mails([replace(entry, evidence="") if entry.evidence == told else entry for entry in open_ones], language)


def list_mails(entries: Sequence[Entry], language: Language) -> None:
    """List mails with the state of each and its reason."""
    heads = ("Mail", language.gettext("Period"), language.gettext("Forum"), language.gettext("Recipient"), language.gettext("State"))
    table = start_table(*heads, language.gettext("Reply"))
    for entry in entries:
        period = f"{entry.period} r{entry.revision}"
        table.add_row(
            str(entry.id),
            period,
            entry.forum,
            entry.recipient,
            say_state(entry, language),
            say_evidence(entry, language),
        )
    out.print(table if entries else language.gettext("The outbox is empty."))


def start_table(*heads: str) -> Table:
    """Return a table for the screen with these column headings."""
    table = Table(box=None, pad_edge=False)
    for head in heads:
        table.add_column(head, overflow="fold")
    return table
