"""The register's secret key: what a reader who knows the program and guesses must not be able to run again.

Enters: 32 random bytes that never leave the register. Leaves: draws that decide between equal choices, and fingerprints of input files.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import Final

SIZE: Final = 32


@dataclass(frozen=True)
class Secret:
    """A key. Two runs with the same one choose the same.

    Attributes:
        key: The key's bytes; never printed, never in a log.
    """

    key: bytes

    @classmethod
    def fresh(cls) -> Secret:
        """Return a new key."""
        return cls(secrets.token_bytes(SIZE))

    def __repr__(self) -> str:
        return "Secret(…)"

    def draw(self, *names: object) -> float:
        """Return a number from 0 to below 1 that belongs to the names."""
        return int.from_bytes(self._digest("draw", *names)[:6]) / 2**48

    def fingerprint(self, sha256: str) -> str:
        """Return the fingerprint of a file with that SHA-256, as long.

        The hash itself would confirm a guess to whoever has all of a workbook but one number.
        """
        return self._digest("file", sha256).hex()

    def _digest(self, *names: object) -> bytes:
        return hmac.digest(self.key, "\x1f".join(map(str, names)).encode(), hashlib.sha256)


OPEN: Final = Secret(b"\0")
"""No secret at all, for tests and for looks at a release that nobody publishes."""
