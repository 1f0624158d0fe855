# What the live program shows: strict metrics, a page in both languages, a configuration without its secrets.
from __future__ import annotations

import anyio
from prometheus_client.openmetrics.parser import text_string_to_metric_families as parsed

from tests.e2e.conftest import Programs
from tests.e2e.files import Files, platform_of, service_of
from tests.e2e.platform import FORBIDDEN, UNAVAILABLE, Platform

OPENMETRICS = "application/openmetrics-text; version=1.0.0"
NAMES = ("portal", "passport", "licence")
SECRET = "s3cret-of-the-platform"


async def test_live_metrics_pages_and_configuration(site: Platform, files: Files, programs: Programs) -> None:
    http = {"headers": {"X-Access": "Bearer ${PLATFORM_TOKEN}"}}
    files.write_platform(platform_of([service_of(name, site.url(f"/{name}"), http=http) for name in NAMES]))
    site.switch(UNAVAILABLE, "/passport")
    site.switch(FORBIDDEN, "/licence")
    program = await programs.run(files, PLATFORM_TOKEN=SECRET)
    await program.until(lambda scrape: len(scrape.series("marsad_probe_success")) == len(NAMES))
    await program.until(lambda scrape: scrape.page("absher/passport") == "unplanned")

    strict = await program.web.get("/metrics", headers={"Accept": OPENMETRICS})
    plain = await program.web.get("/metrics")
    pages = {language: await program.web.get("/", params={"lang": language}) for language in ("en", "ar")}
    shown = await program.web.get("/config")
    linted = await anyio.run_process(["promtool", "check", "metrics"], input=plain.content, check=False)

    families = {family.name for family in parsed(strict.text)}  # type: ignore[no-untyped-call]  # the library has no types
    assert strict.headers["content-type"].startswith(OPENMETRICS)
    assert {"marsad_service_state", "marsad_incident_open", "marsad_probes", "process_cpu_seconds"} <= families
    assert (linted.returncode, linted.stdout, linted.stderr) == (0, b"", b"")
    assert [name for name in NAMES if f"Service {name}" not in pages["en"].text] == []
    assert [name for name in NAMES if f"خدمة {name}" not in pages["ar"].text] == []
    assert {visit.request.headers["x-access"] for visit in site.visits} == {f"Bearer {SECRET}"}
    assert "<secret>" in shown.text
    everything = (strict.text, plain.text, pages["en"].text, pages["ar"].text, shown.text, program.log)
    assert [text for text in everything if SECRET in text] == []
