"""Servers in here fail handshakes on purpose, which the loop's debug mode takes for a fault of the test."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"
