"""Check an analyst's texts for banned words: each is a problem with its file and key."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.language.banned_words import RULES, find_banned
from pipeline.problems.model import Code, Phrase, Place, Problem


def lint_texts(file: str, texts: Mapping[str, str]) -> list[Problem]:
    """Return a problem for every banned word.

    Args:
        file: The file's name in messages.
        texts: Key path → text. A key with a language code as suffix is in that language, any other in both.
    """
    problems = []
    for key, text in texts.items():
        last = key.rpartition(".")[2]
        found = {one.start: one for code in ([last] if last in RULES else RULES) for one in find_banned(text, code)}
        for one in found.values():
            facts = {"found": one.word, "reason": Phrase(f"banned_{one.fault}"), "instead": Phrase(f"instead_{one.fault}")}
            problems.append(Problem(Code.WORD_BANNED, Place(file, None, key), facts))
    return problems
