"""One look at a shared folder after another: what was saved is checked, and the answers are written. Never: a release, or a mail."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final, TypeAlias

from pipeline.clock import Clock, now_utc
from pipeline.input.check_input import check_input
from pipeline.language.language import Language, load_language
from pipeline.language.printable import printable
from pipeline.problems.check_folder import PAGE, write_check
from pipeline.problems.model import Problem
from pipeline.problems.page import compose_page
from pipeline.problems.rejected import InputRejected
from pipeline.releases.find import SAMPLE_TREE
from pipeline.releases.make.job import Report
from pipeline.releases.make.preview import draw_preview
from pipeline.releases.pdfs import file_name
from pipeline.run import compose_input
from pipeline.settings.period import Wanted
from pipeline.settings.settings import read_language
from pipeline.shared_folder.answers import CHECK_PAGE, Answers
from pipeline.shared_folder.approval_file import ApprovalFile, Shown
from pipeline.shared_folder.saved import Saved, ShareGone
from pipeline.shared_folder.status_page import Check, Status, compose_status

INPUT: Final = "input"
RECORDS: Final = ("register/historik.sqlite", "register/log.jsonl", "post/outbox.sqlite")
PREVIEW: Final = "proeve-{file}"
AT_LEAST: Final = timedelta(minutes=10)
"""How often the status page is written though nothing has changed, so that an old time on it shows that the server is silent."""

Wants: TypeAlias = Callable[[Path], Wanted]
Tells: TypeAlias = Callable[[Path], Iterable[str]]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Server:
    """What the server knows beside the shared folder.

    Attributes:
        output: The output folder, on a disk of the server.
        local: An empty folder there, for the copy of the input.
        wants: Input folder → what determines the period beside it.
        tells: Input folder → lines on runs, release and mails.
        shows: Input folder → what waits for an approval; None where nothing does.
        approves: Input folder, code and name → the answer to an approval.
    """

    output: Path
    local: Path
    wants: Wants
    tells: Tells
    shows: Callable[[Path], Shown | None]
    approves: Callable[[Path, str, str], str]


class Watcher:
    """Watches one shared folder."""

    def __init__(self, share: Path, server: Server, clock: Clock = now_utc) -> None:
        """Begin to watch.

        Args:
            share: The folder that holds `input/`, and gets `kontrol/`.
            server: What the server knows.
            clock: The time of now.
        """
        self._server, self._clock = server, clock
        self._saved = Saved(share / INPUT, server.local, clock)
        self._answers = Answers(share, server.output)
        self._approval = ApprovalFile(share)
        self._to_draw: list[Report] = []
        self._inputs: Mapping[str, str] = {}
        self._status = Status()
        self._shown: tuple[Status, datetime] | None = None
        self._asked: datetime | None = None
        self._gone: datetime | None = None
        self._told: tuple[int, ...] = ()
        self._dumb = False  # the log says once that the page cannot be written

    def step(self) -> None:
        """Look once, and do what there is to do: a check, or one preview; a share that is gone is waited out."""
        try:
            if self._saved.look():
                self._check()
                self._asked = None
            elif self._to_draw:
                self._draw_one()
            self._approve()
            self._look_around()
            self._answers.write()
            self._show()
        except ShareGone as gone:
            if self._gone is None:
                self._gone = self._clock()
                log.warning("the shared folder cannot be reached: %s", gone)
        except Exception:  # a full disk of the server, or a fault of the program: the next look may come to its end, and the log says why
            log.exception("a look did not come to its end")

    def _check(self) -> None:
        """Check the copy, and replace the answers by those to it."""
        self._to_draw, copy, language = [], self._saved.copy, self._language()
        try:
            try:
                intake = check_input(copy, self._server.wants(copy))
                problems: tuple[Problem, ...] = (*intake.tables.of_one_mail, *intake.tables.findings)
                composed = compose_input(copy, self._server.wants(copy))
                self._to_draw, self._inputs = list(composed.reports), composed.inputs
            except InputRejected as failed:
                problems = failed.problems
            findings = sum(problem.is_finding for problem in problems)
            page = write_check(copy, self._server.local, problems, language, shared=True)
            files = {path.name: path.read_bytes() for path in page.parent.iterdir() if not path.name.startswith(".")} if page else {}
            files[CHECK_PAGE] = files.pop(PAGE, b"") or compose_page((), {}, language, shared=True).encode()
            self._answers.replace(files)
            check = Check(self._clock(), len(problems) - findings, findings, len(self._to_draw))
        except Exception:  # a fault of the program in one check: the next save may be free of it, and the page says so
            log.exception("the check failed")
            self._to_draw = []
            check = Check(self._clock(), None, 0)
        self._status = replace(self._status, check=check)

    def _draw_one(self) -> None:
        """Draw the next preview: one a look, so that a save meanwhile is seen."""
        report, check = self._to_draw.pop(0), self._status.check
        name = PREVIEW.format(file=file_name(report))
        assert check is not None  # noqa: S101 - there is something to draw after a check alone
        try:
            self._answers.add(name, draw_preview(report, self._inputs, self._language()))
            check = replace(check, drawn=(*check.drawn, name))
        except Exception:  # as of a check
            log.exception("a preview could not be drawn: %s", name)
            check = replace(check, undrawn=(*check.undrawn, name))
        self._status = replace(self._status, check=check)

    def _approve(self) -> None:
        """Answer an approval, of the input that was checked last."""
        copy = self._saved.copy
        if self._saved.waits_for:  # what was shown may be older than what lies there
            language, files = self._language(), ", ".join(self._saved.waits_for)
            told = language.gettext(
                "Not approved: {files} in the input cannot be read just now. Write the file again when the page shows no such line."
            )
            self._approval.answer(lambda *_: told.format(files=printable(files)), language)
        elif self._status.check is not None and self._approval.answer(partial(self._server.approves, copy), self._language()):
            self._asked = None

    def _look_around(self) -> None:
        around, now = self._saved.look_around(), self._clock()
        if self._gone is not None:
            log.warning("the shared folder can be reached again")
            self._status, self._gone = replace(self._status, gone=(self._gone, now)), None
        due = self._asked is None or not timedelta() <= now - self._asked < AT_LEAST or self._server_stamp() != self._told
        if self._status.check is not None and due:
            try:
                copy = self._saved.copy
                self._status = replace(self._status, server=tuple(self._server.tells(copy)), approval=self._server.shows(copy))
            except Exception:
                log.exception("the status of the server could not be read")
                told = self._language().gettext("What the server has done cannot be read just now. Tell it to the person who runs it.")
                self._status = replace(self._status, server=(told,), approval=None)
            self._asked, self._told = now, self._server_stamp()
        self._status = replace(self._status, open_by=around.open_by, conflicts=around.conflicts, waits_for=self._saved.waits_for)

    def _server_stamp(self) -> tuple[int, ...]:
        """Return when runs, approvals and mails were last recorded, so that the page tells of them at once."""
        places = (tree / name for tree in (self._server.output, self._server.output / SAMPLE_TREE) for name in RECORDS)
        return tuple(path.stat().st_mtime_ns if path.is_file() else 0 for path in places)

    def _show(self) -> None:
        """Write the status page where it says something new, or has not been written for long."""
        self._status, now = replace(self._status, stuck=self._answers.stuck, can_approve=self._approval.is_there), self._clock()
        if self._shown is None or self._shown[0] != self._status or not timedelta() <= now - self._shown[1] < AT_LEAST:
            if self._answers.write_status(compose_status(self._status, now, self._language())):
                self._shown, self._dumb = (self._status, now), False
            elif not self._dumb:
                self._dumb = True
                log.warning("the status page cannot be written in the shared folder")

    def _language(self) -> Language:
        return load_language(read_language(self._saved.copy))
