"""Processes that a benchmark starts, and what the kernel says of them. Linux only: the figures are those of /proc."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path

# An installed program has its bytecode. Where Python is told to keep none, each start would compile everything anew.
ENVIRON = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
_KIB = 1024
_STOP_SECONDS = 15
_START_SECONDS = 60
_TOLD_LINES = 5
_CPUCLOCK_SCHED = 2  # of the kernel's posix-timers.h: the time that the scheduler has charged


def free_port(address: str = "127.0.0.1") -> int:
    """A port that nobody listens on at the moment."""
    with socket.create_server((address, 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def cpu_seconds(pid: int) -> float:
    """User and system time of a process so far: all its threads, ended ones too, exact and not in ticks.

    /proc/PID/stat says the same cut to 10 ms. The clock's number is what clock_getcpuclockid(3) makes of ``pid``.
    """
    return time.clock_gettime_ns((~pid << 3) | _CPUCLOCK_SCHED) / 1e9


def rss_bytes(pid: int) -> int:
    """Resident memory of a process."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * _KIB
    raise LookupError(f"process {pid} has ended")


@contextmanager
def started(arguments: Sequence[str], *, log: Path | None = None) -> Iterator[subprocess.Popen[str]]:
    """A Python module as a process, stopped with SIGTERM at the end."""
    with running([sys.executable, *arguments], log=log) as process:
        yield process


@contextmanager
def running(command: Sequence[str], *, log: Path | None = None) -> Iterator[subprocess.Popen[str]]:
    """A program as a process, stopped with SIGTERM at the end. What goes wrong is told with the end of its log."""
    with tempfile.TemporaryDirectory(prefix="marsad-bench-") as folder:
        log = log or Path(folder) / "log"
        with log.open("w", encoding="utf-8") as stderr:
            process = subprocess.Popen(
                command, stdout=subprocess.PIPE, stderr=stderr, env=ENVIRON, text=True, encoding="utf-8"
            )
        try:
            yield process
        except (RuntimeError, OSError, HTTPException) as error:
            for line in log.read_text(encoding="utf-8").splitlines()[-_TOLD_LINES:]:
                error.add_note(line)
            raise
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


def wait_until_ready(process: subprocess.Popen[str], port: int, path: str = "/-/ready") -> float:
    """Ask ``path`` until it says so; the seconds that took.

    Raises:
        RuntimeError: the program ended, or is not ready after a minute.

    """
    began = time.monotonic()
    while time.monotonic() - began < _START_SECONDS:
        if process.poll() is not None:
            raise RuntimeError(f"the program ended with {process.returncode} before it was ready")
        if _is_ready(port, path):
            return time.monotonic() - began
        time.sleep(0.02)
    raise RuntimeError("the program is not ready after a minute")


def _is_ready(port: int, path: str) -> bool:
    # The socket listens before the configuration is adopted, so the answer may be some seconds in coming.
    connection = HTTPConnection("127.0.0.1", port, timeout=_START_SECONDS)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
