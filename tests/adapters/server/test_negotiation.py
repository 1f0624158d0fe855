from __future__ import annotations

import pytest

from monitor.adapters.server.negotiation import accepts_gzip, choose_language


@pytest.mark.parametrize(
    "header",
    ["gzip", "GZIP", "x-gzip", "*", "gzip, deflate, br", "br;q=1, gzip;q=0.2", "gzip;q=0.5, identity;q=0.5"],
)
def test_gzip_is_sent(header: str) -> None:
    assert accepts_gzip(header)


@pytest.mark.parametrize(
    "header",
    ["", "identity", "deflate", "gzip;q=0", "gzip; q=0.0, *", "*;q=0", "gzip;q=0.5, identity", "gzip;q=x", ",;=,"],
)
def test_the_plain_body_is_sent(header: str) -> None:
    assert not accepts_gzip(header)


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "ar"),
        ("fr", "ar"),
        ("*", "ar"),
        ("en", "en"),
        ("en-GB,en;q=0.9", "en"),
        ("ar-SA,ar;q=0.9,en;q=0.8", "ar"),
        ("en;q=0.3,ar;q=0.8", "ar"),
        ("en,ar", "ar"),
        ("de,en;q=0.1", "en"),
        ("en;q=0", "ar"),
    ],
)
def test_the_language_that_is_liked_best_is_chosen(header: str, language: str) -> None:
    assert choose_language(header, ("ar", "en")) == language
