"""The book of windows: every revision ever known, append-only. (Operations follow.)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from monitor.domain.window import WindowSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One change of one window, at the instant this ledger learned it. History is never rewritten.

    ``window_id`` is the window's id, or ``id@<local start>`` for one occurrence of a recurring window.
    """

    window_id: str
    number: int  # from 1, per window_id
    known_at: datetime
    declared_at: datetime
    spec: WindowSpec
    by: str
    why: str
    origin: str  # which door it came through: file, command, api, scenario
