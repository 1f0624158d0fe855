# What tests of drafts share: a reading of an announcement, the text it came from, and what it proposes.
from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

from monitor.domain.announcement.draft import Affected, Draft, Evidence, Kind, Wall
from monitor.domain.proposal import Proposal, Source

NOW = datetime(2025, 12, 3, 19, 0, tzinfo=UTC)
FRIDAY = date(2025, 12, 5)
TEXT = "تعلن منصة أبشر عن أعمال صيانة يوم الجمعة ٥ ديسمبر ٢٠٢٥"


def wall(day: date = FRIDAY, hour: int | None = None, minute: int = 0) -> Wall:
    return Wall(day=day, clock=None if hour is None else time(hour, minute))


def draft(**changes: Any) -> Draft:  # noqa: ANN401 - the fields of a draft
    facts: dict[str, Any] = {
        "kind": Kind.SCHEDULED,
        "platform": "absher",
        "platform_name": "أبشر",
        "platforms": ("absher",),
        "services": (Affected(id="portal", as_written="الموقع"),),
        "starts": wall(hour=0),
        "ends": wall(hour=12),
        "timezone": "Asia/Riyadh",
        "confidence": {"starts": 0.9},
        "evidence": {"platform": Evidence(start=11, end=15, text="أبشر")},
        "rules": ("date.weekday-day-month",),
    }
    return Draft(**(facts | changes))


def source(text: str = TEXT, **changes: Any) -> Source:  # noqa: ANN401 - the fields of a source
    facts: dict[str, Any] = {"url": "https://example.org/1", "origin": "feed:news", "received_at": NOW}
    return Source(text=text, **(facts | changes))


def proposal(**changes: Any) -> Proposal:  # noqa: ANN401 - the fields of a proposal
    facts: dict[str, Any] = {"id": "draft-absher-2025-12-05-1a2b3c4d", "draft": draft(), "sources": (source(),)}
    return Proposal(**(facts | changes))
