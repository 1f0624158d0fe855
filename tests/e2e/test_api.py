"""Windows over the API of the real program, with a real ledger: two who write at once, and an end by ``kill -9``."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import httpx

from tests.e2e.conftest import Programs
from tests.e2e.files import Files, platform_of, service_of
from tests.e2e.platform import UNAVAILABLE, Platform
from tests.e2e.program import Program, now

TOKEN = "s3cret-token"
BEARER = {"authorization": f"Bearer {TOKEN}"}
API = "/api/v1"


def instructed(files: Files, site: Platform) -> None:
    """Files with a service and a token."""
    files.write_platform(platform_of([service_of("portal", site.url("/portal"))]))
    (files.folder / "token").write_text(f"{TOKEN}\n", encoding="utf-8")
    files.write_settings(api={"token_file": "token"})


def declaration(name: str) -> dict[str, str]:
    starts = (now() + timedelta(days=1)).isoformat(timespec="seconds").replace("+00:00", "Z")
    return {"id": name, "platform": "absher", "services": "all", "starts": starts, "duration": "1h", "by": "first"}


async def revise(program: Program, version: str, body: dict[str, str]) -> httpx.Response:
    headers = {**BEARER, "if-match": version}
    return await program.web.post(f"{API}/windows/w1/revisions", json={"verb": "revise", **body}, headers=headers)


async def test_of_two_who_revise_one_window_at_once_one_wins_and_nothing_is_lost(
    programs: Programs, files: Files, site: Platform
) -> None:
    instructed(files, site)
    program = await programs.run(files)
    declared = await program.web.post(f"{API}/windows", json=declaration("w1"), headers=BEARER)
    assert (declared.status_code, declared.headers["etag"]) == (201, '"1"'), declared.text

    wins = 0
    for round_ in range(1, 6):
        version = f'"{round_}"'
        async with asyncio.TaskGroup() as tasks:
            both = [
                tasks.create_task(revise(program, version, {"duration": f"{round_}h{minute}m", "by": by}))
                for minute, by in ((10, "ali"), (20, "sara"))
            ]
        statuses = sorted(task.result().status_code for task in both)
        assert statuses == [201, 412]
        lost = next(task.result() for task in both if task.result().status_code == httpx.codes.PRECONDITION_FAILED)
        assert lost.json()["version"] == str(round_ + 1)
        wins += 1
    before = (await program.web.get(f"{API}/windows/w1")).json()["revisions"]

    await program.kill()
    program.start()
    await program.ready()

    after = (await program.web.get(f"{API}/windows/w1")).json()["revisions"]
    assert [revision["number"] for revision in after] == list(range(1, wins + 2))
    assert after == before


async def test_write_without_credentials_is_refused_and_logged_and_a_new_token_counts_after_a_reload(
    programs: Programs, files: Files, site: Platform
) -> None:
    instructed(files, site)
    program = await programs.run(files)

    nobody = await program.web.post(f"{API}/windows", json=declaration("w1"))
    stranger = await program.web.post(f"{API}/windows", json=declaration("w1"), headers={"authorization": "Bearer x"})
    (files.folder / "token").write_text("another", encoding="utf-8")
    await program.reload()
    old = await program.web.post(f"{API}/windows", json=declaration("w1"), headers=BEARER)
    new = await program.web.post(f"{API}/windows", json=declaration("w1"), headers={"authorization": "Bearer another"})
    (files.folder / "token").write_text(" ", encoding="utf-8")
    problems = await program.reload(accepted=False)

    assert [answer.status_code for answer in (nobody, stranger, old, new)] == [401, 401, 401, 201]
    assert "api.token_file" in problems
    lines = [line for line in program.log.splitlines() if "event=api_write" in line]
    assert [("who=nobody" in line, "status=401" in line) for line in lines] == [(True, True)] * 3 + [(False, False)]
    assert TOKEN not in program.log


async def test_correction_of_an_incident_is_still_told_after_a_restart(
    programs: Programs, files: Files, site: Platform
) -> None:
    instructed(files, site)
    program = await programs.run(files)
    site.switch(UNAVAILABLE, "/portal")
    await program.until(lambda scrape: scrape.page("absher/portal") == "unplanned")
    [incident] = (await program.web.get(f"{API}/incidents")).json()["incidents"]

    path = f"{API}/incidents/{incident['id'].replace('/', '%2F')}"
    body = {"remark": "exclusion", "by": "sara", "why": "our own proxy"}
    entered = await program.web.post(f"{path}/corrections", json=body, headers=BEARER)
    await program.kill()
    program.start()
    await program.ready()
    told = (await program.web.get(path)).json()

    assert entered.status_code == 201
    assert (told["excluded"], told["corrections"][0]["why"]) == (True, "our own proxy")
