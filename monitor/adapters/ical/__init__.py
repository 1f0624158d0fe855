"""Calendars (iCalendar, RFC 5545) as windows, and windows as a calendar. Pure functions on bytes.

Read in this order: ``mapping``, ``lines``, ``zones``, ``moments``, ``event``, ``reading``; ``times``, ``own``,
``writing``. Nothing here fetches, keeps or declares anything.
"""

from monitor.adapters.ical.findings import unread
from monitor.adapters.ical.lines import LARGEST_BYTES
from monitor.adapters.ical.mapping import CalendarMapping, CalendarRule
from monitor.adapters.ical.reading import read
from monitor.adapters.ical.writing import write

__all__ = ["LARGEST_BYTES", "CalendarMapping", "CalendarRule", "read", "unread", "write"]
