"""Fuzz the reader of workbooks: `python -m tests.fuzz_xlsx SECONDS [SEED]`. Any result but a workbook or a refusal is a bug, and is saved.

Enters: the project's own workbooks, and published ones if PUBLISHED_DATA names them. Leaves: how many changed ones were read and refused;
each that was neither in a file of its own.
Never run by `make test`: its findings are in test_xlsx_reader.py.
"""

from __future__ import annotations

import random
import sys
import time
import traceback
from collections import Counter
from io import BytesIO
from pathlib import Path
from tempfile import gettempdir
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from pipeline.input.excel.refused import Refused
from pipeline.input.excel.workbook import read_workbook
from tests.build import ROOT
from tests.published import PUBLISHED

TOKENS = [
    *(b"<", b">", b"/>", b'"', b"&", b"&#0;", b"&amp;", b"\xff", b"\x00", b"<!--", b"<![CDATA[", b"]]>", b"<?x?>", b"<!DOCTYPE a>", b"xmlns="),
    *(b"<v>", b"</v>", b"<f>1</f>", b"<f/>", b"<t>", b"<is>", b"<c>", b"<row>", b"<rPh>", b"<si>", b"<mergeCell ref='A1:ZZZZ9'/>", b"<col min='0' max='9' hidden='1'/>"),
    *(b"-1", b"0", b"1e999", b"nan", b"inf", b"1_0", b"99999999999999999999", b"1048577", b"XFE1", b"A0", b"R1C1", b"A1:B2", b"1e-400", b"0x1", b"true", b"\xc2\xb2"),
    *(b't="s"', b't="e"', b't="b"', b't="d"', b't="str"', b't="inlineStr"', b't="x"', b's="-1"', b's="99999"', b'r=""', b'r="A1"', b'hidden="1"', b"_x0000_", b"_xD800_"),
]  # fmt: skip


def mutate(data: bytes, chance: random.Random) -> bytes:
    """Change some bytes: flip, delete, repeat, swap, or put in something with a meaning."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 1, 2, 4, 16))):
        if not changed:
            break
        place = chance.randrange(len(changed))
        end = place + chance.choice((0, 0, 1, 1, 2, 8, 64, 512))
        new = chance.choice((b"", bytes([chance.randrange(256)]), bytes(changed[place:end]) * 2, chance.choice(TOKENS)))
        changed[place:end] = new
    return bytes(changed)


def changed_workbook(whole: bytes, chance: random.Random) -> bytes:
    """Change the archive itself, or one or two of its parts."""
    if chance.random() < 0.25:
        return mutate(whole, chance)
    with ZipFile(BytesIO(whole)) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    for _ in range(chance.choice((1, 1, 2))):
        name = chance.choice([name for name in parts if not name.startswith("docProps/") and "theme" not in name])
        parts[name] = mutate(parts[name], chance)
    copy = BytesIO()
    with ZipFile(copy, "w", ZIP_DEFLATED, compresslevel=1) as target:
        for name, part in parts.items():
            target.writestr(name, part)
    return copy.getvalue()


def main(seconds: float, seed: int) -> int:
    """Fuzz for some seconds; return how many bugs were found."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    folders = (ROOT / "input", ROOT / "tests" / "data", PUBLISHED)
    workbooks = [path.read_bytes() for folder in folders for path in sorted(folder.rglob("*.xlsx")) if path.stat().st_size < 60_000]
    seen: Counter[str] = Counter()
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            content = changed_workbook(chance.choice(workbooks), chance)
        except (BadZipFile, ValueError):
            continue
        begun = time.process_time()
        try:
            read_workbook(content)
            seen["read"] += 1
        except Refused as refused:
            seen[f"refused: {refused.code}"] += 1
        except MemoryError:
            seen["out of memory"] += 1
        except Exception as error:  # noqa: BLE001 - that is what is looked for
            kind = f"BUG {type(error).__name__} at {traceback.extract_tb(error.__traceback__)[-1].lineno}"
            if not seen[kind]:
                Path(gettempdir(), f"fuzz-{seed}-{len(seen)}.xlsx").write_bytes(content)
                traceback.print_exc()
            seen[kind] += 1
        if time.process_time() - begun > 3:
            seen["SLOW"] += 1
            Path(gettempdir(), f"slow-{seed}-{seen['SLOW']}.xlsx").write_bytes(content)
    for kind, number in seen.most_common():
        print(f"{number:8} {kind}")
    return sum(number for kind, number in seen.items() if kind.startswith(("BUG", "SLOW")))


if __name__ == "__main__":
    sys.exit(bool(main(float(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1)))
