"""Where CI is set, nothing may be missing: a skipped test makes the whole run fail there. Fixtures live beside the tests that use them.

No test of random input fails because the machine is busy; where CI is set, hypothesis knows that by itself.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

if not os.environ.get("CI"):
    settings.register_profile("unhurried", deadline=None)
    settings.load_profile("unhurried")


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
