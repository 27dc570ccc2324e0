"""Feed broken workbooks to the reader for a while: ``python -m tests.fuzz_xlsx [seconds] [seed]``.

It may refuse a file or run out of memory; any other exception is a bug, and the input is kept in the working folder.
"""

from __future__ import annotations

import random
import re
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED

from pipeline.xlsx.refused import Refused
from pipeline.xlsx.workbook import read_workbook
from tests.build import ROOT
from tests.xlsx_parts import packed, parts_of
from tests.xlsx_samples import SAMPLES

SLOW = 5.0  # seconds of the processor
# What stands for something in a workbook, to be put where something else stands.
WORDS = [
    *("", "0", "-1", "1e999", "nan", "inf", "1_000", "0x10", "٣", "99999999999999999999", "1" * 400, "\ud83d\ude00", "_x0000_", "_xD83D_"),
    *("A1", "XFD1048576", "XFE1", "a1", "$A$1", "A1:XFD1048576", "A0", "s", "str", "inlineStr", "b", "e", "d", "n", "true"),
    *(
        "2020-01-01",
        "2020-01-01T00:00:00+02:00",
        "[h]:mm",
        '0"%"',
        "[" * 300,
        "worksheet",
        "sharedStrings",
        "../../etc/passwd",
        "/xl/workbook.xml",
    ),
    *("<c/>", "<v>1</v>", "<row>", "</row>", "<sheetData/>", "<is><t>a</t></is>", "<mc:AlternateContent>", "<!DOCTYPE a>", "<x:c r='A1'/>"),
    *(
        "<col min='1' max='16384' hidden='1'/>",
        "<mergeCell ref='A1:B2'/>",
        "<f/>",
        "<rPh><t>a</t></rPh>",
        "&#xD;",
        "&amp;",
        "<![CDATA[1]]>",
    ),
]


def changed_value(chance: random.Random, part: bytes) -> bytes:
    """Put one of the words, or another value, in the place of a value."""
    values = [found.span() for found in re.finditer(rb'(?<=")[^"<>]*(?=")|(?<=>)[^<>]+(?=<)', part)]
    if not values:
        return part
    (start, end), (first, last) = chance.choice(values), chance.choice(values)
    return part[:start] + chance.choice([chance.choice(WORDS).encode("utf-8", "replace"), part[first:last]]) + part[end:]


def changed_tag(chance: random.Random, part: bytes) -> bytes:
    """Put one of the words, another tag or an element in the place of a tag, or beside it."""
    tags = [found.span() for found in re.finditer(rb"<[^>]+>", part)]
    elements = [found.span() for found in re.finditer(rb"<(\w+)[^>]*?(/>|>[^<]*</\1>)", part)]
    if not tags or not elements:
        return part
    (start, end), (first, last), (head, tail) = chance.choice(tags), chance.choice(tags), chance.choice(elements)
    new = chance.choice([chance.choice(WORDS).encode("utf-8", "replace"), part[first:last], part[head:tail], b""])
    return part[:start] + new + part[chance.choice([start, end]) :]


def moved_piece(chance: random.Random, part: bytes) -> bytes:
    """Cut a piece out and put it somewhere else, or there once more."""
    start, end = sorted(chance.choices(range(len(part) + 1), k=2))
    rest = part if chance.random() < 0.5 else part[:start] + part[end:]
    place = chance.randrange(len(rest) + 1)
    return rest[:place] + part[start : min(end, start + 400)] + rest[place:]


def changed_bytes(chance: random.Random, part: bytes) -> bytes:
    """Change some bytes."""
    content = bytearray(part)
    for _ in range(chance.randint(1, 8)):
        if content:
            content[chance.randrange(len(content))] = chance.choice([0, 255, 60, 62, 34, 38, chance.randrange(256)])
    return bytes(content)


CHANGES: list[Callable[[random.Random, bytes], bytes]] = [*[changed_value] * 6, *[changed_tag] * 3, moved_piece, changed_bytes]


def broken(chance: random.Random, seeds: list[bytes]) -> bytes:
    """Return one of the workbooks with some of its parts, or of its own bytes, changed."""
    whole = chance.choice(seeds)
    if chance.random() < 0.1:
        return chance.choice([changed_bytes, moved_piece])(chance, whole)
    parts = parts_of(whole)
    for _ in range(chance.choice([1, 1, 2, 4])):
        name = chance.choice([*parts])
        parts[name] = chance.choice(CHANGES)(chance, parts[name])
    return packed(parts, ZIP_DEFLATED if chance.random() < 0.1 else ZIP_STORED)


def main() -> None:
    """Try as many inputs as the time allows and print what came of them."""
    seconds, seed = float(sys.argv[1]) if len(sys.argv) > 1 else 60, int(sys.argv[2]) if len(sys.argv) > 2 else 1
    chance = random.Random(seed)  # noqa: S311 - a seed makes a run again
    seeds = [*(make() for make in SAMPLES.values()), (ROOT / "input" / "fora.xlsx").read_bytes()]
    outcomes: Counter[str] = Counter()
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        content = broken(chance, seeds)
        began = time.process_time()
        try:
            read_workbook(content)
            outcome = "read"
        except Refused as refused:
            outcome = refused.code.value
        except Exception as error:  # noqa: BLE001 - what it looks for
            outcome = f"BUG {type(error).__name__}"
            traceback.print_exc()
        if time.process_time() - began > SLOW:
            outcome = f"SLOW {outcome}"
        if outcome.startswith(("BUG", "SLOW")):
            Path(f"fuzz-{seed}-{outcomes.total()}.xlsx").write_bytes(content)
        outcomes[outcome] += 1
    print(f"{outcomes.total()} inputs", *(f"{number:>8} {outcome}" for outcome, number in outcomes.most_common()), sep="\n")  # noqa: T201


if __name__ == "__main__":
    main()
