"""Reports that could not be made, in words."""

from __future__ import annotations

from pipeline.unmade import ClusterFailed, ReportsFailed, Trouble, Unmade
from pipeline.wording.language import Language


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
    """Return what stands now, and what to do."""
    if any(one.reasons for one in failed.reports):
        return language.gettext(
            "It is a fault of the program: send these lines to whoever looks after it. Nothing was published; the last release stands as it was."
        )
    return language.gettext("Nothing was published; the last release stands as it was.")


def say_cluster_failed(failed: ClusterFailed, language: Language) -> str:
    """Return why a cluster made no reports, and what to do."""
    told = {
        Trouble.UNREACHABLE: language.gettext(
            "The scheduler {place} cannot be reached ({details}). Is it running, and is the address right? With tls:// the certificates are those "
            "of Dask's own settings."
        ),
        Trouble.NO_WORKERS: language.gettext(
            "The scheduler {place} has no workers. Start some, one for each processor, as docs/scaling.md says, and run the command again."
        ),
        Trouble.OTHER_PROGRAM: language.gettext(
            "The worker {place} has another version of the program than this computer: {details}. Put the same version there and restart the "
            "worker, or stop it, and run the command again."
        ),
        Trouble.LOST: language.gettext("The connection to the scheduler {place} was lost. When it runs again, run the command again."),
    }[failed.trouble]
    return told.format(place=failed.place, details="; ".join(failed.details))
