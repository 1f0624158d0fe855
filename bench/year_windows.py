"""The maintenance of a year: six nights a year and platform, announced three days before, some moved or withdrawn."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor.domain.book import Revision
from monitor.domain.catalogue import Catalogue
from monitor.domain.window import Scope, Status, WindowSpec

WINDOWS_A_YEAR = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One window as it was revised last."""

    platform: str
    starts: datetime
    ends: datetime
    is_cancelled: bool
    revisions: tuple[Revision, ...]


def works(lot: random.Random, catalogue: Catalogue, since: datetime, days: int) -> list[Work]:
    """All maintenance of so many days."""
    number = max(round(WINDOWS_A_YEAR * days / 365), 1)
    return [
        _work(lot, platform, since + timedelta(days=night, hours=22, minutes=lot.randrange(60)))
        for platform in catalogue.by_platform
        for night in sorted(lot.sample(range(3, days - 1), number))
    ]


def _work(lot: random.Random, platform: str, starts: datetime) -> Work:
    ends = starts + timedelta(hours=lot.choice((2, 3, 4)))
    spec = WindowSpec(
        id=f"{platform}-{starts:%Y-%m-%d}",
        platform=platform,
        scope=Scope(everything=True),
        starts=starts,
        ends=ends,
        timezone="Asia/Riyadh",
        source_url="https://www.example.sa/announcements/12345",
        source_text="نحيطكم علماً بأنه ستتم أعمال الصيانة الدورية على الخدمات الإلكترونية",
    )
    revisions = [_revision(spec, 1, starts - timedelta(days=3), "announced")]
    fate = lot.random()
    if fate < 0.1:
        spec = replace(spec, status=Status.CANCELLED)
        revisions.append(_revision(spec, 2, starts - timedelta(hours=5), "withdrawn"))
    elif fate < 0.5:
        spec = replace(spec, ends=ends + timedelta(hours=1))
        revisions.append(_revision(spec, 2, ends - timedelta(minutes=20), "needs another hour"))
    return Work(
        platform=platform,
        starts=starts,
        ends=spec.ends or ends,
        is_cancelled=spec.withdrawn,
        revisions=tuple(revisions),
    )


def _revision(spec: WindowSpec, number: int, known_at: datetime, why: str) -> Revision:
    return Revision(
        window_id=spec.id,
        number=number,
        known_at=known_at,
        declared_at=known_at,
        spec=spec,
        by="operator",
        why=why,
        origin="command",
    )
