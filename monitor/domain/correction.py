"""The correction log: what people say afterwards about an incident. The recorded history itself is never changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Remark(StrEnum):
    """What a correction does to an incident."""

    ANNOTATION = "annotation"  # words alone
    EXCLUSION = "exclusion"  # our own false positive: reports show every figure with and without it


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One entry of the log, append-only. ``at`` is an aware UTC instant."""

    incident_id: str
    at: datetime
    remark: Remark
    by: str
    why: str
