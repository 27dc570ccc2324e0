"""Parse the XML of a workbook's part, element by element, in constant memory. Any document type is refused.

Every parser of this package is created and fed here, so the limits hold for all of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final, TypeAlias
from xml.parsers import expat

from pipeline.input.excel.refused import Refused, damaged, in_a_line
from pipeline.problems.model import Code, Phrase

Tree: TypeAlias = tuple[str, ...]  # names of the elements from the root down, without prefixes
DEEPEST: Final = 200
WHOLE: Final = re.compile(r"[0-9]{1,9}")
LONGEST_TAG: Final = 1 << 18  # bytes; expat before 2.6 reads an unfinished tag again with every chunk
ENCODINGS: Final = frozenset({"utf-8", "utf-16", "utf-16le", "utf-16be", "us-ascii", "iso-8859-1"})  # expat's own; others would be Python's
NO_MEMORY: Final = expat.errors.codes[expat.errors.XML_ERROR_NO_MEMORY]


def new_parser(part: str) -> expat.XMLParserType:
    """Return a parser that refuses document types and encodings not used in workbooks."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.buffer_size = 1 << 16

    def refuse(*_: object) -> None:
        raise Refused(Code.FILE_DOCTYPE, {"part": in_a_line(part)})

    def declared(_: str, encoding: str | None, __: int) -> None:
        if encoding and encoding.lower() not in ENCODINGS:
            raise damaged(part, Phrase("part_unreadable"))

    parser.StartDoctypeDeclHandler = refuse
    parser.XmlDeclHandler = declared
    return parser


def parse(
    parser: expat.XMLParserType,
    chunks: Iterable[bytes],
    part: str,
    sheet: str | None = None,
    where: Callable[[], str | None] = lambda: None,
) -> None:
    """Feed a part to a parser.

    Args:
        parser: One of `new_parser`, with its handlers.
        chunks: The XML.
        part: The part's name, for refusals.
        sheet: The sheet's name, for refusals.
        where: Returns the current cell, for refusals.

    Raises:
        Refused: it is not XML, or a handler met an invalid number, shared string or style.
    """
    fed = 0
    try:
        for chunk in chunks:
            parser.Parse(chunk)
            fed += len(chunk)
            if fed - parser.CurrentByteIndex > LONGEST_TAG:
                raise damaged(part, Phrase("part_unreadable"), sheet, where())
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        if error.code == NO_MEMORY:
            raise MemoryError from error
        raise damaged(part, Phrase("part_unreadable"), sheet, where()) from error
    except (ValueError, LookupError, OverflowError) as error:
        raise damaged(part, Phrase("value_unreadable"), sheet, where()) from error


def walk(
    chunks: Iterable[bytes], part: str, see: Callable[[Tree, Mapping[str, str]], None], read: Callable[[Tree, str], None] | None = None
) -> None:
    """Walk over a part.

    Args:
        chunks: The XML.
        part: The part's name, for refusals.
        see: Called at the start of every element with its path and attributes; prefixes are cut off.
        read: Called at the end of every element with its path and the text directly in it.

    Raises:
        Refused: it is not XML, is nested too deep, or has a document type.
    """
    parser = new_parser(part)
    path: list[str] = []
    texts: list[list[str]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        path.append(name.rpartition(":")[2])
        if len(path) > DEEPEST:
            raise damaged(part, Phrase("part_unreadable"))
        texts.append([])
        see(tuple(path), attributes)

    def end(_: str) -> None:
        text = "".join(texts.pop())
        if read is not None:
            read(tuple(path), text)
        path.pop()

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    if read is not None:
        parser.CharacterDataHandler = lambda text: texts[-1].append(text)  # noqa: PLW0108 - the last of them changes
    parse(parser, chunks, part)


def whole(text: str, most: int, least: int = 1) -> int:
    """Return an attribute as a whole number from `least` to `most`; only ASCII digits, as in XML, are accepted.

    Raises:
        ValueError: it is not such a number.
    """
    if WHOLE.fullmatch(text) is None or not least <= int(text) <= most:
        raise ValueError(text)
    return int(text)


def local(attributes: Mapping[str, str], name: str) -> str | None:
    """Return an attribute by local name, for example ``id`` for ``r:id``; one without prefix comes last."""
    for key, value in attributes.items():
        if key != name and key.rpartition(":")[2] == name:
            return value
    return attributes.get(name)
