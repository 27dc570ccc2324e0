"""The letters of a release: the mail to each forum, written together with its report and read when it is sent.

So a mail always matches its report, however late it is sent. The file is in the release beside the PDFs, with its hash in the
manifest.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Final

LETTERS: Final = "breve.json"


@dataclass(frozen=True, slots=True)
class Letter:
    """One forum's mail, without recipients.

    Attributes:
        forum_id: The forum; must match the PDF and the recipient.
        forum: Its name.
        file: Name of the forum's PDF in the release.
        attachment: The attachment's file name for the recipient.
        language: ``da`` or ``en``.
        subject: One line.
        text: The mail as plain text.
        html: The same as HTML.
        conclusion: What page 1 concludes and why, as plain text; empty in a release of version 0.1.
    """

    forum_id: str
    forum: str
    file: str
    attachment: str
    language: str
    subject: str
    text: str
    html: str
    conclusion: str = ""


def write_letters(letters: Iterable[Letter]) -> bytes:
    """Return the letters as JSON, the same bytes for the same letters."""
    return (json.dumps([asdict(letter) for letter in letters], ensure_ascii=False, indent=2) + "\n").encode()


def read_letters(content: bytes) -> tuple[Letter, ...]:
    """Return the letters in a file's bytes.

    Raises:
        ValueError: the bytes are not such a file.
    """
    try:
        return tuple(Letter(**entry) for entry in json.loads(content))
    except TypeError as error:
        raise ValueError(str(error)) from error
