# Windows through the command line while the program runs: it alone writes its ledger (CONTRACT section 1).
from __future__ import annotations

import json
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import anyio
import anyio.to_thread
import pytest
from typer.testing import CliRunner

from monitor.cli import program
from monitor.domain.verdict import State
from tests.e2e.conftest import Programs
from tests.e2e.files import Files, platform_of, service_of
from tests.e2e.platform import UNAVAILABLE, Platform
from tests.e2e.program import ROOT, now

PORTAL = "absher/portal"
TOKEN = "s3cret-token"


class Commands:
    """``marsad``, beside the program or without it; in this process, which has loaded all that it takes already."""

    def __init__(self, files: Files) -> None:
        self._config = f"--config.file={files.main}"

    async def run(self, *arguments: str, code: int = 0) -> tuple[str, str]:
        done = await anyio.to_thread.run_sync(CliRunner().invoke, program._program, [*arguments, self._config])
        assert done.exit_code == code, done.output
        return done.stdout, done.stderr

    async def told(self, *arguments: str) -> dict[str, Any]:
        answer: dict[str, Any] = json.loads((await self.run(*arguments, "--json"))[0])
        return answer

    async def listed(self) -> dict[str, Any]:
        """The list as a process of its own makes it."""
        command = [sys.executable, "-m", "monitor", "windows", "list", "--json", self._config]
        answer: dict[str, Any] = json.loads((await anyio.run_process(command, cwd=ROOT)).stdout)
        return answer


@pytest.fixture
def commands(files: Files, site: Platform, tmp_path: Path) -> Commands:
    (tmp_path / "token").write_text(f"{TOKEN}\n")
    files.write_settings(api={"token_file": str(tmp_path / "token")})
    files.write_platform(platform_of([service_of("portal", site.url("/portal"))]))
    return Commands(files)


async def test_window_is_declared_extended_and_ended_through_the_running_program(
    site: Platform, files: Files, programs: Programs, commands: Commands
) -> None:
    running = await programs.run(files)
    await running.until(lambda scrape: scrape.state(PORTAL) is State.UP)
    starts, ends = now() - timedelta(hours=1), now() + timedelta(hours=1)
    where = f"by the monitor at http://127.0.0.1:{files.port}"

    declared, _ = await commands.run(
        "windows",
        "declare",
        "--id=works",
        "--platform=absher",
        "--services=all",
        f"--starts={starts:%Y-%m-%dT%H:%M:%SZ}",
        f"--ends={ends:%Y-%m-%dT%H:%M:%SZ}",
        "--by=noura",
        "--reason=announced late",
    )
    site.switch(UNAVAILABLE, "/portal")
    await running.until(lambda scrape: scrape.state(PORTAL) is State.PLANNED_DOWNTIME)
    [listed] = (await commands.listed())["windows"]
    extended, _ = await commands.run("windows", "extend", "works", "--duration=4h", "--if-version=1")
    _, changed = await commands.run("windows", "extend", "works", "--duration=5h", "--if-version=1", code=2)
    ended, _ = await commands.run("windows", "end", "works", "--why=done early")
    await running.until(lambda scrape: scrape.state(PORTAL) is State.OVERRUN)
    shown = await commands.told("windows", "show", "works")

    assert declared == f"works: declared {where}, version 1\n"
    assert (listed["id"], listed["stage"], listed["notice"], listed["by"]) == ("works", "active", "late", "noura")
    assert extended == f"works: revised {where}, version 2\n"
    assert changed == "marsad: works: version: 1: the window was changed meanwhile; its version is 2\n"
    assert ended == f"works: ended {where}, version 3\n"
    assert [revision["origin"] for revision in shown["revisions"]] == ["api", "api", "api"]
    assert TOKEN not in running.log
    assert running.log.count("event=api_write") == 4


async def test_incident_is_corrected_through_the_running_program(
    site: Platform, files: Files, programs: Programs, commands: Commands
) -> None:
    running = await programs.run(files)
    site.switch(UNAVAILABLE, "/portal")
    await running.until(lambda scrape: scrape.state(PORTAL) is State.UNPLANNED_OUTAGE)
    [found] = (await commands.told("incidents", "list"))["incidents"]

    said, _ = await commands.run("incidents", "exclude", found["id"], "--by=noura", "--why=our own proxy")
    shown = await commands.told("incidents", "show", found["id"])

    assert said == f"{found['id']}: exclusion entered by the monitor at http://127.0.0.1:{files.port}\n"
    assert shown["excluded"] is True
    assert [(one["by"], one["why"]) for one in shown["corrections"]] == [("noura", "our own proxy")]


async def test_program_without_credentials_says_how_to_switch_writing_on(
    files: Files, programs: Programs, commands: Commands
) -> None:
    files.write_settings(api={"token_file": None})
    await programs.run(files)

    _, said = await commands.run(
        "windows",
        "declare",
        "--id=works",
        "--platform=absher",
        "--services=all",
        "--starts=2031-03-10T09:00",
        "--duration=2h",
        code=2,
    )

    assert said.startswith("marsad: the running monitor takes no change: Writing is off")
    assert "api.token_file" in said


async def test_what_a_command_wrote_is_in_force_at_the_next_start(
    site: Platform, files: Files, programs: Programs, commands: Commands
) -> None:
    site.switch(UNAVAILABLE, "/portal")
    starts = now() - timedelta(minutes=5)
    declared, _ = await commands.run(
        "windows",
        "declare",
        "--id=works",
        "--platform=absher",
        "--services=portal",
        f"--starts={starts:%Y-%m-%dT%H:%M:%SZ}",
        "--duration=1h",
    )

    running = await programs.run(files)

    await running.until(lambda scrape: scrape.state(PORTAL) is State.PLANNED_DOWNTIME)
    assert declared == "works: declared on the ledger, version 1\n"
