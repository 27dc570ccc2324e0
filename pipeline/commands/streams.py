"""Standard output and error of the process: signs that the screen lacks are replaced, and output that cannot be written ends in words."""

from __future__ import annotations

import codecs
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from pipeline.commands.app import Exit, err, text
from pipeline.language.language import load_language
from pipeline.language.os_reason import say_reason

if TYPE_CHECKING:
    from io import TextIOWrapper

DESCRIPTORS: Final = (1, 2)  # of standard output and error
PLAIN: Final[Mapping[str, str]] = {
    "≥": ">=",
    "≤": "<=",
    "–": "-",
    "—": "-",
    "−": "-",
    "‑": "-",
    "…": "...",
    "→": "->",
    "►": ">",
    "×": "x",
    "½": "1/2",
    "“": '"',
    "”": '"',
    "„": '"',
    "’": "'",
    "‘": "'",
    "»": '"',
    "«": '"',
    "•": "*",
    "\N{NO-BREAK SPACE}": " ",
    "æ": "ae",
    "ø": "oe",
    "å": "aa",
    "Æ": "Ae",
    "Ø": "Oe",
    "Å": "Aa",
    "é": "e",
}
"""Sign → what is written where the screen's encoding lacks it."""


class OutputFailed(Exception):
    """Standard output cannot be written. Not an `OSError`, so that nobody takes it for a fault of a file."""


class _Checked:
    """A stream whose failures are `OutputFailed`."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def write(self, said: str) -> int:
        """Write a text."""
        with _failing():
            return int(self._stream.write(said))

    def flush(self) -> None:
        """Write what is waiting."""
        with _failing():
            self._stream.flush()


@contextmanager
def show_work(what: str) -> Iterator[Callable[[], None]]:
    """Show what is being done, moving, while the block runs or until the returned function is called; nothing if there is no terminal."""
    if not err.is_terminal:
        yield lambda: None
        return
    with err.status(f"{what} …", spinner="line") as shown:
        yield shown.stop


@contextmanager
def _failing() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OutputFailed(say_reason(error, load_language("da"))) from error


@contextmanager
def told_streams() -> Iterator[None]:
    """Prepare the streams for a command; output that cannot be written is told on standard error, and exits with the storage code."""
    codecs.register_error("plain", _write_plainly)
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - until the process ends
    if sys.stdout is None:
        _end(text("it is closed"))
    for stream in (sys.stdout, sys.stderr):
        cast("TextIOWrapper", stream).reconfigure(errors="plain")
    sys.stdout, sys.stderr = _Checked(sys.stdout), _Checked(sys.stderr)
    try:
        yield
        sys.stdout.flush()
    except OutputFailed as failed:
        _end(str(failed))


def _end(reason: str) -> None:
    said = text("What the command says cannot be written: {reason}. Look how far it came: make status").format(reason=reason)
    with suppress(OutputFailed, OSError):
        sys.stderr.write(said + "\n")
        sys.stderr.flush()
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in DESCRIPTORS:
        os.dup2(nowhere, stream)  # else Python tries once more when it ends
    sys.exit(Exit.STORAGE)


def _write_plainly(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    encoding = error.encoding
    plain = (PLAIN.get(sign, "?") for sign in error.object[error.start : error.end])
    return "".join(sign if sign.isascii() else sign.encode(encoding, "replace").decode(encoding) for sign in plain), error.end
