"""Approval from a shared folder: what `approve` does, for people without a terminal. Imported by `watch` alone."""

from __future__ import annotations

from pathlib import Path

from pipeline.commands.app import language_of
from pipeline.commands.approval import find_current, say_approved, say_refused_code, tell_release
from pipeline.commands.tree import find_tree
from pipeline.delivery.may_send_release import ask_clearance
from pipeline.problems.rejected import InputRejected
from pipeline.releases.history.log import write_log
from pipeline.releases.history.store import open_history
from pipeline.shared_folder.answers import CHECK_PAGE
from pipeline.shared_folder.approval_file import Shown


def show_for_approval(input_folder: Path, output_folder: Path) -> Shown | None:
    """Return what would be sent, and the code that approves exactly that; None where nothing waits for an approval."""
    language, tree = language_of(input_folder), find_tree(input_folder, output_folder)
    try:
        intake, edition = find_current(input_folder, tree)
    except InputRejected:
        return None
    if edition is None:
        return None
    with open_history(tree) as history:
        result = ask_clearance(intake, edition, history)
    if result.may_send or result.is_final or intake.tables.sample:
        return None
    return Shown(result.code, tuple(tell_release(intake, edition, tree, language, CHECK_PAGE)))


def answer_approval(input_folder: Path, output_folder: Path, code: str, person: str) -> str:
    """Approve the current release if the code is of it, log by whom, and return the answer in words."""
    language, tree = language_of(input_folder), find_tree(input_folder, output_folder)
    try:
        intake, edition = find_current(input_folder, tree)
    except InputRejected:
        return language.gettext("Not approved: the input has errors. Look in Kontrol.html.")
    if edition is None:
        return language.gettext("Not approved: there is no release yet.")
    with open_history(tree) as history:
        result = ask_clearance(intake, edition, history)
        if refused := say_refused_code(code, result, language):
            valid = language.gettext("The code that is valid now is in Status.html, where something waits.")
            return f"{refused} {valid}"
        with write_log(tree, None) as log:
            log.info("approved", extra={"release": edition.name, "approver": person})
        history.approve(edition.name, result.digest)
    return say_approved(edition, language)
