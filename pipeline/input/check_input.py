"""The first half of every run: read and check settings, policy and workbooks, and collect all their problems. `check` ends here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import ParamSpec, TypeVar

from pipeline.clock import local_date, now_utc
from pipeline.input.load.workbook import load_workbook, load_workbooks
from pipeline.input.policy_for_reports import read_policy
from pipeline.input.record import read_record
from pipeline.input.reported_years import settle_period
from pipeline.input.schema.workbooks import FORUMS, WORKBOOKS
from pipeline.input.tables import FileRead, ForumBook, Loaded, Tables
from pipeline.input.validate.check import validate_recipients, validate_tables
from pipeline.problems.model import Code, Place, Problem
from pipeline.problems.rejected import InputRejected
from pipeline.settings.accepted_names import Names, read_names
from pipeline.settings.period import Wanted
from pipeline.settings.policy.model import Policy
from pipeline.settings.settings import Settings, read_settings

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


@dataclass(frozen=True)
class Intake:
    """A checked input folder.

    Attributes:
        folder: The input folder.
        workbooks: The workbooks as read.
        year_left_open: The reported year was not chosen: it is the newest year whose counting day is over.
    """

    settings: Settings
    policy: Policy
    tables: Tables
    folder: Path
    workbooks: tuple[FileRead, ...]
    year_left_open: bool = False


def check_input(folder: Path, wanted: Wanted | None = None) -> Intake:
    """Read and check an input folder.

    Args:
        folder: Workbooks, settings and policies.
        wanted: What determines the period besides the input; None for today's date alone.

    Raises:
        InputRejected: any of the files has an error; carries all errors.
    """
    if not folder.is_dir() or not any(folder.iterdir()):
        raise InputRejected([Problem(Code.INPUT_MISSING, Place(folder.name), {"folder": folder.name})])
    problems: list[Problem] = []
    wanted = wanted or Wanted(local_date(now_utc()))
    written = _attempt(problems, read_settings, folder)
    policy = _attempt(problems, read_policy, folder, written.policy) if written else None
    names = _attempt(problems, read_names, folder)
    record = _attempt(problems, read_record, folder)
    loaded = load_workbooks(folder)
    settings = _attempt(problems, settle_period, written, loaded, wanted) if written else None
    tables = _attempt(problems, validate_tables, loaded, settings, names or Names())
    problems += tables.of_one_mail if tables else ()
    if written is None or settings is None or policy is None or names is None or record is None or tables is None:
        raise InputRejected(problems)
    left_open = wanted.years is None and written.periods.now is None
    return Intake(settings, policy, tables, folder, loaded.files, left_open)


def read_forum_book(folder: Path) -> ForumBook:
    """Read and check the workbook of the forums alone: all that a mail needs that waits.

    Raises:
        InputRejected: it has an error.
    """
    return validate_recipients(load_workbook(folder, FORUMS))


def read_workbooks(folder: Path) -> list[Loaded]:
    """Read the workbooks one by one without checking what they hold, for copies of them.

    Raises:
        InputRejected: a file, sheet or header cannot be read; carries all such errors.
    """
    loaded = [load_workbook(folder, workbook) for workbook in WORKBOOKS]
    problems = [problem for one in loaded for problem in one.problems if not problem.is_finding]
    if problems:
        raise InputRejected(problems)
    return loaded


def _attempt(
    problems: list[Problem], step: Callable[Arguments, Result], *args: Arguments.args, **kwargs: Arguments.kwargs
) -> Result | None:
    """Run one step; if it rejects the input, keep its problems and go on to the next."""
    try:
        return step(*args, **kwargs)
    except InputRejected as rejected:
        problems += rejected.problems
        return None
