from __future__ import annotations

from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from typer.testing import CliRunner, Result

from monitor.cli import program

Marsad = Callable[..., Result]
PLATFORM = """\
platform: absher
name: {{en: Absher, ar: أبشر}}
operator: {{en: Ministry of Interior, ar: وزارة الداخلية}}
hosts: [127.0.0.1]
services:
  - id: portal
    name: {{en: Portal, ar: البوابة}}
    tier: 1
    checks: [{{id: landing, http: {{url: "{url}"}}}}]
"""
MARSAD = """\
location: {id: riyadh-1, country: SA}
timezone: Asia/Riyadh
platforms: [platforms/*.yaml]
windows: [windows/*.yaml]
storage: {url: "sqlite:///var/marsad.db", retention: 400d}
contact: "https://marsad.example/contact"
canaries: []
"""


@pytest.fixture
def marsad() -> Marsad:
    """The command, in this process."""

    def call(*arguments: str | Path) -> Result:
        return CliRunner().invoke(program._program, [str(argument) for argument in arguments])

    return call


class Tree:
    """A configuration on disk."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.config = root / "marsad.yaml"
        self.write("marsad.yaml", MARSAD)
        self.platform("http://127.0.0.1:9/")

    def write(self, name: str, text: str) -> Path:
        path = self.root / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        return path

    def platform(self, url: str) -> None:
        self.write("platforms/absher.yaml", PLATFORM.format(url=url))


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    return Tree(tmp_path)


class _Site(BaseHTTPRequestHandler):
    """``/200`` answers 200, and so on; ``/moved`` leads there; ``/nasty`` says things that turn a line around."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        status = int(self.path.strip("/")) if self.path.strip("/").isdigit() else 200
        self.send_response(302 if self.path == "/moved" else status)
        if self.path == "/moved":
            self.send_header("Location", "/200")
        self.send_header("Content-Length", "5")
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(b"hello")

    def log_message(self, *_: object) -> None:
        pass


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a probe resets its connection once it has read enough, and our stderr is the command's too."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with _Server(("127.0.0.1", 0), _Site) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()
