"""What all tests share: where the corpus is, and that nothing is skipped where everything must run."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CORPUS = ROOT.parent / "shared" / "corpus"


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real documents beside the project."""
    if not CORPUS.is_dir():
        pytest.skip("the corpus of real documents is not beside the project (../shared/corpus)")
    return CORPUS


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """In CI a test that was skipped is a test that did not run: it fails the run."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") == "true" and reporter and reporter.stats.get("skipped") and exitstatus == 0:
        session.exitstatus = 1


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One plain line at the end: how many tests ran."""
    counts = {name: len(terminalreporter.stats.get(name, ())) for name in ("passed", "failed", "error", "skipped")}
    ran = counts["passed"] + counts["failed"] + counts["error"]
    terminalreporter.write_line(f"{ran} tests ran, {counts['skipped']} skipped")
    if os.environ.get("CI") == "true" and counts["skipped"]:
        terminalreporter.write_line("in CI a skipped test fails the run: install what it needs")
