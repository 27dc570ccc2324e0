"""The `send` command's work: preview, send, report. Imported by this command only, since it imports pandas."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

import typer

from pipeline.commands.app import Exit, err, out
from pipeline.commands.mails import judge, list_open, opened, start_table
from pipeline.commands.operation import tell_gates
from pipeline.commands.words import say_only_waiting
from pipeline.delivery import send
from pipeline.delivery.outbox.mails import MailState
from pipeline.delivery.refusals import OF_PLACE, DeliveryRefused
from pipeline.delivery.refused_notice import tell_refused
from pipeline.delivery.send import ReleaseWaits, Sending, SendResult, send_release
from pipeline.delivery.series import read_series, refuse_place
from pipeline.delivery.words import STATES, say_halted, say_refusal, say_refused, say_sample, say_state
from pipeline.language.language import Language
from pipeline.language.printable import printable
from pipeline.problems.rejected import InputRejected
from pipeline.problems.screen import tell_places, tell_problems

ADDRESS: Final = re.compile(r"[^\s<>()\"',;:]+@[^\s<>()\"',;:]+")


def send_mails(input_folder: Path, output_folder: Path, language: Language, *, from_here: bool) -> Exit:
    """Send the mails that are new or due. Where a timer calls and nothing may be sent, the operator gets a mail."""
    at_once = sys.stdin is not None and sys.stdin.isatty()  # a person does not wait for the next try; a timer has no terminal

    def tell(why: str) -> None:
        if not at_once:
            tell_refused(input_folder, output_folder, why, language)

    with _told_refusals(language, tell):
        try:
            sending = send.prepare_sending(input_folder, output_folder)
        except InputRejected as rejected:
            sending = send.prepare_retries(input_folder, output_folder, rejected)
        try:
            outcome = send_release(replace(sending, at_once=at_once), output_folder, from_here=from_here)
        except ReleaseWaits:
            _show(sending, output_folder, language)
            tell(language.gettext("The release waits for a person."))
            return Exit.WAITS
    if sending.clearance is None:
        if sending.problems:
            tell(language.gettext("The input has errors. See them with: make check"))
        return _tell_retries(sending, outcome, language)
    if outcome.is_empty:  # called every fifteen minutes: errors in recipients were reported before, and are in the list
        out.print(language.gettext("There is nothing new to send."))
        list_open(outcome.entries, language)
        return judge(outcome.entries)
    if sending.problems:
        tell_places(err, sending.problems, language)
    if sending.sample:
        out.print(language.gettext("Sample data are not sent; the mails are written as files in {folder}.").format(folder=outcome.files))
        return Exit.INCOMPLETE if sending.refusals else Exit.DONE
    _tell_trial(sending, language)
    return _tell_outcome(outcome, language)


def _tell_retries(sending: Sending, outcome: SendResult, language: Language) -> Exit:
    """Report on the mails that waited, sent while the input has errors; these are told only if they keep new mails back.

    All of it goes to standard output: a timer that calls every fifteen minutes makes no mail of it.
    """
    out.print(say_only_waiting(language))
    told = Exit.DONE if outcome.is_empty else _tell_outcome(outcome, language)
    if sending.problems:
        tell_places(out, sending.problems, language)
        return Exit.REJECTED
    return told if told is not Exit.DONE else judge(outcome.entries)


def preview_mails(input_folder: Path, output_folder: Path, language: Language) -> Exit:
    """Show the mails that would be sent."""
    with _told_refusals(language):
        sending = send.prepare_sending(input_folder, output_folder)
    _show(sending, output_folder, language)
    if sending.problems:
        tell_problems(err, sending.problems, language)
    if sending.waits:
        return Exit.WAITS
    return Exit.INCOMPLETE if sending.refusals else Exit.DONE


@contextmanager
def _told_refusals(language: Language, tell: Callable[[str], None] | None = None) -> Iterator[None]:
    """Report errors in the input and refusals to send, and exit with their codes.

    Args:
        language: Language of what is reported.
        tell: Tells the operator too; given where a timer may have called, to whose log no content of cells goes.
    """
    try:
        yield
    except InputRejected as rejected:
        (tell_places if tell else tell_problems)(err, rejected.problems, language)
        if tell:
            tell(language.gettext("The input has errors. See them with: make check"))
        raise typer.Exit(Exit.REJECTED) from rejected
    except DeliveryRefused as refused:
        err.print(say_refused(refused, language))
        err.print(language.gettext("Nothing was sent."))
        if tell:
            tell(say_refused(refused, language))
        raise typer.Exit(Exit.WAITS if refused.why in OF_PLACE else Exit.INCOMPLETE) from refused


def _show(sending: Sending, output_folder: Path, language: Language) -> None:
    """Show the mails that are not sent yet, with the state of each."""
    with opened(output_folder) as box:
        known = {entry.key: entry for entry in (box.entries() if box else ())}
    delivery = sending.guard.delivery
    sent = read_series(sending.input_folder, output_folder).mails if delivery.is_real else {}
    table = start_table(language.gettext("Forum"), language.gettext("Recipient"), language.gettext("Subject"), language.gettext("State"))
    is_new = False
    for draft in sending.drafts:
        entry = known.get(draft.key)
        is_sent = entry is None and draft.key[1:] in sent  # from another folder, or before this outbox was restored
        state = say_state(entry, language) if entry else language.gettext(STATES[MailState.SENT] if is_sent else "new")
        is_new |= not is_sent and (entry is None or entry.state is MailState.QUEUED)
        table.add_row(draft.forum, draft.recipient, draft.subject, state)
    for refusal in sending.refusals:
        table.add_row(refusal.forum, printable(refusal.recipient), "", say_refusal(refusal, language))
    out.print(table)
    _tell_trial(sending, language)
    if delivery.smtp is None and not sending.sample:
        out.print(language.gettext("No mail server is named in the settings: mails are written as files, which mail programs open."))
    out.print(language.gettext("Nothing was sent."))
    if sending.clearance is not None and not sending.clearance.may_send:
        for line in tell_gates(sending.clearance, language, ""):
            out.print(line)
    if not sending.waits:
        out.print(_say_next(sending, output_folder, language, is_new=is_new))


def _tell_trial(sending: Sending, language: Language) -> None:
    if address := sending.guard.delivery.redirect_all_to:
        out.print(language.gettext("A trial: all of them go to {address}.").format(address=address))


def _say_next(sending: Sending, output_folder: Path, language: Language, *, is_new: bool) -> str:
    """Return what to do after a preview."""
    delivery = sending.guard.delivery
    if sending.sample:
        return say_sample(language)
    if not is_new:
        return language.gettext("There is nothing new to send.")
    if delivery.is_real:
        refused = refuse_place(read_series(sending.input_folder, output_folder), output_folder, delivery.sends_from)
        if refused is not None:
            return say_refused(refused, language)
    return language.gettext("To send: make send SEND=1")


def _tell_outcome(outcome: SendResult, language: Language) -> Exit:
    """Report what was sent and what was not, and return the exit code."""
    if outcome.files is None:
        told = language.ngettext("{number} mail sent", "{number} mails sent", outcome.batch.sent)
    else:
        told = language.ngettext("{number} mail written to {folder}", "{number} mails written to {folder}", outcome.batch.sent)
    out.print(told.format(number=outcome.batch.sent, folder=outcome.files))
    if outcome.batch.superseded:
        told = language.ngettext(
            "{number} mail is not sent: a newer revision has taken its place.",
            "{number} mails are not sent: a newer revision has taken their place.",
            outcome.batch.superseded,
        )
        out.print(told.format(number=outcome.batch.superseded))
    if outcome.fetched:
        told = language.gettext(
            "output/post knew {known} of {number} sent mails; the others are taken from udsendt.csv in the input folder. None is sent again."
        )
        out.print(told.format(known=outcome.known - outcome.fetched, number=outcome.known))
    if outcome.batch.halted:
        reason = ADDRESS.sub("…", say_halted(outcome.batch.halted, language))  # a timer's log shows no address; make outbox has all of it
        err.print(language.gettext("Sending was stopped: {reason}").format(reason=reason))
    list_open(outcome.entries, language, outcome.batch.halted)
    if not outcome.notified:
        err.print(language.gettext("The operator could not be notified by mail."))
    return judge(outcome.entries)
