"""E-mail addresses: what one looks like, whose domain it is of, and how a mail server is told it."""

from __future__ import annotations

import re
from typing import Final

EMAIL: Final = re.compile(r"[^@\s,;:<>()\[\]\\\"]+@[^@\s,;:<>()\[\]\\\"]+\.[^@\s.,;:<>()\[\]\\\"]+")
LONGEST: Final = 254  # RFC 5321, 4.5.3.1.3


class UnfitAddress(ValueError):
    """An address that cannot be told to every mail server."""


def is_address(text: str) -> bool:
    """Return whether a text is one e-mail address and nothing more: no name, no list, no line break."""
    return len(text) <= LONGEST and text.isprintable() and EMAIL.fullmatch(text) is not None


def encode_address(address: str) -> str:
    """Return an address in ASCII, its domain as IDNA: ``post@rødovre.dk`` → ``post@xn--rdovre-bya.dk``.

    Raises:
        UnfitAddress: it is none, or has letters before the @ that many servers do not accept.
    """
    local, _, domain = address.rpartition("@")
    if not is_address(address) or not local.isascii():
        raise UnfitAddress(address)
    try:
        return f"{local}@{domain.encode('idna').decode('ascii').lower()}"
    except UnicodeError as error:
        raise UnfitAddress(address) from error


def domain_of(address: str) -> str:
    """Return an address's domain, so written that two spellings of one domain are the same text."""
    return encode_address(address).rpartition("@")[2]
