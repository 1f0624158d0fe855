from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from monitor.domain.target import HttpTarget, plain_host


@given(st.text(alphabet="a1.-_:/?#@[]\\ \tAé%", max_size=12))
@example("a:1@b/")
@example("a.sa:65535?")
@example("a./")
def test_host_read_at_a_glance_is_that_which_the_library_reads(text: str) -> None:
    url = f"https://{text}"

    host = plain_host(url)

    assert host is None or host == urlsplit(url).hostname


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("http://a.sa:40000/path?q=1", "a.sa"),
        ("https://A.sa./", "a.sa"),
        ("https://[::1]:8443/", "::1"),
        ("https://a.sa:65535", "a.sa"),
    ],
)
def test_request_asks_the_host_of_its_url(url: str, host: str) -> None:
    assert HttpTarget(url=url).hosts == (host,)
