"""`watch` while workbooks are saved again and again, by LibreOffice itself and as Excel saves, on a share without locks.

The page of each moment names one of the texts that were saved, never a damaged file; the last save is always answered; nothing is published.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path
from typing import TypeAlias

import pytest
from openpyxl import load_workbook

from pipeline.shared_folder.names import locked_file
from tests.broken_inputs import INDICATORS, small_input
from tests.build import ROOT
from tests.test_shared_folder import save_as_excel

pytestmark = pytest.mark.system

Save: TypeAlias = Callable[[int], None]
SHEET, CELL, TEXT = "2025", "E3", "gemt nr. {}"
BURST = 10
WITHOUT_LOCKS = """
import errno, os, sys
share = sys.argv.pop(1)
def refuse(event, args):
    if event in {"fcntl.lockf", "fcntl.flock"} and os.readlink(f"/proc/self/fd/{args[0]}").startswith(share):
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))
sys.addaudithook(refuse)
from pipeline.__main__ import main
main()
"""


@contextmanager
def watching(share: Path, output: Path) -> Iterator[None]:
    """Run the command as a process of its own, for which files of the share cannot be locked."""
    command = [sys.executable, "-c", WITHOUT_LOCKS, str(share), "watch", str(share), "--output", str(output)]
    process = subprocess.Popen(command, cwd=ROOT)
    try:
        yield
        assert process.poll() is None, "it has ended"
    finally:
        process.terminate()
        process.wait(60)


@contextmanager
def libreoffice(file: Path, folder: Path) -> Iterator[Save]:
    """Have a workbook open in LibreOffice, and return what changes the cell and saves."""
    soffice, python = shutil.which("soffice"), "/usr/bin/python3"
    assert soffice, "the tests need LibreOffice: make test-system"
    pipe = f"saves{folder.name}"
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    office = subprocess.Popen([soffice, profile, "--headless", "--norestore", f"--accept=pipe,name={pipe};urp;"], start_new_session=True)
    hand = subprocess.Popen(
        [python, Path(__file__).with_name("libreoffice_saves.py"), pipe, file, SHEET, CELL, TEXT],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    typed, heard = hand.stdin, hand.stdout
    assert typed is not None
    assert heard is not None
    assert heard.readline() == "open\n"
    assert [path for path in file.parent.iterdir() if locked_file(path.name) == file.name], "LibreOffice holds it open"

    def save(number: int) -> None:
        print(number, file=typed, flush=True)
        assert heard.readline() == f"{number}\n"

    try:
        yield save
        hand.communicate(timeout=60)
        office.wait(60)
    finally:
        hand.kill()
        hand.communicate()
        with suppress(ProcessLookupError):
            os.killpg(office.pid, signal.SIGKILL)  # the wrapper and the program


@contextmanager
def excel(file: Path, _folder: Path) -> Iterator[Save]:
    """Return what changes the cell and saves as Excel does: a file beside it, half, whole, and a rename."""

    def save(number: int) -> None:
        content = BytesIO()
        book[SHEET][CELL].value = TEXT.format(number)
        book.save(content)
        save_as_excel(content.getvalue(), file, lambda: time.sleep(0.02))

    book = load_workbook(file)
    yield save


@pytest.mark.parametrize("number", [2 * BURST, pytest.param(500, marks=pytest.mark.faults)])
@pytest.mark.parametrize("program", [libreoffice, excel])
def test_no_save_is_lost_and_no_half_is_read(program: Callable[..., Save], number: int, tmp_path: Path) -> None:
    """After each burst of saves the page names the last; in between it names one that was saved, and only that."""
    share, output = tmp_path / "share", tmp_path / "output"
    page = small_input(share) / ".." / "kontrol" / "Kontrol.html"
    seen: set[str] = set()

    def look() -> str:
        said = page.read_text(encoding="utf-8") if page.exists() else ""
        named = re.findall(TEXT.format(r"(\d+)"), said)
        assert len(set(named)) <= 1
        if seen:
            assert named, said  # a damaged or half-written file would be told instead
        seen.update(named)
        return named[0] if named else ""

    with watching(share, output), program(share / "input" / INDICATORS, tmp_path) as save:
        for one in range(1, number + 1):
            save(one)
            look()
            if one % BURST == 0:
                until = time.monotonic() + 120
                while look() != str(one):
                    assert time.monotonic() < until, f"save {one} is not answered"
                    time.sleep(0.5)
    assert {int(one) for one in seen} >= set(range(BURST, number + 1, BURST))
    assert not [path for path in output.rglob("*") if path.name in {"releases", "post", "udsendt.csv"}], "nothing is published or mailed"
    assert not (share / "input" / "udsendt.csv").exists()
