"""Commands on mails: preview and send a release's mails, list the outbox, resolve uncertain mails."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from pipeline.commands.app import Exit, InputFolder, OutputFolder, app, err, language_of, text
from pipeline.commands.command_line import App
from pipeline.commands.mails import judge, list_mails, opened
from pipeline.commands.tree import find_tree
from pipeline.commands.words import say_storage, say_unsaved
from pipeline.delivery.outbox.sender_lock import only_sender
from pipeline.delivery.outbox.store import OUTBOX_FOLDER, open_outbox
from pipeline.input.record import RecordUnwritable
from pipeline.language.language import Language
from pipeline.lock import Locked
from pipeline.releases.find import find_newer
from pipeline.storage import StorageFailed

mails = App(invoke_without_command=True)


@app.command(help=text("Show which mails the forums would get. With --send, send them: each once, to its own forum only."))
def send(
    input_folder: InputFolder = Path("input"),
    output_folder: OutputFolder = Path("output"),
    really: Annotated[bool, typer.Option("--send", help=text("Send; without it nothing leaves and nothing is written."))] = False,
    from_here: Annotated[
        bool, typer.Option("--from-here", help=text("With --send: from now on mails are sent from this machine and output folder."))
    ] = False,
) -> None:
    """Show or send the mails."""
    from pipeline.commands.sending import preview_mails, send_mails

    language = language_of(input_folder)
    if from_here and not really:
        raise typer.BadParameter(language.gettext("goes with --send: make send SEND=1 HERFRA=1"), param_hint="--from-here")
    tree = find_tree(input_folder, output_folder)
    with _told_failures(language):
        raise typer.Exit(
            send_mails(input_folder, tree, language, from_here=from_here) if really else preview_mails(input_folder, tree, language)
        )


@mails.callback(help=text("List every mail with what became of it. What is uncertain or stopped waits for: outbox resolve"))
def outbox(context: typer.Context, input_folder: InputFolder = Path("input"), output_folder: OutputFolder = Path("output")) -> None:
    """List the outbox."""
    tree = find_tree(input_folder, output_folder)
    context.obj = (input_folder, tree)
    if context.invoked_subcommand is None:
        language = language_of(input_folder)
        with _told_failures(language), opened(tree) as box:
            entries = box.entries() if box else ()
        list_mails(entries, language)
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
    """Record what became of uncertain mails."""
    input_folder, output_folder = context.obj
    language = language_of(input_folder)
    folder = output_folder / OUTBOX_FOLDER
    by = f"{'delivered' if delivered else 'resend'}: {getpass.getuser()}"
    with _told_failures(language), only_sender(folder), open_outbox(folder) as box:
        box.recover()
        old = {entry.id for entry in box.entries() if find_newer(output_folder, entry.period, entry.forum_id, entry.revision)}
        wrong = [number for number in numbers if not box.resolve(number, delivered=delivered, evidence=by, replaced=number in old)]
        entries = box.entries()
    found = [entry for entry in entries if entry.id in numbers]
    if found:
        list_mails(found, language)
    if wrong:
        told = language.gettext("No decision is needed about: {numbers}").format(numbers=", ".join(map(str, wrong)))
        raise typer.BadParameter(told, param_hint="MAIL")


app.add_typer(mails, name="outbox")


@contextmanager
def _told_failures(language: Language) -> Iterator[None]:
    """Report a failing disk or another active sender, and exit with its code."""
    try:
        yield
    except Locked as busy:
        err.print(language.gettext("Another process is sending. Try again when it is done."))
        raise typer.Exit(Exit.LOCKED) from busy
    except RecordUnwritable as failed:
        told = language.gettext(
            "udsendt.csv in the input folder cannot be written ({reason}). Nothing is sent until it can be: otherwise a copy of the folder "
            "might send again. Make the file writable, and run the command again."
        )
        err.print(told.format(reason=say_storage(failed, language)))
        raise typer.Exit(Exit.STORAGE) from failed
    except StorageFailed as failed:
        err.print(
            language.gettext("The outbox could not be saved: {reason}. Nothing more was sent.").format(reason=say_storage(failed, language))
        )
        err.print(say_unsaved(failed, language))
        raise typer.Exit(Exit.STORAGE) from failed
