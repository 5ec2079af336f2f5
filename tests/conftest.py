"""What all tests share: where the corpus is,
and that nothing is skipped where everything must run.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
CORPUS = ROOT.parent / "shared" / "corpus"
# Reasons that no package would take away: the corpus is elsewhere, the machine lets nobody mount.
BEYOND = ("shared/corpus", "mounting is not allowed")


# Nothing is kept between the builds of tests; those of the cache have one of their own.
os.environ["XDG_CACHE_HOME"] = os.devnull


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--accept", action="store_true", help="write what the cases give as what is expected"
    )


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--accept"):
        os.environ["DUBEN_ACCEPT"] = "1"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with slow tests begin first: at the end no worker waits for a long one of another."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real documents beside the project."""
    if not CORPUS.is_dir():
        pytest.skip("the corpus of real documents is not beside the project (../shared/corpus)")
    return CORPUS


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """In CI a test that was skipped for want of a tool fails the run."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") == "true" and reporter and wanting(reporter) and exitstatus == 0:
        session.exitstatus = 1


def wanting(reporter: Any) -> int:
    """How many tests were skipped because something could have been installed."""
    return sum(
        not any(reason in str(report.longrepr) for reason in BEYOND)
        for report in reporter.stats.get("skipped", ())
    )


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One plain line at the end: how many tests ran."""
    counts = {
        name: len(terminalreporter.stats.get(name, ()))
        for name in ("passed", "failed", "error", "skipped")
    }
    ran = counts["passed"] + counts["failed"] + counts["error"]
    terminalreporter.write_line(f"{ran} tests ran, {counts['skipped']} skipped")
    if os.environ.get("CI") == "true" and wanting(terminalreporter):
        terminalreporter.write_line("in CI a skipped test fails the run: install what it needs")
