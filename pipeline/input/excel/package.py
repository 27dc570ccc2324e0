"""The gate for files: check what a file is before reading it, and unpack its parts, never more than their declared sizes.

Enters: the bytes of a file. Leaves: a `Package` of named parts, or `Refused`.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from pipeline.input.excel.markup import new_parser, parse
from pipeline.input.excel.refused import Refused, damaged
from pipeline.problems.model import Code, Phrase

MEGABYTE: Final = 1_000_000
MOST_UNPACKED: Final = 300 * MEGABYTE
MOST_RATIO: Final = 100
MOST_AT_ANY_RATIO: Final = (
    100 * MEGABYTE
)  # long texts pack a thousandfold; a file of 3 MB may unpack to more, so it costs the reader nothing new
MOST_PARTS: Final = 10_000
ENCRYPTED: Final = 0x1
CHUNK: Final = 1 << 16
ZIP: Final = b"PK\x03\x04"
LISTED: Final = b"PK\x01\x02"  # signature of an entry in the archive's directory
BROKEN: Final = (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OverflowError)  # raised by zipfile
COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Excel's format until 2003, and the container of a password-protected file
PASSWORD: Final = "EncryptedPackage".encode("utf-16-le")
LABEL: Final = "DRMEncrypted".encode("utf-16-le")  # of a container that a sensitivity label or rights management encrypts
MAC_FORKS: Final = "__macosx/"  # attributes of files, added by macOS when it packs a folder
WEB_PAGE: Final = (b"<!doctype html", b"<html")
XML: Final = b"<?xml"
PDF: Final = b"%PDF-"


def part_name(name: str) -> str:
    """Return the name by which a part is found: like Excel, regardless of case and of the slash's direction."""
    return name.replace("\\", "/").lstrip("/").lower()


class Package:
    """A workbook's parts, unpacked one at a time.

    Attributes:
        names: Their names as of `part_name`.
    """

    def __init__(self, archive: ZipFile) -> None:
        self._archive = archive
        self._stored = {name: part.filename for part in archive.infolist() if (name := _own_name(part)) is not None}
        self.names = frozenset(self._stored)

    def chunks(self, name: str) -> Iterator[bytes]:
        """Unpack a part in chunks; their total never exceeds the size that the gate checked, because `zipfile` stops there."""
        try:
            with self._archive.open(self._stored[name]) as part:
                while chunk := part.read(CHUNK):
                    yield chunk
        except BROKEN as error:
            raise damaged(name, Phrase("part_broken")) from error


def _own_name(part: ZipInfo) -> str | None:
    """Return the name of a part of the workbook; None for what macOS adds."""
    name = part_name(part.filename)
    return None if name.startswith(MAC_FORKS) or name.rpartition("/")[2].startswith("._") else name


def open_package(content: bytes) -> Package:
    """Open a workbook's package after checking the file.

    Raises:
        Refused: the file is empty, no zip, an old or protected workbook, truncated, too large unpacked, or has a document type.
    """
    if not content:
        raise Refused(Code.FILE_EMPTY)
    if not content.startswith(ZIP):
        raise _no_package(content)
    if (parts := content.count(LISTED)) > MOST_PARTS:
        raise damaged("zip", Phrase("too_many", {"number": parts}))
    try:
        archive = ZipFile(BytesIO(content))
    except BROKEN as error:
        raise Refused(Code.FILE_TRUNCATED) from error
    _check_sizes(archive, len(content))
    package = Package(archive)
    if "xl/workbook.bin" in package.names:
        raise Refused(Code.FILE_NOT_WORKBOOK, {"kind": Phrase("kind_binary")})
    if "mimetype" in package.names:
        raise Refused(Code.FILE_NOT_WORKBOOK, {"kind": Phrase("kind_opendocument")})
    if "_rels/.rels" not in package.names:
        raise Refused(Code.FILE_NOT_WORKBOOK, {"kind": Phrase("kind_archive")})
    for name in sorted(package.names):
        if name.endswith((".xml", ".rels", ".vml")):
            _check_prolog(package, name)
    return package


def _no_package(content: bytes) -> Refused:
    """Return what the file is instead."""
    start = content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if content.startswith(COMPOUND):
        if LABEL in content:
            return Refused(Code.FILE_LABELLED)
        return Refused(Code.FILE_PASSWORD if PASSWORD in content else Code.FILE_OLD)
    if start.startswith(WEB_PAGE) or (start.startswith(XML) and b"<html" in start):
        return Refused(Code.FILE_NOT_WORKBOOK, {"kind": Phrase("kind_web_page")})
    if content.startswith(PDF):
        return Refused(Code.FILE_NOT_WORKBOOK, {"kind": Phrase("kind_pdf")})
    if b"\0" not in content[:4096]:
        return Refused(Code.FILE_NOT_WORKBOOK, {"kind": Phrase("kind_text")})
    return Refused(Code.FILE_NOT_WORKBOOK, {"kind": Phrase("kind_unknown")})


def _check_sizes(archive: ZipFile, size: int) -> None:
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MOST_UNPACKED:
        facts = {"size": -(-unpacked // MEGABYTE), "most": MOST_UNPACKED // MEGABYTE}
        raise Refused(Code.FILE_TOO_LARGE, facts)
    for part in parts:
        if part.flag_bits & ENCRYPTED:
            raise Refused(Code.FILE_PASSWORD)
        if part.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
            raise damaged(part.filename, Phrase("part_broken"))
        if part.file_size > MOST_AT_ANY_RATIO and part.file_size > MOST_RATIO * part.compress_size:
            raise Refused(Code.FILE_BOMB, {"ratio": part.file_size // max(part.compress_size, 1), "most": MOST_RATIO})
    if unpacked > MOST_AT_ANY_RATIO and unpacked > MOST_RATIO * size:
        raise Refused(Code.FILE_BOMB, {"ratio": unpacked // size, "most": MOST_RATIO})
    for name, number in Counter(map(_own_name, parts)).items():
        if name is not None and number > 1:
            raise damaged(name, Phrase("part_twice"))


def _check_prolog(package: Package, name: str) -> None:
    """Refuse a document type: a workbook has none, and attacks on XML parsers need one. It can only come before the root."""

    def stop(_: str, __: dict[str, str]) -> None:
        raise StopIteration

    parser = new_parser(name)
    parser.StartElementHandler = stop
    with suppress(StopIteration):
        parse(parser, package.chunks(name), name)
