"""A real Prometheus on loopback that scrapes two stories at once, as it would a redundant pair."""

from __future__ import annotations

import socket
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import yaml

from tests.dashboards.story import Story

ROOT = Path(__file__).parents[2]
RULES = ROOT / "config" / "prometheus" / "rules"
PATIENCE_SECONDS = 60.0  # a deadline, not an expectation: two cores may be busy with other things
_PAUSE_SECONDS = 0.2
_SPAN_SECONDS = 5

Json = Any


class _Pair(ThreadingHTTPServer):
    """Answers ``/a`` and ``/b``, each with its own story; every scrape is the next second of it."""

    daemon_threads = True

    def __init__(self, began: datetime) -> None:
        super().__init__(("127.0.0.1", 0), _Scrape)
        self.stories = {"/a": Story(began), "/b": Story(began)}


class _Scrape(BaseHTTPRequestHandler):
    server: _Pair

    def do_GET(self) -> None:
        story = self.server.stories[self.path]
        story.step()
        content_type, body = story.metrics.render(self.headers["Accept"], gzip=False)
        self.send_response(200)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the name is the base class's
        """Say nothing."""


@dataclass(frozen=True, slots=True)
class Prometheus:
    """What a running server answers for one instant; a refused query fails the test with the server's own words."""

    client: httpx.Client
    at: float | None = None  # seconds; None is the present

    def query(self, expression: str) -> list[Json]:
        """The series at the instant."""
        return self._ask("query", {"query": expression} | ({} if self.at is None else {"time": str(self.at)}))

    def query_range(self, expression: str) -> list[Json]:
        """The series over the seconds before the instant."""
        assert self.at is not None, "wait for an instant first"
        span = {"start": str(self.at - _SPAN_SECONDS), "end": str(self.at), "step": "1"}
        return self._ask("query_range", {"query": expression, **span})

    def once(self, expression: str) -> Prometheus:
        """The server at the first instant at which it has an answer; later scrapes change nothing there."""
        pause = threading.Event()
        for _ in range(int(PATIENCE_SECONDS / _PAUSE_SECONDS)):
            if found := self.query(expression):
                return Prometheus(self.client, at=float(found[0]["value"][0]))
            pause.wait(_PAUSE_SECONDS)
        raise AssertionError(f"not within {PATIENCE_SECONDS:.0f} s: {expression}")

    def _ask(self, path: str, form: Mapping[str, str]) -> list[Json]:
        answer = self.client.post(f"/api/v1/{path}", data=form).json()
        assert answer["status"] == "success", f"{answer.get('error')}: {form['query']}"
        found: list[Json] = answer["data"]["result"]
        return found


@contextmanager
def stories(began: datetime) -> Iterator[int]:
    """The port on which the pair is scraped."""
    with _Pair(began) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def prometheus(folder: Path, target_port: int) -> Iterator[Prometheus]:
    """A server with our rules, evaluated every second; it alone is ended, by its process."""
    port = _free_port()
    _write_configuration(folder, target_port)
    command = [
        "prometheus",
        f"--config.file={folder / 'prometheus.yml'}",
        f"--storage.tsdb.path={folder / 'data'}",
        f"--web.listen-address=127.0.0.1:{port}",
        "--log.level=warn",
    ]
    with (folder / "log").open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log) as process:
        try:
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
                _wait_until_ready(client, process, folder / "log")
                yield Prometheus(client)
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


def _write_configuration(folder: Path, target_port: int) -> None:
    targets = [f"127.0.0.1:{target_port}"]
    pair = [{"targets": targets, "labels": {"instance": name, "__metrics_path__": f"/{name}"}} for name in ("a", "b")]
    configuration = {
        "global": {"scrape_interval": "1s", "scrape_timeout": "1s", "evaluation_interval": "1s"},
        "rule_files": [str(folder / "rules" / "*.yml")],
        "scrape_configs": [{"job_name": "marsad", "static_configs": pair}],
    }
    (folder / "prometheus.yml").write_text(yaml.safe_dump(configuration))
    (folder / "rules").mkdir()
    for file in RULES.glob("*.yml"):
        rules = yaml.safe_load(file.read_text())
        for group in rules["groups"]:
            group["interval"] = "1s"  # a minute's patience is more than this test has
        (folder / "rules" / file.name).write_text(yaml.safe_dump(rules))


def _wait_until_ready(client: httpx.Client, process: subprocess.Popen[bytes], log: Path) -> None:
    pause = threading.Event()
    for _ in range(int(PATIENCE_SECONDS / _PAUSE_SECONDS)):
        assert process.poll() is None, log.read_text()
        try:
            if client.get("/-/ready").status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            pass
        pause.wait(_PAUSE_SECONDS)
    raise AssertionError(f"not ready within {PATIENCE_SECONDS:.0f} s: {log.read_text()}")


def _free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port
