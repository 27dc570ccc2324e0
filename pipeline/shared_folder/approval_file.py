"""The folder `godkendelse/`: an approver writes a code and a name into a file, and the answer is laid beside it.

Who may write there is decided by the server's file rights: IT makes the folder, the program never does.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from pipeline.language.language import Language
from pipeline.language.printable import one_line, printable
from pipeline.storage import replace_file

FOLDER: Final = "godkendelse"
WRITTEN: Final = "godkend.txt"
READ: Final = "godkend-laest.txt"
ANSWER: Final = "svar.txt"
LONGEST: Final = 2000  # bytes
log = logging.getLogger(__name__)
BYTE_ORDER: Final = (b"\xff\xfe", b"\xfe\xff")  # of a text in UTF-16, as Notepad can write it


@dataclass(frozen=True, slots=True)
class Shown:
    """What waits for an approval.

    Attributes:
        code: The code that approves exactly this.
        lines: What would be sent.
    """

    code: str
    lines: tuple[str, ...]


class ApprovalFile:
    """The approvals of one shared folder."""

    def __init__(self, share: Path) -> None:
        """Begin to look; a file is read once two looks have found the same text in it."""
        self._folder = share / FOLDER
        self._seen = b""

    @property
    def is_there(self) -> bool:
        """Whether the folder is there, so that somebody can approve."""
        return self._folder.is_dir() and not self._folder.is_symlink()

    def answer(self, approve: Callable[[str, str], str], language: Language) -> bool:
        """Take a finished file away, answer it, and return whether there was one.

        Args:
            approve: Code and name → the answer.
            language: Of the answer.

        Raises:
            StorageFailed: the answer cannot be written.
        """
        try:
            path = self._find()
            if path is None:
                return False
            with path.open("rb") as file:
                content = file.read(LONGEST)
            if not content.strip() or content != self._seen:
                self._seen = content
                return False
            (self._folder / ANSWER).unlink(missing_ok=True)  # an earlier answer is none to this
            path.replace(self._folder / READ)  # before it is answered, so that nothing is approved twice
        except OSError:  # open somewhere, or the share is gone: another look will find it
            return False
        self._seen = b""
        code, person = _parse(content)
        if not code or not person:
            said = language.gettext(
                "Not approved: the file needs the code from Status.html and, after it, your name, such as: 3f9a02c41b Anna Jensen"
            )
        else:
            said = self._ask(partial(approve, code, person), language)
        replace_file(f"{said}\r\n".encode("utf-8-sig"), self._folder, ANSWER)
        return True

    def _find(self) -> Path | None:
        """Return the file that an approver wrote; Windows hides endings, so that it may have its ending twice."""
        if not self.is_there:
            return None
        written = (path for path in sorted(self._folder.iterdir()) if path.name.lower() in {WRITTEN, f"{WRITTEN}.txt"})
        return next((path for path in written if path.is_file() and not path.is_symlink()), None)

    def _ask(self, approve: Callable[[], str], language: Language) -> str:
        try:
            return approve()
        except Exception:  # a locked database, a fault of the program: the approver is not left with no answer
            log.exception("an approval could not be recorded")
            return language.gettext("Not approved: the server could not record it. Write the file again in a few minutes.")


def _parse(content: bytes) -> tuple[str, str]:
    """Return the code and the name; empty where one is missing."""
    text = ""
    for encoding in ("utf-16",) if content.startswith(BYTE_ORDER) else ("utf-8-sig", "cp1252"):
        with suppress(UnicodeError):
            text = content.decode(encoding)
            break
    match = re.fullmatch(r"([0-9a-fA-F]+)\s+(.*\w.*)", printable(one_line(text)))
    return (match[1].lower(), match[2][:80]) if match else ("", "")
