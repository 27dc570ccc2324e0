"""Accepted spellings of our names, in `input/navne.toml`: aliases that a person has approved.

Enters: a name written by others, and our own names. Leaves: our name, or nothing. Never: a similar name used without asking.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from pipeline.language.same_name import fold, nearest
from pipeline.problems.model import Code, Phrase, Place, Problem
from pipeline.problems.rejected import InputRejected
from pipeline.settings.toml_file import ENCODING, Strict, read_toml
from pipeline.settings.toml_lines import NoPlace, set_value

NAMES_FILENAME: Final = "navne.toml"
START: Final = "# Navne, som andre skriver på deres måde. Til venstre: deres navn. Til højre: vores.\n"
_NONE: Final[dict[str, str]] = {}


class Names(Strict):
    """Accepted aliases by list: others' spelling → our name.

    Attributes:
        bydele: The districts of fora.xlsx.
        omraader: The areas of indikatorer.xlsx.
        fora: The forums of fora.xlsx.
    """

    bydele: dict[str, str] = _NONE
    omraader: dict[str, str] = _NONE
    fora: dict[str, str] = _NONE

    def aliases(self, of: str) -> Mapping[str, str]:
        """Return the aliases of a list."""
        found: Mapping[str, str] = getattr(self, of)
        return found

    def resolve(self, of: str, name: str, known: Iterable[str]) -> str | None:
        """Return our name for a spelling.

        Args:
            of: The list: ``bydele``, ``omraader`` or ``fora``.
            name: The spelling.
            known: Our names.

        Returns:
            The name that is equal after folding, else the target of an alias; None if there is neither.
        """
        by_fold = {fold(one): one for one in known}
        wanted = fold(name)
        if not wanted:
            return None
        if wanted in by_fold:
            return by_fold[wanted]
        targets = {fold(alias): target for alias, target in self.aliases(of).items()}
        return by_fold.get(fold(targets.get(wanted)))


LISTS: Final = tuple(Names.model_fields)


def read_names(folder: Path) -> Names:
    """Read the aliases of an input folder; none if there is no such file. Raises `InputRejected`."""
    path = folder / NAMES_FILENAME
    return read_toml(path, Names, f"{folder.name}/{NAMES_FILENAME}") if path.exists() else Names()


def is_named(name: str, known: Iterable[str]) -> bool:
    """Return whether a name equals one of ours after folding."""
    return fold(name) in {fold(one) for one in known}


def check_aliases(names: Names, of: str, known: Iterable[str], folder: str) -> list[Problem]:
    """Return a problem for each alias that points to no name of ours, is itself one, or occurs twice."""
    ours = {fold(one): one for one in known}
    problems = []
    seen: dict[str, str] = {}
    for alias, target in names.aliases(of).items():
        place = Place(f"{folder}/{NAMES_FILENAME}", None, f"{of}.{alias}")
        if fold(target) not in ours:
            near = ", ".join(nearest(target, ours.values())) or "-"
            problems.append(Problem(Code.ALIAS_TARGET_UNKNOWN, place, {"found": target, "near": near}))
        elif fold(alias) in ours:
            problems.append(Problem(Code.ALIAS_IS_NAME, place, {"found": alias}))
        elif seen.setdefault(fold(alias), target) != target:
            problems.append(Problem(Code.ALIAS_TAKEN, place, {"found": alias, "name": seen[fold(alias)]}))
    return problems


def unknown_name(place: Place, column: str, found: str, of: str, known: Iterable[str]) -> Problem:
    """Return the problem of an unknown name, with the most similar names and how to accept one of them."""
    near = nearest(found, known)
    shown = {"column": column, "found": found, "near": ", ".join(near) or "-", "of": of, "target": near[0] if near else "…"}
    return Problem(Code.NAME_UNKNOWN, place, shown)


def add_alias(folder: Path, of: str, alias: str, target: str) -> Path:
    """Add an alias to the file, keeping its other lines and comments; return its path.

    Args:
        folder: The input folder.
        of: The list.
        alias: Others' spelling.
        target: Our name, as found by the caller.

    Raises:
        InputRejected: the file cannot be read, or has another target for the alias; nothing was written.
        OSError: it cannot be written.
    """
    names = read_names(folder)
    path = folder / NAMES_FILENAME
    taken = next((ours for theirs, ours in names.aliases(of).items() if fold(theirs) == fold(alias)), None)
    if taken == target:
        return path
    if taken is not None:
        place = Place(f"{folder.name}/{NAMES_FILENAME}", None, f"{of}.{alias}")
        raise InputRejected([Problem(Code.ALIAS_TAKEN, place, {"found": alias, "name": taken})])
    text = path.read_text(encoding=ENCODING) if path.exists() else START
    try:
        written = set_value(text, of, alias, target)
    except NoPlace as error:
        facts = {"found": of, "expected": Phrase("lines_of_table", {"table": of})}
        raise InputRejected([Problem(Code.SETTING_INVALID, Place(f"{folder.name}/{NAMES_FILENAME}", None, of), facts)]) from error
    partial = path.with_name(f"{path.name}.partial")
    partial.write_text(written, encoding="utf-8")
    partial.replace(path)
    return path
