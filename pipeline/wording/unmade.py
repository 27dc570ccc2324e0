"""Reports that could not be made, in words."""

from __future__ import annotations

from pipeline.unmade import Unmade
from pipeline.wording.language import Language


def say_unmade(one: Unmade, language: Language) -> str:
    """Return which report could not be made, why, and what to do."""
    name = language.gettext("The whole city") if one.forum is None else one.forum
    if one.faults:
        told = language.gettext(
            "{report} ({file}): the PDF is not sound, so nobody may get it: {faults}. Send this to whoever looks after the program."
        )
        return told.format(report=name, file=one.file, faults="; ".join(one.faults))
    if one.trace:
        told = language.gettext("{report} ({file}): it could not be made: {error}. Send all of this to whoever looks after the program.")
        return told.format(report=name, file=one.file, error=one.trace.strip().splitlines()[-1])
    told = language.gettext(
        "{report} ({file}): twice the process that made it was killed from outside. Most often the machine has too little memory: close other "
        "programs, and run make reports again."
    )
    return told.format(report=name, file=one.file)
