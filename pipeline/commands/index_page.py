"""The command `open`: show the newest index page."""

from __future__ import annotations

import webbrowser
from pathlib import Path
from typing import Final

import typer

from pipeline.commands.app import Exit, InputFolder, OutputFolder, app, err, language_of, out, text
from pipeline.commands.tree import find_tree, where_current
from pipeline.releases.find import current_release

INDEX: Final = "index.html"


@app.command("open", help=text("Open the newest index page in the browser."))
def open_index(input_folder: InputFolder = Path("input"), output_folder: OutputFolder = Path("output")) -> None:
    """Open the index page of the current release."""
    language = language_of(input_folder)
    tree = find_tree(input_folder, output_folder)
    edition = current_release(tree)
    if edition is None:
        err.print(language.gettext("There is no release yet. Run: make reports"))
        raise typer.Exit(Exit.WAITS)
    page = where_current(tree, edition) / INDEX
    if webbrowser.open(page.resolve().as_uri()):
        out.print(language.gettext("Opened: {page}").format(page=page))
    else:
        out.print(language.gettext("There is no browser here. Open it yourself: {page}").format(page=page.resolve()))
