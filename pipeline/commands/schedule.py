"""The `schedule` command: have this machine make and send the reports by itself every month, or stop it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from pipeline import SHIPPED
from pipeline.commands.app import app, err, out, text
from pipeline.language.typed_command import as_typed


@app.command(help=text("Have the reports made and sent every month by themselves, by systemd (as root) or cron."))
def schedule(
    relay: Annotated[
        str,
        typer.Option(metavar="192.0.2.25", help=text("The mail server: all that the sending may reach. Only where systemd runs it.")),
    ] = "",
    remove: Annotated[bool, typer.Option("--remove", help=text("Stop it."))] = False,
) -> None:
    """Set up the scheduled run of the working folder, or take it away."""
    arguments = ["remove"] if remove else ["install", *([relay] if relay.strip() else [])]
    places = {"FOLDER": str(Path.cwd()), "PROGRAM": sys.executable}
    command = ["/bin/sh", str(SHIPPED / "scripts" / "schedule.sh"), *arguments]
    done = subprocess.run(command, env=os.environ | places, capture_output=True, text=True, check=False)  # noqa: S603 - our own script
    for screen, told in ((out, done.stdout), (err, done.stderr)):
        if told:
            screen.print(as_typed(told.rstrip("\n")))
    if done.returncode:
        raise typer.Exit(done.returncode)
