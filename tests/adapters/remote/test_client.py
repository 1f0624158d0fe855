from __future__ import annotations

import json
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import trustme

from monitor.adapters.remote import (
    MonitorApi,
    Place,
    RemoteError,
    RemoteSilentError,
    basic,
    bearer,
    pinned,
    url_of,
)
from monitor.domain.errors import (
    DraftUnknownError,
    IncidentUnknownError,
    WindowChangedError,
    WindowRefusedError,
    WindowTakenError,
    WindowUnknownError,
)

WINDOW = {"id": "w1", "status": "scheduled"}


@dataclass(slots=True)
class Monitor:
    """Answers every request alike, and keeps them."""

    status: int = 201
    body: bytes = json.dumps(WINDOW).encode()
    kind: str = "application/json"
    headers: dict[str, str] = field(default_factory=lambda: {"ETag": '"1"'})
    seen: list[tuple[str, dict[str, str], Any]] = field(default_factory=list)
    url: str = ""

    def refuses(self, status: int, **problem: object) -> None:
        self.status, self.body = status, json.dumps(problem).encode()
        self.kind, self.headers = "application/problem+json", {}

    @property
    def api(self) -> MonitorApi:
        return MonitorApi(Place(url=self.url, authorization="Bearer secret"))


@contextmanager
def serving(monitor: Monitor, tls: ssl.SSLContext | None = None) -> Iterator[Monitor]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            monitor.seen.append((self.path, headers, json.loads(content)))
            self.send_response(monitor.status)
            for name, value in {"Content-Type": monitor.kind, **monitor.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(monitor.body)))
            self.end_headers()
            self.wfile.write(monitor.body)

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, request: object, client_address: object) -> None:
            """Say nothing of clients that leave early."""

    with Server(("127.0.0.1", 0), Handler) as server:
        if tls is not None:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        monitor.url = f"http{'s' if tls else ''}://127.0.0.1:{server.server_port}"
        try:
            yield monitor
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def monitor() -> Iterator[Monitor]:
    with serving(Monitor()) as found:
        yield found


def test_declaration_is_posted_with_credentials(monitor: Monitor) -> None:
    said = monitor.api.declare({"id": "w1", "by": "noura"})

    assert (said.window_id, said.version, said.status, said.is_new, said.on_disk) == (
        "w1",
        "1",
        "scheduled",
        True,
        True,
    )
    [(path, headers, body)] = monitor.seen
    assert (path, headers["authorization"]) == ("/api/v1/windows", "Bearer secret")
    assert body == {"id": "w1", "by": "noura"}
    assert "if-match" not in headers


@pytest.mark.parametrize(("status", "is_new", "on_disk"), [(200, False, True), (201, True, True), (202, True, False)])
def test_status_tells_how_far_a_change_came(monitor: Monitor, status: int, is_new: bool, on_disk: bool) -> None:
    monitor.status = status

    said = monitor.api.declare({"id": "w1"})

    assert (said.is_new, said.on_disk) == (is_new, on_disk)


def test_revision_of_an_occurrence_says_which_version_it_is_of(monitor: Monitor) -> None:
    monitor.api.revise("fri@2031-03-07T01:00", {"verb": "cancel"}, "1@")

    [(path, headers, _)] = monitor.seen
    assert path == "/api/v1/windows/fri@2031-03-07T01:00/revisions"
    assert headers["if-match"] == '"1@"'


@pytest.mark.parametrize(
    ("status", "kind"),
    [(404, WindowUnknownError), (409, WindowTakenError), (412, WindowChangedError), (422, WindowRefusedError)],
)
def test_problem_is_the_error_of_the_domain(monitor: Monitor, status: int, kind: type[WindowRefusedError]) -> None:
    monitor.refuses(status, detail="why not", window_id="w1", key_path="ends", value="soon", version="7")

    with pytest.raises(WindowRefusedError) as refusal:
        monitor.api.revise("w1", {"verb": "end"}, "3")

    assert type(refusal.value) is kind
    assert refusal.value.window_id == "w1"


def test_refusal_keeps_the_words_of_the_monitor(monitor: Monitor) -> None:
    monitor.refuses(422, detail="the window is over", window_id="w1", key_path="ends", value="soon")

    with pytest.raises(WindowRefusedError, match=r"^w1: ends: soon: the window is over$"):
        monitor.api.revise("w1", {"verb": "end"}, None)


