"""The database of runs and approvals, `register/historik.sqlite`: one row per run, written when it begins and when it ends.

Never: a recipient, or a number of a workbook. A row without an end is a run that was killed; the next run marks it.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Final, Literal

from pipeline import __version__
from pipeline.lock import ask_locks
from pipeline.storage import StorageFailed

REGISTER: Final = "register"
HISTORY_FILE: Final = "historik.sqlite"
VERSION: Final = 1
SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS runs (
    id INTEGER PRIMARY KEY AUTOINCREMENT, started TEXT NOT NULL, ended TEXT, seconds REAL, outcome TEXT NOT NULL, exit_code INTEGER,
    fingerprint TEXT NOT NULL, inputs TEXT NOT NULL, program TEXT NOT NULL, policy TEXT, period TEXT, revision INTEGER, release TEXT);
CREATE TABLE IF NOT EXISTS approvals (
    release TEXT NOT NULL, digest TEXT NOT NULL, approved TEXT NOT NULL, PRIMARY KEY (release, digest));
"""
LATER: Final = """
CREATE TABLE IF NOT EXISTS inputs_without_news (release TEXT NOT NULL, inputs TEXT NOT NULL, PRIMARY KEY (release, inputs));
"""  # added in 0.1.1, to older databases too


class RunOutcome(StrEnum):
    """How a run ended."""

    RUNNING = "running"
    PUBLISHED = "published"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"
    STORAGE = "storage"
    FAILED = "failed"
    INTERRUPTED = "interrupted"

    @classmethod
    def _missing_(cls, value: object) -> RunOutcome | None:
        """Read version 0.1.0's name for a run whose cluster failed."""
        return cls.FAILED if value == "cluster" else None


@dataclass(frozen=True, slots=True)
class RunRecord:
    """One run in the history; times are UTC, in ISO 8601."""

    id: int
    started: str
    seconds: float | None
    outcome: RunOutcome
    exit_code: int | None
    period: str | None
    revision: int | None
    release: str | None


@dataclass(frozen=True, slots=True)
class RunRelease:
    """The release that a run made or found, as its row names it."""

    period: str
    revision: int
    name: str
    policy: str


@dataclass(frozen=True, slots=True)
class Approval:
    """A person's approval of these exact PDFs for these exact recipients: `digest` changes with any of them."""

    release: str
    digest: str
    approved: str


