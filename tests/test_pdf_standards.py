"""One file for two standards: the renderer's additions to WeasyPrint's PDF, read back by other libraries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from gzip import compress
from io import BytesIO

import numpy as np
import pikepdf
import pypdfium2
import pytest
from numpy.typing import NDArray

from pipeline.language.language import load_language
from pipeline.render import pdf as rendering
from pipeline.render.document import render_html
from pipeline.render.pdf import RenderingFailed, render_pdf, render_report
from pipeline.report.attachment import Attachment
from tests import sample_reports as samples

DANISH = load_language("da")
TABLES = (
    Attachment("steder.csv", "Sted for hvert tal: fil, ark, celle", "text/csv", compress(b"tal;celle\n12,5;F17\n", mtime=0)),
    Attachment("indikatorer.csv", "Indikatorer før og nu", "text/csv", compress(b"a;b\n1;2\n" * 9, mtime=0)),
)


@cache
def typical() -> bytes:
    """Return a report with two attachments, rendered once."""
    return render_report(samples.typical(), DANISH, TABLES)


def tags(item: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """Yield all tags below one, in reading order."""
    kids = item.get("/K", pikepdf.Array())
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from tags(kid)


def bookmarks(items: list[pikepdf.OutlineItem]) -> list[tuple[str, list]]:
    """Return titles with those below them."""
    return [(str(item.title), bookmarks(item.children)) for item in items]


def greys(page: pypdfium2.PdfPage) -> NDArray[np.float64]:
    """Return how grey each square of 4 pt of a page is, from 0, black, to 255, white."""
    picture = page.render(scale=2, grayscale=True).to_numpy()
    height, width = (size // 8 for size in picture.shape[:2])
    return picture[: height * 8, : width * 8].reshape(height, 8, width, 8).mean(axis=(1, 3))


def test_the_metadata_name_both_standards_and_describe_the_report() -> None:
    """Marks, title, author, language and keywords stand in the metadata that archives read; nothing in them is a clock's."""
    with pikepdf.open(BytesIO(typical())) as pdf:
        metadata = pdf.open_metadata()
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"], metadata["pdfuaid:part"]) == ("3", "A", "1")
        assert metadata["dc:title"] == "Boligsocial rapport 2011–2025: Nørrebro"
        assert list(metadata["dc:creator"]) == ["Københavns Kommune"]
        assert list(metadata["dc:language"]) == ["da"]
        assert metadata["pdf:Keywords"] == str(pdf.docinfo["/Keywords"]) == "forum:F-NOR, period:2011-2025"
        assert "Date" not in str(metadata) + str(dict(pdf.docinfo))


def test_the_city_overview_belongs_to_no_forum() -> None:
    """Its keywords say so, in English too."""
    assert '<meta name="keywords" content="city, period:2011-2025"/>' in render_html(samples.city(), load_language("en"))


def test_attachments_travel_as_they_are() -> None:
    """Each comes out with its bytes, kind, words and relation, sorted by name, and listed once for archives."""
    with pikepdf.open(BytesIO(typical())) as pdf:
        found = [(name, spec) for name, spec in pdf.attachments.items()]
        assert [name for name, _ in found] == ["indikatorer.csv", "steder.csv"]
        for table, (_, spec) in zip(reversed(TABLES), found, strict=True):
            assert spec.get_file().read_bytes() == table.content
            assert (spec.get_file().mime_type, spec.description) == ("text/csv", table.description)
            assert spec.obj.AFRelationship == "/Data"
        assert [file.objgen for file in pdf.Root.AF] == [spec.obj.objgen for _, spec in found]
        names = list(pdf.Root.Names.EmbeddedFiles.Names)[::2]
        assert [str(name) for name in names] == sorted(str(name) for name in names)


