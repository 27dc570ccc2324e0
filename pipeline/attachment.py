"""A file that travels inside a report, such as a table behind one of its charts. Knows no library and no report."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
MEDIA_TYPE: Final = re.compile(r"[a-z]+/[a-z0-9.+-]+")


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file to embed.

    Attributes:
        name: File name: ASCII letters, digits, ``.``, ``_`` and ``-``, since old readers show no other letters right.
        description: What the file holds, in the language of the report; shown in the reader's list of attachments.
        media_type: Such as ``text/csv``, without parameters.
        content: Its bytes.
    """

    name: str
    description: str
    media_type: str
    content: bytes

    def __post_init__(self) -> None:
        if not NAME.fullmatch(self.name):
            raise ValueError(f"not a name for an attachment: {self.name!r}")
        if not MEDIA_TYPE.fullmatch(self.media_type):
            raise ValueError(f"not a media type: {self.media_type!r}")
