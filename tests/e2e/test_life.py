# Start, refusal and end of the real program (CONTRACT section 1).
from __future__ import annotations

import signal
from pathlib import Path

from monitor.domain.verdict import State
from tests.e2e.conftest import Programs
from tests.e2e.files import Files, platform_of, service_of
from tests.e2e.platform import Platform
from tests.e2e.program import free_port, wait_until
from tests.faulty_server import says_nothing

DRAIN_SECONDS = 10.0  # CONTRACT: `marsad run` drains in less
SERVICES = ("absher/portal", "absher/passport", "absher/hanging")


async def test_program_starts_and_drains_on_sigterm_with_a_probe_in_flight(
    site: Platform, files: Files, programs: Programs
) -> None:
    site.switch(says_nothing, "/hanging")
    hanging = service_of("hanging", site.url("/hanging"), interval="5s", timeout="5s", slow="5s")
    calm = [service_of(name, site.url(f"/{name}")) for name in ("portal", "passport")]
    files.write_platform(platform_of([*calm, hanging]))

    async def is_hanging() -> bool | None:
        return any(visit.request.path == "/hanging" for visit in site.visits) or None

    program = await programs.run(files)
    first = await program.scrape()
    up = await program.until(lambda scrape: all(scrape.state(name) is State.UP for name in SERVICES[:2]))
    answers = [(await program.web.get(path)).status_code for path in ("/-/healthy", "/-/ready")]
    await wait_until(is_hanging, "a probe in flight")
    program.signal(signal.SIGTERM)

    assert await program.ended(DRAIN_SECONDS) == 0
    assert [len(scrape.states(name)) for scrape in (first, up) for name in SERVICES] == [1] * 6
    assert answers == [200, 200]
    assert "event=stopped" in program.log


async def test_second_program_on_the_same_ledger_or_port_is_refused(
    site: Platform, files: Files, programs: Programs, tmp_path: Path
) -> None:
    on_ledger = Files(tmp_path / "same-ledger", free_port(), files.settings["canaries"])
    on_ledger.write_settings(storage=files.settings["storage"])
    on_port = Files(tmp_path / "same-port", files.port, files.settings["canaries"])
    for each in (files, on_ledger, on_port):
        each.write_platform(platform_of([service_of("portal", site.url("/portal"))]))
    first = await programs.run(files)

    same_ledger, same_port = programs.build(on_ledger), programs.build(on_port)
    for second in (same_ledger, same_port):
        second.start()

    assert [await second.ended() for second in (same_ledger, same_port)] == [2, 2]
    assert [len(second.log.splitlines()) for second in (same_ledger, same_port)] == [1, 1]
    assert "ledger" in same_ledger.log
    assert f"marsad: cannot listen on 127.0.0.1:{files.port}" in same_port.log
    assert (await first.web.get("/-/ready")).status_code == 200


async def test_configuration_that_is_wrong_ends_the_start_with_every_problem(
    site: Platform, files: Files, programs: Programs
) -> None:
    files.write_platform(platform_of([service_of("portal", site.url("/portal"), intervals="1s", timeout="soon")]))
    program = programs.build(files)

    program.start()

    assert await program.ended() == 2
    lines = program.log.splitlines()
    assert len(lines) == 2
    assert all("platform-absher.yaml:" in line for line in lines)
    assert "intervals" in program.log
    assert "timeout" in program.log
    assert not files.ledger.exists()
