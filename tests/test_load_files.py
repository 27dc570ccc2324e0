"""Whole files: other files in place of a workbook are reported, and so are a workbook's contents besides cells."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.input.check_input import check_input
from pipeline.problems.model import Code
from tests.broken_inputs import (
    FORUMS,
    INDICATORS,
    Case,
    Edit,
    accepted,
    case_name,
    codes,
    content,
    raw_cell,
    refused,
    sheet,
    small_input,
    told,
    workbook,
)

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000)


def parts_changed(change: Callable[[dict[str, bytes]], object], method: int = ZIP_DEFLATED) -> Edit:
    """Change the parts in the archive of fora.xlsx."""

    def edit(whole: bytes) -> bytes:
        with ZipFile(BytesIO(whole)) as source:
            parts = {name: source.read(name) for name in source.namelist()}
        change(parts)
        copy = BytesIO()
        with ZipFile(copy, "w", method) as target:
            for name, part in parts.items():
                target.writestr(name, part)
        return copy.getvalue()

    return content(FORUMS, edit)


def with_prolog(prolog: bytes) -> Callable[[dict[str, bytes]], object]:
    """Put something before the root of the first sheet."""
    return lambda parts: parts.update({"xl/worksheets/sheet1.xml": prolog + parts["xl/worksheets/sheet1.xml"]})


def memory_instead(folder: Path) -> None:
    """Put a file in the workbook's place that is there and cannot be read, not even by root."""
    (folder / FORUMS).unlink()
    (folder / FORUMS).symlink_to("/proc/self/mem")


def garbled(whole: bytes) -> bytes:
    """Overwrite bytes within a packed part."""
    name = "xl/worksheets/sheet3.xml"
    with ZipFile(BytesIO(whole)) as archive:
        place = archive.getinfo(name).header_offset + 30 + len(name) + 5
    return whole[:place] + b"\xff" * 8 + whole[place + 8 :]


def with_name(name: str) -> Edit:
    """Rename fora.xlsx."""
    return lambda folder: (folder / FORUMS).rename(folder / name)


def text(told: str, file: str = FORUMS) -> tuple[str, ...]:
    """Return the one line that is told of a file."""
    return (f"input/{file}{told}",)


def far_apart(worksheet: Worksheet) -> None:
    """Put a cell at the end of the sheet."""
    worksheet["XFD1048576"] = 1


