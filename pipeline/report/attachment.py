"""A file attached to a report's PDF, for example the table behind one of its charts. Independent of any library and report."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from gzip import GzipFile, decompress
from io import BytesIO
from typing import Final

NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
QUICK: Final = 1  # zlib level: fast to compress
MEDIA_TYPE: Final = re.compile(r"[a-z]+/[a-z0-9.+-]+")


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file to attach.

    Attributes:
        name: File name: ASCII letters, digits, ``.``, ``_`` and ``-``, since old PDF readers show other characters wrongly.
        description: What the file contains, in the language of the report; shown in the PDF reader's list of attachments.
        media_type: For example ``text/csv``, without parameters.
        packed: Its bytes compressed by `pack` to about a fifth, since they are sent to the process that makes the report.
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
        """Its uncompressed bytes."""
        return decompress(self.packed)


def pack(write: Callable[[GzipFile], object]) -> bytes:
    """Return the output of this function, compressed while written; the same content gives the same bytes, without name or time."""
    packed = BytesIO()
    with GzipFile(fileobj=packed, mode="wb", compresslevel=QUICK, mtime=0) as file:
        write(file)
    return packed.getvalue()
