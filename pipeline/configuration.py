"""TOML files into checked values: one reader for the settings and the policies.

Enters: a file and the pydantic model of its shape. Leaves: the model, or `InputRejected` with the key that is wrong.
Decimal fractions stay exact (`Decimal`), because a criterion such as 1.25 is compared at its exact boundary.
"""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from pipeline.problems import Code, InputRejected, Place, Problem


class Strict(BaseModel):
    """A table of a TOML file: unknown keys are refused, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Bilingual(Strict):
    """A text in both languages of the reports."""

    da: str
    en: str

    def text(self, code: str) -> str:
        """Return the text in the language of that code."""
        return str(getattr(self, code))


Model = TypeVar("Model", bound=Strict)


def read_toml(path: Path, model: type[Model], shown_as: str) -> Model:
    """Read one TOML file.

    Args:
        path: The file.
        model: Its shape.
        shown_as: The file's name in messages.

    Raises:
        InputRejected: the file is missing, is not TOML, or holds a key or value that the model refuses; all of them at once.
    """
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except FileNotFoundError as error:
        raise InputRejected([Problem(Code.FILE_MISSING, Place(shown_as))]) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputRejected([Problem(Code.TOML_UNREADABLE, Place(shown_as), {"reason": str(error)})]) from error
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise InputRejected(
            [
                Problem(
                    Code.SETTING_INVALID,
                    Place(shown_as, None, ".".join(str(part) for part in issue["loc"])),
                    {"found": _shown(issue["input"]), "reason": issue["msg"]},
                )
                for issue in error.errors()
            ]
        ) from error


def _shown(value: object) -> str:
    return str(value) if isinstance(value, str | int | Decimal) else type(value).__name__
