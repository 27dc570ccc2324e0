"""Chart labels are set as words: the same position in fewer pieces; labels positioned letter by letter still are."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
import weasyprint

from pipeline.render.lettering import set_labels_as_words, set_labels_by_letter
from pipeline.render.pdf import render_pdf

WORD = "Nørrebro"
PAGE = (
    '<!DOCTYPE html><html lang="da"><head><title>Prøve</title></head><body><svg xmlns="http://www.w3.org/2000/svg" width="200pt" height="20pt"'
    ' viewBox="0 0 200 20" font-family="Report"><title>En tegning</title><text x="100" y="12" font-size="9" text-anchor="{}"{}>{}</text></svg></body></html>'
)


@pytest.fixture(autouse=True)
def words_afterwards() -> Iterator[None]:
    """Whatever a test sets, the next one finds words."""
    yield
    set_labels_as_words()


def drawn(anchor: str, more: str = "") -> tuple[str, float, float, int]:
    """Return a label's text, its left and right edge in points, and in how many pieces it is shown."""
    content = render_pdf(PAGE.format(anchor, more, WORD))
    text = pypdfium2.PdfDocument(content)[0].get_textpage()
    start = text.get_text_range().index(WORD[0])
    boxes = [text.get_charbox(index, loose=True) for index in range(start, start + len(WORD))]
    with pikepdf.open(BytesIO(content)) as pdf:
        pieces = sum(str(command.operator) in {"Tj", "TJ"} for command in pikepdf.parse_content_stream(pdf.pages[0]))
    return text.get_text_range(start, len(WORD)), boxes[0][0], boxes[-1][2], pieces


@pytest.mark.parametrize("anchor", ["start", "middle", "end"])
def test_a_label_stands_where_its_letters_stood(anchor: str) -> None:
    """To the kerning of one word; the anchor holds, and one piece shows it all."""
    word, left, right, pieces = drawn(anchor)
    set_labels_by_letter()
    letters, first, last, many = drawn(anchor)
    assert word == letters == WORD
    assert max(abs(left - first), abs(right - last)) < 1.0
    assert many - pieces == len(WORD) - 1


def test_letters_with_places_of_their_own_keep_them() -> None:
    """`dx` moves letters apart, so they are set one by one, as without us."""
    apart = drawn("start", ' dx="0 3 3"')
    set_labels_by_letter()
    assert apart == drawn("start", ' dx="0 3 3"')
    assert apart[3] > 1


def test_another_version_sets_its_labels_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """What replaces a function fits the version that it was written for."""
    set_labels_by_letter()
    letters = drawn("middle")
    monkeypatch.setattr(weasyprint, "__version__", "71.0")
    set_labels_as_words()
    assert drawn("middle") == letters
    monkeypatch.undo()
    set_labels_as_words()
    assert drawn("middle")[3] == letters[3] - len(WORD) + 1
