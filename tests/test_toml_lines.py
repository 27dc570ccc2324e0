"""Setting a key in a hand-written TOML file: on its existing line, else below its table's header, with no other change."""

from __future__ import annotations

import pytest

from pipeline.settings.toml_lines import NoPlace, set_value


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[years]\nnow = 2011   # a year\nday = 1\n", "[years]\nnow = 2025   # a year\nday = 1\n"),
        ("[years]\n# now = 2011 # a year\n", "[years]\nnow = 2025 # a year\n"),
        ("[years]\nnow=2011", "[years]\nnow = 2025\n"),
        ("[other]\nnow = 1\n[years] # two\nday = 1\n", "[other]\nnow = 1\n[years] # two\nnow = 2025\nday = 1\n"),
        ("# none\n[other]\nnow = 1\n", "# none\n[other]\nnow = 1\n\n[years]\nnow = 2025\n"),
        ('text = """\n[years]\nnow = 1"""\n[years]\n', 'text = """\n[years]\nnow = 1"""\n[years]\nnow = 2025\n'),
        ("years.now = 1\nyears.day = 2\n[other]\n", None),
        ("years = {now = 1}\n", None),
        ("years.day = 2\n[other]\n", "years.day = 2\nyears.now = 2025\n[other]\n"),
    ],
)
def test_a_value_is_set_and_the_rest_stays(before: str, after: str | None) -> None:
    """A comment keeps its place, a text or another table that looks alike is left alone; where there is no line for it, that is said."""
    if after is None:
        with pytest.raises(NoPlace):
            set_value(before, "years", "now", 2025)
    else:
        assert set_value(before, "years", "now", 2025) == after
