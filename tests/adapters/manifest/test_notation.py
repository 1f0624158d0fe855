from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from monitor.adapters.manifest import notation


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("0", 0),
        ("0s", 0),
        ("500ms", 0.5),
        ("30s", 30),
        ("5m", 300),
        ("1h30m", 5400),
        ("1d", 86400),
        ("2w", 1209600),
        ("1y", 31536000),
        ("90s", 90),
        ("1d12h30m15s1ms", 131415.001),
    ],
)
def test_durations_are_read_as_prometheus_reads_them(text: str, seconds: float) -> None:
    assert notation.duration(text).total_seconds() == seconds


@pytest.mark.parametrize(
    "text", ["", "1", "s", "1.5h", "-1s", "+1s", "1m1h", "1s1s", "1 s", "1S", "1h\n", "101y", "٣s", "9" * 30 + "s"]
)
def test_other_lengths_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="must be"):
        notation.duration(text)


@given(st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=36_500)))
def test_written_durations_read_back(length: timedelta) -> None:
    length -= length % timedelta(milliseconds=1)

    assert notation.duration(notation.written(length)) == length


@pytest.mark.parametrize(
    ("length", "text"),
    [
        (timedelta(days=400), "400d"),
        (timedelta(days=21), "21d"),
        (timedelta(minutes=90), "1h30m"),
        (timedelta(0), "0s"),
        (timedelta(seconds=60), "1m"),
    ],
)
def test_durations_are_written_as_people_write_them(length: timedelta, text: str) -> None:
    assert notation.written(length) == text


@pytest.mark.parametrize(
    "text", ["2025-12-05T00:00", "2025-12-05T00:00:30", "2024-02-29T23:59:59.5Z", "2025-12-05T00:00+03:00"]
)
def test_times_are_read(text: str) -> None:
    assert notation.wall_time(text).isoformat().startswith(text[:16])


@pytest.mark.parametrize(
    "text",
    ["2025-12-05", "2025-02-29T00:00", "2025-12-05T24:00", "2025-12-05 00:00", "1969-12-31T00:00", "9999-12-31T00:00Z"],
)
def test_other_times_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"must|is not"):
        notation.wall_time(text)


@pytest.mark.parametrize("text", ["asia/riyadh", "Riyadh", "+03:00", "../zone", "", "Asia/Riyadh\n"])
def test_zones_outside_the_bundled_data_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="unknown time zone"):
        notation.zone(text)


@pytest.mark.parametrize(
    "text", ["absher.sa", "LOCALHOST", "127.0.0.1", "::1", "[::1]", "xn--mgbh0fb.xn--kgbechtv", "a_b.example."]
)
def test_hosts_are_read(text: str) -> None:
    assert notation.host(text) == text.lower().rstrip(".").strip("[]")


@pytest.mark.parametrize("text", ["", "a b", "absher.sa:443", "https://absher.sa", "absher.sa/", "-a.example", "a..b"])
def test_other_hosts_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="must be a host"):
        notation.host(text)


@given(st.text(max_size=40))
def test_url_readers_raise_nothing_but_sentences(text: str) -> None:
    for read in (notation.web_url, notation.proxy_url, notation.canary, notation.contact, notation.listen_address):
        try:
            read(f"http://{text}")
        except ValueError as error:
            assert str(error).endswith(".")  # noqa: PT017 -- either outcome is right


@pytest.mark.parametrize("port", [1, 80, 8443, 10000, 59999, 60000, 64999, 65000, 65535])
def test_url_may_name_any_port(port: int) -> None:
    assert notation.web_url(f"http://a.sa:{port}/b") == f"http://a.sa:{port}/b"
    assert notation.host_of(f"http://a.sa:{port}/b") == "a.sa"


@pytest.mark.parametrize(
    "text",
    [
        "http://a:0",
        "http://a:00/",
        "http://a:65536/",
        "http://a..b/",
        "http://a-./",
        "http://a/b c",
        "http://a/\\",
        "a.sa",
    ],
)
def test_urls_that_only_look_plain_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="must be"):
        notation.web_url(text)


@example("a./")
@given(st.text(alphabet="a1.-_:/?#@[]\\ \tAé", max_size=12))
def test_host_of_a_url_is_that_which_the_library_reads(text: str) -> None:
    url = f"https://{text}"
    try:
        expected = (urlsplit(url).hostname or "").rstrip(".") or None
    except ValueError:
        expected = None

    assert notation.host_of(url) == expected
