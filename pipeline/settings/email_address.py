"""E-mail addresses: check that one can be mailed, get its domain, encode it for a mail server.

One rule for workbook, settings and mails: an address is valid if Python's `email`, which composes the mails, writes it
into a header and reads the same address back.
"""

from __future__ import annotations

import re
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.policy import SMTP
from functools import lru_cache
from typing import Final

import idna

LONGEST: Final = 254  # RFC 5321, 4.5.3.1.3
LONGEST_LOCAL: Final = 64  # 4.5.3.1.1
ATOM: Final = (
    r"[A-Za-z0-9#$&'*+/=?^_`{|}~-]+"  # RFC 5322, 3.2.3, without ! and %, by which servers pass a mail on to another domain; not quoted
)
LABEL: Final = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"  # RFC 1123, 2.1
FORM: Final = re.compile(rf"(?!.*=\?){ATOM}(\.{ATOM})*@{LABEL}(\.{LABEL})+")  # =? begins an encoded word, which mail programs decode


class UnfitAddress(ValueError):
    """An address that some mail servers cannot handle."""


class ForeignLetters(UnfitAddress):
    """An address with characters before the @ that many mail servers refuse, for example ø."""


@lru_cache(maxsize=256)
def encode_address(address: str) -> str:
    """Return an address in ASCII, its domain as IDNA: ``post@rødovre.dk`` → ``post@xn--rdovre-bya.dk``.

    Raises:
        ForeignLetters: only characters before the @ prevent it.
        UnfitAddress: it is not exactly one valid address: a name, a list, a line break.
    """
    local, _, domain = address.rpartition("@")
    plain = "".join("x" if letter.isalpha() and not letter.isascii() else letter for letter in local)
    try:
        encoded = f"{plain}@{_encode_domain(domain)}"
    except idna.IDNAError as error:
        raise UnfitAddress(address) from error
    fits = address.isprintable() and len(plain) <= LONGEST_LOCAL and len(encoded) <= LONGEST and FORM.fullmatch(encoded)
    if not fits or not _is_read_as_written(encoded):
        raise UnfitAddress(address)
    if plain != local:
        raise ForeignLetters(address)
    return encoded


def domain_of(address: str) -> str:
    """Return an address's domain in normal form, so that all spellings of a domain are equal."""
    return encode_address(address).rpartition("@")[2]


def has_symbols(domain: str) -> bool:
    """Return whether a domain has characters that no domain can have: signs, pictures, spaces."""
    try:
        _encode_domain(domain)
    except idna.InvalidCodepoint:
        return True
    except idna.IDNAError:
        return False
    return False


def _encode_domain(domain: str) -> str:
    """Return a domain as DNS has it, by IDNA 2008; Python's own codec is IDNA 2003, by which ``straße.dk`` is the domain of somebody else."""
    return idna.encode(domain, uts46=True).decode("ascii")


def _is_read_as_written(address: str) -> bool:
    """Return whether a mail header with the address is parsed as this address and no other."""
    message = EmailMessage(policy=SMTP)
    try:
        message["To"] = Address(addr_spec=address)
        read = BytesHeaderParser(policy=SMTP).parsebytes(message.as_bytes())
    except (ValueError, MessageError):
        return False
    return [found.addr_spec for found in read["To"].addresses] == [address]
