"""Names to addresses through the system's resolver, never behind a queue.

``loop.getaddrinfo`` shares a pool of a few threads with everything else: when a dozen look-ups hang, healthy targets
seem to time out (python/cpython#112169). Here every look-up has a thread of its own, a daemon, so that one that hangs
for half a minute delays neither its neighbours nor the end of the program.
"""

from __future__ import annotations

import asyncio
import errno
import socket
from collections.abc import Callable, Iterable
from contextlib import suppress
from threading import Thread

from monitor.adapters.transport.addresses import literal_address
from monitor.domain.target import IpProtocol

MOST_LOOKUPS = 512
"""More hanging at once is a fault of our resolver or host, not of a target."""

_FAMILIES = {IpProtocol.ANY: socket.AF_UNSPEC, IpProtocol.V4: socket.AF_INET, IpProtocol.V6: socket.AF_INET6}


def system_lookup(host: str, family: int) -> list[str]:
    """The addresses of ``host``, IPv4 first.

    Raises:
        OSError: the resolver says no (``socket.gaierror``) or has no resources left.

    """
    try:
        found = socket.getaddrinfo(host, None, family=family, type=socket.SOCK_STREAM)
    except ValueError:  # a label over 63 letters or a NUL does not even reach the resolver
        # Without the cause, which would be taken for what happened: a name that cannot be written.
        raise socket.gaierror(socket.EAI_NONAME, "not a host name") from None
    return ipv4_first(str(entry[4][0]) for entry in found)


def ipv4_first(addresses: Iterable[str]) -> list[str]:
    """``addresses`` in the order in which they are to be tried: IPv4 before IPv6, else as they came."""
    return sorted(addresses, key=lambda address: ":" in address)


class Resolver:
    """Looks names up, each in a thread of its own; ``lookup`` is the blocking call behind it."""

    def __init__(self, lookup: Callable[[str, int], list[str]] = system_lookup) -> None:
        self._lookup = lookup
        self._under_way = 0

    async def address(self, host: str, protocol: IpProtocol = IpProtocol.ANY) -> str:
        """The address to connect to: the first one, since racing several would hide the one that is broken.

        Raises:
            OSError: no address, or no thread left to ask in.

        """
        if literal_address(host) is not None:
            return host
        addresses = await self.addresses(host, int(_FAMILIES[protocol]))
        if not addresses:
            raise socket.gaierror(socket.EAI_NONAME, "no address of this family")
        return addresses[0]

    async def addresses(self, host: str, family: int) -> list[str]:
        """All addresses of the name ``host`` in a family of module ``socket``, IPv4 first; raises as ``address``."""
        if self._under_way >= MOST_LOOKUPS:
            raise OSError(errno.EAGAIN, "too many look-ups hang")
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[list[str]] = loop.create_future()

        def look() -> None:
            outcome: list[str] | OSError = OSError(errno.EIO, "the look-up died")
            try:
                outcome = self._lookup(host, family)
            except OSError as error:
                outcome = error
            finally:
                with suppress(RuntimeError):  # the loop is closed, nobody waits any more
                    loop.call_soon_threadsafe(self._report, answer, outcome)

        try:
            Thread(target=look, name=f"look-up {host}", daemon=True).start()
        except RuntimeError as error:
            raise OSError(errno.EAGAIN, "no thread left for a look-up") from error
        self._under_way += 1
        return await answer

    def _report(self, answer: asyncio.Future[list[str]], outcome: list[str] | OSError) -> None:
        # Counted when the thread ends, not when the waiting probe gives up: cancelled look-ups go on hanging.
        self._under_way -= 1
        if answer.done():
            return
        if isinstance(outcome, OSError):
            answer.set_exception(outcome)
        else:
            answer.set_result(outcome)