CASES = [
    Case(Code.FILE_EMPTY, content(FORUMS, b""), text(": filen er tom (0 byte). Hent den igen, eller gem den på ny fra Excel.")),
    *(
        Case(
            Code.FILE_NOT_WORKBOOK,
            edit,
            text(f": fandt {kind}, forventede en Excel-projektmappe. Åbn filen, se hvad den er, og gem den rigtige som .xlsx."),
        )
        for kind, edit in {
            "en webside": content(FORUMS, b"\n<!DOCTYPE html><html><body>404</body></html>"),
            "en tekstfil": content(FORUMS, "Forum-id;Forum\r\nF-NOR;Nørrebro".encode("latin-1")),
            "en PDF": content(FORUMS, b"%PDF-1.7\n%\xe2\xe3\xcf\xd3"),
            "noget andet": content(FORUMS, b"\x00\x01\x02" * 50),
            "et zip-arkiv": parts_changed(lambda parts: parts.pop("_rels/.rels")),
            "en OpenDocument-fil": parts_changed(
                lambda parts: parts.update({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"})
            ),
            "Excels binære format .xlsb": parts_changed(lambda parts: parts.update({"xl/workbook.bin": b"x"})),
            "en anden slags Office-dokument": parts_changed(
                lambda parts: parts.update(
                    {
                        "_rels/.rels": parts["_rels/.rels"].replace(b"xl/workbook.xml", b"word/document.xml"),
                        "word/document.xml": b"<document/>",
                    }
                )
            ),
        }.items()
    ),
    Case(
        Code.FILE_OLD,
        content(FORUMS, COMPOUND),
        text(": fandt Excels gamle format .xls, forventede .xlsx. Åbn filen i Excel, og gem den som Excel-projektmappe (.xlsx)."),
    ),
    Case(
        Code.FILE_OLD,
        lambda folder: (with_name("fora.xls")(folder), (folder / "fora.xls").write_bytes(COMPOUND)),
        text(
            ": fandt Excels gamle format .xls, forventede .xlsx. Åbn filen i Excel, og gem den som Excel-projektmappe (.xlsx).", "fora.xls"
        ),
    ),
    Case(
        Code.FILE_PASSWORD,
        content(FORUMS, COMPOUND + "EncryptedPackage".encode("utf-16-le")),
        text(": filen er beskyttet med adgangskode. Åbn den i Excel, fjern adgangskoden under Filer, Oplysninger, og gem."),
    ),
    Case(
        Code.FILE_LABELLED,
        content(FORUMS, COMPOUND + "EncryptedPackage".encode("utf-16-le") + "DRMEncryptedDataSpace".encode("utf-16-le")),
        text(
            ": filen er krypteret af en følsomhedsmærkat eller af rettighedsstyring. "
            "Åbn den i Excel, vælg en mærkat uden kryptering, eller bed ejeren om det, og gem den."
        ),
    ),
    Case(
        Code.FILE_DAMAGED,
        content(FORUMS, garbled),
        text(": filen er beskadiget i delen xl/worksheets/sheet3.xml (dens pakning er i stykker). Åbn og reparér den i Excel, og gem den."),
    ),
    Case(
        Code.FILE_TRUNCATED,
        content(FORUMS, lambda whole: whole[: len(whole) // 2]),
        text(": filen er klippet over eller beskadiget. Hent den igen; hjælper det ikke, så åbn og reparér den i Excel, og gem den."),
    ),
    Case(
        Code.FILE_DAMAGED,
        raw_cell(FORUMS, "Bydele", "A3", '<c r="A3" t="n"><v>tre</v></c>'),
        text(
            " [Bydele!A3]: filen er beskadiget i delen xl/worksheets/sheet3.xml (en værdi, der ikke kan læses). Åbn og reparér den i Excel, og gem den."
        ),
    ),
    Case(
        Code.FILE_UNREADABLE,
        memory_instead,
        text(
            ": filen kan ikke åbnes: systemet svarer med fejl 5. "
            "Se efter, at det er en fil, at du har adgang til den, og at den ikke er åben i et andet program."
        ),
    ),
    Case(
        Code.FILE_TOO_LARGE,
        content(FORUMS, b"PK\x03\x04" + bytes(300_000_001)),
        text(": fandt 300 MB, forventede højst 300 MB udpakket. Slet ark og billeder, som rapporterne ikke bruger."),
    ),
    Case(
        Code.FILE_BOMB,
        parts_changed(lambda parts: parts.update({"xl/media/image1.png": bytes(101_000_000)})),
        text(
            ": filen fylder 1028 gange mere udpakket, forventede højst 100 gange. Kopiér cellerne som værdier til en ny projektmappe; "
            "åbn ikke en fil, hvis afsender du ikke kender."
        ),
    ),
    Case(
        Code.FILE_DOCTYPE,
        parts_changed(with_prolog(b'<!DOCTYPE worksheet [<!ENTITY x SYSTEM "file:///etc/passwd">]>')),
        text(
            ": fandt en dokumenttype i delen xl/worksheets/sheet1.xml, som ingen Excel-projektmappe har. Åbn ikke filen, hvis du ikke kender "
            "afsenderen; gem den ellers på ny fra Excel."
        ),
    ),
    Case(
        Code.FILE_TWICE,
        lambda folder: (folder / "fora.xlsm").write_bytes((folder / FORUMS).read_bytes()),
        text(": fandt projektmappen to gange, også som fora.xlsm, forventede én af dem. Slet eller flyt den anden."),
    ),
    Case(
        Code.CELLS_TOO_SPREAD,
        sheet(FORUMS, "Bydele", far_apart),
        text(
            " [Bydele!XFD1048576]: fandt celler fra A1 til XFD1048576, et område på mere end 5000000 celler. Slet det, der står langt fra tabellen."
        ),
    ),
    Case(
        Code.CELL_TWICE,
        raw_cell(FORUMS, "Bydele", "A3", '<c r="A3" t="n"><v>3</v></c><c r="A3" t="n"><v>4</v></c>'),
        text(" [Bydele!A3]: fandt cellen A3 to gange i filen. Åbn og reparér filen i Excel, og gem den."),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=case_name)
def test_what_is_no_workbook_is_told_in_words(case: Case, tmp_path: Path) -> None:
    """A file that cannot be read, or must not be, is the one problem told, and nothing of what would follow from it."""
    problems = refused(tmp_path, case.edit)
    assert codes(problems) == [case.code]
    assert told(problems) == list(case.told)
    assert "{" not in "".join(told(problems, "en"))


def beside(change: Callable[[Any], object]) -> Edit:
    """Change the workbook of indicators without touching a value."""
    return workbook(INDICATORS, change)


def hide(book: Workbook) -> None:
    """Hide a sheet, some rows of records and two columns, one of them the analyst's own."""
    book["Byen"].sheet_state = "veryHidden"
    for row in (3, 4, 6, 90):
        book["2025"].row_dimensions[row].hidden = True
    book["2025"].column_dimensions["F"].hidden = True
    book["2025"]["Z1"] = "Mine noter"
    book["2025"].column_dimensions["Z"].hidden = True


def with_parts(name: str, added: dict[str, bytes]) -> Edit:
    """Add parts to fora.xlsx and give it a name."""

    def edit(folder: Path) -> None:
        parts_changed(lambda parts: parts.update(added))(folder)
        (folder / FORUMS).rename(folder / name)

    return edit


LINK = b'<Relationships><Relationship Id="rId1" Type="x/externalLinkPath" Target="file:///H:/Budget.xlsx" TargetMode="External"/></Relationships>'


def with_link(parts: dict[str, bytes]) -> None:
    """Link the workbook to another one."""
    relations = "xl/_rels/workbook.xml.rels"
    link = b'<Relationship Id="rId99" Type="http://x/relationships/externalLink" Target="externalLinks/externalLink1.xml"/></Relationships>'
    parts[relations] = parts[relations].replace(b"</Relationships>", link)
    parts["xl/externalLinks/externalLink1.xml"] = b"<externalLink/>"
    parts["xl/externalLinks/_rels/externalLink1.xml.rels"] = LINK


FOUND = [
    Case(
        Code.MACROS_IGNORED,
        with_parts("fora.xlsm", {"xl/vbaProject.bin": b"macro"}),
        text(": Projektmappen har makroer; de er ikke kørt.", "fora.xlsm"),
    ),
    Case(
        Code.LINKS_NOT_FOLLOWED,
        parts_changed(with_link),
        text(": Projektmappen henviser til file:///H:/Budget.xlsx; henvisningerne er ikke fulgt, de gemte værdier er læst."),
    ),
    Case(Code.SHEET_HIDDEN, beside(hide), ("input/indikatorer.xlsx [Byen]: Arket er skjult; det er læst med.",)),
    Case(Code.ROWS_HIDDEN, beside(hide), ("input/indikatorer.xlsx [2025!3]: Rækkerne 3–4, 6 er skjulte; de er læst med.",)),
    Case(Code.COLUMNS_HIDDEN, beside(hide), ("input/indikatorer.xlsx [2025!F]: Kolonnerne F er skjulte; de er læst med.",)),
]


@pytest.mark.parametrize("case", FOUND, ids=case_name)
def test_what_a_workbook_holds_beside_its_cells_is_mentioned(case: Case, tmp_path: Path) -> None:
    """Macros, links and hidden things stop nothing, change no value, and are told."""
    plain = accepted(tmp_path / "plain").tables
    changed = accepted(tmp_path / "changed", case.edit).tables
    assert set(case.told) <= set(told(changed.findings))
    assert changed.indicators.equals(plain.indicators)
    assert changed.forums.equals(plain.forums)
    assert changed.about == plain.about


def test_one_bad_file_does_not_keep_the_others_from_being_read(tmp_path: Path) -> None:
    """The errors of the other workbooks are told in the same pass."""
    problems = refused(tmp_path, content(FORUMS, COMPOUND), lambda folder: (folder / INDICATORS).write_bytes(b""))
    assert codes(problems) == [Code.FILE_EMPTY, Code.FILE_OLD]


def test_the_hash_is_that_of_the_bytes_that_were_read(tmp_path: Path) -> None:
    """The record of a workbook belongs to what its values came from."""
    folder = small_input(tmp_path)
    files = {file.name: file for file in check_input(folder).workbooks}
    assert set(files) == {f"input/{name}" for name in ("indikatorer.xlsx", "helhedsplaner.xlsx", "fora.xlsx")}
    for name, file in files.items():
        whole = (folder.parent / name).read_bytes()
        assert (file.size, file.sha256) == (len(whole), sha256(whole).hexdigest())
