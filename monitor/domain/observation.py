"""What one probe saw: outcome, reason, phases and evidence. Data, never an exception.

The reasons are a closed set; they are label values of ``marsad_probe_failures_total``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum


class Outcome(StrEnum):
    """How a probe ended, before any window or history is looked at."""

    OK = "ok"
    SLOW = "slow"  # expectations met, slower than the check's `slow`
    FAILED = "failed"
    BLOCKED = "blocked"  # this prober is refused or challenged
    NOTHING = "nothing"  # our own fault: the probe saw nothing of the target


class Reason(StrEnum):
    """Why a probe was not ``ok``; the closed set of the public contract."""

    DNS = "dns"
    CONNECT = "connect"
    RESET = "reset"
    TLS = "tls"  # the handshake failed
    CERTIFICATE = "certificate"  # the certificate does not verify
    TIMEOUT = "timeout"
    PROTOCOL = "protocol"
    REDIRECT = "redirect"
    STATUS = "status"
    CONTENT = "content"
    EXPECT = "expect"
    MAINTENANCE_PAGE = "maintenance_page"
    BLOCKED = "blocked"
    CHALLENGED = "challenged"
    RATE_LIMITED = "rate_limited"
    SELF = "self"


REFUSALS = frozenset({Reason.BLOCKED, Reason.CHALLENGED, Reason.RATE_LIMITED})
"""Answers saying that this prober is refused or challenged (SEMANTICS section 2, ``blocked``)."""

UNREACHED = frozenset({Reason.DNS, Reason.CONNECT, Reason.RESET, Reason.TIMEOUT})
"""Failures that mean ``blocked`` from a country outside the platform's ``reachable_from``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phases:
    """Durations in seconds, summed over redirects; ``None`` for a phase that did not happen."""

    resolve: float | None = None
    connect: float | None = None
    tls: float | None = None
    processing: float | None = None
    transfer: float | None = None
    total: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One fact behind an outcome: which rule, what was found and what was wanted."""

    rule: str
    found: str
    wanted: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpFacts:
    """The HTTP answer as far as it came; ``status`` is 0 without an answer, ``body_bytes`` what was read."""

    status: int = 0
    version: str = ""
    redirects: tuple[str, ...] = ()
    body_bytes: int = 0
    truncated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TlsFacts:
    """The TLS session of the last hop and the certificates that the server showed, also when they do not verify.

    ``not_after`` is the leaf's expiry, ``earliest_not_after`` the earliest of all certificates shown,
    ``chain_not_after`` the earliest of the verified chain, absent where none verifies. An empty ``version`` means that
    the handshake did not finish.
    """

    version: str
    cipher: str
    not_after: datetime | None = None
    earliest_not_after: datetime | None = None
    chain_not_after: datetime | None = None
    verified: bool = False
    subject: str = ""
    issuer: str = ""
    names: tuple[str, ...] = ()  # of the leaf: DNS names and addresses
    serial: str = ""  # hexadecimal
    fingerprint_sha256: str = ""  # hexadecimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """What one probe of one check saw from one location, between two UTC instants."""

    check_id: str
    location: str
    started_at: datetime
    completed_at: datetime
    outcome: Outcome
    reason: Reason | None = None
    phases: Phases | None = None
    attempts: int = 1
    retries: tuple[str, ...] = ()  # our own faults that were retried, by errno name
    http: HttpFacts | None = None
    tls: TlsFacts | None = None
    answer: tuple[str, ...] = ()  # what a kind without pages brought back, a line each: records, a banner, a status
    evidence: tuple[Evidence, ...] = field(default=())
    retry_after: timedelta | None = None
