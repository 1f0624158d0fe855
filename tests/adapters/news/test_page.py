from __future__ import annotations

from datetime import UTC, datetime

import pytest

from monitor.adapters.news.page import entry
from monitor.adapters.news.parts import NotNewsError
from monitor.domain.feed import FeedKind
from tests.adapters.news.papers import file, paper

NOTICE = file("notice.html")
ARABIC = "<html><head><title>إعلان</title></head><body><p>تتوقف الخدمة غداً من الساعة الواحدة، حتى الخامسة.</p></body>"


def read(body: bytes | str, content_type: str = "text/html; charset=utf-8") -> str:
    return entry(paper(body, FeedKind.PAGE, content_type=content_type)).text


def test_page_is_its_main_text_without_menu_footer_script_and_what_is_hidden() -> None:
    found = entry(paper(NOTICE, FeedKind.PAGE))

    assert found.text.startswith("إعلان صيانة مجدولة\n\nتعلن منصة أبشر عن توقف خدماتها مؤقتاً يوم الجمعة")
    assert found.text.endswith("وتعود الخدمات بعد ذلك، بإذن الله.")
    assert found.title == "إعلان صيانة | منصة أبشر"
    for word in ("مخفي", "الرئيسية", "الأكثر قراءة", "الخصوصية", "توقف دائم"):
        assert word not in found.text


def test_page_was_published_when_it_was_last_changed_if_it_says_so() -> None:
    assert entry(paper(NOTICE, FeedKind.PAGE)).published == datetime(2025, 12, 3, 18, 50, tzinfo=UTC)
    assert entry(paper(ARABIC, FeedKind.PAGE)).published is None


def test_page_is_shown_by_its_address_without_what_may_be_a_token() -> None:
    assert entry(paper(NOTICE, FeedKind.PAGE)).url == "https://press.example/s3cret/feed"


def test_key_of_a_page_follows_its_text_and_not_its_clothes() -> None:
    def key(body: str) -> str:
        return entry(paper(body, FeedKind.PAGE)).key

    assert key(ARABIC) == key(ARABIC.replace("<body>", '<body class="dark"><!-- 12:07 -->'))
    assert key(ARABIC) != key(ARABIC.replace("غداً", "اليوم"))


def test_short_notice_above_a_longer_welcome_is_read() -> None:
    page = (
        "<body><nav><a href=/>x</a></nav><div class='alert banner'>تنويه: ستتوقف خدمات المنصة الجمعة، من 12 ص حتى 6 ص"
        "</div><div id=content><p>مرحباً بكم في المنصة</p></div></body>"
    )

    assert "ستتوقف خدمات المنصة الجمعة" in read(page)


def test_list_of_notices_is_read_whole() -> None:
    notice = (
        "<div class=notice><h3>Planned work {0}</h3><p>The portal is down on {0} March, from 22:00 to 23:00.</p></div>"
    )
    listed = "".join(notice.format(number) for number in range(1, 9))

    text = read(f"<html><body><div id=notices>{listed}</div></body></html>")

    assert all(f"Planned work {number}" in text for number in range(1, 9))


@pytest.mark.parametrize(
    ("encoding", "content_type", "head"),
    [
        ("utf-8", "", ""),
        ("utf-8", "text/html; charset=nonsense", ""),
        ("cp1256", "text/html; charset=windows-1256", ""),
        ("cp1256", "text/html", '<meta charset="windows-1256">'),
        ("utf-16", "text/html; charset=utf-16", ""),
    ],
)
def test_encoding_is_that_of_the_server_else_of_the_page(encoding: str, content_type: str, head: str) -> None:
    body = ARABIC.replace("<head>", f"<head>{head}").encode(encoding)

    assert read(body, content_type) == "تتوقف الخدمة غداً من الساعة الواحدة، حتى الخامسة."


@pytest.mark.parametrize(
    "body",
    [b"", b" \n", b"<!-- nothing -->", b"<html><head><title>t</title></head><body><script>x</script></body></html>"],
)
def test_page_without_a_text_is_refused(body: bytes) -> None:
    with pytest.raises(NotNewsError):
        read(body)


@pytest.mark.parametrize(
    "body",
    [
        "just a text of a server that forgot all markup",
        "<p>" * 50_000 + "deep",
        "<div>" * 20_000 + "deep, and closed" + "</div>" * 20_000,
        "<html><body><p>a\x00b and some more of it, to be a text</p>",
        "<" * 100_000 + " and a word",
        "<!DOCTYPE h [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><p>&x; and a text that is long enough, surely</p>",
        "<html><body><p>" + "word " * 200_000 + "</p></body></html>",
        "<table><tr><td>" * 20_000 + "in many tables, a text",
    ],
    ids=["bare", "unclosed", "deep", "null", "brackets", "entity", "one line", "tables"],
)
def test_odd_page_is_read_or_refused_and_its_text_is_bounded(body: str) -> None:
    try:
        text = read(body)
    except NotNewsError:
        text = ""

    assert len(text.encode()) <= 32 * 1024
    assert "root:" not in text
    assert "\x00" not in text