def test_changed_window_tells_its_present_version(monitor: Monitor) -> None:
    monitor.refuses(412, detail="changed", version="7")

    with pytest.raises(WindowChangedError, match="its version is 7"):
        monitor.api.revise("w1", {"verb": "end"}, "3")


def test_writing_that_is_off_is_told_in_the_words_of_the_monitor(monitor: Monitor) -> None:
    monitor.refuses(401, type="urn:marsad:problem:writing-is-off", detail="Writing is off: name a file.")

    with pytest.raises(RemoteError, match=r"^the running monitor takes no change: Writing is off: name a file\.$"):
        monitor.api.declare({"id": "w1"})


@pytest.mark.parametrize("kind", ["application/problem+json", "text/plain"])
def test_missing_credentials_are_told_without_those_that_were_sent(monitor: Monitor, kind: str) -> None:
    monitor.refuses(401, detail="Credentials are needed")
    monitor.kind = kind

    with pytest.raises(RemoteError, match="MARSAD_API_USER=user:password") as refusal:
        monitor.api.declare({"id": "w1"})

    assert "secret" not in str(refusal.value)


@pytest.mark.parametrize(("status", "said"), [(403, "why not"), (500, "why not"), (302, "why not")])
def test_whatever_else_it_answers_is_told(monitor: Monitor, status: int, said: str) -> None:
    monitor.refuses(status, detail=said)

    with pytest.raises(RemoteError, match=said):
        monitor.api.declare({"id": "w1"})


def test_server_that_is_no_monitor_is_told_by_its_status(monitor: Monitor) -> None:
    monitor.status, monitor.body, monitor.kind = 404, b"<h1>nothing here</h1>", "text/html"

    with pytest.raises(RemoteError, match="it answered 404"):
        monitor.api.revise("w1", {"verb": "end"}, None)


@pytest.mark.parametrize("body", [b"", b"[1]", b"{", b"\xff\xfe"])
def test_answer_that_is_no_json_takes_nothing_away(monitor: Monitor, body: bytes) -> None:
    monitor.body = body

    assert monitor.api.declare({"id": "w1"}).window_id == "w1"


def test_correction_of_an_unknown_incident_says_so(monitor: Monitor) -> None:
    monitor.refuses(404, detail="there is no such incident")

    with pytest.raises(IncidentUnknownError, match="absher/portal@1"):
        monitor.api.correct("absher/portal@1", {"remark": "annotation"})


def test_correction_goes_to_the_incident(monitor: Monitor) -> None:
    monitor.api.correct("absher/portal@1", {"remark": "annotation", "by": "noura", "why": "ours"})

    [(path, _, body)] = monitor.seen
    assert path == "/api/v1/incidents/absher%2Fportal@1/corrections"
    assert body == {"remark": "annotation", "by": "noura", "why": "ours"}


def test_silence_is_told_apart(monitor: Monitor) -> None:
    with pytest.raises(RemoteSilentError, match=r"nobody answers at http://127\.0\.0\.1:9"):
        MonitorApi(Place(url="http://127.0.0.1:9")).declare({"id": "w1"})


