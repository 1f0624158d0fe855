# Reloading the live program: by signal, by request and by content, whole or not at all (SEMANTICS W14 to W18).
from __future__ import annotations

import shutil
import signal
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from monitor.domain.verdict import State
from tests.e2e.conftest import Programs
from tests.e2e.files import Document, Files, platform_of, service_of, window_of
from tests.e2e.platform import OK, UNAVAILABLE, Platform
from tests.e2e.program import Scrape, now

SUCCESSFUL = "marsad_config_last_reload_successful"


def _platform(site: Platform, *names: str) -> Document:
    return platform_of([service_of(name, site.url(f"/{name}")) for name in names])


async def test_reload_keeps_open_incidents_and_the_services_of_the_file(
    site: Platform, files: Files, programs: Programs
) -> None:
    files.write_platform(_platform(site, "down", "leaving"))
    site.switch(UNAVAILABLE, "/down")
    program = await programs.run(files)
    before = await program.until(
        lambda scrape: (
            scrape.summary == {"absher/down": (State.UNPLANNED_OUTAGE, "unplanned"), "absher/leaving": (State.UP, None)}
        )
    )

    files.write_platform(_platform(site, "down", "coming"))
    problems = await program.reload()
    after = await program.scrape()
    coming = await program.until(lambda scrape: scrape.state("absher/coming") is State.UP)
    refused = await program.web.get("/-/reload")

    since = "marsad_service_state_since_timestamp_seconds"
    assert problems == ""
    assert refused.status_code == 405
    assert set(after.summary) == {"absher/down", "absher/coming"}
    assert {name for name in after.samples if after.series(name, service_id="absher/leaving")} == set()
    assert {scrape.summary["absher/down"] for scrape in (after, coming)} == {(State.UNPLANNED_OUTAGE, "unplanned")}
    assert after.value(since, service_id="absher/down") == before.value(since, service_id="absher/down")
    site.switch(OK, "/down")
    await program.until(lambda scrape: scrape.summary["absher/down"] == (State.UP, None))


async def test_window_that_a_reload_adds_covers_from_then_on_and_one_that_it_removes_has_ended(
    site: Platform, files: Files, programs: Programs
) -> None:
    files.write_platform(_platform(site, "early", "late"))
    site.switch(UNAVAILABLE, "/early")
    program = await programs.run(files)
    await program.until(lambda scrape: scrape.page("absher/early") == "unplanned")
    await program.until(lambda scrape: scrape.state("absher/late") is State.UP)

    files.write_windows(window_of("w", ["early", "late"], now() - timedelta(minutes=5), now() + timedelta(minutes=30)))
    await program.reload()
    added = await program.scrape()
    site.switch(UNAVAILABLE, "/late")
    covered = await program.until(lambda scrape: scrape.state("absher/late") is State.PLANNED_DOWNTIME)
    files.write_windows()
    await program.reload()
    removed = await program.scrape()
    paged = await program.until(lambda scrape: scrape.page("absher/late") == "overrun")

    active = "marsad_maintenance_active"
    assert [scrape.value(active, service_id="absher/late") for scrape in (added, covered, removed)] == [1, 1, 0]
    assert removed.state("absher/late") is State.OVERRUN
    # What was latched before the window was known stays what it was.
    scrapes = (added, covered, removed, paged)
    assert {scrape.summary["absher/early"] for scrape in scrapes} == {(State.UNPLANNED_OUTAGE, "unplanned")}


async def test_half_written_file_leaves_the_old_configuration_running_until_it_is_mended(
    site: Platform, files: Files, programs: Programs
) -> None:
    """Mended to the very contents that are running, the files once looked unchanged and the alert stayed."""
    files.write_platform(_platform(site, "portal"))
    whole = (files.folder / "platform-absher.yaml").read_bytes()
    program = await programs.run(files)
    running = await program.until(lambda scrape: scrape.state("absher/portal") is State.UP)

    (files.folder / "platform-absher.yaml").write_bytes(whole[: len(whole) // 2] + b"\n  nonsense: [")
    files.write_settings(graze="1s")
    program.signal(signal.SIGHUP)
    failed = await program.until(lambda scrape: scrape.value(SUCCESSFUL) == 0)
    problems = await program.reload(accepted=False)
    onwards = await program.until(_has_probed_since(failed))
    del files.settings["graze"]
    files.write_settings()
    (files.folder / "platform-absher.yaml").write_bytes(whole)
    mended = await program.until(lambda scrape: scrape.value(SUCCESSFUL) == 1)

    assert running.value(SUCCESSFUL) == 1
    assert sorted({Path(line.partition(":")[0]).name for line in problems.splitlines()}) == [
        "marsad.yaml",
        "platform-absher.yaml",
    ]
    assert {scrape.state("absher/portal") for scrape in (failed, onwards, mended)} == {State.UP}
    info = "marsad_config_info"
    assert running.series(info) == failed.series(info) == mended.series(info)
    assert "event=reload_failed" in program.log


async def test_swapped_link_of_a_mounted_configmap_is_taken_up(
    site: Platform, files: Files, programs: Programs, tmp_path: Path
) -> None:
    mount = tmp_path / "mount"
    files.write_platform(_platform(site, "portal"))
    _publish(files, mount, "..first")
    for name in (*(path.name for path in files.folder.iterdir()), "windows-more.yaml"):
        (mount / name).symlink_to(Path("..data", name))
    program = await programs.run(files, mount / "marsad.yaml")
    await program.until(lambda scrape: scrape.state("absher/portal") is State.UP)

    files.write_platform(_platform(site, "portal", "passport"))
    _publish(files, mount, "..second")
    shutil.rmtree(mount / "..first")

    await program.until(lambda scrape: scrape.state("absher/passport") is State.UP)


def _publish(files: Files, mount: Path, version: str) -> None:
    """As the kubelet does it: a new folder, then a link to it that replaces the former one in one step."""
    shutil.copytree(files.folder, mount / version)
    (mount / version / "windows-more.yaml").write_text("windows: []\n", encoding="utf-8")
    (mount / "..data_tmp").symlink_to(version)
    (mount / "..data_tmp").rename(mount / "..data")


def _has_probed_since(former: Scrape) -> Callable[[Scrape], bool]:
    probes = former.counts("marsad_probes_total")
    return lambda scrape: scrape.counts("marsad_probes_total") > probes + 1
