"""``/probe`` of the running program: what it may ask, its modules over a reload, and the window that rides along."""

from __future__ import annotations

from datetime import timedelta

import httpx

from tests.e2e.conftest import Programs
from tests.e2e.files import Files, platform_of, service_of, window_of
from tests.e2e.platform import Platform
from tests.e2e.program import Program, now

HOUR = timedelta(hours=1)


async def asked(program: Program, target: str, module: str = "http_2xx") -> httpx.Response:
    return await program.web.get("/probe", params={"target": target, "module": module})


async def test_modules_follow_a_reload_and_a_bad_file_leaves_the_old_ones(
    programs: Programs, files: Files, site: Platform
) -> None:
    modules = files.folder / "modules.yml"
    modules.write_text("modules: {http_2xx: {prober: http}}\n", encoding="utf-8")
    files.write_platform(platform_of([service_of("portal", site.url("/portal"))]))
    program = await programs.run(files)

    before = await asked(program, site.url("/portal"), "other")
    modules.write_text("modules: {http_2xx: {prober: http}, other: {prober: http}}\n", encoding="utf-8")
    await program.reload()
    after = await asked(program, site.url("/portal"), "other")
    modules.write_text("modules: {other: {prober: http, timeout: soon}}\n", encoding="utf-8")
    said = await program.reload(accepted=False)
    still = await asked(program, site.url("/portal"))

    assert (before.status_code, before.text) == (400, 'Unknown module "other"\n')
    assert (after.status_code, still.status_code) == (200, 200)
    assert said.endswith('modules.yml:1: modules.other.timeout: "soon": must be a duration like 5s or 1m30s.\n')
    assert (await program.scrape()).value("marsad_probe_module_unknown_total") == 1


async def test_other_hosts_are_refused_until_the_configuration_names_them(
    programs: Programs, files: Files, site: Platform
) -> None:
    files.write_platform(platform_of([service_of("portal", site.url("/portal"))]))
    program = await programs.run(files)
    elsewhere = site.url("/portal").replace("127.0.0.1", "localhost")

    refused = await asked(program, elsewhere)
    files.write_settings(probe={"allow": ["localhost"]})
    await program.reload()
    allowed = await asked(program, elsewhere)

    assert (refused.status_code, allowed.status_code) == (403, 200)
    assert "\nprobe_success 1\n" in allowed.text


async def test_a_live_window_rides_along(programs: Programs, files: Files, site: Platform) -> None:
    files.write_platform(
        platform_of([service_of("portal", site.url("/portal")), service_of("other", site.url("/other"))])
    )
    files.write_windows(window_of("w1", ["portal"], now() - HOUR, now() + HOUR, impact="outage"))
    program = await programs.run(files)

    answer = await asked(program, site.url("/portal"))

    lines = [line for line in answer.text.splitlines() if line.startswith("marsad_maintenance_active{")]
    assert lines == [
        'marsad_maintenance_active{dependency="",platform="absher",service_id="absher/other",tier="2"} 0',
        'marsad_maintenance_active{dependency="",platform="absher",service_id="absher/portal",tier="2"} 1',
    ]
