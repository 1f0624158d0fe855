"""Certificates and handshakes: what does not verify, what does not even speak TLS, and what a session tells."""

from __future__ import annotations

import asyncio
import ssl
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes

from monitor.domain.observation import Outcome, Reason, TlsFacts
from monitor.domain.target import TlsSettings
from tests import faulty_server as faults
from tests.adapters.probes.conftest import Probe

EXPIRES = datetime(2036, 1, 2, 3, 4, 5, tzinfo=UTC)


def serving(leaf: trustme.LeafCert, *, chain: bool = True) -> ssl.SSLContext:
    """A server's context for ``leaf``; without ``chain`` the intermediate is forgotten, as operators do."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if chain:
        leaf.configure_cert(context)
        return context
    with leaf.private_key_pem.tempfile() as key, leaf.cert_chain_pems[0].tempfile() as certificate:
        context.load_cert_chain(certificate, key)
    return context


async def test_good_certificate_is_ok_and_tells_its_expiry(
    probe: Probe, authority: trustme.CA, trusting: TlsSettings
) -> None:
    leaf = authority.issue_cert("127.0.0.1", not_after=EXPIRES)

    async with faults.faulty_server(faults.answers(), serving(leaf)) as server:
        seen = await probe(server.url(), tls=trusting)

    assert seen.outcome is Outcome.OK
    assert seen.tls is not None
    assert (seen.tls.version, seen.tls.not_after, seen.tls.verified) == ("TLSv1.3", EXPIRES, True)
    assert seen.tls.cipher
    assert seen.phases is not None
    assert None not in (seen.phases.connect, seen.phases.tls, seen.phases.processing, seen.phases.transfer)
    assert seen.phases.resolve is None


async def test_store_named_by_the_environment_is_the_store(
    probe: Probe, authority: trustme.CA, trusting: TlsSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", trusting.ca_file or "")

    async with faults.faulty_server(faults.answers(), serving(authority.issue_cert("127.0.0.1"))) as server:
        seen = await probe(server.url())

    assert seen.outcome is Outcome.OK


async def test_expired_certificate(probe: Probe, authority: trustme.CA, trusting: TlsSettings) -> None:
    leaf = authority.issue_cert(
        "127.0.0.1", not_before=datetime(2020, 1, 1, tzinfo=UTC), not_after=datetime(2021, 1, 1, tzinfo=UTC)
    )

    async with faults.faulty_server(faults.answers(), serving(leaf)) as server:
        seen = await probe(server.url(), tls=trusting)

    assert (seen.outcome, seen.reason) == (Outcome.FAILED, Reason.CERTIFICATE)
    assert seen.evidence[0].found == "certificate has expired"
    assert seen.tls is not None
    assert (seen.tls.version, seen.tls.verified, seen.tls.chain_not_after) == ("", False, None)
    assert seen.tls.not_after == seen.tls.earliest_not_after == datetime(2021, 1, 1, tzinfo=UTC)
    assert seen.phases is not None
    assert seen.phases.tls is not None
    assert seen.phases.processing is None


async def test_certificate_of_another_name(probe: Probe, authority: trustme.CA, trusting: TlsSettings) -> None:
    leaf = authority.issue_cert("other.example")

    async with faults.faulty_server(faults.answers(), serving(leaf)) as server:
        seen = await probe(server.url(), tls=trusting)

    assert seen.reason is Reason.CERTIFICATE
    assert "127.0.0.1" in seen.evidence[0].found


async def test_self_signed_certificate(probe: Probe, trusting: TlsSettings) -> None:
    leaf = trustme.CA().issue_cert("127.0.0.1")

    async with faults.faulty_server(faults.answers(), serving(leaf)) as server:
        seen = await probe(server.url(), tls=trusting)

    assert seen.reason is Reason.CERTIFICATE


@pytest.mark.parametrize(("chain", "reason"), [(False, Reason.CERTIFICATE), (True, None)])
async def test_missing_intermediate(
    probe: Probe, authority: trustme.CA, trusting: TlsSettings, chain: bool, reason: Reason | None
) -> None:
    leaf = authority.create_child_ca().issue_cert("127.0.0.1")

    async with faults.faulty_server(faults.answers(), serving(leaf, chain=chain)) as server:
        seen = await probe(server.url(), tls=trusting)

    assert seen.reason is reason


async def test_skipped_verification_is_said(probe: Probe) -> None:
    leaf = trustme.CA().issue_cert("other.example")

    async with faults.faulty_server(faults.answers(), serving(leaf)) as server:
        seen = await probe(server.url(), tls=TlsSettings(insecure_skip_verify=True))

    assert seen.outcome is Outcome.OK
    assert seen.tls is not None
    assert (seen.tls.verified, seen.tls.names, seen.tls.chain_not_after) == (False, ("other.example",), None)


async def test_server_name_of_the_settings_is_asked_for(
    probe: Probe, authority: trustme.CA, trusting: TlsSettings
) -> None:
    leaf = authority.issue_cert("portal.example")

    async with faults.faulty_server(faults.answers(), serving(leaf)) as server:
        seen = await probe(server.url(), tls=replace(trusting, server_name="portal.example"))

    assert seen.outcome is Outcome.OK


async def test_resolve_leads_a_name_to_an_address_and_keeps_name_and_host(
    probe: Probe, authority: trustme.CA, trusting: TlsSettings
) -> None:
    leaf = authority.issue_cert("portal.example")

    async with faults.faulty_server(faults.answers(), serving(leaf)) as server:
        seen = await probe(server.url(host="portal.example"), tls=trusting, resolve={"Portal.Example": "127.0.0.1"})

    assert seen.outcome is Outcome.OK
    assert server.seen[0].headers["host"] == f"portal.example:{server.port}"


async def test_plain_text_on_a_tls_port_is_tls(probe: Probe, trusting: TlsSettings) -> None:
    async def speak_first(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(speak_first, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        seen = await probe(f"https://127.0.0.1:{port}/", tls=trusting)

    assert (seen.outcome, seen.reason) == (Outcome.FAILED, Reason.TLS)


async def test_connection_cut_inside_the_handshake_is_reset(probe: Probe, trusting: TlsSettings) -> None:
    async def cut(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(10)
        writer.close()

    async with await asyncio.start_server(cut, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        seen = await probe(f"https://127.0.0.1:{port}/", tls=trusting)

    assert (seen.outcome, seen.reason) == (Outcome.FAILED, Reason.RESET)


async def test_least_version_of_the_settings_is_kept(
    probe: Probe, authority: trustme.CA, trusting: TlsSettings
) -> None:
    context = serving(authority.issue_cert("127.0.0.1"))
    context.maximum_version = ssl.TLSVersion.TLSv1_2

    async with faults.faulty_server(faults.answers(), context) as server:
        refused = await probe(server.url(), tls=replace(trusting, min_version="TLSv1.3"))
        taken = await probe(server.url(), tls=replace(trusting, min_version="TLSv1.2"))

    # asyncio's server drops its alert and only closes, so the refusal is seen as a reset here.
    assert (refused.outcome, taken.outcome) == (Outcome.FAILED, Outcome.OK)


async def test_alert_in_the_handshake_is_tls(probe: Probe, trusting: TlsSettings) -> None:
    async def alert(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1000)
        writer.write(b"\x15\x03\x03\x00\x02\x02\x28")  # RFC 8446, 6: fatal, handshake_failure
        writer.close()

    async with await asyncio.start_server(alert, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        seen = await probe(f"https://127.0.0.1:{port}/", tls=trusting)

    assert (seen.outcome, seen.reason) == (Outcome.FAILED, Reason.TLS)


async def test_silence_inside_the_handshake_is_timeout_in_tls(probe: Probe, trusting: TlsSettings) -> None:
    async def wait(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while await reader.read(1000):
            pass
        writer.close()

    async with await asyncio.start_server(wait, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        seen = await probe(f"https://127.0.0.1:{port}/", tls=trusting, deadline=0.3)

    assert (seen.reason, seen.evidence[0].found) == (Reason.TIMEOUT, "still in tls")


async def test_session_of_an_answer_that_broke_off_is_known(
    probe: Probe, authority: trustme.CA, trusting: TlsSettings
) -> None:
    leaf = authority.issue_cert("127.0.0.1", not_after=EXPIRES)

    async with faults.faulty_server(faults.closes, serving(leaf)) as server:
        seen = await probe(server.url(), tls=trusting)

    assert seen.reason is Reason.RESET
    assert seen.tls is not None
    assert seen.tls.not_after == EXPIRES


async def test_tunnel_through_a_proxy(probe: Probe, authority: trustme.CA, trusting: TlsSettings) -> None:
    leaf = authority.issue_cert("portal.example")

    async with (
        faults.faulty_server(faults.answers(), serving(leaf)) as server,
        faults.connect_proxy(server.port) as proxy,
    ):
        seen = await probe("https://portal.example/", tls=trusting, proxy_url=proxy.url)

    assert seen.outcome is Outcome.OK
    assert proxy.targets == ["CONNECT portal.example:443"]
    assert seen.tls is not None
    assert seen.tls.verified
    assert seen.phases is not None
    assert None not in (seen.phases.connect, seen.phases.tls, seen.phases.processing)


@pytest.mark.parametrize(
    ("refusal", "outcome", "reason"),
    [
        (b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", Outcome.NOTHING, Reason.SELF),
        (b"HTTP/1.1 502 Bad Gateway\r\n\r\n", Outcome.FAILED, Reason.CONNECT),
    ],
)
async def test_refusal_of_the_proxy(probe: Probe, refusal: bytes, outcome: Outcome, reason: Reason) -> None:
    async with faults.connect_proxy(1, refusal) as proxy:
        seen = await probe("https://portal.example/", proxy_url=proxy.url)

    assert (seen.outcome, seen.reason) == (outcome, reason)


async def test_proxy_that_is_away_is_our_own_fault(probe: Probe) -> None:
    async with faults.refusing_port() as port:
        seen = await probe("https://portal.example/", proxy_url=f"http://127.0.0.1:{port}")

    assert (seen.outcome, seen.reason) == (Outcome.NOTHING, Reason.SELF)


async def test_private_address_is_refused_behind_a_proxy_too(probe: Probe) -> None:
    async with faults.connect_proxy(1) as proxy:
        seen = await probe("https://10.0.0.1/", proxy_url=proxy.url)

    assert seen.evidence[0].rule == "address.private"
    assert proxy.targets == []


async def test_resolve_and_server_name_hold_behind_a_proxy(
    probe: Probe, authority: trustme.CA, trusting: TlsSettings
) -> None:
    leaf = authority.issue_cert("inner.example")

    async with (
        faults.faulty_server(faults.answers(), serving(leaf)) as server,
        faults.connect_proxy(server.port) as proxy,
    ):
        seen = await probe(
            "https://portal.example/",
            resolve={"portal.example": "127.0.0.1"},
            tls=replace(trusting, server_name="inner.example"),
            proxy_url=proxy.url,
        )

    assert seen.outcome is Outcome.OK
    assert proxy.targets == ["CONNECT 127.0.0.1:443"]
    assert server.seen[0].headers["host"] == "portal.example"


async def test_plain_request_is_forwarded_by_a_proxy(probe: Probe) -> None:
    async with faults.faulty_server(faults.answers()) as proxy:
        seen = await probe("http://portal.example:81/a?b", proxy_url=f"http://us%40er:s3cret@127.0.0.1:{proxy.port}")

    assert seen.outcome is Outcome.OK
    assert (proxy.seen[0].method, proxy.seen[0].path) == ("GET", "http://portal.example:81/a?b")
    assert proxy.seen[0].headers["host"] == "portal.example:81"
    assert proxy.seen[0].headers["proxy-authorization"] == "Basic dXNAZXI6czNjcmV0"


async def test_plain_request_to_a_host_with_an_address_of_ours_goes_through_a_tunnel(probe: Probe) -> None:
    async with faults.faulty_server(faults.answers()) as server, faults.connect_proxy(server.port) as proxy:
        seen = await probe("http://portal.example/", resolve={"portal.example": "127.0.0.1"}, proxy_url=proxy.url)

    assert seen.outcome is Outcome.OK
    assert proxy.targets == ["CONNECT 127.0.0.1:80"]


async def test_proxy_that_wants_credentials_for_a_plain_request_is_our_own_fault(probe: Probe) -> None:
    async with faults.faulty_server(faults.answers(status=407)) as proxy:
        seen = await probe("http://portal.example/", proxy_url=f"http://127.0.0.1:{proxy.port}")

    assert (seen.outcome, seen.reason) == (Outcome.NOTHING, Reason.SELF)


@pytest.mark.parametrize("answer", [b"", b"HTTP/1.1 200", b"SSH-2.0-OpenSSH_9.2\r\n\r\n", b"a" * 20_000])
async def test_proxy_that_makes_no_sense_is_told(probe: Probe, answer: bytes) -> None:
    async with faults.connect_proxy(1, answer) as proxy:
        seen = await probe("https://portal.example/", proxy_url=proxy.url)

    assert seen.reason in {Reason.RESET, Reason.PROTOCOL}


def client_files(leaf: trustme.LeafCert, folder: Path) -> tuple[str, str]:
    certificate, key = folder / "client.pem", folder / "client.key"
    certificate.write_bytes(b"".join(pem.bytes() for pem in leaf.cert_chain_pems))
    key.write_bytes(leaf.private_key_pem.bytes())
    return str(certificate), str(key)


def broken_files(leaf: trustme.LeafCert, folder: Path, broken: str) -> tuple[str, str]:
    certificate, key = client_files(leaf, folder)
    if broken == "missing":
        return certificate + ".old", key
    Path(certificate if broken == "certificate" else key).write_text("no PEM")
    return certificate, key


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
@pytest.mark.parametrize("given", [True, False])
async def test_client_certificate_is_shown_where_there_is_one(
    probe: Probe, authority: trustme.CA, trusting: TlsSettings, tmp_path: Path, version: ssl.TLSVersion, given: bool
) -> None:
    context = serving(authority.issue_cert("127.0.0.1"))
    context.maximum_version = version
    context.verify_mode = ssl.CERT_REQUIRED
    authority.configure_trust(context)
    certificate, key = client_files(authority.issue_cert("monitor@portal.example"), tmp_path)

    async with faults.faulty_server(faults.answers(), context) as server:
        seen = await probe(
            server.url(), tls=replace(trusting, cert_file=certificate, key_file=key) if given else trusting
        )

    assert (seen.outcome is Outcome.OK) is given
    assert seen.reason in {None, Reason.TLS, Reason.RESET}


@pytest.mark.parametrize("broken", ["certificate", "key", "missing"])
async def test_client_certificate_that_cannot_be_used_is_our_own_fault(
    probe: Probe, authority: trustme.CA, tmp_path: Path, broken: str
) -> None:
    certificate, key = broken_files(authority.issue_cert("monitor@portal.example"), tmp_path, broken)

    async with faults.faulty_server(faults.answers(), serving(authority.issue_cert("127.0.0.1"))) as server:
        seen = await probe(server.url(), tls=TlsSettings(cert_file=certificate, key_file=key))

    assert (seen.outcome, seen.reason) == (Outcome.NOTHING, Reason.SELF)
    assert server.connections == 0


async def test_facts_of_the_certificate_are_all_told(
    probe: Probe, authority: trustme.CA, trusting: TlsSettings
) -> None:
    leaf = authority.create_child_ca().issue_cert("portal.example", "127.0.0.1", not_after=EXPIRES)
    read = x509.load_pem_x509_certificate(leaf.cert_chain_pems[0].bytes())
    chain = [x509.load_pem_x509_certificate(pem.bytes()) for pem in (*leaf.cert_chain_pems, authority.cert_pem)]

    async with faults.faulty_server(faults.answers(), serving(leaf)) as server:
        seen = await probe(server.url(), tls=trusting)

    assert seen.tls == TlsFacts(
        version="TLSv1.3",
        cipher="TLS_AES_256_GCM_SHA384",
        not_after=EXPIRES,
        earliest_not_after=min(one.not_valid_after_utc for one in chain[:-1]),
        chain_not_after=min(one.not_valid_after_utc for one in chain),
        verified=True,
        subject=read.subject.rfc4514_string(),
        issuer=read.issuer.rfc4514_string(),
        names=("portal.example", "127.0.0.1"),
        serial=f"{read.serial_number:x}",
        fingerprint_sha256=read.fingerprint(hashes.SHA256()).hex(),
    )


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
@pytest.mark.parametrize("wrong", ["name", "authority"])
async def test_certificate_that_does_not_verify_is_told_all_the_same(
    probe: Probe, authority: trustme.CA, trusting: TlsSettings, version: ssl.TLSVersion, wrong: str
) -> None:
    issuer = authority if wrong == "name" else trustme.CA()
    leaf = issuer.issue_cert("other.example" if wrong == "name" else "127.0.0.1", not_after=EXPIRES)
    context = serving(leaf)
    context.maximum_version = version

    async with faults.faulty_server(faults.answers(), context) as server:
        seen = await probe(server.url(), tls=trusting)

    assert seen.reason is Reason.CERTIFICATE
    assert seen.tls is not None
    assert (seen.tls.version, seen.tls.verified, seen.tls.not_after) == ("", False, EXPIRES)
    assert seen.tls.names in {("other.example",), ("127.0.0.1",)}
    assert server.seen == []
