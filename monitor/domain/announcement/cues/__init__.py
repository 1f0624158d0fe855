"""Cues: wordings that tell whether a text announces downtime, of which kind, and how bad it will be.

One module per family of wordings; ``find_cues`` finds them, ``judge`` says what they mean together.
"""

from __future__ import annotations

from monitor.domain.announcement.cues.finding import find_cues
from monitor.domain.announcement.cues.judging import Judgement, judge
from monitor.domain.announcement.cues.scene import Times

__all__ = ["Judgement", "Times", "find_cues", "judge"]
