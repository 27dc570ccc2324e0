"""The record of what readers have, `udsendt.csv` in the input folder: one line per mail that the relay has accepted.

It goes where the input goes, so a copied or restored folder still knows it. The sender alone writes it, and only at its end. A line
without a period says that a person has decided from where mails are sent.
"""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from io import StringIO
from pathlib import Path
from typing import Final

from pipeline.problems.model import Code, Place, Problem
from pipeline.problems.rejected import InputRejected
from pipeline.storage import StorageFailed

RECORD: Final = "udsendt.csv"
HEAD: Final = ("tid", "periode", "forum", "modtager", "revision", "siger", "sendt fra")
SEPARATOR: Final = ";"
MARK: Final = "\ufeff"  # by it Excel reads and saves letters such as ø as they are
ENDING: Final = "\r\n"
PERIOD: Final = re.compile(r"\d{4}-\d{4}")
LINE_END: Final = re.compile(r"\r\n|\n|\r")
HASH: Final = re.compile(r"[0-9a-f]*")
NUMBER: Final = re.compile(r"[1-9]\d{0,5}")

Key = tuple[str, str, str, int]


class RecordUnwritable(StorageFailed):
    """The record cannot be written; no mail may be sent that it would not know."""


@dataclass(frozen=True, slots=True)
class Sent:
    """One mail that was sent, or a decision on the place to send from: that has a time and a place only.

    Attributes:
        time: ISO 8601 in UTC.
        recipient: The address in lower case.
        says: Hash of the report's content; empty if it is not known.
        place: The machine and the output folder that it was sent from.
    """

    time: str
    period: str
    forum_id: str
    recipient: str
    revision: int
    says: str
    place: str

    @property
    def key(self) -> Key:
        """What nobody gets twice."""
        return self.period, self.forum_id, self.recipient, self.revision


@dataclass(frozen=True, slots=True)
class Record:
    """All lines, in order."""

    lines: tuple[Sent, ...] = ()

    @property
    def mails(self) -> Mapping[Key, Sent]:
        """The mails that were sent."""
        return {line.key: line for line in self.lines if line.period}

    @property
    def place(self) -> str:
        """The place from which mails were last sent, or are to be sent; empty if there is none."""
        return self.lines[-1].place if self.lines else ""

    def newest(self, period: str) -> Mapping[str, Sent]:
        """Return forum id → a mail with the newest revision of the forum's report that a reader has."""
        of_period = sorted((line for line in self.lines if line.period == period), key=lambda line: line.revision)
        return {line.forum_id: line for line in of_period}


def read_record(input_folder: Path) -> Record:
    """Return the record of an input folder; an empty one if there is none.

    Raises:
        InputRejected: a line, or the file, cannot be read.
    """
    try:
        content = (input_folder / RECORD).read_bytes()
    except FileNotFoundError:
        return Record()
    except OSError as error:
        raise _damaged(input_folder, 1) from error
    rows = [_split(line) for line in LINE_END.split(_decode(_whole(content)))]
    if any(rows) and tuple(rows[0]) != HEAD:
        raise _damaged(input_folder, 1)
    lines = [_read_line(row, input_folder, number) for number, row in enumerate(rows, start=1) if number > 1 and any(row)]
    return Record(tuple(lines))


def append_record(input_folder: Path, lines: Sequence[Sent]) -> None:
    """Add lines at the end of the record; they are on disk when this returns. Without lines, only see that it can be written.

    Raises:
        RecordUnwritable: it cannot be written.
    """
    path = input_folder / RECORD
    try:
        with path.open("a+b") as file:
            file.seek(0)
            content = file.read()
            whole = _whole(content)
            if whole != content:
                file.truncate(len(whole))
            mark = "" if whole else MARK
            ending = "" if not whole or whole.endswith((b"\n", b"\r")) else ENDING  # a person has saved it without one
            rows = [HEAD, *map(_write_line, lines)] if not whole else [*map(_write_line, lines)]
            text = StringIO()
            csv.writer(text, delimiter=SEPARATOR, lineterminator=ENDING).writerows(rows)
            if rows:
                file.write(f"{mark}{ending}{text.getvalue()}".encode())
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise RecordUnwritable.of(error, path) from error


def _whole(content: bytes) -> bytes:
    """Return the content without a last line that a kill or a full disk has torn while it was written."""
    start = max(content.rfind(b"\n"), content.rfind(b"\r")) + 1
    last = content[start:].strip(b"\0")
    cells = _split(_decode(last))
    is_torn = (len(cells) != len(HEAD) or not cells[-1]) if start else f"{MARK}{SEPARATOR.join(HEAD)}".encode().startswith(last)
    return content[:start] if is_torn else content


def _split(line: str) -> list[str]:
    """Return the cells of a line; a single cell if its quotes do not match."""
    try:
        return next(csv.reader([line], delimiter=SEPARATOR, strict=True), [])
    except csv.Error:
        return [line]


def _write_line(line: Sent) -> list[str]:
    return [str(getattr(line, one.name) or "") for one in fields(line)]


def _read_line(row: Sequence[str], folder: Path, number: int) -> Sent:
    if len(row) != len(HEAD):
        raise _damaged(folder, number)
    time, period, forum_id, recipient, revision, says, place = (cell.strip() for cell in row)
    is_decision = not any((period, forum_id, recipient, revision, says))
    is_mail = bool(PERIOD.fullmatch(period) and forum_id and "@" in recipient and NUMBER.fullmatch(revision) and HASH.fullmatch(says))
    if not (place and (is_decision or is_mail)):
        raise _damaged(folder, number)
    return Sent(time, period, forum_id, recipient.casefold(), int(revision or 0), says, place)


def _damaged(folder: Path, line: int) -> InputRejected:
    return InputRejected([Problem(Code.RECORD_DAMAGED, Place(f"{folder.name}/{RECORD}", None, str(line)), {"head": SEPARATOR.join(HEAD)})])


def _decode(content: bytes) -> str:
    """Return the text; Excel may have saved it in another encoding."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")
