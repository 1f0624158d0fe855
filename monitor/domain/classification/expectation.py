"""What the operator expects beyond status and wording: patterns, JSON values, headers, the last host and a size.

Each expectation that an answer misses is one piece of evidence under its own name. Why the answer misses them, and
what comes before them in the order of decision, is not known here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import NoReturn

from monitor.domain.classification.answer import Answer
from monitor.domain.classification.excerpt import excerpt
from monitor.domain.classification.spelling import composed
from monitor.domain.observation import Evidence
from monitor.domain.target import Expect, JsonRule

_BYTE_ORDER_MARK = "\ufeff"  # forbidden by RFC 8259 section 8.1, where readers may ignore it


def unmet(answer: Answer, expect: Expect) -> tuple[Evidence, ...]:
    """Every expectation that ``answer`` misses, in the order of the file's keys; their reason is ``expect``."""
    return (
        *_patterns(answer, expect),
        *(_json(answer.text, expect.json) if expect.json else ()),
        *_headers(answer, expect),
        *_host(answer, expect),
        *_size(answer, expect),
    )


def _patterns(answer: Answer, expect: Expect) -> Iterator[Evidence]:
    if not expect.matches and not expect.not_matches:
        return
    # One spelling for letters that look alike, as for `contains`; the patterns were brought to it when they were read.
    text = composed(answer.text)
    for rule in expect.matches:
        if rule.find(text) is None:
            yield Evidence(rule="expect.matches", found=excerpt(text), wanted=rule.source)
    for rule in expect.not_matches:
        if (found := rule.find(text)) is not None:
            yield Evidence(rule="expect.not_matches", found=excerpt(found), wanted=f"no match of {rule.source}")


def _json(text: str, rules: tuple[JsonRule, ...]) -> Iterator[Evidence]:
    try:
        document = json.loads(text.removeprefix(_BYTE_ORDER_MARK), parse_constant=_refuse)
    except (ValueError, RecursionError):  # the second: nested too deeply for any answer that is meant
        yield Evidence(rule="expect.json", found=excerpt(text), wanted="JSON")
        return
    for rule in rules:
        found = rule.find(document)
        if not _equal(found, rule.wanted):
            value, wanted = _written(found), _written(rule.wanted)
            yield Evidence(rule="expect.json", found=excerpt(f"{rule.path}: {value}"), wanted=f"{rule.path}: {wanted}")


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON")


def _equal(found: object, wanted: object) -> bool:
    """Whether two JSON values are the same; to Python ``true`` would be 1, and one word in two spellings two words."""
    if isinstance(found, str) and isinstance(wanted, str):
        return composed(found) == composed(wanted)
    return isinstance(found, bool) == isinstance(wanted, bool) and found == wanted


def _written(value: object) -> str:
    try:
        return json.dumps(value, ensure_ascii=False)
    except RecursionError:
        return "a value nested too deeply to show"


def _headers(answer: Answer, expect: Expect) -> Iterator[Evidence]:
    for name, rule in expect.headers:
        value = answer.headers.get(name)
        if value is None or rule.find(value) is None:
            found = "absent" if value is None else excerpt(value)
            yield Evidence(rule=f"expect.headers.{name}", found=found, wanted=rule.source)


def _host(answer: Answer, expect: Expect) -> Iterator[Evidence]:
    if expect.final_host is not None and answer.host.lower().rstrip(".") != expect.final_host:
        yield Evidence(rule="expect.final_host", found=excerpt(answer.host), wanted=expect.final_host)


def _size(answer: Answer, expect: Expect) -> Iterator[Evidence]:
    """A cut body counts with what was read of it: the floor is never above the cut."""
    size = len(answer.body)
    if expect.min_bytes is not None and size < expect.min_bytes:
        found = f"{size} bytes{' before the cut' if answer.truncated else ''}"
        yield Evidence(rule="expect.min_bytes", found=found, wanted=f"{expect.min_bytes} bytes at least")
