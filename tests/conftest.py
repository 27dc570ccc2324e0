"""Settings for the whole test run: no program of the machine is changed, and nothing is skipped if CI is set.

No test on random input may fail because the machine is busy; if CI is set, hypothesis ensures that itself.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

import pytest
from hypothesis import settings

if not os.environ.get("CI"):
    settings.register_profile("unhurried", deadline=None)
    settings.load_profile("unhurried")


@pytest.fixture(scope="session", autouse=True)
def _machine_as_it_was() -> Iterator[None]:
    """Fail the last test of a run in which a program that tests borrow from the machine was changed or removed."""
    yield
    borrowing = sys.modules.get("tests.programs_on_path")  # not imported: no test has borrowed any
    changed = borrowing.changed_programs() if borrowing else []
    assert not changed, f"the tests have changed programs of this machine: {', '.join(changed)}"


def _skips_that_count(config: pytest.Config) -> int:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    return len(reporter.stats.get("skipped", ())) if reporter and os.environ.get("CI") else 0


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail an otherwise green run that skipped something."""
    if session.exitstatus == pytest.ExitCode.OK and _skips_that_count(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say why."""
    if number := _skips_that_count(terminalreporter.config):
        terminalreporter.write_line(f"{number} skipped: in CI that is a failure", red=True)
