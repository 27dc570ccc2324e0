"""Read TOML files into validated models: one reader for settings and policies.

Enters: a file and its pydantic model. Leaves: the model, or `InputRejected` with the wrong keys.
Decimal fractions stay exact (`Decimal`), because a criterion such as 1.25 is compared at its exact boundary.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Final, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from pipeline.language.printable import one_line
from pipeline.language.typeface import missing_glyphs, replace_lookalikes
from pipeline.problems.closed import why_closed
from pipeline.problems.missing import file_missing
from pipeline.problems.model import Code, Phrase, Place, Problem
from pipeline.problems.phrases import PHRASES
from pipeline.problems.rejected import InputRejected
from pipeline.settings.toml_faults import explain_line

ENCODING: Final = "utf-8-sig"  # UTF-8 as in TOML, with the BOM that some Windows editors write
# A message of tomllib: before Python 3.14 the position of an error is only in its text.
STOPPED: Final = re.compile(r"(?P<error>.*) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)", re.DOTALL)
LONGEST_SHOWN: Final = 60
CODES: Final = {"missing": Code.SETTING_MISSING, "extra_forbidden": Code.SETTING_UNKNOWN}


def _exact(value: object) -> object:
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _on_one_line(value: object) -> object:
    return one_line(replace_lookalikes(value)) if isinstance(value, str) else value


def _in_typeface(value: object) -> object:
    return replace_lookalikes(value) if isinstance(value, str) else value


def _without_hidden(text: str) -> str:
    if not text.isprintable():
        raise PydanticCustomError("hidden_character", "a text without hidden control characters")
    return _with_glyphs(text)


def _with_glyphs(text: str) -> str:
    if absent := missing_glyphs(text):
        if not all(map(str.isprintable, absent)):
            raise PydanticCustomError("hidden_character", "a text without hidden control characters")
        raise PydanticCustomError("no_glyph", "a text in the typeface", {"characters": " ".join(absent)})
    return text


# A text that the reports print.
Printed = Annotated[str, BeforeValidator(_in_typeface), AfterValidator(_with_glyphs)]
# A name for reports and mails: line breaks become spaces.
Name = Annotated[str, BeforeValidator(_on_one_line), AfterValidator(_without_hidden)]
# A number with or without decimals, exactly as typed; with four decimals, products of two of the city's counts are exact in floats.
Exact = Annotated[Decimal, BeforeValidator(_exact), Field(max_digits=10, decimal_places=4)]
# A number of a policy: weights and goalposts have more decimals. Compared as the exact fraction typed.
Number = Annotated[Decimal, BeforeValidator(_exact), Field(max_digits=20, decimal_places=15)]


class Strict(BaseModel):
    """A table of a TOML file: unknown keys are refused, values are immutable and never converted between types."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Bilingual(Strict):
    """A text in both languages of the reports."""

    da: Printed
    en: Printed

    def text(self, code: str) -> str:
        """Return the text in a language, by code."""
        return str(getattr(self, code))


Model = TypeVar("Model", bound=Strict)


def read_toml(path: Path, model: type[Model], shown_as: str, begin: str = "file_example") -> Model:
    """Read one TOML file.

    Args:
        path: The file.
        model: Its model.
        shown_as: The file's name in messages.
        begin: Name of the phrase that says how to begin where the file is missing.

    Raises:
        InputRejected: the file is missing, is not TOML, or has keys or values that the model refuses; carries all of them.
    """
    text = ""
    try:
        text = path.read_text(encoding=ENCODING)
        values = tomllib.loads(text, parse_float=Decimal)
    except FileNotFoundError as error:
        raise InputRejected([file_missing(path, shown_as, begin)]) from error
    except (OSError, ValueError, ArithmeticError, RecursionError) as error:
        line, reason = _why_unreadable(error, text)
        raise InputRejected([Problem(Code.TOML_UNREADABLE, Place(shown_as, None, line), {"reason": reason})]) from error
    try:
        return model.model_validate(_with_tuples(values))
    except ValidationError as error:
        issues = [issue for issue in error.errors() if not _follows(issue, error.errors())]
        raise InputRejected([_problem(issue, shown_as) for issue in issues]) from error


