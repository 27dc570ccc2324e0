"""The status page: last check, files that are open, what was released and what waits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from pipeline.clock import MUNICIPALITY
from pipeline.language.language import Language
from pipeline.problems.page import render_page
from pipeline.shared_folder.answers import CHECK_PAGE
from pipeline.shared_folder.approval_file import FOLDER, WRITTEN, Shown
from pipeline.shared_folder.names import SOMEBODY


@dataclass(frozen=True, slots=True)
class Check:
    """The result of the last check.

    Attributes:
        moment: When it ended.
        errors: Number of errors; None if the program failed.
        findings: Number of findings.
        expected: Number of previews that belong to it.
        drawn: Names of the previews that are there.
        undrawn: Names of the previews that could not be drawn.
    """

    moment: datetime
    errors: int | None
    findings: int
    expected: int = 0
    drawn: tuple[str, ...] = ()
    undrawn: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Status:
    """What the page says.

    Attributes:
        check: The last check; None before the first.
        waits_for: Files that are half-written or cannot be read just now.
        stuck: Files of the answers that cannot be replaced, since somebody has them open.
        open_by: Workbook → who has it open.
        conflicts: Names of conflict copies.
        gone: When the share was last gone: since and until.
        server: What the server says of runs, release and mails, a line each.
        approval: What waits for an approval.
        can_approve: Whether the folder for approvals is there.
    """

    check: Check | None = None
    waits_for: tuple[str, ...] = ()
    stuck: tuple[str, ...] = ()
    open_by: Mapping[str, str] = field(default_factory=dict)
    conflicts: tuple[str, ...] = ()
    gone: tuple[datetime, datetime] | None = None
    server: Sequence[str] = ()
    approval: Shown | None = None
    can_approve: bool = False


def compose_status(status: Status, now: datetime, language: Language) -> str:
    """Return the page as HTML."""
    check = status.check
    return render_page(
        "status.html.j2",
        language,
        written=_local(now),
        check=check,
        result=_say_result(check, language),
        waits=language.gettext("A release waits for an approval.") if status.approval else "",
        checked=_local(check.moment) if check else "",
        check_page=CHECK_PAGE,
        previews=_say_previews(check, language) if check else "",
        files=list(_say_files(status, language)),
        server=status.server,
        approval=status.approval,
        can_approve=status.can_approve,
        approvers=_say_approvers(status, language),
        approval_file=f"{FOLDER}/{WRITTEN}",
    )


def _say_result(check: Check | None, language: Language) -> str:
    if check is None:
        return language.gettext("Nothing has been checked yet")
    if check.errors is None:
        return language.gettext("The check failed by a fault of the program; the person who runs the server finds it in the log")
    errors = language.ngettext("{number} error", "{number} errors", check.errors).format(number=check.errors)
    if check.errors:  # remarks are looked for where there is no error
        return errors
    findings = language.ngettext("{number} finding", "{number} findings", check.findings).format(number=check.findings)
    return f"{errors} · {findings}"


def _say_approvers(status: Status, language: Language) -> str:
    if status.can_approve:
        return language.gettext("Those who may write in the folder {folder} approve.").format(folder=FOLDER)
    return language.gettext(
        "Nobody can approve from here: the folder {folder} is not there. The person who runs the server makes it."
    ).format(folder=FOLDER)


def _say_previews(check: Check, language: Language) -> str:
    if check.errors is None:
        return ""
    if check.errors and not check.expected:
        return language.gettext("There are no previews before the errors are corrected.")
    drawn, told = len(check.drawn), language.gettext("{drawn} of {expected} previews are drawn.")
    said = [told.format(drawn=drawn, expected=check.expected)]
    if check.undrawn:
        failed = language.gettext("These could not be drawn: {files}. The person who runs the server finds why in the log.")
        said.append(failed.format(files=language.listing(list(check.undrawn))))
    return " ".join(said)


def _say_files(status: Status, language: Language) -> Iterator[str]:
    for file in status.waits_for:
        yield language.gettext("{file} cannot be read whole just now. It is tried again.").format(file=file)
    for file, person in status.open_by.items():
        told = language.gettext("{file} is open at {person}. What is checked is what was last saved.")
        yield told.format(file=file, person=person or language.gettext(SOMEBODY))
    for file in status.conflicts:
        told = language.gettext(
            "{file} is a second copy of a workbook and is not read. Move what is right into the workbook, and delete the copy."
        )
        yield told.format(file=file)
    for file in status.stuck:
        told = language.gettext("{file} in this folder is open somewhere and shows an earlier check. Close it: it is then replaced.")
        yield told.format(file=file)
    if status.gone:
        since, until = map(_local, status.gone)
        told = language.gettext("The shared folder could not be reached from {since} to {until}. What was saved is checked now.")
        yield told.format(since=since, until=until)


def _local(moment: datetime) -> str:
    return moment.astimezone(MUNICIPALITY).strftime("%d-%m-%Y %H:%M")
