"""The parts of every story: what was seen, what was planned, what follows, figures, and the service it rests on.

What is said of a ministry's service is what our probe could or could not reach, never that the service is down.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from monitor.domain.availability import gross, net
from monitor.domain.catalogue import Strength
from monitor.domain.explanation.facts import DAY, Case, Outage
from monitor.domain.explanation.lives import Life
from monitor.domain.explanation.wording import length
from monitor.domain.history import Glimpse, Seen, spent
from monitor.domain.incident import Kind
from monitor.domain.verdict import State

_SILENCE = timedelta(seconds=10)  # a heartbeat is at most half as old
_SEEN = {
    Seen.OK: "answers as expected",
    Seen.SLOW: "answers slowly",
    Seen.FAILED: "gets no working answer",
    Seen.BLOCKED: "is refused",
    Seen.DOUBTED: "fails, which is not believed: our own network reached nothing either",
}
_NOTHING_DUE = frozenset({State.UP, State.DEGRADED})


# ---- what was seen (section 2)


def seen(case: Case) -> Iterator[str]:
    """Observations: the present ones of each check, and the outage from its first failure to its recovery."""
    heard_until = case.facts.heard_until
    if heard_until is not None and case.at > heard_until + _SILENCE:
        yield f"Nothing is known after {case.tell(heard_until)}: the monitor does not run, or cannot write its ledger."
    if case.facts.service.inferred_from:
        yield f"This service has no check of its own; it is inferred from {case.facts.service.inferred_from}."
    for check in case.facts.checks:
        found = case.glimpses_of(check.id)
        told = _glimpse(found[-1], case) if found else "has not seen anything yet"
        yield f"Check {check.name} {told}."
    if case.outage is not None:
        yield from _outage(case.outage, case)
    if case.state is State.UNKNOWN:
        yield "Nobody sees the service at this instant, so its state is unknown, whatever is planned."


def _glimpse(glimpse: Glimpse, case: Case) -> str:
    reason = f" ({glimpse.reason})" if glimpse.reason else ""
    evidence = f", {glimpse.evidence}" if glimpse.evidence else ""
    return f"from {glimpse.location} {_SEEN[glimpse.seen]}{reason} since {case.tell(glimpse.at)}{evidence}"


def _outage(outage: Outage, case: Case) -> Iterator[str]:
    reason = outage.incident.reason or "unknown"
    first = f"The first failed look was at {case.tell(outage.started_at)}, reason {reason}"
    if outage.is_confirmed:
        yield f"{first}, confirmed at {case.tell(outage.confirmed_at)} and dated back to it."
    else:
        yield f"{first}; it was confirmed only later, at {case.tell(outage.confirmed_at)}, and dated back to it."
    before = [glimpse for glimpse in case.glimpses if glimpse.at < outage.started_at and glimpse.seen is Seen.OK]
    if before:
        yield f"Before that our probe had been answered as expected since {case.tell(before[-1].at)}."
    if outage.ended_at is not None:
        recovered = outage.incident.recovered_at
        confirmed = f", confirmed at {case.tell(recovered)}" if recovered else ""
        yield f"The first working answer came at {case.tell(outage.ended_at)}{confirmed}."


# ---- what was planned (section 3)


def planned(case: Case) -> Iterator[str]:
    """The windows in play that mean this service, each with its revision, author and source, or that there is none."""
    lives = [life for life in case.lives if life.concerns]
    covers = case.plan.covering(case.at)
    if covers:
        names = ", ".join(cover.window_id for cover in covers)
        yield f"At this instant window {names} covers the service (impact {covers[0].impact.value})."
    else:
        yield "No window covers the service at this instant."
    if not lives:
        yield "None is known of around it."
    for life in lives:
        yield _life(life, case)


def _life(life: Life, case: Case) -> str:
    stage = life.last
    revision = stage.revision
    span = f"{case.tell(stage.starts)} to {case.tell(stage.ends)}"
    status = f", {revision.spec.status}" if stage.is_cancelled else ""
    meant = "" if life.means[-1] else ", no longer for this service"
    source = f"; source: {revision.spec.source_url or revision.spec.source_text}" if _has_source(life) else ""
    why = f" ({revision.why})" if revision.why else ""
    return (
        f"Window {life.window_id}, revision {revision.number}: {span}, impact {revision.spec.impact.value}"
        f"{status}{meant}; by {revision.by} through {revision.origin}{why}, known at "
        f"{case.tell(revision.known_at)}{source}."
    )


def _has_source(life: Life) -> bool:
    spec = life.last.revision.spec
    return bool(spec.source_url or spec.source_text)


# ---- what follows (section 4)


def follows(case: Case) -> Iterator[str]:
    """The latch, and when a page was sent, falls due, waits, or why there is none."""
    outage = case.outage
    if outage is None:
        yield "No outage is open and no page is out."
        return
    if not outage.is_confirmed:
        yield "The outage was not confirmed yet: nothing had been decided and no page raised."
    elif outage.ended_at is not None:
        yield _over(outage, case)
    elif case.facts.service.inferred_from:
        yield "An inferred service never raises a page of its own."
    else:
        yield from _open(outage, case)
        if case.state in {State.BLOCKED, State.UNKNOWN}:
            yield "The outage stays open meanwhile: the next failed look goes on with it, recovery needs its successes."


def _over(outage: Outage, case: Case) -> str:
    if outage.paged_at is not None:
        recovered = outage.incident.recovered_at
        resolved = f" and resolved at {case.tell(recovered)}" if recovered and recovered <= case.at else ""
        return f"Its page was raised at {case.tell(outage.paged_at)}{resolved}."
    why = {
        Kind.PLANNED: "planned downtime never pages",
        Kind.OVERRUN: "it was over, or not seen again, before a page could be raised",
        Kind.UNPLANNED: "an inferred service never pages",
    }
    return f"No page was raised: {why[outage.kind]}."


def _open(outage: Outage, case: Case) -> Iterator[str]:
    if outage.kind is Kind.UNPLANNED:
        yield "No window covered its confirmation: latched as unplanned until a confirmed recovery, whatever opens."
    elif outage.kind is Kind.OVERRUN and outage.overrun_at is not None:
        yield f"It outlived its window: overrun since {case.tell(outage.overrun_at)} until a confirmed recovery."
    if outage.paged_at is not None:
        yield f"The page was raised at {case.tell(outage.paged_at)} and stays until a confirmed recovery."
    elif outage.kind is Kind.OVERRUN:
        yield _overrun_page(outage, case)
    elif outage.is_held:
        yield "Its page is held until the coming window begins; should that window be withdrawn, it is due at once."
    else:
        yield _planned_page(case)


def _overrun_page(outage: Outage, case: Case) -> str:
    assert outage.overrun_at is not None
    grace = case.facts.measures.grace
    ended = case.plan.last_out(outage.overrun_at) or outage.overrun_at
    due = max(ended + grace, outage.overrun_at)
    if due > case.at:
        return f"The page is due at {case.tell(due)}: the window's end and a grace of {length(grace)}."
    return (
        f"The page fell due at {case.tell(due)}, when no failure could be seen or a recovery was pending: it waits for "
        "the next failed look."
    )


def _planned_page(case: Case) -> str:
    spell = case.running
    if spell is None:
        return "Its window is over and nobody has seen the service since: the next failed look makes it an overrun."
    due = spell.ends + case.facts.measures.grace
    return (
        f"No page while the window runs. Without a working answer at its end, {case.tell(spell.ends)}, it is overrun "
        f"from there on, and the page is due at {case.tell(due)}."
    )


# ---- figures (section 5)


def figures(case: Case) -> str | None:
    """Net and gross availability of the day up to the instant, where something was lost or planned in it."""
    total = dict.fromkeys(State, 0.0)
    for usage in spent(case.facts.service.id, case.timeline, case.at - DAY, case.at):
        total[usage.state] += usage.seconds
    told = [
        f"{length(timedelta(seconds=seconds))} {state.value}"
        for state, seconds in total.items()
        if seconds >= 1 and state not in _NOTHING_DUE
    ]
    if not told:
        return None
    share = [f"{name} {_percent(value)}" for name, value in (("net", net(total)), ("gross", gross(total)))]
    return f"In the 24 hours before: {', '.join(told)}; availability {', '.join(share)} (net leaves planned time out)."


def _percent(figure: float | None) -> str:
    return "has no service time to count" if figure is None else f"{figure:.3f} %"


# ---- the root (section 7)


def root(case: Case) -> Iterator[str]:
    """What the service rests on, and whether that explains its outage."""
    for edge in case.facts.service.depends_on:
        if edge.strength is not Strength.HARD:
            yield (
                f"It rests on {edge.service_id} for its {edge.strength.value} only: public pages stay up when that "
                "fails, and nothing is explained by it."
            )
    for service in case.facts.roots:
        yield _hard(service.id, case)


def _hard(root_id: str, case: Case) -> str:
    opened = [i for i in case.facts.incidents if i.service_id == root_id and i.started_at <= case.at]
    outage = case.outage
    still = [i for i in opened if i.ended_at is None or i.ended_at > case.at]
    if not still:
        return f"It rests wholly on {root_id}, for which no outage is open; windows of {root_id} cover it too."
    since = case.tell(still[-1].started_at)
    if outage is None or outage.ended_at is not None:
        return f"It rests wholly on {root_id}, which our probe cannot reach since {since}; this service answers."
    return (
        f"It rests wholly on {root_id}, which our probe cannot reach since {since}: that explains this outage, and the "
        f"page is left to {root_id}."
    )
