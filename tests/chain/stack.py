# A real Prometheus and a real Alertmanager between the program and a webhook that writes down what it is told.
from __future__ import annotations

import http.server
import json
import re
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import yaml

from monitor.adapters.clock import SystemClock
from tests.e2e.program import ROOT, free_port, wait_until

Document = dict[str, Any]
_RULES = ROOT / "config" / "prometheus" / "rules"
_ALERTMANAGER = ROOT / "config" / "alertmanager"
_MONOTONIC = SystemClock().monotonic
_SCALED_ROUTE = {"group_wait": "1s", "group_interval": "1s", "repeat_interval": "1h"}


@dataclass(frozen=True, slots=True)
class Notification:
    """One message of Alertmanager about one group."""

    receiver: str
    group: str
    firing: bool
    alerts: tuple[tuple[str, str], ...]  # name and service, of all its alerts
    at: float  # on the monotonic clock


@dataclass(slots=True)
class Webhook:
    """Every notification, in the order of arrival."""

    url: str = ""
    heard: list[Notification] = field(default_factory=list)

    def pages(self, receiver: str, about: Callable[[tuple[tuple[str, str], ...]], bool]) -> int:
        """How often a group at ``receiver`` began to fire: the first message of a group counts, repeats do not."""
        return sum(message.firing for message in self.turns(receiver, about))

    def resolves(self, receiver: str, about: Callable[[tuple[tuple[str, str], ...]], bool]) -> int:
        return sum(not message.firing for message in self.turns(receiver, about))

    def turns(self, receiver: str, about: Callable[[tuple[tuple[str, str], ...]], bool]) -> Iterator[Notification]:
        """The messages by which a group began or ceased to fire."""
        burning: dict[str, bool] = {}
        for message in self.heard:
            if message.receiver == receiver and about(message.alerts) and burning.get(message.group) != message.firing:
                burning[message.group] = message.firing
                yield message


@contextmanager
def webhook() -> Iterator[Webhook]:
    """A webhook on loopback in a thread of its own."""
    found = Webhook()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            found.heard.append(_notification(self.path.strip("/"), body))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it
            """Keep silent."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    found.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _notification(receiver: str, body: Document) -> Notification:
    alerts = tuple((alert["labels"]["alertname"], alert["labels"].get("service_id", "")) for alert in body["alerts"])
    return Notification(receiver, body["groupKey"], body["status"] == "firing", alerts, _MONOTONIC())


class Daemon:
    """A program that is started, asked whether it is ready, and ended by pid."""

    def __init__(self, command: list[str], ready_url: str, log: Path) -> None:
        self._command, self._ready_url, self._log = command, ready_url, log
        self._process: subprocess.Popen[bytes] | None = None

    def _spawn(self) -> None:
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(self._command, stdout=log, stderr=log)

    async def start(self) -> None:
        self._spawn()
        async with httpx.AsyncClient(trust_env=False) as web:

            async def ready() -> bool | None:
                assert self._process is not None
                assert self._process.poll() is None, self._log.read_text(encoding="utf-8")
                try:
                    return (await web.get(self._ready_url)).status_code == httpx.codes.OK or None
                except httpx.TransportError:
                    return None

            await wait_until(ready, self._ready_url)

    def end(self, number: signal.Signals = signal.SIGTERM) -> None:
        if self._process is not None:
            self._process.send_signal(number)
            self._process.wait(30)
            self._process = None


@dataclass(frozen=True, slots=True)
class Chain:
    """One set of rules from scrape to webhook."""

    prometheus: Daemon
    alertmanager: Daemon
    webhook: Webhook

    async def start(self) -> None:
        await self.alertmanager.start()
        await self.prometheus.start()

    def end(self) -> None:
        self.prometheus.end()
        self.alertmanager.end()


def chain(folder: Path, rules: list[Path], marsad_port: int, told: Webhook, group_by: list[str] | None = None) -> Chain:
    """Prometheus with ``rules`` and the shipped Alertmanager configuration, both with scaled intervals."""
    folder.mkdir(parents=True)
    prometheus_port, alertmanager_port, cluster = free_port(), free_port(), ""
    scraped = _prometheus(folder, rules, marsad_port, alertmanager_port)
    routed = folder / "alertmanager.yml"
    routed.write_text(yaml.safe_dump(_alertmanager(told.url, group_by)), encoding="utf-8")
    return Chain(
        prometheus=Daemon(
            [
                "prometheus",
                f"--config.file={scraped}",
                f"--storage.tsdb.path={folder / 'tsdb'}",
                f"--web.listen-address=127.0.0.1:{prometheus_port}",
            ],
            f"http://127.0.0.1:{prometheus_port}/-/ready",
            folder / "prometheus.log",
        ),
        alertmanager=Daemon(
            [
                "prometheus-alertmanager",
                f"--config.file={routed}",
                f"--storage.path={folder / 'silences'}",
                f"--web.listen-address=127.0.0.1:{alertmanager_port}",
                f"--cluster.listen-address={cluster}",
            ],
            f"http://127.0.0.1:{alertmanager_port}/-/ready",
            folder / "alertmanager.log",
        ),
        webhook=told,
    )


def shipped_rules() -> list[Path]:
    return sorted(_RULES.glob("*.yml"))


def _prometheus(folder: Path, rules: list[Path], marsad_port: int, alertmanager_port: int) -> Path:
    for path in rules:
        (folder / path.name).write_text(yaml.safe_dump(_scaled(yaml.safe_load(path.read_text("utf-8")))), "utf-8")
    document = {
        "global": {
            "scrape_interval": "1s",
            "scrape_timeout": "1s",
            "evaluation_interval": "1s",
            "external_labels": {"marsad_runbooks": "https://example.org/r", "marsad_dashboards": "https://example.org"},
        },
        "rule_files": [path.name for path in rules],
        "scrape_configs": [
            {"job_name": "marsad", "static_configs": [{"targets": [f"127.0.0.1:{marsad_port}"]}]},
        ],
        "alerting": {"alertmanagers": [{"static_configs": [{"targets": [f"127.0.0.1:{alertmanager_port}"]}]}]},
    }
    path = folder / "prometheus.yml"
    path.write_text(yaml.safe_dump(document), encoding="utf-8")
    return path


def _scaled(rules: Document) -> Document:
    """The same rules once a second; what must last minutes lasts four seconds."""
    for group in rules["groups"]:
        group["interval"] = "1s"
        for rule in group["rules"]:
            for key in ("for", "keep_firing_for"):
                if key in rule:
                    rule[key] = "4s"
    return rules


def _alertmanager(url: str, group_by: list[str] | None) -> Document:
    """The shipped configuration with our webhook behind every receiver, and routes that wait a second at the most."""
    text = (_ALERTMANAGER / "alertmanager.yml").read_text(encoding="utf-8")
    document: Document = yaml.safe_load(text)
    document["receivers"] = [_told(receiver, url) for receiver in document["receivers"]]
    document.pop("templates", None)
    if group_by is not None:
        document["route"]["group_by"] = group_by
    _hurry(document["route"])
    return document


def _told(receiver: Document, url: str) -> Document:
    if not re.search("_configs", " ".join(receiver)):
        return receiver  # one that drops what it gets
    name = receiver["name"]
    return {"name": name, "webhook_configs": [{"url": f"{url}/{name}", "send_resolved": True}]}


def _hurry(route: Document) -> None:
    route.update(_SCALED_ROUTE)
    for inner in route.get("routes", ()):
        _hurry(inner)
