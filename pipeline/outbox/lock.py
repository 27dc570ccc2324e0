"""One sender at a time. The kernel holds the lock, so it ends with the process, however that ends; no child inherits it."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

LOCK: Final = "sender.lock"


class SenderBusy(Exception):
    """Another process sends from this outbox."""


@contextmanager
def only_sender(folder: Path) -> Iterator[None]:
    """Hold the right to send while the block runs.

    Raises:
        SenderBusy: another process holds it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise SenderBusy from error
        yield
