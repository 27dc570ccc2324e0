"""A file that travels inside a report, such as a table behind one of its charts. Knows no library and no report."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from gzip import GzipFile, decompress
from io import BytesIO
from typing import Final

NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
QUICK: Final = 1  # of zlib's levels: what is packed is unpacked soon
MEDIA_TYPE: Final = re.compile(r"[a-z]+/[a-z0-9.+-]+")


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file to embed.

    Attributes:
        name: File name: ASCII letters, digits, ``.``, ``_`` and ``-``, since old readers show no other letters right.
        description: What the file holds, in the language of the report; shown in the reader's list of attachments.
        media_type: Such as ``text/csv``, without parameters.
        packed: Its bytes as `pack` leaves them, about a fifth as many: they travel to whoever makes the report.
    """

    name: str
    description: str
    media_type: str
    packed: bytes

    def __post_init__(self) -> None:
        if not NAME.fullmatch(self.name):
            raise ValueError(f"not a name for an attachment: {self.name!r}")
        if not MEDIA_TYPE.fullmatch(self.media_type):
            raise ValueError(f"not a media type: {self.media_type!r}")

    @property
    def content(self) -> bytes:
        """Its bytes as a reader gets them."""
        return decompress(self.packed)


def pack(write: Callable[[GzipFile], object]) -> bytes:
    """Return what this writes, packed while it is written; the same content is always packed the same, without name or clock."""
    packed = BytesIO()
    with GzipFile(fileobj=packed, mode="wb", compresslevel=QUICK, mtime=0) as file:
        write(file)
    return packed.getvalue()
