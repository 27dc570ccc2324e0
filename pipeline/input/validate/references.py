"""Check that keys are unique and references resolve."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from pipeline.input.cell_values import show
from pipeline.input.schema.columns import Column, Kind
from pipeline.input.schema.workbooks import WORKBOOKS
from pipeline.input.validate.advice import advise_reference, same_but_for_signs
from pipeline.input.validate.parsed import Parsed, ParsedTable
from pipeline.language.same_name import fold, nearest
from pipeline.problems.model import Code, Phrase, Problem

MOST_COMPARED = 50  # unknown ids per column; searching for similar ones is slow, and the screen shows only the first


def check_keys(parsed: Parsed) -> list[Problem]:
    """Return a problem for each row that repeats an earlier key, with both addresses; keys are compared after `fold`.

    A cell that may be empty is part of the key as it is; a row with an unread cell of its key is left out.
    """
    problems: list[Problem] = []
    for table in parsed.tables:
        key = list(table.raw.sheet.key)
        if not key:
            continue
        keys = table.frame[key]
        read = [keys[name].notna() | ~(table.filled(name) | table.raw.sheet.column(name).required) for name in key]
        keys = keys[pd.concat(read, axis=1).all(axis=1)]
        first_rows: dict[tuple[object, ...], object] = {}
        for row, values in zip(keys.index, keys.to_numpy().tolist(), strict=True):
            first = first_rows.setdefault(tuple(_folded(value) for value in values), row)
            if first != row:
                earlier = table.place(first, key[-1])
                shown = " / ".join(_shown(table, column, value) for column, value in zip(key, values, strict=True) if value is not None)
                problems.append(Problem(Code.DUPLICATE_KEY, table.place(row, key[-1]), {"found": shown, "first": str(earlier.cell)}))
    return problems


def _shown(table: ParsedTable, column: str, value: object) -> str:
    """Return a key's value as shown in Excel: a year without decimals, a choice in its own words."""
    texts = {own: text for text, own in table.raw.sheet.column(column).choices.items()}
    return str(int(value)) if isinstance(value, float) else texts.get(str(value), str(value))


def _folded(value: object) -> object:
    return fold(value) if isinstance(value, str) else value


def resolve_references(parsed: Parsed) -> tuple[Parsed, list[Problem]]:
    """Return the tables with each id as its own sheet spells it, and a problem for each id missing in that sheet.

    Where an id stands twice in its sheet, one of the two is probably meant for an id that is missing: `check_keys` tells of that alone.
    """
    missing: dict[str, list[tuple[str, Problem]]] = {}
    tables: list[ParsedTable] = []
    for table in parsed.tables:
        frame = table.frame.copy()
        for column in table.raw.sheet.columns:
            if column.refers_to is None:
                continue
            target_name, target_column = column.refers_to.split(".")
            target = parsed.one(target_name)
            if target is None:
                continue  # the missing sheet is a problem already
            known = {fold(one): one for one in reversed(target.frame[target_column].dropna().tolist())}
            names = _names(target, target_column)
            unknown: dict[str, Phrase] = {}
            values: list[object] = []
            for row, value in table.frame[column.name].items():
                wanted = (value or ()) if column.kind is Kind.REFERENCES else (value,)
                found = tuple(known.get(fold(one), one) if one is not None else None for one in wanted)
                for one in found:
                    if one is not None and fold(one) not in known:
                        if one not in unknown:
                            unknown[one] = _advise(one, column, known, names, near=len(unknown) < MOST_COMPARED)
                        facts = {"column": column.header, "found": show(one), "advice": unknown[one]}
                        facts |= {"sheet": target.raw.title, "file": _filename(target)}
                        problem = Problem(Code.UNKNOWN_REFERENCE, table.place(row, column.name), facts)
                        missing.setdefault(column.refers_to, []).append((fold(one), problem))
                values.append((found if value is not None else None) if column.kind is Kind.REFERENCES else found[0])
            frame[column.name] = pd.Series(values, index=frame.index, dtype="object")
        tables.append(replace(table, frame=frame))
    problems = [problem for refers_to, found in missing.items() for problem in _unexplained(parsed, refers_to, found)]
    return replace(parsed, tables=tuple(tables)), problems


def _unexplained(parsed: Parsed, refers_to: str, found: list[tuple[str, Problem]]) -> list[Problem]:
    """Return the problems of ids missing in a sheet, unless as many of its ids are there twice, or could not be read."""
    sheet, column = refers_to.split(".")
    target = parsed.one(sheet)
    if target is None:
        return [problem for _, problem in found]
    ids = target.frame[column].dropna().map(fold)
    explained = ids.duplicated().sum() + target.frame[column].isna().sum()
    return [] if len({one for one, _ in found}) <= explained else [problem for _, problem in found]


def _names(target: ParsedTable, target_column: str) -> dict[str, str]:
    """Return the names of a sheet's rows with their ids; a name that several rows have is left out."""
    found: dict[str, str] = {}
    column = next((column.name for column in target.raw.sheet.columns if column.kind is Kind.TEXT), None)
    if column is None:
        return {}
    for name, own in target.frame[[column, target_column]].dropna().itertuples(index=False):
        found[fold(name)] = "" if fold(name) in found else own
    return found


def _advise(value: str, column: Column, known: Mapping[str, str], names: Mapping[str, str], *, near: bool) -> Phrase:
    """Return what to do about an id that does not exist.

    Args:
        value: The id as it was typed.
        column: Its column.
        known: The ids by their folded form.
        names: The ids by the folded names of their rows.
        near: Look for ids that are spelled like it.
    """
    advice = advise_reference(value, column, lambda text: known.get(fold(text)), lambda text: names.get(fold(text)))
    if advice is None and near:
        ids = sorted(known.values())
        same = same_but_for_signs(value, ids)
        alike = [same] if same else nearest(value, ids, 2)
        advice = Phrase("id_near", {"near": ", ".join(alike)}) if alike else None
    return advice or Phrase("id_unknown")


def _filename(table: ParsedTable) -> str:
    return next(workbook.filename for workbook in WORKBOOKS if any(sheet.name == table.name for sheet in workbook.sheets))
