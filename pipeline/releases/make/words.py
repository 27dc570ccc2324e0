"""Wording for reports that could not be made."""

from __future__ import annotations

from pipeline.language.language import Language
from pipeline.releases.make.failures import ClusterFailed, ReportsFailed, Unmade


def say_unmade(one: Unmade, language: Language) -> str:
    """Return which report could not be made, and why."""
    report = f"{language.gettext('The whole city') if one.forum is None else one.forum} ({one.file})"
    if one.reasons:
        return language.gettext("The report {report} could not be made: {reasons}.").format(report=report, reasons="; ".join(one.reasons))
    told = language.gettext(
        "The report {report} could not be made: each time the process that made it was killed from outside. Most often the machine has too little "
        "memory: close other programs, and run make reports again."
    )
    return told.format(report=report)


def say_unpublished(failed: ReportsFailed, language: Language) -> str:
    """Return which release remains current, and what to do."""
    if any(one.reasons for one in failed.reports):
        return language.gettext(
            "It is a fault of the program: send these lines to the person who maintains it. Nothing was published; the last release is unchanged."
        )
    return language.gettext("Nothing was published; the last release is unchanged.")


def say_cluster_failed(failed: ClusterFailed, language: Language) -> str:
    """Return why a cluster made no reports, and what to do."""
    told = language.gettext(
        "The reports could not be made by {place}: {reason}. A worker needs the same version of the program as this computer; docs/scaling.md says "
        "how to start one. Without --scheduler this computer makes them."
    )
    return told.format(place=failed.place, reason=failed.reason)
