"""The error that an input is rejected with: every problem of all its files, each mistake once."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.problems.gather import gather
from pipeline.problems.model import Problem


class InputRejected(Exception):
    """The input has errors: nothing is scored, nothing is written.

    Attributes:
        problems: All errors and findings of all files, each mistake once, in the order of files, sheets and rows.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(gather(problems))
        super().__init__(f"{len(self.problems)} problems in the input")
