"""YAML as we read it: the 1.2 core schema, with lines, and nothing that hides what is meant."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.adapters.manifest.findings import Findings
from monitor.adapters.manifest.source import DEEPEST, parse
from monitor.adapters.manifest.tree import Mapping, find


def value(text: str) -> object:
    findings = Findings()
    document = parse(f"key: {text}\n".encode(), "file.yaml", {}, findings)
    assert not findings.problems
    assert document is not None
    assert isinstance(document.root, Mapping)
    return document.root["key"]


@pytest.mark.parametrize(
    "text",
    ["yes", "no", "on", "off", "Yes", "2025-12-05", "2025-12-05T00:00", "12:30", "1h", "1_000", "0b11", "+", ".", "1e"],
)
def test_texts_stay_texts(text: str) -> None:
    assert value(text) == text


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("12", 12),
        ("-3", -3),
        ("017", 17),
        ("0o17", 15),
        ("0x1F", 31),
        ("1.5", 1.5),
        (".5", 0.5),
        ("1e3", 1000.0),
        ("-.inf", -math.inf),
        ("true", True),
        ("FALSE", False),
        ("null", None),
        ("~", None),
        ("", None),
        ('""', ""),
        ("'12'", "12"),
        ("!!str 12", "12"),
    ],
)
def test_core_schema_is_followed(text: str, wanted: object) -> None:
    found = value(text)

    assert found == wanted
    assert type(found) is type(wanted)


def test_lines_are_those_of_keys_and_values() -> None:
    document = parse(b"# first\na:\n  - b: 1\n    c:\n      2\n", "file.yaml", {}, Findings())
    assert document is not None

    assert find(document, ("a", 0, "b")) == (1, 3, 3)
    assert find(document, ("a", 0, "c")) == (2, 4, 5)
    assert find(document, ("a", 0, "missing")) == (None, 3, 3)


def test_depth_is_bounded() -> None:
    findings = Findings()

    assert parse(b"[" * (DEEPEST + 1), "file.yaml", {}, findings) is None
    assert findings.problems[0].sentence == f"nested deeper than {DEEPEST} levels."


def test_byte_order_mark_is_no_part_of_the_first_key() -> None:
    document = parse(b"\xef\xbb\xbfkey: 1\n", "file.yaml", {}, Findings())

    assert document is not None
    assert document.root == {"key": 1}


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_noted(content: bytes) -> None:
    findings = Findings()

    document = parse(content, "file.yaml", {}, findings)

    assert document is not None or findings.failed


@given(st.text(alphabet="ab:-[]{}&*!|>'\"%@#?,<~ \n\t${}1.", max_size=60))
def test_any_text_is_read_or_noted(text: str) -> None:
    findings = Findings()

    document = parse(text.encode(), "file.yaml", {}, findings)

    assert document is not None or findings.failed
