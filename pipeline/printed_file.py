"""The file in which a release keeps what it printed, for the index page of the next one. Holds no hidden number: those have none to hold."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from pipeline.report import Figure, InputFile, Printed, PrintedFigure, PrintedForum, State, Unit, Verdict

PRINTED_FILE: Final = "trykt.json"


def write_printed(printed: Printed) -> bytes:
    """Return what a release printed as JSON; the same gives the same bytes."""
    return (json.dumps(asdict(printed), ensure_ascii=False, indent=1) + "\n").encode()


def read_printed(folder: Path) -> Printed | None:
    """Return what a release printed; None where its folder has no such file, or one that cannot be read."""
    try:
        content = json.loads((folder / PRINTED_FILE).read_text(encoding="utf-8"))
        return Printed(
            before=int(content["before"]),
            now=int(content["now"]),
            policy=str(content["policy"]),
            program=str(content["program"]),
            inputs=tuple(InputFile(**file) for file in content["inputs"]),
            findings=tuple(str(text) for text in content["findings"]),
            forums=tuple(
                PrintedForum(forum["forum"], Verdict(forum["verdict"]), tuple(_figure(one) for one in forum["figures"]))
                for forum in content["forums"]
            ),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _figure(one: dict[str, Any]) -> PrintedFigure:
    figure = Figure(one["figure"]["value"], State(one["figure"]["state"]))
    return PrintedFigure(one["key"], one["label"], figure, Unit(one["unit"]))
