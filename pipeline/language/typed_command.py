"""The commands that a text tells a person to type: written as make's in the catalogs, shown as the installed command's where that was started."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

INSTALLED: Final = "boligsocial"
STARTED_INSTALLED: Final = Path(sys.argv[0]).stem == INSTALLED
TARGETS: Final[Mapping[str, str]] = {
    **{
        name: name
        for name in (
            *("template", "check", "alias", "reports", "status", "robustness", "send", "approve", "outbox", "sources", "score", "example"),
            *("doctor", "migrate", "open", "schedule"),
        )
    },
    "help": "--help",
    "unschedule": "schedule --remove",
}
"""Target of the Makefile → command."""
VARIABLES: Final[Mapping[str, str]] = {
    "SEND": "--send",
    "HERFRA": "--from-here",
    "ANEW": "--anew",
    "REASON": "--reason {}",
    "PERIOD": "--period {}",
    "CODE": "--code {}",
    "LIST": "{}",
    "FROM": "{}",
    "TO": "{}",
    "FORUM": "--forum {}",
    "RELAY": "--relay {}",
}
"""Variable of the Makefile → option or argument; OPTIONS is taken as it is."""
ARGUMENTS: Final = {("approve", "PERIOD")}
"""Variables that are an option of other commands and an argument of this one."""
VALUE: Final = r'"[^"]*"|\{\w+\}|[\w-]+'
TYPED: Final = re.compile(rf"\bmake (?P<target>{'|'.join(TARGETS)})\b(?P<variables>(?: [A-Z]+=(?:{VALUE}))*)")


def as_typed(text: str) -> str:
    """Return a text with its commands as the person who reads it types them."""
    return name_installed(text) if STARTED_INSTALLED else text


def name_installed(text: str) -> str:
    """Return a text with make's commands as those of the installed program: ``make send SEND=1`` is ``boligsocial send --send``."""
    return TYPED.sub(_name_installed, text) if "make " in text else text


def _name_installed(typed: re.Match[str]) -> str:
    target = typed["target"]
    words = [INSTALLED, TARGETS[target]]
    for name, value in re.findall(rf" ([A-Z]+)=({VALUE})", typed["variables"]):
        if name == "OPTIONS":
            words.append(value.strip('"'))
        else:
            words.append(("{}" if (target, name) in ARGUMENTS else VARIABLES[name]).format(value))
    return " ".join(words)
