"""All families in one table: which matter each speaks of."""

from __future__ import annotations

from monitor.domain.announcement.cues import (
    doubt,
    down,
    faults,
    novelty,
    others,
    sanction,
    spared,
    status,
    tense,
    things,
    voices,
    work,
)
from monitor.domain.announcement.mention import Matter
from monitor.domain.announcement.pattern import Pattern

FAMILIES: dict[Matter, tuple[Pattern, ...]] = {
    Matter.DOWN: down.DOWN,
    Matter.DEGRADED: work.DEGRADED,
    Matter.WORK: work.WORK,
    Matter.FAULT: faults.FAULT,
    Matter.FUTURE: tense.FUTURE,
    Matter.PRESENT: tense.PRESENT,
    Matter.PAST: tense.PAST,
    Matter.FINISHED: status.FINISHED,
    Matter.EXTENDED: status.EXTENDED,
    Matter.POSTPONED: status.POSTPONED,
    Matter.CANCELLED: status.CANCELLED,
    Matter.SPARED: spared.SPARED,
    Matter.RECOVERY: spared.RECOVERY,
    Matter.LEGAL: sanction.LEGAL,
    Matter.HOURS: sanction.HOURS,
    Matter.RELEASE: novelty.RELEASE,
    Matter.BUILDING: novelty.BUILDING,
    Matter.DENIAL: doubt.DENIAL,
    Matter.COMPLAINT: doubt.COMPLAINT,
    Matter.POLICY: doubt.POLICY,
    Matter.DIGITAL: things.DIGITAL,
    Matter.OTHER: others.OTHER,
    Matter.STATEMENT: voices.STATEMENT,
}
