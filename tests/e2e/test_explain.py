# `/explain` of the running program, and `marsad explain` beside it, on the ledger it is writing.
from __future__ import annotations

import json
import subprocess
import sys

from anyio import to_thread

from monitor.domain.verdict import State
from tests.e2e.conftest import Programs
from tests.e2e.files import Files, platform_of, service_of
from tests.e2e.platform import UNAVAILABLE, Platform
from tests.e2e.program import ROOT, Program, wait_until


async def test_state_is_explained_while_the_monitor_runs(site: Platform, files: Files, programs: Programs) -> None:
    files.write_platform(platform_of([service_of("portal", site.url("/portal"))]))
    program = await programs.run(files)
    await program.until(lambda scrape: scrape.state("absher/portal") is State.UP)
    site.switch(UNAVAILABLE, "/portal")
    await program.until(lambda scrape: scrape.state("absher/portal") is State.UNPLANNED_OUTAGE)

    page = await wait_until(lambda: told(program, "gets no working answer (status)"), "the story of the outage")
    command = [sys.executable, "-m", "monitor", "explain", "absher/portal", f"--config.file={files.main}", "--json"]
    answered = await to_thread.run_sync(lambda: subprocess.run(command, cwd=ROOT, capture_output=True, check=True))

    story = json.loads(answered.stdout)
    assert story["state"] == "unplanned_outage"
    assert "expect.status: found 503, wanted 200" in story["paragraphs"][0]["text"]
    assert "The page was raised at" in page
    assert (await program.web.get("/explain?service=absher/nothing")).status_code == 404
    assert (await program.web.get("/-/ready")).status_code == 200


async def told(program: Program, wanted: str) -> str | None:
    """The page, once it tells so: what was seen is written within a second."""
    page = (await program.web.get("/explain?service=absher/portal&lang=en")).text
    return page if wanted in page else None
