"""Read a workbook's sheets in Excel's order, following the package's relationships to every part that holds cells."""

from __future__ import annotations

import gc
import hashlib
import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from pipeline.input.excel.cells import SheetCells, Stored, WorkbookCells
from pipeline.input.excel.markup import Tree, local, walk
from pipeline.input.excel.package import Package, open_package, part_name
from pipeline.input.excel.refused import Refused, damaged
from pipeline.input.excel.styles import Styles, read_styles
from pipeline.input.excel.texts import read_shared_strings
from pipeline.input.excel.values import Context
from pipeline.input.excel.worksheet import read_worksheet
from pipeline.problems.model import Code, Phrase

PROPERTIES: Final = "docprops/custom.xml"
MOST_SHEETS: Final = 5_000  # Excel sets no limit; each sheet is a part of the package
WITHOUT_CELLS: Final = frozenset({"chartsheet", "dialogsheet", "xlMacrosheet", "xlIntlMacrosheet"})  # sheets without table cells


@dataclass
class _Book:
    """The content of the workbook part."""

    sheets: list[tuple[str, bool, str]] = field(default_factory=list)  # title, hidden, relationship
    epoch_1904: bool = False


def read_workbook(content: bytes) -> WorkbookCells:
    """Read a workbook from its bytes.

    Raises:
        Refused: the file is rejected, with the reason.
    """
    package = open_package(content)
    collecting = gc.isenabled()
    gc.disable()  # with a million new values, searching for cycles takes a third of the time
    try:
        return _read(package, content)
    finally:
        if collecting:
            gc.enable()


def _read(package: Package, content: bytes) -> WorkbookCells:
    main = _related(package, "").only("officeDocument")
    if main not in package.names:
        raise Refused(Code.FILE_NOT_WORKBOOK, {"kind": Phrase("kind_archive")})
    if main.endswith(".bin"):
        raise Refused(Code.FILE_NOT_WORKBOOK, {"kind": Phrase("kind_binary")})
    related = _related(package, main)
    book = _read_book(package, main)
    context = Context(_strings(package, related), _styles(package, related), book.epoch_1904)
    sheets: list[SheetCells] = []
    read: set[str] = set()
    for title, hidden, relation in book.sheets:
        kind, target = related.targets.get(relation, ("", ""))
        if kind in WITHOUT_CELLS or not relation:  # a macro module of Excel 5 has no part
            continue
        if kind != "worksheet" or target not in package.names or target in read:
            raise damaged(main, Phrase("part_absent"), title)
        read.add(target)
        sheets.append(read_worksheet(package.chunks(target), target, title, hidden, context))
    links = [target for name in sorted(set(related.of("externalLink"))) for target in _external(package, name)]
    macros = any(name.endswith("vbaproject.bin") for name in package.names)
    return WorkbookCells(len(content), hashlib.sha256(content).hexdigest(), tuple(sheets), macros, tuple(links), _properties(package))


@dataclass(frozen=True)
class _Related:
    """The relationships of a part: id → kind and target, targets as names of parts."""

    targets: Mapping[str, tuple[str, str]]

    def of(self, kind: str) -> list[str]:
        """Return the targets of a kind."""
        return [target for found, target in self.targets.values() if found == kind]

    def only(self, kind: str) -> str:
        """Return the target of a kind that a part has at most once; "" if it has none."""
        found = self.of(kind)
        if len(found) > 1:
            raise damaged(found[1], Phrase("part_twice"))
        return found[0] if found else ""


def _related(package: Package, part: str) -> _Related:
    folder, _, name = part.rpartition("/")
    relations = posixpath.join(folder, "_rels", f"{name}.rels")
    if relations not in package.names:
        return _Related({})
    targets: dict[str, tuple[str, str]] = {}

    def see(path: Tree, attributes: Mapping[str, str]) -> None:
        if path[-1] == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            if attributes.get("Id", "") in targets:
                raise damaged(relations, Phrase("part_twice"))
            path_in_package = posixpath.normpath(posixpath.join("/", folder, target.replace("\\", "/")))
            targets[attributes.get("Id", "")] = (attributes.get("Type", "").rpartition("/")[2], part_name(path_in_package))

    walk(package.chunks(relations), relations, see)
    return _Related(targets)


def _external(package: Package, part: str) -> list[str]:
    """Return the target of a link to another workbook, as in the file."""
    folder, _, name = part.rpartition("/")
    relations = posixpath.join(folder, "_rels", f"{name}.rels")
    found: list[str] = []

    def see(path: Tree, attributes: Mapping[str, str]) -> None:
        if path[-1] == "Relationship":
            found.append(attributes.get("Target", ""))

    if relations in package.names:
        walk(package.chunks(relations), relations, see)
    return found


def _read_book(package: Package, part: str) -> _Book:
    book = _Book()

    def see(path: Tree, attributes: Mapping[str, str]) -> None:
        if path == ("workbook", "sheets", "sheet"):
            hidden = attributes.get("state", "visible") != "visible"
            book.sheets.append((attributes.get("name", ""), hidden, local(attributes, "id") or ""))
        elif path == ("workbook", "workbookPr"):
            book.epoch_1904 = attributes.get("date1904") in {"1", "true"}
        elif len(path) == 1 and path[0] != "workbook":
            raise Refused(Code.FILE_NOT_WORKBOOK, {"kind": Phrase("kind_office")})
        elif path[-1] == "sheet":
            raise damaged(part, f"<{path[-1]}>")  # unclear whether Excel shows a sheet in another place

    walk(package.chunks(part), part, see)
    if len(book.sheets) > MOST_SHEETS:
        raise damaged(part, Phrase("too_many", {"number": len(book.sheets)}))
    return book


def _strings(package: Package, related: _Related) -> list[Stored | None]:
    name = related.only("sharedStrings")
    return read_shared_strings(package.chunks(name), name) if name in package.names else []


def _styles(package: Package, related: _Related) -> Styles:
    name = related.only("styles")
    return read_styles(package.chunks(name), name) if name in package.names else Styles()


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
        walk(package.chunks(PROPERTIES), PROPERTIES, see, read)
    return found
