"""Recompute a release by hand: `python -m tests.recompute input output/current [2015-2019]`."""

import sys
from pathlib import Path

from tests.recompute.release import compare_release

found = compare_release(Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:4])
lines = [f"{found.numbers[title]:>7} of {number:>7}  {title}" for title, number in found.held.items()]
sys.stdout.write("\n".join([*lines, found.summary, *(found.wrong or ["no disagreement"])]) + "\n")
