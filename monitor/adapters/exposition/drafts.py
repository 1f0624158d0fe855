"""What was published and is not text yet: the latest view of each object, until a scrape asks for it.

Between two scrapes an object changes several times or not at all; text is made only of what a scraper will see, and in
the scraper's thread. Knows nothing of what the views say.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from threading import Lock
from typing import Generic, TypeVar

View = TypeVar("View")


class Drafts(Generic[View]):
    """The event loop puts, the thread of a scrape takes."""

    def __init__(self) -> None:
        self._views: dict[str, View] = {}
        self._lock = Lock()

    def put(self, key: str, view: View) -> None:
        """Replace what waits under ``key``."""
        with self._lock:
            self._views[key] = view

    def take(self) -> Mapping[str, View]:
        """All that waits, in the order of its first coming; nothing waits afterwards."""
        with self._lock:
            views, self._views = self._views, {}
        return views

    def retain(self, keys: Container[str]) -> None:
        """Forget what waits under any other key."""
        with self._lock:
            self._views = {key: view for key, view in self._views.items() if key in keys}
