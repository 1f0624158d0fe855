"""Windows and the clock: D1 to D6 of the windows in play, and D8 of the monitor itself (SEMANTICS section 6)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from monitor.domain.explanation.facts import Case, book_known
from monitor.domain.explanation.lives import Stage
from monitor.domain.explanation.rule import Found, Rule
from monitor.domain.explanation.wording import dated, length
from monitor.domain.recurrence import Edge, occurrences, resolve, zone_of
from monitor.domain.window import WindowSpec

_NEAR = timedelta(days=8)  # a weekly rule has an occurrence within it


def _standing(case: Case) -> Iterator[tuple[str, Stage, tzinfo]]:
    for life in case.lives:
        if life.standing is not None and life.means[-1]:
            yield life.window_id, life.standing, zone_of(life.standing.revision.spec)


def _local_edges(stage: Stage) -> Iterator[tuple[str, datetime, Edge]]:
    """Start and end as wall times, where they were given as such."""
    zone = zone_of(stage.revision.spec)
    if stage.local_start.tzinfo is None:
        yield "start", stage.local_start, Edge.START
    ends = stage.revision.spec.ends
    if ends is not None and ends.tzinfo is None:
        recurring = stage.revision.spec.rule is not None
        yield "end", stage.ends.astimezone(zone).replace(tzinfo=None) if recurring else ends, Edge.END


def _missing(case: Case) -> Found:
    for window_id, stage, zone in _standing(case):
        for name, local, edge in _local_edges(stage):
            instant, is_moved = resolve(local, zone, edge=edge)
            if is_moved:
                return {"window": window_id, "edge": name, "local": f"{local:%Y-%m-%d %H:%M}", "at": case.tell(instant)}
    return None


def _twice(case: Case) -> Found:
    for window_id, stage, zone in _standing(case):
        for name, local, edge in _local_edges(stage):
            first, is_moved = resolve(local, zone, edge=Edge.START)
            last, _ = resolve(local, zone, edge=Edge.END)
            fold = stage.revision.spec.fold
            taken, _ = resolve(local, zone, edge=edge, fold=fold)
            if first != last and not is_moved:
                why = f"as its `fold: {fold.value}` says" if fold else "as the rule is"
                which = "first" if taken == first else "second"
                return {"window": window_id, "edge": name, "local": f"{local:%H:%M}", "which": which, "why": why}
    return None


def _over_a_change(case: Case) -> tuple[str, Stage, tzinfo] | None:
    for window_id, stage, zone in _standing(case):
        if stage.starts.astimezone(zone).utcoffset() != stage.ends.astimezone(zone).utcoffset():
            return window_id, stage, zone
    return None


def _kept(case: Case) -> Found:
    found = _over_a_change(case)
    if found is None:
        return None
    window_id, stage, _ = found
    kept = "duration" if stage.revision.spec.ends is None else "end"
    return {"window": window_id, "kept": kept, "ends": case.tell(stage.ends)}


def _in_utc(case: Case) -> Found:
    found = _over_a_change(case)
    if found is None:
        return None
    window_id, stage, zone = found
    walls = [instant.astimezone(zone).replace(tzinfo=None) for instant in (stage.starts, stage.ends)]
    return {"window": window_id, "length": length(stage.ends - stage.starts), "wall": _signed(walls[1] - walls[0])}


def _signed(span: timedelta) -> str:
    return f"-{length(span)}" if span < timedelta(0) else length(span)


def _recurs(case: Case) -> Found:
    service, at = case.facts.service, case.at
    for chain in book_known(case.facts.book, at).chains.values():
        spec = chain[-1].spec
        meant = spec.platform == service.platform_id and spec.scope.covers(service.name_part, service.labels)
        if spec.rule is None or spec.withdrawn or not meant:
            continue
        near = list(occurrences(spec, at - _NEAR, at + _NEAR))
        if near:
            nearest = min(near, key=lambda found: max(found.starts - at, at - found.ends, timedelta(0)))
            return {"window": spec.id, "zone": str(zone_of(spec)), "nearest": _there(nearest.starts, spec)}
    return None


def _there(instant: datetime, spec: WindowSpec) -> str:
    zone = zone_of(spec)
    return dated(instant, zone.key) if isinstance(zone, ZoneInfo) else f"{instant:%Y-%m-%d %H:%M:%S} UTC"


def _over_midnight(case: Case) -> Found:
    for window_id, stage, zone in _standing(case):
        starts, ends = (instant.astimezone(zone) for instant in (stage.starts, stage.ends))
        leaps = any((day.month, day.day) == (2, 29) for day in (starts, ends))
        at_midnight = starts.time() == datetime.min.time()
        if starts.date() != ends.date() or at_midnight or leaps:
            return {
                "window": window_id,
                "starts": f"{starts:%Y-%m-%d %H:%M}",
                "ends": f"{ends:%Y-%m-%d %H:%M}",
                "length": length(stage.ends - stage.starts),
            }
    return None


def _stalled(case: Case) -> Found:
    for absence in case.facts.absences:
        if absence.kind == "stall" and case.since <= absence.until and absence.since <= case.at:
            return {"since": case.tell(absence.since), "until": case.tell(absence.until)}
    return None


CLOCK_RULES = (
    Rule(
        name="D1",
        applies=_missing,
        sentence="The {edge} of window {window}, {local}, does not exist on the wall clock that night: the first valid "
        "instant stands for it, {at}.",
    ),
    Rule(
        name="D2",
        applies=_twice,
        sentence="The {edge} of window {window}, {local}, happens twice that night: the {which} one is meant, {why}.",
    ),
    Rule(
        name="D3",
        applies=_kept,
        sentence="The clock changes inside window {window}: what its author gave is kept, its {kept}, so that it ends "
        "at {ends}.",
    ),
    Rule(
        name="D4",
        applies=_in_utc,
        sentence="Counted in UTC it lasts {length}; the wall clock would say {wall}.",
    ),
    Rule(
        name="D5",
        applies=_recurs,
        sentence="Window {window} recurs at the same wall time in {zone}; its nearest occurrence starts at {nearest}.",
    ),
    Rule(
        name="D6",
        applies=_over_midnight,
        sentence="Window {window} runs from {starts} to {ends} of its own clock, {length}, over or from a midnight.",
    ),
)

STALL_RULES = (
    Rule(
        name="D8",
        applies=_stalled,
        sentence="The monitor itself stood still from {since} to {until}: nobody saw the service in that time.",
    ),
)
