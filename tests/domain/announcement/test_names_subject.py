"""Whom a text is about: the platform that is down and not the one that tells so, listed or not."""

from __future__ import annotations

import pytest

from monitor.domain.announcement.folding import Span, fold
from monitor.domain.announcement.main_zones import ZONES
from monitor.domain.announcement.names import country_of, home_zone, main_platform, timezone_of
from monitor.domain.announcement.names.countries import countries_in
from tests.domain.announcement.namebook import shipped, subject


@pytest.mark.parametrize(
    ("text", "platform"),
    [
        ("قالت الإدارة العامة للمرور إن نظام «أبشر» متوقف للصيانة", "absher"),
        ("المرور: توقف نظام أبشر\nأوضحت الإدارة العامة للمرور أن أبشر متوقف للصيانة", "absher"),
        ("بنك الخرطوم: صيانة\nيتوقف تطبيق بنكك من الثانية ليلاً", "bankak"),
        ("البنك المركزي المصري\nتتوقف خدمات إنستاباي يوم الجمعة للصيانة", "instapay"),
        ("أعلنت الجوازات توقف خدماتها للصيانة.\nالمديرية العامة للجوازات، عبر منصة أبشر", "jawazat-sa"),
        ("Services Australia says that Centrelink will be unavailable on Sunday", "centrelink"),
        ("Log in with GCKey: the CRA online services are unavailable", "cra-ca"),
        ("Kenya Power says its tokens are unavailable due to a hitch at M-Pesa", "kplc"),
        ("تتوقف منصة ناجز ومنصة أبشر، وتعود أبشر يوم الجمعة", "absher"),
        ("HDFC Bank: UPI unavailable on Sunday", "hdfc"),
        ("Scheduled downtime\nMuqeem will be down. Najiz, Muqeem's sister, was down last week.", "muqeem"),
    ],
)
def test_platform_is_the_one_that_is_down(text: str, platform: str) -> None:
    assert subject(text).platform == platform


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("أعلنت بلدية النبطية أن خدماتها ستتوقف يوم الأحد", "بلدية النبطية"),
        ("تنويه\nنود إعلامكم بأن جامعة حلوان توقف أنظمتها للتحديث", "جامعة حلوان"),
        ("بنك السهول: إيقاف مؤقت للخدمات", "بنك السهول"),
        ("تعلن شركة كهرباء زحلة عن توقف موقعها الإلكتروني مساء السبت", "شركة كهرباء زحلة"),
        ("لن تستقبل محكمة الاستئناف في بيروت الطلبات غداً بسبب صيانة الأنظمة", "محكمة الاستئناف في بيروت"),
        ("وأوضحت مؤسسة مياه لبنان الجنوبي أن منصتها معطلة", "مؤسسة مياه لبنان الجنوبي"),
        ("وزارة التعليم العالي والبحث العلمي: موقع الطلاب متوقف", "وزارة التعليم العالي والبحث العلمي"),
        ("كلية الطب في جامعة دمشق: توقف موقع العلامات", "كلية الطب في جامعة دمشق"),
        ("ستقوم هيئة تنظيم الكهرباء بإجراء صيانة على أنظمتها", "هيئة تنظيم الكهرباء"),
        ("أوقفت شركة مصفاة بغداد نظام الحجز", "شركة مصفاة بغداد"),
        ("يتعذر الدخول إلى منصة راصد حالياً، حسب ما ذكرت الشركة المشغلة", "منصة راصد"),
        ("The Pima County Superior Court announced that its filing will be down", "Pima County Superior Court"),
        ("Leeds City Council website unavailable\nWe are upgrading on Friday", "Leeds City Council website"),
        ("Notice: Ahli United Bank online services will be down for an upgrade", "Ahli United Bank online services"),
        ("Planned maintenance\nThe Otago University student portal is offline", "Otago University student portal"),
    ],
)  # fmt: skip
def test_unlisted_platform_is_named_as_the_text_names_it(text: str, name: str) -> None:
    found = subject(text)

    assert found.platform is None
    assert found.name == name
    assert fold(text).evidence(found.span).text == name
    assert found.confidence <= 0.5


def test_platforms_of_one_list_are_told_beside_the_first() -> None:
    found = subject("تتوقف أنظمة أبشر وناجز، ومنصة مقيم للتحديث يوم الجمعة")

    assert found.platform == "absher"
    assert found.others == ("najiz", "muqeem")


def test_regulator_that_tells_of_a_network_is_not_the_subject() -> None:
    found = subject("شركة كهرباء زحلة: عطل\nأفاد الجهاز القومي لتنظيم الاتصالات بأن خدماتها متوقفة")

    assert (found.platform, found.name) == (None, "شركة كهرباء زحلة")


def test_notice_before_a_colon_is_no_name() -> None:
    assert subject("تنويه هام: صيانة\nتتوقف خدمات بلدية صور مساء اليوم").name == "بلدية صور"
    assert subject("Outage notice: Leeds City Council website").name == "Leeds City Council website"


def test_operator_is_not_told_beside_its_platform() -> None:
    assert subject("مصر: البنك المركزي المصري وإنستاباي\nيتوقف تطبيق إنستاباي للصيانة").others == ()


