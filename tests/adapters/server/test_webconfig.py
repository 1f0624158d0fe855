"""The web configuration: files that are taken, and one row per way to be refused."""

from __future__ import annotations

import ssl
from pathlib import Path

import bcrypt
import pytest
import trustme

from monitor.adapters.server import load_web_config
from monitor.adapters.server.access import _DUMMY
from monitor.domain.errors import ConfigurationError

HASH = "$2y$04$abcdefghijklmnopqrstuuOpw2fGhkYLnMTvWqJtDxxkBjF1yQ0Ha"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    issued = authority.issue_cert("localhost")
    issued.cert_chain_pems[0].write_to_path(tmp_path / "cert.pem")
    issued.private_key_pem.write_to_path(tmp_path / "key.pem")
    return tmp_path


def written(folder: Path, text: str) -> Path:
    path = folder / "web.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_an_empty_file_protects_nothing(tmp_path: Path) -> None:
    config = load_web_config(written(tmp_path, ""))

    assert (config.tls, config.users, config.headers) == (None, {}, {})


def test_certificates_are_found_beside_the_file(folder: Path) -> None:
    config = load_web_config(written(folder, "tls_server_config: {cert_file: cert.pem, key_file: key.pem}"))

    assert config.tls is not None
    assert config.tls.minimum_version is ssl.TLSVersion.TLSv1_2
    assert config.tls.verify_mode is ssl.CERT_NONE


def test_clients_can_be_asked_for_a_certificate(folder: Path) -> None:
    text = """
tls_server_config:
  cert_file: cert.pem
  key_file: key.pem
  client_auth_type: RequireAndVerifyClientCert
  client_ca_file: ca.pem
  min_version: TLS13
"""

    config = load_web_config(written(folder, text))

    assert config.tls is not None
    assert config.tls.minimum_version is ssl.TLSVersion.TLSv1_3
    assert config.tls.verify_mode is ssl.CERT_REQUIRED


def test_users_and_headers_are_taken_and_hashes_never_shown(tmp_path: Path) -> None:
    text = f"""
basic_auth_users: {{alice: "{HASH}"}}
http_server_config: {{http2: false, headers: {{X-Frame-Options: SAMEORIGIN}}}}
"""

    config = load_web_config(written(tmp_path, text))

    assert config.users == {"alice": HASH}
    assert config.headers == {"X-Frame-Options": "SAMEORIGIN"}
    assert HASH not in repr(config)


REFUSED = {
    "unknown key": ("tls: {}\n", "1: tls: {}: is not a known key."),
    "unknown key inside": (
        "tls_server_config:\n  cert_file: cert.pem\n  key_file: key.pem\n  ciphers: all\n",
        '4: tls_server_config.ciphers: "all": is not a known key.',
    ),
    "missing key": (
        "\ntls_server_config:\n  cert_file: cert.pem\n",
        "2: tls_server_config.key_file: null: is missing.",
    ),
    "version too old": (
        "tls_server_config:\n  {cert_file: cert.pem, key_file: key.pem, min_version: TLS10}\n",
        "2: tls_server_config.min_version: \"TLS10\": must be 'TLS12' or 'TLS13'.",
    ),
    "policy without verification": (
        "tls_server_config: {cert_file: cert.pem, key_file: key.pem, client_auth_type: RequireAnyClientCert}\n",
        (
            "1: tls_server_config.client_auth_type: \"RequireAnyClientCert\": must be 'NoClientCert', "
            "'VerifyClientCertIfGiven' or 'RequireAndVerifyClientCert'."
        ),
    ),
    "authority without policy": (
        "tls_server_config: {cert_file: c, key_file: k, client_ca_file: ca.pem}\n",
        (
            '1: tls_server_config: {"cert_file": "c", "key_file": "k", "client_ca_file": "ca.p…: '
            "client_ca_file and a client_auth_type that verifies need each other."
        ),
    ),
    "no certificate": (
        "tls_server_config: {cert_file: none.pem, key_file: key.pem}\n",
        '1: tls_server_config.cert_file: "none.pem": cannot be used: No such file or directory.',
    ),
    "key of another certificate": (
        "tls_server_config: {cert_file: ca.pem, key_file: key.pem}\n",
        '1: tls_server_config.cert_file: "ca.pem": cannot be used: KEY_VALUES_MISMATCH.',
    ),
    "no authority": (
        (
            "tls_server_config: {cert_file: cert.pem, key_file: key.pem, client_ca_file: none.pem, "
            "client_auth_type: VerifyClientCertIfGiven}\n"
        ),
        '1: tls_server_config.client_ca_file: "none.pem": cannot be used: No such file or directory.',
    ),
    "password in the clear": (
        "basic_auth_users:\n  alice: s3cret\n",
        "2: basic_auth_users.alice: <secret>: is not a bcrypt hash.",
    ),
    "users without hashes": (
        "basic_auth_users: [s3cret]\n",
        "1: basic_auth_users: <secret>: must be a mapping.",
    ),
    "unknown header": (
        "http_server_config: {headers: {X-Odd: a}}\n",
        (
            "1: http_server_config.headers.X-Odd: \"a\": must be 'Strict-Transport-Security', "
            "'X-Content-Type-Options', 'X-Frame-Options', 'X-XSS-Protection' or 'Content-Security-Policy'."
        ),
    ),
    "header that starts another": (
        'http_server_config:\n  headers:\n    X-Frame-Options: "DENY\\r\\nX-Odd: a"\n',
        ('3: http_server_config.headers.X-Frame-Options: "DENY\\r\\nX-Odd: a": must be printable ASCII on one line.'),
    ),
    "key said twice": (
        "http_server_config:\n  http2: true\n  http2: false\n",
        "3: http_server_config.http2: false: is said twice.",
    ),
    "no YAML": ("a: [\n", "2: (file): -: cannot be read: expected the node content, but found '<stream end>'."),
    "alias": ("a: &x {b: *x}\n", '1: (file): "*x": is an alias.'),
    "no mapping": ("- a\n", '1: (file): ["a"]: must be a mapping.'),
}


@pytest.mark.parametrize(("text", "line"), REFUSED.values(), ids=REFUSED)
def test_a_wrong_file_is_refused_with_its_line(folder: Path, text: str, line: str) -> None:
    path = written(folder, text)

    with pytest.raises(ConfigurationError) as refused:
        load_web_config(path)

    assert str(refused.value) == f"{path}:{line}"


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="cannot be read: No such file or directory"):
        load_web_config(tmp_path / "web.yaml")


def test_the_dummy_for_unknown_names_is_a_hash_that_can_be_verified() -> None:
    assert bcrypt.checkpw(b"anything", _DUMMY.encode()) is False
