"""``--web.config.file``: the exporter-toolkit format, as far as this server can keep its promises.

TLS for the listener, users with bcrypt hashes, and response headers. A key that is not known, or that we could not
honour, is refused with file and line rather than passed over: whoever asks for protection must get it.
"""

from __future__ import annotations

import re
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator
from pydantic_core import ErrorDetails

from monitor.adapters.server.yamlfile import YamlFile
from monitor.domain.errors import ConfigurationError

_VERSIONS = {"TLS12": ssl.TLSVersion.TLSv1_2, "TLS13": ssl.TLSVersion.TLSv1_3}
_CLIENT_AUTH = {
    "NoClientCert": ssl.CERT_NONE,
    "VerifyClientCertIfGiven": ssl.CERT_OPTIONAL,
    "RequireAndVerifyClientCert": ssl.CERT_REQUIRED,
}
_BCRYPT = re.compile(r"\$2[aby]\$[0-9]{2}\$[./A-Za-z0-9]{53}")


def _bcrypt_hash(value: str) -> str:
    if not _BCRYPT.fullmatch(value):
        raise ValueError("is not a bcrypt hash")
    return value


Header = Literal[
    "Strict-Transport-Security",
    "X-Content-Type-Options",
    "X-Frame-Options",
    "X-XSS-Protection",
    "Content-Security-Policy",
]
HeaderValue = Annotated[str, StringConstraints(pattern=r"^[\x20-\x7e]*$")]  # anything else could start a new header


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class _Tls(_Section):
    cert_file: str
    key_file: str
    client_auth_type: Literal["NoClientCert", "VerifyClientCertIfGiven", "RequireAndVerifyClientCert"] = "NoClientCert"
    client_ca_file: str | None = None
    min_version: Literal["TLS12", "TLS13"] = "TLS12"

    @model_validator(mode="after")
    def _authority_and_policy_go_together(self) -> Self:
        if (self.client_ca_file is None) != (self.client_auth_type == "NoClientCert"):
            raise ValueError("client_ca_file and a client_auth_type that verifies need each other")
        return self


class _Http(_Section):
    http2: bool = True  # known to the format; this server speaks HTTP/1.1 either way
    headers: Mapping[Header, HeaderValue] = Field(default_factory=dict)


class _Document(_Section):
    tls_server_config: _Tls | None = None
    http_server_config: _Http = _Http()
    basic_auth_users: Mapping[str, Annotated[str, AfterValidator(_bcrypt_hash)]] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class WebConfig:
    """How the listener is protected. ``users`` maps a name to its bcrypt hash; none means everybody may read."""

    tls: ssl.SSLContext | None = None
    certificate: Path | None = None  # what the listener shows, for whoever comes from this machine and wants to be sure
    users: Mapping[str, str] = field(default_factory=dict, repr=False)
    headers: Mapping[str, str] = field(default_factory=dict)


def load_web_config(path: Path) -> WebConfig:
    """Read and verify the file; paths in it are relative to it.

    Raises:
        ConfigurationError: it cannot be read, or says something that is unknown, wrong or beyond this server.

    """
    file = YamlFile.read(path, secrets="basic_auth_users")
    try:
        document = _Document.model_validate(file.value)
    except ValidationError as error:
        problems = (file.problem(_location(detail), _sentence(detail)) for detail in error.errors())
        raise ConfigurationError(tuple(sorted(problems))) from error
    headers = {str(name): value for name, value in document.http_server_config.headers.items()}
    section = document.tls_server_config
    return WebConfig(
        tls=_tls_context(section, file) if section else None,
        certificate=file.beside(section.cert_file) if section else None,
        users=document.basic_auth_users,
        headers=headers,
    )


_SENTENCES = {
    "extra_forbidden": "is not a known key.",
    "missing": "is missing.",
    "literal_error": "must be {expected}.",
    "string_type": "must be text.",
    "bool_type": "must be true or false.",
    "string_pattern_mismatch": "must be printable ASCII on one line.",
    "value_error": "{error}.",
    **dict.fromkeys(("mapping_type", "dict_type", "model_type"), "must be a mapping."),
}


def _location(detail: ErrorDetails) -> tuple[str | int, ...]:
    return tuple(part for part in detail["loc"] if part != "[key]")  # how pydantic says that the key itself is wrong


def _sentence(detail: ErrorDetails) -> str:
    return _SENTENCES.get(detail["type"], detail["msg"] + ".").format_map(detail.get("ctx", {}))


def _tls_context(section: _Tls, file: YamlFile) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = _VERSIONS[section.min_version]
    context.set_alpn_protocols(["http/1.1"])
    try:
        context.load_cert_chain(file.beside(section.cert_file), file.beside(section.key_file))
    except OSError as error:
        raise _unreadable(file, "cert_file", error) from error
    if section.client_ca_file is not None:
        try:
            context.load_verify_locations(file.beside(section.client_ca_file))
        except OSError as error:
            raise _unreadable(file, "client_ca_file", error) from error
    context.verify_mode = _CLIENT_AUTH[section.client_auth_type]
    return context


def _unreadable(file: YamlFile, key: str, error: OSError) -> ConfigurationError:
    # ssl.SSLError is an OSError; its reason is a constant such as KEY_VALUES_MISMATCH.
    reason = getattr(error, "reason", None) or error.strerror or str(error)
    problem = file.problem(("tls_server_config", key), f"cannot be used: {reason}.")
    return ConfigurationError((problem,))
