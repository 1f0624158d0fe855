"""What is drawn of each service of a replay: windows, states, incidents and pages on one line of time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from markupsafe import Markup

from monitor.adapters.paper.history_words import WORDS
from monitor.adapters.paper.reader import Reader, isolated
from monitor.adapters.paper.texts import SIGNS
from monitor.adapters.paper.timeline import Bar, Mark, Scale, Tick, lanes
from monitor.domain.availability import gross, net
from monitor.domain.dependency import hard_roots
from monitor.domain.plan import Cover, expand, plan
from monitor.domain.report.words import length, word
from monitor.domain.verdict import State
from monitor.engine.replayed import Replayed

_Shown = tuple[State, datetime, datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """One service: its figures, and the shapes of its drawing. ``lanes`` is how many windows run beside each other."""

    service_id: str
    name: str
    figures: Markup
    spent: tuple[tuple[State, float], ...]
    summary: str  # the drawing in words
    windows: tuple[Bar, ...]
    lanes: int
    states: tuple[Bar, ...]
    incidents: tuple[Bar, ...]
    marks: tuple[Mark, ...]
    ticks: tuple[Tick, ...]


def plans(replayed: Replayed) -> dict[str, tuple[Cover, ...]]:
    """What windows covered each service during the replay, those of the services it cannot work without included."""
    scenario = replayed.scenario
    covers = expand(replayed.book, scenario.starts, scenario.ends)
    services = scenario.catalogue.services.values()
    return {s.id: plan(covers, (s, *hard_roots(scenario.catalogue, s)), scenario.ends).covers for s in services}


def courses(replayed: Replayed, known: Mapping[str, tuple[Cover, ...]], reader: Reader) -> Iterator[Course]:
    """One course for each service, in the order of the file."""
    scenario = replayed.scenario
    scale = Scale(starts=scenario.starts, ends=scenario.ends, mirrored=reader.direction == "rtl")
    drawer = _Drawer(replayed, reader, scale)
    for service_id in scenario.catalogue.services:
        yield drawer.course(service_id, known[service_id])


def told(reader: Reader, key: str, **values: str | int) -> Markup:
    """Words of the page of a replay; values are isolated, so that none turns them around."""
    safe = {name: isolated(value) for name, value in values.items()}
    return Markup(reader.choose(WORDS[key])).format(**safe)  # noqa: S704 - our own wording, the values are escaped


class _Drawer:
    def __init__(self, replayed: Replayed, reader: Reader, scale: Scale) -> None:
        self._replayed = replayed
        self._reader = reader
        self._scale = scale
        self._zone = ZoneInfo(reader.timezone)

    def course(self, service_id: str, covers: tuple[Cover, ...]) -> Course:
        windows = tuple(self._window(cover, lane) for lane, cover in lanes(covers))
        states = tuple(self._state(*shown) for shown in self._shown(service_id))
        seconds, percent = self._replayed.seconds(service_id), self._reader.percent
        return Course(
            service_id=service_id,
            name=self._reader.service(service_id),
            figures=told(self._reader, "figures", net=percent(net(seconds)), gross=percent(gross(seconds))),
            spent=tuple((state, spent) for state, spent in seconds.items() if spent),
            summary="; ".join(bar.story for bar in states),
            windows=windows,
            lanes=max((bar.lane + 1 for bar in windows), default=0),
            states=states,
            incidents=tuple(self._incidents(service_id)),
            marks=tuple(self._marks(service_id)),
            ticks=tuple(self._scale.ticks(self._reader.timezone)),
        )

    def _shown(self, service_id: str) -> Iterator[_Shown]:
        """The states in turn; two incidents that follow each other in one state are one stretch."""
        scenario = self._replayed.scenario
        changes: list[tuple[State, datetime]] = []
        for entry in self._replayed.timelines[service_id]:
            if not changes or changes[-1][0] is not entry.state:
                changes.append((entry.state, entry.at))
        for (state, since), (_, until) in pairwise([*changes, (State.UNKNOWN, scenario.ends)]):
            yield state, since, until

    def _state(self, state: State, since: datetime, until: datetime) -> Bar:
        spent = length((until - since).total_seconds())
        story = f"{self._say('state_span', state=self._word(state), since=since, until=until)} ({spent})"
        return self._scale.bar(since, until, kind=state.value, story=story, sign=SIGNS[state])

    def _window(self, cover: Cover, lane: int) -> Bar:
        impact = self._reader.say(f"impact_{cover.impact.value}")
        story = self._say(
            "window_span", window=cover.window_id, impact=str(impact), since=cover.starts, until=cover.ends
        )
        return self._scale.bar(cover.starts, cover.ends, kind=f"window {cover.impact.value}", story=story, lane=lane)

    def _incidents(self, service_id: str) -> Iterator[Bar]:
        for incident in self._replayed.incidents:
            if incident.service_id == service_id:
                ends = incident.ended_at or self._replayed.scenario.ends
                kind = word(f"kind_{incident.kind.value}", self._reader.language)
                story = self._say("state_span", state=kind, since=incident.started_at, until=ends)
                yield self._scale.bar(incident.started_at, ends, kind=incident.kind.value, story=story)

    def _marks(self, service_id: str) -> Iterator[Mark]:
        for page in self._replayed.pages:
            if page.service_id == service_id:
                yield self._mark(page.starts, "sent")
                if page.ends is not None:
                    yield self._mark(page.ends, "resolved")

    def _mark(self, at: datetime, kind: str) -> Mark:
        return self._scale.mark(at, kind=kind, story=f"{self._reader.choose(WORDS[kind])}: {self._clock(at)}")

    def _word(self, state: State) -> str:
        return word(state.value, self._reader.language)

    def _say(self, key: str, **values: str | datetime) -> str:
        """Plain text, for a tooltip: nothing in it is markup."""
        told = {name: self._clock(value) if isinstance(value, datetime) else value for name, value in values.items()}
        return self._reader.choose(WORDS[key]).format(**told)

    def _clock(self, at: datetime) -> str:
        return f"{at.astimezone(self._zone):%Y-%m-%d %H:%M:%S}"