class History:
    """The open database. Every method is one transaction, on disk when it returns."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def begin(self, fingerprint: str, inputs: Iterable[str]) -> int:
        """Begin a run, and mark runs that were killed: the caller holds the lock, so none is active.

        Args:
            fingerprint: Of the input; empty if one of its files cannot be read.
            inputs: Names of the input files.
        """
        with self._connection as connection:
            connection.execute("UPDATE runs SET outcome = ? WHERE outcome = ?", (RunOutcome.INTERRUPTED, RunOutcome.RUNNING))
            cursor = connection.execute(
                "INSERT INTO runs (started, outcome, fingerprint, inputs, program) VALUES (?, ?, ?, ?, ?)",
                (_now(), RunOutcome.RUNNING, fingerprint, json.dumps(sorted(inputs), ensure_ascii=False), __version__),
            )
        return int(cursor.lastrowid or 0)

    def end(self, run: int, outcome: RunOutcome, exit_code: int, seconds: float, release: RunRelease | None = None) -> None:
        """End a run."""
        named = (release.period, release.revision, release.name, release.policy) if release else (None,) * 4
        with self._connection as connection:
            connection.execute(
                "UPDATE runs SET ended = ?, seconds = ?, outcome = ?, exit_code = ?, period = ?, revision = ?, release = ?, policy = ? "
                "WHERE id = ?",
                (_now(), round(seconds, 3), outcome, exit_code, *named, run),
            )

    def release_of(self, fingerprint: str) -> str | None:
        """Return the release that the newest run of these inputs published or found unchanged."""
        row = self._connection.execute(
            "SELECT release FROM runs WHERE fingerprint = ? AND outcome IN (?, ?) ORDER BY id DESC LIMIT 1",
            (fingerprint, RunOutcome.PUBLISHED, RunOutcome.UNCHANGED),
        ).fetchone()
        return None if row is None else row[0]

    def note_no_news(self, release: str, inputs: Mapping[str, str]) -> None:
        """Record that these inputs, file → fingerprint, change no report of a release."""
        with self._connection as connection:
            connection.execute("INSERT OR IGNORE INTO inputs_without_news VALUES (?, ?)", (release, _list(inputs)))

    def has_no_news(self, release: str, inputs: Mapping[str, str]) -> bool:
        """Return whether a run found that these inputs change no report of a release."""
        row = self._connection.execute("SELECT 1 FROM inputs_without_news WHERE (release, inputs) = (?, ?)", (release, _list(inputs)))
        return row.fetchone() is not None

    def last_runs(self, number: int) -> list[RunRecord]:
        """Return the newest runs, newest first."""
        rows = self._connection.execute(
            "SELECT id, started, seconds, outcome, exit_code, period, revision, release FROM runs ORDER BY id DESC LIMIT ?", (number,)
        )
        return [RunRecord(row[0], row[1], row[2], RunOutcome(row[3]), *row[4:]) for row in rows]

    def approve(self, release: str, digest: str) -> None:
        """Record a person's approval."""
        with self._connection as connection:
            connection.execute("INSERT OR IGNORE INTO approvals VALUES (?, ?, ?)", (release, digest, _now()))

    def approved_releases(self) -> frozenset[str]:
        """Return the names of the releases that have been approved, even if they have changed since."""
        return frozenset(row[0] for row in self._connection.execute("SELECT DISTINCT release FROM approvals"))

    def approvals(self, release: str) -> list[Approval]:
        """Return the approvals of a release, newest first, including those of other PDFs or recipients."""
        rows = self._connection.execute(
            "SELECT release, digest, approved FROM approvals WHERE release = ? ORDER BY approved DESC", (release,)
        )
        return [Approval(*row) for row in rows]


class Damaged(StorageFailed):
    """A database of ours is no longer one, as after a torn copy.

    Attributes:
        path: Its file.
    """

    def __init__(self, path: Path, error: Exception) -> None:
        super().__init__(f"{path}: {error}")
        self.path = path


def name_failure(path: Path, error: Exception) -> StorageFailed:
    """Return what failed with a database."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the rest of the code says more than is asked here
    return Damaged(path, error) if code in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB} else StorageFailed(f"{path}: {error}")


def connect(path: Path, isolation_level: Literal["DEFERRED"] | None = "DEFERRED") -> sqlite3.Connection:
    """Connect to a database of ours; created if it is missing, with the rights that the umask gives.

    Every commit is on disk when it returns. A file system without shared memory gets an ordinary journal.

    Raises:
        NoLocks: the file system has no locks; SQLite would wait for one for half a minute.
        StorageFailed, OSError: it cannot be written.
    """
    ask_locks(path.parent)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o666))  # SQLite itself would make it unwritable for a shared folder's group
    connection = sqlite3.connect(path, timeout=30, isolation_level=isolation_level)
    if connection.execute("PRAGMA journal_mode = WAL").fetchone()[0] != "wal":
        connection.execute("PRAGMA journal_mode = DELETE")
    connection.execute("PRAGMA synchronous = FULL")
    return connection


@contextmanager
def open_history(output: Path) -> Iterator[History]:
    """Open the history of an output folder; created if missing.

    Raises:
        NoLocks: the file system has no locks.
        StorageFailed: it cannot be written, is damaged, or was made by a newer program; also raised for errors inside the block.
    """
    path = output / REGISTER / HISTORY_FILE
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with closing(connect(path)) as connection:
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if version not in {0, VERSION}:
                raise StorageFailed(f"{path}: version {version}, expected {VERSION}")
            if version == 0:
                connection.executescript(f"BEGIN; {SCHEMA} PRAGMA user_version = {VERSION}; COMMIT;")
            connection.execute(LATER)
            yield History(connection)
    except sqlite3.Error as error:
        raise name_failure(path, error) from error
    except OSError as error:
        raise StorageFailed.of(error, path) from error


def _list(inputs: Mapping[str, str]) -> str:
    return json.dumps(inputs, ensure_ascii=False, sort_keys=True)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
