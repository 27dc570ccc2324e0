"""Reading a large sheet: ours, with gate, limits and addresses, against `pandas.read_excel` with openpyxl, in processes of their own."""

from __future__ import annotations

import random
import re
import subprocess
import sys
from functools import partial
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook

from benchmarks.look import Look
from benchmarks.machine import ROOT
from benchmarks.row import Row, time_row
from benchmarks.turns import take_turns

ROWS, FEW_ROWS, COLUMNS = 100_000, 2_000, 12
KINDS = {"texts in their cells": False, "texts in a table of their own": True}
SHEET = "xl/worksheets/sheet1.xml"
READERS = {
    "pandas": "import pandas; assert pandas.read_excel({path!r}, engine='openpyxl').shape == ({rows}, {columns})",
    "ours": (
        "from pathlib import Path; from pipeline.input.load.sheet import read_sheet; from pipeline.input.excel.limits import read_limited\n"
        "from benchmarks.reading import shape\n"
        "table, problems = read_sheet(read_limited(Path({path!r})).sheets[0], shape(), 'big.xlsx')\n"
        "assert table.frame.shape == ({rows}, {columns}) and not problems and str(table.place({rows} + 1, 'c11')) == 'big.xlsx [2025!L%d]' % ({rows} + 1)"
    ),
}


def shape() -> object:
    """Return the schema of the sheet: twelve columns, as ours are."""
    from pipeline.input.schema.columns import Column, Kind, Sheet

    return Sheet("big", "2025", tuple(Column(f"c{number}", f"Kolonne {number}", Kind.TEXT) for number in range(COLUMNS)), ())


def write_sheet(path: Path, rows: int, *, shared: bool) -> None:
    """Write a sheet of ids, names, counts, a share and a choice.

    Args:
        path: The workbook.
        rows: Number of rows under the header.
        shared: Texts are in a table of their own, as Excel writes them; otherwise in their cells.
    """
    chance = random.Random(1)  # noqa: S311 - no secret
    book = Workbook(write_only=True)
    sheet = book.create_sheet("2025")
    sheet.append([f"Kolonne {number}" for number in range(COLUMNS)])
    for row in range(rows):
        counts = [chance.randint(0, 20_000) for _ in range(7)]
        sheet.append([f"NOR-{row:05d}", f"Område {row % 500}", "v1", *counts, round(chance.random(), 4), chance.choice(("ja", "nej"))])
    saved = BytesIO()
    book.save(saved)
    path.write_bytes(_with_shared_strings(saved.getvalue()) if shared else saved.getvalue())


def _with_shared_strings(whole: bytes) -> bytes:
    strings: dict[bytes, int] = {}

    def replace(match: re.Match[bytes]) -> bytes:
        return b't="s"><v>%d</v></c>' % strings.setdefault(match[1], len(strings))

    copy = BytesIO()
    with ZipFile(BytesIO(whole)) as source, ZipFile(copy, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = source.read(name)
            if name == SHEET:
                part = re.sub(rb't="inlineStr"><is><t>([^<]*)</t></is></c>', replace, part)
            elif name.endswith("workbook.xml.rels"):
                kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
                part = part.replace(
                    b"</Relationships>", b'<Relationship Id="s1" Type="%s" Target="sharedStrings.xml"/></Relationships>' % kind
                )
            elif name == "[Content_Types].xml":
                kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
                part = part.replace(b"</Types>", b'<Override PartName="/xl/sharedStrings.xml" ContentType="%s"/></Types>' % kind)
            target.writestr(name, part)
        items = b"".join(b"<si><t>%s</t></si>" % text for text in strings)
        target.writestr("xl/sharedStrings.xml", b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">%s</sst>' % items)
    return copy.getvalue()


def read(reader: str, path: Path, rows: int) -> float:
    """Run one reader in a process of its own; return the peak memory of it and of its own child together, in MB."""
    code = READERS[reader].format(path=str(path), rows=rows, columns=COLUMNS)
    code += "\nimport resource; print(*(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return sum(int(part) / 1024 for part in done.stdout.split())


def measure_reading(look: Look) -> list[Row]:
    """Measure both kinds of file, in processes that take turns."""
    rows = look.size(ROWS, FEW_ROWS)
    measured = []
    with TemporaryDirectory() as folder:
        for kind, shared in KINDS.items():
            path = Path(folder) / f"{shared}.xlsx"
            write_sheet(path, rows, shared=shared)
            memory: dict[str, list[float]] = {reader: [] for reader in READERS}
            works = {reader: partial(_keep, memory[reader], reader, path, rows) for reader in READERS}
            taken = take_turns(works, look.rounds, warm=False)
            name = f"load {rows:,} rows × {COLUMNS}, {kind}"
            measured += [
                time_row(name, taken["ours"], "pandas.read_excel", taken["pandas"]),
                Row(f"{name}: memory", "MB", memory["ours"], "pandas.read_excel", memory["pandas"]),
            ]
    return measured


def _keep(memory: list[float], reader: str, path: Path, rows: int) -> None:
    memory.append(read(reader, path, rows))
