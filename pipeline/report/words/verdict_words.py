"""A verdict in one word: of an indicator's change, and of a forum as a whole."""

from __future__ import annotations

from typing import Final

from pipeline.language.language import N_, Language
from pipeline.scoring.compare.verdict import Verdict

VERDICTS: Final = {
    Verdict.BETTER: N_("improved"),
    Verdict.WORSE: N_("worsened"),
    Verdict.UNCHANGED: N_("unchanged"),
    Verdict.UNCLEAR: N_("unclear"),
    Verdict.HIGHER: N_("higher"),
    Verdict.LOWER: N_("lower"),
    Verdict.NOT_COMPARABLE: N_("not compared"),
}
DEPRIVATION: Final = {
    Verdict.BETTER: N_("less deprived"),
    Verdict.WORSE: N_("more deprived"),
    Verdict.UNCHANGED: N_("unchanged"),
    Verdict.UNCLEAR: N_("unclear"),
    Verdict.MIXED: N_("mixed picture"),
    Verdict.NOT_COMPARABLE: N_("not comparable"),
    Verdict.UNKNOWN: N_("not stated"),
}


def say_check(verdict: Verdict, language: Language) -> str:
    """Return what a check says in one word; that it cannot be made where it says nothing."""
    return language.gettext("cannot be made") if verdict is Verdict.UNKNOWN else language.gettext(DEPRIVATION[verdict])
