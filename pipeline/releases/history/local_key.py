"""The key that fingerprints of raw input files are made with, `register/kendetegn`: without it a fingerprint confirms no guess at a count.

It matters to this folder alone and may be lost: then the next run looks at the input once more.
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
    """Return the key of an output folder; made where there is none, or none that can be read.

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
