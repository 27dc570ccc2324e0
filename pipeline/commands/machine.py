"""Look at this machine and its folders: what stands in the way of making reports, and what may disturb. Changes nothing that stays."""

from __future__ import annotations

import os
import shutil
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from secrets import token_hex
from typing import Final

from pipeline import SHIPPED
from pipeline.language.language import N_, Language
from pipeline.language.os_reason import say_reason
from pipeline.language.typeface import FILES, FONT_FOLDER
from pipeline.lock import Locked, NoLocks, hold_lock
from pipeline.releases.history.pulse import Pulse, last_pulse
from pipeline.render.system_libraries import missing_libraries
from pipeline.settings.delivery import Relay
from pipeline.storage import StorageFailed, write_file

SECONDS: Final = 5.0
"""How long the relay may take to answer."""
APART: Final = timedelta(minutes=5)
"""Clocks may differ by this much."""
LEAST_FREE: Final = 500_000_000
"""Bytes: a release takes a few MB, a year of them some hundred."""
HOW_TO_GET: Final = {
    "linux": (
        "Debian, Ubuntu: sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz0b libharfbuzz-subset0",
        "Fedora: sudo dnf install pango harfbuzz",
    ),
    "darwin": ("brew install pango", 'export DYLD_FALLBACK_LIBRARY_PATH="$(brew --prefix)/lib"'),
}
"""System → commands that install WeasyPrint's libraries."""


class Weight(Enum):
    """How much something matters."""

    GOOD = auto()
    WARNING = auto()
    OBSTACLE = auto()


@dataclass(frozen=True, slots=True)
class Seen:
    """One thing that was looked at.

    Attributes:
        told: What was seen and, unless it is good, what to do.
    """

    weight: Weight
    told: str


def look_at_libraries(language: Language) -> Iterator[Seen]:
    """Yield whether the libraries and typefaces that make the PDFs are there."""
    missing = missing_libraries()
    if missing:
        told = language.gettext("PDFs cannot be made here: {missing} is missing. It is part of the system: install it with")
        how = "\n".join(f"  {command}" for command in HOW_TO_GET.get(sys.platform, ()))
        yield Seen(Weight.OBSTACLE, f"{told.format(missing=language.listing(missing))}\n{how}")
    else:
        yield Seen(Weight.GOOD, language.gettext("Pango and the other libraries that make the PDFs are there."))
    lost = [name for name in FILES if not (FONT_FOLDER / name).is_file()]
    if lost:
        told = language.gettext("The typeface of the reports is missing: {files}. Install the program again.")
        yield Seen(Weight.OBSTACLE, told.format(files=language.listing(lost)))


def look_at_versions(language: Language, pinned: Path = SHIPPED / "requirements.txt") -> Iterator[Seen]:
    """Yield which packages have other versions than those that the program is tested with, which may make other bytes."""
    expected: dict[str, list[str]] = {}
    for line in pinned.read_text(encoding="utf-8").splitlines():
        name, equals, rest = line.partition("==")
        if equals and not line.startswith((" ", "#")):
            expected.setdefault(name, []).append(rest.split()[0])
    other = []
    for name, versions in expected.items():
        with suppress(PackageNotFoundError):  # some are for other systems or Pythons
            if (found := version(name)) not in versions:
                other.append(f"{name} {found} ({'/'.join(versions)})")
    if other:
        told = language.gettext("Other versions than the program is tested with, which may draw reports a little differently: {packages}")
        yield Seen(Weight.WARNING, told.format(packages=", ".join(other)))
    else:
        yield Seen(Weight.GOOD, language.gettext("All packages have the versions that the program is tested with."))


def look_at_screen(language: Language) -> Iterator[Seen]:
    """Yield whether the screen can show Danish letters."""
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    if encoding != "utf8":
        told = language.gettext("The screen shows {encoding}, so some signs are replaced. Set the locale, with: export LC_ALL=C.UTF-8")
        yield Seen(Weight.WARNING, told.format(encoding=sys.stdout.encoding))


def look_at_input(input_folder: Path, language: Language) -> Iterator[Seen]:
    """Yield whether there is an input folder, and its record of what was sent can be written."""
    if not input_folder.is_dir():
        told = language.gettext("There is no folder {folder} here. Go to the working folder, or make one with: boligsocial init FOLDER")
        yield Seen(Weight.WARNING, told.format(folder=input_folder))
    elif not os.access(input_folder, os.R_OK | os.X_OK):
        yield Seen(Weight.OBSTACLE, language.gettext("You may not read the folder {folder}.").format(folder=input_folder))
    elif not os.access(input_folder, os.W_OK):
        told = language.gettext("You may not write in the folder {folder}: reports can be made, but what is sent cannot be recorded there.")
        yield Seen(Weight.WARNING, told.format(folder=input_folder))


