"""Instants as people here read them: local wall time, UTC, and both calendars.

The Hijri date is that of the Umm al-Qura calendar, which hijridate knows from 1343 to 1500 AH; beyond it there is none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from monitor.domain.calendars import Language, gregorian, hijri


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One instant, written out; ``hijri`` is empty where the calendar has no table."""

    iso: str
    date: str
    clock: str
    hijri: str
    utc: str  # with its date where that differs from the local one


def moment(instant: datetime, timezone: str, language: Language) -> Moment:
    """``instant`` for readers in ``timezone``."""
    local, utc = instant.astimezone(ZoneInfo(timezone)), instant.astimezone(UTC)
    utc_clock = f"{utc:%H:%M}"
    return Moment(
        iso=f"{utc:%Y-%m-%dT%H:%M:%SZ}",
        date=gregorian(local, language),
        clock=f"{local:%H:%M}",
        hijri=hijri(local, language),
        utc=utc_clock if utc.date() == local.date() else f"{utc:%Y-%m-%d} {utc_clock}",
    )


def span(length: timedelta, language: Language) -> str:
    """A length in its two largest units: ``3 h 20 min``."""
    minutes = max(0, int(length.total_seconds() // 60))
    amounts = (minutes // 1440, minutes // 60 % 24, minutes % 60)
    if language == "ar":
        counted = [_counted(amount, unit) for amount, unit in zip(amounts, _ARABIC_UNITS, strict=True) if amount]
        return " و".join(counted[:2]) or "أقل من دقيقة"
    parts = [f"{amount} {unit}" for amount, unit in zip(amounts, ("d", "h", "min"), strict=True) if amount]
    return " ".join(parts[:2]) or "less than a minute"


# One, two, three to ten, and more of each: the noun follows the number.
_ARABIC_UNITS = (
    ("يوم", "يومين", "أيام", "يومًا"),
    ("ساعة", "ساعتين", "ساعات", "ساعة"),
    ("دقيقة", "دقيقتين", "دقائق", "دقيقة"),
)
_FEW = range(3, 11)


def _counted(amount: int, unit: tuple[str, str, str, str]) -> str:
    one, two, few, many = unit
    if amount in {1, 2}:
        return one if amount == 1 else two
    return f"{amount} {few if amount in _FEW else many}"
