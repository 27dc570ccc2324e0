"""Numbers and names become bytes by their type, and each object of a file becomes bytes once.

Replaces pydyf's `_to_bytes`, which is asked a hundred and fifty thousand times a report what it has been given, and `Dictionary.data`. To reckon
the identifier of a file, pydyf makes the bytes of every object a second time: those of a stream are kept from when they are written until then,
and the others are made before either.
"""

from __future__ import annotations

from typing import Any, Final

import pydyf

long_way: Final = pydyf._to_bytes
write_long_way: Final = pydyf.PDF.write
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
    return b"<<%b>>" % b"".join(
        [b"/%b %b" % (key.encode(), value if type(value) is bytes else to_bytes(value)) for key, value in self.items()]
    )


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


class Printed(pydyf.Object):  # type: ignore[misc]  # because pydyf carries no types
    """An object that will not change any more, as it stands in a PDF."""

    data = b""

    def __init__(self, unprinted: pydyf.Object) -> None:
        self.number, self.generation, self.free = unprinted.number, unprinted.generation, unprinted.free
        self.data = unprinted.data


def write(self: Any, *args: Any, **kwargs: Any) -> None:
    """Write a file whose objects are complete."""
    self.objects = [Printed(item) if type(item) in (pydyf.Dictionary, pydyf.Array) else item for item in self.objects]
    write_long_way(self, *args, **kwargs)


REPLACEMENTS: Final = (
    (pydyf.PDF, "write", write),
    (pydyf, "_to_bytes", to_bytes),
    (pydyf.Dictionary, "data", property(dictionary)),
    (pydyf.Array, "data", property(array)),
    (pydyf.Stream, "data", property(once)),
    (pydyf.Stream, "indirect", property(indirect)),
)
