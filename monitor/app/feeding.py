"""What reads the feeds: calendars and news by their own readers, everything else by the package of feeds."""

from __future__ import annotations

from monitor import __version__
from monitor.adapters.feeds import NetworkFeeds, Readers
from monitor.adapters.news import kiosk
from monitor.adapters.transport.cares import resolver_named
from monitor.domain.catalogue import Settings
from monitor.domain.errors import Severity
from monitor.domain.feed import Feed, Said
from monitor.engine.ports import Clock, FeedReader

_NAMELESS = "(event)"  # how a problem begins that names no window


def feed_reader(clock: Clock, settings: Settings) -> FeedReader:
    """The real reader of a configuration."""
    resolver = resolver_named(settings.resolver)
    readers = Readers(calendar=calendar, news=kiosk.read)
    return NetworkFeeds(clock, settings, readers, version=__version__, resolver=resolver)


def calendar(data: bytes, feed: Feed) -> Said:
    """What an iCalendar file says, as ``feed`` wants it understood.

    Raises:
        ConfigurationError: it is no calendar, cut off, or too large.
    """
    from monitor.adapters import ical  # noqa: PLC0415 - its libraries would delay every start, and few feeds need them

    mapping = ical.CalendarMapping(
        platform=feed.platform,
        scope=feed.scope,
        timezone=feed.timezone,
        impact=feed.impact,
        rules=tuple(ical.CalendarRule(contains=text, ignore=True) for text in feed.ignore),
        recovery=feed.recovery,
        long=feed.long,
        prefix=f"{feed.id}.",
    )
    specs, problems = ical.read(data, mapping, feed.id)
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    return Said(
        specs=specs,
        unread=ical.unread(problems),
        whole=not any(problem.key_path.startswith(_NAMELESS) for problem in errors),
        remarks=tuple(f"{problem.key_path}: {problem.value}: {problem.sentence}" for problem in problems),
    )
