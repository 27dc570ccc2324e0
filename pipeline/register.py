"""The register in the output folder: what has been published, `register/udgivelser.json`, and the secret key, `register/noegle`.

Both are read before a release, and written before it is swapped in.

Never: a damaged ledger passed over. Without it the numbers of earlier reports would count as unknown, and small counts could be worked
out from old and new reports together.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from pipeline.ledger import Cell, Ledger, Table, TableKey, UnitYear
from pipeline.problems import Code, InputRejected, Phrase, Place, Problem
from pipeline.secret import SIZE, Secret
from pipeline.storage import replace_file

FOLDER: Final = "register"
FILENAME: Final = "udgivelser.json"
KEY: Final = "noegle"
VERSION: Final = 1


def read_ledger(output: Path) -> Ledger:
    """Read the ledger of an output folder; where there is none, nothing has been published.

    Raises:
        InputRejected: the file cannot be opened, is not whole, or is of a version that this program does not know.
    """
    found = _read(output, FILENAME)
    if found is None:
        return Ledger()
    place = _place(output, FILENAME)
    try:
        content = json.loads(found)
    except (ValueError, RecursionError) as error:
        raise InputRejected([Problem(Code.LEDGER_DAMAGED, place)]) from error
    version = content.get("version") if isinstance(content, dict) else None
    if isinstance(version, int) and version != VERSION:
        raise InputRejected([Problem(Code.LEDGER_VERSION_UNKNOWN, place, {"found": version, "expected": VERSION})])
    try:
        published = content["published"]
        if content["sha256"] != _digest(published):
            raise ValueError
        return _parse(published)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputRejected([Problem(Code.LEDGER_DAMAGED, place)]) from error


def write_ledger(ledger: Ledger, output: Path) -> None:
    """Write the ledger; the same ledger gives the same bytes.

    Raises:
        StorageFailed: it could not be written; the old one stands.
    """
    published = _content(ledger)
    whole = {"version": VERSION, "sha256": _digest(published), "published": published}
    replace_file((_text(whole) + "\n").encode(), output / FOLDER, FILENAME)


def read_secret(output: Path) -> Secret:
    """Read the key of an output folder, or make one where there is none; it is not written yet.

    Raises:
        InputRejected: the file cannot be opened, or is no key.
    """
    found = _read(output, KEY)
    if found is None:
        return Secret.fresh()
    try:
        key = bytes.fromhex(found.decode("ascii").strip())
        if len(key) != SIZE:
            raise ValueError
    except ValueError as error:
        raise InputRejected([Problem(Code.KEY_DAMAGED, _place(output, KEY))]) from error
    return Secret(key)


def write_secret(secret: Secret, output: Path) -> None:
    """Write the key, for its owner's eyes alone.

    Raises:
        StorageFailed: it could not be written.
    """
    replace_file(f"{secret.key.hex()}\n".encode(), output / FOLDER, KEY, private=True)


def check_register(output: Path) -> tuple[Problem, ...]:
    """Return what is wrong with the ledger and the key; nothing where both can be read, or there are none yet."""
    found: list[Problem] = []
    for read in (read_ledger, read_secret):
        try:
            read(output)
        except InputRejected as rejected:
            found += rejected.problems
    return tuple(found)


def _read(output: Path, name: str) -> bytes | None:
    try:
        return (output / FOLDER / name).read_bytes()
    except (FileNotFoundError, NotADirectoryError):  # where a file has the folder's name, writing the ledger will tell
        return None
    except OSError as error:
        reason = Phrase("closed", {"error": error.strerror or type(error).__name__})
        raise InputRejected([Problem(Code.LEDGER_UNREADABLE, _place(output, name), {"reason": reason})]) from error


def _place(output: Path, name: str) -> Place:
    return Place(f"{output.name}/{FOLDER}/{name}")


def _text(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _digest(content: object) -> str:
    return hashlib.sha256(_text(content).encode()).hexdigest()


def _content(ledger: Ledger) -> dict[str, Any]:
    """Return the ledger for JSON. A table after the first says only what is different from the one before it."""
    tables: dict[str, dict[str, list[Any]]] = {}
    for (year, indicator), several in ledger.tables.items():
        before: Mapping[str, Cell] = {}
        written = []
        for table in several:
            cells: dict[str, Any] = {
                unit: [cell.count, cell.base, cell.parent] for unit, cell in table.cells.items() if before.get(unit) != cell
            }
            gone = {unit: None for unit in before if unit not in table.cells}
            written.append({"city": list(table.city), "cells": cells | gone})
            before = table.cells
        tables.setdefault(str(year), {})[indicator] = written
    criteria: dict[str, dict[str, list[Any]]] = {}
    for (unit, year), shown in ledger.criteria.items():
        criteria.setdefault(str(year), {})[unit] = [list(one) for one in shown]
    hidden: dict[str, list[str]] = {}
    for unit, year in sorted(ledger.hidden_criteria):
        hidden.setdefault(str(year), []).append(unit)
    return {"tables": tables, "criteria": criteria, "hidden_criteria": hidden}


def _parse(content: Mapping[str, Any]) -> Ledger:
    tables: dict[TableKey, tuple[Table, ...]] = {}
    for year, indicators in content["tables"].items():
        for indicator, written in indicators.items():
            cells: dict[str, Cell] = {}
            several = []
            for one in written:
                changed = {unit: None if cell is None else Cell(*cell) for unit, cell in one["cells"].items()}
                cells = {unit: cell for unit, cell in (cells | changed).items() if cell is not None}
                several.append(Table((int(one["city"][0]), int(one["city"][1])), cells))
            tables[int(year), str(indicator)] = tuple(several)
    criteria: dict[UnitYear, tuple[tuple[int, str], ...]] = {
        (unit, int(year)): tuple((int(number), str(ratio)) for number, ratio in shown)
        for year, units in content["criteria"].items()
        for unit, shown in units.items()
    }
    hidden = frozenset((unit, int(year)) for year, units in content["hidden_criteria"].items() for unit in units)
    return Ledger(tables, criteria, hidden)
