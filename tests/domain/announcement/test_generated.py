"""Announcements made up from random windows by templates whose author had not read the reader's rules.

What is held is a share, which is all that a reader of prose can promise: exact in 98 of 100 where the notation leaves
one reading, and wrong without any warning in less than one of 200.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from monitor.adapters import manifest
from monitor.domain.announcement.draft import Draft, Wall
from monitor.domain.announcement.names import Directory, directory
from monitor.domain.announcement.reader import read
from tests.announcements.generator import Example, examples
from tests.announcements.vocabulary import Language

ROOT = Path(__file__).parents[3]
DRAWN = 500
_LAST_MINUTE = timedelta(minutes=1)


@pytest.fixture(scope="module")
def names() -> Directory:
    configuration = manifest.load(ROOT / "config" / "marsad.yaml", {})
    return directory(configuration.catalogue, configuration.gazetteer)


@dataclass
class Count:
    """What became of the examples; those that were not exact, for the message."""

    read: int = 0
    wrong: list[str] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)

    def take(self, example: Example, drafts: tuple[Draft, ...]) -> None:
        self.read += 1
        first = drafts[0] if drafts else None
        if first is None or not is_exact(first, example):
            got = f"{first.starts} {first.ends}" if first else "nothing"
            self.wrong.append(f"{example.text!r}, published {example.published}: {got}")
            if first is not None and is_silent(first):
                self.silent.append(self.wrong[-1])
        if first is not None and first.platform != example.platform:
            self.elsewhere.append(f"{first.platform}: {example.text!r}")


def is_exact(draft: Draft, example: Example) -> bool:
    ends = instant(draft.ends)
    if draft.ends is not None and draft.ends.clock is not None and draft.ends.clock.minute == 59:
        ends = ends + _LAST_MINUTE if ends is not None and example.ends.minute == 0 else ends
    return instant(draft.starts) == example.starts and ends == example.ends


def instant(wall: Wall | None) -> datetime | None:
    return datetime.combine(wall.day, wall.clock) if wall is not None and wall.clock is not None else None


def is_silent(draft: Draft) -> bool:
    """Whether both times were given, and nothing tells a reader that one may be wrong."""
    told = [line for line in draft.warnings if not line.startswith("set aside")]
    return not told and draft.starts is not None and draft.ends is not None


@pytest.mark.parametrize("hard", [False, True])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_generated_announcement_is_read_exactly(names: Directory, language: Language, hard: bool) -> None:
    count, seen = Count(), set[str]()

    @settings(
        max_examples=DRAWN,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(examples(language, hard=hard))
    def every(example: Example) -> None:
        if example.ambiguous or example.text in seen:
            return
        seen.add(example.text)
        count.take(example, read(example.text, published=example.published, directory=names, timezone="Asia/Riyadh"))

    every()

    assert count.read > DRAWN // 3
    assert len(count.wrong) <= 0.02 * count.read, "\n".join(count.wrong)
    assert len(count.silent) < max(0.005 * count.read, 1), "\n".join(count.silent)
    assert len(count.elsewhere) <= 0.02 * count.read, "\n".join(count.elsewhere)
