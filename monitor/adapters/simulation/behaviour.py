"""What a simulated page may do, and the answer that it gives then."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus


class Behaviour(StrEnum):
    """How a platform answers at the moment."""

    WORKS = "works"
    SLOW = "slow"
    FAILS = "fails"
    MAINTENANCE = "maintenance"
    BLOCKS = "blocks"


@dataclass(frozen=True, slots=True)
class _Answer:
    status: HTTPStatus
    text: str


_ANSWERS = {
    Behaviour.WORKS: _Answer(HTTPStatus.OK, "محاكاة. Simulated."),
    Behaviour.SLOW: _Answer(HTTPStatus.OK, "محاكاة. Simulated."),
    Behaviour.FAILS: _Answer(HTTPStatus.INTERNAL_SERVER_ERROR, "خطأ داخلي. Internal error, simulated."),
    Behaviour.MAINTENANCE: _Answer(HTTPStatus.SERVICE_UNAVAILABLE, "الموقع تحت الصيانة. Under maintenance, simulated."),
    Behaviour.BLOCKS: _Answer(HTTPStatus.FORBIDDEN, "تم رفض الطلب. Request rejected, simulated."),
}


def answer(behaviour: Behaviour, title: str) -> bytes:
    """The whole HTTP answer of a page called ``title``; a page that works is the only one that bears its title."""
    said = _ANSWERS[behaviour]
    heading = title if said.status is HTTPStatus.OK else str(said.status.value)
    body = (
        f'<!doctype html><html lang="ar" dir="rtl"><title>{heading}</title><h1>{heading}</h1><p>{said.text}</html>\n'
    ).encode()
    head = (
        f"HTTP/1.1 {said.status.value} {said.status.phrase}\r\n"
        "Content-Type: text/html; charset=utf-8\r\n"
        f"Content-Length: {len(body)}\r\n"
        "Connection: close\r\n\r\n"
    )
    return head.encode("ascii") + body
