"""The types of our files' keys: pydantic fields built from ``notation``, and the strict base of all sections."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, timedelta
from math import isfinite
from typing import Annotated, NoReturn, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainSerializer, PlainValidator, WithJsonSchema

from monitor.adapters.manifest import notation
from monitor.adapters.manifest.json_path import Scalar, json_rule
from monitor.adapters.manifest.tree import Substituted
from monitor.adapters.patterns import text_rule
from monitor.domain.target import TextRule

T = TypeVar("T")
IDENTITY = r"^[a-z0-9]([a-z0-9-]*[a-z0-9])?$"
SERVICE_ID = r"^[a-z0-9-]+/[a-z0-9-]+$"
CHECK_ID = r"^[a-z0-9-]+/[a-z0-9-]+/[a-z0-9-]+$"
WINDOW_ID = r"^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$"
OCCURRENCE_ID = r"^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?(@[0-9T:-]+)?$"
LABEL_KEY = r"^[A-Za-z_][A-Za-z0-9_.-]*$"
HEADER_NAME = r"^[!#$%&'*+.^_`|~0-9A-Za-z-]+$"  # RFC 9110 section 5.6.2, token
HEADER_VALUE = r"^[\t\x20-\x7e\x80-\xff]*$"  # section 5.5, without line breaks that would start a header of their own
USER_NAME = r"^[^\x00-\x1f\x7f:]+$"  # RFC 7617 section 2: a colon would begin the password
_LONGEST = 100  # characters of an identity; they are label values and file names


class Section(BaseModel):
    """A mapping of our files: no unknown key, no coerced type, no change afterwards."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


def reading(parse: Callable[[str], T]) -> PlainValidator:
    """Read a text with ``parse``; what is no text fails with the sentence that ``parse`` has for an empty one.

    ``str`` turns a substituted text into a plain one.
    """
    return PlainValidator(lambda value: parse(str(value) if isinstance(value, str) else ""))


def matching(pattern: str, sentence: str) -> AfterValidator:
    """Take the texts that match ``pattern`` as a whole, and say ``sentence`` of the others."""
    compiled = re.compile(pattern)

    def check(text: str) -> str:
        if compiled.match(text) is None or text.endswith("\n"):
            raise ValueError(sentence)
        return text

    return AfterValidator(check)


