"""Reading a large sheet: ours, with gate, limits and addresses, against `pandas.read_excel` with openpyxl, in processes that take turns.

`make bench` or `python -m benchmarks.reading [RUNS]`. Prints a table and writes benchmarks/results/reading.json.
"""

from __future__ import annotations

import json
import platform
import random
import re
import statistics
import subprocess
import sys
import time
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook

ROWS, COLUMNS = 100_000, 12
RESULTS = Path(__file__).parent / "results"
SHEET = "xl/worksheets/sheet1.xml"
READERS = {
    "pandas": "import pandas; assert pandas.read_excel({path!r}, engine='openpyxl').shape == ({rows}, {columns})",
    "ours": (
        "from pathlib import Path; from pipeline.load.sheet import read_sheet; from pipeline.xlsx import read_limited\n"
        "from benchmarks.reading import shape\n"
        "table, problems = read_sheet(read_limited(Path({path!r})).sheets[0], shape(), 'big.xlsx')\n"
        "assert table.frame.shape == ({rows}, {columns}) and not problems and str(table.place(100001, 'c11')) == 'big.xlsx [2025!L100001]'"
    ),
}


def shape() -> object:
    """Return the schema of the sheet: twelve columns, as ours are."""
    from pipeline.schema import Column, Kind, Sheet

    return Sheet("big", "2025", tuple(Column(f"c{number}", f"Kolonne {number}", Kind.TEXT) for number in range(COLUMNS)), ())


def write_sheet(path: Path, *, shared: bool) -> None:
    """Write a sheet of ids, names, counts, a share and a choice.

    Args:
        path: The workbook.
        shared: Texts stand in a table of their own, as Excel writes them; otherwise in their cells.
    """
    chance = random.Random(1)  # noqa: S311 - no secret
    book = Workbook(write_only=True)
    sheet = book.create_sheet("2025")
    sheet.append([f"Kolonne {number}" for number in range(COLUMNS)])
    for row in range(ROWS):
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


def measure(reader: str, path: Path) -> dict[str, float]:
    """Run one reader in a process of its own; return its seconds and the peak memory of it and of its own child, in MB."""
    code = READERS[reader].format(path=str(path), rows=ROWS, columns=COLUMNS)
    code += "\nimport resource; print(*(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))"
    begun = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    seconds = time.perf_counter() - begun
    own, child = (int(part) / 1024 for part in done.stdout.split())
    return {"seconds": seconds, "own_mb": own, "child_mb": child, "together_mb": own + child}


def main(runs: int) -> None:
    """Measure both kinds of file and tell."""
    results: dict[str, object] = {"rows": ROWS, "columns": COLUMNS, "runs": runs, "python": platform.python_version()}
    results["versions"] = {name: version(name) for name in ("pandas", "openpyxl")}
    print(f"{ROWS:,} rows x {COLUMNS} columns, {runs} runs in turn; medians (lowest-highest)")
    with TemporaryDirectory() as folder:
        for kind in ("inline", "shared"):
            path = Path(folder) / f"{kind}.xlsx"
            write_sheet(path, shared=kind == "shared")
            taken: dict[str, list[dict[str, float]]] = {reader: [] for reader in READERS}
            for _ in range(runs):
                for reader in READERS:
                    taken[reader].append(measure(reader, path))
            ratios = [ours["seconds"] / pandas["seconds"] for ours, pandas in zip(taken["ours"], taken["pandas"], strict=True)]
            for reader, each in taken.items():
                seconds = [one["seconds"] for one in each]
                memory = max(one["together_mb"] for one in each)
                print(
                    f"{kind:8} {reader:8} {statistics.median(seconds):6.2f} s ({min(seconds):.2f}-{max(seconds):.2f})  {memory:5.0f} MB, its child included"
                )
            print(f"{kind:8} ratio    {statistics.median(ratios):6.3f}   ({min(ratios):.3f}-{max(ratios):.3f})")
            results[kind] = {"ratios": ratios, **taken}
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "reading.json").write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
