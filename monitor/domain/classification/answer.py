"""An HTTP answer as the rules see it: what was read, and nothing of how it came here.

It knows no rule and no expectation; the prober fills it in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An HTTP answer as far as it was read; ``headers`` by lower-case name, ``at`` the instant it was complete.

    ``text`` is ``body`` decoded, ``host`` the one that redirects ended at, and ``truncated`` says that more was sent.
    """

    status: int
    headers: Mapping[str, str]
    text: str = field(repr=False)
    duration: timedelta
    at: datetime
    body: bytes = field(default=b"", repr=False)
    host: str = ""
    truncated: bool = False
