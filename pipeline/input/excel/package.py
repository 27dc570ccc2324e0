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
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from pipeline.input.excel.markup import new_parser, parse
from pipeline.input.excel.refused import Refused, damaged
from pipeline.problems.model import Code, Phrase

MEGABYTE: Final = 1_000_000
MOST_UNPACKED: Final = 300 * MEGABYTE
MOST_RATIO: Final = 100
SMALL: Final = MEGABYTE  # a part this small is harmless at any compression ratio
MOST_PARTS: Final = 10_000
ENCRYPTED: Final = 0x1
CHUNK: Final = 1 << 16
ZIP: Final = b"PK\x03\x04"
LISTED: Final = b"PK\x01\x02"  # signature of an entry in the archive's directory
BROKEN: Final = (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OverflowError)  # raised by zipfile
COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Excel's format until 2003, and the container of a password-protected file
PASSWORD: Final = "EncryptedPackage".encode("utf-16-le")
WEB_PAGE: Final = (b"<!doctype html", b"<html")
XML: Final = b"<?xml"
PDF: Final = b"%PDF-"


class Package:
    """A workbook's parts, unpacked one at a time."""

    def __init__(self, archive: ZipFile) -> None:
        self._archive = archive
        self.names = frozenset(archive.namelist())

    def chunks(self, name: str) -> Iterator[bytes]:
        """Unpack a part in chunks; their total never exceeds the size that the gate checked, because `zipfile` stops there."""
        try:
            with self._archive.open(name) as part:
                while chunk := part.read(CHUNK):
                    yield chunk
        except BROKEN as error:
            raise damaged(name, type(error).__name__) from error


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
        raise damaged("zip", f"{parts} parts")
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
        if name.casefold().endswith((".xml", ".rels", ".vml")):
            _check_prolog(package, name)
    return package


def _no_package(content: bytes) -> Refused:
    """Return what the file is instead."""
    start = content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if content.startswith(COMPOUND):
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
            raise damaged(part.filename, f"zip method {part.compress_type}")
        if part.file_size > SMALL and part.file_size > MOST_RATIO * part.compress_size:
            raise Refused(Code.FILE_BOMB, {"ratio": part.file_size // max(part.compress_size, 1), "most": MOST_RATIO})
    if unpacked > SMALL and unpacked > MOST_RATIO * size:
        raise Refused(Code.FILE_BOMB, {"ratio": unpacked // size, "most": MOST_RATIO})
    for name, number in Counter(part.filename.casefold() for part in parts).items():
        if number > 1:
            raise damaged(name, "stands twice")


def _check_prolog(package: Package, name: str) -> None:
    """Refuse a document type: a workbook has none, and attacks on XML parsers need one. It can only come before the root."""

    def stop(_: str, __: dict[str, str]) -> None:
        raise StopIteration

    parser = new_parser(name)
    parser.StartElementHandler = stop
    with suppress(StopIteration):
        parse(parser, package.chunks(name), name)
