"""Checks of a finished release that failed, in words."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.failed_checks import HIDDEN, UNCHECKED
from pipeline.wording.language import Language


def say_failed(check: str, language: Language) -> str:
    """Return what a check found. The faults of a PDF are told as the check names them, in English: they are for who looks after the program."""
    kind, _, found = check.partition(": ")
    if kind == HIDDEN and found == UNCHECKED:
        return language.gettext("It could not be checked whether hidden numbers can be worked out from what is shown.")
    if kind == HIDDEN:
        text = language.ngettext(
            "{number} hidden number can be worked out from what is shown.",
            "{number} hidden numbers can be worked out from what is shown.",
            int(found),
        )
        return text.format(number=found)
    file, _, faults = found.partition(": ")
    return language.gettext("The check of {file} found faults: {faults}.").format(file=file, faults=faults)


def say_what_to_do(checks: Sequence[str], language: Language) -> str:
    """Return what to do about failed checks."""
    told = language.gettext("Do not send the reports. It is a fault of the program: send these lines to whoever looks after it.")
    if any(check.startswith(HIDDEN) for check in checks):
        beside = language.gettext("Pass none of them on, and show none to anybody who may not see the numbers.")
        return f"{told} {beside}"
    return told
