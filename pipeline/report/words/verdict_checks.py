"""What the checks of a forum's conclusion say: how many give the same, and by name each that does not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from pipeline.language.language import N_, Language, capitalise
from pipeline.report.words.verdict_words import DEPRIVATION
from pipeline.scoring.compare.comparison import Check, CheckKind, Conclusion
from pipeline.scoring.compare.verdict import Verdict

LIMITS: Final = (CheckKind.THRESHOLD_LOWER, CheckKind.THRESHOLD_HIGHER)
CONDITIONS: Final[Mapping[CheckKind, str]] = {
    CheckKind.WITHOUT_INDICATOR: N_("without »{subject}«"),
    CheckKind.THRESHOLD_LOWER: N_("with limits {off} lower"),
    CheckKind.THRESHOLD_HIGHER: N_("with limits {off} higher"),
    CheckKind.DIFFERENCE: N_("measured in percentage points"),
    CheckKind.COMPARABLE_AREAS: N_("in the comparable areas alone"),
}
SAID: Final[Mapping[Verdict, str]] = {
    Verdict.BETTER: N_("{conditions} the area has become less deprived"),
    Verdict.WORSE: N_("{conditions} the area has become more deprived"),
    Verdict.UNCHANGED: N_("{conditions} the area is unchanged"),
    Verdict.MIXED: N_("{conditions} the picture is mixed"),
    Verdict.UNCLEAR: N_("{conditions} it is unclear"),
}
COUNTED: Final = (
    (Verdict.WORSE, N_("{number} more deprived")),
    (Verdict.BETTER, N_("{number} less deprived")),
    (Verdict.UNCHANGED, N_("{number} unchanged")),
    (Verdict.MIXED, N_("{number} a mixed picture")),
    (Verdict.UNCLEAR, N_("{number} unclear")),
)


def say_checks(result: Conclusion, indicators: Mapping[str, str], language: Language) -> str:
    """Return in how many of the checks the conclusion is the same; what the others say, and how many cannot be made.

    Where they decide that the conclusion is unclear, it says itself how many agree.

    Args:
        result: The forum's conclusion.
        indicators: Indicator → its label inside a sentence.
        language: Language of the text.
    """
    if not result.checks:
        return ""
    if result.core is Verdict.UNCLEAR and result.holding < len(result.checks):
        return _count(result, language)
    checks = language.words(len(result.checks))
    if result.holding == len(result.checks):
        return language.gettext("The same conclusion in all {checks} checks.").format(checks=checks)
    text = language.gettext("The same conclusion in {holding} of {checks} checks.")
    same = [text.format(holding=language.words(result.holding), checks=checks)] if result.verdict is result.core else []
    said = [clause for verdict in SAID if (clause := _say_failing(verdict, result, indicators, language))]
    clauses = [*said, *_say_unmade(result, language)]
    return " ".join([*same, f"{capitalise('; '.join(clauses))}."])


def head_checks(result: Conclusion, language: Language) -> str:
    """Return the heading of the checks: in how many the conclusion is the same, or what they say where they decide that it is unclear."""
    text = language.gettext("Checks: the same conclusion in {holding} of {all}")
    if result.verdict is not result.core:
        text = language.gettext("Checks: {holding} of {all} give »{word}«")
    return text.format(holding=result.holding, all=len(result.checks), word=language.gettext(DEPRIVATION[result.core]))


def _say_failing(verdict: Verdict, result: Conclusion, indicators: Mapping[str, str], language: Language) -> str:
    """Return by name the checks that say this and not the same as the forum's own numbers; empty where none does."""
    failing = [check for check in result.checks if check.verdict is verdict and not check.holds]
    if not failing:
        return ""
    return language.gettext(SAID[verdict]).format(conditions=language.listing(_name(failing, indicators, language)))


def _name(checks: Sequence[Check], indicators: Mapping[str, str], language: Language) -> list[str]:
    """Return the conditions of checks; both limits are other limits."""
    kinds = [check.kind for check in checks]
    both = all(kind in kinds for kind in LIMITS)
    named = [
        language.gettext(CONDITIONS[check.kind]).format(
            subject=capitalise(indicators.get(check.subject, "")), off=say_offset(check, language)
        )
        for check in checks
        if not (both and check.kind in LIMITS)
    ]
    return [*named, language.gettext("with other limits")] if both else named


def say_offset(check: Check, language: Language) -> str:
    """Return by how much the limits of a check are other ones; empty for a check of something else."""
    if check.kind not in LIMITS:
        return ""
    off = float(check.subject)
    return language.percent(off, 0 if (100 * off).is_integer() else 1)


def _say_unmade(result: Conclusion, language: Language) -> list[str]:
    number = result.count(Verdict.UNKNOWN)
    return [language.gettext("{number} cannot be made").format(number=language.words(number))] if number else []


def _count(result: Conclusion, language: Language) -> str:
    """Return how many checks say what, where the forum's own numbers are unclear."""
    counted = [
        language.gettext(text).format(number=language.words(result.count(verdict))) for verdict, text in COUNTED if result.count(verdict)
    ]
    text = language.gettext("The {checks} checks say: {counted}")
    said = text.format(checks=language.words(len(result.checks)), counted=language.listing(counted))
    return f"{'; '.join([said, *_say_unmade(result, language)])}."
