"""Instants and lengths of time as a tired person reads them: local time first, UTC beside it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo


def told(instant: datetime, timezone: str, reference: datetime) -> str:
    """``13:05:00 (10:05:00 UTC)``, with the date where it is another one than that of ``reference``."""
    zone = ZoneInfo(timezone)
    local, utc = instant.astimezone(zone), instant.astimezone(UTC)
    local_day, utc_day = local.date(), utc.date()
    shown = f"{local:%H:%M:%S}" if local_day == reference.astimezone(zone).date() else f"{local:%Y-%m-%d %H:%M:%S}"
    return f"{shown} ({utc:%H:%M:%S} UTC)" if utc_day == local_day else f"{shown} ({utc:%Y-%m-%d %H:%M:%S} UTC)"


def dated(instant: datetime, timezone: str) -> str:
    """``2026-03-10 13:05:00 Asia/Riyadh (10:05:00 UTC)``: in full, once per story."""
    local, utc = instant.astimezone(ZoneInfo(timezone)), instant.astimezone(UTC)
    utc_shown = f"{utc:%H:%M:%S}" if utc.date() == local.date() else f"{utc:%Y-%m-%d %H:%M:%S}"
    return f"{local:%Y-%m-%d %H:%M:%S} {timezone} ({utc_shown} UTC)"


def length(span: timedelta) -> str:
    """``3 h 20 min``, ``41 s``: in its two largest units."""
    seconds = round(abs(span.total_seconds()))
    amounts = (seconds // 86400, seconds // 3600 % 24, seconds // 60 % 60, seconds % 60)
    parts = [f"{amount} {unit}" for amount, unit in zip(amounts, ("d", "h", "min", "s"), strict=True) if amount]
    return " ".join(parts[:2]) or "0 s"


def listed(names: list[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
