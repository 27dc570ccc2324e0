"""XML of a part, element by element, in constant memory. A document type is refused wherever it stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias
from xml.parsers import expat

from pipeline.problems import Code
from pipeline.xlsx.refused import Refused, damaged

Tree: TypeAlias = tuple[str, ...]  # names of the elements from the root down, without their prefixes
DEEPEST: Final = 200


def new_parser(part: str) -> expat.XMLParserType:
    """Return a parser that refuses document types."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.buffer_size = 1 << 16

    def refuse(*_: object) -> None:
        raise Refused(Code.FILE_DOCTYPE, {"part": part})

    parser.StartDoctypeDeclHandler = refuse
    return parser


def walk(
    content: bytes, part: str, see: Callable[[Tree, Mapping[str, str]], None], read: Callable[[Tree, str], None] | None = None
) -> None:
    """Walk over a part.

    Args:
        content: The XML.
        part: The part's name, for refusals.
        see: Called at the start of every element with its path and attributes; prefixes are cut off.
        read: Called at the end of every element with its path and the text directly in it.

    Raises:
        Refused: it is no XML, nests too deep, or holds a document type.
    """
    parser = new_parser(part)
    path: list[str] = []
    texts: list[list[str]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        path.append(name.rpartition(":")[2])
        if len(path) > DEEPEST:
            raise damaged(part, "nests too deep")
        texts.append([])
        see(tuple(path), attributes)

    def end(_: str) -> None:
        text = "".join(texts.pop())
        if read is not None:
            read(tuple(path), text)
        path.pop()

    def keep(text: str) -> None:
        texts[-1].append(text)

    if read is not None:
        parser.CharacterDataHandler = keep
    parser.StartElementHandler, parser.EndElementHandler = start, end
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise damaged(part, expat.ErrorString(error.code)) from error


def local(attributes: Mapping[str, str], name: str) -> str | None:
    """Return an attribute whatever its prefix, such as ``r:id`` for ``id``; the one without prefix comes last."""
    for key, value in attributes.items():
        if key != name and key.rpartition(":")[2] == name:
            return value
    return attributes.get(name)
