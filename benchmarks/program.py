"""Run the program as a person would, in a separate process: the current version, and an old one from before it was optimised."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import tarfile
from compileall import compile_dir
from contextlib import suppress
from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook

from benchmarks.machine import ROOT
from pipeline.input.schema.workbooks import PLANS
from pipeline.workbooks.configuration_files import write_configuration
from pipeline.workbooks.example.generate import write_example

BEFORE = "f8918c3"
YEARS = (2011, 2025)
AREAS_A_FORUM, PLANS_A_FORUM = 4, 5
ADOPT = 36  # Linux's PR_SET_CHILD_SUBREAPER


def write_input(folder: Path, forums: int, areas: int | None = None) -> Path:
    """Write an input folder with this many forums, five plans in each, and so many areas, by default four a forum."""
    write_example(folder, forums=forums, areas=areas or AREAS_A_FORUM * forums, plans=PLANS_A_FORUM * forums, years=YEARS)
    write_configuration(folder, YEARS)
    return folder


def make_reports(root: Path, input_folder: Path, output_folder: Path) -> None:
    """Run `reports` of the program in a folder, and wait for each process that it started: their time is counted when they have ended."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(ADOPT, 1)  # who is left behind by a run becomes this process's child
    command = [sys.executable, "-m", "pipeline", "reports", "--input", str(input_folder), "--output", str(output_folder)]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    run = subprocess.Popen(command, cwd=root, stdout=subprocess.DEVNULL, env=environment, start_new_session=True)
    failed = run.wait()
    with suppress(ChildProcessError):
        while True:
            os.waitpid(-run.pid, 0)
    if failed:
        raise subprocess.CalledProcessError(failed, command)


def compile_program(root: Path) -> None:
    """Compile the program in a folder as its first run would: what is measured is every other one."""
    compile_dir(root / "pipeline", quiet=1)


def unpack_before(folder: Path) -> Path | None:
    """Unpack and compile the old version; None if the checkout's history does not reach back so far."""
    packed = subprocess.run(["git", "archive", BEFORE, "pipeline", "templates"], cwd=ROOT, check=False, capture_output=True)
    if packed.returncode:
        return None
    with tarfile.open(fileobj=BytesIO(packed.stdout)) as archive:
        archive.extractall(folder, filter="data")
    compile_program(folder)
    return folder


def change_one_cell(input_folder: Path) -> None:
    """Give the first plan another name: one forum's report shows it."""
    path = input_folder / PLANS.filename
    book = load_workbook(path)
    sheet = next(sheet for sheet in PLANS.sheets if sheet.name == "plans")
    column = next(place for place, column in enumerate(sheet.columns, start=1) if column.name == "plan")
    cell = book[str(sheet.title)].cell(2, column)
    cell.value = f"{cell.value}, ny"
    book.save(path)
