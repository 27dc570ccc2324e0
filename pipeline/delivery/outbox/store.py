"""The outbox as a SQLite file: every change is committed to disk before the next step.

Every change of state is also recorded in `events`, with the server's reply: the evidence of what was sent when.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from pipeline.clock import Clock, now_utc
from pipeline.delivery.outbox.mails import Draft, Entry, Mail, MailState, Refusal
from pipeline.delivery.refusals import DeliveryRefused, Why, write_evidence
from pipeline.delivery.schedule import PAUSES
from pipeline.input.record import RECORD
from pipeline.releases.history.store import connect, name_failure

OUTBOX_FOLDER: Final = "post"
FILE: Final = "outbox.sqlite"
Key = tuple[str, str, str, str, int]
KEY: Final = "space, period, forum_id, recipient, revision"
DRAFT: Final = ", ".join(field.name for field in fields(Draft))
CHANGED: Final = "(SELECT max(at) FROM events WHERE events.mail = mails.id) AS changed"
ENTRY: Final = ", ".join(field.name for field in fields(Entry) if field.name != "changed") + f", {CHANGED}"
SECONDS: Final = len("2026-01-02T03:04:05")
HANDED_OVER: Final = frozenset({MailState.SENT, MailState.DATA, MailState.UNCERTAIN})
LATER: Final = """
SELECT max(later.revision) FROM mails AS later
WHERE (later.space, later.period, later.forum_id, later.recipient) = (mail.space, mail.period, mail.forum_id, mail.recipient)
AND later.revision > mail.revision
"""
SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS mails (
    id INTEGER PRIMARY KEY,
    space TEXT NOT NULL, period TEXT NOT NULL, forum_id TEXT NOT NULL, forum TEXT NOT NULL, recipient TEXT NOT NULL, revision INTEGER NOT NULL,
    address TEXT NOT NULL, subject TEXT NOT NULL, pdf_sha256 TEXT NOT NULL, message_id TEXT NOT NULL, message BLOB NOT NULL,
    state TEXT NOT NULL DEFAULT 'queued', attempts INTEGER NOT NULL DEFAULT 0, next_try TEXT NOT NULL, first_failed TEXT,
    evidence TEXT NOT NULL DEFAULT '', told INTEGER NOT NULL DEFAULT 0,
    UNIQUE (space, period, forum_id, recipient, revision)
) STRICT;
CREATE TABLE IF NOT EXISTS events (
    mail INTEGER NOT NULL REFERENCES mails (id), at TEXT NOT NULL, state TEXT NOT NULL, evidence TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS place (name TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS refused (why TEXT NOT NULL) STRICT;
"""


