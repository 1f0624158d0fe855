"""Processes that a benchmark starts, and what the kernel says of them. Linux only: the figures are those of /proc."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_KIB = 1024
_STOP_SECONDS = 15
_START_SECONDS = 60


def free_port(address: str = "127.0.0.1") -> int:
    """A port that nobody listens on at the moment."""
    with socket.create_server((address, 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def cpu_seconds(pid: int) -> float:
    """User and system time of a process so far, all threads."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def rss_bytes(pid: int) -> int:
    """Resident memory of a process."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * _KIB
    raise LookupError(f"process {pid} has ended")


@contextmanager
def started(arguments: Sequence[str], *, log: Path | None = None) -> Iterator[subprocess.Popen[str]]:
    """A Python module as a process, stopped with SIGTERM at the end."""
    with (log or Path(os.devnull)).open("w", encoding="utf-8") as stderr:
        process = subprocess.Popen(
            [sys.executable, *arguments], stdout=subprocess.PIPE, stderr=stderr, text=True, encoding="utf-8"
        )
        try:
            yield process
        finally:
            stop(process)


def stop(process: subprocess.Popen[str]) -> str:
    """End a process, the hard way if it must be; what it had still to say on standard output."""
    if process.poll() is None:
        process.terminate()
    try:
        return process.communicate(timeout=_STOP_SECONDS)[0]
    except subprocess.TimeoutExpired:
        process.kill()
        return process.communicate()[0]
    except ValueError:  # its output was read and closed before
        return ""


def wait_until_ready(process: subprocess.Popen[str], port: int) -> float:
    """Ask ``/-/ready`` until it says so; the seconds that took.

    Raises:
        RuntimeError: the program ended, or is not ready after a minute.

    """
    began = time.monotonic()
    while time.monotonic() - began < _START_SECONDS:
        if process.poll() is not None:
            raise RuntimeError(f"the program ended with {process.returncode} before it was ready")
        if _is_ready(port):
            return time.monotonic() - began
        time.sleep(0.02)
    raise RuntimeError("the program is not ready after a minute")


def _is_ready(port: int) -> bool:
    # The socket listens before the configuration is adopted, so the answer may be some seconds in coming.
    connection = HTTPConnection("127.0.0.1", port, timeout=_START_SECONDS)
    try:
        connection.request("GET", "/-/ready")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
