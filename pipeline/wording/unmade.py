"""Reports that could not be made, in words."""

from __future__ import annotations

from pipeline.unmade import ReportsFailed, Unmade
from pipeline.wording.language import Language


def say_unmade(one: Unmade, language: Language) -> str:
    """Return which report could not be made, and why."""
    report = f"{language.gettext('The whole city') if one.forum is None else one.forum} ({one.file})"
    if one.reasons:
        return language.gettext("The report {report} could not be made: {reasons}.").format(report=report, reasons="; ".join(one.reasons))
    told = language.gettext(
        "The report {report} could not be made: twice the process that made it was killed from outside. Most often the machine has too little "
        "memory: close other programs, and run make reports again."
    )
    return told.format(report=report)


def say_unpublished(failed: ReportsFailed, language: Language) -> str:
    """Return what stands now, and what to do."""
    if any(one.reasons for one in failed.reports):
        return language.gettext(
            "It is a fault of the program: send these lines to whoever looks after it. Nothing was published; the last release stands as it was."
        )
    return language.gettext("Nothing was published; the last release stands as it was.")
