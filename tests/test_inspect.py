"""The inspection of PDFs: a sound one passes, and each check finds the PDF broken for it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from gzip import compress
from io import BytesIO

import pikepdf
import pytest

from pipeline.language.language import load_language
from pipeline.releases.checks.pdf.inspection import find_faults
from pipeline.render.pdf import render_report
from pipeline.report.attachment import Attachment
from pipeline.report.imprint import Imprint
from tests import sample_reports as samples

IMPRINT = samples.minimal().imprint
PAGES = range(1, 9)
Break = Callable[[pikepdf.Pdf], None]


@cache
def sound() -> bytes:
    """Return a small report with an attachment, rendered once."""
    table = Attachment("tabel.csv", "Tabel", "text/csv", compress(b"a;b\n1;2\n", mtime=0))
    return render_report(samples.minimal(), load_language("da"), [table])


def broken(how: Break) -> bytes:
    """Return the report after somebody has broken it."""
    saved = BytesIO()
    with pikepdf.open(BytesIO(sound())) as pdf:
        how(pdf)
        pdf.save(saved)
    return saved.getvalue()


def faults(pdf: bytes) -> list[str]:
    """Return what is found in a PDF that should be the report."""
    return find_faults(pdf, IMPRINT, "da", PAGES)


def first(pdf: pikepdf.Pdf, kind: str) -> pikepdf.Dictionary:
    """Return the first tag of a kind in reading order."""
    waiting = list(pdf.Root.StructTreeRoot.K)
    while waiting:
        item = waiting.pop(0)
        if isinstance(item, pikepdf.Dictionary) and "/S" in item:
            if f"/{kind}" == item.S:
                return item
            kids = item.get("/K", [])
            waiting = [*(kids if isinstance(kids, pikepdf.Array) else [kids]), *waiting]
    raise LookupError(kind)


def rewrite(pdf: pikepdf.Pdf, change: Callable[[list[pikepdf.ContentStreamInstruction]], None]) -> None:
    """Change what is drawn on the first page."""
    instructions = list(pikepdf.parse_content_stream(pdf.pages[0]))
    change(instructions)
    pdf.pages[0].Contents = pdf.make_stream(pikepdf.unparse_content_stream(instructions))


def instruction(operator: str, *operands: object) -> pikepdf.ContentStreamInstruction:
    """Return one step of drawing."""
    return pikepdf.ContentStreamInstruction(list(operands), pikepdf.Operator(operator))


def untitled(pdf: pikepdf.Pdf) -> None:
    """Take the title from the readers."""
    pdf.docinfo["/Title"] = ""


def file_name_shown(pdf: pikepdf.Pdf) -> None:
    """Let readers show the file's name."""
    del pdf.Root.ViewerPreferences


def without_language(pdf: pikepdf.Pdf) -> None:
    """Leave the voice to chance."""
    del pdf.Root.Lang


def another_forum(pdf: pikepdf.Pdf) -> None:
    """Mark the report as another forum's, for readers only."""
    pdf.docinfo["/Keywords"] = Imprint("F-NOR", 2011, 2025).keywords


def unmarked(name: str) -> Break:
    """Take one standard's mark away."""

    def change(pdf: pikepdf.Pdf) -> None:
        xmp = pdf.Root.Metadata.read_bytes()
        mark = {"ua": b"<pdfuaid:part>1</pdfuaid:part>", "part": b'pdfaid:part="3"', "conformance": b'pdfaid:conformance="A"'}[name]
        assert mark in xmp
        pdf.Root.Metadata.write(xmp.replace(mark, b""))

    return change


def without_bookmarks(pdf: pikepdf.Pdf) -> None:
    """Leave no way to leap."""
    del pdf.Root.Outlines


def too_many_pages(pdf: pikepdf.Pdf) -> None:
    """Add blank pages."""
    for _ in range(9):
        pdf.add_blank_page()


def untagged(pdf: pikepdf.Pdf) -> None:
    """Take all tags away."""
    del pdf.Root.StructTreeRoot


def figure_without_words(pdf: pikepdf.Pdf) -> None:
    """Blank one figure's text."""
    first(pdf, "Figure").Alt = " "


def heading_skipped(pdf: pikepdf.Pdf) -> None:
    """Make a heading of level 2 one of level 4."""
    first(pdf, "H2").S = pikepdf.Name.H4


def first_heading_low(pdf: pikepdf.Pdf) -> None:
    """Begin below the first level."""
    first(pdf, "H1").S = pikepdf.Name.H2


def cell_without_heads(pdf: pikepdf.Pdf) -> None:
    """Let one cell stand for itself."""
    del first(pdf, "TD").A.Headers


def cell_with_foreign_head(pdf: pikepdf.Pdf) -> None:
    """Let one cell name a head that its table does not have."""
    first(pdf, "TD").A.Headers = pikepdf.Array([pikepdf.String("nowhere")])


def cell_with_a_neighbours_heads(pdf: pikepdf.Pdf) -> None:
    """Let one cell name the heads of the next, which a listener would believe."""
    cell = first(pdf, "TD")
    cell.A.Headers = cell.P.K[2].A.Headers


def row_without_head(pdf: pikepdf.Pdf) -> None:
    """Let a row's head be a cell like the others."""
    row = first(pdf, "TD").P
    row.K[0].S = pikepdf.Name.TD


def head_without_way(pdf: pikepdf.Pdf) -> None:
    """Let one head not say which way it heads."""
    del first(pdf, "TH").A.Scope


def cell_missing(pdf: pikepdf.Pdf) -> None:
    """Take one cell out of a row, so that the others stand in wrong columns."""
    row = first(pdf, "TD").P
    row.K = pikepdf.Array(list(row.K)[:-1])


