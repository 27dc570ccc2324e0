"""Name the code of an administration where its name was typed instead."""

from __future__ import annotations

from dataclasses import replace

from pipeline.input.schema.choices import ADMINISTRATIONS
from pipeline.language.same_name import fold
from pipeline.problems.model import Code, Phrase, Problem
from pipeline.settings.settings import Settings


def name_code(problem: Problem, settings: Settings | None) -> Problem:
    """Return a problem with the code in its advice if its cell holds the name of an administration, by the settings."""
    found = problem.facts.get("found")
    if settings is None or problem.code is not Code.NOT_A_CHOICE or problem.facts["choices"] != ", ".join(ADMINISTRATIONS):
        return problem
    for one in settings.administrations:
        if fold(found) in {fold(one.name.da), fold(one.name.en)}:
            return replace(problem, facts={**problem.facts, "advice": Phrase("code_of_name", {"what": f"{found} = {one.code}"})})
    return problem
