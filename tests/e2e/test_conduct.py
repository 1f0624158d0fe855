# Conduct towards hosts that are not ours, by the log of the host itself (SEMANTICS section 8).
from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import anyio
import pytest

from tests.e2e.conftest import Programs
from tests.e2e.files import Document, Files, platform_of, service_of, window_of
from tests.e2e.platform import UNAVAILABLE, Platform, simulated_platform, slow, too_many
from tests.e2e.program import Program, free_port, now, wait_until

HOSTS = ("absher", "nafath", "qiwa", "masar")
CHECKS = ("one", "two", "three")
WATCHED_SECONDS = 12.0  # more than the ten that lie between two extra requests
APART_SECONDS = 9.9  # ten, less what a request may take to arrive
CONTACT = "https://marsad.sa/contact"


def _of_host(name: str, platform: Platform) -> Document:
    """Several services that all want the one host every second; what its name resolves to exempts it from nothing."""
    host = f"{name}.example"
    http: Document = {"resolve": {host: "127.0.0.1"}}
    return platform_of(
        [service_of(check, platform.url(f"/{check}", host), http=http) for check in CHECKS], name, [host]
    )


@pytest.fixture
async def hosts() -> AsyncIterator[dict[str, Platform]]:
    """One server for each host, so that connections to a host can be told apart."""
    async with AsyncExitStack() as stack:
        yield {
            name: await stack.enter_async_context(simulated_platform())
            for name in ("absher", "nafath", "qiwa", "masar")
        }


async def test_host_is_asked_once_a_minute_by_one_connection_and_not_after_a_429(
    hosts: dict[str, Platform], files: Files, programs: Programs, tmp_path: Path
) -> None:
    hosts["absher"].switch(slow(0.3), *(f"/{check}" for check in CHECKS))
    hosts["nafath"].switch(UNAVAILABLE, *(f"/{check}" for check in CHECKS))
    hosts["qiwa"].switch(too_many(3600), *(f"/{check}" for check in CHECKS))
    hosts["masar"].switch(UNAVAILABLE, *(f"/{check}" for check in CHECKS))
    for name in HOSTS[:3]:
        files.write_platform(_of_host(name, hosts[name]))
    nameless = Files(tmp_path / "placeholder", free_port(), files.settings["canaries"])
    nameless.write_settings(contact="https://example.org/marsad")
    nameless.write_platform(_of_host("masar", hosts["masar"]))

    polite = await programs.run(files)
    await programs.run(nameless)
    await wait_until(_all_visited(hosts), "a request to every host")
    began = asyncio.get_running_loop().time()
    for edit in range(4):
        await _edit_windows(polite, files, covered=edit % 2 == 0)
        await anyio.sleep(max(0.0, began + (edit + 1) * WATCHED_SECONDS / 4 - asyncio.get_running_loop().time()))

    assert {name: host.most_at_once for name, host in hosts.items()} == dict.fromkeys(hosts, 1)
    assert {name: len(hosts[name].visits) for name in ("absher", "qiwa", "masar")} == {
        "absher": 1,
        "qiwa": 1,
        "masar": 1,
    }
    # The first was scheduled; what follows are the second look and the looks after an edit.
    extras = [visit.at for visit in hosts["nafath"].visits][1:]
    assert 1 <= len(extras) <= 3
    assert [later - earlier for earlier, later in pairwise(extras) if later - earlier < APART_SECONDS] == []
    agents = [
        visit.request.headers["user-agent"] for name in ("absher", "nafath", "qiwa") for visit in hosts[name].visits
    ]
    assert len(set(agents)) == 1
    assert CONTACT in agents[0]
    assert "would be asked 180 times a minute" in polite.log
    skipped = await polite.scrape()
    assert all(skipped.series("marsad_probes_skipped_total", reason=reason) for reason in ("politeness", "backoff"))


async def _edit_windows(program: Program, files: Files, *, covered: bool) -> None:
    """Move a window in and out; each time wants a look at once (W6)."""
    lasting = (now() - timedelta(minutes=5), now() + timedelta(minutes=30))
    files.write_windows(*[window_of("w", CHECKS, *lasting, platform="nafath")] * covered)
    await program.reload()


def _all_visited(hosts: dict[str, Platform]) -> Callable[[], Awaitable[bool | None]]:
    async def question() -> bool | None:
        return all(host.visits for host in hosts.values()) or None

    return question
