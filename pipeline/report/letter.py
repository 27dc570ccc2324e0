"""The letters of a release: what each forum's mail says, written when its report is, and read when it is sent.

So a mail says what the report says, to the letter, however long after. The file lies in the release beside the PDFs, and the manifest
holds its hash like theirs.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Final

LETTERS: Final = "breve.json"


@dataclass(frozen=True, slots=True)
class Letter:
    """One forum's mail, but for whom it goes to.

    Attributes:
        forum_id: The forum; must be the one of the PDF and of the recipient.
        forum: Its name.
        file: Name of the forum's PDF in the release.
        attachment: The name under which a person would file it.
        language: ``da`` or ``en``.
        subject: One line.
        text: The mail as plain text.
        html: The same as HTML.
    """

    forum_id: str
    forum: str
    file: str
    attachment: str
    language: str
    subject: str
    text: str
    html: str


def write_letters(letters: Iterable[Letter]) -> bytes:
    """Return the letters as JSON, the same bytes for the same letters."""
    return (json.dumps([asdict(letter) for letter in letters], ensure_ascii=False, indent=2) + "\n").encode()


def read_letters(content: bytes) -> tuple[Letter, ...]:
    """Return the letters of such a file.

    Raises:
        ValueError: the bytes are no such file.
    """
    try:
        return tuple(Letter(**entry) for entry in json.loads(content))
    except TypeError as error:
        raise ValueError(str(error)) from error
