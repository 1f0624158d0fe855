"""Drafts through the real program: a text is read, commands and clients decide, and ``kill -9`` forgets nothing."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import anyio.to_thread
import httpx
from typer.testing import CliRunner

from monitor.cli import program as commands
from monitor.domain.verdict import State
from tests.e2e.conftest import Programs
from tests.e2e.files import Files
from tests.e2e.platform import UNAVAILABLE, Platform
from tests.e2e.program import Program, now
from tests.e2e.test_api import API, BEARER, instructed

PORTAL = "absher/portal"


def notice() -> dict[str, str]:
    """An announcement of work that began an hour ago, in the monitor's own zone."""
    starts, ends = (now() + timedelta(hours=3 + hours) for hours in (-1, 3))
    text = (
        "Absher announces scheduled maintenance. The platform will be unavailable "
        f"from {starts:%H:%M} on {starts:%d %B %Y} until {ends:%H:%M} on {ends:%d %B %Y}, Riyadh time."
    )
    return {"text": text, "published": f"{starts:%Y-%m-%d}", "source_url": "https://spa.example/1", "by": "ali"}


async def announced(running: Program) -> str:
    response = await running.web.post(f"{API}/drafts", json=notice(), headers=BEARER)
    assert response.status_code == 201, response.text
    (found,) = response.json()["drafts"]
    assert found["proposed"][0]["missing"] == [], found
    draft_id: str = found["id"]
    return draft_id


async def decide(running: Program, draft_id: str, by: str) -> httpx.Response:
    body = {"decision": "confirm", "by": by}
    return await running.web.post(f"{API}/drafts/{draft_id}/decision", json=body, headers=BEARER)


async def test_draft_covers_nothing_until_a_command_confirms_it_and_outlives_a_kill(
    site: Platform, files: Files, programs: Programs
) -> None:
    instructed(files, site)
    running = await programs.run(files)
    draft_id = await announced(running)
    await running.kill()
    running.start()
    await running.ready()
    waiting = (await running.web.get(f"{API}/drafts", params={"decision": "waiting"})).json()["drafts"]
    metric = (await running.web.get("/metrics")).text
    before = (await running.web.get(f"{API}/windows")).json()["windows"]

    arguments = ["windows", "confirm", draft_id, "--by=noura", f"--config.file={files.main}"]
    said = await anyio.to_thread.run_sync(CliRunner().invoke, commands._program, arguments)
    site.switch(UNAVAILABLE, "/portal")

    assert [one["id"] for one in waiting] == [draft_id]
    assert "marsad_maintenance_drafts_waiting 1\n" in metric
    assert before == []
    assert said.exit_code == 0, said.output
    assert said.stdout.startswith(f"{draft_id}: confirmed by the monitor at http://127.0.0.1:{files.port} as absher-")
    await running.until(lambda scrape: scrape.state(PORTAL) is State.PLANNED_DOWNTIME)


async def test_of_two_who_confirm_one_draft_at_once_one_wins(site: Platform, files: Files, programs: Programs) -> None:
    instructed(files, site)
    running = await programs.run(files)
    draft_id = await announced(running)

    async with asyncio.TaskGroup() as tasks:
        both = [tasks.create_task(decide(running, draft_id, by)) for by in ("ali", "sara")]

    assert sorted(task.result().status_code for task in both) == [201, 409]
    windows = (await running.web.get(f"{API}/windows")).json()["windows"]
    assert len(windows) == 1
    assert "marsad_maintenance_drafts_waiting 0\n" in (await running.web.get("/metrics")).text
