"""What a row of the page says: a service with its state and the sentences that belong to it, a window with its span."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from markupsafe import Markup

from monitor.adapters.server.texts import TEXTS, Language, zone_name
from monitor.domain.catalogue import Text
from monitor.domain.moments import Moment, moment, span
from monitor.domain.printable import printable
from monitor.domain.verdict import State
from monitor.engine.view import ServiceView, SourceView, WindowView

_ISOLATED = Markup("<bdi>{}</bdi>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """For whom and as of when the page is drawn, and from where we looked."""

    language: Language
    now: datetime
    location: str
    grace: timedelta

    def name(self, text: Text) -> str:
        """The name in the reader's language."""
        return text.ar if self.language == "ar" else text.en

    def phrase(self, key: str, **values: str) -> Markup:
        """One sentence; each value is made printable and isolated, so that Latin ids do not turn Arabic around."""
        isolated = {name: _isolated(value) for name, value in values.items()}
        return Markup(TEXTS[self.language][key]).format(**isolated)  # noqa: S704 - the wording is our own, the values are escaped

    def zone(self, timezone: str) -> Markup:
        """Whose wall clock a local time is of."""
        return self.phrase("local", zone=zone_name(timezone, self.language))

    def span(self, length: timedelta) -> str:
        """A length of time in words."""
        return span(length, self.language)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One service."""

    view: ServiceView
    name: str
    since: Moment
    lasted: Markup
    notes: tuple[Markup, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One platform with its services."""

    name: str
    operator: str
    zone: Markup
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowRow:
    """One window with every service it bears on."""

    window: WindowView
    platform: str
    services: tuple[str, ...]
    zone: Markup
    starts: Moment
    ends: Moment
    is_running: bool
    notice: Markup


def section_of(views: Sequence[ServiceView], reader: Reader) -> Section:
    """The section of the one platform that all ``views`` belong to."""
    platform = views[0].platform
    return Section(
        name=reader.name(platform.name),
        operator=reader.name(platform.operator),
        zone=reader.zone(platform.timezone),
        rows=tuple(_row(view, reader) for view in views),
    )


def window_rows(views: Sequence[ServiceView], reader: Reader) -> list[WindowRow]:
    """Present and coming windows in the order of their start, each once."""
    bearing: dict[tuple[str, str], list[tuple[ServiceView, WindowView]]] = {}
    for view in views:
        for window in view.windows:
            bearing.setdefault((view.platform.id, window.id), []).append((view, window))
    rows = [_window_row(pairs, reader) for pairs in bearing.values()]
    return sorted(rows, key=lambda row: (row.window.starts, row.window.ends, row.window.id))


def source_notes(sources: Sequence[SourceView], reader: Reader) -> list[Markup]:
    """A sentence for each feed: what is not announced here may only be unread."""
    return [_source_note(source, reader) for source in sources]


def _source_note(source: SourceView, reader: Reader) -> Markup:
    if source.read_at is None:
        return reader.phrase("source_unread", source=source.name)
    age = reader.now - source.read_at
    key = "source_stale" if age > source.stale_after else "source_read"
    return reader.phrase(key, source=source.name, span=reader.span(age))


def _row(view: ServiceView, reader: Reader) -> Row:
    return Row(
        view=view,
        name=reader.name(view.service.name),
        since=moment(view.state_since, view.platform.timezone, reader.language),
        lasted=reader.phrase("for", span=reader.span(reader.now - view.state_since)),
        notes=tuple(note for note in _notes(view, reader) if note),
    )


def _notes(view: ServiceView, reader: Reader) -> Iterator[Markup]:
    yield reader.phrase(f"says_{view.state}", location=reader.location)
    if view.incident_open is not None:
        yield reader.phrase("page_open")
    elif view.state is State.OVERRUN and view.service.inferred_from is None:
        yield reader.phrase("page_in_grace", span=reader.span(reader.grace))
    yield from _dependency_notes(view, reader)
    if view.maintenance_page:
        yield reader.phrase("maintenance_page")
    if view.maintenance_recovery:
        yield reader.phrase("recovery")
    if view.window is not None:
        yield _window_note(view.window, view.platform.timezone, reader)


def _dependency_notes(view: ServiceView, reader: Reader) -> Iterator[Markup]:
    if view.explained_by is not None:
        yield reader.phrase("explained", root=view.explained_by)
    for edge in view.hampered_by:
        yield reader.phrase(f"hampered_{edge.strength}", root=edge.service_id)
    if view.suspected_in:
        comma = Markup(TEXTS[reader.language]["comma"])  # noqa: S704 - our own
        yield reader.phrase("suspected", services=comma.join(_isolated(name) for name in view.suspected_in))


def _window_note(window: WindowView, timezone: str, reader: Reader) -> Markup:
    running = window.starts <= reader.now
    at = moment(window.ends if running else window.starts, timezone, reader.language)
    key = "window_until" if running else "window_next"
    zone = zone_name(timezone, reader.language)
    return reader.phrase(key, instant=f"{at.date} {at.clock}", zone=zone, utc=at.utc)


def _window_row(pairs: Sequence[tuple[ServiceView, WindowView]], reader: Reader) -> WindowRow:
    (view, window), platform = pairs[0], pairs[0][0].platform
    return WindowRow(
        window=window,
        platform=reader.name(platform.name),
        services=tuple(reader.name(view.service.name) for view, _ in pairs),
        zone=reader.zone(view.platform.timezone),
        starts=moment(window.starts, platform.timezone, reader.language),
        ends=moment(window.ends, platform.timezone, reader.language),
        is_running=window.starts <= reader.now < window.ends,
        notice=_notice(window, reader),
    )


def _notice(window: WindowView, reader: Reader) -> Markup:
    if window.notice_seconds < 0:
        return reader.phrase("window_late")
    return reader.phrase("window_notice", span=reader.span(timedelta(seconds=window.notice_seconds)))


def _isolated(value: str) -> Markup:
    return value if isinstance(value, Markup) else _ISOLATED.format(printable(value))
