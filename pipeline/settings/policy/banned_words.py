"""The language rules for texts that an analyst writes: every banned word is a problem with its file and key."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.language.banned_words import RULES, find_banned
from pipeline.problems.model import Code, Phrase, Place, Problem


def lint_texts(file: str, texts: Mapping[str, str]) -> list[Problem]:
    """Return a problem for every word that the reports do not use.

    Args:
        file: The file's name in messages.
        texts: Key path → text. A key that ends in a language's code is of that language, any other of both.
    """
    problems = []
    for key, text in texts.items():
        last = key.rpartition(".")[2]
        found = {one.start: one for code in ([last] if last in RULES else RULES) for one in find_banned(text, code)}
        for one in found.values():
            facts = {"found": one.word, "reason": Phrase(f"banned_{one.fault}"), "instead": Phrase(f"instead_{one.fault}")}
            problems.append(Problem(Code.WORD_BANNED, Place(file, None, key), facts))
    return problems