def _text(pattern: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": pattern})


def country(text: str) -> str:
    """An ISO 3166-1 alpha-2 code."""
    if re.fullmatch(r"[A-Z]{2}", text) is None:
        raise ValueError("must be a country code of two capital letters, such as SA.")
    return text


def _pattern(value: object) -> TextRule:
    """A pattern with one spelling for the letters that look alike, as the text that it meets will have."""
    source = str(value) if isinstance(value, str) else _no_text()
    if not source:
        raise ValueError("must not be empty.")
    try:
        return text_rule(unicodedata.normalize("NFC", source))
    except ValueError as error:
        # The library's words hold a part of the pattern: not to be shown where that came from the environment.
        sentence = "not a pattern that RE2 takes." if isinstance(value, Substituted) else f"{error}"
        raise ValueError(sentence) from None


def _no_text() -> NoReturn:
    raise ValueError("must be a text; put a number or true and false in quotes.")


def _scalar(value: object) -> Scalar:
    if isinstance(value, float) and not isfinite(value):
        raise ValueError("must be a finite number.")
    if value is not None and not isinstance(value, str | int | float):
        raise ValueError("must be a text, a number, true, false or null.")
    return str(value) if isinstance(value, str) else value


def _json_path(text: str) -> str:
    json_rule(text, None)
    return text


_ID = "must be of small letters, digits and inner hyphens."
Identity = Annotated[str, Field(max_length=_LONGEST), matching(IDENTITY, _ID), _text(IDENTITY)]
ServiceId = Annotated[str, matching(SERVICE_ID, "must be platform/service."), _text(SERVICE_ID)]
CheckId = Annotated[str, matching(CHECK_ID, "must be platform/service/check."), _text(CHECK_ID)]
_WINDOW = "must be of letters, digits and inner dots, hyphens or underscores."
WindowId = Annotated[str, Field(max_length=_LONGEST), matching(WINDOW_ID, _WINDOW), _text(WINDOW_ID)]
_OCCURRENCE = "must be a window's id, or id@local-start for one occurrence."
OccurrenceId = Annotated[str, Field(max_length=_LONGEST), matching(OCCURRENCE_ID, _OCCURRENCE), _text(OCCURRENCE_ID)]
LabelKey = Annotated[str, matching(LABEL_KEY, "must be a label name.")]
HeaderName = Annotated[str, matching(HEADER_NAME, "must be the name of a header.")]
HeaderValue = Annotated[str, matching(HEADER_VALUE, "must be printable and on one line.")]
UserName = Annotated[str, matching(USER_NAME, "must be printable and without a colon.")]
Words = Annotated[str, Field(min_length=1)]

Duration = Annotated[
    timedelta,
    reading(notation.duration),
    PlainSerializer(notation.written, return_type=str),
    _text(notation.DURATION),
]


def _positive(length: timedelta) -> timedelta:
    if not length:
        raise ValueError("must be longer than 0s.")
    return length


PositiveDuration = Annotated[Duration, AfterValidator(_positive)]
WallTime = Annotated[datetime, reading(notation.wall_time), _text(notation.LOCAL_TIME)]
Instant = Annotated[datetime, reading(notation.instant), _text(notation.LOCAL_TIME)]
_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
DayOrTime = Annotated[
    date | datetime,
    reading(notation.day_or_time),
    WithJsonSchema({"type": "string", "anyOf": [{"pattern": _DAY}, {"pattern": notation.LOCAL_TIME}]}),
]
Zone = Annotated[str, reading(notation.zone), WithJsonSchema({"type": "string"})]
Country = Annotated[str, reading(country), _text(r"^[A-Z]{2}$")]
Host = Annotated[str, reading(notation.host), WithJsonSchema({"type": "string"})]
Address = Annotated[str, reading(notation.address), WithJsonSchema({"type": "string"})]
WebUrl = Annotated[str, reading(notation.web_url), _text(r"^https?://")]
ProxyUrl = Annotated[str, reading(notation.proxy_url), _text(r"^http://")]
Canary = Annotated[str, reading(notation.canary), _text(r"^(https?|tcp|dns)://")]
Port = Annotated[int, Field(ge=1, le=65535)]
Endpoint = Annotated[tuple[str, int | None], reading(notation.endpoint), WithJsonSchema({"type": "string"})]
DomainName = Annotated[str, reading(notation.domain_name), WithJsonSchema({"type": "string"})]
Sha256 = Annotated[str, reading(notation.sha256), _text(r"^[0-9A-Fa-f]{64}$")]
Pattern = Annotated[TextRule, PlainValidator(_pattern), WithJsonSchema({"type": "string"})]
JsonPath = Annotated[str, reading(_json_path), WithJsonSchema({"type": "string"})]
JsonScalar = Annotated[
    Scalar, PlainValidator(_scalar), WithJsonSchema({"type": ["string", "number", "boolean", "null"]})
]
ListenAddress = Annotated[str, reading(notation.listen_address), _text(r":[0-9]+$")]
StorageUrl = Annotated[str, reading(notation.storage_url), _text(r"^(sqlite|postgresql)(\+[a-z0-9]+)?://")]
Contact = Annotated[str, reading(notation.contact), _text(r"^(https?://|mailto:)")]
StatusRange = Annotated[
    tuple[int, int],
    PlainValidator(notation.status_range),
    PlainSerializer(notation.written_range),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "integer", "minimum": 100, "maximum": 599},
                {"type": "string", "pattern": notation.STATUS_RANGE},
            ],
        },
    ),
]
