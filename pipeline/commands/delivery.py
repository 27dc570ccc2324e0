"""Commands on mails: show and send what a release has for the forums, list the outbox, decide what became of a mail."""

from __future__ import annotations

import getpass
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.commands.app import Exit, InputFolder, OutputFolder, app, err, language_of, out, text
from pipeline.commands.operation import tell_gates
from pipeline.editions import find_newer
from pipeline.lock import Locked
from pipeline.printable import printable
from pipeline.problems import InputRejected
from pipeline.storage import StorageFailed
from pipeline.wording import Language

if TYPE_CHECKING:
    from rich.table import Table

    from pipeline.outbox import Draft, Entry, Outbox
    from pipeline.send import Outcome, Sending

mails = typer.Typer(invoke_without_command=True)


@app.command(help=text("Show which mails the forums would get. With --send, send them: each once, to its own forum only."))
def send(
    input_folder: InputFolder = Path("input"),
    output_folder: OutputFolder = Path("output"),
    really: Annotated[bool, typer.Option("--send", help=text("Send; without it nothing leaves and nothing is written."))] = False,
) -> None:
    """Show or send the mails."""
    language = language_of(input_folder)
    with _told_failures(language):
        raise typer.Exit(_send(input_folder, output_folder, language) if really else _preview(input_folder, output_folder, language))


def _send(input_folder: Path, output_folder: Path, language: Language) -> Exit:
    """Send what is new or due."""
    from pipeline.send import ReleaseWaits, send_release

    with _told_refusals(language):
        sending = _prepare(input_folder, output_folder)
        try:
            outcome = send_release(sending, output_folder)
        except ReleaseWaits:
            _show(sending, output_folder, language)
            return Exit.WAITS
    if outcome.is_empty:  # a timer asks every fifteen minutes: what is wrong with a recipient has been told, and the list names it
        out.print(language.gettext("There is nothing new to send."))
        _list_open(outcome.entries, language)
        return judge(outcome.entries)
    _tell_problems(sending, language)
    return _tell_outcome(outcome, language)


def _preview(input_folder: Path, output_folder: Path, language: Language) -> Exit:
    """Show what would be sent."""
    with _told_refusals(language):
        sending = _prepare(input_folder, output_folder)
    _show(sending, output_folder, language)
    _tell_problems(sending, language)
    if sending.waits:
        return Exit.WAITS
    return Exit.INCOMPLETE if sending.refusals else Exit.DONE


def _prepare(input_folder: Path, output_folder: Path) -> Sending:
    from pipeline.send import prepare_sending

    return prepare_sending(input_folder, output_folder)


@mails.callback(help=text("List every mail with what became of it. What is uncertain or stopped waits for: outbox resolve"))
def outbox(context: typer.Context, input_folder: InputFolder = Path("input"), output_folder: OutputFolder = Path("output")) -> None:
    """List the outbox."""
    context.obj = (input_folder, output_folder)
    if context.invoked_subcommand is None:
        language = language_of(input_folder)
        with _told_failures(language), _opened(output_folder) as box:
            entries = box.entries() if box else ()
        _list(entries, language)
        raise typer.Exit(judge(entries))


@mails.command(help=text("Say what became of mails that wait for a person: they have arrived, or are to be sent again."))
def resolve(
    context: typer.Context,
    numbers: Annotated[list[int], typer.Argument(metavar="MAIL...", help=text("Numbers of mails, as outbox lists them."))],
    delivered: Annotated[
        bool,
        typer.Option("--delivered/--resend", help=text("The recipient has it; or it is to be sent again, which may be a second time.")),
    ],
) -> None:
    """Decide what became of mails."""
    from pipeline.outbox import FOLDER, only_sender, open_outbox

    input_folder, output_folder = context.obj
    language = language_of(input_folder)
    folder = output_folder / FOLDER
    by = f"{'delivered' if delivered else 'resend'}: {getpass.getuser()}"
    with _told_failures(language), only_sender(folder), open_outbox(folder) as box:
        box.recover()
        old = {entry.id for entry in box.entries() if find_newer(output_folder, entry.period, entry.forum_id, entry.revision)}
        wrong = [number for number in numbers if not box.resolve(number, delivered=delivered, evidence=by, replaced=number in old)]
        entries = box.entries()
    _list([entry for entry in entries if entry.id in numbers], language)
    if wrong:
        told = language.gettext("No decision is needed about: {numbers}").format(numbers=", ".join(map(str, wrong)))
        raise typer.BadParameter(told, param_hint="MAIL")


app.add_typer(mails, name="outbox")


