"""The secret key for fingerprints of input files, `register/kendetegn`: without the key, a fingerprint cannot confirm a guess at a count.

It is used in this folder only and may be lost: the next run then reads the input once more.
"""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Final

from pipeline.storage import replace_file

REGISTER: Final = "register"
KEY_FILE: Final = "kendetegn"
SIZE: Final = 32


def local_key(output: Path) -> bytes:
    """Return the key of an output folder; created if it is missing or unreadable.

    Raises:
        StorageFailed: it cannot be written.
    """
    try:
        key = bytes.fromhex((output / REGISTER / KEY_FILE).read_text("ascii").strip())
        if len(key) == SIZE:
            return key
    except (OSError, ValueError):
        pass
    key = secrets.token_bytes(SIZE)
    replace_file(f"{key.hex()}\n".encode(), output / REGISTER, KEY_FILE, private=True)
    return key
