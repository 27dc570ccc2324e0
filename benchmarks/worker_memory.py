"""Memory of one process over a thousand reports. By hand; takes as long as the reports.

.venv/bin/python -m benchmarks.worker_memory [REPORTS]
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from rich.console import Console

from pipeline.releases.make.job import ReportJob
from pipeline.releases.make.one_pdf import make_file
from tests.sample_reports import minimal, typical


def resident() -> float:
    """Return this process's resident memory in MB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="utf-8").split()[1])
    return pages * 4096 / 2**20


def main(number: int) -> None:
    """Make so many reports, and print the memory and the processor's time as it goes."""
    out, reports, took = Console(highlight=False), (typical(), minimal()), []
    out.print(f"{'reports':>8} {'MB':>7} {'s a report':>11}")
    with TemporaryDirectory() as folder:
        for done in range(1, number + 1):
            started = time.process_time()
            make_file(ReportJob("report.pdf", reports[done % 2], "da", ()), Path(folder))
            took.append(time.process_time() - started)
            if done in {1, 2, 5, 10} or done % 50 == 0:
                out.print(f"{done:>8} {resident():>7.1f} {median(took[-50:]):>11.3f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
