"""The same targets, asked by blackbox_exporter 0.23 and by our ``/probe``, with the same file of modules."""

from __future__ import annotations

import asyncio
import shutil
import ssl
import subprocess
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
import trustme
import yaml
from anyio.from_thread import start_blocking_portal
from prometheus_client.parser import text_string_to_metric_families

from tests.e2e.files import Files, platform_of, service_of
from tests.e2e.program import Program, free_port, wait_until
from tests.peers.lines import name_server, name_talk, pop3, rude, silent, smtp, talking
from tests.peers.matrix import NO_SUCH_NAME, Case, cases, modules
from tests.peers.web import web_server
from tests.peers.web2 import http2

EXPORTER = "prometheus-blackbox-exporter"
ACCEPTED = {
    "probe_timeout_seconds": "newer: blackbox_exporter has it from a version after 0.23 on",
    "probe_tls_cipher_info": "newer: blackbox_exporter has it from a version after 0.23 on",
    "serialnumber": "newer: this label of probe_ssl_last_chain_info came after 0.23",
}
PAST = datetime(2020, 1, 1, tzinfo=UTC)

Series = Mapping[frozenset[tuple[str, str]], float]


@dataclass(frozen=True, slots=True)
class Told:
    """What one of the two answered."""

    status: int
    text: str
    metrics: Mapping[str, Series]


@dataclass(frozen=True, slots=True)
class Place:
    """Where the servers are, and whom they trust."""

    ports: Mapping[str, int]
    ca_file: Path


def context(certificate: trustme.LeafCert, *, newest: ssl.TLSVersion = ssl.TLSVersion.TLSv1_3) -> ssl.SSLContext:
    found = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    found.maximum_version = newest
    certificate.configure_cert(found)
    return found


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    ours, foreign = trustme.CA(), trustme.CA()
    ca_file = tmp_path / "ca.pem"
    ours.cert_pem.write_to_path(ca_file)
    contexts = {
        "valid": context(ours.issue_cert("localhost", "127.0.0.1", common_name="portal")),
        "expired": context(ours.issue_cert("localhost", not_after=PAST)),
        "other": context(ours.issue_cert("other.example")),
        "stranger": context(foreign.issue_cert("localhost")),
        "old": context(ours.issue_cert("localhost"), newest=ssl.TLSVersion.TLSv1_2),
    }
    modern = context(ours.issue_cert("localhost"))
    modern.set_alpn_protocols(["h2", "http/1.1"])
    # In a loop of their own: handshakes that fail are meant, and asyncio's servers report each to their loop.
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(serving(contexts, modern)) as ports:
        yield Place(ports, ca_file)


@asynccontextmanager
async def serving(contexts: Mapping[str, ssl.SSLContext], modern: ssl.SSLContext) -> AsyncIterator[Mapping[str, int]]:
    asyncio.get_running_loop().set_exception_handler(lambda _loop, _context: None)
    ports: dict[str, int] = {}
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(web_server(ports, contexts))
        ports["dns"] = await stack.enter_async_context(name_server())
        valid = contexts["valid"]
        talks = {"pop3": pop3, "rude": rude, "silent": silent, "smtp": smtp(valid), "dns_tcp": name_talk}
        for name, talk in talks.items():
            ports[name] = await stack.enter_async_context(talking(talk))
        for name, talk in {"pop3s": pop3, "dns_tls": name_talk}.items():
            ports[name] = await stack.enter_async_context(talking(talk, valid))
        ports["grpc"] = await stack.enter_async_context(talking(http2))
        ports["http2"] = await stack.enter_async_context(talking(http2, modern))
        yield ports


@contextmanager
def exporter(modules_file: Path, port: int, log: Path) -> Iterator[None]:
    command = shutil.which(EXPORTER)
    if command is None:
        pytest.skip(f"{EXPORTER} is not installed")
    arguments = [command, f"--config.file={modules_file}", f"--web.listen-address=127.0.0.1:{port}"]
    with log.open("wb") as out, subprocess.Popen(arguments, stdout=out, stderr=out) as process:
        try:
            yield
        finally:
            process.terminate()


