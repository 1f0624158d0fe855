"""What a text in a module means: a duration, a size, a switch, a number, a pattern, as blackbox_exporter reads them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Annotated, Literal

import dns.exception
import dns.rdataclass
import dns.rdatatype
from pydantic import AfterValidator, BeforeValidator, PlainValidator

from monitor.adapters.blackbox.expression import Expression, expression

_DURATION = re.compile(r"(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?")
_UNITS_MS = (31_536_000_000, 604_800_000, 86_400_000, 3_600_000, 60_000, 1000, 1)
_SIZE = re.compile(r"(\d+(?:\.\d+)?)([KMGTPE]?)i?B")
_SIZES = "KMGTPE"
_SWITCH = {
    **dict.fromkeys(("true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON", "y", "Y"), True),
    **dict.fromkeys(("false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF", "n", "N"), False),
}


def _duration(value: object) -> timedelta:
    found = _DURATION.fullmatch(value) if isinstance(value, str) and value else None
    if found is None:
        if value == "0":
            return timedelta(0)
        raise ValueError("must be a duration like 5s or 1m30s.")
    parts = (int(part or 0) * unit for part, unit in zip(found.groups(), _UNITS_MS, strict=True))
    return timedelta(milliseconds=sum(parts))


def _size(value: object) -> int:
    found = _SIZE.fullmatch(value) if isinstance(value, str) else None
    if found is None and value != "0":
        raise ValueError("must be a size like 10MB.")
    if found is None:
        return 0
    power = _SIZES.index(found[2]) + 1 if found[2] else 0
    return int(float(found[1]) * 1024**power)  # MB and MiB are the same there: powers of 1024


def _switch(value: object) -> bool:
    if not isinstance(value, str) or value not in _SWITCH:
        raise ValueError("must be true or false.")
    return _SWITCH[value]


def _number(value: object) -> int:
    if not isinstance(value, str) or not re.fullmatch(r"[-+]?\d{1,18}", value):
        raise ValueError("must be a whole number.")
    return int(value)


def _pattern(value: object) -> Expression:
    if not isinstance(value, str):
        raise ValueError("must be a text.")  # noqa: TRY004 - pydantic makes a problem of ValueErrors alone
    return expression(value)


def _record_type(value: str) -> str:
    return _known_to(dns.rdatatype.from_text, value, "must be a record type like A or SOA.")


def _record_class(value: str) -> str:
    return _known_to(dns.rdataclass.from_text, value, "must be a class like IN or CH.")


def _known_to(read: Callable[[str], object], value: str, sentence: str) -> str:
    try:
        read(value)
    except (dns.exception.DNSException, ValueError) as error:
        raise ValueError(sentence) from error
    return value


Duration = Annotated[timedelta, PlainValidator(_duration)]
Size = Annotated[int, PlainValidator(_size)]
Switch = Annotated[bool, PlainValidator(_switch)]
Number = Annotated[int, BeforeValidator(_number)]
Pattern = Annotated[Expression, PlainValidator(_pattern)]
RecordType = Annotated[str, AfterValidator(_record_type)]
RecordClass = Annotated[str, AfterValidator(_record_class)]
Preference = Literal["ip4", "ip6"]
TlsVersion = Literal["TLS10", "TLS11", "TLS12", "TLS13"]