@contextmanager
def open_outbox(folder: Path, clock: Clock = now_utc) -> Iterator[Outbox]:
    """Open the outbox of a folder, creating it if it is missing.

    Raises:
        StorageFailed: the file cannot be read or written, now or while the block runs. Earlier commits are kept.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with closing(connect(folder / FILE, isolation_level=None)) as connection:
            connection.executescript(SCHEMA)
            yield Outbox(connection, clock)
    except (sqlite3.Error, OSError) as error:
        raise name_failure(folder / FILE, error) from error


@dataclass(frozen=True, slots=True)
class _Known:
    """What the outbox has on a mail; `composed` if it has content."""

    id: int
    state: MailState
    evidence: str
    pdf_sha256: str
    composed: bool

    def is_replaced_by(self, draft: Draft) -> bool:
        """Return whether it gets new content. What was handed over does not: each recipient gets a report once."""
        return self.state not in HANDED_OVER and not (self.composed and self.pdf_sha256 == draft.pdf_sha256)


class Outbox:
    """The mails of an outbox. Recipients are compared case-insensitively."""

    def __init__(self, connection: sqlite3.Connection, clock: Clock) -> None:
        self._connection = connection
        self._clock = clock

    def queue(self, drafts: Sequence[Draft], refusals: Sequence[Refusal] = ()) -> int:
        """Add the mails that are missing, all or none; return how many. A later revision replaces one not sent yet.

        Args:
            drafts: The mails of a release.
            refusals: Those that could not be composed. Each is kept as a stopped mail without content; it gets content once it can be
                composed, and is replaced when its recipient is corrected.
        """
        with self._transaction():
            added = sum([self._queue(draft) for draft in drafts])
            for refusal in refusals:
                self._refuse(refusal)
            kept = {mail.key for mail in (*drafts, *refusals)}
            for space, period in {key[:2] for key in kept}:
                self._replace_uncomposed(space, period, kept)
        return added

    def _queue(self, draft: Draft) -> bool:
        """Add a mail, or give new content to one that could not be composed before or whose report was made again.

        Returns:
            Whether anything changed.
        """
        known = self._find(draft)
        if known is None:
            later = self._find_later(draft)
            state = MailState.SUPERSEDED if later else MailState.QUEUED
            self._note(self._insert(_values(draft), state), state, f"revision {later}" if later else "")
            return True
        if not known.is_replaced_by(draft):
            return False
        values = _values(draft) | {"next_try": _text(self._clock()), "attempts": 0, "first_failed": None}
        changes = ", ".join(f"{name} = ?" for name in values)
        self._connection.execute(f"UPDATE mails SET {changes} WHERE id = ?", (*values.values(), known.id))  # noqa: S608 - names of columns
        self._enter(known.id, MailState.QUEUED, "")
        return True

    def _refuse(self, refusal: Refusal) -> None:
        """Keep a mail that could not be composed as stopped; a known one is no change."""
        known = self._find(refusal)
        if known is None:
            nothing = {"address": "", "subject": "", "pdf_sha256": "", "message_id": "", "message": b""}
            mail = self._insert(_values(refusal) | nothing, MailState.STOPPED)
            self._note(mail, MailState.STOPPED, refusal.evidence)
        elif (
            not known.composed
            and known.state is not MailState.SENT
            and (known.state, known.evidence) != (MailState.STOPPED, refusal.evidence)
        ):
            self._enter(known.id, MailState.STOPPED, refusal.evidence)

    def _replace_uncomposed(self, space: str, period: str, kept: Container[Key]) -> None:
        """Close the mails without content whose recipients have been corrected."""
        query = f"SELECT id, {KEY} FROM mails WHERE space = ? AND period = ? AND message = x'' AND state IN (?, ?)"  # noqa: S608 - constants
        for mail, *key in self._connection.execute(query, (space, period, MailState.QUEUED, MailState.STOPPED)).fetchall():
            if tuple(key) not in kept:
                self._enter(mail, MailState.SUPERSEDED, write_evidence(DeliveryRefused(Why.RECIPIENT_GONE)))

    def _find_later(self, draft: Draft) -> int | None:
        """Return the latest later revision of a mail that its recipient has."""
        same = "space = ? AND period = ? AND forum_id = ? AND recipient = ? AND revision > ? AND state = ?"
        query = f"SELECT max(revision) FROM mails WHERE {same}"  # noqa: S608 - constants
        found: int | None = self._connection.execute(query, (*draft.key, MailState.SENT)).fetchone()[0]
        return found

    def _find(self, mail: Draft | Refusal) -> _Known | None:
        """Return the row of a mail's key."""
        key = " AND ".join(f"{name} = ?" for name in KEY.split(", "))
        query = f"SELECT id, state, evidence, pdf_sha256, message <> x'' FROM mails WHERE {key}"  # noqa: S608 - constants
        row = self._connection.execute(query, mail.key).fetchone()
        return _Known(row[0], MailState(row[1]), row[2], row[3], bool(row[4])) if row else None

    def _insert(self, values: Mapping[str, object], state: MailState) -> int:
        """Add a row and mark earlier revisions of the mail that are not sent yet as superseded."""
        *same, revision = (values[name] for name in KEY.split(", "))
        earlier = "space = ? AND period = ? AND forum_id = ? AND recipient = ? AND revision < ? AND state IN (?, ?)"
        query = f"SELECT id FROM mails WHERE {earlier}"  # noqa: S608 - constants
        for (mail,) in self._connection.execute(query, (*same, revision, MailState.QUEUED, MailState.STOPPED)).fetchall():
            self._enter(mail, MailState.SUPERSEDED, f"revision {revision}")
        row = {**values, "state": state, "next_try": _text(self._clock())}
        names, places = ", ".join(row), ", ".join("?" * len(row))
        cursor = self._connection.execute(f"INSERT INTO mails ({names}) VALUES ({places})", tuple(row.values()))  # noqa: S608 - names of columns
        return int(cursor.lastrowid or 0)

    def list_sent(self, space: str, *, perhaps: bool = False) -> list[tuple[str, str, str, str, int, str]]:
        """Return time, period, forum id, recipient, revision and PDF's hash of each mail of a space that was sent, in the order of sending.

        Args:
            space: The space.
            perhaps: Include the mails that may have arrived.
        """
        states = tuple(HANDED_OVER) if perhaps else (MailState.SENT,) * len(HANDED_OVER)
        query = (
            "SELECT (SELECT max(at) FROM events WHERE events.mail = mails.id AND events.state = mails.state) AS sent_at, period, forum_id, "
            "recipient, revision, pdf_sha256 FROM mails WHERE space = ? AND state IN (?, ?, ?) ORDER BY sent_at, id"
        )
        return [(str(at or "")[:SECONDS], *row) for at, *row in self._connection.execute(query, (space, *states))]

    @property
    def refused(self) -> str:
        """Why nothing is sent, as the operator has been told; empty if something has been sent since."""
        row = self._connection.execute("SELECT why FROM refused").fetchone()
        return str(row[0]) if row else ""

    def note_refused(self, why: str) -> None:
        """Note what the operator has been told."""
        if why != self.refused:
            with self._transaction():
                self._connection.execute("DELETE FROM refused")
                self._connection.execute("INSERT INTO refused VALUES (?)", (why,))

    @property
    def place(self) -> str:
        """The place from which its mails are sent; empty if it was never noted."""
        row = self._connection.execute("SELECT name FROM place").fetchone()
        return str(row[0]) if row else ""

    def note_place(self, name: str) -> None:
        """Note the place from which its mails are sent."""
        if name != self.place:
            with self._transaction():
                self._connection.execute("DELETE FROM place")
                self._connection.execute("INSERT INTO place VALUES (?)", (name,))

    def adopt(self, space: str, sent: Iterable[tuple[str, str, str, int]], forums: Mapping[str, str]) -> int:
        """Mark mails as sent that another outbox has sent; return how many this one did not have as sent.

        Args:
            space: Their space.
            sent: Period, forum id, recipient and revision of each.
            forums: Forum id → name.
        """
        adopted = 0
        with self._transaction():
            for period, forum_id, recipient, revision in sent:
                refusal = Refusal(space, period, forum_id, forums.get(forum_id, forum_id), recipient, revision, RECORD)
                known = self._find(refusal)
                if known is None:
                    nothing = {"address": "", "subject": "", "pdf_sha256": "", "message_id": "", "message": b""}
                    self._note(self._insert(_values(refusal) | nothing, MailState.SENT), MailState.SENT, RECORD)
                elif known.state is not MailState.SENT:
                    self._enter(known.id, MailState.SENT, RECORD)
                adopted += known is None or known.state is not MailState.SENT
        return adopted

    def recover(self) -> None:
        """Reset the states left by a killed sender. Requires the sender lock."""
        with self._transaction():
            for mail, state in self._connection.execute(
                "SELECT id, state FROM mails WHERE state IN (?, ?)", (MailState.CLAIMED, MailState.DATA)
            ).fetchall():
                self._enter(mail, MailState.UNCERTAIN if state == MailState.DATA else MailState.QUEUED, "the sender was killed")

    def next_due(self, space: str, besides: Collection[int] = ()) -> Mail | None:
        """Return the next mail of a space that is due, except these; None if there is none.

        One that is to wait for longer than any pause was put off by a clock that was ahead: it is due.
        """
        now, others = self._clock(), ", ".join("?" * len(besides))
        row = self._connection.execute(
            f"SELECT id, attempts, first_failed, {DRAFT} FROM mails WHERE space = ? AND state = ? AND (next_try <= ? OR next_try > ?) "  # noqa: S608 - constants
            f"AND id NOT IN ({others}) ORDER BY id LIMIT 1",
            (space, MailState.QUEUED, _text(now), _text(now + PAUSES[-1]), *besides),
        ).fetchone()
        return Mail(row[0], Draft(*row[3:]), row[1], _time(row[2])) if row else None

    def hurry(self, space: str) -> None:
        """Make every mail of a space due that waits for its next try."""
        with self._transaction():
            self._connection.execute(
                "UPDATE mails SET next_try = ? WHERE space = ? AND state = ? AND next_try > ?",
                (_text(self._clock()), space, MailState.QUEUED, _text(self._clock())),
            )

    def has_news(self, space: str, drafts: Iterable[Draft]) -> bool:
        """Return whether a mail of a space is due, or one of these mails would be queued."""
        known = ((draft, self._find(draft)) for draft in drafts)
        return self.next_due(space) is not None or any(one is None or one.is_replaced_by(draft) for draft, one in known)

    def count_uncertain(self, space: str) -> int:
        """Return how many mails of a space wait for a person to say whether they have arrived."""
        query = "SELECT count(*) FROM mails WHERE space = ? AND state = ?"
        return int(self._connection.execute(query, (space, MailState.UNCERTAIN)).fetchone()[0])

    def claim(self, mail: Mail) -> None:
        """Claim a mail that is due, to send it."""
        self.enter(mail.id, MailState.CLAIMED)

    def hold(self, mail: Mail, evidence: str) -> None:
        """Record why a mail is held; the same reason again is not recorded."""
        with self._transaction():
            query = "UPDATE mails SET evidence = ? WHERE id = ? AND evidence <> ?"
            if self._connection.execute(query, (evidence, mail.id, evidence)).rowcount:
                self._note(mail.id, MailState.QUEUED, evidence)

    def enter(self, mail: int, state: MailState, evidence: str = "") -> None:
        """Set the state of a mail; it is on disk when this returns."""
        with self._transaction():
            self._enter(mail, state, evidence)

    def postpone(self, mail: Mail, evidence: str, next_try: datetime) -> None:
        """Return a claimed mail to the queue until a given time."""
        with self._transaction():
            self._enter(mail.id, MailState.QUEUED, evidence)
            self._connection.execute(
                "UPDATE mails SET attempts = attempts + 1, next_try = ?, first_failed = coalesce(first_failed, ?) WHERE id = ?",
                (_text(next_try), _text(self._clock()), mail.id),
            )

    def resolve(self, mail: int, *, delivered: bool, evidence: str, replaced: bool = False) -> bool:
        """Apply a person's decision on a mail. Requires the sender lock.

        Args:
            mail: Its number.
            delivered: It has arrived; otherwise it is sent again, with a new limit of 24 hours.
            evidence: Who decided.
            replaced: A newer revision of its report exists.

        Returns:
            False if there is no such mail, or it does not wait for a decision.
        """
        allowed = (MailState.UNCERTAIN, MailState.STOPPED, MailState.QUEUED)
        with self._transaction():
            row = self._connection.execute(f"SELECT state, ({LATER}) FROM mails AS mail WHERE id = ?", (mail,)).fetchone()  # noqa: S608 - constants
            if row is None or MailState(row[0]) not in allowed:
                return False
            again = (
                MailState.QUEUED if row[1] is None and not replaced else MailState.SUPERSEDED
            )  # an older report never follows a newer one
            self._enter(mail, MailState.SENT if delivered else again, evidence)
            fresh = "UPDATE mails SET attempts = 0, next_try = ?, first_failed = NULL, told = 0 WHERE id = ?"
            self._connection.execute(fresh, (_text(self._clock()), mail))
        return True

    def mark_told(self, mails: Sequence[int]) -> None:
        """Record that the operator has been notified of these."""
        with self._transaction():
            self._connection.executemany("UPDATE mails SET told = 1 WHERE id = ?", [(mail,) for mail in mails])

    def entries(self, space: str | None = None) -> tuple[Entry, ...]:
        """Return every mail of a space, or of all spaces, in the order of queueing."""
        where, values = ("WHERE space = ?", (space,)) if space is not None else ("", ())
        rows = self._connection.execute(f"SELECT {ENTRY} FROM mails {where} ORDER BY id", values)  # noqa: S608 - constants
        return tuple(_entry(row) for row in rows)

    def _enter(self, mail: int, state: MailState, evidence: str) -> None:
        news = state in {MailState.UNCERTAIN, MailState.STOPPED}
        self._connection.execute(
            "UPDATE mails SET state = ?, evidence = ?, told = iif(?, 0, told) WHERE id = ?", (state, evidence, news, mail)
        )
        self._note(mail, state, evidence)

    def _note(self, mail: int, state: MailState, evidence: str) -> None:
        self._connection.execute("INSERT INTO events VALUES (?, ?, ?, ?)", (mail, _text(self._clock()), state, evidence))

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")  # takes the write lock at once, so that two senders never claim the same mail
        try:
            yield
            self._connection.execute("COMMIT")
        except BaseException:  # Ctrl-C too must not leave half a transaction
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise


def _values(mail: Draft | Refusal) -> dict[str, object]:
    """Return a mail's columns, with the recipient in lower case."""
    return {field.name: getattr(mail, field.name) for field in fields(mail)} | {"recipient": mail.recipient.casefold()}


def _entry(row: Sequence[Any]) -> Entry:
    values = dict(zip((field.name for field in fields(Entry)), row, strict=True))
    times = {name: _time(values[name]) for name in ("next_try", "first_failed", "changed")}
    return Entry(**values | times | {"state": MailState(values["state"]), "told": bool(values["told"])})


def _text(time: datetime) -> str:
    return time.astimezone(UTC).isoformat(timespec="microseconds")


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
