"""What was submitted and is not on disk yet, and who waits for it; the one place where two threads meet.

The event loop adds and never waits for more than a list's append. The writer takes everything as one attempt and keeps
that very attempt until it is written: its stamp makes a repetition harmless (``transaction.already_written``).
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from threading import Condition
from uuid import uuid4

from monitor.adapters.ledger.merging import merge
from monitor.engine.ports import Batch


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One transaction to be: its batch, its mark, and how many submitted batches are on disk after it."""

    stamp: str
    batch: Batch
    reaches: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Waiter:
    needs: int
    loop: asyncio.AbstractEventLoop
    answered: asyncio.Event


class Backlog:
    """The queue between the event loop and the writer."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._pending: list[Batch] = []
        self._attempt: Attempt | None = None
        self._submitted = 0
        self._written = 0
        self._waiters: list[_Waiter] = []
        self._closed = False

    def __len__(self) -> int:
        """How many submitted batches are not on disk."""
        with self._changed:
            return self._submitted - self._written

    @property
    def closed(self) -> bool:
        """Whether the writer is to finish."""
        with self._changed:
            return self._closed

    def add(self, batch: Batch) -> None:
        """Take ``batch`` over; after ``close`` it is let go, since nobody will write it."""
        with self._changed:
            if self._closed:
                return
            self._pending.append(batch)
            self._submitted += 1
            self._changed.notify_all()

    def close(self) -> None:
        """Tell the writer to finish, and whoever waits in it to stop waiting."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
            for waiter in self._waiters:
                waiter.loop.call_soon_threadsafe(waiter.answered.set)

    def pause(self, seconds: float, *, hurry: bool) -> None:
        """Wait ``seconds``, or less when the end has come or (with ``hurry``) somebody waits for the disk."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or (hurry and bool(self._waiters)), seconds)

    def wait(self) -> None:
        """Wait until there is something to write, or the end has come."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or bool(self._pending) or self._attempt is not None)

    def attempt(self) -> Attempt | None:
        """What is to be written next: the attempt that failed before, or else all that is pending."""
        if self._attempt is None:
            batches, reaches = self._take()
            if batches:
                self._attempt = Attempt(stamp=uuid4().hex, batch=merge(batches), reaches=reaches)
        return self._attempt

    def settle(self, attempt: Attempt) -> None:
        """``attempt`` is on disk: wake those who waited for it."""
        with self._changed:
            self._attempt = None
            self._written = attempt.reaches
            for waiter in self._waiters:
                if waiter.needs <= self._written:
                    waiter.loop.call_soon_threadsafe(waiter.answered.set)

    def compact(self) -> None:
        """Merge what came in while the attempt failed, so that it does not grow."""
        batches, _ = self._take()
        if batches:
            merged = merge(batches)
            with self._changed:
                self._pending.insert(0, merged)

    async def drained(self, seconds: float) -> bool:
        """Wait until all that is submitted by now is on disk, ``seconds`` at most; whether it is."""
        if len(self) == 0:  # nobody need be woken to say so
            return True
        waiter = self._enlist()
        try:
            async with asyncio.timeout(seconds):
                await waiter.answered.wait()
        except TimeoutError:
            return False
        finally:
            with self._changed:
                self._waiters.remove(waiter)
        return self._written >= waiter.needs

    def _take(self) -> tuple[list[Batch], int]:
        # The lock is held for a swap only: merging thousands of batches under it would stop the event loop.
        with self._changed:
            batches, self._pending = self._pending, []
            return batches, self._submitted

    def _enlist(self) -> _Waiter:
        with self._changed:
            waiter = _Waiter(needs=self._submitted, loop=asyncio.get_running_loop(), answered=asyncio.Event())
            if self._closed or self._written >= self._submitted:
                waiter.answered.set()
            self._waiters.append(waiter)
            self._changed.notify_all()
            return waiter
