"""Starting points of all fault tests, made once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faults.stories import Story, tell_stories
from tests.faults.warm import remember


@pytest.fixture(scope="session")
def stories(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Story]]:
    """The runs to disturb, with what has to stand in the end."""
    with pytest.MonkeyPatch.context() as patch:
        remember(patch)
        yield tell_stories(tmp_path_factory.mktemp("stories"))
