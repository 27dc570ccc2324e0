"""What a sign may mean that a workbook holds instead of a number, or after it."""

from __future__ import annotations

from typing import Literal

Meaning = Literal["withheld", "not_possible", "nil", "provisional", "number"]
