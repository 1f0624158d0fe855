"""Which windows of our files are allowed: they end, are not too long, and name services that exist (W13, W14)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.adapters.manifest import notation
from monitor.adapters.manifest.findings import Findings
from monitor.adapters.manifest.outline import Outline, PlatformOutline
from monitor.adapters.manifest.tree import Document, Path, find
from monitor.adapters.manifest.window_file import WindowSection, spec
from monitor.domain.recurrence import comes_to_pass, moved_edges, occurrences, span
from monitor.domain.window import Scope, WindowSpec

_OWN_END = re.compile(r";?\b(?:COUNT|UNTIL)=[^;]*")
_CHECKED_AHEAD = timedelta(days=400)  # of a recurring window's occurrences; covers both clock changes of a year


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedWindow:
    """A window that could be read, and where it stands."""

    document: Document
    path: Path
    window: WindowSection


def check_windows(
    windows: list[PlacedWindow], outline: Outline, *, longest: timedelta, timezone: str, findings: Findings
) -> list[WindowSpec]:
    """Note what is not allowed; the windows as the domain keeps them."""
    first: dict[str, PlacedWindow] = {}
    specs = []
    for placed in windows:
        earlier = first.setdefault(placed.window.id, placed)
        if earlier is not placed:
            sentence = f"another window has this id, in {earlier.document.file}."
            findings.error(placed.document, (*placed.path, "id"), sentence)
        platform = outline.platforms.get(placed.window.platform)
        made = spec(placed.window, (platform.timezone if platform else None) or timezone)
        specs.append(made)
        if not made.withdrawn:
            _check_scope(placed, platform, outline, findings)
        if check_shape(placed, findings):
            _check_spans(placed, made, longest, findings)
    return specs


def check_shape(placed: PlacedWindow, findings: Findings, *, needs_end: bool = True) -> bool:
    """Whether the window has one end, and its recurrence can be read."""
    window, path = placed.window, placed.path
    if window.ends is not None and window.duration is not None:
        findings.error(
            placed.document, (*path, "duration"), "has both ends and duration; keep the one that was announced."
        )
        return False
    if window.ends is None and window.duration is None:
        if needs_end:
            findings.error(placed.document, (*path, "ends"), f"window {window.id} needs ends or duration.")
        return False
    return _check_rule(placed, findings)


def _check_rule(placed: PlacedWindow, findings: Findings) -> bool:
    """Whether the recurrence, if there is one, can be read, comes to pass, and says once when it ends."""
    window, path = placed.window, placed.path
    if window.rrule is None:
        stray = [key for key, value in (("until", window.until), ("exdates", window.exdates)) if value]
        for key in stray:
            findings.error(placed.document, (*path, key), "means nothing without rrule.")
        return not stray
    fault = rule_fault(spec(window, "UTC"))
    if fault is not None:
        key, sentence = fault
        findings.error(placed.document, (*path, key), sentence)
    return fault is None


def rule_fault(made: WindowSpec) -> tuple[str, str] | None:
    """What is wrong with the recurrence of a window that repeats, as key and sentence."""
    assert made.rule is not None
    if made.rule.until is not None and _OWN_END.search(made.rule.rrule) is not None:
        return "until", "the rule itself says when it ends; keep one of the two."
    try:
        is_live = comes_to_pass(made)
    except ValueError as error:
        return "rrule", f"is not a recurrence rule: {error}."
    return None if is_live else ("rrule", "never comes to pass.")


def _check_spans(placed: PlacedWindow, made: WindowSpec, longest: timedelta, findings: Findings) -> None:
    """Note an end that comes before its start, and a length above the limit."""
    try:
        if _check_order(placed, made, findings):
            _check_length(placed, made, longest, findings)
    except ValueError as error:  # dateutil finds some impossible values only while it counts
        findings.error(placed.document, (*placed.path, "rrule"), f"is not a recurrence rule: {error}.")


def _check_order(placed: PlacedWindow, made: WindowSpec, findings: Findings) -> bool:
    """Whether the window ends after it starts."""
    for key in moved_edges(made):
        sentence = "this local time does not exist there; the first instant after the clock change is taken."
        findings.warning(placed.document, (*placed.path, key), sentence)
    starts, ends = _first_span(made)
    if ends <= starts:
        findings.error(placed.document, (*placed.path, "ends"), f"window {made.id} must end after it starts.")
        return False
    return True


def _check_length(placed: PlacedWindow, made: WindowSpec, longest: timedelta, findings: Findings) -> None:
    if made.long:
        return
    starts, ends = _first_span(made)
    spans = [(starts, ends)]
    if made.rule is not None:
        spans += [(found.starts, found.ends) for found in occurrences(made, starts, starts + _CHECKED_AHEAD)]
    if any(later - earlier > longest for earlier, later in spans):
        key = "ends" if made.ends is not None else "duration"
        sentence = f"window {made.id} is longer than limits.longest_window, {notation.written(longest)}; "
        findings.error(placed.document, (*placed.path, key), f"{sentence}say `long: true` if that is meant.")


def _first_span(made: WindowSpec) -> tuple[datetime, datetime]:
    return span(made, made.starts if made.rule is None else made.starts.replace(tzinfo=None))


def _check_scope(placed: PlacedWindow, platform: PlatformOutline | None, outline: Outline, findings: Findings) -> None:
    """A scope names services of one platform, and covers at least one of them."""
    window, document, path = placed.window, placed.document, placed.path
    if platform is None:
        if outline.whole:
            findings.error(document, (*path, "platform"), f"window {window.id} names no platform that exists.")
        return
    if not platform.whole:
        return
    is_named = [_check_names(placed, key, platform, findings) for key in ("services", "exclude")]
    scope = Scope(
        everything=window.services.everything,
        services=window.services.services,
        selectors=window.services.selectors,
        exclude=frozenset(window.exclude),
    )
    covered = {name for name, service in platform.services.items() if scope.covers(name, service.labels)}
    if all(is_named) and not covered:
        findings.error(document, (*path, "services"), f"window {window.id} covers no service.")
        return
    for name in window.service_impact:
        if name not in covered:
            findings.error(
                document, (*path, "service_impact", name), f"window {window.id} does not cover this service."
            )


def _check_names(placed: PlacedWindow, key: str, platform: PlatformOutline, findings: Findings) -> bool:
    """Whether every service that is named under ``key`` exists."""
    path = (*placed.path, key)
    value, _, _ = find(placed.document, path)
    unknown = [
        index
        for index, name in enumerate(value if isinstance(value, list) else ())
        if isinstance(name, str) and name not in platform.services
    ]
    for index in unknown:
        sentence = f"window {placed.window.id} names no service of {platform.id}."
        findings.error(placed.document, (*path, index), sentence)
    return not unknown