def test_proxies_of_the_environment_are_not_asked(monitor: Monitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")

    assert monitor.api.declare({"id": "w1"}).is_new


@pytest.fixture
def authority(tmp_path: Path) -> Callable[[str], tuple[ssl.SSLContext, Path]]:
    made = trustme.CA()

    def issue(host: str) -> tuple[ssl.SSLContext, Path]:
        leaf = made.issue_cert(host)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        leaf.configure_cert(context)
        path = tmp_path / f"{host}.pem"
        path.write_bytes(b"".join(blob.bytes() for blob in leaf.cert_chain_pems))
        return context, path

    return issue


def test_certificate_of_its_file_is_trusted_whatever_its_names(
    authority: Callable[[str], tuple[ssl.SSLContext, Path]],
) -> None:
    context, certificate = authority("marsad.example")

    with serving(Monitor(), context) as monitor:
        place = Place(url=monitor.url, tls=pinned(certificate), authorization="Bearer secret")

        assert MonitorApi(place).declare({"id": "w1"}).is_new


def test_secure_monitor_that_is_asked_in_clear_is_a_hint(
    authority: Callable[[str], tuple[ssl.SSLContext, Path]],
) -> None:
    context, _ = authority("marsad.example")

    with serving(Monitor(), context) as monitor:
        place = Place(url=monitor.url.replace("https", "http"))
        with pytest.raises(RemoteError, match=r"say that here too$"):
            MonitorApi(place).declare({"id": "w1"})


def test_another_certificate_is_shown_no_secret(authority: Callable[[str], tuple[ssl.SSLContext, Path]]) -> None:
    context, _ = authority("other.example")
    _, certificate = authority("marsad.example")

    with serving(Monitor(), context) as monitor:
        place = Place(url=monitor.url, tls=pinned(certificate), authorization="Bearer secret")
        with pytest.raises(RemoteError, match="certificate"):
            MonitorApi(place).declare({"id": "w1"})

        assert monitor.seen == []


@pytest.mark.parametrize(
    ("address", "tls", "url"),
    [
        ("127.0.0.1:10115", False, "http://127.0.0.1:10115"),
        (":10115", False, "http://127.0.0.1:10115"),
        ("0.0.0.0:10115", True, "https://127.0.0.1:10115"),
        ("[::]:1", False, "http://127.0.0.1:1"),
        ("[::1]:1", False, "http://[::1]:1"),
        ("localhost:1", False, "http://localhost:1"),
    ],
)
def test_address_that_is_listened_on_is_where_it_is_asked(address: str, tls: bool, url: str) -> None:
    assert url_of(address, tls=tls) == url


def test_token_is_that_of_its_file(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("s3cret\n")

    assert bearer(tmp_path / "token") == "Bearer s3cret"


@pytest.mark.parametrize("content", [b"", b"\n", b"two words", "سر".encode()])
def test_file_without_a_token_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "token").write_bytes(content)

    with pytest.raises(RemoteError, match="one token of printable ASCII"):
        bearer(tmp_path / "token")


def test_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RemoteError, match="cannot be read"):
        bearer(tmp_path / "token")
    with pytest.raises(RemoteError, match="cannot be read"):
        pinned(tmp_path / "cert.pem")


def test_user_and_password_are_encoded_and_not_shown() -> None:
    place = Place(url="http://127.0.0.1:9", authorization=basic("noura:pass:word"))

    assert place.authorization == "Basic bm91cmE6cGFzczp3b3Jk"
    assert "bm91" not in repr(place)


# ---- drafts


def test_text_is_posted_and_its_drafts_come_back(monitor: Monitor) -> None:
    monitor.body, monitor.status = json.dumps({"drafts": [{"id": "d1"}]}).encode(), 202

    answer, on_disk = monitor.api.receive({"text": "a notice"})

    assert (answer, on_disk) == ({"drafts": [{"id": "d1"}]}, False)
    [(path, headers, body)] = monitor.seen
    assert (path, headers["authorization"], body) == ("/api/v1/drafts", "Bearer secret", {"text": "a notice"})


def test_decision_is_posted_to_its_draft_whatever_that_is_called(monitor: Monitor) -> None:
    monitor.api.decide("a/../b", {"decision": "reject"})

    [(path, _, body)] = monitor.seen
    assert (path, body) == ("/api/v1/drafts/a%2F..%2Fb/decision", {"decision": "reject"})


@pytest.mark.parametrize(
    ("status", "problem", "error", "words"),
    [
        (404, {"type": "urn:marsad:problem:draft-unknown"}, DraftUnknownError, "no draft has the id d1"),
        (404, {"type": "about:blank", "detail": "there is no such path"}, RemoteError, "there is no such path"),
        (
            409,
            {"type": "urn:marsad:problem:draft-decided", "detail": "d1 was rejected"},
            RemoteError,
            "d1 was rejected",
        ),
        (422, {"type": "urn:marsad:problem:no-draft", "detail": "it announces none"}, RemoteError, "it announces none"),
        (422, {"key_path": "ends", "detail": "ends is not said"}, WindowRefusedError, "ends is not said"),
        (401, {"type": "urn:marsad:problem:credentials-needed"}, RemoteError, "api.token_file"),
    ],
)
def test_refused_decision_is_an_error_of_its_kind(
    monitor: Monitor, status: int, problem: dict[str, str], error: type[Exception], words: str
) -> None:
    monitor.refuses(status, **problem)

    with pytest.raises(error, match=words):
        monitor.api.decide("d1", {"decision": "confirm"})
