"""The `watch` command: check what people save in a shared folder, for ever, and lay the answers beside it."""

from __future__ import annotations

import signal
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Final

import typer

from pipeline.commands.app import Exit, OutputFolder, app, err, text
from pipeline.commands.tree import find_tree
from pipeline.language.language import load_language
from pipeline.lock import Locked, hold_lock
from pipeline.run_once import want_period

BETWEEN_LOOKS: Final = 2.0
"""Seconds between two looks."""
LOCK: Final = ".watch-laas"


@app.command(
    help=text(
        "Check what is saved in a shared folder, for ever: FOLDER holds input/ and gets kontrol/ with the errors, previews and the status. "
        "Publishes nothing and mails nobody. For a service of the server."
    )
)
def watch(
    share: Annotated[
        Path | None, typer.Argument(metavar=text("FOLDER"), help=text("The shared folder that holds input/."), show_default=False)
    ] = None,
    output_folder: OutputFolder = Path("output"),
) -> None:
    """Watch a shared folder until the process is ended."""
    language = load_language("da")
    if share is None:  # as a unit of an earlier version calls it, when another command had this name
        told = language.gettext(
            "the shared folder is missing; type: boligsocial watch FOLDER. Where a timer of an earlier version calls this, set it up anew: make schedule"
        )
        raise typer.BadParameter(told, param_hint=text("FOLDER"))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # so that the copy of the input is removed
    try:
        with hold_lock(output_folder / LOCK), TemporaryDirectory(prefix="boligsocial-") as local:
            from pipeline.commands.shared_approval import answer_approval, show_for_approval
            from pipeline.commands.shared_status import tell_server
            from pipeline.shared_folder.watcher import Server, Watcher

            server = Server(
                output_folder,
                Path(local),
                lambda folder: want_period(find_tree(folder, output_folder)),
                lambda folder: tell_server(folder, output_folder),
                lambda folder: show_for_approval(folder, output_folder),
                lambda folder, code, person: answer_approval(folder, output_folder, code, person),
            )
            watcher = Watcher(share, server)
            while True:
                watcher.step()
                time.sleep(BETWEEN_LOOKS)
    except Locked as locked:
        told = language.gettext("Another process watches a shared folder for {folder} already. End it first.")
        err.print(told.format(folder=output_folder))
        raise typer.Exit(Exit.LOCKED) from locked
