from __future__ import annotations

from datetime import UTC, datetime

import pytest

from monitor.adapters.news.parts import NotNewsError
from monitor.adapters.news.syndication import entries
from tests.adapters.news.papers import file, paper, rss


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_entry_of_rss_is_its_longest_text_without_markup_a_line_for_each_block() -> None:
    first, second, third, _ = entries(paper(file("ministry.rss")))

    assert first.title == "توقف مؤقت لخدمات المنصة"
    assert [line for line in first.text.splitlines() if line] == [
        "ستتوقف خدمات المنصة يوم الجمعة 5 ديسمبر من الساعة 12:00 صباحاً",
        "حتى 12:00 ظهراً.",
        "الجوازات",
        "المرور",
    ]
    assert (first.url, first.published) == ("https://press.example/news/17", at("2025-12-03 18:50"))
    assert (second.title, second.text) == ("Fees & services: what is new", 'Nothing stops. "5 < 6"')
    assert (second.url, second.published) == ("https://press.example/news/16", at("2025-12-01 06:00"))
    assert (third.text, third.url, third.published) == ("بدون عنوان ولا تاريخ", "", None)


def test_entry_of_atom_has_the_date_of_its_publication_else_of_its_last_change() -> None:
    first, second = entries(paper(file("vendor.atom")))

    assert first.text.splitlines() == ["Mar 13, 00:00 AST", "Scheduled - Sign-in is unavailable until 04:00."]
    assert (first.url, first.published) == ("https://status.vendor.example/incidents/1", at("2026-03-08 07:00"))
    assert (second.title, second.text) == ("Work tonight", "From 22:00 to 23:00 & no longer.")
    assert second.published == at("2026-03-01 10:00")


def test_key_follows_identity_and_wording_and_nothing_else() -> None:
    def key(**changes: str) -> str:
        facts = {"guid": "1", "title": "Work", "description": "tonight", "pubDate": "Wed, 03 Dec 2025 21:50:00 +0300"}
        [entry] = entries(paper(rss("".join(f"<{name}>{text}</{name}>" for name, text in (facts | changes).items()))))
        return entry.key

    assert key() == key(pubDate="Thu, 04 Dec 2025 21:50:00 +0300")
    assert len({key(), key(guid="2"), key(title="Works"), key(description="tomorrow")}) == 4


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "https://[::1", "http://a b/", "x" * 5000, "//"],
)
def test_link_that_leads_nowhere_safe_is_left_out(link: str) -> None:
    [entry] = entries(paper(rss(f"<title>t</title><link>{link}</link>")))

    assert not entry.url.startswith(("javascript", "data", "file"))
    assert len(entry.url) < 320


def test_link_that_is_relative_does_not_tell_the_address_of_the_feed() -> None:
    [entry] = entries(paper(rss("<title>t</title><link>17.html</link>")))

    assert entry.url == "https://press.example/17.html"


@pytest.mark.parametrize("date", ["yesterday", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "1764788400", ""])
def test_date_that_is_none_is_no_date(date: str) -> None:
    [entry] = entries(paper(rss(f"<title>t</title><pubDate>{date}</pubDate>")))

    assert entry.published is None


def test_text_longer_than_is_kept_is_cut_between_two_characters() -> None:
    [entry] = entries(paper(rss(f"<title>{'a' * 50_000}</title><description>{'ص' * 50_000}</description>")))

    assert len(entry.text.encode()) == 32 * 1024
    assert len(entry.title) == 32 * 1024


def test_control_characters_and_blank_lines_are_no_part_of_a_text() -> None:
    [entry] = entries(paper(rss("<description>a&amp;#7; b\n\n\n\n\nc</description>")))

    assert entry.text == "a b\n\nc"


def test_entities_of_others_are_not_followed() -> None:
    head = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY y "inner">]>'

    [entry] = entries(paper(rss("<title>a &x; b</title><description>&y;</description>", head=head)))

    assert "root" not in entry.title + entry.text


def test_encoding_is_that_of_the_server_or_of_the_file() -> None:
    arabic = rss("<title>صيانة</title>")
    declared = arabic.replace('"1.0"', '"1.0" encoding="windows-1256"').encode("cp1256")

    [by_file] = entries(paper(declared))
    [by_server] = entries(paper(arabic.encode("cp1256"), content_type="application/rss+xml; charset=windows-1256"))
    [wide] = entries(paper(arabic.replace('"1.0"', '"1.0" encoding="utf-16"').encode("utf-16")))

    assert by_file.title == by_server.title == wide.title == "صيانة"


@pytest.mark.parametrize(
    "body",
    [b"", b" ", b"<html><body>not found</body></html>", b'{"version": "x"}', b"\x00\xff\xfe", b"<opml><body/></opml>"],
)
def test_what_is_no_feed_is_refused(body: bytes) -> None:
    with pytest.raises(NotNewsError, match="neither RSS nor Atom"):
        entries(paper(body))


@pytest.mark.parametrize("name", ["ministry.rss", "vendor.atom"])
def test_feed_that_is_cut_off_is_refused_for_its_last_entry_may_have_lost_its_end(name: str) -> None:
    body = file(name)

    for share in (0.5, 0.7, 0.95):
        with pytest.raises(NotNewsError, match="cut off"):
            entries(paper(body[: int(len(body) * share)]))


def test_feed_that_is_whole_but_not_well_formed_is_read() -> None:
    [entry] = entries(paper(rss("<title>Fees &nosuch; & more</title>")))

    assert entry.title.endswith("more")


def test_feed_without_entries_is_one() -> None:
    assert entries(paper(rss())) == []
