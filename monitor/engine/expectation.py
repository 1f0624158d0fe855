"""Holds what a replay did against what its scenario expects. Every expectation becomes one sentence, true or not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from monitor.domain.availability import gross, net
from monitor.engine.replay import Page, Replayed
from monitor.engine.scenario import ExpectedAvailability, ExpectedPage, ExpectedSeconds, ExpectedState


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """One expectation, whether it held, and what was found."""

    ok: bool
    text: str


def verify(replayed: Replayed) -> tuple[Verified, ...]:
    """Every expectation of the scenario, in the order of the file."""
    expect = replayed.scenario.expect
    found = [_state(replayed, wanted) for wanted in expect.states]
    found += [_seconds(replayed, wanted) for wanted in expect.seconds]
    found += [_availability(replayed, wanted) for wanted in expect.availability]
    if expect.pages is not None:
        found += _pages(replayed.pages, expect.pages)
    return tuple(found)


def _state(replayed: Replayed, wanted: ExpectedState) -> Verified:
    state = replayed.state_at(wanted.service_id, wanted.at)
    text = f"{wanted.service_id} is {wanted.state.value} at {rfc3339(wanted.at)}: found {state.value}"
    return Verified(ok=state is wanted.state, text=text)


def _seconds(replayed: Replayed, wanted: ExpectedSeconds) -> Verified:
    seconds = replayed.seconds(wanted.service_id)[wanted.state]
    within = wanted.within.total_seconds()
    text = f"{wanted.service_id} is {wanted.state.value} for {wanted.seconds:g} s ± {within:g} s: found {seconds:g} s"
    return Verified(ok=abs(seconds - wanted.seconds) <= within, text=text)


def _availability(replayed: Replayed, wanted: ExpectedAvailability) -> Verified:
    seconds = replayed.seconds(wanted.service_id)
    named = (("net", wanted.net, net(seconds)), ("gross", wanted.gross, gross(seconds)))
    compared = [(name, value, found) for name, value, found in named if value is not None]
    ok = all(found is not None and _rounds_to(found, value, wanted.digits) for _, value, found in compared)
    told = ", ".join(f"{name} {value:.{wanted.digits}f} %: found {_percent(found)}" for name, value, found in compared)
    return Verified(ok=ok, text=f"{wanted.service_id} has {told}")


def _rounds_to(found: float, value: float, digits: int) -> bool:
    # A hair of tolerance, so that a half-way value is not decided by binary representation.
    return abs(found - value) <= 0.5 / 10.0**digits + 1e-9


def _percent(figure: float | None) -> str:
    return "no service time" if figure is None else f"{figure:.5f} %"


def _pages(pages: tuple[Page, ...], wanted: tuple[ExpectedPage, ...]) -> Iterator[Verified]:
    """The list is complete: each wanted page takes the first that fits, and none may be left over."""
    left = list(pages)
    for page in wanted:
        match = next((found for found in left if _fits(found, page)), None)
        if match is not None:
            left.remove(match)
        yield Verified(ok=match is not None, text=f"{_wanted_page(page)}: {_found_page(match)}")
    for page_ in left:
        yield Verified(ok=False, text=f"no further page: found {_found_page(page_)}")
    if not wanted and not left:
        yield Verified(ok=True, text="no page")


def _fits(found: Page, wanted: ExpectedPage) -> bool:
    if (found.kind, found.service_id) != (wanted.kind, wanted.service_id):
        return False
    if abs(found.starts - wanted.at) > wanted.within:
        return False
    if wanted.explained_by is not None and found.explained_by != wanted.explained_by:
        return False
    return not wanted.resolved_checked or _resolved_as(found.ends, wanted)


def _resolved_as(ends: datetime | None, wanted: ExpectedPage) -> bool:
    if wanted.resolved_at is None or ends is None:
        return wanted.resolved_at is None and ends is None
    return abs(ends - wanted.resolved_at) <= wanted.within


def _wanted_page(page: ExpectedPage) -> str:
    resolved = ""
    if page.resolved_checked:
        resolved = f", resolved {rfc3339(page.resolved_at)}" if page.resolved_at else ", still open"
    explained = f", explained by {page.explained_by}" if page.explained_by else ""
    within = page.within.total_seconds()
    return f"{page.kind.value} page for {page.service_id} at {rfc3339(page.at)} ± {within:g} s{resolved}{explained}"


def _found_page(page: Page | None) -> str:
    if page is None:
        return "found none"
    resolved = f"resolved {rfc3339(page.ends)}" if page.ends else "still open"
    return f"{page.kind.value} {page.service_id} {rfc3339(page.starts)}, {resolved}"


def rfc3339(instant: datetime) -> str:
    """The instant in UTC as RFC 3339 writes it, with a fraction only where there is one."""
    return instant.isoformat().replace("+00:00", "Z")
