"""One VEVENT as a window. What RFC 5545 leaves to its reader is decided here, each decision in a comment."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from monitor.adapters.ical.findings import Findings, UnreadableError
from monitor.adapters.ical.lines import Component, Property
from monitor.adapters.ical.mapping import CalendarMapping, CalendarRule
from monitor.adapters.ical.moments import Moment, duration, moment, moments
from monitor.adapters.ical.own import PLATFORM, as_exported
from monitor.adapters.ical.zones import Zones
from monitor.domain.recurrence import comes_to_pass, moved_edges, rule_of, span
from monitor.domain.window import Fold, Rule, Status, WindowSpec

_RULE_PART = re.compile(r"([A-Z]+)=[A-Z0-9,:+-]+")
_RULE_NAMES = {  # of RFC 5545 section 3.3.10; not those of RFC 7529, nor dateutil's own BYEASTER
    *("FREQ", "UNTIL", "COUNT", "INTERVAL", "WKST", "BYSETPOS", "BYSECOND", "BYMINUTE", "BYHOUR", "BYDAY"),
    *("BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYMONTH"),
}
_UNTIL_DAY = re.compile(r"UNTIL=(\d{8})(?=;|$)")
_UNTIL_NEVER = re.compile(r";UNTIL=(?:2[2-9]|[3-9]\d)\d{6}(?:T\d{6}Z?)?(?=;|$)")  # from the year 2200 on
_WEB = re.compile(r"https?://[^\s\x00-\x1f]+")
_MOST_EXDATES = 2000
_LONGEST_TEXT = 500  # characters of an event's words that a window keeps
_DAY = timedelta(days=1)
_NO_EPOCH = 1971  # Google and others write CREATED:1900 or 1970 for what they do not know


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """What holds for all events of one calendar."""

    zones: Zones
    floating: str  # the zone of floating times
    is_cancelling: bool  # METHOD:CANCEL
    mapping: CalendarMapping
    findings: Findings

    def moment(self, found: Property) -> Moment:
        """The value of a property of time."""
        return moment(found, self.zones, self.floating)

    def moments(self, found: Property) -> list[Moment]:
        """The values of a property of time."""
        return moments(found, self.zones, self.floating)


def rule_for(event: Component, mapping: CalendarMapping) -> CalendarRule:
    """The first rule that fits an event's SUMMARY or CATEGORIES."""
    words = [one.text.casefold() for name in ("SUMMARY", "CATEGORIES") for one in event.all(name)]
    fits = (rule for rule in mapping.rules if any(rule.contains.casefold() in text for text in words))
    return next(fits, CalendarRule(contains=""))


def is_announced(event: Component, reader: Reader) -> bool:
    """Whether an event speaks of a window at all.

    TENTATIVE is no promise yet: until it is confirmed nothing is silenced, and a window that becomes tentative again
    is withdrawn.
    """
    if rule_for(event, reader.mapping).ignore:
        return False
    found = event.first("STATUS")
    if found is None or found.text.strip().upper() != "TENTATIVE" or reader.is_cancelling:
        return True
    reader.findings.warning(found.line, "STATUS", event.text("UID"), "a tentative event announces nothing yet")
    return False


def spec_of(event: Component, window_id: str, reader: Reader) -> WindowSpec:
    """The window that an event announces or cancels.

    Raises:
        UnreadableError: it has no start, no end, or a rule or time that cannot be read.
    """
    found = event.first("DTSTART")
    if found is None:
        raise UnreadableError(event.line, "DTSTART", "", "the event has no start")
    start = reader.moment(found)
    spec = _timed(event, start, window_id, reader)
    if event.first("RRULE") is not None:
        spec = replace(spec, rule=_rule(event, start, reader))
    if reader.mapping.own and event.first(PLATFORM) is not None:
        spec = as_exported(spec, event)
    else:
        spec = _in_the_words_of_the_format(spec)
    _check(spec, event, reader.findings)
    return spec


def _timed(event: Component, start: Moment, window_id: str, reader: Reader) -> WindowSpec:
    mapping, rule = reader.mapping, rule_for(event, reader.mapping)
    ends, length = _end(event, start, reader)
    return WindowSpec(
        id=window_id,
        platform=mapping.platform,
        scope=rule.scope or mapping.scope,
        starts=start.at,
        ends=ends,
        duration=length,
        timezone=start.zone or reader.floating,
        impact=rule.impact or mapping.impact,
        declared_at=_declared_at(event, mapping),
        recovery=mapping.recovery,
        long=mapping.long,
        status=_status(event, reader),
        source_url=event.text("URL") if _WEB.fullmatch(event.text("URL")) else "",
        source_text=_words(event),
    )


def _end(event: Component, start: Moment, reader: Reader) -> tuple[datetime | None, timedelta | None]:
    """End or duration, whichever the author gave (D3); days of a duration are the calendar's, so they give an end."""
    if found := event.first("DTEND"):
        end = reader.moment(found)
        if start.is_day and end.is_day and end.at == start.at:  # some programs mean the one day by it
            return start.at + _DAY, None
        return end.in_terms_of(start), None
    if found := event.first("DURATION"):
        days, rest = duration(found)
        return (start.at + days + rest, None) if days else (None, rest)
    if start.is_day:  # section 3.6.1: a day without an end is that day
        return start.at + _DAY, None
    raise UnreadableError(event.line, "DTEND", "", "the event has neither an end nor a duration")


