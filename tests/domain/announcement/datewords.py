"""How the tests of dates write a mention: ``fri 5.12.2025 next ->``."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from monitor.domain.announcement.dates import Reference, find_dates, settle
from monitor.domain.announcement.folding import fold
from monitor.domain.announcement.mention import Calendar, DateMention, Day

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def shown(mention: DateMention) -> str:
    """Everything a mention says but where and by which rule; 5.12.? has no year, H is Hijri, -> begins a range."""
    return " ".join(_words(mention))


def _words(mention: DateMention) -> Iterator[str]:
    if mention.weekday is not None:
        yield WEEKDAYS[mention.weekday]
    if mention.day is not None:
        hijri = "H" if mention.calendar is Calendar.HIJRI else ""
        yield f"{hijri}{mention.day}.{mention.month or '?'}.{mention.year or '?'}"
    if mention.hijri is not None:
        yield "=H" + ".".join(str(part) for part in reversed(mention.hijri))
    if mention.offset is not None:
        yield f"today{mention.offset:+}"
    if mention.from_previous is not None:
        yield f"previous{mention.from_previous:+}"
    yield from _flags(mention)


def _flags(mention: DateMention) -> Iterator[str]:
    if mention.which is not None:
        yield mention.which.value
    for flag, name in (
        (mention.is_weekend, "weekend"),
        (mention.is_week, "week"),
        (mention.swappable, "or-swapped"),
        (mention.until_next, "->"),
    ):
        if flag:
            yield name


def mentions(text: str, *without: str) -> list[str]:
    """The dates of a text, as the tests write them."""
    return [shown(mention) for mention in find_dates(fold(text), frozenset(without))]


def settled(text: str, published: str | None, country: str | None = None) -> list[Day]:
    """The days that the dates of a text mean."""
    folded = fold(text)
    reference = Reference(date.fromisoformat(published) if published else None, country)
    return list(settle(find_dates(folded), reference, folded))


def days(text: str, published: str | None, country: str | None = None) -> list[str]:
    """The same, as ISO dates, empty where a day stays open."""
    return [str(day.day or "") for day in settled(text, published, country)]
