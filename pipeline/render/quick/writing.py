"""Numbers and names become bytes by their type, and a compressed stream is compressed once.

Replaces pydyf's `_to_bytes`, which is asked a hundred and fifty thousand times a report what it has been given, and `Dictionary.data`. To reckon
the identifier of a file, pydyf makes the bytes of every object a second time; those of a stream are kept from when they are written until then.
"""

from __future__ import annotations

from typing import Any, Final

import pydyf

long_way: Final = pydyf._to_bytes
stream_data: Final = pydyf.Stream.data.fget


def to_bytes(item: Any) -> Any:
    """Return an item as it stands in a PDF."""
    kind = type(item)
    if kind is bytes:
        return item
    if kind is float:
        return b"%d" % item if item.is_integer() else (b"%f" % item).rstrip(b"0")
    if kind is str:
        return item.encode("ascii")
    if kind is int:
        return b"%d" % item
    return long_way(item)


def dictionary(self: Any) -> bytes:
    """Return a dictionary as it stands in a PDF."""
    return b"<<%b>>" % b"".join([b"/%b %b" % (to_bytes(key), to_bytes(value)) for key, value in self.items()])


def array(self: Any) -> bytes:
    """Return an array as it stands in a PDF."""
    return b"[%b]" % b" ".join([to_bytes(child) for child in self])


def indirect(self: Any) -> bytes:
    """Return a stream with its number, and keep it for the identifier of the file."""
    self.written = data = stream_data(self)
    return b"%d %d obj\n%b\nendobj" % (self.number, self.generation, data)


def once(self: Any) -> Any:
    """Return a stream as it stands in a PDF; after it has been written, what was written."""
    return self.__dict__.pop("written", None) or stream_data(self)


REPLACEMENTS: Final = (
    (pydyf, "_to_bytes", to_bytes),
    (pydyf.Dictionary, "data", property(dictionary)),
    (pydyf.Array, "data", property(array)),
    (pydyf.Stream, "data", property(once)),
    (pydyf.Stream, "indirect", property(indirect)),
)