def test_attachments_leave_the_pages_alone_and_the_bytes_the_same() -> None:
    """A second rendering, with the attachments in another order, gives the same file; one without them the same text."""
    assert render_report(samples.typical(), DANISH, TABLES[::-1]) == typical()
    with pikepdf.open(BytesIO(render_report(samples.minimal(), DANISH))) as pdf:
        assert "/AF" not in pdf.Root
        assert "/EmbeddedFiles" not in pdf.Root.get("/Names", pikepdf.Dictionary())


@pytest.mark.parametrize(
    ("name", "media_type"), [("nøgletal.csv", "text/csv"), ("../a.csv", "text/csv"), ("", "text/csv"), ("a.csv", "text/csv; charset=utf-8")]
)
def test_an_attachment_that_readers_would_show_wrong_is_refused(name: str, media_type: str) -> None:
    """Names are ASCII and no paths; kinds have no parameters."""
    with pytest.raises(ValueError, match="not a"):
        Attachment(name, "Tabel", media_type, b"")


def test_two_attachments_of_one_name_are_refused() -> None:
    """A reader would show one of them only."""
    with pytest.raises(ValueError, match="the same name"):
        render_report(samples.minimal(), DANISH, [TABLES[0], TABLES[0]])


def test_bookmarks_nest_as_the_headings_do() -> None:
    """The forum, below it the parts of the report, below these their sections."""
    with pikepdf.open(BytesIO(typical())) as pdf, pdf.open_outline() as outline:
        ((forum, parts),) = bookmarks(list(outline.root))
    assert forum == "Nørrebro"
    assert len(parts) == 4
    assert parts[-1][0] == "Definitioner, metode og forbehold"
    assert all(children == [] for _, sections in parts for _, children in sections)
    assert sum(len(sections) for _, sections in parts) > 8


def test_running_heads_are_decoration() -> None:
    """Nobody hears the page number in the middle of a sentence: what stands in the margins is marked so, four texts a page."""
    with pikepdf.open(BytesIO(typical())) as pdf:
        for page in pdf.pages:
            marks = [step.operands for step in pikepdf.parse_content_stream(page) if str(step.operator) == "BDC"]
            pagination = [operands for operands in marks if operands[0] == "/Artifact" and operands[1].get("/Type") == "/Pagination"]
            assert len(pagination) == 4


def test_heads_of_tables_say_which_way_and_can_be_found() -> None:
    """A head of a column or of a row says so, and the list of names leads to each head that a cell names."""
    with pikepdf.open(BytesIO(typical())) as pdf:
        everything = list(tags(pdf.Root.StructTreeRoot))
        heads = [tag for tag in everything if tag.S == "/TH"]
        assert {str(head.A.Scope) for head in heads} == {"/Column", "/Row"}
        assert {str(head.A.Scope) for head in heads if head.P.P.S == "/THead"} == {"/Column"}
        names = list(pdf.Root.StructTreeRoot.IDTree.Names)
        listed = {bytes(name): tag.objgen for name, tag in zip(names[::2], names[1::2], strict=True)}
        assert list(listed) == sorted(listed)
        assert listed == {bytes(head.ID): head.objgen for head in heads}
        both_ways = 0
        for cell in (tag for tag in everything if tag.S == "/TD"):
            named = [pdf.get_object(*listed[bytes(head)]) for head in cell.A.Headers]
            both_ways += {str(head.A.Scope) for head in named} == {"/Column", "/Row"}
        assert both_ways > 200


