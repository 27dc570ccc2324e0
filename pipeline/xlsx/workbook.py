"""A workbook's sheets in Excel's order: through the relationships of its package to every part that holds cells."""

from __future__ import annotations

import gc
import hashlib
import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from pipeline.problems import Code, Phrase
from pipeline.xlsx.cells import SheetCells, WorkbookCells
from pipeline.xlsx.markup import Tree, local, walk
from pipeline.xlsx.package import ZIP_ERRORS, Package, open_package
from pipeline.xlsx.refused import Refused, damaged
from pipeline.xlsx.styles import Shown, read_styles
from pipeline.xlsx.texts import read_shared_strings
from pipeline.xlsx.worksheet import Context, read_worksheet

PROPERTIES: Final = "docProps/custom.xml"
MOST_SHEETS: Final = 1_000


@dataclass
class _Book:
    """What the workbook's own part says."""

    sheets: list[tuple[str, bool, str]] = field(default_factory=list)  # title, hidden, relationship
    epoch_1904: bool = False


def read_workbook(content: bytes) -> WorkbookCells:
    """Read a workbook from its bytes.

    Raises:
        Refused: the gate or the reader does not take it; says why.
    """
    package = open_package(content)
    collecting = gc.isenabled()
    gc.disable()  # a million values are made and kept; looking for cycles among them takes a third of the time
    try:
        return _read(package, content)
    except ZIP_ERRORS as error:
        raise Refused(Code.FILE_UNREADABLE, {"reason": type(error).__name__}) from error
    finally:
        if collecting:
            gc.enable()


def _read(package: Package, content: bytes) -> WorkbookCells:
    main = next(iter(_related(package, "").of("officeDocument")), None)
    if main is None or main not in package.names:
        raise Refused(Code.FILE_NOT_WORKBOOK, {"kind": Phrase("kind_archive")})
    if not main.startswith("xl/"):
        raise Refused(Code.FILE_NOT_WORKBOOK, {"kind": Phrase("kind_office")})
    related = _related(package, main)
    book = _read_book(package.read(main), main)
    context = Context(_strings(package, related), _styles(package, related), book.epoch_1904)
    sheets: list[SheetCells] = []
    for title, hidden, relation in book.sheets:
        kind, target = related.targets.get(relation, ("", ""))
        if kind != "worksheet":
            continue  # a chart on a sheet of its own holds no cells
        if target not in package.names:
            raise damaged(main, f"no part {target}", title)
        with package.open(target) as part:
            sheets.append(read_worksheet(part, target, title, hidden, context))
    links = [target for name in sorted(related.of("externalLink")) for target in _external(package, name)]
    macros = any(name.endswith("vbaProject.bin") for name in package.names)
    return WorkbookCells(len(content), hashlib.sha256(content).hexdigest(), tuple(sheets), macros, tuple(links), _properties(package))


@dataclass(frozen=True)
class _Related:
    """The relationships of a part: id → kind and target, targets as names of parts."""

    targets: Mapping[str, tuple[str, str]]

    def of(self, kind: str) -> list[str]:
        """Return the targets of a kind."""
        return [target for found, target in self.targets.values() if found == kind]


def _related(package: Package, part: str) -> _Related:
    folder, _, name = part.rpartition("/")
    relations = posixpath.join(folder, "_rels", f"{name}.rels")
    if relations not in package.names:
        return _Related({})
    targets: dict[str, tuple[str, str]] = {}

    def see(path: Tree, attributes: Mapping[str, str]) -> None:
        if path[-1] == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            whole = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            targets[attributes.get("Id", "")] = (attributes.get("Type", "").rpartition("/")[2], whole)

    walk(package.read(relations), relations, see)
    return _Related(targets)


def _external(package: Package, part: str) -> list[str]:
    """Return what a link to another workbook points to, as it stands in the file."""
    folder, _, name = part.rpartition("/")
    relations = posixpath.join(folder, "_rels", f"{name}.rels")
    found: list[str] = []

    def see(path: Tree, attributes: Mapping[str, str]) -> None:
        if path[-1] == "Relationship":
            found.append(attributes.get("Target", ""))

    if relations in package.names:
        walk(package.read(relations), relations, see)
    return found


def _read_book(content: bytes, part: str) -> _Book:
    book = _Book()

    def see(path: Tree, attributes: Mapping[str, str]) -> None:
        if path[1:] == ("sheets", "sheet"):
            hidden = attributes.get("state", "visible") != "visible"
            book.sheets.append((attributes.get("name", ""), hidden, local(attributes, "id") or ""))
        elif path[1:] == ("workbookPr",):
            book.epoch_1904 = attributes.get("date1904") in {"1", "true"}

    walk(content, part, see)
    if len(book.sheets) > MOST_SHEETS:
        raise damaged(part, f"{len(book.sheets)} sheets")
    return book


def _strings(package: Package, related: _Related) -> list[str | None]:
    name = next((target for target in related.of("sharedStrings") if target in package.names), None)
    if name is None:
        return []
    with package.open(name) as part:
        return read_shared_strings(part, name)


def _styles(package: Package, related: _Related) -> dict[str, Shown]:
    name = next((target for target in related.of("styles") if target in package.names), None)
    try:
        return read_styles(package.read(name), name) if name else {}
    except ValueError as error:
        raise damaged(str(name), type(error).__name__) from error


def _properties(package: Package) -> dict[str, str]:
    """Return the custom document properties that are text."""
    found: dict[str, str] = {}
    name = ""

    def see(path: Tree, attributes: Mapping[str, str]) -> None:
        nonlocal name
        if path[-1] == "property":
            name = attributes.get("name", "")

    def read(path: Tree, text: str) -> None:
        if path[-1] == "lpwstr":
            found[name] = text

    if PROPERTIES in package.names:
        walk(package.read(PROPERTIES), PROPERTIES, see, read)
    return found
