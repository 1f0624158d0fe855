# States and the page signal of the live program, fault by fault (SEMANTICS sections 2 and 4).
from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from monitor.domain.verdict import State
from tests.e2e.conftest import Programs
from tests.e2e.files import Files, platform_of, service_of, window_of
from tests.e2e.platform import FORBIDDEN, OK, UNAVAILABLE, Canary, Platform
from tests.e2e.program import Scrape, now
from tests.faulty_server import says_nothing

GRACE = timedelta(seconds=3)


def shows(service_id: str, state: State, page: str | None) -> Callable[[Scrape], bool]:
    return lambda scrape: scrape.state(service_id) is state and scrape.page(service_id) == page


async def test_outage_outside_a_window_pages_until_its_recovery(
    site: Platform, files: Files, programs: Programs
) -> None:
    names = ("answers-503", "hangs", "blocked")
    files.write_platform(platform_of([service_of(name, site.url(f"/{name}")) for name in names]))
    site.switch(FORBIDDEN, "/blocked")
    program = await programs.run(files)
    await program.until(lambda scrape: all(scrape.state(f"absher/{name}") is State.UP for name in names[:2]))

    site.switch(UNAVAILABLE, "/answers-503")
    site.switch(says_nothing, "/hangs")
    for name in names[:2]:
        await program.until(shows(f"absher/{name}", State.UNPLANNED_OUTAGE, "unplanned"))
    down = await program.until(shows("absher/blocked", State.BLOCKED, None))
    site.switch(OK, *(f"/{name}" for name in names))
    for name in names:
        await program.until(shows(f"absher/{name}", State.UP, None))

    reasons = {
        name: [down.value("marsad_probe_failures_total", service_id=f"absher/{name}", reason=reason) for reason in why]
        for name, why in {"answers-503": ["status"], "hangs": ["timeout"], "blocked": ["blocked", "status"]}.items()
    }
    assert all(value for value in (*reasons["answers-503"], *reasons["hangs"], reasons["blocked"][0]))
    assert reasons["blocked"][1] == 0


async def test_outage_in_a_window_pages_only_once_it_has_outlived_it(
    site: Platform, files: Files, programs: Programs
) -> None:
    names = ("planned", "overrun")
    starts, late = now() - timedelta(minutes=5), now() + timedelta(minutes=30)
    files.write_platform(platform_of([service_of(name, site.url(f"/{name}")) for name in names]))
    files.write_windows(*(window_of(f"w-{name}", [name], starts, late) for name in names))
    site.switch(UNAVAILABLE, *(f"/{name}" for name in names))
    program = await programs.run(files)
    for name in names:
        await program.until(shows(f"absher/{name}", State.PLANNED_DOWNTIME, None))

    ends = _in_seconds(2)
    files.write_windows(
        window_of("w-planned", ["planned"], starts, late), window_of("w-overrun", ["overrun"], starts, ends)
    )
    await program.reload()
    scrapes = await program.scrapes_until(lambda scrape: scrape.page("absher/overrun") is not None)
    site.switch(OK, *(f"/{name}" for name in names))
    await program.until(shows("absher/overrun", State.UP, None))
    await program.until(shows("absher/planned", State.UP, None))

    # Overrun from the very instant of the end; the page not before the end of grace.
    paged = scrapes[-1]
    assert shown(paged, "absher/overrun") == (State.OVERRUN, "overrun")
    since = paged.value("marsad_service_state_since_timestamp_seconds", service_id="absher/overrun")
    assert since == ends.timestamp()
    assert {scrape.page("absher/overrun") for scrape in scrapes if scrape.at < ends + GRACE} <= {None}
    assert {scrape.state("absher/overrun") for scrape in scrapes} == {State.PLANNED_DOWNTIME, State.OVERRUN}
    assert {shown(scrape, "absher/planned") for scrape in scrapes} == {(State.PLANNED_DOWNTIME, None)}


async def test_failures_while_our_own_network_is_lost_are_doubted(
    site: Platform, files: Files, canaries: tuple[Canary, Canary], programs: Programs
) -> None:
    files.write_platform(platform_of([service_of(name, site.url(f"/{name}")) for name in ("sound", "failing", "down")]))
    site.switch(UNAVAILABLE, "/down")
    program = await programs.run(files)
    await program.until(shows("absher/down", State.UNPLANNED_OUTAGE, "unplanned"))
    await program.until(shows("absher/failing", State.UP, None))

    await canaries[0].close()
    await canaries[1].close()
    site.switch(UNAVAILABLE, "/failing")
    blind = await program.until(shows("absher/failing", State.UNKNOWN, None))
    # A success is always believed; an incident that is open stays open though its service is not seen.
    still_down = await program.until(shows("absher/down", State.UNKNOWN, "unplanned"))
    sound = await program.until(lambda scrape: scrape.at > still_down.at + timedelta(seconds=1))
    for canary in canaries:
        await canary.open()
    await program.until(shows("absher/failing", State.UNPLANNED_OUTAGE, "unplanned"))
    await program.until(shows("absher/down", State.UNPLANNED_OUTAGE, "unplanned"))

    assert [blind.series("marsad_location_control_success", location="riyadh-1", control=c) for c in "01"]
    assert sum(blind.series("marsad_location_control_success").values()) == 0
    assert shown(sound, "absher/sound") == (State.UP, None)
    assert shown(sound, "absher/failing") == (State.UNKNOWN, None)


def shown(scrape: Scrape, service_id: str) -> tuple[State | None, str | None]:
    return scrape.state(service_id), scrape.page(service_id)


def _in_seconds(seconds: float) -> datetime:
    """Rounded as the files write it."""
    at = now() + timedelta(seconds=seconds)
    return at.replace(microsecond=at.microsecond // 1000 * 1000)
