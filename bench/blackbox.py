"""blackbox_exporter as a process, and what asks it for probes as Prometheus does. Marsad's /probe is asked likewise."""

from __future__ import annotations

import gzip
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from subprocess import Popen
from urllib.parse import quote

from bench.process import free_port, running, wait_until_ready

_HEADERS = {
    "Accept": "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5",
    "Accept-Encoding": "gzip",
    "User-Agent": "Prometheus/2.42.0",
    "X-Prometheus-Scrape-Timeout-Seconds": "10",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How often was asked, and how often the answer was not a success."""

    probes: int
    failed: int


def modules(ca_file: Path | None) -> str:
    """blackbox.yml with the module ``http_2xx``, which trusts ``ca_file`` alone."""
    tls = f"\n      tls_config: {{ca_file: {ca_file}}}" if ca_file else ""
    return f"""\
modules:
  http_2xx:
    prober: http
    timeout: 10s
    http:
      preferred_ip_protocol: ip4{tls}
"""


@contextmanager
def exporter(folder: Path, ca_file: Path | None) -> Iterator[tuple[Popen[str], int]]:
    """The exporter, from its readiness to the end of the block, and its port."""
    folder.mkdir()
    config, port = folder / "blackbox.yml", free_port()
    config.write_text(modules(ca_file), encoding="utf-8")
    command = ["prometheus-blackbox-exporter", f"--config.file={config}", f"--web.listen-address=127.0.0.1:{port}"]
    with running(command, log=folder / "log") as program:
        wait_until_ready(program, port, "/-/healthy")
        yield program, port


class Asker:
    """Asks ``/probe`` over one kept connection, one probe after the other."""

    def __init__(self, port: int) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=15)

    def close(self) -> None:
        """Let go of the connection."""
        self._connection.close()

    def succeeds(self, target: str) -> bool:
        """Whether one probe of ``target`` is answered with a success."""
        path = f"/probe?target={quote(target, safe='')}&module=http_2xx"
        self._connection.request("GET", path, headers=_HEADERS)
        answer = self._connection.getresponse()
        return b"\nprobe_success 1" in _unpacked(answer) and answer.status == 200

    def ask(self, target: Callable[[int], str], *, rate: float, seconds: float) -> Asked:
        """Ask ``rate`` times a second; what is late is made up for at once."""
        began, wanted = time.monotonic(), int(rate * seconds)
        failed = 0
        for number in range(wanted):
            time.sleep(max(began + number / rate - time.monotonic(), 0))
            failed += not self.succeeds(target(number))
        time.sleep(max(began + seconds - time.monotonic(), 0))
        return Asked(probes=wanted, failed=failed)


def _unpacked(answer: HTTPResponse) -> bytes:
    body = answer.read()
    return gzip.decompress(body) if answer.getheader("Content-Encoding") == "gzip" else body