def test_way_to_a_platform_does_not_make_it_the_subject() -> None:
    found = subject("تتوقف خدمات بلدية صور مساء اليوم ويمكن الدفع عبر تطبيق فوري")

    assert found.platform is None
    assert found.name == "بلدية صور"


@pytest.mark.parametrize("text", ["", "x", "\n\n", "12:00", "؟!", "ا"])
def test_text_without_a_name_has_a_subject_without_one(text: str) -> None:
    folded = fold(text)

    found = main_platform(folded, (), (), Span(0, 1), shipped())

    assert found.platform is None
    assert found.name in {text.strip(), ""}


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("أعلنت مؤسسة مياه بيروت توقف موقعها", "LB"),
        ("شركة الكهرباء السورية توقف بوابتها", "SY"),
        ("The Toronto library site is down", "CA"),
        ("The site of the New Zealand Herbarium is down", "NZ"),
        ("Africa's sites are down", None),
        ("The Cape Town library in South Africa is down", "ZA"),
        ("في رام الله تتوقف بوابة البلدية", "PS"),
        ("في رام تتوقف", None),
        ("المملكة المغربية", "MA"),
        ("the site is down", None),
    ],
)
def test_country_of_the_unlisted_is_told_by_the_words_of_the_text(text: str, country: str | None) -> None:
    folded = fold(text)

    assert country_of(folded, main_platform(folded, (), (), Span(0, 1), shipped()), shipped()) == country


def test_country_of_a_listed_platform_is_its_own() -> None:
    text = "أبشر: صيانة تهم المقيمين من مصر ومصر ومصر"

    assert country_of(fold(text), subject(text), shipped()) == "SA"


def test_country_that_is_named_more_often_comes_first() -> None:
    assert countries_in(fold("Egypt, Jordan, Jordan")) == ("JO", "EG")


def test_every_country_of_the_gazetteer_has_a_zone() -> None:
    countries = {one.country for one in shipped().places.values()}

    assert countries <= set(ZONES)
    assert timezone_of("EG") == "Africa/Cairo"
    assert timezone_of("AQ") is None
    assert timezone_of(None) is None


@pytest.mark.parametrize(
    ("text", "countries"),
    [
        ("تتوقف الخدمة يوم 3 فيفري", ("TN", "DZ")),
        ("أرضية الطلبات متوقفة إلى غاية 13 فيفري", ("DZ",)),
        ("خدمات الأداءات متوقفة منذ 12 جويلية", ("TN",)),
        ("تتوقف الخدمة يوم 5 غشت", ("MA",)),
        ("عاد السيستم بعد توقف", ("EG",)),
        ("تتوقف المنصة في 4 تموز", ()),  # of five countries
        ("توقف أمانات السجل المدني في 4 تموز", ("SY",)),
        ("No council payments on Sunday", ("GB",)),
        ("You cannot file from Friday, August 22, 2025", ("US",)),
        ("Dear Taxpayers, kindly come back later", ("IN",)),
        ("the site is down on 22 August 2025", ()),
    ],
)
def test_country_that_no_word_names_is_told_by_months_and_ways_to_put_things(
    text: str, countries: tuple[str, ...]
) -> None:
    assert countries_in(fold(text)) == countries


@pytest.mark.parametrize(
    ("text", "country", "zone"),
    [
        ("The Colorado department and Denver offices", "US", "America/Denver"),
        ("Texas, Texas and Ohio", "US", "America/Chicago"),
        ("an office of the state", "US", "America/New_York"),
        ("in Vancouver", "CA", "America/Vancouver"),
        ("in Vancouver", "GB", "Europe/London"),
        ("anywhere", None, None),
    ],
)
def test_zone_of_a_wide_country_is_that_of_its_places(text: str, country: str | None, zone: str | None) -> None:
    assert home_zone(fold(text), country) == zone


@pytest.mark.parametrize(
    "text",
    [
        "All services through the Absher platform will be inaccessible on Sunday. Verification codes expire.",
        "تتوقف خدمات تسجيل الدخول عبر منصة أبشر غداً للصيانة. ويعمل مركز الاتصال من الثامنة",
        "لن تتوفر خدمات توثيق العقود في منصة أبشر غداً",
    ],
)
def test_platform_through_which_services_are_had_is_the_subject_where_no_other_is(text: str) -> None:
    assert subject(text).platform == "absher"


def test_platform_that_is_an_example_is_not_the_subject() -> None:
    found = subject("قالت وزارة الاقتصاد الرقمي والريادة إن الخدمات، ومنها تطبيق سند، ستتوقف مساء الجمعة")

    assert found.platform == "modee-jo"


@pytest.mark.parametrize(
    "text", ["توقفت الجوازات منذ الصباح", "صندوق الضمان الاجتماعي: عطل في المنظومة", "الأحوال المدنية متوقفة"]
)
def test_office_that_one_country_lists_and_all_have_is_no_one_s_by_itself(text: str) -> None:
    assert subject(text).platform is None


def test_first_word_of_a_sentence_is_no_name_for_its_capital() -> None:
    text = "The Leeds library app is offline on Sunday. Engineers are on site. Phones are answered."

    assert subject(text).name == "Leeds"
