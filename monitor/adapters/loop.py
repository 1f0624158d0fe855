"""The event loop that the program runs on: uvloop's where it is installed, else asyncio's own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from importlib import import_module
from typing import cast


def new_loop() -> asyncio.AbstractEventLoop:
    """A fresh loop of the faster kind; a probe costs about half as much on it."""
    try:
        uvloop = import_module("uvloop")
    except ImportError:  # Windows, or an installation without its wheel
        return asyncio.new_event_loop()
    return cast("Callable[[], asyncio.AbstractEventLoop]", uvloop.new_event_loop)()
