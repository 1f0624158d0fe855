"""What an answer lacks against the operator's own texts: its status, its marker, the wording it must have or must not.

Each miss is one piece of evidence. The marker is what the healthy page always carries, and the strongest fact there is
about an answer: with it a page that talks of blocks, challenges or maintenance is only talking.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from monitor.domain.classification.answer import Answer
from monitor.domain.classification.excerpt import excerpt
from monitor.domain.classification.rule import is_among
from monitor.domain.classification.spelling import composed
from monitor.domain.observation import Evidence
from monitor.domain.target import Expect

_SUCCESS = ((200, 299),)


def wording(answer: Answer, expect: Expect) -> str:
    """The text in the spelling in which the operator's texts are sought, if there are any."""
    return composed(answer.text) if expect.identity or expect.contains or expect.excludes else ""


def has_marker(text: str, expect: Expect) -> bool | None:
    """Whether every text of ``identity``, or else of ``contains``, is there; ``None`` if the check names none."""
    markers = expect.identity or expect.contains
    return not any(_missing(text, markers)) if markers else None


def wrong_status(answer: Answer, expect: Expect) -> tuple[Evidence, ...]:
    """The status, unless it is expected."""
    if is_among(answer.status, expect.status):
        return ()
    wanted = ", ".join(str(low) if low == high else f"{low}-{high}" for low, high in expect.status)
    return (Evidence(rule="expect.status", found=str(answer.status), wanted=wanted),)


def soft_failure(answer: Answer, text: str, expect: Expect) -> tuple[Evidence, ...]:
    """A success in name only: the shell that the server gives for any path, or a page without its own marker."""
    if not is_among(answer.status, _SUCCESS):
        return ()
    shell = expect.shell_sha256
    is_shell = shell is not None and hashlib.sha256(answer.body).hexdigest() == shell
    return (
        *((Evidence(rule="soft_failure.shell", found=f"sha256 {shell}", wanted="another page"),) if is_shell else ()),
        *(
            Evidence(rule="soft_failure.identity", found=excerpt(text), wanted=wanted)
            for wanted in _missing(text, expect.identity)
        ),
    )


def wrong_wording(text: str, expect: Expect) -> tuple[Evidence, ...]:
    """Every text of ``contains`` that is missing and every text of ``excludes`` that is there."""
    present = (unwanted for unwanted in expect.excludes if composed(unwanted) in text)
    return (
        *(
            Evidence(rule="expect.contains", found=excerpt(text), wanted=wanted)
            for wanted in _missing(text, expect.contains)
        ),
        *(Evidence(rule="expect.excludes", found=excerpt(unwanted), wanted="absent") for unwanted in present),
    )


def _missing(text: str, markers: tuple[str, ...]) -> Iterator[str]:
    return (marker for marker in markers if composed(marker) not in text)