def look_at_output(output_folder: Path, language: Language) -> Iterator[Seen]:
    """Yield what the file system of the output folder can do, tried in a folder of its own that is removed again."""
    there = next(folder for folder in (output_folder.absolute(), *output_folder.absolute().parents) if folder.exists())
    probe = there / f".doctor-{token_hex(8)}"
    try:
        probe.mkdir()
        write_file(probe / "file", b"x")
        (probe / "file").rename(probe / "moved")
    except OSError as error:
        told = language.gettext("You cannot write in {folder}: {reason}. Choose a folder that is yours, or ask its owner.")
        yield Seen(Weight.OBSTACLE, told.format(folder=there, reason=say_reason(error, language)))
        shutil.rmtree(probe, ignore_errors=True)
        return
    try:
        yield from _try_locks(probe, language)
        lacking = [language.gettext(name) for name, call in CALLS if not _works(call, probe)]
        if lacking:
            told = language.gettext("The drive of {folder} has no {calls}: the program does without, a little slower or with less safety.")
            yield Seen(Weight.WARNING, told.format(folder=there, calls=language.listing(lacking)))
        else:
            yield Seen(Weight.GOOD, language.gettext("The drive of {folder} can do all that the program uses.").format(folder=there))
        yield from _compare_clocks(probe, language)
    finally:
        shutil.rmtree(probe, ignore_errors=True)
    free = shutil.disk_usage(there).free
    if free < LEAST_FREE:
        told = language.gettext("Only {megabytes} MB are free in {folder}.")
        yield Seen(Weight.WARNING, told.format(megabytes=language.number(free / 1_000_000), folder=there))


def _try_locks(probe: Path, language: Language) -> Iterator[Seen]:
    try:
        with hold_lock(probe / "lock"):
            pass
    except NoLocks:
        told = language.gettext("The drive of {folder} cannot lock files. Put the output folder on a disk of this machine: --output FOLDER")
        yield Seen(Weight.OBSTACLE, told.format(folder=probe.parent))
    except (Locked, StorageFailed) as failed:
        yield Seen(Weight.OBSTACLE, str(failed))


def _flush_folder(probe: Path) -> None:
    if os.name == "posix":
        descriptor = os.open(probe, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


CALLS: Final[tuple[tuple[str, Callable[[Path], None]], ...]] = (
    (N_("symbolic links"), lambda probe: (probe / "link").symlink_to("moved")),
    (N_("hard links"), lambda probe: os.link(probe / "moved", probe / "second")),
    (N_("rights"), lambda probe: (probe / "moved").chmod(0o600)),
    (N_("flushing of folders"), _flush_folder),
)
"""What a file system may lack → the call that shows it."""


def _works(call: Callable[[Path], None], probe: Path) -> bool:
    try:
        call(probe)
    except (OSError, NotImplementedError):
        return False
    return True


def _compare_clocks(probe: Path, language: Language) -> Iterator[Seen]:
    """Yield whether the drive, which may be a server's, has another time than this machine."""
    apart = timedelta(seconds=abs((probe / "moved").stat().st_mtime - time.time()))
    if apart > APART:
        told = language.gettext("The drive's clock and this machine's are {minutes} minutes apart. One of them is wrong.")
        yield Seen(Weight.WARNING, told.format(minutes=int(apart.total_seconds() // 60)))


def look_at_clock(tree: Path, now: datetime, language: Language) -> Iterator[Seen]:
    """Yield whether the clock is behind what has happened already: the last run, or the program's own installation."""
    known = datetime.fromtimestamp(Path(__file__).stat().st_mtime, now.tzinfo)
    latest = max(known, *(beat for pulse in Pulse if (beat := last_pulse(tree, pulse))), known)
    if now + APART < latest:
        told = language.gettext(
            "The clock says {now}, but something was done here on {latest} already. Set the clock: it dates reports and mails."
        )
        yield Seen(Weight.WARNING, told.format(now=language.day(now.date()), latest=language.day(latest.date())))


def look_at_relay(relay: Relay, language: Language, seconds: float = SECONDS) -> Iterator[Seen]:
    """Yield whether the mail relay of the settings takes a connection; nothing is said to it."""
    place = f"{relay.host}:{relay.port}"
    try:
        socket.create_connection((relay.host, relay.port), timeout=seconds).close()
    except OSError as error:
        told = language.gettext("The mail relay {relay} cannot be reached from here ({reason}): reports can be made, mails cannot be sent.")
        yield Seen(Weight.WARNING, told.format(relay=place, reason=say_reason(error, language)))
    else:
        yield Seen(Weight.GOOD, language.gettext("The mail relay {relay} can be reached.").format(relay=place))
