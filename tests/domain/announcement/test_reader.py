"""Whole texts through the reader: the article, edges of one draft, and any text at all."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.adapters import manifest
from monitor.domain.announcement.draft import Draft, Kind
from monitor.domain.announcement.names import Directory, directory
from monitor.domain.announcement.reader import read
from monitor.domain.window import Impact

ROOT = Path(__file__).parents[3]
ARTICLE = (ROOT / "tests" / "announcements" / "article.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def names() -> Directory:
    configuration = manifest.load(ROOT / "config" / "marsad.yaml", {})
    return directory(configuration.catalogue, configuration.gazetteer)


def drafts(text: str, names: Directory, published: date | None = None) -> tuple[Draft, ...]:
    return read(text, published=published, directory=names, timezone="Asia/Riyadh")


def only(text: str, names: Directory, published: date | None = None) -> Draft:
    found = drafts(text, names, published)
    assert len(found) == 1
    return found[0]


def span(draft: Draft) -> tuple[str | None, str | None]:
    return draft.starts.iso if draft.starts else None, draft.ends.iso if draft.ends else None


# ---- the article


def test_article_gives_exactly_one_draft_of_absher_on_friday_from_midnight_to_noon(names: Directory) -> None:
    draft = only(ARTICLE, names)

    assert (draft.kind, draft.platform, draft.timezone) == (Kind.SCHEDULED, "absher", "Asia/Riyadh")
    assert span(draft) == ("2025-12-05T00:00", "2025-12-05T12:00")


def test_article_names_the_areas_and_the_services(names: Directory) -> None:
    draft = only(ARTICLE, names)

    assert [one.as_written for one in draft.services] == [
        "الإقامة",
        "الجوازات",
        "رخص القيادة",
        "الاستعلام عن صلاحية الإقامة",
        "الاستعلام عن المخالفات المرورية",
        "خدمات التوظيف للشركات",
    ]
    assert {one.id for one in draft.services} == {
        "residency-validity",
        "passport-renewal",
        "driving-licence",
        "traffic-violations",
        "company-employment",
    }


def test_article_has_its_limited_availability_and_its_recovery_noted(names: Directory) -> None:
    draft = only(ARTICLE, names)

    assert any(line.startswith("impact: the text also speaks of limited service") for line in draft.warnings)
    assert draft.recovery is not None
    assert "فور الانتهاء من التحديث" in draft.recovery


def test_every_field_names_the_words_of_the_original_that_it_was_read_from(names: Directory) -> None:
    draft = only(ARTICLE, names)

    assert {"kind", "platform", "services", "starts", "ends", "recovery"} <= set(draft.evidence)
    assert all(ARTICLE[one.start : one.end] == one.text for one in draft.evidence.values())


# ---- edges


@pytest.mark.parametrize(
    ("text", "published", "starts", "ends"),
    [
        ("The Qiwa portal will be down on Friday 5 December 2025 from 11 pm to 2 am.", None, "05T23:00", "06T02:00"),
        ("Qiwa maintenance: 5 December 2025, 20:00 - 23:30. The portal is offline.", None, "05T20:00", "05T23:30"),
        ("تتوقف منصة قوى غداً من الساعة 1 صباحاً حتى الساعة 5 صباحاً.", date(2025, 12, 4), "05T01:00", "05T05:00"),
        ("ستتوقف خدمات منصة قوى يوم 5 ديسمبر 2025 من الساعة 10 مساءً ولمدة ست ساعات.", None, "05T22:00", "06T04:00"),
        ("The Qiwa portal will be unavailable from 5 to 7 December 2025 for an upgrade.", None, "05", "07"),
        ("The Qiwa portal is down from noon on 5 December 2025 to the end of the day.", None, "05T12:00", "05T23:59"),
    ],
)  # fmt: skip
def test_window_is_read(names: Directory, text: str, published: date | None, starts: str, ends: str) -> None:
    assert span(only(text, names, published)) == (f"2025-12-{starts}", f"2025-12-{ends}")


def test_year_that_nothing_settles_gives_no_day_and_says_so(names: Directory) -> None:
    draft = only("The Qiwa portal will be down on 5 December from 1 am to 5 am for maintenance.", names)

    assert span(draft) == (None, None)
    assert any("year missing" in line for line in draft.warnings)


def test_weekday_that_does_not_match_its_date_is_told(names: Directory) -> None:
    draft = only("The Qiwa portal will be down on Monday 5 December 2025 from 1 am to 5 am.", names)

    assert span(draft) == ("2025-12-05T01:00", "2025-12-05T05:00")
    assert any("weekday" in line for line in draft.warnings)


def test_duration_that_contradicts_the_ends_is_told_and_the_ends_are_kept(names: Directory) -> None:
    text = "The Qiwa portal will be down for 12 hours on 5 December 2025 from 1 am to 5 am for maintenance."

    draft = only(text, names)

    assert span(draft) == ("2025-12-05T01:00", "2025-12-05T05:00")
    assert any(line.startswith("duration: 12 h is said") for line in draft.warnings)


def test_several_windows_are_drafts_of_their_own(names: Directory) -> None:
    text = (
        "Planned maintenance of the Qiwa portal\n"
        "The portal will be unavailable on Friday 5 December 2025 from 1 am to 5 am.\n"
        "The portal will be unavailable on Friday 12 December 2025 from 2 am to 4 am.\n"
    )

    found = drafts(text, names)

    assert [span(one) for one in found] == [
        ("2025-12-05T01:00", "2025-12-05T05:00"),
        ("2025-12-12T02:00", "2025-12-12T04:00"),
    ]
    assert all(any(line.startswith("several windows: 2") for line in one.warnings) for one in found)


def test_deadline_beside_the_window_is_set_aside_and_named(names: Directory) -> None:
    text = (
        "The Qiwa portal will be down on 5 December 2025 from 1 am to 5 am for maintenance. "
        "The deadline for applications is 9 December 2025."
    )

    draft = only(text, names)

    assert span(draft) == ("2025-12-05T01:00", "2025-12-05T05:00")
    assert any(line.startswith("set aside (aside.deadline)") for line in draft.warnings)


def test_work_that_only_slows_the_service_is_degraded(names: Directory) -> None:
    text = (
        "Users may experience slow service on the Qiwa portal on 5 December 2025 from 1 am to 5 am during maintenance."
    )

    assert only(text, names).impact is Impact.DEGRADED


def test_zone_of_the_text_wins_over_the_platforms_and_is_told(names: Directory) -> None:
    draft = only("The Qiwa portal will be down on 5 December 2025 from 01:00 UTC to 05:00 UTC.", names)

    assert draft.timezone == "UTC"
    assert any(line.startswith("timezone:") for line in draft.warnings)


def test_rule_that_is_switched_off_reads_nothing(names: Directory) -> None:
    text = "The Qiwa portal will be down on 5 December 2025 from 1 am to 5 am."
    rules = frozenset(only(text, names).rules)

    found = read(text, published=None, directory=names, timezone="Asia/Riyadh", without=rules)

    assert not any(one.starts == only(text, names).starts for one in found)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n \n",
        "إيقاف الخدمات: كيف يُرفع؟ يُرفع الإيقاف عن المنفذ ضده خلال 24 ساعة من السداد عبر منصة ناجز.",
        "The Qiwa portal lets you update your data from Sunday 7 December 2025, 8 am to 4 pm.",
    ],
)
def test_text_that_announces_no_downtime_gives_no_draft(names: Directory, text: str) -> None:
    assert drafts(text, names) == ()


# ---- any text at all


@given(st.text())
def test_any_text_is_read_without_an_exception(names: Directory, text: str) -> None:
    drafts(text, names, date(2025, 12, 3))


_VOCABULARY = """
    maintenance down from to until 5 12 2025 december friday 10:30 pm am utc - : . , ( ) absher portal midnight tomorrow
    tonight for hours completed postponed extended cancelled 31/12/2025 1447 ٢٤
    الخدمات توقف صيانة من حتى الساعة ديسمبر الجمعة الموافق صباحاً مساءً غداً اليوم لمدة ساعات أبشر
    منصة عادت تأجيل تمديد إلغاء هـ رجب
"""
_WORDS = st.sampled_from([*_VOCABULARY.split(), "\n", "\u200f"])


@given(st.lists(_WORDS, max_size=60))
def test_any_order_of_an_announcements_words_is_read_without_an_exception(names: Directory, words: list[str]) -> None:
    for draft in drafts(" ".join(words), names, date(2025, 12, 3)):
        assert set(draft.confidence.values()) <= {one / 100 for one in range(101)}
