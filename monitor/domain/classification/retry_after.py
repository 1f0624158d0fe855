"""How long a server asks a client to wait, as the ``Retry-After`` header says it (RFC 9110, 10.2.3).

What is done with the answer is the engine's matter; here only its cap is known.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

LONGEST_RETRY_AFTER = timedelta(hours=6)
"""The longest back-off (SEMANTICS section 8); a server cannot put itself out of sight for longer."""

_DELTA_SECONDS = re.compile(r"[0-9]+")


def parse_retry_after(value: str, at: datetime) -> timedelta | None:
    """How long a ``Retry-After`` header asks to wait from ``at`` on, six hours at most; ``None`` if it says nothing."""
    value = value.strip()
    if _DELTA_SECONDS.fullmatch(value):
        # Cut before int(): a number of five thousand digits is a ValueError, and any of ten is beyond the cap.
        seconds = int(value.lstrip("0")[:10] or "0")
        return min(timedelta(seconds=seconds), LONGEST_RETRY_AFTER)
    try:
        until = parsedate_to_datetime(value)
    except ValueError:
        return None
    if until.tzinfo is None:  # "-0000": RFC 5322 for UTC without a claim about the zone
        until = until.replace(tzinfo=UTC)
    return min(max(until - at, timedelta(0)), LONGEST_RETRY_AFTER)
