"""The imprint: a PDF's forum and period, written into its keywords and read back."""

from __future__ import annotations

import pytest

from pipeline.report.imprint import Imprint, read_imprint


@pytest.mark.parametrize("forum_id", ["F-NOR", "city", "F-1, forum:F-2", "Ø: 1", "F%2C", None])
def test_what_is_written_is_read_back(forum_id: str | None) -> None:
    """Also an id with the signs that part the keywords, and one that looks like the city's, stay what they are."""
    imprint = Imprint(forum_id, 2011, 2025)
    assert read_imprint(imprint.keywords) == imprint


def test_the_keywords_can_be_read_by_people() -> None:
    """The usual ids stand there as they are."""
    assert Imprint("F-NOR", 2011, 2025).keywords == "forum:F-NOR, period:2011-2025"
    assert Imprint(None, 2011, 2025).keywords == "city, period:2011-2025"


@pytest.mark.parametrize(
    "keywords", ["", "forum:, period:2011-2025", "forum:F-NOR", "period:2011-2025, forum:F-NOR", "forum:A, forum:B, period:2011-2025"]
)
def test_other_keywords_are_refused(keywords: str) -> None:
    """What nobody wrote for a report belongs to no forum."""
    with pytest.raises(ValueError, match="not the keywords of a report"):
        read_imprint(keywords)
