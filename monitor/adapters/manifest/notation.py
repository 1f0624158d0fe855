"""How durations, local times, addresses and ranges are written in our files.

Plain functions from text to value; each raises ``ValueError`` with the sentence that the author of the file will read.
Sentences never repeat the value: it is printed beside them, masked where it is a secret.
"""

from __future__ import annotations

import ipaddress
import re
from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib import resources
from urllib.parse import SplitResult, urlsplit

from monitor.domain.target import plain_host

# Prometheus' model.ParseDuration: units in falling order, each at most once
DURATION = r"^(?:0|(?=[0-9])(?:[0-9]+y)?(?:[0-9]+w)?(?:[0-9]+d)?(?:[0-9]+h)?(?:[0-9]+m)?(?:[0-9]+s)?(?:[0-9]+ms)?)$"
LOCAL_TIME = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})?$"
STATUS_RANGE = r"^[1-5][0-9]{2}(-[1-5][0-9]{2})?$"
_UNITS = {"y": 31_536_000_000, "w": 604_800_000, "d": 86_400_000, "h": 3_600_000, "m": 60_000, "s": 1000, "ms": 1}
_PART = re.compile(r"([0-9]+)(ms|[ywdhms])")
_LONGEST_DURATION = timedelta(days=36_500)
_YEARS = range(1970, 2200)  # beyond them a year is a typing error, and zone rules are guesses
_HOST = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)(?:\.(?!-)[a-z0-9_-]{1,63}(?<!-))*")
_LAST_PORT = 65535
_UNFIT_FOR_URL = re.compile(r"[\x00-\x20\x7f]")


def duration(text: str) -> timedelta:
    """The length that Prometheus would read: ``30s``, ``1h30m``, ``1d``."""
    if re.match(DURATION, text) is None or text.endswith("\n"):
        raise ValueError("must be a duration such as 500ms, 30s, 5m, 1h30m, 1d or 2w.")
    milliseconds = sum(int(number[:15]) * _UNITS[unit] for number, unit in _PART.findall(text))
    if milliseconds > _LONGEST_DURATION // timedelta(milliseconds=1):
        raise ValueError("must be at most 100 years.")
    return timedelta(milliseconds=milliseconds)


def written(length: timedelta) -> str:
    """``length`` as our files write it, the inverse of ``duration``."""
    rest = length // timedelta(milliseconds=1)
    parts = []
    for unit in ("d", "h", "m", "s", "ms"):  # 400d reads better than 1y5w
        size = _UNITS[unit]
        if rest >= size:
            parts.append(f"{rest // size}{unit}")
            rest %= size
    return "".join(parts) or "0s"


def wall_time(text: str) -> datetime:
    """A naive local wall time, or an aware instant where the text carries ``Z`` or an offset."""
    if re.match(LOCAL_TIME, text) is None or text.endswith("\n"):
        raise ValueError("must be a time such as 2025-12-05T00:00, with Z or an offset if it is not local.")
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError("is not a time that the calendar and the clock have.") from None
    if moment.year not in _YEARS:
        raise ValueError("must lie between the years 1970 and 2199.")
    return moment


def instant(text: str) -> datetime:
    """An aware UTC instant."""
    moment = wall_time(text)
    if moment.tzinfo is None:
        raise ValueError("must be an instant with Z or an offset, such as 2025-12-05T00:00:00Z.")
    return moment.astimezone(UTC)


def day_or_time(text: str) -> date | datetime:
    """A day alone, or what ``wall_time`` takes."""
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) is None:
        return wall_time(text)
    return wall_time(f"{text}T00:00").date()


@cache
def zone_names() -> frozenset[str]:
    """The zones of the bundled ``tzdata`` package (SEMANTICS D7)."""
    return frozenset(resources.files("tzdata").joinpath("zones").read_text("utf-8").split())


def zone(text: str) -> str:
    """An IANA zone name."""
    if text not in zone_names():
        raise ValueError("unknown time zone; use an IANA name such as Asia/Riyadh.")
    return text


def host(text: str) -> str:
    """A host name or address alone, in lower case."""
    name = text.lower().rstrip(".")
    if _HOST.fullmatch(name) is None and not _is_address(name.strip("[]")):
        raise ValueError("must be a host name or address alone, without scheme, port or path.")
    return name.strip("[]")


def address(text: str) -> str:
    """An IPv4 or IPv6 address."""
    if not _is_address(text):
        raise ValueError("must be an IPv4 or IPv6 address.")
    return text


def endpoint(text: str, port: int | None = None) -> tuple[str, int | None]:
    """Host and port of ``host:port``; without a port, the one that is usual."""
    if _is_address(text):
        return text, port
    found = re.fullmatch(r"(\[[^\]]*\]|[^:\[\]]*)(?::([0-9]{1,5}))?", text)
    try:
        name = host(found[1] if found else "")
        given = port if found is None or found[2] is None else tcp_port(int(found[2]))
    except ValueError:
        raise ValueError("must be a host or host:port; an IPv6 address before a port stands in brackets.") from None
    return name, given


