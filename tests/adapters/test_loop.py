from __future__ import annotations

import asyncio
import sys
from importlib.abc import MetaPathFinder

import pytest

from monitor.adapters.loop import new_loop


class Missing(MetaPathFinder):
    """An installation without uvloop."""

    def find_spec(self, fullname: str, path: object, target: object = None) -> None:
        if fullname == "uvloop":
            raise ImportError(fullname)


def test_loop_is_uvloop_s_where_that_is_installed() -> None:
    loop = new_loop()
    loop.close()

    assert type(loop).__module__.partition(".")[0] == "uvloop"


def test_loop_is_asyncio_s_own_without_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "uvloop", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Missing(), *sys.meta_path])

    loop = new_loop()
    loop.close()

    assert isinstance(loop, asyncio.SelectorEventLoop)