def drawn_bare(pdf: pikepdf.Pdf) -> None:
    """Draw a square that belongs to nothing."""
    rewrite(pdf, lambda steps: steps.extend([instruction("re", 10, 10, 9, 9), instruction("f")]))


def drawn_lost(pdf: pikepdf.Pdf) -> None:
    """Draw a square for a tag that is not there."""
    mark = pikepdf.Dictionary(MCID=9999)
    square = [instruction("BDC", pikepdf.Name.Span, mark), instruction("re", 10, 10, 9, 9), instruction("f"), instruction("EMC")]
    rewrite(pdf, lambda steps: steps.extend(square))


def tag_cut_off(pdf: pikepdf.Pdf) -> None:
    """Take a heading out of the tree; its text is still on the page."""
    heading = first(pdf, "H1")
    heading.P.K = pikepdf.Array([kid for kid in heading.P.K if kid.objgen != heading.objgen])


def decoration_in_content(pdf: pikepdf.Pdf) -> None:
    """Put decoration into what is read."""

    def change(steps: list[pikepdf.ContentStreamInstruction]) -> None:
        place = next(number for number, step in enumerate(steps) if str(step.operator) == "BDC" and "/MCID" in step.operands[1])
        steps[place + 1 : place + 1] = [instruction("BMC", pikepdf.Name.Artifact), instruction("EMC")]

    rewrite(pdf, change)


def font_taken_out(pdf: pikepdf.Pdf) -> None:
    """Leave the letters' shapes to the reader's machine."""
    descriptor = next(item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/FontFile2" in item)
    del descriptor.FontFile2


def letters_unnamed(pdf: pikepdf.Pdf) -> None:
    """Keep the shapes and forget which letters they are."""
    font = next(item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/ToUnicode" in item)
    del font.ToUnicode


def attachment_unlisted(pdf: pikepdf.Pdf) -> None:
    """Hold an attachment that no archive knows of."""
    del pdf.Root.AF


def attachment_undescribed(pdf: pikepdf.Pdf) -> None:
    """Do not say what it is."""
    pdf.Root.AF[0].Desc = ""


def attachment_unrelated(pdf: pikepdf.Pdf) -> None:
    """Do not say what it has to do with the report."""
    pdf.Root.AF[0].AFRelationship = pikepdf.Name.Unspecified


def attachment_of_no_kind(pdf: pikepdf.Pdf) -> None:
    """Do not say what opens it."""
    del pdf.Root.AF[0].EF.F.Subtype


BROKEN: list[tuple[Break, str]] = [
    (untitled, "the title is '' for readers"),
    (file_name_shown, "readers would show the file name instead of the title"),
    (without_language, "the language is '', not 'da'"),
    (another_forum, "the keywords are 'forum:F-NOR, period:2011-2025' for readers"),
    (unmarked("ua"), "pdfuaid:part is '', not '1'"),
    (unmarked("part"), "pdfaid:part is '', not '3'"),
    (unmarked("conformance"), "pdfaid:conformance is '', not 'A'"),
    (without_bookmarks, "there are no bookmarks"),
    (too_many_pages, "13 pages, not 1 to 8"),
    (untagged, "the PDF has no tags"),
    (figure_without_words, "figure 1 is not told in words"),
    (heading_skipped, "a heading of level 4 follows one of level 1"),
    (first_heading_low, "the first heading is of level 2"),
    (cell_without_heads, "table 1, row 2, cell 2: the cell names other heads than those of its row and its column"),
    (cell_with_foreign_head, "table 1, row 2, cell 2: the cell names other heads than those of its row and its column"),
    (cell_with_a_neighbours_heads, "table 1, row 2, cell 2: the cell names other heads than those of its row and its column"),
    (row_without_head, "table 1, row 2, cell 2: the cell has no head in one direction"),
    (head_without_way, "table 1, row 1, cell 1: the head does not say what it heads"),
    (cell_missing, "table 1: its rows have 6 or 7 columns"),
    (drawn_bare, "page 1: 1 drawings are neither tagged nor decoration"),
    (drawn_lost, "page 1: 1 pieces of content belong to a tag that no reader meets"),
    (tag_cut_off, "page 1: 1 pieces of content belong to a tag that no reader meets"),
    (decoration_in_content, "page 1: 1 times decoration and content are in one another"),
    (font_taken_out, "is not in the file"),
    (letters_unnamed, "does not say which letters it shows"),
    (attachment_unlisted, "the attachments that the report lists are not those that it holds"),
    (attachment_undescribed, "attachment tabel.csv is not described"),
    (attachment_unrelated, "attachment tabel.csv is not marked as data"),
    (attachment_of_no_kind, "attachment tabel.csv does not say what kind of file it is"),
]


def test_a_sound_report_passes() -> None:
    """Nothing is found in what the renderer makes."""
    assert faults(sound()) == []


def test_saving_alone_breaks_nothing() -> None:
    """What is found below comes from the breaking, not from writing the file anew."""
    assert faults(broken(lambda _: None)) == []


@pytest.mark.parametrize(("how", "told"), BROKEN, ids=lambda value: getattr(value, "__name__", ""))
def test_each_fault_is_found(how: Break, told: str) -> None:
    """Each check finds the PDF that was broken for it, and says so."""
    assert [fault for fault in faults(broken(how)) if told in fault], faults(broken(how))


def test_all_faults_are_told_at_once() -> None:
    """Who has to mend a report reads everything in one go."""

    def twice(pdf: pikepdf.Pdf) -> None:
        figure_without_words(pdf)
        without_bookmarks(pdf)

    assert faults(broken(twice)) == ["there are no bookmarks", "figure 1 is not told in words"]
