"""Calendars in short form, for tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from monitor.adapters.ical import CalendarMapping, read
from monitor.domain.errors import Problem
from monitor.domain.window import Scope, WindowSpec

MAPPING = CalendarMapping(platform="absher", scope=Scope(everything=True), timezone="Asia/Riyadh")
OWN = replace(MAPPING, own=True)
SPAN = ("DTSTART:20260110T220000Z", "DTEND:20260111T010000Z")


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def calendar(*parts: str, head: tuple[str, ...] = ("VERSION:2.0",)) -> bytes:
    return "".join(f"{line}\r\n" for line in ("BEGIN:VCALENDAR", *head, *parts, "END:VCALENDAR")).encode()


def event(*lines: str, uid: str = "w1") -> str:
    return "\r\n".join(("BEGIN:VEVENT", *([f"UID:{uid}"] if uid else []), *lines, "END:VEVENT"))


def windows(data: bytes, mapping: CalendarMapping = MAPPING) -> tuple[dict[str, WindowSpec], tuple[Problem, ...]]:
    specs, problems = read(data, mapping, "feed.ics")
    return {spec.id: spec for spec in specs}, problems