def list_texts(value: object, key: str = "") -> dict[str, str]:
    """Return every bilingual text of a model by key; list entries count from 1."""
    if isinstance(value, Bilingual):
        return {f"{key}.{code}": value.text(code) for code in type(value).model_fields}
    inner: dict[str, object] = {}
    if isinstance(value, BaseModel):
        inner = {name: getattr(value, name) for name in type(value).model_fields}
    elif isinstance(value, tuple):
        inner = {str(number): entry for number, entry in enumerate(value, start=1)}
    return {path: text for name, entry in inner.items() for path, text in list_texts(entry, f"{key}.{name}" if key else name).items()}


def _why_unreadable(error: Exception, text: str) -> tuple[str | None, Phrase]:
    """Return the line that cannot be read, if known, and the reason."""
    if isinstance(error, UnicodeDecodeError):
        line = str(error.object[: error.start].count(b"\n") + 1)
        return line, Phrase("encoding", {"line": line})
    if isinstance(error, OSError):
        return None, why_closed(error)
    stopped = STOPPED.fullmatch(str(error)) if isinstance(error, tomllib.TOMLDecodeError) else None
    if stopped is None:
        return None, Phrase("unknown")
    if stopped["line"] is None:
        return None, Phrase("end")
    return stopped["line"], explain_line(text, int(stopped["line"]), stopped["error"])


def _with_tuples(value: object) -> object:
    """Return TOML's tables and lists with tuples for lists, so that they are immutable."""
    if isinstance(value, dict):
        return {key: _with_tuples(inner) for key, inner in value.items()}
    return tuple(map(_with_tuples, value)) if isinstance(value, list) else value


def _follows(issue: Any, issues: Sequence[Any]) -> bool:
    """Return whether a list is too short only because its entries are wrong, which is reported already."""
    place = issue["loc"]
    return issue["type"] == "too_short" and any(other["loc"][: len(place)] == place and other["loc"] != place for other in issues)


def _problem(issue: Any, shown_as: str) -> Problem:
    """Turn one of pydantic's errors into a problem at its key; list entries count from 1."""
    place = [str(part + 1) if isinstance(part, int) else part for part in issue["loc"]]
    place += [issue["ctx"]["key"]] if "key" in issue.get("ctx", {}) else []  # set by checks of the whole table
    key = ".".join(place)
    code = CODES.get(issue["type"], Code.SETTING_INVALID)
    facts: dict[str, object] = {}
    if code is Code.SETTING_INVALID:
        values = dict(issue.get("ctx", {}))
        found = values.pop("found", issue["input"])
        if "expected" in values:  # for a choice, pydantic lists the values only as text: 'da' or 'en'
            values["choices"] = ", ".join(re.findall(r"'([^']*)'", str(values["expected"])))
        facts = {"found": _shown(found), "expected": Phrase(_name(issue["type"]), values)}
    return Problem(code, Place(shown_as, None, key or None), facts)


def _name(kind: str) -> str:
    """Return the name of the phrase for one of pydantic's errors; all wrong types share one."""
    if kind == "is_instance_of":
        return "decimal_type"
    kind = re.sub(r"_(parsing|from_\w+|parsing_size)$", "_type", kind)
    kind = re.sub(r"^(date|model)_\w+$", r"\1_type", kind)
    return kind if kind in PHRASES else "other_value"


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f'"{value}"' if len(value) <= LONGEST_SHOWN else f'"{value[:LONGEST_SHOWN]}…"'
    if isinstance(value, dict):
        return "{…}"
    return "[…]" if isinstance(value, tuple) else str(value)