@pytest.fixture
async def both(place: Place, tmp_path: Path) -> AsyncIterator[tuple[httpx.AsyncClient, httpx.AsyncClient]]:
    """blackbox_exporter and this program, ready."""
    files = Files(tmp_path / "ours", free_port(), [])
    modules_file = files.folder / "modules.yml"
    modules_file.write_text(yaml.safe_dump(modules(str(place.ca_file)), allow_unicode=True), encoding="utf-8")
    url = f"http://127.0.0.1:{place.ports['plain']}/ok"
    files.write_platform(platform_of([service_of("portal", url, interval="1h")]))
    # The name that is none is ours, so that it may be asked for as often as the cases want.
    files.write_settings(probe={"allow": ["127.0.0.1", "localhost", "::1", NO_SUCH_NAME]}, own_hosts=[NO_SUCH_NAME])
    port = free_port()
    with exporter(modules_file, port, tmp_path / "exporter.log"):
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=30) as theirs:
            program = Program(files.main, files.port, tmp_path / "program.log", {})
            try:
                program.start()
                await program.ready()
                await wait_until(lambda: _is_up(theirs), "blackbox_exporter")
                yield theirs, program.web
            finally:
                await program.end()


async def _is_up(client: httpx.AsyncClient) -> bool | None:
    try:
        return (await client.get("/-/healthy")).is_success or None
    except httpx.TransportError:
        return None


async def told(client: httpx.AsyncClient, case: Case, ports: Mapping[str, int]) -> Told:
    query = {"module": case.module, "target": case.target.format(**ports), **case.query}
    response = await client.get("/probe", params=query, headers=dict(case.headers))
    metrics: dict[str, Series] = {}
    if response.status_code == httpx.codes.OK:
        for family in text_string_to_metric_families(response.text):
            if family.name.startswith("probe_"):
                metrics[family.name] = {frozenset(one.labels.items()): one.value for one in family.samples}
    return Told(response.status_code, response.text, metrics)


async def told_by(
    both: tuple[httpx.AsyncClient, httpx.AsyncClient], case: Case, ports: Mapping[str, int]
) -> tuple[Told, Told]:
    async with asyncio.TaskGroup() as tasks:
        theirs, ours = [tasks.create_task(told(client, case, ports)) for client in both]
    return theirs.result(), ours.result()


def differences(theirs: Told, ours: Told) -> Iterator[str]:
    if theirs.status != ours.status:
        yield f"status {theirs.status} | {ours.status}"
    if theirs.status != httpx.codes.OK and theirs.text != ours.text:
        yield f"text {theirs.text!r} | {ours.text!r}"
    for name in sorted(theirs.metrics.keys() | (ours.metrics.keys() - ACCEPTED.keys())):
        wanted, found = theirs.metrics.get(name), _without_accepted(ours.metrics.get(name))
        if wanted is None or found is None or wanted.keys() != found.keys() or not _alike(name, wanted, found):
            yield f"{name} {_shown(wanted)} | {_shown(found)}"


def _without_accepted(series: Series | None) -> Series | None:
    if series is None:
        return None
    return {frozenset(pair for pair in key if pair[0] not in ACCEPTED): value for key, value in series.items()}


def _alike(name: str, wanted: Series, found: Series) -> bool:
    if "duration" in name or "lookup_time" in name:  # how long it took is each one's own; whether it took time is not
        return {key for key, value in wanted.items() if value} == {key for key, value in found.items() if value}
    return wanted == found


def _shown(series: Series | None) -> str:
    return "absent" if series is None else str({str(dict(key)): value for key, value in series.items()})


def _table(rows: Sequence[tuple[Case, Told, list[str]]]) -> str:
    lines = []
    for case, theirs, found in rows:
        success = theirs.metrics.get("probe_success", {})
        verdict = str(next(iter(success.values()), theirs.status)).removesuffix(".0")
        lines.append(f"{case.name:40} {case.module:18} {verdict:4} {'; '.join(found) or 'alike'}")
    return "\n".join(lines)


@pytest.mark.timeout(240)
async def test_every_case_comes_out_alike(
    both: tuple[httpx.AsyncClient, httpx.AsyncClient], place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = []
    for case in cases():
        theirs, ours = await told_by(both, case, place.ports)
        if list(differences(theirs, ours)):  # a busy machine may have cut one of them short; twice is no accident
            theirs, ours = await told_by(both, case, place.ports)
        rows.append((case, theirs, list(differences(theirs, ours))))

    with capsys.disabled():
        print(f"\n{_table(rows)}\n{len(rows)} cases")  # noqa: T201 - the table is what this test is for
    assert len(rows) >= 40
    assert len(ACCEPTED) <= 3
    assert [f"{case.name}: {found}" for case, _, found in rows if found] == []
