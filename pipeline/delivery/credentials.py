"""The relay's user and password, read from systemd's credentials or the environment; never from a project file, never printed."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pipeline.delivery.refusals import DeliveryRefused, Why

CREDENTIALS_FOLDER: Final = "CREDENTIALS_DIRECTORY"  # systemd's LoadCredential= sets it
NAMES: Final = ("smtp_user", "smtp_password")  # in the environment in capitals: SMTP_USER, SMTP_PASSWORD


_hidden: Final[dict[str, str]] = {}
PREFIX: Final = "SMTP_"


def hide_credentials() -> None:
    """Take the relay's variables out of the environment, so that no process that this one starts inherits them.

    A reader of foreign workbooks, a renderer or a maker of marked copies has no use for them.
    """
    _hidden.clear()
    for name in [name for name in os.environ if name.upper().startswith(PREFIX) or name.upper() == CREDENTIALS_FOLDER]:
        _hidden[name.upper()] = os.environ.pop(name)


@dataclass(frozen=True, slots=True)
class Credentials:
    """A user and a password; its repr shows neither."""

    user: str = field(repr=False)
    password: str = field(repr=False)


def find_credentials(environment: Mapping[str, str] | None = None) -> Credentials | None:
    """Return the credentials; None if none are set, for a relay that accepts us by our address.

    Args:
        environment: Where to look; None for what was hidden at the start.

    Raises:
        DeliveryRefused: there is only one of the two.
    """
    found = [_find(name, _hidden if environment is None else environment) for name in NAMES]
    if not any(found):
        return None
    if not all(found):
        raise DeliveryRefused(Why.CREDENTIALS_HALF)
    return Credentials(*found)


def _find(name: str, environment: Mapping[str, str]) -> str:
    folder = environment.get(CREDENTIALS_FOLDER)
    file = Path(folder) / name if folder else None
    if file is not None and file.is_file():
        return file.read_text(encoding="utf-8").rstrip("\r\n")
    return environment.get(name.upper(), "")
