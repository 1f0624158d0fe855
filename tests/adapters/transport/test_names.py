"""Look-ups wait for nobody but their own resolver, and many that hang are a fault of ours."""

from __future__ import annotations

import asyncio
import errno
import socket
import threading

import pytest

from monitor.adapters.probes import Resolver
from monitor.adapters.transport.names import MOST_LOOKUPS, ipv4_first, system_lookup
from monitor.adapters.transport.reasons import reason_of
from monitor.domain.observation import Reason
from monitor.domain.target import IpProtocol


async def test_hanging_lookups_do_not_queue() -> None:
    """python/cpython#112169: with the shared pool of threads the 301st would time out for its neighbours' sake."""
    released = threading.Event()
    resolver = Resolver(lambda host, _: [host] if host == "quick" or released.wait(30) else [])

    async with asyncio.TaskGroup() as group:
        hanging = [group.create_task(resolver.address(f"slow{number}")) for number in range(300)]
        await asyncio.sleep(0)
        quick = await asyncio.wait_for(resolver.address("quick"), 10)
        released.set()

    assert quick == "quick"
    assert [task.result() for task in hanging] == [f"slow{number}" for number in range(300)]


async def test_too_many_hanging_lookups_are_our_own_fault_until_they_end() -> None:
    released = threading.Event()
    resolver = Resolver(lambda host, _: [host] if released.wait(30) else [])
    tasks = [asyncio.create_task(resolver.address("slow")) for _ in range(MOST_LOOKUPS)]
    await asyncio.sleep(0)
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)

    with pytest.raises(OSError, match="too many look-ups") as refused:
        await resolver.address("slow")
    released.set()
    for _ in range(1000):
        await asyncio.sleep(0.01)
        try:
            found = await resolver.address("slow")
        except OSError:
            continue
        break

    assert refused.value.errno == errno.EAGAIN
    assert found == "slow"


async def test_error_of_the_resolver_reaches_the_caller() -> None:
    def fail(host: str, family: int) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, f"{host} {family}")

    with pytest.raises(socket.gaierror, match=f"portal.example {int(socket.AF_INET6)}"):
        await Resolver(fail).address("portal.example", IpProtocol.V6)


@pytest.mark.parametrize("host", ["a" * 64 + ".example", "a\x00b", "a..b"])
def test_name_that_cannot_be_one_is_unknown(host: str) -> None:
    with pytest.raises(socket.gaierror) as refused:
        system_lookup(host, int(socket.AF_UNSPEC))

    assert reason_of(refused.value) is Reason.DNS


def test_ipv4_comes_first() -> None:
    assert ipv4_first(["2001:db8::2", "192.0.2.2", "2001:db8::1", "192.0.2.1"]) == [
        "192.0.2.2",
        "192.0.2.1",
        "2001:db8::2",
        "2001:db8::1",
    ]
    assert system_lookup("localhost", int(socket.AF_UNSPEC))[0] == "127.0.0.1"


async def test_address_is_not_looked_up() -> None:
    assert await Resolver(lambda *_: []).address("127.0.0.1") == "127.0.0.1"
