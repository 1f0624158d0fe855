"""The head of an HTTP/1 answer and the framing of its body, read as Go's client reads them. Pure.

Not by a parser made for browsers or servers: where those are strict Go is lenient and the other way round, and whether
a probe succeeds hangs on it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_STATUS_LINE = re.compile(r"(HTTP/(\d\.\d)) +(\d{3})(?: .*)?")
_NO_BODY = frozenset({204, 304})
_SWITCHING = 101
_SUCCESS = 200
_LARGEST_LENGTH = 1 << 63
_MOST_HEX_DIGITS = 16


class BadAnswerError(Exception):
    """What came is no HTTP, or it ended too soon."""


@dataclass(slots=True)
class Answer:
    """The head of an answer; names of headers in lower case. ``content_length`` is -1 where none is known."""

    status: int
    version: str
    headers: list[tuple[str, str]]
    content_length: int = -1
    is_chunked: bool = False

    def values(self, name: str) -> list[str]:
        """All values of one header, in their order."""
        return [value for key, value in self.headers if key == name]

    def value(self, name: str) -> str:
        """The first value of one header, or nothing."""
        return next(iter(self.values(name)), "")

    @property
    def is_announcement(self) -> bool:
        """Whether the answer proper is still to come."""
        return self.status < _SUCCESS and self.status // 100 == 1 and self.status != _SWITCHING

    @property
    def is_switch(self) -> bool:
        """Whether what follows is no HTTP any more."""
        return self.status == _SWITCHING and "upgrade" in self.value("connection").lower()


def end_of_head(data: bytes, at: int) -> tuple[bool, int]:
    """Whether an empty line ends the head in ``data``, looked for from the line at ``at`` on; where it ends, or where
    the line begins that is not whole yet.
    """
    while (end := data.find(b"\n", at)) >= 0:
        is_empty = not data[at:end].strip(b"\r")
        at = end + 1
        if is_empty:
            return True, at
    return False, at


def read_head(data: bytes, method: str) -> Answer:
    """The answer to a request of ``method`` whose head is ``data``.

    Raises:
        BadAnswerError: it is none.

    """
    first, *lines = data.decode("utf-8", "surrogateescape").split("\n")
    found = _STATUS_LINE.fullmatch(first.rstrip("\r"))
    if found is None:
        raise BadAnswerError(f"malformed HTTP response {first[:40]!r}")
    answer = Answer(int(found[3]), found[2], _headers(lines))
    _take_coding(answer)
    answer.content_length = _length(answer, method)
    return answer


def _headers(lines: list[str]) -> list[tuple[str, str]]:
    headers: list[tuple[str, str]] = []
    for line in lines:
        text = line.rstrip("\r")
        if not text.strip(" \t"):
            break
        if text[0] in " \t":  # the line before goes on
            if not headers:
                raise BadAnswerError("malformed MIME header initial line")
            name, value = headers.pop()
            headers.append((name, f"{value} {text.strip()}"))
            continue
        name, colon, value = text.partition(":")
        if not colon:
            raise BadAnswerError(f"malformed MIME header line: {text[:40]}")
        headers.append((name.lower(), value.strip(" \t")))
    return headers


def _take_coding(answer: Answer) -> None:
    codings = answer.values("transfer-encoding")
    answer.headers = [pair for pair in answer.headers if pair[0] != "transfer-encoding"]
    if not codings or answer.version < "1.1":
        return
    if len(codings) > 1 or codings[0].lower() != "chunked":
        raise BadAnswerError(f"unsupported transfer encoding: {codings[0][:40]!r}")
    answer.headers = [pair for pair in answer.headers if pair[0] != "content-length"]
    answer.is_chunked = True


def _length(answer: Answer, method: str) -> int:
    lengths = set(answer.values("content-length"))
    if len(lengths) > 1:
        raise BadAnswerError("http: message cannot contain multiple Content-Length headers")
    written = next(iter(lengths), "")
    if method == "HEAD":
        return _number(written)
    if answer.status // 100 == 1 or answer.status in _NO_BODY:
        return 0
    return -1 if answer.is_chunked else _number(written)


def _number(written: str) -> int:
    if not written:
        return -1
    if not (written.isascii() and written.isdigit()) or int(written[:20]) >= _LARGEST_LENGTH:
        raise BadAnswerError(f"bad Content-Length {written[:40]!r}")
    return int(written)


def chunk_length(line: bytes) -> int:
    """The length that the line before a chunk names.

    Raises:
        BadAnswerError: it names none.

    """
    digits = line.partition(b";")[0].rstrip(b" \t\r\n")
    if not digits or len(digits) > _MOST_HEX_DIGITS or not re.fullmatch(rb"[0-9a-fA-F]+", digits):
        raise BadAnswerError("invalid byte in chunk length")
    return int(digits, 16)