def test_heads_that_span_reach_all_their_cells() -> None:
    """A head over two columns heads both, one beside two rows both; the cells behind a spanning one are not a column off."""
    page = """<!DOCTYPE html><html lang="da"><head><title>Prøve</title></head><body><h1>Prøve</h1><table>
    <thead><tr><th scope="col">Område</th><th scope="col">År</th><th scope="col" colspan="2">Andele</th></tr></thead>
    <tbody><tr><th scope="row" rowspan="2">Nord</th><th scope="row">2011</th><td>a</td><td>b</td></tr>
    <tr><th scope="row">2025</th><td>c</td><td rowspan="2">d</td></tr>
    <tr><th scope="row" colspan="2">Syd</th><td>e</td></tr></tbody></table></body></html>"""
    with pikepdf.open(BytesIO(render_pdf(page))) as pdf:
        cells = [tag for tag in tags(pdf.Root.StructTreeRoot) if tag.S in {"/TH", "/TD"}]
        names = {bytes(cell.ID): number for number, cell in enumerate(cells) if cell.S == "/TH"}
        heads = [[names[bytes(head)] for head in cell.A.Headers] for cell in cells if cell.S == "/TD"]
    area, year, shares, north, then, now, south = names.values()
    assert [area, year, shares, north, then, now, south] == [0, 1, 2, 3, 4, 7, 10]
    assert heads == [[north, then, shares], [north, then, shares], [north, now, shares], [north, now, south, shares], [south, shares]]


def test_every_page_reads_in_the_order_of_its_tags() -> None:
    """The reading order is that of the pages: no tag leads back to an earlier one."""
    with pikepdf.open(BytesIO(typical())) as pdf:
        numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        order = [numbers[tag.Pg.objgen] for tag in tags(pdf.Root.StructTreeRoot) if "/Pg" in tag and tag.S == "/Span"]
    assert order == sorted(order)


def letters_of(page: pypdfium2.PdfPage) -> tuple[str, np.ndarray]:
    """Return a page's letters and their boxes, without the spaces and line ends that the reader puts between what is drawn apart."""
    text = page.get_textpage()
    found = [(text.get_text_range(index, 1), text.get_charbox(index)) for index in range(text.count_chars())]
    return "".join(letter for letter, _ in found if letter.strip()), np.array([box for letter, box in found if letter.strip()])


def test_drawing_in_place_changes_no_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fewer bytes, the same letters at the same places, and the same picture but for how edges are smoothed."""
    html = render_html(samples.typical(), DANISH)
    compact = render_pdf(html)
    monkeypatch.setattr(rendering, "compact_drawings", lambda pdf: None)
    plain = render_pdf(html)
    assert len(compact) < 0.75 * len(plain)
    for drawn, before in zip(pypdfium2.PdfDocument(compact), pypdfium2.PdfDocument(plain), strict=True):
        letters, boxes = zip(*(letters_of(page) for page in (drawn, before)), strict=True)
        assert letters[0] == letters[1]
        assert np.abs(boxes[0] - boxes[1]).max() < 0.01
        assert np.abs(greys(drawn) - greys(before)).max() < 40, "a sign that is missing or elsewhere makes more of a difference"


def test_what_is_translucent_stays_a_form() -> None:
    """Where a form is more than what it draws it is left as it is, and the page as a whole with it."""
    shape = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>a</title><g opacity="{}"><rect width="9" height="9"/></g></svg>'
    page = '<!DOCTYPE html><html lang="da"><head><title>Prøve</title></head><body><p>a</p>{}</body></html>'
    forms = []
    for opacity in ("0.5", "1"):
        with pikepdf.open(BytesIO(render_pdf(page.format(shape.format(opacity))))) as pdf:
            forms.append(len(pdf.pages[0].Resources.XObject))
    assert forms == [1, 0]


def test_a_large_table_in_the_report_keeps_it_light() -> None:
    """The big report with the table of forty areas inside stays under 400 KB."""
    rows = "\n".join(f"Område {area};{year};{area * year};{area / year:.6f}" for area in range(40) for year in range(2011, 2026))
    pdf = render_report(samples.big(), DANISH, [Attachment("tabel.csv", "Tabel", "text/csv", compress(rows.encode(), mtime=0)), *TABLES])
    assert len(pdf) < 400_000


def test_a_fault_is_told_with_attachments_too() -> None:
    """What cannot be printed is refused, whatever travels with it."""
    with pytest.raises(RenderingFailed, match=re.escape("U+25C7")):
        render_pdf("<p>◇", TABLES)