def _declared_at(event: Component, mapping: CalendarMapping) -> datetime | None:
    """CREATED of an event that was never revised.

    1. Not DTSTAMP: in a calendar with a METHOD it is the instant of the export (RFC 5545 section 3.8.7.2), so it moves
       at every fetch and would make every event a new promise.
    2. Not LAST-MODIFIED: it moves with any edit, also of what is no promise.
    3. With a SEQUENCE the times may be younger than CREATED; the instant at which we learn of them stands then.
    """
    found = event.first("CREATED")
    if found is None or not mapping.created or sequence(event) > 0:
        return None
    try:
        at = moment(found, Zones(event, (), most=0), "UTC").at
    except UnreadableError:  # not worth a window
        return None
    return at if at.tzinfo is not None and at.year >= _NO_EPOCH else None


def sequence(event: Component) -> int:
    """How often the organizer revised an event."""
    text = event.text("SEQUENCE")
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else 0


def _status(event: Component, reader: Reader) -> Status:
    is_cancelled = reader.is_cancelling or event.text("STATUS").upper() == "CANCELLED"
    return Status.CANCELLED if is_cancelled else Status.SCHEDULED


def _words(event: Component) -> str:
    if event.text("CLASS").upper() in {"PRIVATE", "CONFIDENTIAL"}:  # its times count, its words are not published
        return ""
    text = "\n".join(text for name in ("SUMMARY", "DESCRIPTION") if (text := event.text(name)))
    return text if len(text) <= _LONGEST_TEXT else f"{text[: _LONGEST_TEXT - 1]}…"


def _rule(event: Component, start: Moment, reader: Reader) -> Rule:
    found, *further = event.all("RRULE")
    if start.is_odd:
        raise UnreadableError(found.line, "RRULE", found.text, "repeats in a zone with clock changes that no zone has")
    if excluding := event.first("EXRULE"):  # leaving it out would silence what nobody announced
        raise UnreadableError(excluding.line, "EXRULE", excluding.text, "EXRULE is not supported")
    for one in further:
        reader.findings.warning(one.line, f"{event.text('UID')}/RRULE", one.text, "a second RRULE is not supported")
    text = found.text.strip().upper().strip(";")
    if not _is_rule(text):
        raise UnreadableError(found.line, "RRULE", found.text, "is not a recurrence rule")
    text = _UNTIL_NEVER.sub("", text)
    if not start.is_day:  # a last day without a time is meant with all its hours
        text = _UNTIL_DAY.sub(r"UNTIL=\1T235959", text)
    exdates = [_exdate(one, start) for line in event.all("EXDATE") for one in reader.moments(line)]
    if len(exdates) > _MOST_EXDATES:
        raise UnreadableError(found.line, "EXDATE", "", f"has more than {_MOST_EXDATES} dates left out")
    return Rule(rrule=text, exdates=tuple(exdates))


def _is_rule(text: str) -> bool:
    """Whether a text has the shape of a rule, each part of it at most once."""
    parts = [_RULE_PART.fullmatch(part) for part in text.split(";")]
    names = [part.group(1) for part in parts if part is not None]
    return len(set(names)) == len(parts) and _RULE_NAMES.issuperset(names) and "FREQ" in names


def _exdate(left_out: Moment, start: Moment) -> date:
    """A start left out; a day alone leaves out all starts of it, for some programs write no more."""
    return left_out.at.date() if left_out.is_day else left_out.in_terms_of(start)


def _in_the_words_of_the_format(spec: WindowSpec) -> WindowSpec:
    """Says that of two equal local times the first is meant: so has section 3.3.5, and a window has it only for starts.

    A time in a gap stays what it is: D1 decides, with a warning.
    """
    if spec.ends is None or spec.ends.tzinfo is not None or spec.starts.tzinfo is not None:
        return spec
    zone = ZoneInfo(spec.timezone)
    first, second = (spec.ends.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1))
    is_twice = first is not None and second is not None and first > second
    return replace(spec, fold=Fold.FIRST) if is_twice or spec.rule is not None else spec


def _check(spec: WindowSpec, event: Component, findings: Findings) -> None:
    """Refuse what no window can be; what is merely not allowed here is the book's to say.

    Raises:
        UnreadableError: the rule does not parse or never comes to pass, or the end is not after the start.
    """
    if spec.rule is not None:
        _check_rule(spec, event, findings)
    for key in moved_edges(spec):
        sentence = "this local time does not exist there; the first instant after the clock change is taken"
        findings.warning(event.line, f"{spec.id}/{key}", str(getattr(spec, key)), sentence)
    starts, ends = span(spec, spec.starts if spec.rule is None else spec.starts.replace(tzinfo=None))
    if ends <= starts:
        raise UnreadableError(event.line, "DTEND", str(spec.ends or spec.duration), "the event ends before it starts")


def _check_rule(spec: WindowSpec, event: Component, findings: Findings) -> None:
    text = event.text("RRULE")
    try:
        is_live = comes_to_pass(spec)
        local = spec.starts.replace(tzinfo=None)
        is_first = is_live and bool(rule_of(spec).between(local, local, inc=True))
    except (ValueError, OverflowError, LookupError) as error:  # dateutil's own words for a wrong value
        raise UnreadableError(event.line, "RRULE", text, f"is not a rule that we repeat by: {error}") from error
    if not is_live:
        raise UnreadableError(event.line, "RRULE", text, "never comes to pass")
    if not is_first:  # section 3.8.5.3 leaves open what such a set is
        sentence = "DTSTART is no start of its own rule; only what the rule says is taken"
        findings.warning(event.line, f"{spec.id}/RRULE", text, sentence)