def judge(entries: Sequence[Entry]) -> Exit:
    """Return the exit code that the state of the mails asks for."""
    from pipeline.outbox import State

    states = {entry.state for entry in entries}
    if states & {State.UNCERTAIN, State.DATA}:
        return Exit.UNCERTAIN
    return Exit.INCOMPLETE if states & {State.QUEUED, State.CLAIMED, State.STOPPED} else Exit.DONE


@contextmanager
def _told_failures(language: Language) -> Iterator[None]:
    """Turn a disk that fails and another sender into words and their exit codes."""
    try:
        yield
    except Locked as busy:
        err.print(language.gettext("Another process is sending. Try again when it is done."))
        raise typer.Exit(Exit.LOCKED) from busy
    except StorageFailed as failed:
        err.print(language.gettext("The outbox could not be saved: {reason}. Nothing more was sent.").format(reason=failed))
        raise typer.Exit(Exit.STORAGE) from failed


@contextmanager
def _told_refusals(language: Language) -> Iterator[None]:
    """Turn an input that has errors, and what may not be sent, into words and their exit codes."""
    from pipeline.tell import tell_problems
    from pipeline.undelivered import DeliveryRefused
    from pipeline.wording.delivery import say_refused

    try:
        yield
    except InputRejected as rejected:
        tell_problems(err, rejected.problems, language)
        raise typer.Exit(Exit.REJECTED) from rejected
    except DeliveryRefused as refused:
        err.print(say_refused(refused, language))
        err.print(language.gettext("Nothing was sent."))
        raise typer.Exit(Exit.INCOMPLETE) from refused


@contextmanager
def _opened(output_folder: Path) -> Iterator[Outbox | None]:
    """Open the outbox, if there is one, with what a killed sender left sorted out, unless one is at work."""
    from pipeline.outbox import FOLDER, only_sender, open_outbox

    folder = output_folder / FOLDER
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


def _show(sending: Sending, output_folder: Path, language: Language) -> None:
    """Show what would be sent: those that are not sent yet, and for each where it stands."""
    from pipeline.wording.delivery import say_refusal, say_state

    with _opened(output_folder) as box:
        known = {_key(entry): entry for entry in (box.entries() if box else ())}
    delivery = sending.guard.delivery
    table = _table(language.gettext("Forum"), language.gettext("Recipient"), language.gettext("Subject"), language.gettext("State"))
    for draft in sending.drafts:
        entry = known.get(_key(draft))
        state = say_state(entry, language) if entry else language.gettext("new")
        table.add_row(draft.forum, draft.recipient, draft.subject, state)
    for refusal in sending.refusals:
        table.add_row(refusal.forum, printable(refusal.recipient), "", say_refusal(refusal, language))
    out.print(table)
    if delivery.redirect_all_to:
        out.print(language.gettext("A trial: all of them go to {address}.").format(address=delivery.redirect_all_to))
    if delivery.smtp is None:
        out.print(language.gettext("No mail server is named in the settings: mails are written as files, which mail programs open."))
    out.print(language.gettext("Nothing was sent. To send: make send SEND=1"))
    for line in tell_gates(sending.clearance, language):
        out.print(line)


def _tell_problems(sending: Sending, language: Language) -> None:
    """Tell what is wrong with recipients, at their cells."""
    from pipeline.tell import tell_problems

    if sending.problems:
        tell_problems(err, sending.problems, language)


def _key(mail: Draft | Entry) -> tuple[str, str, str, str, int]:
    return mail.space, mail.period, mail.forum_id, mail.recipient.casefold(), mail.revision


def _tell_outcome(outcome: Outcome, language: Language) -> Exit:
    """Tell what was sent and what was not, and return the exit code."""
    from pipeline.wording.delivery import say_halted

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
    if outcome.batch.halted:
        err.print(language.gettext("Sending was stopped: {reason}").format(reason=say_halted(outcome.batch.halted, language)))
    _list_open(outcome.entries, language)
    if not outcome.told:
        err.print(language.gettext("The operator could not be told by mail."))
    return judge(outcome.entries)


def _list_open(entries: Sequence[Entry], language: Language) -> None:
    """List the mails that are neither sent nor replaced, if there are any."""
    from pipeline.outbox import State

    open_ones = [entry for entry in entries if entry.state not in {State.SENT, State.SUPERSEDED}]
    if open_ones:
        _list(open_ones, language)


def _list(entries: Sequence[Entry], language: Language) -> None:
    from pipeline.wording.delivery import say_evidence, say_state

    heads = ("Mail", language.gettext("Period"), language.gettext("Forum"), language.gettext("Recipient"), language.gettext("State"))
    table = _table(*heads, language.gettext("Reply"))
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


def _table(*heads: str) -> Table:
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for head in heads:
        table.add_column(head, overflow="fold")
    return table
