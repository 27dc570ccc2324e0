"""Wording for failed checks of a finished release."""

from __future__ import annotations

from pipeline.language.language import Language
from pipeline.releases.checks.failed_checks import PDF


def say_failed(check: str, language: Language) -> str:
    """Return what a check found. Faults of a PDF stay in English: they are for developers."""
    kind, _, found = check.partition(": ")
    if kind != PDF:  # a check of version 0.1.0
        return check
    file, _, faults = found.partition(": ")
    return language.gettext("The check of {file} found faults: {faults}.").format(file=file, faults=faults)


def say_what_to_do(language: Language) -> str:
    """Return what to do about failed checks."""
    return language.gettext("Do not send the reports. It is a fault of the program: send these lines to the person who maintains it.")
