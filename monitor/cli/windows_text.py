"""Windows as people read them: both calendars, the window's own zone and UTC, in columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from monitor.domain.book import Revision
from monitor.domain.calendars import gregorian, hijri
from monitor.domain.fulfilment import Fulfilment
from monitor.domain.printable import printable

_NAMED = 6  # services that a list names of each window
_INDENT = "  "


def listed(found: Iterable[Fulfilment]) -> str:
    """A block of lines for each window."""
    return "\n\n".join("\n".join(head(one)) for one in found)


def head(found: Fulfilment) -> list[str]:
    """What a list says of one window."""
    spec = found.revision.spec
    zone = spec.timezone
    edges = columns(
        [
            ("starts", *moment(found.starts, zone)),
            ("ends", *moment(found.ends, zone)),
        ]
    )
    names = [use.service_id.partition("/")[2] for use in found.uses]
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return [
        f"{found.window_id}  {found.stage.value}  {_impact(found)}  {found.notice.value}",
        f"{_INDENT}{spec.platform}: {', '.join(names[:_NAMED])}{more}",
        *(_INDENT + line for line in edges),
    ]


def _impact(found: Fulfilment) -> str:
    """What the window does; where one service is hit otherwise, that too."""
    spec = found.revision.spec
    return ", ".join([spec.impact.value, *(f"{name}={impact.value}" for name, impact in spec.impacts)])


def moment(instant: datetime, timezone: str) -> tuple[str, str, str, str]:
    """Gregorian with the clock, Hijri, the zone, and UTC."""
    local = instant.astimezone(ZoneInfo(timezone))
    clock = f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"
    utc = instant.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")
    return f"{gregorian(local, 'en')} {clock}", hijri(local, "en"), timezone, utc


def columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """The rows with their columns below each other."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def observed(found: Fulfilment) -> list[str]:
    """What each service made of the window."""
    rows = [("service", "planned", "overrun", "carried", "start slip", "end slip", "early start")]
    rows += [
        (
            use.service_id,
            length(use.planned_seconds),
            length(use.overrun_seconds),
            length(use.carried_seconds),
            _slip(use.start_slip),
            _slip(use.end_slip),
            length(use.early_start.total_seconds()),
        )
        for use in found.uses
    ]
    return columns(rows)


def told(revision: Revision, before: Mapping[str, object], after: Mapping[str, object]) -> list[str]:
    """One revision: who, when, through which door and why, and what it changed."""
    timezone = revision.spec.timezone
    local = revision.known_at.astimezone(ZoneInfo(timezone))
    utc = revision.known_at.astimezone(UTC)
    why = f": {revision.why}" if revision.why else ""
    first = (
        f"{revision.number}  {local:%Y-%m-%d %H:%M:%S} {timezone} ({utc:%Y-%m-%d %H:%M:%S}Z)"
        f"  {revision.by} through {revision.origin}{why}"
    )
    changed = [key for key in dict.fromkeys((*before, *after)) if before.get(key) != after.get(key)]
    if not before:
        return [first, *(f"   {key}: {_value(after[key])}" for key in changed)]
    return [first, *(f"   {key}: {_value(before.get(key))} -> {_value(after.get(key))}" for key in changed)]


def length(seconds: float) -> str:
    """A length in hours, minutes and seconds, nothing for none."""
    whole = round(seconds)
    if not whole:
        return "-"
    parts = ((whole // 3600, "h"), (whole // 60 % 60, "min"), (whole % 60, "s"))
    return " ".join(f"{amount} {unit}" for amount, unit in parts if amount)


def escaped(lines: Iterable[str]) -> str:
    """The lines as one text, with what a terminal would act upon made visible."""
    return "\n".join(printable(line) for line in lines)


def _slip(slip: timedelta | None) -> str:
    if slip is None:
        return "-"
    seconds = slip.total_seconds()
    return f"{'-' if seconds < 0 else '+'}{length(abs(seconds))}" if round(seconds) else "0 s"


def _value(value: object) -> str:
    if value is None:
        return "(not said)"
    if isinstance(value, list):
        return ", ".join(map(_value, value))
    if isinstance(value, dict):
        return ", ".join(_pair(key, item) for key, item in value.items())
    return str(value)


def _pair(key: str, value: object) -> str:
    return f"{key} ({_value(value)})" if isinstance(value, dict) else f"{key}={value}"
