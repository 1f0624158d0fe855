"""What is affected and what is spared, by id where the catalogue has one and as written where it has not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.domain.announcement.namebook import affected_in

ARTICLE = Path(__file__).parents[2] / "announcements" / "development" / "000.txt"


def written(text: str) -> list[str]:
    return [one.as_written for one in affected_in(text)[0]]


def spared(text: str) -> list[str]:
    return [one.as_written for one in affected_in(text)[1]]


def test_article_names_six_services_and_areas() -> None:
    hit, gone = affected_in(ARTICLE.read_text())

    assert [(one.id, one.as_written) for one in hit] == [
        ("residency-validity", "الإقامة"),
        ("passport-renewal", "الجوازات"),
        ("driving-licence", "رخص القيادة"),
        ("residency-validity", "الاستعلام عن صلاحية الإقامة"),
        ("traffic-violations", "الاستعلام عن المخالفات المرورية"),
        ("company-employment", "خدمات التوظيف للشركات"),
    ]
    assert gone == ()


@pytest.mark.parametrize(
    ("text", "things"),
    [
        (
            "تتوقف خدمات بنك ظفار، وتشمل الصرافات الآلية ونقاط البيع والتطبيق البنكي",
            ["الصرافات الآلية", "نقاط البيع", "التطبيق البنكي"],
        ),
        (
            "نظام نور خارج الخدمة، ويشمل التوقف تسجيل الطلاب ونتائج الاختبارات ونقل الطلاب.",
            ["تسجيل الطلاب", "نتائج الاختبارات", "نقل الطلاب"],
        ),
        (
            "يتوقف موقع الهيئة عن تقديم خدماته ومنها حجز المواعيد، وسداد الرسوم، وطباعة الوثائق حتى السبت",
            ["حجز المواعيد", "سداد الرسوم", "طباعة الوثائق"],
        ),
        ("تعلن جامعة حلوان توقف نظام التسجيل الإلكتروني مساء الخميس", ["نظام التسجيل الإلكتروني"]),
        ("انقطاع الإنترنت المنزلي وخدمات الهاتف الثابت غداً", ["الإنترنت المنزلي", "خدمات الهاتف الثابت"]),
        (
            "The online account, phone self service and the mobile app are unavailable.",
            ["online account", "phone self service", "mobile app"],
        ),
        (
            "Bank systems including debit cards, ATMs and wire transfers will be down on Sunday.",
            ["debit cards", "ATMs", "wire transfers"],
        ),
        (
            "The following services will be unavailable:\n- Digital driver licence\n- Toll relief\nWe are sorry.",
            ["Digital driver licence", "Toll relief"],
        ),
        (
            "Affected services: RuPay credit cards, merchant UPI and Mobile Banking.",
            ["RuPay credit cards", "merchant UPI", "Mobile Banking"],
        ),
    ],
)
def test_things_are_told_as_they_are_written(text: str, things: list[str]) -> None:
    assert [one for one in written(text) if one not in {"خدمات", "Bank systems"}] == things


def test_services_in_general_are_told_where_nothing_else_is() -> None:
    assert written("يوقف البنك خدماته غداً للصيانة") == ["خدماته"]
    assert written("يوقف البنك خدماته ومنها الصرافات الآلية غداً للصيانة") == ["الصرافات الآلية"]


def test_each_thing_is_told_once() -> None:
    assert written("تتوقف الصرافات الآلية غداً. ويبدأ توقف الصرافات الآلية في الثانية.") == ["الصرافات الآلية"]


@pytest.mark.parametrize(
    ("text", "hit", "gone"),
    [
        ("CRA: My Account will be unavailable. GCKey is not affected.", None, ["GCKey"]),
        ("The online account is down on Sunday. The call centre remains open.", ["online account"], ["call centre"]),
        ("تتوقف الصرافات الآلية يوم الجمعة. ولا يشمل ذلك نقاط البيع.", ["الصرافات الآلية"], ["نقاط البيع"]),
    ],
)
def test_what_goes_on_working_is_kept_apart(text: str, hit: list[str] | None, gone: list[str]) -> None:
    assert hit is None or written(text) == hit
    assert spared(text) == gone


def test_clause_of_what_goes_on_is_spared_in_a_sentence_of_downtime() -> None:
    text = "The online account is unavailable, but debit cards and ATMs are not affected, and refunds are unavailable."

    assert written(text) == ["online account", "refunds"]
    assert spared(text) == ["debit cards", "ATMs"]


def test_same_service_is_not_told_as_affected_where_it_is_spared() -> None:
    hit, gone = affected_in("تتوقف منصة أبشر يوم الجمعة للصيانة. ولا يشمل ذلك رخص القيادة.")

    assert [one.id for one in hit if one.id] == []
    assert [one.id for one in gone] == ["driving-licence"]


def test_office_that_speaks_is_no_service() -> None:
    hit, _ = affected_in("المرور: أبشر متوقفة\nقالت الإدارة إن منصة أبشر متوقفة، ومنها المخالفات المرورية")

    assert [(one.id, one.as_written) for one in hit] == [("traffic-violations", "المخالفات المرورية")]


@pytest.mark.parametrize(
    "text", ["", "Dear customers, we wish you a happy new year.", "سعر الصرف اليوم", "The council met on Friday."]
)
def test_text_that_tells_of_no_downtime_affects_nothing(text: str) -> None:
    assert affected_in(text) == ((), ())


def test_sentence_is_no_item_of_a_list() -> None:
    assert written("يتوقف النظام، ومنها أن الحديث عن إلغاء المخالفات غير صحيح") == ["النظام"]
