"""What all tests share: coroutines run on asyncio in debug mode, and in CI a skipped test is a failure."""

from __future__ import annotations

import os
from collections.abc import Generator

import pytest

# Folders and files whose tests mostly wait: for real processes, on the real clock. The longest is the first.
WAITING = (
    "tests/e2e/test_conduct_under_refusal",
    "tests/chain/",
    "tests/deploy/",
    "tests/cli/test_demo",
    "tests/e2e/",
    "tests/peers/",
    "tests/dashboards/",
)
IN_CI = os.environ.get("CI", "") not in {"", "0", "false"}


@pytest.fixture(scope="session")
def anyio_backend() -> tuple[str, dict[str, bool]]:
    return "asyncio", {"debug": True}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Deal the waiting tests out to the workers, at the head of each one's share, so that they wait side by side."""
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    waiting = sorted((item for item in items if _rank(item) < len(WAITING)), key=_rank)
    others = [item for item in items if _rank(item) == len(WAITING)]
    share = -(-len(items) // workers)  # what `--dist worksteal` gives each worker to begin with
    dealt: list[pytest.Item] = []
    for worker in range(workers):
        head = waiting[worker::workers]
        dealt += head + [others.pop(0) for _ in range(min(share - len(head), len(others)))]
    items[:] = dealt + others


def _rank(item: pytest.Item) -> int:
    return next((rank for rank, name in enumerate(WAITING) if item.nodeid.startswith(name)), len(WAITING))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    _refuse_a_skip(report)
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    _refuse_a_skip(report)
    return report


def _refuse_a_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    # Done where the report is made, since a worker of xdist hands on failed collections but no skipped ones.
    # An expected failure is reported as skipped too; it did run.
    if IN_CI and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped in CI, where nothing may be skipped: {report.longrepr}"
