"""The log file, `register/log.jsonl`: one JSON object per line, for machines.

Enters: log records of the standard library. Leaves: lines with only the fields in `KEPT`: stages, counts, outcomes, versions,
names of releases and of files, faults of a PDF. Never: a recipient, a cell's value, a file's content.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from pipeline.storage import StorageFailed

REGISTER: Final = "register"
LOG_FILE: Final = "log.jsonl"
LOGGER: Final = "pipeline"
KEPT: Final = (
    "stage",
    "reports",
    "files",
    "findings",
    "problems",
    "release",
    "revision",
    "outcome",
    "program",
    "libraries",
    "exit_code",
    "seconds",
    "report",
    "faults",
    "approver",
)


class _Lines(logging.Handler):
    """Appends each record as one line, in one write, so that other processes cannot split a line."""

    def __init__(self, path: Path, run: int | None) -> None:
        super().__init__(logging.INFO)
        self._path, self._run = path, run

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record; if that fails, the disk cannot be trusted and the run stops."""
        content = {"time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"), "run": self._run}
        content |= {"level": record.levelname.lower(), "event": str(record.msg)}
        content |= {name: getattr(record, name) for name in KEPT if hasattr(record, name)}
        line = (json.dumps(content, ensure_ascii=False) + "\n").encode()
        try:
            descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666)
            try:
                os.write(descriptor, line)
            finally:
                os.close(descriptor)
        except OSError as error:
            raise StorageFailed.of(error, self._path) from error


@contextmanager
def write_log(output: Path, run: int | None) -> Iterator[logging.Logger]:
    """Write what the program logs during the block to the log of an output folder; of no run, what a person approves.

    Raises:
        StorageFailed: a line cannot be written.
    """
    logger = logging.getLogger(LOGGER)
    handler = _Lines(output / REGISTER / LOG_FILE, run)
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    try:
        yield logger
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