def written_endpoint(name: str, port: int | None) -> str:
    """Host and port as our files write them, the inverse of ``endpoint``."""
    if port is None:
        return name
    return f"[{name}]:{port}" if ":" in name else f"{name}:{port}"


def tcp_port(number: int) -> int:
    """A port that can be connected to."""
    if not 0 < number <= _LAST_PORT:
        raise ValueError("must be a port from 1 to 65535.")
    return number


def domain_name(text: str) -> str:
    """A name to ask resolvers for, the root ``.`` among them; not an address."""
    if text != "." and (_HOST.fullmatch(text.lower().removesuffix(".")) is None or _is_address(text)):
        raise ValueError("must be a domain name; one with letters beyond ASCII in its xn-- form.")
    return text


def sha256(text: str) -> str:
    """A SHA-256 in small hexadecimal digits."""
    if re.fullmatch(r"[0-9A-Fa-f]{64}", text) is None:
        raise ValueError("must be the 64 hexadecimal digits of a SHA-256.")
    return text.lower()


def web_url(text: str) -> str:
    """An absolute http or https URL without credentials."""
    plain = plain_host(text)
    if plain is not None and _HOST.fullmatch(plain) is not None:
        return text
    parts = _split(text)
    if parts.scheme not in {"http", "https"}:
        raise ValueError("must be an http or https URL.")
    if "@" in parts.netloc:
        raise ValueError("must not carry a user name or password; use a header with ${ENV}.")
    return text


def proxy_url(text: str) -> str:
    """The URL of an HTTP CONNECT proxy; the only one that may carry credentials."""
    parts = _split(text)
    if parts.scheme != "http" or parts.path not in {"", "/"} or parts.query:
        raise ValueError("must be the http URL of a proxy, such as http://proxy.example:3128.")
    return text


def canary(text: str) -> str:
    """What shows that our own network works: a URL, ``tcp://host:port`` or ``dns://resolver/name``."""
    if text.startswith(("http://", "https://")):
        return web_url(text)
    parts = _split(text)
    is_tcp = parts.scheme == "tcp" and parts.port is not None and parts.path in {"", "/"}
    if not is_tcp and not (parts.scheme == "dns" and parts.path.strip("/")):
        raise ValueError("must be an http or https URL, tcp://host:port or dns://resolver/name.")
    return text


def listen_address(text: str) -> str:
    """``host:port``, or ``:port`` for every address."""
    name, _, port = text.rpartition(":")
    if re.fullmatch(r"[0-9]{1,5}", port) is None or int(port) > _LAST_PORT:
        raise ValueError("must be host:port or :port.")
    if name:
        host(name)
    return text


def storage_url(text: str) -> str:
    """Where the ledger lives, in SQLAlchemy's notation."""
    if re.match(r"(?:sqlite|postgresql)(?:\+[a-z0-9]+)?://", text) is None:
        raise ValueError("must be a sqlite:// or postgresql:// URL.")
    return text


def contact(text: str) -> str:
    """A page or mailbox of the people who run this monitor; it is sent in the ``User-Agent``."""
    if text.startswith(("http://", "https://")):
        web_url(text)
    if re.fullmatch(r"(?:https?://|mailto:)[!-'*-~]+", text) is None:
        raise ValueError("must be an http, https or mailto URL without spaces or brackets.")
    return text


def status_range(value: object) -> tuple[int, int]:
    """``200`` or ``"200-299"`` as inclusive bounds."""
    text = str(value) if isinstance(value, (int, str)) and not isinstance(value, bool) else ""
    if re.match(STATUS_RANGE, text) is None or text.endswith("\n"):
        raise ValueError('must be a status from 100 to 599 or a range such as "200-299".')
    low, _, high = text.partition("-")
    bounds = int(low), int(high or low)
    if bounds[0] > bounds[1]:
        raise ValueError("must be a range from the lower to the higher status.")
    return bounds


def written_range(bounds: tuple[int, int]) -> int | str:
    """``bounds`` as our files write them, the inverse of ``status_range``."""
    return bounds[0] if bounds[0] == bounds[1] else f"{bounds[0]}-{bounds[1]}"


def host_of(url: str) -> str | None:
    """The host of an http or https ``url`` as ``host`` writes it; ``None`` where there is none."""
    plain = plain_host(url)
    if plain is not None:
        return plain.rstrip(".")
    try:
        parts = urlsplit(url)
        return (parts.hostname or "").rstrip(".") or None if parts.scheme in {"http", "https"} else None
    except ValueError:
        return None


def _split(text: str) -> SplitResult:
    """The parts of a URL that has a host and, if any, a possible port."""
    try:
        parts = urlsplit(text)
        fits = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        fits = False
    if not fits or _UNFIT_FOR_URL.search(text) is not None or "\\" in text:
        raise ValueError("must be an absolute URL with a host.")
    host(parts.hostname or "")
    return parts


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
