"""Whatever somebody names .xlsx: it is refused for its own reason, costs little, and the next file is read as if nothing had been."""

from __future__ import annotations

import os
import pickle
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pipeline.problems import Code
from pipeline.xlsx import Refused, WorkbookCells, read_limited
from pipeline.xlsx.limits import reader_command, result_of
from pipeline.xlsx.workbook import read_workbook
from tests.hostile_files import GOOD, HOSTILE
from tests.xlsx_parts import (
    BOOK,
    OF_BOOK,
    OF_PACKAGE,
    SHEET,
    STRINGS,
    STYLES,
    TITLE,
    cell,
    many,
    packed,
    parts,
    relations,
    row,
    values_of,
    workbook,
)

MOST_SECONDS, MOST_BYTES = 10, 600_000_000
KILOBYTE = 1 if sys.platform == "darwin" else 1024  # of ru_maxrss
DOCTYPES = {
    "empty": "<!DOCTYPE a>",
    "laughs": '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>',
    "file": '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
}


def saved(folder: Path, content: bytes, name: str = "fil.xlsx") -> Path:
    """Save a file."""
    path = folder / name
    path.write_bytes(content)
    return path


def read_and_measured(path: Path) -> tuple[WorkbookCells | Refused, float, int]:
    """Return what is read from a file or why it is not, the seconds of the processor, and the bytes of memory at the peak."""
    with subprocess.Popen(reader_command(path), stdout=subprocess.PIPE, stderr=subprocess.PIPE) as reader:
        assert reader.stdout is not None
        output = reader.stdout.read()
        _, status, usage = os.wait4(reader.pid, 0)
        reader.returncode = os.waitstatus_to_exitcode(status)
    try:
        result: WorkbookCells | Refused = result_of(reader.returncode, output, b"")
    except Refused as refused:
        result = refused
    return result, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * KILOBYTE


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_for_its_own_reason_at_little_cost(name: str, tmp_path: Path) -> None:
    """Each gets its code and place within ten seconds of the processor and 600 MB, and the next file is read right afterwards."""
    hostile = HOSTILE[name]
    result, seconds, size = read_and_measured(saved(tmp_path, hostile.make()))
    found = (result.code, result.sheet, result.cell) if isinstance(result, Refused) else (None, None, None)
    assert found == (hostile.code, hostile.sheet or (hostile.cell and TITLE), hostile.cell)
    assert seconds < MOST_SECONDS
    assert size < MOST_BYTES
    assert values_of(read_limited(saved(tmp_path, GOOD)).sheets[0]) == {"A1": 1, "B1": "Nørrebro"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("payload", DOCTYPES)
@pytest.mark.parametrize("part", [BOOK, SHEET, STRINGS, STYLES, OF_PACKAGE, OF_BOOK, "xl/theme/theme1.xml", "docProps/CORE.XML"])
def test_a_document_type_is_refused_in_every_part(part: str, payload: str, encoding: str) -> None:
    """No part of a workbook has one, so what begins with one is an attack, in whatever encoding and whether or not the part is read."""
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    with pytest.raises(Refused) as refused:
        read_workbook(packed({**parts(), part: f"{mark}{DOCTYPES[payload]}<a>&a;</a>".encode(encoding)}))
    assert (refused.value.code, refused.value.facts) == (Code.FILE_DOCTYPE, {"part": part})


def test_nothing_is_fetched() -> None:
    """A workbook that points to a web server, as entity, external part, link and relationship, makes nobody call there."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/"
        entities = f'<!DOCTYPE a SYSTEM "{address}" [<!ENTITY a SYSTEM "{address}">]><a>&a;</a>'
        of_book = relations(
            ("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", address, "External"), ("attachedTemplate", address, "External")
        )
        with pytest.raises(Refused):
            read_workbook(packed({**parts(), STRINGS: entities}))
        assert len(read_workbook(workbook(row(1, cell("A1", "1")), of_book=of_book)).sheets) == 1
        with pytest.raises(BlockingIOError):
            server.accept()


def test_macros_and_links_are_told_and_not_followed(tmp_path: Path) -> None:
    """A workbook with macros is read as one without; the reader says that it has some, and where its links lead."""
    given = {
        **parts(row(1, cell("A1", "7"))),
        OF_BOOK: relations(
            ("worksheet", "worksheets/sheet1.xml"), ("externalLink", "externalLinks/externalLink1.xml"), ("vbaProject", "vbaProject.bin")
        ),
        "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0",
        "xl/externalLinks/externalLink1.xml": "<externalLink/>",
        "xl/externalLinks/_rels/externalLink1.xml.rels": relations(("externalLinkPath", "//server/fælles/tal.xlsx", "External")),
    }
    read = read_limited(saved(tmp_path, packed(given), "fil.xlsm"))
    assert (read.macros, read.links, values_of(read.sheets[0])) == (True, ("//server/fælles/tal.xlsx",), {"A1": 7})


def test_a_link_in_the_folder_is_read_and_what_is_no_file_is_not(tmp_path: Path) -> None:
    """A symbolic link leads to its file; a pipe is refused at once; a folder, a missing and a locked file are the system's errors."""
    path = saved(tmp_path, GOOD)
    (tmp_path / "link.xlsx").symlink_to(path)
    assert read_limited(tmp_path / "link.xlsx") == read_limited(path)
    os.mkfifo(tmp_path / "pipe.xlsx")
    with pytest.raises(Refused) as refused:
        read_limited(tmp_path / "pipe.xlsx")
    assert refused.value.code is Code.FILE_NOT_WORKBOOK
    (tmp_path / "loop.xlsx").symlink_to(tmp_path / "loop.xlsx")
    for name, error in (
        ("", IsADirectoryError),
        ("ikke her.xlsx", FileNotFoundError),
        ("fil.xlsx/a.xlsx", NotADirectoryError),
        ("loop.xlsx", OSError),
    ):
        with pytest.raises(error):
            read_limited(tmp_path / name)
    if os.geteuid():  # whom nothing is locked to sees no difference
        path.chmod(0)
        with pytest.raises(PermissionError):
            read_limited(path)


@contextmanager
def meanwhile(change: Callable[[], object]) -> Iterator[None]:
    """Change something over and over, from before the block until after it."""
    changed, done = threading.Event(), threading.Event()

    def work() -> None:
        while not done.is_set():
            change()
            changed.set()

    thread = threading.Thread(target=work)
    thread.start()
    changed.wait()
    try:
        yield
    finally:
        done.set()
        thread.join()


def test_a_file_that_grows_while_it_is_read_is_refused(tmp_path: Path) -> None:
    """Half a copy is never taken for a whole workbook."""
    path = tmp_path / "fil.xlsx"
    with path.open("wb", buffering=0) as file:
        file.truncate(200_000_000)
        file.seek(0, os.SEEK_END)
        with meanwhile(lambda: file.write(b"x")), pytest.raises(Refused) as refused:
            read_limited(path)
    assert refused.value.code is Code.FILE_CHANGED


def test_a_file_that_is_replaced_while_it_is_read_is_the_old_or_the_new(tmp_path: Path) -> None:
    """Programs that save well put the new file in the old one's place; what is read is one of them whole."""
    path, both = saved(tmp_path, GOOD), [GOOD, workbook(row(1, cell("A1", "2")))]

    def replace() -> None:
        both.reverse()
        saved(tmp_path, both[0], "ny.xlsx").replace(path)

    with meanwhile(replace):
        found = [read_limited(path).sheets[0].columns[1].values for _ in range(5)]
    assert all(values in ([1], [2]) for values in found)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Save a large workbook that nothing is wrong with."""
    return saved(
        tmp_path_factory.mktemp("large"), workbook(many(150_000, '<row r="#"><c r="A#"><v>#.5</v></c><c r="B#"><v>#</v></c></row>'))
    )


@pytest.mark.parametrize(
    ("end", "code"), [(signal.SIGABRT, Code.FILE_CRASHED), (signal.SIGKILL, Code.FILE_CRASHED), (signal.SIGXCPU, Code.FILE_TOO_SLOW)]
)
def test_a_reader_that_is_ended_is_a_refused_file(end: signal.Signals, code: Code, large: Path) -> None:
    """A crash of the reader is told as one, the end of its time as that, and neither ends this program."""
    with subprocess.Popen(reader_command(large), stdout=subprocess.PIPE, stderr=subprocess.PIPE) as reader:
        reader.send_signal(end)
        output, errors = reader.communicate()
    with pytest.raises(Refused) as refused:
        result_of(reader.returncode, output, errors)
    assert refused.value.code is code


def test_the_time_and_the_memory_that_a_file_may_take_are_limits(large: Path) -> None:
    """A large file is read with enough of both, and refused where one is short."""
    assert read_limited(large).sheets[0].last_row == 150_000
    for limits, code in (({"seconds": 0.2}, Code.FILE_TOO_SLOW), ({"memory": 40_000_000}, Code.FILE_OUT_OF_MEMORY)):
        with pytest.raises(Refused) as refused:
            read_limited(large, **limits)  # type: ignore[arg-type]
        assert refused.value.code is code


@pytest.mark.parametrize("sent", [b"", b"\x80\x05", pickle.dumps(signal.raise_signal), pickle.dumps(Path)])
def test_a_reader_that_sends_something_else_has_crashed(sent: bytes) -> None:
    """Should a file ever take the reader over, it can make this program call nothing."""
    with pytest.raises(Refused) as refused:
        result_of(0, sent, b"")
    assert refused.value.code is Code.FILE_CRASHED
